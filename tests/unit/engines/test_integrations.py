"""The integration architect: figures of an adapter follow from what is known of the peer, and what is unknown is asked."""

from dataclasses import replace
from typing import Any

import pytest

from designgen.engines.offline.integrations import section as integrations
from designgen.engines.offline.integrations.settings import Peer, attempts, settings, worst
from designgen.model.design.integrations import Adapter
from designgen.model.design.opinion import Opinion
from oracles.sections import EXAMPLES, designed, toolshed

HEAD = """
designgen: 1
project: {name: postbox, purpose: Sends letters., currency: EUR, country: IT}
actors: {clerk: {kind: human, auth: oidc, count: 300}}
domain: {mail: {Letter: {fields: {text: text, sent_on: date opt}, states: {DRAFT: {send: SENT}, SENT: {}}}}}
"""
WISH = "requirements:\n  - {id: FR-1, title: Send, actor: clerk, operations: [create Letter]}\n"


def answer(text: str) -> tuple[dict[str, Adapter], Opinion]:
    section = integrations.draft(designed(text)[0])
    return {adapter.name: adapter for adapter in section.integrations.adapters}, section.opinion


def with_peer(peer: str, operation: str = "create Letter 4/s") -> dict[str, Adapter]:
    wish = f"requirements:\n  - {{id: FR-1, title: Send, actor: clerk, operations: [{operation}]}}\n"
    return answer(f"{HEAD}{wish}integrations:\n  - {peer}\n")[0]


STANDARD = Peer(name="pay", p50=250, p99=1200, sla=0.9995, budget=4000, rate=40, instances=4, limit=100)
"""A payment provider: 40 calls/s from 4 instances, 4 s to spare."""


def payment(**changes: Any) -> Peer:
    return replace(STANDARD, **changes)


def test_payment_provider_of_the_rulebook() -> None:
    peer = payment()
    tries = attempts(peer)
    assert peer.shape == pytest.approx(0.674, abs=0.001)
    assert peer.mean == pytest.approx(314, abs=1)
    assert (tries.timeout, tries.count, tries.worst) == (1850, 2, 3950)
    found = {one.name: one.value for one in settings(peer)}
    assert found["breaker window"] == "last 100 calls"
    assert found["breaker opens at"].startswith("50 % failed")
    assert found["bulkhead"].startswith("9 at once")
    assert found["rate limiter"] == "20/s per instance"


def test_limiter_is_shared_where_a_static_share_would_be_too_small() -> None:
    found = {one.name: one.value for one in settings(payment(instances=8, rate=60.0))}
    assert found["rate limiter"] == "80/s for all instances together"


@pytest.mark.parametrize("budget", [300, 500, 900, 1500, 2500, 4000, 10_000])
@pytest.mark.parametrize(("p50", "p99"), [(15, 80), (80, 600), (200, 1500), (800, 5000)])
def test_attempts_always_fit_the_budget(budget: float, p50: float, p99: float) -> None:
    tries = attempts(payment(budget=float(budget), p50=float(p50), p99=float(p99)))
    assert worst(tries.timeout, tries.count, tries.base, tries.cap) <= budget
    assert 1 <= tries.count <= 3


def test_a_peer_that_may_act_twice_is_asked_once() -> None:
    assert attempts(payment(repeatable=False, budget=60_000.0)).count == 1


def test_every_figure_says_why() -> None:
    for one in settings(payment()):
        assert one.rule.startswith("INT-")
        assert len(one.reason) > 15


def test_sign_in_is_an_adapter_when_people_sign_in() -> None:
    adapters, opinion = answer(toolshed())
    assert set(adapters) == {"identity-provider"}
    assert adapters["identity-provider"].component == "component:identity"
    assert adapters["identity-provider"].data == ("people.Member",)
    assert "signed in keeps working" in adapters["identity-provider"].when_down
    assert "except the one that signs people in" in opinion.conclusions[0]


def test_nobody_signs_in_means_no_adapter() -> None:
    text = (
        HEAD.replace("auth: oidc", "auth: anonymous")
        + "requirements:\n  - {id: FR-1, title: Send, actor: clerk, operations: [create Letter]}\n"
    )
    adapters, opinion = answer(text)
    assert not adapters
    assert opinion.conclusions == ("postbox depends on no system of others.",)


@pytest.mark.parametrize(
    ("peer", "style"),
    [
        ("{id: files, direction: in, protocol: sftp}", "batch file"),
        ("{id: shop, direction: in, protocol: webhook}", "event"),
        ("{id: stock, direction: in, protocol: https}", "incremental poll"),
    ],
)
def test_style_follows_what_the_peer_can_do(peer: str, style: str) -> None:
    assert with_peer(peer)[peer.split(":")[1].split(",", maxsplit=1)[0].strip()].style.startswith(style)


