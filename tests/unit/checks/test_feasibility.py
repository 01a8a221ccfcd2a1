"""Promises against decisions and partners: LINT-R08 and LINT-R09, each at the line of the promise."""

import pytest

from designgen.checks.feasibility import percent
from package_builder import build

SHOP = """designgen: 1
project: {name: shop, purpose: Sell things., as_of: 2026-11-20, currency: EUR}
actors: {guest: {kind: human, auth: oidc, count: 10}}
requirements: [{id: FR-1, title: Order, actor: guest, operations: [crud Order, transition Order.pay p95 900ms via bank]}]
integrations: [{id: bank, direction: out, protocol: https, sla: 99.5%, timeout: 2s, data: [Order]}]
domain: {sales: {Order: {fields: {total: int}, states: {NEW: {pay: PAID}, PAID: {}}, keep: 2y}}}
quality: {availability: {target: 99.9%, rpo: 5m}}
"""


def found(text: str) -> list[tuple[str, int]]:
    built = build(text, "shop.yaml")
    return [(one.code, one.span.line if one.span else 0) for one in built.diagnostics if one.code in ("DG345", "DG346", "DG347")]


def test_waiting_for_a_weaker_partner_breaks_the_promise():
    assert found(SHOP) == [("DG347", 7)]
    assert found(SHOP.replace("sla: 99.5%", "sla: 99.95%")) == []


def test_two_partners_multiply():
    both = SHOP.replace(
        "data: [Order]}]", "data: [Order]}, {id: fraud, direction: out, protocol: https, sla: 99.93%, timeout: 1s}]"
    ).replace("via bank", "via bank+fraud")
    assert found(both.replace("sla: 99.5%", "sla: 99.94%")) == [("DG347", 7)]


def test_nobody_waits_for_what_goes_through_the_outbox():
    assert found(SHOP.replace(" via bank", "")) == []


@pytest.mark.parametrize(
    ("choice", "quality", "codes"),
    [
        ("warm-standby-region", "target: 99.5%, rpo: 0s", ["DG345"]),
        ("multi-zone", "target: 99.5%, rpo: 0s", []),
        ("single-zone", "target: 99.99%, rpo: 5m", ["DG346"]),
    ],
)
def test_a_given_topology_against_the_promise(choice, quality, codes):
    text = SHOP.replace(" via bank", "").replace("target: 99.9%, rpo: 5m", quality)
    text += f"decisions: [{{id: D-1, decision: ours, topic: availability.topology, choice: {choice}}}]\n"
    assert [code for code, line in found(text) if line == 7] == codes


def test_a_waiver_accepts_it():
    assert found(SHOP + "waive: [{rule: LINT-R09, reason: the bank is asked again next year, until: 2027-06-01}]\n") == []


def test_percentages_keep_their_nines():
    assert (percent(0.9995), percent(0.999 * 0.999 * 0.999), percent(1.0)) == ("99.95 %", "99.7003 %", "100 %")
