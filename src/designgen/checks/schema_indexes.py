"""Indexes of the tables in, a diagnostic for each that is missing, double or of no use out (LINT-D08, -09, -17)."""

from collections.abc import Iterator, Sequence

from designgen.model.artifact import Artifact
from designgen.model.design.database import Index, Table
from designgen.model.design.whole import Design
from designgen.model.diagnostic import Diagnostic, Rule, Severity
from designgen.model.facts import AccessPath, EntityFacts

MANY, LARGE = 8, 10_000
DOUBLE = Rule(
    code="DG382",
    name="index-covered-by-another",
    severity=Severity.WARN,
    message="`{index}` is the beginning of `{other}` on `{table}`",
    why="Each write pays for both, and every read that one serves the other serves as well.",
    help="drop `{index}`",
    rulebook=("LINT-D08", "DATA-122"),
)
CROWDED = Rule(
    code="DG383",
    name="many-indexes",
    severity=Severity.WARN,
    message="`{table}` has {count} indexes",
    why="Each insert writes all of them; beyond eight, writes usually cost more than the reads save.",
    help="merge lists that sort alike, or drop filters that few people use",
    rulebook=("LINT-D08", "DATA-122"),
)
FLAG_ALONE = Rule(
    code="DG384",
    name="index-on-flag-alone",
    severity=Severity.WARN,
    message="`{index}` holds nothing but the flag `{column}`",
    why="Half of the rows match; reading the table is faster.",
    help="make it a partial index, or put `{column}` before the columns of a list",
    rulebook=("LINT-D08", "DATA-123"),
)
UNSERVED = Rule(
    code="DG385",
    name="list-without-index",
    severity=Severity.ERROR,
    message="`{operation}` finds rows of `{table}` by {keys}, and no index begins with that",
    why="Each page of the list would read the whole table, {rows} rows at the horizon.",
    help="add an index on {keys}",
    rulebook=("LINT-D09", "DATA-117", "XREF-05"),
)
BLOCKED_KEY = Rule(
    code="DG386",
    name="deleted-row-keeps-key",
    severity=Severity.WARN,
    message="`{index}` still counts deleted rows of `{table}`",
    why="What was deleted cannot be entered again, because its key is taken by a row that nobody sees.",
    help="limit the index to rows that are not deleted",
    rulebook=("LINT-D17", "DATA-070"),
)
RULES = (DOUBLE, CROWDED, FLAG_ALONE, UNSERVED, BLOCKED_KEY)


def check_schema_indexes(design: Design, _artifacts: tuple[Artifact, ...] = ()) -> Iterator[Diagnostic]:
    """Report indexes that are missing, double, crowded or of no use."""
    entities = {facts.key: facts for facts in design.facts.entities}
    for table in design.database.tables:
        indexes = (*table.uniques, *table.indexes)
        yield from _doubles(table)
        if len(indexes) > MANY:
            yield CROWDED.at(None, table=table.name, count=len(indexes), subject=table.key)
        yield from _useless(table)
        if any(column.name == "deleted_at" for column in table.columns):
            yield from _blocked(table)
        if table.entity in entities:
            yield from _unserved(design, table, entities[table.entity])


def _doubles(table: Table) -> Iterator[Diagnostic]:
    for index in table.indexes:
        for other in (*table.uniques, *table.indexes):
            alike = other.where == index.where and other.method == index.method == "btree"
            longer = len(other.parts) > len(index.parts) or (len(other.parts) == len(index.parts) and other.key < index.key)
            if other.key != index.key and alike and longer and other.parts[: len(index.parts)] == index.parts:
                yield DOUBLE.at(None, index=index.name, other=other.name, table=table.name, subject=index.key)


def _useless(table: Table) -> Iterator[Diagnostic]:
    flags = {column.name for column in table.columns if column.attribute.type == "bool"}
    for index in table.indexes:
        if len(index.parts) == 1 and index.parts[0].expression in flags and not index.where:
            yield FLAG_ALONE.at(None, index=index.name, column=index.parts[0].expression, subject=index.key)


def _blocked(table: Table) -> Iterator[Diagnostic]:
    for index in table.uniques:
        names = [part.expression for part in index.parts]
        if "deleted_at" not in index.where and "id" not in names:
            yield BLOCKED_KEY.at(None, index=index.name, table=table.name, subject=index.key)


def _unserved(design: Design, table: Table, facts: EntityFacts) -> Iterator[Diagnostic]:
    rows = facts.population.rows_at_horizon
    names = {column.name for column in table.columns}
    for path in facts.paths:
        wanted = _keys(path)
        if rows > LARGE and wanted and names.issuperset(wanted) and not _served(path, (*table.uniques, *table.indexes), table):
            span = design.places.get(f"domain.{facts.key}")
            keys = ", ".join(wanted)
            yield UNSERVED.at(span, operation=path.operation, table=table.name, keys=keys, rows=f"{rows:.0f}", subject=table.key)


def _keys(path: AccessPath) -> list[str]:
    ranged = [path.range] if path.range else []
    return list(dict.fromkeys([*path.equality, *(key.field for key in path.sort), *ranged]))


def _served(path: AccessPath, indexes: Sequence[Index], table: Table) -> bool:
    wanted = set(_keys(path))
    ranges = {
        column.name for column in table.columns if column.attribute.type in ("range", "geo_point", "geo_polygon", "json", "set", "list")
    }
    wanted -= ranges
    free = {table.tenant_column}
    for index in indexes:
        found = [part.expression.strip('"') for part in index.parts if part.expression not in free - wanted]
        if set(found[: len(wanted)]) >= wanted:
            return True
    return not wanted or wanted == {"id"}
