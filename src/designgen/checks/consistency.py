"""One thing has one value everywhere: a design in, a diagnostic for each place where two chapters disagree."""

from collections.abc import Iterator

from designgen.model.artifact import Artifact
from designgen.model.design.database import Table
from designgen.model.design.whole import Design
from designgen.model.diagnostic import Diagnostic, Rule, Severity
from designgen.model.facts import EntityFacts

STATES = Rule(
    code="DG335",
    name="states-differ",
    severity=Severity.ERROR,
    message="`{entity}` moves by {asked} in the requirements and by {built} in the table `{table}`",
    why="Requirements, table guard, API and diagrams share one state machine; where they differ, one refuses what another promises.",
    rulebook=("XREF-04", "LINT-D16"),
)
PROMISED_KEY = Rule(
    code="DG336",
    name="idempotency-without-store",
    severity=Severity.ERROR,
    message="`{operation}` asks for an Idempotency-Key, and no table keeps one",
    why="A key that is demanded and not kept stops no retry from doing its work twice.",
    rulebook=("API-053", "DATA-107", "XREF-11"),
)
RULES = (STATES, PROMISED_KEY)


def check_consistency(design: Design, _artifacts: tuple[Artifact, ...] = ()) -> Iterator[Diagnostic]:
    """Report chapters that contradict each other or their requirements."""
    for facts in design.facts.entities:
        yield from _states(facts, design)
    names = {table.name for table in design.database.tables}
    for api in design.api:
        for operation in api.operations:
            if operation.idempotency_key and "platform.idempotency_key" not in names:
                yield PROMISED_KEY.at(None, operation=operation.name, subject=operation.key)


def _states(facts: EntityFacts, design: Design) -> Iterator[Diagnostic]:
    table = next((table for table in design.database.tables if table.entity == facts.key and table.kind == "entity"), None)
    if not facts.entity.states or table is None:
        return
    asked = sorted(f"{state.name} {move.event} {move.to}" for state in facts.entity.states for move in state.transitions)
    built = sorted(_moves(table))
    if asked != built:
        span = design.places.get(f"domain.{facts.key}")
        yield STATES.at(
            span, entity=facts.key, asked=", ".join(asked), built=", ".join(built) or "nothing", table=table.name, subject=table.key
        )


def _moves(table: Table) -> list[str]:
    return [f"{move.source} {move.event} {move.target}" for move in table.guard.moves] if table.guard else []
