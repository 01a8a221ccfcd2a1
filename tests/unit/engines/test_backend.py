"""The backend architect's draft: endpoints, rights, schemas, components, limits, opinion."""

import re

import pytest

from designgen.engines.offline.backend import section as backend
from designgen.engines.offline.backend.bottlenecks import years_left
from designgen.engines.offline.backend.reading import article, kebab, plural, words
from designgen.model.design.api import Api, ApiOperation, ObjectSchema
from designgen.model.interview import BackendSection
from generator import generate
from oracles.interfaces import asked, example, example_text, sections

SHOP = """
designgen: 1
project: {name: shop, purpose: Sell things., org: eu.example-shop, currency: EUR}
actors:
  clerk: {kind: human, auth: oidc, count: 20}
  till: {kind: system, auth: hmac, count: 5}
  visitor: {kind: human, auth: none, count: 1k}
requirements:
  - id: FR-1
    title: Keep sales
    actor: [clerk, till]
    operations: [create Sale, update Sale, transition Sale.pay, list Sale by status sort -sold_at]
  - id: FR-2
    title: Load articles
    actor: clerk
    operations: [import Article, export Article, search Article, batch Article, sync Article]
  - {id: FR-3, title: See articles, actor: visitor, operations: [list Article]}
  - {id: FR-4, title: Clean up, trigger: every 1d at 02:00, operations: [delete Article]}
domain:
  sales:
    Sale:
      fields: {number: string(20) unique, sold_at: instant, net: money, vat: money, total: money, lines: [SaleLine], photo: file opt}
      invariants: ["total = net + vat"]
      states: {OPEN: {pay: PAID}, PAID: {}}
    SaleLine: {part_of: Sale, fields: {label: string(40), quantity: int(1..99)}}
  stock:
    Article: {fields: {name: string(60) searchable, secret_key: secret, price: money}}
"""


def shop() -> Api:
    (api,) = sections(SHOP)[0].api
    return api


def operation(api: Api, name: str) -> ApiOperation:
    return api.operation(name)


def schema(api: Api, name: str) -> ObjectSchema:
    return next(one for one in api.schemas if one.name == name)


def names(one: ObjectSchema) -> list[str]:
    return [prop.name for prop in one.properties]


def toolshed() -> Api:
    (api,) = example("toolshed").api
    return api


def test_toolshed_has_its_twelve_operations_in_the_agreed_form() -> None:
    assert {(one.method, one.path, one.name) for one in toolshed().operations} == {
        ("post", "/tools", "createTool"), ("get", "/tools", "listTools"), ("get", "/tools/{tool_id}", "getTool"),
        ("patch", "/tools/{tool_id}", "updateTool"), ("delete", "/tools/{tool_id}", "deleteTool"),
        ("post", "/loans", "createLoan"), ("get", "/loans/{loan_id}", "getLoan"), ("post", "/loans/{loan_id}/return", "returnLoan"),
        ("post", "/members", "createMember"), ("get", "/members", "listMembers"), ("get", "/members/{member_id}", "getMember"),
        ("patch", "/members/{member_id}", "updateMember"),
    }  # fmt: skip


def test_owner_comes_from_the_token_and_status_from_events() -> None:
    assert names(schema(toolshed(), "ToolCreate")) == ["name", "deposit"]
    assert names(schema(toolshed(), "LoanCreate")) == ["tool_id", "due_on"]
    shown = {prop.name: prop.read_only for prop in schema(toolshed(), "Tool").properties}
    assert shown["owner_id"] and shown["status"] and shown["id"] and not shown["name"]


def test_a_list_of_members_shows_names_only() -> None:
    assert names(schema(toolshed(), "MemberSummary")) == ["id", "name"]
    assert "email" in names(schema(toolshed(), "Member"))
    assert "identity_subject" not in names(schema(toolshed(), "Member"))


def test_lists_filter_only_by_what_a_requirement_asks_for() -> None:
    listed = {parameter.name: parameter for parameter in operation(toolshed(), "listTools").parameters}
    assert list(listed) == ["status", "q", "sort", "cursor", "limit"]
    assert listed["status"].values == ("FREE", "LENT")
    assert listed["sort"].values == ("name",)


def test_lending_takes_the_tool_off_the_shelf_in_the_same_transaction() -> None:
    create = operation(toolshed(), "createLoan")
    assert "TOOL_NOT_FREE" in create.errors
    assert "moves it to LENT by `lend`" in create.description
    assert "from LENT to FREE by `return`" in operation(toolshed(), "returnLoan").description


