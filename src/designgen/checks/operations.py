"""Every duty has someone who notices: a design in, a diagnostic for each alert, job, runbook or personal table left alone."""

from collections.abc import Iterator

from designgen.model.artifact import Artifact
from designgen.model.design.whole import Design
from designgen.model.diagnostic import Diagnostic, Rule, Severity

NO_PLACE = Rule(
    code="DG361",
    name="alert-without-action",
    severity=Severity.ERROR,
    message="alert `{alert}` opens {where}, which the runbooks do not have",
    why="An alert without an action trains people to ignore alerts.",
    help="add the failure mode to `{runbook}`, or delete the alert",
    rulebook=("OPS-005", "REL-012"),
)
UNWATCHED_JOB = Rule(
    code="DG362",
    name="job-without-alert",
    severity=Severity.ERROR,
    message="job `{job}` has no alert that tells when it did not run",
    why="A job that stops in silence breaks the promise it keeps, and nobody knows since when.",
    help="add the alert `job-{job}`",
    rulebook=("REL-014", "OPS-005"),
)
HOMELESS = Rule(
    code="DG363",
    name="runbook-without-component",
    severity=Severity.ERROR,
    message="runbook `{runbook}` is for `{component}`, which the design does not have",
    why="A runbook for a part that does not exist is read in the wrong emergency.",
    help="name a component of the architecture",
    rulebook=("OPS-002",),
)
FOREVER = Rule(
    code="DG364",
    name="personal-data-for-ever",
    severity=Severity.ERROR,
    message="table `{table}` holds personal data ({columns}), and nothing says {what}",
    why="Personal data may be kept only as long as it is needed, and a person may ask for its erasure (GDPR articles 5 and 17).",
    help="say in the security section how long it is kept and how it is erased",
    rulebook=("XREF-09", "PRV-004", "PRV-005"),
)
NO_QUESTION = Rule(
    code="DG365",
    name="runbook-without-failure",
    severity=Severity.WARN,
    message="runbook `{runbook}` names no way to fail",
    why="A runbook that answers no failure is an empty promise.",
    help="add a failure mode or drop the runbook",
    rulebook=("OPS-003",),
)
RULES = (NO_PLACE, UNWATCHED_JOB, HOMELESS, FOREVER, NO_QUESTION)


def check_operations(design: Design, _artifacts: tuple[Artifact, ...] = ()) -> Iterator[Diagnostic]:
    """Report alerts without action, jobs without alert, runbooks without component, personal data without end."""
    yield from _alerts(design)
    yield from _jobs(design)
    yield from _runbooks(design)
    yield from _personal(design)


def _alerts(design: Design) -> Iterator[Diagnostic]:
    places = {(book.key, mode.key) for book in design.operations.runbooks for mode in book.failures}
    for alert in design.operations.alerts:
        if (alert.runbook, alert.anchor) not in places:
            where = f"`{alert.anchor}` of `{alert.runbook}`" if alert.anchor else f"`{alert.runbook}` without a place in it"
            yield NO_PLACE.at(None, alert=alert.name, where=where, runbook=alert.runbook, subject=alert.key)


def _jobs(design: Design) -> Iterator[Diagnostic]:
    alerts = {alert.key for alert in design.operations.alerts}
    for job in design.database.jobs:
        if (job.alert or f"alert:job-{job.name}") not in alerts:
            yield UNWATCHED_JOB.at(None, job=job.name, subject=job.key)


def _runbooks(design: Design) -> Iterator[Diagnostic]:
    components = {component.key for component in design.architecture.components}
    for book in design.operations.runbooks:
        if book.component not in components:
            yield HOMELESS.at(None, runbook=book.name, component=book.component, subject=book.key)
        if not book.failures:
            yield NO_QUESTION.at(None, runbook=book.name, subject=book.key)


def _personal(design: Design) -> Iterator[Diagnostic]:
    described = {one.table: one for one in design.security.data}
    for table in design.database.tables:
        columns = [column.name for column in table.columns if column.attribute.pii]
        if not columns:
            continue
        row = described.get(table.name)
        missing = [
            word for word, said in (("how long it is kept", row and row.keep), ("how it is erased", row and row.erasure)) if not said
        ]
        if missing:
            yield FOREVER.at(None, table=table.name, columns=", ".join(columns), what=" and ".join(missing), subject=table.key)
