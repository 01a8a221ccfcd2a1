"""Whole systems: what is decided, recorded, given; proportion, sensitivity, the author's own decisions."""

from pathlib import Path

import pytest

from designgen.decisions.decide import decide
from designgen.decisions.findings import check_given
from designgen.decisions.sensitivity import with_sensitivity
from designgen.frontend.requirements import read_requirements
from designgen.model.requirements import Requirements
from designgen.model.source import Source
from designgen.sizing.facts import size

ROOT = Path(__file__).parents[3]
TOOLSHED = (ROOT / "examples/toolshed.yaml").read_text(encoding="utf-8")
TAVOLA = """
designgen: 1
project: {name: tavola, purpose: Guests order at the table., as_of: 2026-11-20, country: IT}
actors:
  guest: {kind: human, clients: [pwa], auth: anonymous, count: 30k}
  waiter: {kind: human, clients: [pwa], auth: oidc, count: 400, offline: 4h}
  pos: {kind: system, auth: hmac, count: 40}
requirements:
  - {id: FR-1, title: Order, priority: must, actor: [guest, waiter],
     operations: [create Order 15/s, get Order 40/s, list Order by venue+status sort -placed_at 25/s],
     acceptance: ["Given an open table, when the guest orders, then the kitchen sees it within 3 s"]}
  - {id: FR-2, title: Pay, priority: must, actor: [guest, pos], operations: [transition Order.pay 4/s]}
  - {id: FR-3, title: Serve offline, priority: must, actor: waiter, operations: [sync Order]}
quality: {load: {avg: 25/s, peak: 180/s, read_ratio: 0.82, growth: 25%/y, horizon: 3y}, availability: {target: 99.9%, rpo: 5m, rto: 1h}}
constraints:
  tech: {database: postgres>=15, forbid: [kubernetes]}
  team: {devs: 5, ops: 0, skills: [typescript, postgres]}
  budget: {infra: 600 EUR/month}
  deadline: 2027-04-01
  compliance: [GDPR]
  tenancy: {unit: Venue, count: 40, growth: 60%/y}
domain:
  places: {Venue: {fields: {name: string(80) searchable}}}
  ordering:
    Order:
      fields: {venue: ->Venue, placed_at: instant opt, total: money}
      states: {DRAFT: {pay: PAID}, PAID: {}}
      volume: {rate: 10k/day, keep: 24mo}
integrations:
  - {id: stripe, direction: both, protocol: https, data: [Order], rate_out: 4/s, sla: 99.99%,
     webhooks: {events: [paid], signature: stripe-v1}}
"""


def read(text: str) -> Requirements:
    reading = read_requirements(Source(name="requirements.yaml", text=text))
    assert reading.requirements is not None, [diagnostic.message for diagnostic in reading.diagnostics]
    return reading.requirements


def chosen(text: str) -> dict[str, str]:
    return {decision.topic: decision.choice for decision in decide(size(read(text)))}


def test_toolshed_is_decided_as_a_reader_expects():
    assert {
        "datastore.primary": "postgresql",
        "datastore.identifiers": "uuid-v7",
        "data.money": "numeric",
        "data.deletion": "soft-delete",
        "data.concurrency": "optimistic-version",
        "data.history": "status-history",
        "data.pii": "disk-and-roles",
        "api.style": "rest",
        "api.idempotency": "key-store",
        "api.authentication": "oidc-bff",
        "architecture.decomposition": "modular-monolith",
        "search.engine": "database",
        "edge.entry": "reverse-proxy",
        "availability.topology": "multi-zone",
        "backup.strategy": "snapshot-pitr",
        "platform.runtime": "managed-containers",
    }.items() <= chosen(TOOLSHED).items()


def test_what_nobody_needs_is_not_asked():
    assert not {"messaging.broker", "tenancy.isolation", "sync.offline", "cache.read", "files.storage"} & set(chosen(TOOLSHED))


def test_toolshed_records_at_most_eight_hardest_first():
    decisions = decide(size(read(TOOLSHED)))
    records = [decision for decision in decisions if decision.recorded]
    assert len(records) == 8
    assert {decision.reversal for decision in records} == {3}
    left = [decision.margin for decision in decisions if decision.reversal == 3 and not decision.recorded]
    assert min(left) >= max(decision.margin for decision in records)


