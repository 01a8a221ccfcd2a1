"""The integration engineer's draft: flows, what commits together, policies, events, questions."""

import pytest

from designgen.engines.offline.settlements import meaning, settlement_of
from designgen.knowledge.wording import past_tense
from designgen.model.design.flows import Flow
from designgen.model.interview import FlowsSection
from designgen.sizing.effects import effects
from generator import generate
from oracles.interfaces import design, example, example_text, sections

TIDY = example_text("toolshed").replace("transition Loan.return]", "transition Loan.return, transition Tool.lend, transition Tool.return]")


def flow(section: FlowsSection, name: str) -> Flow:
    return next(one for one in section.flows.flows if one.name == name)


def toolshed() -> FlowsSection:
    return sections(example_text("toolshed"))[1]


def test_equal_names_and_a_reference_imply_an_effect() -> None:
    found = {(effect.event, effect.fires, effect.before, effect.after) for effect in effects(example("toolshed").facts.entities)}
    assert found == {("", "lend", "FREE", "LENT"), ("return", "return", "LENT", "FREE")}


def test_no_effect_where_a_requirement_fires_the_event_itself() -> None:
    assert effects(design(TIDY).facts.entities) == ()


def test_draws_sign_in_what_moves_together_and_the_job() -> None:
    names = [one.name for one in toolshed().flows.flows]
    assert names[0] == "sign-in" and names[-1] == "retention"
    assert {"createLoan", "returnLoan"} <= set(names)
    assert not {"listTools", "createTool"} & set(names)


def test_a_flow_says_what_commits_together_and_what_a_failure_leaves() -> None:
    create = flow(toolshed(), "createLoan")
    assert "the state of its tool" in create.transaction
    assert "TOOL_NOT_FREE" in create.on_failure
    texts = [step.text for step in create.steps]
    assert texts.index("lock the tool row, check FREE") < texts.index("insert into lending.loan as OPEN")


def test_lifelines_are_components() -> None:
    keys = {component.key for component in example("toolshed").architecture.components}
    for one in toolshed().flows.flows:
        for step in one.steps:
            assert {step.source, step.target} <= keys, one.key


def test_policies_cover_every_code_once() -> None:
    codes = [code for policy in toolshed().flows.policies for code in policy.codes]
    assert sorted(codes) == sorted(error.name for error in example("toolshed").api[0].errors)
    waiting = next(policy for policy in toolshed().flows.policies if policy.name == "wait")
    assert waiting.attempts == 3 and "OVERLOADED" in waiting.codes


def test_nobody_reacts_so_nothing_is_published() -> None:
    assert toolshed().flows.events == ()
    assert any("no broker is needed" in conclusion for conclusion in toolshed().opinion.conclusions)


def test_an_integration_that_carries_an_entity_reads_its_events() -> None:
    text = example_text("toolshed") + "integrations:\n  - {id: insurer, direction: out, protocol: https, format: json, data: [Loan]}\n"
    events = {event.name: event for event in sections(text)[1].flows.events}
    assert events["lending.loan.returned.v1"].consumers == ("insurer",)
    assert "email" not in events["lending.loan.returned.v1"].payload


def test_questions_are_ranked_bounded_and_about_this_system() -> None:
    asked = toolshed().opinion.questions
    assert 4 <= len(asked) <= 10
    assert [question.value for question in asked] == sorted((question.value for question in asked), reverse=True)
    assert all(question.value >= 3 and question.because and question.assumed and question.changes for question in asked)
    text = " ".join(question.text for question in asked)
    for word in ("deposit", "due_on", "lend"):
        assert word in text


def test_nothing_is_asked_that_the_file_answers() -> None:
    explicit = sections(TIDY)[1].opinion.questions
    assert not any(question.key == "question:effect-loan-tool" for question in explicit)
    timed = example_text("toolshed").replace(
        "requirements:\n", "requirements:\n  - {id: FR-9, title: Remind, trigger: 1d before Loan.due_on, operations: [send Loan]}\n"
    )
    assert not any(question.key == "question:overdue-loan" for question in sections(timed)[1].opinion.questions)


@pytest.mark.parametrize(
    ("verb", "fact"),
    [("return", "returned"), ("lend", "lent"), ("pay", "paid"), ("close", "closed"), ("apply", "applied"), ("cancel", "cancelled")],
)
def test_events_are_named_as_facts(verb: str, fact: str) -> None:
    assert past_tense(verb) == fact


@pytest.mark.parametrize("seed", range(25))
def test_random_requirements_give_flows_between_known_components(seed: int) -> None:
    first, second = sections(generate(seed))
    keys = {component.key for component in first.architecture.components}
    for one in second.flows.flows:
        assert one.steps and one.transaction and one.on_failure
        for step in one.steps:
            assert {step.source, step.target} <= keys, (one.key, step)


def tavola() -> FlowsSection:
    return sections(example_text("tavola"))[1]


def test_a_payment_is_finished_by_its_provider() -> None:
    pay, order = settlement_of(example("tavola").facts, "ordering.Order", "pay"), flow(tavola(), "payOrder")
    assert pay is not None
    assert (pay.peer, pay.record.key, pay.confirms, pay.waiting) == ("stripe", "billing.Payment", "capture", "PENDING")
    texts = [step.text for step in order.steps]
    stored = next(place for place, text in enumerate(texts) if "insert payment as PENDING" in text)
    asked = next(place for place, text in enumerate(texts) if "Idempotency-Key = payment id" in text)
    settled = next(place for place, text in enumerate(texts) if "order PAID" in text)
    assert stored < asked < settled


def test_pay_has_its_three_variants_and_the_invoice_its_refusal() -> None:
    names = {one.name for one in tavola().flows.flows}
    assert {"payOrder", "payOrder-timeout", "payOrder-duplicate", "transmitInvoice", "transmitInvoice-refused"} <= names
    assert {"receiveStripeEvent", "receiveSdiEvent", "receivePosEvent", "offline-sync", "guest-session"} <= names
    assert "number" in flow(tavola(), "transmitInvoice-refused").transaction


@pytest.mark.parametrize(("kind", "entity", "event"), [
    ("payment_intent.succeeded", "billing.Payment", "capture"),
    ("charge.refunded", "billing.Payment", "refund"),
    ("RC", "billing.Invoice", "deliver"),
    ("MC", "billing.Invoice", "undeliver"),
    ("NS", "billing.Invoice", "reject"),
    ("sale.closed", "ordering.Order", ""),
])  # fmt: skip
def test_messages_of_peers_stand_for_events(kind: str, entity: str, event: str) -> None:
    assert meaning(kind, example("tavola").facts.entity(entity)) == event


def test_every_published_event_has_a_reader_and_a_cause() -> None:
    published = tavola().flows.events
    assert {event.name for event in published} >= {"ordering.order.placed.v1", "billing.invoice.transmitted.v1"}
    for event in published:
        assert event.consumers and len(event.consumers) == len(event.purposes)
        assert event.fired_by, event.key
        assert not {"guest_name", "customer_name", "email"} & set(event.payload)


def test_receiving_stores_before_it_works() -> None:
    texts = [step.text for step in flow(tavola(), "receiveStripeEvent").steps]
    assert texts.index("insert webhook_event as received") < texts.index("202") < texts.index("take events that are due, skip locked")
    assert all(len(one.steps) <= 20 for one in tavola().flows.flows)
