"""Every name leads somewhere: a design in, a diagnostic for each name that no part of it carries."""

from collections.abc import Iterable, Iterator

from designgen.model.artifact import Artifact
from designgen.model.design.database import Table
from designgen.model.design.whole import Design
from designgen.model.diagnostic import Diagnostic, Rule, Severity

DANGLING = Rule(
    code="DG331",
    name="dangling-name",
    severity=Severity.ERROR,
    message="{where} names {kind} `{name}`, which the design does not have",
    why="A name that leads nowhere is a promise nobody keeps: an arrow to a missing box, an alert without a runbook.",
    help="name an existing {kind}, or add it to the section that owns it",
    rulebook=("XREF-08",),
)
DOUBLED = Rule(
    code="DG332",
    name="doubled-key",
    severity=Severity.ERROR,
    message="two parts of the design share the key `{name}`",
    why="A key is a part's identity in the trace, in links and in the next build; shared, neither can be told from the other.",
    help="give one of the two another name",
)
RULES = (DANGLING, DOUBLED)

Reference = tuple[str, str, str]
"""Where a name is used, of what kind it is, the name."""


def check_names(design: Design, _artifacts: tuple[Artifact, ...] = ()) -> Iterator[Diagnostic]:
    """Report every reference inside the design that does not resolve, and every key that stands twice."""
    parts = list(design.items())
    keys = [part.key for part in parts]
    known = {f"{part.key.partition(':')[0]}:{part.name}" for part in parts}
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield DOUBLED.at(None, name=key, subject=key)
    for where, kind, name in references(design):
        if f"{kind}:{name}" not in known:
            yield DANGLING.at(None, where=where, kind=kind, name=name, subject=f"{kind}:{name}")


def references(design: Design) -> Iterator[Reference]:
    """Yield every name by which one part of the design refers to another."""
    yield from _architecture(design)
    yield from _database(design)
    yield from _api(design)
    yield from _operations(design)


def _architecture(design: Design) -> Iterator[Reference]:
    for connection in design.architecture.connections:
        yield from _split(f"the connection `{connection.name}`", (connection.source, connection.target))
    for zone in design.zones:
        yield from _split(f"the zone `{zone.name}`", zone.components + ((zone.inside,) if zone.inside else ()))
    for flow in design.flows.flows:
        yield from _split(f"the flow `{flow.name}`", [name for step in flow.steps for name in (step.source, step.target)])
    for adapter in design.integrations.adapters:
        yield from _split(f"the adapter `{adapter.name}`", (adapter.component,))
    for module in design.architecture.modules:
        for called in module.calls:
            yield f"the module `{module.name}`", "module", called.removeprefix("module:")


def _database(design: Design) -> Iterator[Reference]:
    for table in design.database.tables:
        yield from _table(table)
    for job in design.database.jobs:
        yield from _split(f"the job `{job.name}`", (job.alert,) if job.alert else ())
        for table_name in job.tables:
            yield f"the job `{job.name}`", "table", table_name.removeprefix("table:")


def _table(table: Table) -> Iterator[Reference]:
    where = f"the table `{table.name}`"
    for foreign in table.foreign_keys:
        yield where, "table", foreign.target
    if table.retention:
        yield from _split(where, (table.retention.job,))
    for user in (*table.writers, *table.readers):
        yield from _user(where, user)
    for index in table.indexes:
        yield f"the index `{index.name}`", "table", index.table
        for served in index.serves:
            if served not in ("constraint", "foreign key", "reference"):
                yield from _user(f"the index `{index.name}`", served)


def _user(where: str, name: str) -> Iterator[Reference]:
    """Yield an operation, or a job where the name says so."""
    kind, _, rest = name.rpartition(":")
    yield where, kind or "operation", rest


def _api(design: Design) -> Iterator[Reference]:
    for api in design.api:
        for operation in api.operations:
            where = f"the operation `{operation.name}`"
            for kind, names in (
                ("schema", (operation.request, operation.response)),
                ("scope", (operation.scope,)),
                ("error", operation.errors),
            ):
                for name in names:
                    if name:
                        yield where, kind, name


def _operations(design: Design) -> Iterator[Reference]:
    for alert in design.operations.alerts:
        yield from _split(f"the alert `{alert.name}`", [key for key in (alert.runbook, alert.anchor, alert.objective) if key])
    for book in design.operations.runbooks:
        yield from _split(f"the runbook `{book.name}`", (book.component, *book.objectives))
    for recovery in design.operations.recoveries:
        yield from _split(f"the recovery `{recovery.name}`", (recovery.component,))
    for personal in design.security.data:
        yield f"the data class `{personal.name}`", "table", personal.table
    for scenario in design.delivery.scenarios:
        if scenario.operation:
            yield f"the test scenario `{scenario.name}`", "operation", scenario.operation


def _split(where: str, keys: Iterable[str]) -> Iterator[Reference]:
    for key in keys:
        kind, _, name = key.partition(":")
        yield where, kind, name
