"""Keys and references of the tables in, a diagnostic for each that would fail or surprise out (LINT-D01, -06, -07, -19)."""

from collections.abc import Iterator

from designgen.model.artifact import Artifact
from designgen.model.design.database import Database, ForeignKey, Table
from designgen.model.design.whole import Design
from designgen.model.diagnostic import Diagnostic, Rule, Severity

KEYLESS = Rule(
    code="DG370",
    name="table-without-key",
    severity=Severity.BLOCKER,
    message="`{table}` has no primary key",
    why="Without a key a row can be neither named by the API nor changed alone, and replicas cannot follow.",
    help="give it an `id` or name the columns that identify a row",
    rulebook=("LINT-D01",),
)
MISMATCHED = Rule(
    code="DG371",
    name="reference-does-not-fit",
    severity=Severity.ERROR,
    message="`{table}.{columns}` refers to `{target}`: {problem}",
    why="A foreign key needs columns of the same type and a unique key at the other end; the database refuses any other.",
    rulebook=("LINT-D06",),
)
UNINDEXED = Rule(
    code="DG372",
    name="reference-without-index",
    severity=Severity.ERROR,
    message="no index begins with `{columns}` of `{table}`, which refers to `{target}`",
    why="Deleting or joining the row referred to reads the whole table.",
    help="add an index on {columns}",
    rulebook=("LINT-D07", "DATA-121"),
)
CASCADE = Rule(
    code="DG373",
    name="cascade-between-roots",
    severity=Severity.ERROR,
    message="deleting a row of `{target}` deletes rows of `{table}`, which is no part of it",
    why="An aggregate is the boundary of deletion; a cascade across it deletes what nobody named.",
    help="restrict the deletion, or make `{table}` a part of `{target}`",
    rulebook=("LINT-D19", "DATA-047"),
)
RULES = (KEYLESS, MISMATCHED, UNINDEXED, CASCADE)


def check_schema_keys(design: Design, _artifacts: tuple[Artifact, ...] = ()) -> Iterator[Diagnostic]:
    """Report tables without a key and references that do not fit, are slow, or delete too much."""
    tables = {table.name: table for table in design.database.tables}
    for table in design.database.tables:
        if not table.primary_key:
            yield KEYLESS.at(None, table=table.name, subject=table.key)
        for key in table.foreign_keys:
            yield from _reference(tables, table, key)
            if not _indexed(table, key):
                yield UNINDEXED.at(None, table=table.name, columns=", ".join(key.columns), target=key.target, subject=table.key)
    yield from _cascades(design)


def _reference(tables: dict[str, Table], table: Table, key: ForeignKey) -> Iterator[Diagnostic]:
    problem = _problem(tables.get(key.target), table, key)
    if problem:
        columns = ", ".join(key.columns)
        yield MISMATCHED.at(None, table=table.name, columns=columns, target=key.target, problem=problem, subject=table.key)


def _problem(target: Table | None, table: Table, key: ForeignKey) -> str:
    if target is None:
        return "there is no such table"
    for mine, theirs in zip(key.columns, key.target_columns, strict=False):
        if theirs not in [column.name for column in target.columns]:
            return f"it has no column `{theirs}`"
        kinds = [table.column(mine).attribute.type, target.column(theirs).attribute.type]
        if len({"uuid" if kind in ("id", "reference") else kind for kind in kinds}) > 1:
            return f"`{mine}` is {kinds[0]}, `{theirs}` is {kinds[1]}"
    if key.on_delete != "keep" and not _tells_rows_apart(target, key.target_columns):
        return f"({', '.join(key.target_columns)}) is not unique there"
    return ""


def _tells_rows_apart(target: Table, columns: tuple[str, ...]) -> bool:
    """Return whether a constraint says so; a trigger that looks at the id, where ids outlive their row, needs none (DATA-082)."""
    whole = (tuple(part.expression.strip('"') for part in index.parts) for index in target.uniques if not index.where)
    return any(set(columns) == set(unique) for unique in (target.primary_key, *whole))


def _indexed(table: Table, key: ForeignKey) -> bool:
    sought = set(table.sought(key))
    whole = [index for index in (*table.uniques, *table.indexes) if not index.where and index.method == "btree"]
    keys = [table.primary_key, *(tuple(part.expression.strip('"') for part in index.parts) for index in whole)]
    return any(set(found[: len(sought)]) == sought for found in keys)


def _cascades(design: Design) -> Iterator[Diagnostic]:
    database: Database = design.database
    roots = {table.name: table for table in database.tables if table.kind == "entity"}
    for table in roots.values():
        parent = next((facts.entity.part_of for facts in design.facts.entities if facts.key == table.entity), None)
        for key in table.foreign_keys:
            inside = bool(parent) or table.schema_name == key.target.split(".")[0]
            if key.on_delete == "cascade" and key.target in roots and not inside:
                yield CASCADE.at(None, table=table.name, target=key.target, subject=table.key)
