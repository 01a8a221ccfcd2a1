"""What the two large examples promise beyond single constraints, acted out on PostgreSQL: money, tenants, offline, loads, publication."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from psycopg import errors

from oracles.designs import drafted, example
from oracles.postgres import Cluster
from schema_at_work import ID_OF_NOBODY, Live, live

pytestmark = pytest.mark.oracle


@pytest.fixture(scope="module")
def tavola(postgres: Cluster) -> Iterator[Live]:
    """The restaurant."""
    question, section = example("tavola")
    with live(postgres, question, section.database) as started:
        yield started


@pytest.fixture(scope="module")
def places(postgres: Cluster) -> Iterator[Live]:
    """The neighbourhoods."""
    question, section = example("neighbourhoods")
    with live(postgres, question, section.database) as started:
        yield started


def ask(system: Live, statement: str, *values: Any) -> Any:
    """Return the first column of the first row."""
    found = system.connection.execute(statement, values).fetchone()
    return found[0] if found else None


def act_as(system: Live, role: str) -> None:
    """Work under a role of the example from now on."""
    prefix = system.database.roles[0].name.removesuffix("_owner")
    system.connection.execute(f"SET LOCAL ROLE {prefix}_{role}")


@pytest.mark.parametrize("states", [("PLACED", "PAID"), ("PLACED", "CANCELLED")])
def test_an_order_that_is_done_keeps_its_amounts_and_its_lines(tavola: Live, states: tuple[str, ...]) -> None:
    with tavola.undone():
        tavola.fill()
        for state in states:
            tavola.connection.execute("UPDATE ordering.ordering_order SET status = %s", [state])
        for deed in (
            "UPDATE ordering.ordering_order SET net_amount = 1, total_amount = 1",
            "UPDATE ordering.ordering_order SET table_no = 7",
            "UPDATE ordering.order_line SET quantity = 9",
            "DELETE FROM ordering.order_line",
        ):
            with pytest.raises(errors.CheckViolation), tavola.connection.transaction():
                tavola.connection.execute(deed)
        tavola.connection.execute("UPDATE ordering.ordering_order SET guest_name = NULL")


def test_a_sent_invoice_keeps_every_figure_and_a_rejected_one_is_sent_again_under_its_number(tavola: Live) -> None:
    with tavola.undone():
        tavola.fill()
        number = ask(tavola, "SELECT number FROM billing.invoice")
        tavola.connection.execute("UPDATE billing.invoice SET status = 'SENT'")
        with pytest.raises(errors.CheckViolation, match="immutable"), tavola.connection.transaction():
            tavola.connection.execute("UPDATE billing.invoice SET customer_name = 'someone else'")
        tavola.connection.execute("UPDATE billing.invoice SET status = 'REJECTED'")
        tavola.connection.execute("UPDATE billing.invoice SET customer_name = 'someone else'")
        tavola.connection.execute("UPDATE billing.invoice SET status = 'SENT'")
        assert ask(tavola, "SELECT number FROM billing.invoice") == number


def test_numbers_follow_each_other_within_venue_series_and_year_and_a_rollback_leaves_no_gap(tavola: Live) -> None:
    invoice = tavola.database.table("billing.invoice")
    with tavola.undone():
        tavola.fill(last=invoice)
        act_as(tavola, "app")
        for place, (series, year) in enumerate([("A", 2026), ("A", 2026), ("B", 2026), ("A", 2027), ("A", 2026)], 1):
            row = tavola.rows.valid(invoice, place) | {"series": series, "issued_on": f"{year}-05-01", "number": 99}
            with tavola.connection.transaction():
                tavola.insert(invoice, row)
            with tavola.connection.transaction(force_rollback=True):
                tavola.insert(invoice, row | {"id": str(UUID(int=place))})
        numbers = tavola.connection.execute(
            "SELECT series, extract(year FROM issued_on)::int, number FROM billing.invoice ORDER BY 1, 2, 3"
        ).fetchall()
        assert numbers == [("A", 2026, 1), ("A", 2026, 2), ("A", 2026, 3), ("A", 2027, 1), ("B", 2026, 1)]
        with pytest.raises(errors.InsufficientPrivilege), tavola.connection.transaction():
            tavola.connection.execute("UPDATE billing.invoice SET number = 7")


def test_a_payment_outlives_its_order_and_belongs_to_the_same_venue(tavola: Live) -> None:
    payment = tavola.database.table("billing.payment")
    purge = next(job for job in tavola.database.jobs if job.name == "purge-ordering-order")
    with tavola.undone():
        tavola.fill()
        for wrong in ({"order_id": ID_OF_NOBODY}, {"venue_id": ID_OF_NOBODY}):
            with pytest.raises(errors.ForeignKeyViolation), tavola.connection.transaction():
                tavola.insert(payment, tavola.rows.valid(payment, 2) | wrong)
        tavola.connection.execute("UPDATE ordering.ordering_order SET created_at = now() - interval '3 years'")
        order = ask(tavola, "SELECT order_id FROM billing.payment")
        act_as(tavola, "worker")
        assert tavola.connection.execute(purge.statement).rowcount == 1
        assert ask(tavola, "SELECT order_id FROM billing.payment") == order
        assert ask(tavola, "SELECT count(*) FROM ordering.order_line") == 0


def test_no_table_of_a_tenant_shows_or_takes_rows_of_another(tavola: Live) -> None:
    owned = [table for table in tavola.database.tables if table.tenant_column]
    expected = {"platform.sync_change", "billing.invoice_counter", "ordering.order_line", "catalog.menu_item_vat_rate"}
    assert expected <= {table.name for table in owned}
    app = next(role for role in tavola.database.roles if role.name.endswith("_app"))
    readable = {target for words, target in app.grants if "SELECT" in words}
    with tavola.undone():
        tavola.fill()
        tavola.connection.execute("SELECT set_config('app.tenant_id', %s, true)", [ID_OF_NOBODY])
        act_as(tavola, "app")
        for table in owned:
            if table.name in readable:
                assert ask(tavola, f"SELECT count(*) FROM {table.name}") == 0, table.name
        menu = tavola.database.table("catalog.menu_item")
        with pytest.raises(errors.InsufficientPrivilege, match="row-level security"), tavola.connection.transaction():
            tavola.insert(menu, tavola.rows.valid(menu, 2))
        with pytest.raises(errors.InsufficientPrivilege), tavola.connection.transaction():
            tavola.connection.execute("UPDATE catalog.menu_item SET venue_id = %s", [ID_OF_NOBODY])


def test_every_change_of_what_devices_follow_is_numbered_whoever_makes_it(tavola: Live) -> None:
    with tavola.undone():
        tavola.fill()
        before = ask(tavola, "SELECT max(seq) FROM platform.sync_change")
        act_as(tavola, "app")
        tavola.connection.execute("UPDATE ordering.ordering_order SET status = 'PLACED'")
        tavola.connection.execute("UPDATE catalog.menu_item SET deleted_at = now(), deleted_by = 'me'")
        act_as(tavola, "worker")
        tavola.connection.execute("UPDATE ordering.ordering_order SET status = 'PAID'")
        tavola.connection.execute("RESET ROLE")
        found = tavola.connection.execute(
            "SELECT entity_type, op FROM platform.sync_change WHERE seq > %s ORDER BY seq", [before]
        ).fetchall()
        assert found == [("ordering.Order", "U"), ("catalog.MenuItem", "D"), ("ordering.Order", "U")]
        waiting = "SELECT count(*) FROM platform.sync_change WHERE written_in < pg_snapshot_xmin(pg_current_snapshot())"
        assert ask(tavola, waiting) == 0, "rows of a transaction that still runs stay hidden"


def test_an_erasure_empties_the_guest_and_leaves_the_invoice(tavola: Live) -> None:
    names = {job.name for job in tavola.database.jobs}
    assert {"erase-ordering-order", "erase-reservation"} <= names
    assert "erase-invoice" not in names
    job = next(job for job in tavola.database.jobs if job.name == "erase-reservation")
    with tavola.undone():
        tavola.fill()
        reservation = tavola.rows.valid(tavola.database.table("booking.reservation"))["id"]
        tavola.connection.execute(
            "UPDATE platform.erasure_ledger SET table_name = 'booking.reservation', row_id = %s, completed_at = NULL, legal_hold = false",
            [reservation],
        )
        for expected in ("kept", "erased"):
            if expected == "erased":
                tavola.connection.execute("UPDATE booking.reservation SET status = 'CANCELLED'")
            act_as(tavola, "worker")
            tavola.connection.execute(job.statement)
            tavola.connection.execute("RESET ROLE")
            assert (ask(tavola, "SELECT name FROM booking.reservation") == "erased") is (expected == "erased")
        assert ask(tavola, "SELECT customer_name FROM billing.invoice") != "erased"


def test_tax_codes_are_stored_as_cipher_text_with_the_key_they_need(tavola: Live) -> None:
    invoice = tavola.database.table("billing.invoice")
    names = {column.name for column in invoice.columns}
    assert {"customer_tax_code_enc", "customer_tax_code_kid"} <= names
    assert "customer_tax_code" not in names
    with tavola.undone():
        tavola.fill(last=invoice)
        with pytest.raises(errors.CheckViolation):
            tavola.insert(invoice, tavola.rows.valid(invoice) | {"customer_tax_code_kid": None})


def test_a_vat_rate_entered_in_advance_holds_from_its_day(tavola: Live) -> None:
    job = next(job for job in tavola.database.jobs if job.name == "apply-menu-item-vat-rate")
    columns = "venue_id, menu_item_id, vat_rate, valid"
    enter = f"INSERT INTO catalog.menu_item_vat_rate ({columns}) SELECT venue_id, id, %s, %s FROM catalog.menu_item"
    with tavola.undone():
        tavola.fill()
        tavola.connection.execute("DELETE FROM catalog.menu_item_vat_rate")
        tavola.connection.execute(enter, [12, "[2000-01-01,2090-01-01)"])
        tavola.connection.execute(enter, [15, "[2090-01-01,)"])
        with pytest.raises(errors.ExclusionViolation), tavola.connection.transaction():
            tavola.connection.execute(enter, [13, "[2089-01-01,2091-01-01)"])
        act_as(tavola, "worker")
        assert tavola.connection.execute(job.statement).rowcount == 1
        assert ask(tavola, "SELECT vat_rate FROM catalog.menu_item") == 12
        assert tavola.connection.execute(job.statement).rowcount == 0


def test_a_webhook_that_never_succeeds_is_dead_after_ten_tries(tavola: Live) -> None:
    job = next(job for job in tavola.database.jobs if job.name == "work-webhooks")
    with tavola.undone():
        tavola.fill()
        tavola.connection.execute("UPDATE platform.webhook_event SET attempts = 0, state = 'RECEIVED'")
        act_as(tavola, "worker")
        for _ in range(11):
            tavola.connection.execute("UPDATE platform.webhook_event SET next_attempt_at = now()")
            tavola.connection.execute(job.statement)
        assert ask(tavola, "SELECT state FROM platform.webhook_event") == "DEAD"
        assert ask(tavola, "SELECT attempts FROM platform.webhook_event") == 10
        assert ask(tavola, "SELECT first_failed_at IS NOT NULL FROM platform.webhook_event")


def test_a_publication_that_fails_for_days_does_not_stop_the_relay(tavola: Live) -> None:
    job = next(job for job in tavola.database.jobs if job.name == "relay-outbox")
    with tavola.undone():
        tavola.fill()
        tavola.connection.execute("UPDATE platform.outbox_event SET attempts = 1000, available_at = now(), published_at = NULL")
        act_as(tavola, "worker")
        assert len(tavola.connection.execute(job.statement).fetchall()) == 1


def test_a_neighbourhood_never_stands_above_itself(places: Live) -> None:
    table = places.database.table("places.neighbourhood")
    with places.undone():
        ids = []
        for number in range(1, 4):
            row = places.rows.valid(table, number) | {"parent_id": ids[-1] if ids else None}
            places.insert(table, row)
            ids.append(row["id"])
        for below in ids:
            with pytest.raises(errors.CheckViolation, match="above itself"), places.connection.transaction():
                places.connection.execute("UPDATE places.neighbourhood SET parent_id = %s WHERE id = %s", [below, ids[0]])
        places.connection.execute("UPDATE places.neighbourhood SET parent_id = %s WHERE id = %s", [ids[0], ids[2]])


def staged(system: Live, rows: list[dict[str, str | None]]) -> None:
    """Stage a batch of declarations with the id of the sample batch."""
    batch = system.rows.valid(system.database.table("platform.import_batch"))["id"]
    system.connection.execute("UPDATE platform.import_batch SET target = 'energy.EnergyDeclaration', state = 'STAGED'")
    system.connection.execute("DELETE FROM energy.energy_declaration_staging")
    for number, row in enumerate(rows, 1):
        names = ["batch_id", "row_no", "id", *row]
        marks = ", ".join(["%s"] * len(names))
        values = [batch, number, str(UUID(int=number)), *row.values()]
        system.connection.execute(f"INSERT INTO energy.energy_declaration_staging ({', '.join(names)}) VALUES ({marks})", values)


def declared(register: str, start: str = "2025-01-01", end: str = "2026-01-01", kwh: str = "10.5") -> dict[str, str | None]:
    """Return a line of a utility's file."""
    return {
        "building_register_id": register, "period_from": start, "period_to": end, "carrier": "GAS", "kwh": kwh, "method": "METERED",
        "source": "file",
    }  # fmt: skip