def test_what_may_charge_a_deposit_needs_a_key_and_what_holds_money_needs_a_version() -> None:
    assert [one.name for one in toolshed().operations if one.idempotency_key] == ["createLoan"]
    assert [one.name for one in toolshed().operations if one.if_match == "required"] == ["updateTool"]
    assert "IDEMPOTENCY_KEY_REQUIRED" in operation(toolshed(), "createLoan").errors
    assert "PRECONDITION_REQUIRED" in operation(toolshed(), "updateTool").errors


def test_object_rules_name_the_owner() -> None:
    assert "`owner_id` is the caller" in operation(toolshed(), "updateTool").object_rule
    assert "or `owner_id` of the tool is" in operation(toolshed(), "getLoan").object_rule
    assert "caller's own member" in operation(toolshed(), "updateMember").object_rule


def test_every_operation_says_who_why_how_fast() -> None:
    for one in (*toolshed().operations, *shop().operations):
        assert one.actors and one.requirements and one.because and one.p95_ms > 0, one.name
        assert one.scope or one.public, one.name
        assert 0 < len(one.summary) <= 60
        assert {"QUOTA_EXCEEDED", "INTERNAL"} <= set(one.errors)


def test_error_catalogue_holds_exactly_what_is_raised() -> None:
    for api in (toolshed(), shop()):
        raised = {code for one in api.operations for code in one.errors}
        assert raised == {error.name for error in api.errors}


def test_invariant_has_a_code_of_its_own() -> None:
    assert "SALE_TOTAL_EQUALS_NET_PLUS_VAT" in operation(shop(), "createSale").errors


def test_contained_rows_travel_with_their_parent() -> None:
    assert "lines" in names(schema(shop(), "SaleCreate"))
    assert names(schema(shop(), "SaleLineCreate")) == ["label", "quantity"]


def test_secret_never_leaves() -> None:
    assert not any(
        "secret" in name
        for one in shop().schemas
        if one.entity == "stock.Article"
        for name in names(one)
        if one.kind in ("read", "summary")
    )


def test_machine_writes_carry_a_key_and_human_reads_do_not() -> None:
    assert operation(shop(), "createSale").idempotency_key
    assert operation(shop(), "createSale").schemes == ("oidc", "signature")
    assert not operation(shop(), "listSales").idempotency_key


def test_open_reading_says_why() -> None:
    listed = operation(shop(), "listArticles")
    assert "visitor" in listed.public


def test_long_work_answers_202_with_an_operation_to_poll() -> None:
    importing = operation(shop(), "importArticles")
    assert (importing.status, importing.response, importing.path) == (202, "Operation", "/imports/articles")
    assert {"getOperation", "cancelOperation", "createUpload"} <= {one.name for one in shop().operations}


def test_sync_pulls_and_pushes() -> None:
    assert operation(shop(), "pullChanges").path == "/sync/changes"
    served = {name for one in shop().operations for name in one.serves}
    assert "syncArticles" in served


def tavola() -> dict[str, Api]:
    return {api.audience: api for api in example("tavola").api}


def test_devices_push_only_what_their_people_may_do() -> None:
    push = operation(tavola()["own-clients"], "pushCommands")
    (command,) = (one for one in tavola()["own-clients"].schemas if one.name == "SyncCommand")
    kinds = {prop.name: prop.attribute.values for prop in command.properties}
    assert push.serves == ("syncOrders",)
    assert kinds["type"] == ("ORDER",) and kinds["kind"] == ("CREATE", "PLACE")
    assert "RESYNC_REQUIRED" in operation(tavola()["own-clients"], "pullChanges").errors


def test_a_row_made_offline_brings_its_id() -> None:
    create = operation(tavola()["own-clients"], "createOrder")
    assert (create.method, create.path, create.idempotency_key) == ("put", "/orders/{order_id}", False)
    assert "DUPLICATE" in create.errors
    assert operation(toolshed(), "createLoan").method == "post"


def test_a_guest_gets_a_token_of_a_place_and_a_passer_by_needs_none() -> None:
    own = tavola()["own-clients"]
    entry = operation(own, "createGuestSession")
    assert "dining table" in entry.public and "ENTRY_REFUSED" in entry.errors
    assert "made under its token" in operation(own, "getOrder").object_rule
    (energy,) = example("neighbourhoods").api
    assert operation(energy, "reportIntensity").schemes == ()
    assert operation(energy, "reportIntensity").cache == "public, max-age=43200, stale-while-revalidate=43200"


