"""Duties and rights of the database in, a diagnostic for each that nobody carries or may not carry out, out.

Retention without a job, a job without the right to its deed, a rule that nobody enforces (LINT-D10, -22, -28, -30).
"""

from collections.abc import Iterator

from designgen.model.artifact import Artifact
from designgen.model.design.database import Database, Job, Table
from designgen.model.design.whole import Design
from designgen.model.diagnostic import Diagnostic, Rule, Severity

GROWING = Rule(
    code="DG387",
    name="table-nobody-empties",
    severity=Severity.WARN,
    message="nothing removes rows of `{table}`",
    why="Tables of the machinery grow with every request; without a purge they become the largest of all.",
    rulebook=("LINT-D22", "DATA-082"),
)
ORPHANED = Rule(
    code="DG388",
    name="retention-without-job",
    severity=Severity.ERROR,
    message="rows of `{table}` are to go after {days} days, and the job `{job}` that should remove them does not exist",
    why="A retention that no job carries is a promise without anyone to keep it.",
    rulebook=("LINT-D22", "XREF-09"),
)
FORBIDDEN = Rule(
    code="DG389",
    name="job-without-right",
    severity=Severity.ERROR,
    message="`{job}` runs as `{role}`, which has no right on `{table}`",
    why="The job fails on its first night, and what it should remove stays.",
    rulebook=("LINT-D27", "DATA-082"),
)
UNENFORCED = Rule(
    code="DG390",
    name="rule-without-enforcer",
    severity=Severity.ERROR,
    message="`{rule}` of `{entity}` is enforced by `{enforcer}`, which does not exist",
    why="A rule that nobody enforces is broken by the first import.",
    rulebook=("LINT-D28", "DATA-068"),
)
SHARED = Rule(
    code="DG391",
    name="tenants-not-apart",
    severity=Severity.ERROR,
    message="`{table}` refers to `{target}` without its tenant column",
    why="A row of one tenant could refer to a row of another; with the tenant in the key the database refuses it.",
    rulebook=("LINT-D10", "DATA-075"),
)
IDLE = Rule(
    code="DG392",
    name="table-nobody-uses",
    severity=Severity.WARN,
    message="no operation and no job reads or writes `{table}`",
    why="A table without a use is paid for and never right.",
    help="name the operation that needs `{entity}`, or leave it out",
    rulebook=("LINT-D30",),
)
RULES = (GROWING, ORPHANED, FORBIDDEN, UNENFORCED, SHARED, IDLE)
KEPT_FOR_GOOD = ("webhook_endpoint", "import_reject")


def check_schema_duties(design: Design, _artifacts: tuple[Artifact, ...] = ()) -> Iterator[Diagnostic]:
    """Report duties without a carrier, deeds without a right, rules without an enforcer."""
    database = design.database
    for table in database.tables:
        yield from _retention(database, table)
        yield from _tenant(database, table)
        if table.kind == "entity" and not table.writers and not table.readers:
            span = design.places.get(f"domain.{table.entity}")
            yield IDLE.at(span, table=table.name, entity=table.entity, subject=table.key)
    for job in database.jobs:
        yield from _rights(database, job)
    yield from _enforcers(database)


def _retention(database: Database, table: Table) -> Iterator[Diagnostic]:
    if table.kind == "platform" and not table.retention and table.label not in KEPT_FOR_GOOD:
        yield GROWING.at(None, table=table.name, subject=table.key)
    if table.retention and table.retention.job not in [job.key for job in database.jobs]:
        kept = table.retention
        yield ORPHANED.at(None, table=table.name, days=kept.keep_days, job=kept.job, subject=table.key)


def _tenant(database: Database, table: Table) -> Iterator[Diagnostic]:
    tenants = {known.name: known.tenant_column for known in database.tables}
    for key in table.foreign_keys:
        theirs = tenants.get(key.target, "")
        if table.tenant_column and theirs not in ("", "id") and table.tenant_column not in key.columns:
            yield SHARED.at(None, table=table.name, target=key.target, subject=table.key)


def _rights(database: Database, job: Job) -> Iterator[Diagnostic]:
    role = next((known for known in database.roles if known.name == job.role), None)
    allowed = {target for _, target in role.grants} if role else set()
    for table in job.tables:
        if table not in allowed:
            yield FORBIDDEN.at(None, job=job.name, role=job.role, table=table, subject=job.key)


def _enforcers(database: Database) -> Iterator[Diagnostic]:
    known = {"application"} | {f"job {job.name}" for job in database.jobs}
    for table in database.tables:
        known |= {check.name for check in table.checks} | {exclusion.name for exclusion in table.exclusions}
        known |= {index.name for index in table.uniques}
        known |= {f"trigger {table.label}_guard"} if table.guard else set()
        known |= {f"trigger {rule.name}" for rule in table.triggers}
    for rule in database.invariants:
        if rule.enforced_by not in known:
            yield UNENFORCED.at(None, rule=rule.text, entity=rule.entity, enforcer=rule.enforced_by, subject=rule.key)