def test_a_load_puts_bad_rows_aside_merges_the_others_and_can_be_repeated(places: Live) -> None:
    job = next(job for job in places.database.jobs if job.name == "load-energy-declaration")
    buildings = places.database.table("places.building")
    with places.undone():
        places.fill()
        places.connection.execute("DELETE FROM energy.energy_declaration")
        known = [places.rows.valid(buildings, number) | {"register_id": f"R{number}"} for number in range(2, 62)]
        for row in known:
            places.insert(buildings, row)
        good = [declared(row["register_id"]) for row in known]
        bad = [declared("nobody"), declared("R2", kwh="-1"), declared("R2", "2025-06-01", "2025-07-01")]
        for kwh in ("10.5", "11.5"):
            staged(places, [*({**row, "kwh": kwh} for row in good), *bad])
            act_as(places, "worker")
            assert ask(places, job.statement) == "LOADED"
            places.connection.execute("RESET ROLE")
            assert ask(places, "SELECT count(*) FROM energy.energy_declaration") == 60
            assert ask(places, "SELECT sum(kwh) FROM energy.energy_declaration") == 60 * float(kwh)
        reasons = [row[0] for row in places.connection.execute("SELECT reason FROM platform.import_reject ORDER BY id DESC LIMIT 3")]
        assert "nobody is not known" in reasons[2]
        assert reasons[1] == "kwh >= 0 does not hold"
        assert "energy_declaration_period_excl" in reasons[0]
        assert ask(places, "SELECT rows_rejected FROM platform.import_batch") == 3


