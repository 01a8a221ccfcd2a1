"""The database in, entity-relationship diagrams as boxes out: every table, exactly its foreign keys, nothing else.

Few tables make one diagram. Many make one of the business tables and one of what supports them, and one for each schema where the
business tables alone would not be readable.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from designgen.model.design.database import Column, Database, ForeignKey, Table
from designgen.renderers.drawing.text import identifier, plain
from designgen.renderers.sql.types import DIALECTS, POSTGRESQL, Dialect

MOST_TABLES = 12
MOST_ROWS = 14
FEW_TABLES = 4
SUPPORT = ("history", "transition", "platform", "staging")
Detail = Literal["full", "data", "keys"]


@dataclass(frozen=True)
class Row:
    """One column as it is drawn; `badge` is PK, FK, UK or several of them."""

    name: str
    type: str
    badge: str = ""
    optional: bool = False


@dataclass(frozen=True)
class Sheet:
    """One table as it is drawn; `more` counts columns that are not shown, a `guest` is shown for those that refer to it."""

    id: str
    name: str
    schema: str
    rows: tuple[Row, ...]
    more: int = 0
    quiet: bool = False
    guest: bool = False

    def as_guest(self) -> "Sheet":
        """Return the table as it stands by where others refer to it: its key alone."""
        keys = tuple(row for row in self.rows if "PK" in row.badge)
        return replace(self, rows=keys, more=self.more + len(self.rows) - len(keys), guest=True)


@dataclass(frozen=True)
class Relation:
    """One foreign key: child and parent sheet, how many children a parent may have, whether a child needs a parent."""

    id: str
    child: str
    parent: str
    words: str
    single: bool
    optional: bool


@dataclass(frozen=True)
class Relational:
    """One entity-relationship diagram."""

    name: str
    title: str
    description: str
    sheets: tuple[Sheet, ...]
    relations: tuple[Relation, ...]
    framed: bool


def entity_views(database: Database, title: str) -> tuple[Relational, ...]:
    """Return the diagrams that show all tables together."""
    if not database.tables:
        return ()
    if len(database.tables) <= MOST_TABLES:
        return (_view(database, "er", f"{title}: tables", database.tables),)
    business = tuple(table for table in database.tables if table.kind not in SUPPORT)
    support = tuple(table for table in database.tables if table.kind in SUPPORT)
    crowded = len(business) > MOST_TABLES
    if not crowded:
        views = [_view(database, "er", f"{title}: business tables", business)]
    else:
        views = [_view(database, "er", f"{title}: keys and references", business, "keys")]
        for schema in dict.fromkeys(table.schema_name for table in business):
            own = tuple(table for table in business if table.schema_name == schema)
            views.append(_view(database, f"er-{_slug(schema)}", f"{title}: tables of {schema}", own))
    if support:
        views.append(_view(database, "er-support", f"{title}: history and platform tables", support))
    return tuple(views)


def sheet_id(table: str) -> str:
    """Return the name of a table in DOT: `lending.tool` as `t_lending__tool`."""
    return identifier("t_", table)


def _view(database: Database, name: str, title: str, shown: tuple[Table, ...], detail: Detail = "full") -> Relational:
    """Return a diagram of some tables; tables they refer to stand by with their key alone."""
    names = [table.name for table in shown]
    targets = dict.fromkeys(key.target for table in shown for key in table.foreign_keys)
    guests = [table for table in database.tables if table.name in targets and table.name not in names]
    dialect = DIALECTS.get(database.engine, POSTGRESQL)
    if detail == "full" and len(shown) > FEW_TABLES:
        detail = "data"
    sheets = tuple(_sheet(table, detail, dialect) for table in shown) + tuple(_guest(table, dialect) for table in guests)
    present = {sheet.name for sheet in sheets}
    keys = [(table, key) for table in shown for key in table.foreign_keys if key.target in present]
    relations = tuple(_relation(f"r{index}", table, key) for index, (table, key) in enumerate(keys))
    told = "; ".join(f"{', '.join(key.columns)} of {table.name} refers to {key.target}" for table, key in keys)
    schemas = {sheet.schema for sheet in sheets}
    description = plain(f"Tables: {', '.join(names)}. Foreign keys: {told or 'none'}.")
    return Relational(name, title, description, sheets, relations, len(schemas) > 1)


def _sheet(table: Table, detail: Detail, dialect: Dialect) -> Sheet:
    columns = [column for column in table.columns if _shown(table, column, detail)]
    if len(columns) > MOST_ROWS:
        kept = {column.name for column in sorted(columns, key=lambda column: _weight(table, column))[: MOST_ROWS - 1]}
        columns = [column for column in columns if column.name in kept]
    rows = tuple(_row(table, column, dialect) for column in columns)
    return Sheet(sheet_id(table.name), table.name, table.schema_name, rows, len(table.columns) - len(rows), table.kind in SUPPORT)


def _shown(table: Table, column: Column, detail: Detail) -> bool:
    """Whether a column has a row of its own: among many tables, what the system keeps for itself is only counted."""
    mark = badge(table, column.name)
    if detail == "keys":
        return "PK" in mark or "FK" in mark
    return detail == "full" or bool(mark) or column.attribute.role != "system" or table.kind in SUPPORT


def _guest(table: Table, dialect: Dialect) -> Sheet:
    return _sheet(table, "keys", dialect).as_guest()


def _weight(table: Table, column: Column) -> int:
    """Order columns by what a reader needs: keys and references, unique ones, data, then what the system keeps."""
    mark = badge(table, column.name)
    if "PK" in mark or "FK" in mark:
        return 0
    return 1 if mark else 3 if column.attribute.role == "system" else 2


def _row(table: Table, column: Column, dialect: Dialect) -> Row:
    return Row(
        plain(column.name), dialect.type_of(column.attribute).removeprefix("public."), badge(table, column.name), column.attribute.nullable
    )


def badge(table: Table, column: str) -> str:
    """Return what a column is to its table: `PK`, `FK`, `PK FK`, `UK` or nothing."""
    marks = []
    if column in table.primary_key:
        marks.append("PK")
    if any(column in key.columns for key in table.foreign_keys):
        marks.append("FK")
    if not marks and (column,) in _unique_sets(table):
        marks.append("UK")
    return " ".join(marks)


def _relation(id: str, table: Table, key: ForeignKey) -> Relation:
    columns = [column for column in table.columns if column.name in key.columns]
    single = tuple(sorted(key.columns)) in {tuple(sorted(unique)) for unique in _unique_sets(table)}
    optional = any(column.attribute.nullable for column in columns)
    return Relation(id, sheet_id(table.name), sheet_id(key.target), ", ".join(key.columns), single, optional)


def _unique_sets(table: Table) -> Iterable[tuple[str, ...]]:
    """Return the sets of columns no two rows share, without those that hold for a part of the rows only."""
    sets = [table.primary_key]
    whole = (index for index in (*table.uniques, *table.indexes) if index.unique and not index.where)
    sets.extend(tuple(part.expression for part in index.parts) for index in whole)
    sets.extend((column.name,) for column in table.columns if column.attribute.unique)
    return sets


def _slug(schema: str) -> str:
    return "".join(sign if sign.isalnum() else "-" for sign in schema.lower())
