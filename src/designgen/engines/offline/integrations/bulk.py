"""One pipeline in; the values for the gaps of its chapters out, for rows from outside and for sums of our own rows (SVC-080)."""

from math import ceil

from designgen.knowledge import catalogue
from designgen.knowledge.wording import counted, duration, figure, listed, percent
from designgen.model.facts import EntityFacts, Facts, Use
from designgen.model.peers import Pipeline
from designgen.model.quantities import DAY, YEAR
from designgen.sizing.files import files
from designgen.syntax.slug import slug


def loading(wish: Pipeline, facts: Facts, target: EntityFacts, every: float) -> dict[str, object]:
    """Rows from outside: a file of the sender is staged, checked and merged by its natural key."""
    use = next((one for one in facts.uses if one.entity == target.key and one.operation.verb == "import"), None)
    brought = files(wish, use, facts.requirements) if use else None
    rows = max(1.0, brought.run_rows if brought else wish.rows.number if wish.rows else target.population.rows_per_year * every / YEAR)
    parted = f" in {figure(brought.senders)} files of about {figure(round(brought.rows))}" if brought and brought.senders > 1 else ""
    sender = listed(list(use.actors)) if use else wish.source
    refused = "A refused row goes to `platform.import_reject` with its number and reason"
    return {
        "imports": True,
        "versions": _published(facts, target) is not None,
        "entity": target.entity.name,
        "purpose": f"Brings {target.entity.name} from {wish.source} of {sender}, every {duration(every)}.",
        "source_says": f"One file per sender and period, uploaded by {sender}; it is kept until the record of its load ends.",
        "contract": f"`contracts/{slug(wish.id)}.csv.yaml`: columns, types, units, sample, hash",
        "contract_reason": f"{wish.source} has no description yet; this file is agreed with {sender} before the first load",
        "columns": listed([f"`{one.name}`" for one in target.attributes if one.role in ("data", "reference")]),
        "amount": f"{figure(rows)} rows a run{parted}; half or twice the median of the last four of the same sender stop the load",
        "amount_reason": "a file that is cut off or sent twice looks well row by row",
        "checks_says": f"{refused}; {sender} reads them and sends the mended rows again.",
        **_merging(target, rows, use.p95_ms / 1000 if use and use.p95_ms else every, promised=bool(use and use.p95_ms)),
        **_offering(facts, target, rows),
    }


def _merging(target: EntityFacts, rows: float, allowed: float, *, promised: bool) -> dict[str, object]:
    """How the rows of a file reach the table, and which part of the allowed seconds that takes."""
    speed, key = float(catalogue.load("constants")["load_rows_per_s"]), natural_key(target)
    share = f"of the {duration(allowed)} {'promised' if promised else 'between two files'}"
    return {
        "load_says": f"Rows go to the staging table first and reach `{target.table}` in one transaction, after every check has passed.",
        "staging": "the file's rows with number and load, before any rule was applied",
        "staging_reason": "a refused row can be shown to its sender as it was",
        "ledger": "one row of `platform.import_batch` per file: rows read, loaded, refused, SHA-256",
        "ledger_reason": "the same content is recognised and not loaded twice",
        "rerun": f"merged by {key}; the same file is a no-op",
        "late": f"any period may be sent again; it replaces rows of the same {key} by a new version",
        "late_reason": "meters are read late and estimates become readings",
        "duration": f"{duration(max(1.0, rows / speed))}, {percent(round(rows / speed / allowed, 3))} {share}",
        "duration_reason": f"{figure(rows)} rows / {figure(speed)} rows/s; at most half of the time is planned",
    }


def _offering(facts: Facts, target: EntityFacts, rows: float) -> dict[str, object]:
    """What readers may rely on, and how the past is loaded."""
    history, share = target.population.rows_at_horizon, float(catalogue.load("constants")["backfill_share"])
    pace = float(catalogue.load("constants")["load_rows_per_s"]) * share
    loads = max(1, ceil(history / rows))
    spent = f"{figure(history)} rows at the horizon / {figure(pace)} rows/s are {duration(max(60.0, history / pace))}"
    report = _published(facts, target)
    kept = f"a published {report.entity.name} stays; a changed figure is a new one, and the old one says so" if report else ""
    return {
        "publish_says": "What readers see changes when a load is complete; until then they see the load before it.",
        "backfill": f"{counted(loads, 'load')} of {figure(rows)} rows, the newest first, at {figure(pace)} rows/s",
        "backfill_reason": f"{spent}; {percent(share)} of the speed leave the people's queries alone",
        "last_good": f"a failed load leaves `{target.table}` as it was",
        "correction": kept,
    }