def test_what_anyone_may_send_is_held_to_a_quota_and_a_challenge() -> None:
    (energy,) = example("neighbourhoods").api
    send = operation(energy, "createSurveyResponse")
    assert {"Idempotency-Key", "Challenge-Token"} <= {one.name for one in send.parameters}
    assert (send.response, "CHALLENGE_FAILED" in send.errors) == ("Receipt", True)
    assert next(one for one in energy.rate_policies if one.name == "submission").covers == ("createSurveyResponse",)


def test_a_report_filters_by_the_ends_of_its_paths() -> None:
    (energy,) = example("neighbourhoods").api
    names = [one.name for one in operation(energy, "reportIntensity").parameters]
    assert names[:2] == ["building_neighbourhood_id", "period_year"]


def test_webhooks_have_receivers_of_their_own_in_the_internal_document() -> None:
    inner = tavola()["internal"]
    assert {one.path for one in inner.operations} == {"/webhooks/stripe", "/webhooks/sdi", "/webhooks/pos"}
    assert {one.status for one in inner.operations} == {202}
    assert operation(inner, "receiveStripeEvent").schemes == ("stripe-v1",)
    assert operation(inner, "receiveSdiEvent").schemes == ("mtls",)
    assert "fires `capture` of the payment" in operation(inner, "receiveStripeEvent").description
    assert "`sale.closed`" in operation(inner, "receivePosEvent").description


def test_paying_answers_before_the_outcome_is_known() -> None:
    pay = operation(tavola()["own-clients"], "payOrder")
    assert (pay.status, pay.response, pay.if_match, pay.idempotency_key) == (202, "PaymentStarted", "required", True)
    assert "stays PLACED until stripe reports" in pay.description
    assert {"UPSTREAM_TIMEOUT", "PRECONDITION_REQUIRED"} <= set(pay.errors)


def test_ids_of_another_tenant_answer_404() -> None:
    for one in tavola()["own-clients"].operations:
        if "{" in one.path and one.kind != "create":
            assert "404" in one.object_rule, one.name
            assert "NOT_FOUND" in one.errors


def test_who_has_to_choose_from_a_list_may_read_it() -> None:
    assert "guest" in operation(tavola()["own-clients"], "listMenuItems").actors
    assert "guest" not in operation(tavola()["own-clients"], "listInvoices").actors


def test_machines_do_not_see_who_a_guest_is() -> None:
    (order,) = (one for one in tavola()["own-clients"].schemas if one.name == "Order")
    assert [(mask.actor, mask.hides) for mask in order.masks] == [("pos", ("guest_name",))]


def test_quotas_follow_the_share_of_each_kind_of_caller() -> None:
    quotas = {one.name: one for one in tavola()["own-clients"].rate_policies}
    assert set(quotas) == {"manager", "guest", "waiter", "pos", "entry"}
    assert quotas["guest"].quota == 60 and quotas["guest"].counts == "guest token"


def test_work_on_a_schedule_is_no_endpoint() -> None:
    assert "deleteArticle" not in {one.name for one in shop().operations}


def test_host_is_the_organisation_or_a_private_name() -> None:
    assert shop().host == "api.example-shop.eu"
    assert toolshed().host == "api.toolshed.internal"


def test_every_named_schema_exists_and_none_is_spare() -> None:
    for api in (toolshed(), shop()):
        known = {one.name for one in api.schemas}
        used = {name for one in api.operations for name in (one.request, one.response) if name}
        used |= {prop.attribute.of for one in api.schemas for prop in one.properties if prop.attribute.type in ("embedded", "children")}
        assert known == used - {"Problem"}


def test_custom_methods_follow_the_style_asked_for() -> None:
    text = SHOP.replace("actors:", "interfaces: [{kind: rest, custom_methods: colon}]\nactors:", 1)
    (api,) = sections(text)[0].api
    assert operation(api, "paySale").path == "/sales/{sale_id}:pay"


def test_each_audience_has_its_document() -> None:
    interfaces = "interfaces: [{kind: rest, audience: own-clients}, {kind: rest, audience: partners, actors: [till]}]\nactors:"
    apis = {api.audience: api for api in sections(SHOP.replace("actors:", interfaces, 1))[0].api}
    assert {one.name for one in apis["partners"].operations} >= {"createSale", "paySale"}
    assert "importArticles" not in {one.name for one in apis["partners"].operations}
    assert all("till" not in one.actors for one in apis["own-clients"].operations)
    keys = [part.key for api in apis.values() for group in (api.operations, api.schemas, api.errors, api.scopes) for part in group]
    assert len(keys) == len(set(keys))


