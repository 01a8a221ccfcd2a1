"""Stores and targets in, how each comes back and in how many minutes out (REL-030..034)."""

from designgen.engines.offline.platform.brief import Brief
from designgen.knowledge import catalogue
from designgen.knowledge.templates import phrase
from designgen.knowledge.wording import duration, size
from designgen.model.design.operations import Recovery, RecoveryStep
from designgen.sizing.recovery import Restore, allowed_minutes, restore, tier

METHODS = {
    "daily-dump": "a dump every night",
    "snapshot-pitr": "a snapshot every night and every change archived, so that any second can be restored",
    "pitr-standby": "a standby that follows, and every change archived",
    "immutable-copy": "a snapshot every night and every change archived, with a copy that nobody can delete",
}
DAY_S = 86_400
STATEFUL = ("database", "storage")
ERASURE_MINUTES = 5.0


def recoveries(brief: Brief) -> tuple[Recovery, ...]:
    """Return the recovery of each store."""
    return tuple(_recovery(brief, component.key, component.kind) for component in brief.of_kind(*STATEFUL))


def log_bytes(brief: Brief) -> float:
    """Return the bytes of changes since the last nightly snapshot, at worst a whole day."""
    return 0.0 if brief.choice("backup.strategy") == "daily-dump" else brief.number("storage.wal_bytes_per_day")


def estimate_minutes(stored: float, log: float) -> float:
    """Return the estimate to be back, repeated erasures included (REL-031, PRV-012)."""
    return restore(stored, log).minutes + ERASURE_MINUTES


def check_interval(brief: Brief) -> float:
    """Return the seconds between two proofs that a backup restores (REL-033)."""
    known = catalogue.load("objectives")["restore_check_s"]
    return float(known["strict" if brief.number("availability.target") >= 0.999 else "normal"])


def archive_seconds(brief: Brief) -> float:
    """Return within which time a change is archived: a fifth of what may be lost, at most a minute (REL-031)."""
    return max(5.0, min(float(catalogue.load("objectives")["slowest_archive_s"]), brief.number("recovery.rpo_s") / 5))


def keeps_targets(brief: Brief) -> tuple[float, float]:
    """Return the estimate and the minutes it may take."""
    return estimate_minutes(brief.number("storage.bytes_horizon"), log_bytes(brief)), allowed_minutes(brief.number("recovery.rto_s"))


def _recovery(brief: Brief, component: str, kind: str) -> Recovery:
    rto, rpo = brief.number("recovery.rto_s"), brief.number("recovery.rpo_s")
    level, pattern = tier(rto, rpo)
    strategy = brief.choice("backup.strategy", "snapshot-pitr")
    stored, log = brief.number("storage.bytes_horizon"), log_bytes(brief)
    within = f"; changes are archived within {duration(archive_seconds(brief))}" if strategy != "daily-dump" else ""
    method = (
        METHODS.get(strategy, METHODS["snapshot-pitr"]) + within
        if kind == "database"
        else "versions of every object and a copy in a second account"
    )
    return Recovery(
        key=f"recovery:{component.split(':')[1]}",
        because=("REL-030", "REL-031", "backup.strategy", "recovery.rto_s", "recovery.rpo_s"),
        component=component,
        tier=f"{level}: {pattern}",
        rpo_s=rpo,
        rto_s=rto,
        method=method,
        steps=_steps(brief, restore(stored, log, logical=strategy == "daily-dump"), stored, log)
        if kind == "database"
        else _files(brief, restore(0, 0)),
        rehearsal=_rehearsal(brief),
    )


def _steps(brief: Brief, needed: Restore, stored: float, log: float) -> tuple[RecoveryStep, ...]:
    steps = [
        RecoveryStep(what="Build the environment from code", minutes=needed.provision, formula="planning value (ASM-10)"),
        RecoveryStep(
            what="Copy the snapshot", minutes=round(needed.copy, 1), formula=f"{size(stored)} at the horizon / restore rate of ASM-10"
        ),
    ]
    if log:
        steps.append(
            RecoveryStep(
                what="Replay the changes since then", minutes=round(needed.replay, 1), formula=f"{size(log)} of a whole day / 50 MB/s"
            )
        )
    if brief.personal_tables:
        tables = ", ".join(table.name for table in brief.personal_tables)
        steps.append(
            RecoveryStep(
                what=f"Repeat the erasures in {tables}",
                minutes=ERASURE_MINUTES,
                formula="a restored copy brings erased people back (PRV-012)",
            )
        )
    steps.append(RecoveryStep(what="Check counts, sign in, write once", minutes=needed.smoke, formula="planning value (REL-031)"))
    steps.append(RecoveryStep(what="Point the name to the new place", minutes=needed.switch, formula="DNS lifetime of 60 s"))
    return tuple(steps)


def _files(brief: Brief, needed: Restore) -> tuple[RecoveryStep, ...]:
    """Objects are not copied back: the second account serves them, and rows say which of them must exist."""
    fields = [f"{entity.entity.name}.{one.source}" for entity in brief.facts.entities for one in entity.attributes if one.type == "file"]
    kept = ", ".join(dict.fromkeys(fields)) or "the uploaded files"
    return (
        RecoveryStep(what="Build the environment from code", minutes=needed.provision, formula="planning value (ASM-10)"),
        RecoveryStep(
            what="Let the application read the copy of the second account",
            minutes=needed.switch,
            formula="one setting; nothing is copied first",
        ),
        RecoveryStep(
            what=f"Compare the keys in the rows with the objects of {kept}", minutes=needed.smoke, formula="planning value (REL-031)"
        ),
    )


def _rehearsal(brief: Brief) -> str:
    target = brief.number("availability.target")
    often = "every half year" if target >= 0.999 else "once a year"
    interval = duration(check_interval(brief)).removeprefix("1 ")
    return phrase(
        catalogue.load("judgements")["rehearsal"], interval=interval, often=often, rto=duration(brief.number("recovery.rto_s") or DAY_S)
    )