def test_a_load_with_too_many_bad_rows_changes_nothing_and_is_held(places: Live) -> None:
    job = next(job for job in places.database.jobs if job.name == "load-energy-declaration")
    with places.undone():
        places.fill()
        before = ask(places, "SELECT count(*) FROM energy.energy_declaration")
        register = ask(places, "SELECT register_id FROM places.building")
        staged(places, [declared(register, "2030-01-01", "2031-01-01"), declared("nobody"), declared(register, kwh="many")])
        act_as(places, "worker")
        assert ask(places, job.statement) == "HELD"
        assert ask(places, "SELECT count(*) FROM energy.energy_declaration") == before
        places.connection.execute("RESET ROLE")
        assert ask(places, "SELECT count(*) FROM platform.import_reject WHERE row_no IN (2, 3)") == 2


@pytest.mark.parametrize(("buildings", "shown"), [(9, 0), (10, 1)])
def test_a_figure_about_fewer_than_ten_buildings_is_not_published(places: Live, buildings: int, shown: int) -> None:
    building, declaration = places.database.table("places.building"), places.database.table("energy.energy_declaration")
    with places.undone():
        places.insert(places.database.table("places.neighbourhood"), places.rows.valid(places.database.table("places.neighbourhood")))
        for number in range(1, buildings + 1):
            row = places.rows.valid(building, number) | {"register_id": f"R{number}"}
            places.insert(building, row)
            for part, month in enumerate(("[2025-01-01,2025-02-01)", "[2025-02-01,2025-03-01)")):
                own = {"building_id": row["id"], "period": month, "kwh": 3, "id": str(UUID(int=100 * number + part))}
                places.insert(declaration, places.rows.valid(declaration) | own)
        act_as(places, "app")
        found = places.connection.execute("SELECT period_year, kwh_sum, row_count FROM energy.intensity").fetchall()
        assert found == [(2025, 3 * 2 * buildings, 2 * buildings)] * shown


