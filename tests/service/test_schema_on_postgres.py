"""The schema on a real PostgreSQL 15: it runs, every rule refuses what breaks it, every role can do its deeds and no more."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from psycopg import errors, sql
from psycopg.types.json import Jsonb

from designgen.model.design.database import Index, Table
from designgen.renderers.sql.order import in_order
from designgen.renderers.sql.schema import schema
from oracles.designs import drafted, example
from oracles.postgres import Cluster
from schema_at_work import ID_OF_NOBODY, Live, live

pytestmark = pytest.mark.oracle
BOOKING = """
designgen: 1
project: {name: table book, purpose: Guests reserve tables and are billed for what they order., currency: EUR}
actors:
  manager: {kind: human, auth: oidc, count: 60}
requirements:
  - id: FR-1
    title: Reserve a table
    actor: manager
    operations: [create Reservation, transition Reservation.*, list Reservation by venue range during, crud Venue, crud DiningTable]
  - {id: FR-2, title: Keep the bill, actor: manager, operations: [create Bill, transition Bill.pay, update Bill, delete Guest]}
  - {id: FR-3, title: Look up guests, actor: manager, operations: [crud Guest, list Guest by venue sort -born_on]}
constraints: {tenancy: {unit: Venue, count: 40, isolation: shared}}
domain:
  booking:
    Venue: {fields: {name: string(120), country: country, opens: json}}
    DiningTable: {fields: {venue: ->Venue, label: string(10) unique(venue), seats: "int(1..30)"}}
    Guest:
      fields:
        venue: ->Venue
        name: string(80) pii:identity
        email: email opt unique pii:contact
        phone: phone pii:contact
        born_on: date opt
        allergies: "set(enum(NUTS|MILK))"
    Reservation:
      fields: {venue: ->Venue, table: ->DiningTable, guest: ->Guest, during: range(instant)}
      invariants: ["no overlap of during per table when status in (CONFIRMED, SEATED)"]
      states: {CONFIRMED: {seat: SEATED, cancel: CANCELLED}, SEATED: {leave: CLOSED}, CANCELLED: {}, CLOSED: {}}
      volume: {rate: 1.5k/day, keep: 12mo}
    Bill:
      fields: {venue: ->Venue, reservation: ->Reservation, net: money, vat: money, total: money, lines: "[BillLine]"}
      invariants: ["total = net + vat", "a PAID bill is immutable"]
      states: {OPEN: {pay: PAID}, PAID: {}}
    BillLine: {part_of: Bill, fields: {name: string(120), quantity: "int(1..99)", price: money}}