def test_sentences_name_this_system():
    store = next(decision for decision in decide(size(read(TOOLSHED))) if decision.topic == "datastore.primary")
    assert "3 entities with 3 references: Tool, Loan and Member" in store.context
    assert "FR-1" in store.because
    assert "assumption:load.growth" in store.because


def test_two_developers_with_150_euros_get_neither_kafka_nor_kubernetes():
    poor = TAVOLA.replace("devs: 5", "devs: 2").replace("600 EUR", "150 EUR").replace("forbid: [kubernetes]", "forbid: []")
    decisions = {decision.topic: decision for decision in decide(size(read(poor)))}
    assert decisions["messaging.broker"].choice == "postgres-queue"
    assert decisions["platform.runtime"].choice in ("managed-containers", "vm", "functions")
    assert "log cluster" in next(option.veto for option in decisions["messaging.broker"].options if option.id == "kafka")
    assert decisions["architecture.decomposition"].choice == "modular-monolith"


def test_the_restaurant_keeps_its_known_winners():  # GOLD-10, GOLD-11
    assert {
        "datastore.primary": "postgresql",
        "architecture.decomposition": "modular-monolith",
        "messaging.broker": "postgres-queue",
        "sync.offline": "command-replay",
        "realtime.channel": "sse",
        "availability.topology": "multi-zone",
        "edge.entry": "reverse-proxy",
        "tenancy.isolation": "shared-rls",
        "webhook.ingestion": "store-then-process",
        "integration.style.stripe": "sync",
    }.items() <= chosen(TAVOLA).items()


def test_a_contract_of_separation_moves_tenants_into_databases():  # TEST-06
    assert chosen(TAVOLA.replace("growth: 60%/y}", "growth: 0%/y, isolation: separate}"))["tenancy.isolation"] != "shared-rls"


def test_the_author_wins_and_is_told():
    mine = TOOLSHED + "decisions: [{id: D-1, decision: We know MySQL, topic: datastore.primary, choice: mysql, reason: it is here}]\n"
    requirements = read(mine)
    decisions = decide(size(requirements))
    store = next(decision for decision in decisions if decision.topic == "datastore.primary")
    assert (store.choice, store.status, store.given_reason, store.recorded) == ("mysql", "accepted", "it is here", True)
    assert store.margin < 0
    assert store.dissent is not None
    assert (store.dissent.id, store.rivals[0].id, store.trade_off) == ("postgresql", "postgresql", "")
    assert [found.code for found in check_given(requirements, decisions)] == ["DG604"]


@pytest.mark.parametrize(
    ("decision", "code"),
    [
        ("{id: D-1, decision: x, topic: data.nothing, choice: y}", "DG601"),
        ("{id: D-1, decision: x, topic: data.money, choice: gold}", "DG602"),
        ("{id: D-1, decision: x, topic: data.money, choice: float}", "DG603"),
    ],
)
def test_what_speaks_against_a_given_decision(decision, code):
    requirements = read(f"{TOOLSHED}decisions: [{decision}]\n")
    assert [found.code for found in check_given(requirements, decide(size(requirements)))] == [code]


def test_each_assumption_says_what_it_moves():
    requirements = read(TOOLSHED)
    facts = size(requirements)
    decisions = decide(facts)
    tested = with_sensitivity(requirements, facts, decisions)
    lines = {assumption.key: assumption.sensitivity for assumption in tested.assumptions}
    assert all(lines.values())
    assert lines["assumption:volume.lending.Loan"] == (f"none of the {len(decisions)} decisions moves",)
    assert lines["assumption:irreversible.lending.Loan"] == ("api.idempotency would be decided again",)
    assert "x10 (2): cache.read is asked and becomes none" in lines["assumption:load.growth"]


def test_the_same_file_gives_the_same_decisions():
    facts = size(read(TAVOLA))
    assert decide(facts) == decide(facts)
    assert size(read(TAVOLA)) == facts
