"""SQL of the package in, a diagnostic for each place where the grammar of its database stops, out.

Scripts are judged as they will be published, so a hand-edited one counts too; statements of the model (jobs, conditions)
are judged before they are written anywhere.
"""

from collections.abc import Iterator

from designgen.model.artifact import Artifact
from designgen.model.design.database import Database, Table
from designgen.model.design.whole import Design
from designgen.model.diagnostic import Diagnostic, Rule, Severity
from designgen.model.source import Span
from designgen.syntax.sql import syntax_errors

SCRIPT = Rule(
    code="DG310",
    name="sql-does-not-parse",
    severity=Severity.ERROR,
    message="`{path}` does not parse: {problem}",
    why="The script is run as it stands; where the grammar of the database stops, so does the installation.",
    help="mend the line by hand if it was edited; if nobody edited it, this is a bug of designgen",
    rulebook=("LINT-D23",),
)
MODEL = Rule(
    code="DG311",
    name="own-sql-does-not-parse",
    severity=Severity.ERROR,
    message="the SQL of `{key}` does not parse: {problem}",
    why="Conditions and statements of the design become part of the schema and of the jobs; a broken one breaks them all.",
    help="this is a bug of designgen, or of the model that revised the design; the rulebook's draft does not have it",
    rulebook=("LINT-D25",),
)
RULES = (SCRIPT, MODEL)


def check_scripts(design: Design, artifacts: tuple[Artifact, ...]) -> Iterator[Diagnostic]:
    """Report scripts that do not parse, at their line and column."""
    for artifact in artifacts:
        if artifact.kind == "sql":
            for problem in syntax_errors(artifact.content.decode("utf-8", "replace"), design.database.engine):
                span = Span(file=artifact.path, line=problem.line, column=problem.column)
                yield SCRIPT.at(span, path=artifact.path, problem=problem.message, subject=artifact.path)


def check_sql(design: Design, _artifacts: tuple[Artifact, ...] = ()) -> Iterator[Diagnostic]:
    """Report conditions and statements of the model that do not parse."""
    if design.database.engine == "postgresql":
        for key, sql in _fragments(design.database):
            for problem in syntax_errors(sql):
                yield MODEL.at(None, key=key, problem=problem.message, subject=key)


def _fragments(database: Database) -> Iterator[tuple[str, str]]:
    """Yield (item, a whole statement) for every piece of SQL the model holds."""
    for job in database.jobs:
        yield job.key, job.statement
    for table in database.tables:
        for condition in _conditions(table):
            yield table.key, f"SELECT 1 WHERE ({condition})"


def _conditions(table: Table) -> Iterator[str]:
    yield from (check.expression for check in table.checks)
    yield from (exclusion.where for exclusion in table.exclusions if exclusion.where)
    for index in (*table.uniques, *table.indexes):
        yield from (f"{part.expression} IS NULL" for part in index.parts)
        if index.where:
            yield index.where
