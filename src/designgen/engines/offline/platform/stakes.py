"""What is at stake in this system in, as names for the texts of runbooks and threats: who cannot do what, which rows, at which rates."""

from designgen.engines.offline.platform.brief import Brief
from designgen.engines.offline.platform.capacity import RESERVED, releasing
from designgen.knowledge import catalogue
from designgen.knowledge.wording import counted, duration, figure, listed, lower_first, size
from designgen.model.design.api import ApiOperation
from designgen.model.design.database import Table
from designgen.model.wishes import Requirement

NAMED = 4
"""Things a sentence names; of more, the first three and how many others."""


def stakes(brief: Brief) -> dict[str, object]:
    """Return the names about consequences."""
    return _wishes(brief) | _traffic(brief) | _rows(brief) | _waits(brief) | _states(brief) | _limits()


def some(names: list[str], last: str = "and") -> str:
    """Name up to four things; of more, the first three and how many others."""
    return listed(names if len(names) <= NAMED else [*names[: NAMED - 1], f"{len(names) - NAMED + 1} others"], last)


def musts(brief: Brief) -> list[Requirement]:
    """Return what people lose first: the written requirements that are musts, or all where none is."""
    wanted = [one for one in brief.facts.requirements.requirements if not one.derived_by]
    return [one for one in wanted if one.priority == "must"] or wanted


def lists(brief: Brief) -> list[ApiOperation]:
    """Return the operations that answer with many rows."""
    return [one for one in brief.operations if one.kind in ("list", "search", "report")]


def kept(brief: Brief) -> list[Table]:
    """Return the tables whose rows leave after a time, the largest first."""
    return sorted((one for one in brief.database.tables if one.retention), key=lambda one: (-one.population.rows_at_horizon, one.name))


def _wishes(brief: Brief) -> dict[str, object]:
    effects = [use.id for use in brief.facts.uses if use.irreversible]
    tenancy = brief.facts.requirements.constraints.tenancy
    unit = (tenancy.unit or "tenant").rpartition(".")[2].lower() if tenancy else "place"
    return {
        "wishes": some([f"{lower_first(one.title)} ({one.id})" for one in musts(brief) if one.title]) or "every request",
        "effects": some([f"`{name}`" for name in effects], "or"),
        "unit": unit,
        "owner_of": f"whoever runs the {unit}" if tenancy and tenancy.unit else "whoever answers for the data",
    }


def _traffic(brief: Brief) -> dict[str, object]:
    busiest = sorted((one for one in brief.operations if one.per_second), key=lambda one: (-one.per_second, one.name))[:3]
    slowest = sorted((one for one in brief.operations if one.p95_ms), key=lambda one: (one.p95_ms, one.name))
    bodies = [one for one in brief.operations if one.request]
    return {
        "busy_list": listed([f"`{one.name}` with {figure(one.per_second)}/s" for one in busiest]) or "no operation stands out",
        "strict_list": some([f"`{one.name}`" for one in slowest if one.p95_ms == slowest[0].p95_ms]) if slowest else "no operation",
        "strictest": f"{slowest[0].p95_ms:g} ms" if slowest else "no limit",
        "list_names": some([f"`{one.name}`" for one in lists(brief)]) or "no list",
        "body_names": some([f"`{one.name}`" for one in bodies]) or "no operation",
        "search_names": some([f"`{one.name}`" for one in brief.operations if one.kind == "search" or _searches(one.parameters)]),
    }


def _searches(parameters: tuple[object, ...]) -> bool:
    return any(getattr(one, "name", "") in ("q", "search") for one in parameters)


def _rows(brief: Brief) -> dict[str, object]:
    tables = brief.database.tables
    largest = sorted((one for one in tables if one.population.rows_at_horizon), key=lambda one: (-one.population.rows_at_horizon, one.name))
    hidden = [f"{_columns(one)} of {one.name}" for one in brief.personal_tables]
    money = [
        f"{column.name} of {one.name}"
        for one in tables
        if one.kind == "entity"
        for column in one.columns
        if column.attribute.type == "money"
    ]
    return {
        "stored_text": size(brief.number("storage.bytes_horizon")),
        "largest_list": listed([f"{one.name} ({counted(round(one.population.rows_at_horizon), 'row')})" for one in largest[:3]])
        or "the tables",
        "retained": some([one.name for one in kept(brief)]) or "the tables",
        "personal_list": "; ".join(hidden[:3]) + (f"; {counted(len(hidden) - 3, 'other table')}" if len(hidden) > 3 else ""),
        "personal_tables": some([one.name for one in brief.personal_tables]) or "no table",
        "money_columns": some(money),
    }


def _columns(table: Table) -> str:
    return listed([column.name for column in table.columns if column.attribute.pii and not column.name.endswith("_kid")])


def _waits(brief: Brief) -> dict[str, object]:
    sessions = brief.database.sessions
    app = next((one for one in sessions if one.name.endswith("app")), None)
    queue = next((one for one in brief.database.tables if one.label == "job"), None)
    tries = next((column.attribute.default for column in queue.columns if column.name == "max_attempts"), 10) if queue else 10
    sweeps = [
        setting.amount
        for one in brief.adapters
        for chapter in one.chapters
        for setting in chapter.settings
        if setting.path == "polling.interval_s"
    ]
    return {
        "app_pool": app.pool_per_instance if app else brief.number("pool.per_instance", 5),
        "pool_releasing": releasing(sessions, brief.choice("platform.release", "rolling")) - RESERVED if sessions else 0,
        "statement_timeout": duration(app.statement_timeout_s) if app else "15 seconds",
        "lock_timeout": duration(app.lock_timeout_s) if app else "2 seconds",
        "idle_timeout": duration(app.idle_timeout_s) if app else "30 seconds",
        "alone": brief.number("app.instances", 1) <= 1,
        "worker_timeout": next((duration(one.statement_timeout_s) for one in sessions if one.name.endswith("worker")), "a minute"),
        "timeouts": listed([f"{one.name} {one.statement_timeout_s:g} s" for one in sessions]),
        "tries": tries,
        "sweep": duration(min((float(one) for one in sweeps if isinstance(one, int | float)), default=900.0)),
        "away": max((duration(one.away_s) for one in brief.offline), default=""),
    }


def _states(brief: Brief) -> dict[str, object]:
    wrong = [text for table in brief.database.tables if table.guard and table.kind == "entity" for text in _impossible(table)]
    return {"wrong_moves": some(wrong) or "none"}


def _impossible(table: Table) -> list[str]:
    """One move that the guard of a table must refuse: back to the first state from an end."""
    guard = table.guard
    if guard is None:
        return []
    ends = sorted({move.target for move in guard.moves} - {move.source for move in guard.moves})
    return [f"{table.name} from {ends[0]} to {guard.first or guard.moves[0].source}"] if ends else []


def _limits() -> dict[str, object]:
    """Figures whose home is another catalogue."""
    fiscal, hooks = catalogue.load("providers")["fiscal"], catalogue.load("api_webhooks")
    return {
        "resend_days": fiscal["resend_days"],
        "transmit_days": fiscal["transmit_days"],
        "receipt_hours": fiscal["receipt_hours"],
        "early_days": fiscal["early_days"],
        "tolerance_s": hooks["tolerance_s"],
        "reject_share": f"{catalogue.load('constants')['reject_share'] * 100:g} %",
        "guest_hours": catalogue.load("api_guests")["lifetime_hours"],
    }