def summing(wish: Pipeline, source: EntityFacts | None, asked: tuple[Use, ...], every: float) -> dict[str, object]:
    """Rows of our own summed up: recomputed by period over everything that may still have changed."""
    late = wish.late.seconds if wish.late else 0.0
    keys = listed([f"`{name}`" for use in asked for name in use.operation.by]) or "period"
    table = f"`{source.table}`" if source else wish.source
    older = "A difference stops the run before it replaces anything: a wrong sum is worse than one that is"
    provisional = f"; a period within {duration(late)} is provisional" if late else ""
    return {
        "imports": False,
        "versions": False,
        "entity": wish.sink,
        "purpose": f"Sums {wish.source} up to {wish.sink} per {keys}, every {duration(every)}.",
        "source_says": f"Our own rows of {table}; no file, no other system.",
        "contract": f"the columns of {table} in this package",
        "contract_reason": "a migration that changes them changes the summary in the same release",
        "load_says": "Every period that has a row changed since the last run is computed anew, whole; sums are never added to.",
        "rerun": f"each {keys} is replaced, so any run may be repeated",
        "checks_says": f"{older} {duration(every)} older.",
        "publish_says": f"{wish.sink} says as of when it is{provisional}.",
        "backfill": "by business date, the newest first, 30 dates a run",
        "backfill_reason": "the same statement over an older window, at night",
        "last_good": "the period before the run stays until the statement commits",
        "correction": "",
        **_window(source, late, every),
    }


def _window(source: EntityFacts | None, late: float, every: float) -> dict[str, object]:
    """The rows that one run reads: those of the days that may still change, and the day itself."""
    a_day = source.population.rows_per_year / 365 if source else 0.0
    scanned, speed = a_day * (late / DAY + 1), float(catalogue.load("constants")["scan_rows_per_s"])
    changed = "updated_at" if source and any(one.name == "updated_at" for one in source.attributes) else "the change"
    back = f"{duration(late)} back: rows by `{changed}` since the last run less {duration(late)}"
    return {
        "amount": f"{figure(round(scanned))} rows a run",
        "amount_reason": f"{figure(round(a_day))} new rows a day over {duration(late + DAY)}",
        "staging": "none: one statement reads, groups and replaces",
        "staging_reason": "source and result stand in one database and change in one transaction",
        "ledger": "the run's window, rows read, periods replaced and control sum in the log of the job",
        "ledger_reason": "the control sum of a day is the sum of its rows, compared at each run",
        "late": back if late else "every changed period",
        "late_reason": f"who was offline reports up to {duration(late)} late" if late else "a row may be corrected at any time",
        "duration": f"{duration(max(1.0, scanned / speed))}, {percent(round(scanned / speed / every, 4))} of the interval",
        "duration_reason": f"{figure(round(scanned))} rows / {figure(speed)} rows/s; half of the {duration(every)} are allowed",
    }


def natural_key(target: EntityFacts) -> str:
    """Columns by which a row from outside is recognised: what may not overlap, a unique of its own, else references and enums."""
    apart = next((one for one in target.entity.invariants if one.no_overlap), None)
    held = {one.source: one.name for one in target.attributes}
    if apart:
        return listed([f"`{held.get(name, name)}`" for name in (*apart.per, str(apart.no_overlap))])
    for unique in target.uniques:
        return listed([f"`{name}`" for name in unique])
    named = [one.name for one in target.attributes if one.role == "reference" or one.type.startswith(("enum", "range"))]
    return listed([f"`{name}`" for name in named]) or "`id`"


def _published(facts: Facts, target: EntityFacts) -> EntityFacts | None:
    """The entity that is published from the rows: same context, with states."""
    context = target.key.split(".", maxsplit=1)[0]
    return next((one for one in facts.entities if one.key.startswith(f"{context}.") and one.entity.states and one.key != target.key), None)