def test_one_report_of_a_year_is_in_force_and_one_in_preparation_and_a_small_group_stays_a_draft(places: Live) -> None:
    report = places.database.table("energy.annual_report")
    with places.undone():
        places.fill(last=report)
        first, second, third = (places.rows.valid(report, number) | {"year": 2025, "buildings": 10} for number in (1, 2, 3))
        move = "UPDATE energy.annual_report SET status = %s WHERE id = %s"
        places.insert(report, first)
        with pytest.raises(errors.UniqueViolation), places.connection.transaction():
            places.insert(report, second)
        places.connection.execute(move, ["PUBLISHED", first["id"]])
        places.insert(report, second)
        with pytest.raises(errors.UniqueViolation), places.connection.transaction():
            places.connection.execute(move, ["PUBLISHED", second["id"]])
        places.connection.execute(move, ["CORRECTED", first["id"]])
        places.connection.execute(move, ["PUBLISHED", second["id"]])
        places.insert(report, third | {"buildings": 9})
        places.connection.execute(move, ["CORRECTED", second["id"]])
        with pytest.raises(errors.CheckViolation) as refusal, places.connection.transaction():
            places.connection.execute(move, ["PUBLISHED", third["id"]])
        assert refusal.value.diag.constraint_name == "annual_report_buildings_group_check"