def test_waiting_operations_are_named_in_the_outage() -> None:
    adapter = with_peer("{id: printer, direction: out, protocol: https}", "create Letter 4/s via printer")["printer"]
    if adapter.style.startswith("sync"):
        assert "createLetter" in adapter.when_down
    assert "createLetter" in adapter.purpose


def test_unknowns_become_one_question_that_names_them() -> None:
    wish = "requirements:\n  - {id: FR-1, title: Send, actor: clerk, operations: [create Letter]}\n"
    text = f"{HEAD}{wish}integrations:\n  - {{id: printer, direction: out}}\n"
    adapters, opinion = answer(text)
    question = next(one for one in opinion.questions if one.key == "question:printer-unknowns")
    assert len(adapters["printer"].unknowns) >= 3
    assert all(unknown in question.text for unknown in adapters["printer"].unknowns)
    assert question.provisional == ("adapter:printer",)
    assert any("printer" in concern for concern in opinion.concerns)


def test_given_figures_are_called_given() -> None:
    adapter = with_peer(
        "{id: printer, direction: out, protocol: https, sla: 99.9%, latency: {p50: 50ms, p99: 200ms}, limit: 5/s, rate: 1/s}"
    )
    told = " ".join(one.reason for one in adapter["printer"].settings)
    assert "p99 200 ms (given)" in told
    assert "0.1 % (given)" in told
    assert "limit of 5/s" in told


def test_figures_of_a_rare_sign_in_fit_one_another() -> None:
    adapter = answer(toolshed())[0]["identity-provider"]
    amounts = {one.path: float(one.amount) for one in adapter.settings if one.path and one.amount is not None}
    assert amounts["timeouts.connect_ms"] < amounts["timeouts.read_ms"] <= amounts["timeouts.total_ms"]
    assert amounts["retry.max_attempts"] == 1
    assert not any(path.startswith("breaker.") for path in amounts)
    told = {one.name: one.then for one in adapter.tests}
    assert not {"storm", "expired-credential", "retry-budget"} & set(told)
    assert not any(word in " ".join(told.values()) for word in ("rows wait", "parks", "worker", "raw answer"))


def test_what_is_given_is_not_asked_again_nor_called_assumed() -> None:
    text = f"{HEAD}{WISH}integrations:\n  - {{id: printer, direction: out, protocol: https, auth: mtls, sla: 99%, format: xml}}\n"
    adapters, opinion = answer(text)
    question = next(one for one in opinion.questions if one.key == "question:printer-unknowns")
    assert question.assumed == "5 calls a second; 99 % of the answers within 1.5 seconds; a repeated request acts twice."
    told = {one.name: one for one in adapters["printer"].settings}
    assert told["rate limiter"].value == "4/s for all instances together"
    assert "limit of 5/s (assumed)" in told["rate limiter"].reason
    assert "promised failures are 1 % (given)" in told["breaker opens at"].reason


def test_figures_of_a_peer_are_those_its_adapter_is_made_with() -> None:
    peers = "{id: printer, direction: out, protocol: soap, rate: 2/s}\n  - {id: shop, direction: in, protocol: webhook}"
    facts = designed(f"{HEAD}{WISH}integrations:\n  - {peers}\n")[0].facts
    known = {one.key: (one.value, one.provenance) for one in facts.figures if one.key.startswith("integration.")}
    assert known == {
        "integration.printer.p99_s": (5, "defaulted"),
        "integration.printer.sla": (0.995, "defaulted"),
        "integration.printer.limit_rps": (2, "given"),
        "integration.shop.sla": (0.995, "defaulted"),
    }
    assert "limit of 2/s (given)" in " ".join(one.reason for one in with_peer(peers)["printer"].settings)


LETTER = "{DRAFT: {send: SENT}, SENT: {deliver: DONE, reject: REFUSED}, REFUSED: {send: SENT}, DONE: {}}"


@pytest.mark.parametrize(
    ("events", "states", "given", "then"),
    [
        ("[NS, RC]", LETTER, "`RC`, which followed `send`, and only then the earlier `NS` of the same Letter", "Letter is DONE after both"),
        ("[RC, NS]", "{DRAFT: {send: SENT}, SENT: {deliver: DONE, reject: LOST}, LOST: {}, DONE: {}}", "two events of `RC`", "the newer"),
        (
            "[charge.refunded, charge.succeeded]",
            "{SENT: {pay: PAID}, PAID: {refund: BACK}, BACK: {}}",
            "earlier `charge.succeeded`",
            "BACK",
        ),
    ],
)
def test_order_is_tested_with_reports_that_one_row_can_have(events: str, states: str, given: str, then: str) -> None:
    """A letter is delivered or refused; both happen to one letter only where it was sent again in between."""
    head = HEAD.replace("{DRAFT: {send: SENT}, SENT: {}}", states)
    wish = WISH.replace("create Letter", "create Letter, transition Letter.send" if "send" in states else "create Letter")
    peer = f"{{id: post, direction: both, protocol: https, webhooks: {{events: {events}}}, data: [Letter]}}"
    adapter = answer(f"{head}{wish}integrations:\n  - {peer}\n")[0]["post"]
    test = next(one for one in adapter.tests if one.name == "out-of-order")
    assert given in test.given
    assert then in test.then


