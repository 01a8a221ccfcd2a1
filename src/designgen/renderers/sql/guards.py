"""What guards a table beside its constraints, in; trigger functions, triggers and the seed of permitted moves, out.

The service decides; these are the last line of defence behind it, for the day another program writes (DATA-042, -065, -067).
"""

from collections.abc import Iterator

from designgen.knowledge.catalogue import load
from designgen.knowledge.templates import phrase
from designgen.model.design.database import Database, StateGuard, Table, TriggerRule
from designgen.syntax.identifiers import comment, identifier, joined_name, literal, qualified


def shared_functions(database: Database) -> Iterator[str]:
    """Yield the trigger functions that several tables share, where one of them needs it."""
    if any(table.versioned for table in database.tables):
        yield _statement("touch_row")
    if any(table.append_only for table in database.tables):
        yield _statement("refuse_update")
    if any(rule.calls.startswith("platform.note_change") for table in database.tables for rule in table.triggers):
        log = database.table("platform.sync_change")
        tenant = identifier(log.tenant_column) if log.tenant_column else ""
        yield _statement("note_change", tenant=f"{tenant}, " if tenant else "", value="(changed ->> TG_ARGV[1])::uuid, " if tenant else "")


def guard_block(database: Database, table: Table) -> Iterator[str]:
    """Yield the guards of one table: permitted moves, version, append-only, history."""
    if table.guard:
        yield _seed(table, table.guard)
        yield _guard(table, table.guard)
    if table.versioned:
        yield _trigger(table, "touch", "BEFORE UPDATE", "platform.touch_row()")
    if table.append_only:
        yield _trigger(table, "refuse_update", "BEFORE UPDATE", "platform.refuse_update()")
    if table.guard and table.guard.history:
        yield _history(table, table.guard, database.table(table.guard.history))
    yield from (_rule(table, rule) for rule in table.triggers)


def _seed(table: Table, guard: StateGuard) -> str:
    rows = ",\n".join(f"    ({literal(move.source)}, {literal(move.target)}, {literal(move.event)})" for move in guard.moves)
    into = f"INSERT INTO {qualified(table.name + '_transition')} (from_status, to_status, event) VALUES"
    return f"{into}\n{rows};" if rows else f"-- {table.label}: no state is ever left"


def _guard(table: Table, guard: StateGuard) -> str:
    function = f"{identifier(table.schema_name)}.{identifier(joined_name(table.label, 'guard'))}"
    present = {*guard.free, guard.column, "version", "updated_at", "updated_by"}
    body = _statement(
        "guard",
        function=function,
        column=identifier(guard.column),
        first=literal(guard.first) if guard.first else "",
        moves=qualified(f"{table.name}_transition"),
        constraint=literal(joined_name(table.label, "transition")),
        frozen=", ".join(literal(state) for state in guard.frozen),
        free=", ".join(literal(known.name) for known in table.columns if known.name in present),
        immutable=literal(joined_name(table.label, "immutable")),
    )
    return f"{body}\n{_trigger(table, 'guard', 'BEFORE INSERT OR UPDATE', f'{function}()')}"


def _rule(table: Table, rule: TriggerRule) -> str:
    function = rule.calls or f"{identifier(table.schema_name)}.{identifier(rule.name)}()"
    name, target = identifier(rule.name), qualified(table.name)
    trigger = f"CREATE TRIGGER {name} {rule.moment} ON {target}\n    FOR EACH ROW EXECUTE FUNCTION {function};"
    because = comment(", ".join(dict.fromkeys(rule.because)))
    told = f"COMMENT ON TRIGGER {name} ON {target} IS {literal(f'{rule.says}. {because}.')};"
    return "\n".join(part for part in (rule.statement, trigger, told) if part)


def _history(table: Table, guard: StateGuard, history: Table) -> str:
    function = f"{identifier(table.schema_name)}.{identifier(joined_name(table.label, 'remember'))}"
    column = identifier(guard.column)
    parent = identifier(history.foreign_keys[0].columns[-1])
    actor = "NEW.updated_by" if any(known.name == "updated_by" for known in table.columns) else "NULL"
    written = {
        parent: "NEW.id", "from_status": "before_status", "to_status": f"NEW.{column}", "event": "cause", "actor_id": actor,
        "request_id": "nullif(current_setting('app.request_id', true), '')",
    }  # fmt: skip
    if history.tenant_column:
        written = {identifier(history.tenant_column): f"NEW.{identifier(history.tenant_column)}"} | written
    body = _statement(
        "remember",
        function=function,
        column=column,
        moves=qualified(f"{table.name}_transition"),
        history=qualified(history.name),
        columns=", ".join(written),
        values=", ".join(written.values()),
    )
    return f"{body}\n{_trigger(table, 'remember', f'AFTER INSERT OR UPDATE OF {column}', f'{function}()')}"


def _statement(name: str, **values: str) -> str:
    return phrase(load("statements")[name], **values).strip()


def _trigger(table: Table, suffix: str, moment: str, function: str) -> str:
    name = identifier(joined_name(table.label, suffix))
    return f"CREATE TRIGGER {name} {moment} ON {qualified(table.name)}\n    FOR EACH ROW EXECUTE FUNCTION {function};"
