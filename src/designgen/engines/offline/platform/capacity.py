"""Figures in, the lines of the capacity plan out: every value is the figure's own (CAP-001, CAP-016)."""

from collections.abc import Sequence

from designgen.engines.offline.platform.brief import Brief
from designgen.knowledge.wording import duration, figure, percent, size
from designgen.model.design.database import Session
from designgen.model.design.operations import CapacityLine
from designgen.model.facts import Figure

LINES = (
    ("load.avg_rps", "Requests per second, average"),
    ("load.peak_rps", "Requests per second, peak today"),
    ("load.peak_rps_horizon", "Requests per second, peak at the horizon"),
    ("load.read_ratio", "Share of reads"),
    ("load.growth", "Growth per year"),
    ("app.instances", "Instances of the application"),
    ("pool.busy", "Database connections busy at the peak"),
    ("pool.total", "Database connections needed, with reserve"),
    ("pool.per_instance", "Database connections per instance"),
    ("pool.open", "Database connections the instances may open"),
    ("pool.ceiling", "Database connections that its processors serve at once; others may be open and wait"),
    ("database.vcpu", "Database processors"),
    ("database.ram_gb", "Database memory"),
    ("storage.bytes_horizon", "Stored at the horizon"),
    ("storage.wal_bytes_per_day", "Changes written per day"),
    ("storage.backup_bytes", "Backups kept"),
    ("events.rate", "Events per second"),
    ("ingress.rate", "Incoming webhook calls per second"),
    ("budget.monthly", "Budget per month"),
)
UNITS = {"1/s": "per second"}
RESERVED = 3
"""Connections that PostgreSQL keeps for a superuser (manual, `superuser_reserved_connections`)."""
DOUBLED = "blue-green"
"""The way of releasing that runs all instances of two versions at once."""
OFTEN_ZERO = ("events.rate", "ingress.rate", "budget.monthly")


def capacity(brief: Brief) -> tuple[CapacityLine, ...]:
    """Return one line per figure that this system has."""
    known = {one.key: one for one in brief.facts.figures}
    lines = tuple(
        CapacityLine(
            key=f"capacity:{key}",
            because=(key, *known[key].because),
            what=what,
            value=shown(known[key]),
            figure=key,
            formula=known[key].formula,
        )
        for key, what in LINES
        if key in known and (known[key].value or key not in OFTEN_ZERO)
    )
    return lines + _pools(brief)


def _pools(brief: Brief) -> tuple[CapacityLine, ...]:
    """The connections that all pools together may open, as the sessions of the database section configure them."""
    sessions, way = brief.database.sessions, brief.choice("platform.release", "rolling")
    if not sessions:
        return ()
    starts = "runs both versions side by side" if way == DOUBLED else "starts one instance before it stops another"
    return (
        CapacityLine(
            key="capacity:pools",
            because=("CAP-014", *(session.key for session in sessions)),
            what="Database connections, all pools together",
            value=figure(sum(session.pool_per_instance * session.instances for session in sessions)),
            formula=" + ".join(f"{session.name} {session.pool_per_instance} × {session.instances}" for session in sessions),
        ),
        CapacityLine(
            key="capacity:pools-releasing",
            because=("CAP-014", *(session.key for session in sessions)),
            what="Database connections to permit at least (`max_connections`)",
            value=figure(releasing(sessions, way)),
            formula=" + ".join(f"{one.name} {one.pool_per_instance} × {beside(one, way)}" for one in sessions)
            + f" + {RESERVED} for its operators: a release {starts}",
        ),
    )


def beside(session: Session, way: str) -> int:
    """Return the instances of a pool while a release replaces them: one more of what is deployed, or all twice; people look once."""
    if session.name.endswith("_readonly"):
        return session.instances
    return 2 * session.instances if way == DOUBLED else session.instances + 1


def releasing(sessions: Sequence[Session], way: str) -> int:
    """Return the connections that the database has to permit, so that worker and third instance get theirs during a release (CAP-014)."""
    return sum(one.pool_per_instance * beside(one, way) for one in sessions) + RESERVED


def shown(one: Figure) -> str:
    """Write the value of a figure with its unit."""
    if one.unit.split(" ")[0] in ("B", "bytes"):
        return size(one.value) + one.unit.removeprefix("bytes").removeprefix("B")
    if one.unit == "share" or one.key in ("load.read_ratio", "load.growth"):
        return percent(round(one.value, 4))
    if one.unit in ("s", "seconds"):
        return duration(one.value)
    return f"{figure(one.value)} {UNITS.get(one.unit, one.unit)}".rstrip() if one.value != 1 else f"1 {one.unit.removesuffix('s')}"