def test_an_invoice_that_nobody_transmitted_is_listed_before_its_time_is_over(tavola: Live) -> None:
    job = next(job for job in tavola.database.jobs if job.name == "check-invoice-transmit")
    with tavola.undone():
        tavola.fill()
        for age, listed in ((8, 0), (9, 1), (13, 1)):
            today = "(now() AT TIME ZONE 'Europe/Rome')::date"
            tavola.connection.execute(f"UPDATE billing.invoice SET issued_on = {today} - {age}")
            with tavola.connection.transaction(force_rollback=True):
                act_as(tavola, "worker")
                assert len(tavola.connection.execute(job.statement).fetchall()) == listed
        tavola.connection.execute("UPDATE billing.invoice SET status = 'SENT'")
        assert not tavola.connection.execute(job.statement).fetchall()


def test_nothing_leads_from_an_answer_to_an_address_or_to_the_moment_it_was_given(places: Live) -> None:
    answer = places.database.table("survey.survey_response")
    address = places.database.table("survey.survey_response_contact")
    shared = {column.name for column in answer.columns} & {column.name for column in address.columns}
    assert shared == {"id", "received_on"}
    assert not answer.foreign_keys or all(key.target == "places.neighbourhood" for key in answer.foreign_keys)
    assert not address.foreign_keys
    types = {column.attribute.type for table in (answer, address) for column in table.columns}
    assert not types & {"instant", "local_datetime", "ip"}
    assert not {"created_by", "created_at", "income_band", "contact"} & {column.name for column in answer.columns}
    with places.undone():
        made = [ask(places, "INSERT INTO survey.survey_response_contact (contact) VALUES ('a@b.it') RETURNING id") for _ in range(2)]
        assert all(one.version == 4 for one in made)


STORED = """
designgen: 1
project: {name: readings, purpose: Sites report what they measure., currency: EUR}
actors: {clerk: {kind: human, auth: oidc, count: 20}}
requirements:
  - {id: FR-1, title: See totals, actor: clerk, operations: [create Reading, report Totals over Reading by site stale 1h 5/s]}
domain:
  office:
    Site: {fields: {code: string(10) unique}, volume: 10}
    Reading: {fields: {site: ->Site, value: "decimal(9,2)", on: date}, volume: {rate: 2M/day, keep: 2y}}
"""


def test_a_stored_report_is_refreshed_by_the_worker_while_it_is_read(postgres: Cluster) -> None:
    question, section = drafted(STORED)
    job = next(job for job in section.database.jobs if job.name == "refresh-totals")
    with live(postgres, question, section.database) as system, system.undone():
        system.fill()
        act_as(system, "worker")
        system.connection.execute(job.statement)
        act_as(system, "app")
        assert ask(system, "SELECT row_count FROM office.totals") == 1
