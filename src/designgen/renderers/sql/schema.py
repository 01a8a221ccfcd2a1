"""The database of a design in, `database/schema.sql` out: one script that makes it, whole or not at all.

Ids get no default. PostgreSQL 15 has no `uuidv7()`, and a home-made one would be code to keep, to test and to drop at
version 18; the application makes the id anyway, so that a repeated request carries the same one (DATA-001, CORE-15).
"""

from collections.abc import Iterable, Iterator

from designgen.knowledge.wording import listed
from designgen.model.artifact import Artifact
from designgen.model.design.database import Database
from designgen.model.design.whole import Design
from designgen.renderers.sql.access import grant_block, owner, role_block, routine_block, row_security_block
from designgen.renderers.sql.guards import guard_block, shared_functions
from designgen.renderers.sql.order import deferred_keys, in_order
from designgen.renderers.sql.tables import foreign_key, index_statement, table_block
from designgen.renderers.sql.types import DIALECTS
from designgen.syntax.identifiers import comment, identifier, literal, qualified


def render_schema(design: Design) -> Iterable[Artifact]:
    """Yield the schema script of the package."""
    if design.database.tables:
        yield Artifact.text(
            "database/schema.sql", "sql", schema(design.title, design.database), section="database", title="Database schema"
        )


def schema(title: str, database: Database) -> str:
    """Return the whole script: each block after what it needs, blocks apart by one blank line."""
    return "\n\n".join(_blocks(title, database))


def _blocks(title: str, database: Database) -> Iterator[str]:
    yield _header(title, database)
    yield "BEGIN;"
    yield from _extensions(database)
    yield _heading("Roles: rights are given to these, accounts are made members of them")
    yield from role_block(database)
    yield _heading("Schemas: one for each context")
    yield _schemas(database)
    yield from shared_functions(database)
    yield from _tables(database)
    yield from _section("Views: figures that leave the system", _views(database))
    yield from _section("Routines that jobs call", _routines(database))
    yield from _section("Row security: a request sees the rows of its own tenant", row_security_block(database))
    yield from _section("Grants: what is not granted is refused", (*grant_block(database), *routine_block(database)))
    yield "COMMIT;"


def _header(title: str, database: Database) -> str:
    tables = sum(table.kind == "entity" for table in database.tables)
    contexts = [name for name in database.schemas if name != "platform"]
    lines = [
        f"{comment(title)}: database schema for PostgreSQL {database.version}",
        f"{tables} entity {'table' if tables == 1 else 'tables'} in {', '.join(contexts)}; {len(database.tables)} tables in all.",
        "",
        "Run it as a role that may create roles and schemas:",
        "    psql --set ON_ERROR_STOP=1 --file schema.sql DATABASE",
        "It is one transaction: everything is made or nothing.",
        "A second run stops at the first CREATE SCHEMA and changes nothing; a change of the schema is a migration.",
        f"Ids are UUID version 7, made by the application: they sort by time, and a repeat carries the same one{_random(database)}.",
        "Comments name the requirements and rules behind each table and column.",
    ]
    if _has_small_integers(database):
        lines += ["", "Bounded integers keep their small types: a range check stops them long before the type does."]
        lines += ["squawk-ignore-file prefer-bigint-over-int, prefer-bigint-over-smallint"]
    return "\n".join(f"-- {line}".rstrip() for line in lines)


def _random(database: Database) -> str:
    """Return which tables have ids that tell no time, as a clause."""
    tables = [one.name for one in database.tables if any(column.attribute.default == "uuidv4" for column in one.columns)]
    return f"; those of {listed(tables)} are random" if tables else ""


def _has_small_integers(database: Database) -> bool:
    types = DIALECTS["postgresql"]
    return any(types.type_of(column.attribute) in ("integer", "smallint") for table in database.tables for column in table.columns)


def _extensions(database: Database) -> Iterator[str]:
    if database.extensions:
        lines = [
            f"-- {comment(reason)}\nCREATE EXTENSION IF NOT EXISTS {identifier(name)} WITH SCHEMA public;"
            for name, reason in database.extensions
        ]
        yield "\n".join([_heading("Extensions"), *lines])


def _schemas(database: Database) -> str:
    mine = owner(database)
    authorization = f" AUTHORIZATION {identifier(mine.name)}" if mine else ""
    lines = [f"CREATE SCHEMA {identifier(name)}{authorization};" for name in database.schemas]
    lines.append("REVOKE CREATE ON SCHEMA public FROM PUBLIC;")
    if mine:
        lines.append(f"SET LOCAL ROLE {identifier(mine.name)};")
    return "\n".join(lines)


def _tables(database: Database) -> Iterator[str]:
    """Yield the tables context by context, each context closed by its guards."""
    order = in_order(database.tables)
    postponed = deferred_keys(order)
    names = frozenset(key.name for _, key in postponed)
    dialect, last = DIALECTS[database.engine], ""
    for place, table in enumerate(order):
        if table.schema_name != last:
            yield _heading(table.schema_name)
            last = table.schema_name
        yield from table_block(table, dialect, names)
        if all(later.schema_name != last for later in order[place + 1 :]):
            yield from (block for known in order if known.schema_name == last for block in guard_block(database, known))
    lines = [f"ALTER TABLE {qualified(name)} ADD {foreign_key(key)} DEFERRABLE INITIALLY DEFERRED;" for name, key in postponed]
    yield from _section("References that close a circle; they are looked at when a transaction ends (DATA-049)", lines)


def _views(database: Database) -> Iterator[str]:
    for view in database.views:
        kind = "MATERIALIZED VIEW" if view.stored else "VIEW"
        name, settings = qualified(view.name), "security_invoker = true" if view.invoker else "security_barrier = true"
        options = "" if view.stored else f" WITH ({settings})"
        lines = [f"CREATE {kind} {name}{options} AS\n{view.statement};"]
        lines += [f"{index_statement(view.index)}"] if view.index else []
        lines.append(f"COMMENT ON {kind} {name} IS {literal(comment(view.comment))};")
        lines += [f"COMMENT ON COLUMN {name}.{identifier(known.name)} IS {literal(comment(known.comment))};" for known in view.columns]
        yield "\n".join(lines)


def _routines(database: Database) -> Iterator[str]:
    for routine in database.routines:
        name = f"{qualified(routine.name)}{routine.signature}"
        told = literal(comment(f"{routine.says} {', '.join(dict.fromkeys(routine.because))}."))
        yield f"{routine.statement}\nCOMMENT ON FUNCTION {name} IS {told};\nREVOKE ALL ON FUNCTION {name} FROM PUBLIC;"


def _section(title: str, blocks: Iterable[str]) -> Iterator[str]:
    found = list(blocks)
    if found:
        yield _heading(title)
        yield from found


def _heading(title: str) -> str:
    rule = "-" * 100
    return f"{rule}\n-- {comment(title)}\n{rule}"
