"""What small requirement files come to: shapes, uses, figures, assumptions, absences."""

from math import log

import pytest

from designgen.frontend.requirements import read_requirements
from designgen.model.facts import Facts
from designgen.model.source import Source
from designgen.sizing.facts import size

TOOLSHED = """
designgen: 1
project: {name: toolshed, purpose: Neighbours lend tools to each other.}
actors:
  member: {kind: human, auth: oidc, count: 2k}
requirements:
  - {id: FR-1, title: Offer a tool, actor: member, operations: [crud Tool]}
  - {id: FR-2, title: Borrow a tool, actor: member, operations: [create Loan, transition Loan.return]}
  - {id: FR-3, title: See free tools, actor: member, operations: [list Tool by status sort name]}
domain:
  lending:
    Tool:
      fields: {owner: ->Member, name: string(80) searchable, deposit: money}
      states: {FREE: {lend: LENT}, LENT: {return: FREE}}
    Loan:
      fields: {tool: ->Tool, borrower: ->Member, due_on: date}
      states: {OPEN: {return: CLOSED}, CLOSED: {}}
  people:
    Member:
      fields: {name: string(80) pii:identity, email: email unique pii:contact}
"""


def facts_of(text: str, **overrides: float) -> Facts:
    reading = read_requirements(Source(name="requirements.yaml", text=text))
    assert reading.requirements is not None, [diagnostic.message for diagnostic in reading.diagnostics]
    return size(reading.requirements, {key.replace("__", "."): value for key, value in overrides.items()})


@pytest.fixture(scope="module")
def toolshed() -> Facts:
    return facts_of(TOOLSHED)


def test_toolshed_has_twelve_operations(toolshed):
    assert [[use.id for use in entity.uses] for entity in toolshed.entities] == [
        ["createTool", "getTool", "listTools", "updateTool", "deleteTool"],
        ["createLoan", "returnLoan", "getLoan"],
        ["createMember", "getMember", "listMembers", "updateMember"],
    ]


def test_columns_stand_in_the_agreed_order(toolshed):
    assert [attribute.name for attribute in toolshed.entity("lending.Tool").attributes] == [
        "id", "owner_id", "name", "deposit_amount", "status", "version", "created_at", "updated_at", "created_by", "updated_by",
        "deleted_at", "deleted_by",
    ]  # fmt: skip
    member = toolshed.entity("people.Member")
    assert member.attribute("identity_subject").server
    assert member.attribute("email").unique


def test_who_creates_a_row_owns_it(toolshed):
    assert toolshed.entity("lending.Tool").attribute("owner_id").owner
    assert toolshed.entity("lending.Loan").owner == "borrower_id"
    assert toolshed.entity("people.Member").owner is None


def test_two_lists_of_one_entity_become_one_with_the_richer_path(toolshed):
    (path,) = toolshed.entity("lending.Tool").paths
    assert (path.operation, path.equality, [key.field for key in path.sort], path.search) == ("listTools", ("status",), ["name"], ("name",))
    assert toolshed.entity("lending.Tool").uses[2].because == ("FR-1", "FR-3")


def test_what_is_referred_to_is_only_marked_as_deleted(toolshed):
    assert [entity.soft_delete for entity in toolshed.entities] == [True, False, False]
    assert [entity.history for entity in toolshed.entities] == [True, True, False]


def test_an_open_charge_is_asked_and_treated_as_one(toolshed):
    assert toolshed.holds("irreversible.open:lending.Loan")
    assumption = next(known for known in toolshed.assumptions if known.key == "assumption:irreversible.lending.Loan")
    assert assumption.asks == "Is the deposit of a Tool really charged when a Loan is created?"
    assert [use.id for use in toolshed.uses if use.irreversible] == ["createLoan"]


def test_load_comes_from_people_and_says_so(toolshed):
    average = toolshed.figure("load.avg_rps")
    assert average.value == pytest.approx(2000 * 20 / 86_400, rel=1e-5)
    assert "2000 people (member)" in average.formula
    assert toolshed.number("load.peak_rps_horizon") == pytest.approx(4.0, rel=1e-3)
    assert sum(use.per_second for use in toolshed.uses) == pytest.approx(toolshed.number("load.peak_rps"), rel=1e-4)


def test_every_default_has_a_question(toolshed):
    asked = {assumption.key for assumption in toolshed.assumptions if assumption.asks.endswith("?")}
    defaulted = {f"assumption:{figure.key}" for figure in toolshed.figures if figure.provenance == "defaulted"}
    assert defaulted
    assert defaulted <= asked


