"""Every requirement reaches the design, and every part has a reason: a design in, diagnostics out."""

from collections.abc import Iterator

from designgen.model.artifact import Artifact
from designgen.model.design.whole import Design
from designgen.model.diagnostic import Diagnostic, Rule, Severity

UNCOVERED = Rule(
    code="DG341",
    name="uncovered-requirement",
    severity=Severity.WARN,
    message="no part of the design fulfils `{id}`: {title}",
    why="A wish that no operation, pipeline or job serves will not come true, and nobody will notice before acceptance.",
    help="add `operations:` to {id} that name what is done to which entity, or set its priority to `wont`",
    rulebook=("XREF-01",),
)
UNREASONED = Rule(
    code="DG342",
    name="unreasoned-part",
    severity=Severity.ERROR,
    message="`{key}` says neither a requirement nor a rule that it is there for",
    why="A part without a reason cannot be removed with the wish that brought it, so it stays for ever.",
    rulebook=("CORE-04", "XREF-01"),
)
DEAD_TABLE = Rule(
    code="DG343",
    name="dead-table",
    severity=Severity.WARN,
    message="no operation, job or trigger writes the table `{table}`",
    why="A table that nothing fills is a promise without a deed, or a leftover.",
    help="add an operation that creates `{entity}`, or drop the entity",
    rulebook=("XREF-01", "LINT-D30"),
)
RULES = (UNCOVERED, UNREASONED, DEAD_TABLE)


def check_traceability(design: Design, _artifacts: tuple[Artifact, ...] = ()) -> Iterator[Diagnostic]:
    """Report requirements that nothing fulfils, parts without a reason, tables that nothing writes."""
    titles = {requirement.id: requirement.title for requirement in design.facts.requirements.requirements}
    for row in design.coverage:
        if row.state == "open":
            span = design.places.get(f"requirements.{row.requirement}")
            yield UNCOVERED.at(span, id=row.requirement, title=titles[row.requirement], subject=row.requirement)
    for part in design.items():
        if not part.because:
            yield UNREASONED.at(None, key=part.key, subject=part.key)
    for table in design.database.tables:
        if table.kind == "entity" and not table.writers:
            span = design.places.get(f"domain.{table.entity}")
            yield DEAD_TABLE.at(span, table=table.name, entity=table.entity, subject=table.key)