def test_rate_limit_is_three_times_the_share_of_one_caller() -> None:
    busy = SHOP.replace("create Sale,", "create Sale 10/s,").replace("auth: oidc, count: 20", "auth: oidc, concurrent: 500")
    (api,) = sections(busy.replace("auth: hmac, count: 5", "auth: hmac, concurrent: 2"))[0].api
    rate = sum(one.per_second for one in api.operations if "till" in one.actors)
    assert api.rate_limit == pytest.approx(3 * 60 * rate / 2, rel=0.02)
    assert toolshed().rate_limit == 60


def test_components_carry_the_agreed_keys() -> None:
    keys = {component.key for component in example("toolshed").architecture.components}
    expected = {f"component:{name}" for name in ("member", "web", "proxy", "app", "worker", "database", "identity")}
    assert keys == expected
    for connection in example("toolshed").architecture.connections:
        assert {connection.source, connection.target} <= keys


def test_no_identity_provider_without_anyone_who_signs_in() -> None:
    text = SHOP.replace("clerk: {kind: human, auth: oidc, count: 20}", "clerk: {kind: human, auth: none, count: 20}")
    keys = {component.key for component in sections(text)[0].architecture.components}
    assert "component:identity" not in keys


def test_an_actor_or_peer_called_like_a_part_of_ours_is_another_box() -> None:
    text = SHOP.replace("clerk", "worker") + "integrations: [{id: identity, direction: out, protocol: https, data: [Sale]}]\n"
    first, second = sections(text)
    keys = [component.key for component in first.architecture.components]
    assert len(keys) == len(set(keys))
    assert {"component:worker", "component:worker-caller", "component:identity", "component:identity-system"} <= set(keys)
    assert all({step.source, step.target} <= set(keys) for flow in second.flows.flows for step in flow.steps)


def test_modules_own_and_call() -> None:
    modules = {module.name: module for module in example("toolshed").architecture.modules}
    assert modules["lending"].entities == ("lending.Tool", "lending.Loan")
    assert modules["lending"].calls == ("module:people",)


def test_limits_are_sorted_and_break_at_eighty_per_cent() -> None:
    limits = example("toolshed").architecture.bottlenecks
    assert [limit.utilisation for limit in limits] == sorted((limit.utilisation for limit in limits), reverse=True)
    for limit in limits:
        assert limit.utilisation * limit.breaks_at == pytest.approx(0.8, rel=0.01)


def test_years_left_follow_the_growth() -> None:
    assert years_left(0.4, 1.0) == pytest.approx(1.0)
    assert years_left(0.9, 0.2) == 0
    assert years_left(0.1, 0) is None


def test_nearby_without_a_place_is_a_finding_and_with_one_is_none() -> None:
    (found,) = sections(example_text("toolshed"))[0].opinion.findings
    assert found.path == "requirements.FR-3" and "nearby" in found.statement
    placed = example_text("toolshed").replace("deposit: money", "deposit: money\n        place: geo_point")
    assert not sections(placed)[0].opinion.findings


def test_asks_who_confirms_the_return() -> None:
    asked_questions = [question.text for question in sections(example_text("toolshed"))[0].opinion.questions]
    assert any(re.search(r"borrower.*owner of the tool", text) for text in asked_questions)


@pytest.mark.parametrize(
    ("noun", "many"), [("loan", "loans"), ("order line", "order lines"), ("person", "people"), ("category", "categories"), ("box", "boxes")]
)
def test_plurals(noun: str, many: str) -> None:
    assert plural(noun) == many


def test_words_of_names() -> None:
    assert words("DailyTakings") == "daily takings"
    assert kebab("DailyTakings") == "daily-takings"
    assert (article("order"), article("user"), article("loan")) == ("an order", "a user", "a loan")


@pytest.mark.parametrize("seed", range(25))
def test_random_requirements_give_endpoints_no_router_confuses(seed: int) -> None:
    section = backend.draft(asked(generate(seed)))
    assert isinstance(section, BackendSection)
    for api in section.api:
        places = [(one.method, re.sub(r"\{[^}]*\}", "{}", one.path)) for one in api.operations]
        assert len(places) == len(set(places))
        assert len({one.name for one in api.operations}) == len(api.operations)
        known = {one.name for one in api.schemas}
        assert {name for one in api.operations for name in (one.request, one.response) if name} <= known