def test_an_override_reaches_what_is_computed_from_it():
    assert facts_of(TOOLSHED, load__peak_factor=10).number("load.peak_rps") == pytest.approx(4.63, rel=1e-2)


def test_absences_say_measure_threshold_and_years(toolshed):
    cache = next(known for known in toolshed.crossings if known.key == "cache")
    assert cache.measured == pytest.approx(3.2, rel=1e-3)
    assert cache.threshold == 50
    assert cache.years == pytest.approx(3 + 15.08, abs=0.02)
    assert {known.key for known in toolshed.crossings} >= {
        "partitioning.size",
        "read-replica",
        "broker",
        "search-engine",
        "service-extraction",
    }


def test_people_are_counted_things_that_stay_by_owner_and_events_by_day(toolshed):
    rows = [(entity.population.rows_now, entity.population.rows_per_year, entity.population.keep_s) for entity in toolshed.entities]
    assert rows == [(10_000, 0, None), (0, 146_000, 2 * 365 * 86_400), (2_000, 0, None)]


def test_a_history_grows_with_the_events_that_move_its_entity(toolshed):
    """Each loan is created and returned, and each of the two moves its tool; a tool that is offered adds its first state."""
    tool, loan = (toolshed.entity(name) for name in ("lending.Tool", "lending.Loan"))
    lent = loan.population.rows_per_year
    assert (tool.passed.rows_per_year, loan.passed.rows_per_year) == (2 * lent, 2 * lent)
    over_three_years = lent * (1.2**3 - 1) / log(1.2)
    assert tool.passed.rows_at_horizon == pytest.approx(tool.population.rows_at_horizon + 2 * over_three_years, abs=1)
    assert loan.passed.rows_at_horizon == 2 * loan.population.rows_at_horizon


def test_a_tool_that_nothing_moves_has_its_first_state_only():
    still = facts_of(TOOLSHED.replace("LENT: {return: FREE}", "LENT: {bring: FREE}")).entity("lending.Tool")
    assert (still.passed.rows_per_year, still.passed.rows_at_horizon) == (0, still.population.rows_at_horizon)


def test_rows_leave_a_state_no_more_often_than_they_reach_it():
    """Returned or lost, never both: however often people try, a loan has one end."""
    lost = TOOLSHED.replace("OPEN: {return: CLOSED}, CLOSED: {}", "OPEN: {return: CLOSED, lose: LOST}, CLOSED: {}, LOST: {}")
    loan = facts_of(lost.replace("transition Loan.return", "transition Loan.*")).entity("lending.Loan")
    assert loan.passed.rows_per_year == 2 * loan.population.rows_per_year


def test_the_largest_table_may_be_a_history(toolshed):
    largest = next(known for known in toolshed.crossings if known.key == "partitioning.size")
    assert "lending.tool_status_history" in largest.statement
    assert largest.measured > toolshed.entity("lending.Loan").population.bytes_at_horizon


RICH = """
designgen: 1
project: {name: shop, purpose: Sell things., country: IT}
actors:
  guest: {kind: human, auth: anonymous, count: 100}
  clerk: {kind: human, auth: oidc, count: 5}
requirements:
  - {id: FR-1, actor: guest, title: Order, operations: [create Order 2/s p95 400ms, "transition Order.*",
      list Order by shop+status sort -placed_at]}
  - {id: FR-2, actor: clerk, title: Look, operations: [list Order by shop range placed_at]}
constraints: {tenancy: {unit: Shop, count: 40, growth: 60%/y}}
quality: {load: {growth: 25%/y, horizon: 3y}}
domain:
  sales:
    Shop: {fields: {name: string(40), spot: geo_point opt}}
    Order:
      fields:
        {shop: ->Shop, placed_at: instant, paid: money, scan: file opt, local: local_datetime, during: range(date),
         tags: "[string(10)]", no: gapless(shop), mood: enum(GOOD|BAD), secret: secret, lines: [Line]}
      states: {NEW: {pay: PAID, cancel: GONE}, PAID: {}, GONE: {}}
      volume: {rate: 1k/day, keep: 1y}
    Line: {part_of: Order, fields: {count: int(1..99), price: money snapshot}, volume: {per: Order, avg: 4}}
    Answer: {anonymous: true, fields: {text: text}}
"""


@pytest.fixture(scope="module")
def shop() -> Facts:
    return facts_of(RICH)


def test_reserved_words_get_their_context(shop):
    assert [entity.table for entity in shop.entities] == ["sales.shop", "sales.sales_order", "sales.line", "sales.answer"]


