"""What the interface promises to whom: scopes by rights, rules where they can be broken, times and amounts that nobody can forge."""

from designgen.model.design.api import Api, ApiOperation
from oracles.interfaces import EXAMPLES, design, example, sections

SPLIT = """
designgen: 1
project: {name: desk, purpose: Lends keys., country: IT, currency: EUR}
actors:
  clerk: {kind: human, auth: oidc, count: 3}
  chief: {kind: human, auth: oidc, count: 1}
requirements:
  - {id: FR-1, title: Lend and return, actor: clerk, operations: [create Key, transition Key.lend, transition Key.return, get Key]}
  - {id: FR-2, title: Write off, actor: chief, operations: [transition Key.scrap, get Key]}
domain:
  desk:
    Key:
      fields: {label: string(10), lent_at: instant opt, price: money, fee: money computed}
      invariants: ["scrapped only after a year", "a SCRAPPED key is immutable", "fee = price - price"]
      states: {FREE: {lend: LENT, scrap: SCRAPPED}, LENT: {return: FREE}, SCRAPPED: {}}
"""


def api(text: str = SPLIT) -> Api:
    return design(text).api[0]


def operation(name: str, text: str = SPLIT) -> ApiOperation:
    return api(text).operation(name)


def test_events_of_different_people_have_different_scopes() -> None:
    assert operation("lendKey").scope == operation("returnKey").scope == "desk.key.lend_return"
    assert operation("scrapKey").scope == "desk.key.scrap"
    assert operation("getKey").scope == "desk.key.read"
    held = {scope.name: scope.actors for scope in api().scopes}
    assert held["desk.key.scrap"] == ("chief",) and held["desk.key.lend_return"] == ("clerk",)


def test_a_scope_that_was_split_off_is_there_because_of_all_whose_callers_split_it() -> None:
    reasons = {scope.name: set(scope.because) for scope in api().scopes}
    assert set(operation("lendKey").requirements) <= reasons["desk.key.scrap"]
    assert set(operation("scrapKey").requirements) <= reasons["desk.key.lend_return"]


def test_no_actor_of_an_example_holds_a_right_it_was_not_given() -> None:
    for name in ("tavola", "toolshed", "neighbourhoods"):
        for one in example(name).api:
            held = {scope.name: set(scope.actors) for scope in one.scopes}
            for known in one.operations:
                assert not known.scope or held[known.scope] <= set(known.actors), (name, known.name)


def test_a_rule_is_raised_where_a_request_can_break_it() -> None:
    codes = {one.name: {code for code in one.errors if code.startswith("KEY_")} for one in api().operations}
    assert codes["scrapKey"] == {"KEY_SCRAPPED_ONLY_AFTER_YEAR"}
    assert codes["createKey"] == codes["lendKey"] == set(), "nobody creates a scrapped key, and the server computes the fee"


def test_an_invoice_is_late_when_it_is_transmitted() -> None:
    late = "INVOICE_TRANSMITTED_NO_LATER_12_DAYS"
    raising = [one.name for one in example("tavola").api[0].operations if late in one.errors]
    assert raising == ["transmitInvoice"]


def test_what_is_asked_of_a_payment_later_starts_with_its_own_state() -> None:
    schemas = {schema.name: schema for schema in example("tavola").api[0].schemas}
    started, refund = schemas["PaymentStarted"], schemas["PaymentRefundStarted"]
    assert [prop.attribute.values for prop in started.properties if prop.name == "status"] == [("PENDING",)]
    assert [prop.attribute.values for prop in refund.properties if prop.name == "status"] == [("CAPTURED",)]
    assert "client_token" not in {prop.name for prop in refund.properties}


def test_only_an_event_sets_its_time_and_no_amount_is_negative() -> None:
    schemas = {schema.name: schema for schema in api().schemas}
    assert [prop.name for prop in schemas["KeyCreate"].properties] == ["label", "price"]
    assert next(prop for prop in schemas["Key"].properties if prop.name == "lent_at").description == "Set when `lend` happens."
    assert all(prop.attribute.low == 0 for prop in schemas["Key"].properties if prop.attribute.type == "money")


def test_the_tenant_is_no_filter() -> None:
    listing = example("tavola").api[0].operation("listOrders")
    assert [one.name for one in listing.parameters if one.place == "query" and not one.component] == ["status", "sort"]


def test_an_actor_that_is_an_integration_keeps_its_webhook() -> None:
    links = [one for one in example("tavola").architecture.connections if one.source == "component:pos"]
    assert [(one.key, one.purpose) for one in links] == [
        ("connection:pos-proxy", "calls the API"),
        ("connection:pos-proxy-events", "reports sale.closed and shift.closed"),
    ]


def test_readers_of_what_is_published_are_asked_for() -> None:
    asked = {one.key: one for one in sections((EXAMPLES / "neighbourhoods.yaml").read_text())[1].opinion.questions}
    question = asked["question:readers-annual-report"]
    assert question.text == "Who reads a published annual report, and where?" and "citizen" in question.why
    others = sections((EXAMPLES / "tavola.yaml").read_text())[1].opinion.questions
    assert not [one.key for one in others if one.key.startswith("question:readers")]
