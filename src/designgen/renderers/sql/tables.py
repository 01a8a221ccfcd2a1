"""One table of the design in, its CREATE TABLE, indexes and comments out, aligned for the eye."""

from collections.abc import Iterator

from designgen.model.design.database import Column, Exclusion, ForeignKey, Index, Table
from designgen.model.facts import Attribute
from designgen.renderers.sql.types import Dialect
from designgen.syntax.identifiers import comment, identifier, joined_name, listed, literal, qualified

QUEUES = ("outbox_event", "job", "webhook_event")
NUMBERS = ("int", "bigint", "decimal", "money", "percent", "gapless")
CALLS = {
    "now": "now()", "now()": "now()", "today": "current_date", "uuidv4": "gen_random_uuid()", "uuidv7": "",
    "pg_current_xact_id()": "pg_current_xact_id()",
}  # fmt: skip


def table_block(table: Table, dialect: Dialect, postponed: frozenset[str]) -> Iterator[str]:
    """Yield the statements of one table: the table itself, its unique and other indexes, its comments.

    `postponed` names foreign keys that close a cycle; they are added after all tables.
    """
    yield _create(table, dialect, postponed)
    indexes = [index_statement(index) for index in (*table.uniques, *table.indexes) if not _is_constraint(index) or not index.unique]
    if indexes:
        yield "\n".join(indexes)
    yield "\n".join(_comments(table))


def foreign_key(key: ForeignKey) -> str:
    """Return the clause of a foreign key; set null empties the last column only, so that a tenant column stays."""
    action = f"SET NULL ({identifier(key.columns[-1])})" if key.on_delete == "set null" else key.on_delete.upper()
    return (
        f"CONSTRAINT {identifier(key.name)} FOREIGN KEY ({listed(key.columns)})"
        f" REFERENCES {qualified(key.target)} ({listed(key.target_columns)}) ON DELETE {action}"
    )


def _create(table: Table, dialect: Dialect, postponed: frozenset[str]) -> str:
    lines = [*_columns(table.columns, dialect), *_constraints(table, postponed)]
    body = ",\n".join(f"    {line}" for line in lines)
    options = " WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000)"
    queue = table.kind == "platform" and table.label in QUEUES
    kind = "TABLE" if table.logged else "UNLOGGED TABLE"
    return f"CREATE {kind} {qualified(table.name)} (\n{body}\n){options if queue else ''};"


def _columns(columns: tuple[Column, ...], dialect: Dialect) -> list[str]:
    names = [identifier(column.name) for column in columns]
    types = [dialect.type_of(column.attribute) for column in columns]
    wide, high = max(map(len, names)), max(map(len, types))
    rows = zip(names, types, columns, strict=True)
    return [f"{name:<{wide}} {type:<{high}} {_rest(column, dialect)}".rstrip() for name, type, column in rows]


def _rest(column: Column, dialect: Dialect) -> str:
    parts = [] if column.attribute.nullable else ["NOT NULL"]
    if column.generated == "identity":
        parts.append("GENERATED ALWAYS AS IDENTITY")
    elif column.generated:
        parts.append(f"GENERATED ALWAYS AS ({column.generated}) STORED")
    elif column.attribute.default is not None and (default := _default(column.attribute, dialect)):
        parts.append(f"DEFAULT {default}")
    return " ".join(parts)


def _default(attribute: Attribute, dialect: Dialect) -> str:
    """Return the default; a UUID of version 7 has none, the application makes it."""
    value = attribute.default or ""
    if value in CALLS and attribute.type in ("uuid", "instant", "date", "transaction"):
        return CALLS[value]
    if attribute.type == "bool":
        return "true" if value.lower() in ("true", "yes", "1") else "false"
    if attribute.type in NUMBERS and value.lstrip("-").replace(".", "", 1).isdigit():
        return value
    type_name = dialect.type_of(attribute)
    return literal(value) if type_name == "text" else f"{literal(value)}::{type_name}"


def _constraints(table: Table, postponed: frozenset[str]) -> Iterator[str]:
    yield f"CONSTRAINT {identifier(joined_name(table.label, 'pkey'))} PRIMARY KEY ({listed(table.primary_key)})"
    yield from (_unique(index) for index in table.uniques if _is_constraint(index))
    yield from (f"CONSTRAINT {identifier(check.name)} CHECK ({check.expression})" for check in table.checks)
    yield from (_exclusion(exclusion) for exclusion in table.exclusions)
    yield from (foreign_key(key) for key in table.foreign_keys if key.name not in postponed and key.on_delete != "keep")


def _is_constraint(index: Index) -> bool:
    """Whether a unique index can be a constraint: plain columns of all rows."""
    return not index.where and not index.include and all(part.expression.strip('"').isidentifier() for part in index.parts)


def _unique(index: Index) -> str:
    return f"CONSTRAINT {identifier(index.name)} UNIQUE ({', '.join(part.expression for part in index.parts)})"


def _exclusion(exclusion: Exclusion) -> str:
    keys = ", ".join(f"{identifier(column)} WITH =" for column in exclusion.equal)
    where = f" WHERE ({exclusion.where})" if exclusion.where else ""
    parts = f"{keys}, " if keys else ""
    return f"CONSTRAINT {identifier(exclusion.name)} EXCLUDE USING gist ({parts}{identifier(exclusion.overlap)} WITH &&){where}"


def index_statement(index: Index) -> str:
    """Return the statement of an index under a line that says what it serves."""
    parts = ", ".join(_part(index, part.expression, part.descending) for part in index.parts)
    method = f" USING {index.method}" if index.method != "btree" else ""
    include = f" INCLUDE ({listed(index.include)})" if index.include else ""
    where = f" WHERE {index.where}" if index.where else ""
    unique = "UNIQUE " if index.unique else ""
    serves = f"-- {_served(index)}\n" if index.serves else ""
    return f"{serves}CREATE {unique}INDEX {identifier(index.name)} ON {qualified(index.table)}{method} ({parts}){include}{where};"


def _served(index: Index) -> str:
    """Say what an index is there for, in the words of the dictionary."""
    named = [name for name in index.serves if name not in ("foreign key", "reference", "constraint")]
    words = ["keeps rows apart"] if index.unique else []
    words += ["finds what a foreign key refers to"] if "foreign key" in index.serves else []
    words += ["finds rows by what they name"] if "reference" in index.serves else []
    words += [f"serves {comment(', '.join(named).replace('job:', 'job '))}"] if named else []
    return "; ".join(words)


def _part(index: Index, expression: str, descending: bool) -> str:
    operators = f" {index.operator_class}" if index.operator_class else ""
    return f"{expression}{operators}{' DESC' if descending else ''}"


def _comments(table: Table) -> Iterator[str]:
    yield f"COMMENT ON TABLE {qualified(table.name)} IS {literal(comment(table.comment))};"
    for column in table.columns:
        if column.comment:
            yield f"COMMENT ON COLUMN {qualified(table.name)}.{identifier(column.name)} IS {literal(comment(column.comment))};"