"""


@pytest.fixture(scope="module", params=["toolshed", "tavola", "neighbourhoods", "booking"])
def system(request: pytest.FixtureRequest, postgres: Cluster) -> Iterator[Live]:
    """The shipped examples, and a made-up system with tenants, periods, parts and frozen rows."""
    question, section = drafted(BOOKING) if request.param == "booking" else example(request.param)
    with live(postgres, question, section.database) as started:
        yield started


def test_a_second_run_changes_nothing_and_says_why(postgres: Cluster) -> None:
    _, section = example("toolshed")
    name = postgres.database()
    postgres.run(schema("toolshed", section.database), name)
    again = postgres.psql(schema("toolshed", section.database), name)
    assert again.returncode == 3
    assert 'schema "lending" already exists' in again.stderr


def test_every_table_accepts_a_right_row(system: Live) -> None:
    with system.undone():
        system.fill()
        for table in in_order(system.database.tables):
            found = system.connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(*table.name.split(".")))).fetchone()
            assert found, table.name
            assert found[0] >= 1, table.name


def test_every_check_refuses_what_breaks_it(system: Live) -> None:
    refused = 0
    for table in system.database.tables:
        if table.kind in ("transition", "history"):
            continue
        for name, row in system.rows.violations(table, system.rows.valid(table)):
            with system.undone():
                system.fill(last=table)
                with pytest.raises(errors.CheckViolation) as refusal:
                    system.insert(table, row)
                others = [check.name for check in table.checks if check.name.endswith("_rule_check")]
                assert refusal.value.diag.constraint_name in (name, f"{table.label}_transition", *others), row
                refused += 1
    assert refused >= sum(len(table.checks) for table in system.database.tables if table.entity) * 0.8


def test_required_columns_refuse_nothing(system: Live) -> None:
    for table in system.database.tables:
        for column in table.columns:
            if column.attribute.nullable or column.generated or column.attribute.default is not None or table.kind == "history":
                continue
            if f"{table.label}_{column.name}" in [rule.name for rule in table.triggers]:
                continue
            row = system.rows.valid(table) | {column.name: None}
            with system.undone():
                system.fill(last=table)
                with pytest.raises(errors.NotNullViolation):
                    system.insert(table, row)


def test_unique_keys_refuse_a_second_row(system: Live) -> None:
    tried = 0
    for table in system.database.tables:
        for index in table.uniques:
            first, second = system.rows.valid(table), system.rows.valid(table, 2)
            names = [re.findall(r"\w+", part.expression)[-1] for part in index.parts]
            if any(first[name] is None for name in names) or "id" in names:
                continue
            second |= {name: first[name] for name in names}
            with system.undone():
                system.fill()
                system.connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(*table.name.split("."))))
                system.connection.execute(_same_numbers(table, first))
                with pytest.raises(errors.UniqueViolation) as refusal:
                    system.insert(table, second)
                assert refusal.value.diag.constraint_name == index.name
                tried += 1
    assert tried


def _same_numbers(table: Table, row: dict[str, Any]) -> sql.Composed:
    """Return what brings row 1 to the numbers of the sample, which a trigger gave instead."""
    given = [column.name for column in table.columns if column.attribute.type == "int" and column.name in row and column.name != "version"]
    assigned = [sql.SQL("{} = {}").format(sql.Identifier(name), sql.Literal(row[name])) for name in given]
    if not assigned or not any(rule.says.startswith("takes the next") for rule in table.triggers):
        return sql.SQL("SELECT 1").format()
    return sql.SQL("UPDATE {} SET {}").format(sql.Identifier(*table.name.split(".")), sql.SQL(", ").join(assigned))


def test_references_hold_what_they_refer_to(system: Live) -> None:
    for table in system.database.tables:
        if table.kind == "history":
            continue
        for key in table.foreign_keys:
            broken = system.rows.valid(table) | {key.columns[-1]: ID_OF_NOBODY}
            with system.undone():
                system.fill(last=table)
                with pytest.raises(errors.ForeignKeyViolation):
                    system.insert(table, broken)
                    system.connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
            with system.undone():
                system.fill()
                delete = sql.SQL("DELETE FROM {} WHERE id = %s").format(sql.Identifier(*key.target.split(".")))
                target = system.rows.valid(system.database.table(key.target))
                if key.on_delete == "restrict" and "id" in target and key.target != table.name:
                    with pytest.raises((errors.ForeignKeyViolation, errors.RestrictViolation)):
                        system.connection.execute(delete, [target["id"]])


def test_overlapping_periods_are_refused(system: Live) -> None:
    for table in system.database.tables:
        for exclusion in table.exclusions:
            first = system.rows.valid(table)
            second = system.rows.valid(table, 2) | {name: first[name] for name in (*exclusion.equal, exclusion.overlap)}
            with system.undone():
                system.fill()
                with pytest.raises(errors.ExclusionViolation):
                    system.insert(table, second)
            with system.undone():
                system.fill()
                system.insert(table, second | {exclusion.overlap: system.rows.valid(table, 2)[exclusion.overlap]})


def test_only_permitted_moves_pass(system: Live) -> None:
    for table in system.database.tables:
        guard = table.guard
        if not guard:
            continue
        states = table.column(guard.column).attribute.values
        permitted = {(move.source, move.target) for move in guard.moves}
        for source in states:
            for target in states:
                if source == target:
                    continue
                with system.undone():
                    system.fill()
                    _put(system, table, source)
                    if (source, target) in permitted:
                        _move(system, table, target)
                        continue
                    with pytest.raises(errors.CheckViolation, match="illegal transition"):
                        _move(system, table, target)


def _put(system: Live, table: Table, state: str) -> None:
    """Bring row 1 into a state with the guards asleep."""
    name = sql.Identifier(*table.name.split("."))
    system.connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(name))
    _move(system, table, state)
    system.connection.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(name))


def _move(system: Live, table: Table, state: str) -> None:
    statement = sql.SQL("UPDATE {} SET status = %s WHERE id = %s").format(sql.Identifier(*table.name.split(".")))
    assert system.connection.execute(statement, [state, system.rows.valid(table)["id"]]).rowcount == 1


def test_each_change_of_state_leaves_a_line_of_history(system: Live) -> None:
    for table in system.database.tables:
        if not table.guard or not table.guard.history or not table.guard.moves:
            continue
        first = table.column(table.guard.column).attribute.values[0]
        move = next(known for known in table.guard.moves if known.source == first)
        with system.undone():
            system.fill()
            _move(system, table, move.target)
            history = sql.Identifier(*table.guard.history.split("."))
            lines = system.connection.execute(
                sql.SQL("SELECT from_status, to_status, event FROM {} ORDER BY id").format(history)
            ).fetchall()
            assert lines == [(None, first, None), (move.source, move.target, move.event)]
            with pytest.raises(errors.CheckViolation, match="append-only"):
                system.connection.execute(sql.SQL("UPDATE {} SET actor_id = 'someone'").format(history))


def test_a_frozen_row_keeps_its_figures(postgres: Cluster) -> None:
    question, section = drafted(BOOKING)
    bill = section.database.table("booking.bill")
    with live(postgres, question, section.database) as system, system.undone():
        system.fill()
        _put(system, bill, "PAID")
        with pytest.raises(errors.CheckViolation, match="immutable"):
            system.connection.execute("UPDATE booking.bill SET net_amount = net_amount + 1, total_amount = total_amount + 1")


def test_the_version_counts_every_change(system: Live) -> None:
    for table in system.database.tables:
        if not table.versioned:
            continue
        with system.undone():
            system.fill()
            name = sql.Identifier(*table.name.split("."))
            before = _one(system, sql.SQL("SELECT version FROM {}").format(name))
            system.connection.execute(sql.SQL("UPDATE {} SET updated_by = 'someone', version = 99").format(name))
            assert _one(system, sql.SQL("SELECT version FROM {}").format(name)) == before + 1


def _one(system: Live, statement: sql.Composed) -> Any:
    found = system.connection.execute(statement).fetchone()
    assert found
    return found[0]


def test_no_role_makes_or_drops_anything(system: Live) -> None:
    for role in system.database.roles:
        if role.name.endswith("_owner"):
            continue
        name = system.database.tables[0].name
        for statement in ("CREATE TABLE public.mine (a int)", f"DROP TABLE {name}", f"TRUNCATE {name} CASCADE"):
            with system.undone(role.name), pytest.raises(errors.InsufficientPrivilege):
                system.connection.execute(statement)


def test_the_application_can_do_what_operations_need(system: Live) -> None:
    app = next(role.name for role in system.database.roles if role.name.endswith("_app"))
    with system.undone():
        system.fill()
        _as(system, app)
        for facts in system.question.facts.entities:
            table = system.database.table(facts.table)
            for use in facts.uses:
                _act(system, table, use.operation.verb, use.operation.event or "")


def _as(system: Live, role: str) -> None:
    system.connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))


def _act(system: Live, table: Table, verb: str, event: str) -> None:
    name = sql.Identifier(*table.name.split("."))
    system.connection.execute("SAVEPOINT deed")
    match verb:
        case "create":
            fresh = system.rows.valid(table, 2)
            for index in table.uniques:
                if index.where and "status" in index.where:
                    _move_on(system, table)
            if table.tenant_column == "id":
                system.connection.execute("SELECT set_config('app.tenant_id', %s, true)", [fresh["id"]])
            system.insert(table, fresh)
        case "update":
            changed = next(column.name for column in table.columns if column.attribute.role == "data" and not column.attribute.write_once)
            system.connection.execute(sql.SQL("UPDATE {} SET {} = {}, updated_by = 'me'").format(name, *[sql.Identifier(changed)] * 2))
        case "transition":
            move = next(known for known in table.guard.moves if known.event == event) if table.guard else None
            if move and table.guard and move.source == table.guard.first:
                _move(system, table, move.target)
        case "delete" if any(column.name == "deleted_at" for column in table.columns):
            system.connection.execute(sql.SQL("UPDATE {} SET deleted_at = now(), deleted_by = 'me'").format(name))
        case "delete":
            system.connection.execute(sql.SQL("DELETE FROM {} WHERE id = %s").format(name), [ID_OF_NOBODY])
        case _:
            system.connection.execute(sql.SQL("SELECT * FROM {}").format(name))
    system.connection.execute("ROLLBACK TO deed")


def _move_on(system: Live, table: Table) -> None:
    if table.guard:
        _move(system, table, next(move.target for move in table.guard.moves if move.source == table.guard.first))


def test_the_application_removes_no_row_that_no_operation_removes(system: Live) -> None:
    app = next(role for role in system.database.roles if role.name.endswith("_app"))
    deletable = {target for words, target in app.grants if "DELETE" in words}
    for table in system.database.tables:
        if table.name not in deletable:
            with system.undone(app.name), pytest.raises(errors.InsufficientPrivilege):
                system.connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(*table.name.split("."))))


def test_no_role_but_the_application_and_the_worker_reads_personal_data(system: Live) -> None:
    for role in system.database.roles:
        if role.name.rsplit("_", 1)[1] not in ("readonly", "privacy"):
            continue
        for table in system.database.tables:
            for column in table.columns:
                if column.attribute.pii:
                    statement = sql.SQL("SELECT {} FROM {}").format(sql.Identifier(column.name), sql.Identifier(*table.name.split(".")))
                    with system.undone(role.name), pytest.raises(errors.InsufficientPrivilege):
                        system.connection.execute(statement)


def test_each_job_runs_under_its_role(system: Live) -> None:
    for job in system.database.jobs:
        with system.undone():
            system.fill()
            _as(system, job.role)
            system.connection.execute(job.statement)


def test_a_purge_removes_what_is_over_and_nothing_else(system: Live) -> None:
    tried = 0
    for table in system.database.tables:
        job = next((known for known in system.database.jobs if table.retention and known.key == table.retention.job), None)
        if not job or not table.retention or table.kind == "history" or job.tables[0] != table.name:
            continue
        with system.undone():
            system.fill()
            held = _owned(system, table)
            _as(system, job.role)
            assert system.connection.execute(job.statement).rowcount == 0, job.key
            system.connection.execute("RESET ROLE")
            _age(system, table)
            for other in reversed(held):
                held_table = sql.Identifier(*other.name.split("."))
                system.connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(held_table))
                system.connection.execute(sql.SQL("DELETE FROM {}").format(held_table))
            old = _one(system, sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(*table.name.split("."))))
            _as(system, job.role)
            assert system.connection.execute(job.statement).rowcount == old >= 1, job.key
            tried += 1
    assert tried >= 2


def _owned(system: Live, table: Table) -> list[Table]:
    """Return the tables whose rows hold a row of `table`, what is referred to first."""
    held: list[Table] = []
    for other in system.rows.order:
        keys = [key for key in other.foreign_keys if key.on_delete == "restrict" or key.target in [known.name for known in held]]
        if other.kind != "history" and any(key.target in (table.name, *(known.name for known in held)) for key in keys):
            held += [other] if other.name != table.name else []
    return held


def _age(system: Live, table: Table) -> None:
    """Make row 1 old and finished."""
    assert table.retention
    column = table.retention.measured_from
    name = sql.Identifier(*table.name.split("."))
    system.connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(name))
    system.connection.execute(sql.SQL("UPDATE {} SET {} = now() - interval '20 years'").format(name, sql.Identifier(column)))
    if table.kind == "platform" and any(known.name == "state" for known in table.columns):
        values = table.column("state").attribute.values
        system.connection.execute(sql.SQL("UPDATE {} SET state = %s").format(name), [next(v for v in (*values[1:], "DEAD") if v in values)])
    if table.guard:
        sources = {move.source for move in table.guard.moves}
        ends = [move.target for move in table.guard.moves if move.target not in sources]
        if ends:
            system.connection.execute(sql.SQL("UPDATE {} SET status = %s").format(name), [ends[0]])
    system.connection.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(name))


def test_an_erasure_waits_for_open_business_and_then_leaves_nothing(postgres: Cluster) -> None:
    question, section = example("toolshed")
    job = next(known for known in section.database.jobs if known.name == "erase-member")
    with live(postgres, question, section.database) as system, system.undone():
        system.fill()
        asked = "UPDATE platform.erasure_ledger SET completed_at = NULL, legal_hold = false, row_id = %s"
        system.connection.execute(asked, [system.rows.valid(section.database.table("people.member"))["id"]])
        for waits in (True, False):
            if not waits:
                _move(system, section.database.table("lending.loan"), "CLOSED")
            _as(system, job.role)
            system.connection.execute(job.statement)
            system.connection.execute("RESET ROLE")
            member = system.connection.execute("SELECT name, email, identity_subject FROM people.member").fetchone()
            assert member
            assert ("example.org" in member[1]) is waits
        person = _one(system, sql.SQL("SELECT id::text FROM people.member"))
        assert member == ("erased", f"{person}@erased.invalid", None)
        assert _one(system, sql.SQL("SELECT completed_at IS NOT NULL FROM platform.erasure_ledger")) is True
        assert _one(system, sql.SQL("SELECT deleted_by FROM lending.tool")) == "erase-member"


def test_a_tenant_sees_its_own_rows_only(postgres: Cluster) -> None:
    question, section = drafted(BOOKING)
    owned = [table for table in section.database.tables if table.tenant_column]
    if not owned:
        pytest.skip("the decisions of this build keep tenants apart in another way")
    app = next(role.name for role in section.database.roles if role.name.endswith("_app"))
    with live(postgres, question, section.database) as system, system.undone():
        system.fill()
        for tenant, visible in ((system.rows.valid(section.database.table("booking.venue"))["id"], 1), (ID_OF_NOBODY, 0), ("", 0)):
            system.connection.execute("SELECT set_config('app.tenant_id', %s, true)", [tenant])
            _as(system, app)
            for name in ("booking.venue", "booking.guest", "booking.bill_line"):
                assert _one(system, sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(*name.split(".")))) == visible, name
            system.connection.execute("RESET ROLE")


def test_a_list_reads_its_index(system: Live) -> None:
    paths = {path.operation for facts in system.question.facts.entities for path in facts.paths}
    tried = 0
    for table in system.database.tables:
        for index in table.indexes:
            if not paths & set(index.serves):
                continue
            with system.undone():
                system.fill()
                system.connection.execute("SET LOCAL enable_seqscan = off")
                system.connection.execute(
                    "SET LOCAL enable_bitmapscan = off" if index.method == "btree" else "SET LOCAL enable_indexscan = off"
                )
                plan = "\n".join(
                    line[0] for line in system.connection.execute(sql.SQL("EXPLAIN {}").format(_query(table, index, system))).fetchall()
                )
                assert index.name in plan, plan
                assert "Sort" not in plan, plan
                tried += 1
    assert tried


def _query(table: Table, index: Index, system: Live) -> sql.Composed:
    """Return the query an index is for: a page of a list in its order, or a search for a part of a word."""
    name = sql.Identifier(*table.name.split("."))
    where = [sql.SQL(index.where)] if index.where else []
    if index.method == "gist":
        equal = [sql.Identifier(part.expression.strip('"')) for part in index.parts]
        row = system.rows.valid(table)
        values = [row[part.expression.strip('"')] for part in index.parts]
        where += [sql.SQL("{} = {}").format(key, sql.Literal(value)) for key, value in zip(equal[:-1], values[:-1], strict=True)]
        where.append(sql.SQL("{} && {}").format(equal[-1], sql.Literal(values[-1])))
        return sql.SQL("SELECT * FROM {} WHERE ").format(name) + sql.SQL(" AND ").join(where)
    if index.method == "gin":
        return sql.SQL("SELECT * FROM {} WHERE {} ILIKE '%ladder%'").format(name, sql.SQL(index.parts[0].expression))
    order = sql.SQL(", ").join(sql.SQL(f"{part.expression} {'DESC' if part.descending else 'ASC'}") for part in index.parts)
    first = index.parts[0].expression.strip('"')
    row = system.rows.valid(table)
    if first != "id" and not isinstance(row[first], Jsonb):
        where.append(sql.SQL("{} = {}").format(sql.Identifier(first), sql.Literal(row[first])))
    condition = sql.SQL(" WHERE ") + sql.SQL(" AND ").join(where) if where else sql.SQL("")
    return sql.SQL("SELECT * FROM {}").format(name) + condition + sql.SQL(" ORDER BY ") + order + sql.SQL(" LIMIT 26")
