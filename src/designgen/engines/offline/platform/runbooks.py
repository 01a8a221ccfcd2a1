"""The failure-mode catalogue and the design in, runbooks out: only what can fail here, with the names used here (OPS-001..012)."""

from typing import Any

from designgen.engines.offline.platform.brief import Brief
from designgen.engines.offline.platform.names import gaps
from designgen.engines.offline.platform.reasons import behind
from designgen.engines.offline.platform.upkeep import backlog_commands, erasure_commands, history_command, restore_check, statement_commands
from designgen.knowledge import catalogue, conditions, templates
from designgen.model.design.operations import Alert, Command, FailureMode, Objective, Runbook

MOST = 8
ROLES = ("{{ people", "{{ first", "{{ second")


def runbooks(brief: Brief, names: dict[str, object], goals: tuple[Objective, ...], alerts: tuple[Alert, ...]) -> tuple[Runbook, ...]:
    """Return the runbooks of this design, at most eight."""
    words = gaps(brief, names, alerts, goals)
    found = []
    for row in catalogue.load("failure-modes")["runbooks"]:
        components = brief.of_kind(*row["kinds"])
        component = next((one for kind in row["kinds"] for one in components if one.kind == kind), None)
        if component and conditions.holds(row.get("when", "true"), names):
            book = _runbook(brief, row, component.key, words)
            found.append(
                book.model_copy(
                    update={"objectives": _protected(row["objectives"], goals), "because": (*book.because, *_callers(book, alerts))}
                )
            )
    return tuple(found[:MOST])


def _callers(book: Runbook, alerts: tuple[Alert, ...]) -> tuple[str, ...]:
    return tuple(alert.key for alert in alerts if alert.runbook == book.key)


def _runbook(brief: Brief, row: dict[str, Any], component: str, words: dict[str, object]) -> Runbook:
    routine = _commands(brief, row["routine"], words)
    if row["key"] == "database":
        routine += erasure_commands(brief)
    modes = [mode for mode in row["failures"] if conditions.holds(mode.get("when", "true"), words)]
    return Runbook(
        key=f"runbook:{row['key']}",
        because=("OPS-002", *behind(brief, row)),
        title=templates.phrase(row["title"], **words),
        component=component,
        purpose=templates.phrase(row["purpose"], **words),
        routine=routine,
        failures=tuple(_mode(brief, mode, words) for mode in modes),
    )


def _protected(protects: object, goals: tuple[Objective, ...]) -> tuple[str, ...]:
    """Keys of the objectives a runbook protects: of requests, of jobs, of availability alone, or none."""
    kinds = {
        True: lambda name: name.startswith(("api-", "latency-")),
        "jobs": lambda name: name == "job-freshness" or name.startswith(("pipeline-", "work-")),
        "peers": lambda name: name.startswith(("peer-", "webhook-")),
        "sync": lambda name: name.startswith("sync-"),
        "availability": lambda name: name == "api-availability",
    }
    wanted = kinds.get(protects) if isinstance(protects, str | bool) else None
    return tuple(goal.key for goal in goals if wanted and wanted(goal.name))


def _mode(brief: Brief, row: dict[str, Any], words: dict[str, object]) -> FailureMode:
    filled = {name: _filled(row[name], words) for name in ("title", "detection", "impact", "decide", "verify", "escalate", "prevent")}
    return FailureMode(
        key=f"failure:{row['key']}",
        because=(row["rule"], "OPS-003", *behind(brief, row)),
        rule=row["rule"],
        triage=_commands(brief, row["triage"], words),
        mitigation=_commands(brief, row["mitigation"], words),
        **filled,
    )


def _filled(text: str, words: dict[str, object]) -> str:
    """Fill a text; a role at its beginning begins the sentence."""
    filled = templates.phrase(text, **words)
    return filled[0].upper() + filled[1:] if text.startswith(ROLES) else filled


def _commands(brief: Brief, rows: list[dict[str, Any]], words: dict[str, object]) -> tuple[Command, ...]:
    """Fill the commands of a row; some rows stand for commands that are computed from tables and jobs."""
    made = {
        "job_backlogs": backlog_commands,
        "job_statements": statement_commands,
        "restore_check": restore_check,
        "history_check": history_command,
    }
    found: list[Command] = []
    for row in rows:
        special = next((name for name in made if row.get(name)), "")
        if special:
            found += made[special](brief)
        elif conditions.holds(row.get("when", "true"), words):
            found.append(_command(row, words))
    return tuple(found)


def _command(row: dict[str, Any], words: dict[str, object]) -> Command:
    return Command(
        run=templates.phrase(row["run"], **words),
        shows=templates.phrase(row.get("shows", ""), **words),
        changes=bool(row.get("changes")),
        destroys=bool(row.get("destroys")),
        undo=templates.phrase(row.get("undo", ""), **words),
    )
