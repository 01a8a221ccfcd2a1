"""Promises of one operation or pipeline against its own parts: DG348 and DG349, each at the line of the promise."""

from designgen.checks.promises import check_promises
from package_builder import build

SHOP = """designgen: 1
project: {name: shop, purpose: Sell things., as_of: 2026-11-20, currency: EUR}
actors: {clerk: {kind: human, auth: oidc, count: 10}}
requirements:
  - {id: FR-1, title: Sell, actor: clerk, operations: [crud Order, report Takings over Order by paid_on stale 15m]}
pipelines: [{id: sums, kind: batch, source: Order, sink: Takings, every: 15m}]
domain: {sales: {Order: {fields: {total: money, paid_on: date}, keep: 2y, volume: 1000/d}}}
"""


def found(text: str) -> list[tuple[str, int, str]]:
    built = build(text, "shop.yaml")
    assert built.design, built.diagnostics
    said = check_promises(built.design)
    return [(one.code, one.span.line if one.span else 0, one.help) for one in said]


def test_a_pipeline_that_runs_as_often_as_its_figures_may_be_old_is_too_slow():
    assert found(SHOP) == [("DG348", 5, "write `every: 10m` for `sums`, or `stale 23m` for `reportTakings`")]


def test_the_repairs_that_are_told_are_repairs():
    assert found(SHOP.replace("every: 15m", "every: 10m")) == []
    assert found(SHOP.replace("stale 15m", "stale 23m")) == []


def test_a_waiver_accepts_an_old_figure():
    waived = "waive: [{rule: SVC-080, reason: the evening report is enough, until: 2027-06-01}]\n"
    assert found(SHOP + waived) == []


def test_a_p95_below_its_parts_is_told_at_the_operation():
    quick = SHOP.replace("every: 15m", "every: 10m").replace("stale 15m", "stale 15m p95 20ms")
    ((code, line, help),) = found(quick)
    assert (code, line) == ("DG349", 5)
    assert help.startswith("promise ")


def test_a_report_costs_what_its_rows_cost():
    few = SHOP.replace("every: 15m", "every: 10m").replace("stale 15m", "stale 15m p95 100ms")
    assert found(few) == []
    many = few.replace("volume: 1000/d", "volume: 60000/d")
    assert [code for code, _, _ in found(many)] == ["DG349"]