def test_a_request_without_an_answer_leaves_a_state_that_the_row_has() -> None:
    adapter = with_peer("{id: printer, direction: out, protocol: https, data: [Letter]}", "create Letter 4/s via printer")["printer"]
    outcome = {setting.name: setting.value for chapter in adapter.chapters for setting in chapter.settings}["unknown outcome"]
    assert outcome == "Letter stays as it is, and is looked up by our id before anything is sent again"
    assert "Letter stays as it is" in next(one.then for one in adapter.tests if one.name == "read-timeout")


def test_the_conclusion_counts_every_adapter_and_names_what_others_run_without_one() -> None:
    for name in ("tavola", "neighbourhoods"):
        text = (EXAMPLES / f"{name}.yaml").read_text()
        adapters, opinion = answer(text)
        said = " ".join(opinion.conclusions)
        assert "the one that signs people in" in said
        assert f"each of {len(adapters)} has an adapter" in said or "depends on no system of others except" in said
        assert "file storage has no adapter" in said
    assert "except the one that signs people in and the file storage." in opinion.conclusions[0]


def test_a_pipeline_whose_result_nobody_keeps_is_asked_about_and_lets_a_day_grow() -> None:
    question, design = designed((EXAMPLES / "tavola.yaml").read_text())
    opinion = integrations.draft(question).opinion
    asked = next(one for one in opinion.questions if one.key == "question:takings-kept")
    assert not question.facts.holds("aggregate")
    assert "DailyTakings has no table; `reportDailyTakings` reads ordering.Order" in asked.assumed
    pipeline = next(one for one in design.integrations.pipelines if one.title == "takings")
    settings = {one.name: one for chapter in pipeline.chapters for one in chapter.settings}
    assert "still running grows" in settings["rows of a finished day"].reason
    assert settings["freshness"].reason.startswith("counts for a kept DailyTakings only")
    assert "DailyTakings has no table" in next(one.says for one in pipeline.chapters if "rely on" in one.title)
    assert not [
        one
        for one in integrations.draft(designed((EXAMPLES / "neighbourhoods.yaml").read_text())[0]).opinion.questions
        if "kept" in one.key
    ]


def test_events_of_many_senders_are_told_apart_by_the_sender() -> None:
    """Forty tills that each count from one must not lose 39 sales as repeats."""
    question, design = designed((EXAMPLES / "tavola.yaml").read_text())
    section = integrations.draft(question)
    assert [one.key for one in section.opinion.questions if "numbering" in one.key] == ["question:pos-numbering"]
    told = {one.name: {s.name: s.value for c in one.chapters for s in c.settings} for one in section.integrations.adapters}
    assert "the sender's name, a slash and its own number, because each of 40" in told["pos"]["same event again"]
    assert "slash" not in told["stripe"]["same event again"]
    tests = {one.name: [test.name for test in one.tests] for one in section.integrations.adapters}
    assert [name for name, found in tests.items() if "same-number" in found] == ["pos"]
    event = next(table for table in design.database.tables if table.name == "platform.webhook_event")
    assert "after the name of that sender" in next(column.comment for column in event.columns if column.name == "external_event_id")


def test_an_outage_of_sign_in_tells_what_people_and_machines_meet() -> None:
    """Once the browser has left for the provider, no page of ours can appear; machines fetch their tokens there too."""
    adapter = answer((EXAMPLES / "neighbourhoods.yaml").read_text())[0]["identity-provider"]
    assert adapter.purpose == "Signs in analysts and gives utilities their tokens; we keep no password."
    assert "the browser shows" in adapter.when_down
    assert "Utilities get no new token" in adapter.when_down
    assert "warning before the redirect" in [one.name for one in adapter.settings]
    tills = answer((EXAMPLES / "tavola.yaml").read_text())[0]["identity-provider"]
    assert "token" not in tills.purpose + tills.when_down


def test_a_part_with_a_rule_that_counts_states_is_carried_as_any_other() -> None:
    parts = "Page: {part_of: Letter, fields: {low: int, high: int}, invariants: ['high = low + 1'], volume: {per: Letter, avg: 3}}"
    head = HEAD.replace("SENT: {}}}}}", f"SENT: {{}}}}, volume: {{rate: 100/day, keep: 1y}}}}, {parts}}}}}").replace(
        "count: 300", "count: 300, offline: 4h"
    )
    question = designed(head + WISH.replace("create Letter", "create Letter, sync Letter"))[0]
    found = integrations.draft(question).integrations.offline[0].chapters[0].settings[0].value
    assert "of Page" in found
