"""Roles, grants and row security of the design in, the statements that make them true out (DATA-030, DATA-076)."""

from collections.abc import Iterator

from designgen.knowledge.catalogue import load
from designgen.knowledge.templates import phrase
from designgen.model.design.database import Database, Role, Table
from designgen.syntax.identifiers import comment, identifier, joined_name, literal, qualified

OWNER = "_owner"
WORKER = "_worker"


def owner(database: Database) -> Role | None:
    """Return the role that owns the schema, if the design names one."""
    return next((role for role in database.roles if role.name.endswith(OWNER)), None)


def role_block(database: Database) -> Iterator[str]:
    """Yield what makes the roles: none can log in; the accounts of the platform are made members of them."""
    names = ",\n        ".join(literal(role.name) for role in database.roles)
    yield phrase(load("statements")["roles"], names=names).strip()


def grant_block(database: Database) -> Iterator[str]:
    """Yield the grants of each role, its schemas first; what is not granted is refused."""
    for role in database.roles:
        lines = [f"-- {comment(sentence)}" for sentence in role.may]
        schemas = dict.fromkeys(target.split(".")[0] for _, target in role.grants if "." in target)
        lines += [f"GRANT USAGE ON SCHEMA {identifier(schema)} TO {identifier(role.name)};" for schema in schemas]
        lines += [f"GRANT {privileges} ON {_target(target)} TO {identifier(role.name)};" for privileges, target in role.grants]
        yield "\n".join(lines)


def routine_block(database: Database) -> Iterator[str]:
    """Yield the right to call each routine: the worker's, and nobody else's."""
    for routine in database.routines:
        for role in database.roles:
            if role.name.endswith(WORKER):
                yield f"GRANT EXECUTE ON FUNCTION {qualified(routine.name)}{routine.signature} TO {identifier(role.name)};"


def row_security_block(database: Database) -> Iterator[str]:
    """Yield row security of every tenant-owned table: the caller's tenant only, all tenants for the worker's duties."""
    workers = [role.name for role in database.roles if role.name.endswith(WORKER)]
    for table in database.tables:
        if table.tenant_column:
            yield _row_security(table, workers)


def _row_security(table: Table, workers: list[str]) -> str:
    name, column = qualified(table.name), identifier(table.tenant_column)
    mine = f"{column} = (SELECT nullif(current_setting('app.tenant_id', true), '')::uuid)"
    lines = [
        f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY;",
        f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY;",
        f"CREATE POLICY {identifier(joined_name(table.label, 'tenant'))} ON {name}\n    USING ({mine})\n    WITH CHECK ({mine});",
    ]
    policy = identifier(joined_name(table.label, "duties"))
    lines += [f"CREATE POLICY {policy} ON {name} TO {identifier(worker)} USING (true) WITH CHECK (true);" for worker in workers]
    return "\n".join(lines)


def _target(target: str) -> str:
    return qualified(target) if "." in target else f"SCHEMA {identifier(target)}"