def test_every_kind_of_field_finds_its_attributes(shop):
    order = {attribute.name: attribute for attribute in shop.entity("sales.Order").attributes}
    assert {"scan_key", "scan_content_type", "scan_size", "scan_sha256", "scan_scanned_at", "local", "local_tz", "secret_ref"} <= set(order)
    assert (order["during"].type, order["during"].of) == ("range", "date")
    assert (order["mood"].type, order["mood"].values) == ("enum", ("GOOD", "BAD"))
    assert order["no"].server
    assert shop.entity("sales.Order").uniques == (("shop_id", "no"),)


def test_a_child_refers_to_its_parent_and_its_tenant(shop):
    line = shop.entity("sales.Line")
    assert [attribute.name for attribute in line.attributes][:3] == ["id", "shop_id", "order_id"]
    assert (line.attribute("count").low, line.attribute("count").high) == (1, 99)
    assert line.population.rows_at_horizon == pytest.approx(4 * shop.entity("sales.Order").population.rows_at_horizon, abs=8)


def test_anonymous_rows_do_not_tell_when_they_came(shop):
    names = [attribute.name for attribute in shop.entity("sales.Answer").attributes]
    assert names == ["id", "text", "received_on"]
    assert shop.entity("sales.Answer").attribute("id").default == "uuidv4"


def test_a_star_expands_to_all_events_and_paying_is_irreversible(shop):
    uses = {use.id: use for use in shop.entity("sales.Order").uses}
    assert set(uses) == {"createOrder", "payOrder", "cancelOrder", "listOrders", "getOrder"}
    assert uses["payOrder"].irreversible
    assert not uses["cancelOrder"].irreversible
    assert uses["createOrder"].p95_ms == 400


def test_paths_of_one_operation_stand_side_by_side_tenant_first(shop):
    paths = shop.entity("sales.Order").paths
    assert [(path.equality, path.range) for path in paths] == [(("shop_id", "status"), None), (("shop_id",), "placed_at")]


def test_tenants_grow(shop):
    assert shop.number("tenancy.tenants_horizon") == 164


def test_italy_brings_zone_and_currency(shop):
    values = {assumption.key: assumption.value for assumption in shop.assumptions}
    assert (values["assumption:project.timezone"], values["assumption:project.currency"]) == ("Europe/Rome", "EUR")


@pytest.mark.parametrize(
    "text", ["designgen: 1\nproject: {name: bare, purpose: Nothing yet.}\ndomain: {a: {Thing: {fields: {name: string}}}}\n"]
)
def test_the_smallest_file_gives_all_figures(text):
    facts = facts_of(text)
    for key in [
        "load.avg_rps",
        "load.peak_rps",
        "load.peak_rps_horizon",
        "load.read_ratio",
        "load.read_rps",
        "load.write_rps",
        "load.growth",
        "load.horizon_years",
        "availability.target",
        "availability.downtime_minutes",
        "recovery.rpo_s",
        "recovery.rto_s",
        "team.devs",
        "team.ops",
        "team.size",
        "budget.monthly",
        "tenancy.tenants_horizon",
        "contexts.count",
        "entities.roots",
        "storage.bytes_horizon",
        "storage.wal_bytes_per_day",
        "storage.backup_bytes",
        "pool.busy",
        "pool.total",
        "pool.per_instance",
        "app.instances",
        "database.vcpu",
        "database.ram_gb",
        "consistency.cross_tx",
        "events.rate",
        "events.fanout",
        "ingress.rate",
        "offline.seconds",
        "pii.rank",
        "actors.humans",
    ]:
        assert facts.number(key) >= 0, key


def test_six_digits_are_kept(toolshed):
    for figure in toolshed.figures:
        assert float(f"{figure.value:.6g}") == figure.value


TWINS = """
designgen: 1
project: {name: twins, purpose: Two contexts use one word.}
actors: {user: {kind: human, auth: oidc, count: 3}}
requirements:
  - {id: FR-1, actor: user, title: Read, operations: [list sales.Note 2/s, list sales.Note by colour 3/s, list care.Note]}
domain:
  sales: {Note: {fields: {colour: enum(RED|BLUE)}}}
  care: {Note: {fields: {text: text}}}
"""


def test_ids_stay_unique_and_rates_of_one_operation_add_up():
    facts = facts_of(TWINS)
    uses = {use.id: use for use in facts.uses}
    assert set(uses) == {"listNotesInSales", "listNotesInCare"}
    assert uses["listNotesInSales"].per_second == 5
    assert [path.operation for entity in facts.entities for path in entity.paths] == ["listNotesInSales", "listNotesInCare"]
