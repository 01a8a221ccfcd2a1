"""The formulas behind operation against values known beforehand: queueing tables, burn rates, restore and effort."""

import math

import pytest

from designgen.model.design.architecture import Component, Connection
from designgen.sizing import burn, effort, queueing, recovery
from designgen.sizing.availability import compose, downtime_minutes, k_of_n, masked, releases, series
from designgen.sizing.repairs import System, repairs

EXACT = 0.01
"""One per cent, as the golden values are given with three digits."""


@pytest.mark.parametrize(("servers", "load", "waits"), [(1, 0.8, 0.8), (4, 3.2, 0.596), (8, 6.4, 0.458), (16, 12.8, 0.305), (10, 7, 0.222)])
def test_erlang_c(servers: int, load: float, waits: float) -> None:
    assert queueing.erlang_c(servers, load) == pytest.approx(waits, rel=EXACT)


@pytest.mark.parametrize(
    ("servers", "load", "mean_ms", "p99_ms", "general_ms"),
    [(1, 0.8, 200, 1095, 200), (4, 3.2, 37.3, 255, 38.6), (8, 6.4, 14.3, 119, 15.2), (16, 12.8, 4.76, 53, 5.3), (10, 7, 3.70, 52, 4.5)],
)
def test_waits_at_50_ms_of_service(servers: int, load: float, mean_ms: float, p99_ms: float, general_ms: float) -> None:
    rate = load / 0.05
    assert queueing.mean_wait(servers, rate, 0.05) * 1000 == pytest.approx(mean_ms, rel=EXACT)
    assert queueing.p99_wait(servers, rate, 0.05) * 1000 == pytest.approx(p99_ms, rel=EXACT)
    assert queueing.general_wait(servers, rate, 0.05) * 1000 == pytest.approx(general_ms, rel=EXACT)


def test_kingman_with_regular_service() -> None:
    assert queueing.general_wait(1, 16, 0.05, spread=0.25) * 1000 == pytest.approx(125, rel=EXACT)


@pytest.mark.parametrize(("servers", "wait_ms"), [(20, 120), (22, 50), (24, 25), (26, 12), (28, 4)])
def test_p99_wait_falls_with_servers(servers: int, wait_ms: float) -> None:
    assert queueing.p99_wait(servers, 300, 0.06) * 1000 == pytest.approx(wait_ms, abs=0.6)


def test_a_load_that_does_not_fit_waits_for_ever() -> None:
    assert queueing.mean_wait(2, 100, 0.05) == math.inf
    assert queueing.erlang_c(2, 5) == 1


@pytest.mark.parametrize(("legs", "quantile"), [(2, 0.975), (5, 0.990), (10, 0.995), (100, 0.9995)])
def test_legs_of_a_fan_out(legs: int, quantile: float) -> None:
    assert queueing.leg_quantile(legs) == pytest.approx(quantile, abs=0.0005)


def test_lognormal_latency_through_two_percentiles() -> None:
    shape = queueing.sigma(80, 400)
    assert shape == pytest.approx(0.692, abs=0.001)
    assert queueing.lognormal_p999(80, shape) == pytest.approx(679, rel=EXACT)
    assert queueing.lognormal_mean(80, shape) == pytest.approx(102, rel=EXACT)


def test_places_leave_room_for_three_deviations() -> None:
    assert math.ceil(queueing.places(40, 0.3)) == 23


@pytest.mark.parametrize(("needed", "present", "beta", "whole"), [(1, 2, 0, 0.999975), (1, 2, 0.02, 0.999875), (2, 3, 0, 0.999925)])
def test_k_of_n(needed: int, present: int, beta: float, whole: float) -> None:
    assert k_of_n(needed, present, 0.995, beta) == pytest.approx(whole, abs=1e-6)


def test_one_instance_has_no_common_cause() -> None:
    assert k_of_n(1, 1, 0.995, 0.1) == pytest.approx(0.995)


def test_three_dependencies_in_series() -> None:
    assert round(series([0.999] * 3), 4) == 0.9970


def test_series_of_a_usual_system() -> None:
    api = k_of_n(1, 2, 0.995, 0.02)
    assert series([0.9999, api, 0.9995, 0.999]) == pytest.approx(0.99828, abs=1e-5)
    assert series([0.9999, api, 0.9995, masked(0.999, 0.9)]) == pytest.approx(0.99918, abs=1e-5)
    assert round(downtime_minutes(0.99828)) == 74


def system(*, hard: bool = True, mode: str = "sync") -> tuple[tuple[Component, ...], tuple[Connection, ...]]:
    """A caller, an application of two instances, a database, and something beside."""
    parts = {"user": "person", "app": "app", "database": "database", "beside": "external", "log": "observability"}
    components = tuple(
        Component.model_validate({"key": f"component:{name}", "title": name, "kind": kind, "instances": 2 if name == "app" else 1})
        for name, kind in parts.items()
    )
    pairs = (("user", "app", True, "sync"), ("app", "database", True, "sync"), ("app", "beside", hard, mode), ("app", "log", False, "sync"))
    arrows = tuple(
        Connection.model_validate(
            {
                "key": f"connection:{a}-{b}",
                "source": f"component:{a}",
                "target": f"component:{b}",
                "purpose": "asks",
                "hard": firm,
                "mode": how,
            }
        )
        for a, b, firm, how in pairs
    )
    return components, arrows


def test_composition_takes_what_a_request_needs() -> None:
    composed = compose(*system(), 0.99, "multi-zone")
    assert [part.component for part in composed.parts] == ["component:beside", "component:database", "component:app"]
    assert composed.composed == pytest.approx(0.995 * 0.9995 * 0.999875 - 20 / 43_200, abs=1e-6)
    assert compose(*system(), 0.99, "multi-zone", releases("rolling", 2, 5)).change_minutes == pytest.approx(5)
    assert composed.meets


def test_composition_hides_most_of_a_soft_dependency_and_all_of_an_asynchronous_one() -> None:
    soft = {part.component: part.availability for part in compose(*system(hard=False), 0.99, "multi-zone").parts}
    assert soft["component:beside"] == pytest.approx(0.9995)
    assert "component:beside" not in {part.component for part in compose(*system(mode="async"), 0.99, "multi-zone").parts}


@pytest.mark.parametrize(
    ("way", "instances", "developers", "paused", "broken"),
    [
        ("rolling", 1, 5, 10, 10),  # DRV-10 as the rulebook has it: 20 releases, each a restart, a bad one meets everybody
        ("rolling", 2, 5, 0, 5),
        ("rolling", 4, 2, 0, 1),
        ("blue-green", 1, 5, 0, 6),
        ("canary", 3, 5, 0, 0.25),
    ],
)
def test_releases_cost_what_their_way_and_the_instances_make_of_them(way, instances, developers, paused, broken) -> None:
    change = releases(way, instances, developers)
    assert (change.paused, change.broken) == (pytest.approx(paused), pytest.approx(broken))
    assert change.minutes == pytest.approx(paused + broken)


def test_repairs_are_told_when_they_bring_back_a_minute() -> None:
    components, arrows = system()
    alone = tuple(one.model_copy(update={"instances": 1}) if one.kind == "app" else one for one in components)
    known = repairs(System(alone, arrows, 0.99, "multi-zone", releases("rolling", 1, 5)))
    assert known[0].measure == "Run a second instance of app"
    assert known[0].composed > System(alone, arrows, 0.99, "multi-zone", releases("rolling", 1, 5)).composed + 0.004
    assert "Decide platform.release as canary" not in [one.measure for one in known]
    rolling = repairs(System(components, arrows, 0.99, "multi-zone", releases("rolling", 2, 5)))
    assert "Decide platform.release as canary" in [one.measure for one in rolling]


def test_zones_only_ever_help() -> None:
    order = [compose(*system(), 0.999, topology).composed for topology in ("single-zone", "multi-zone", "active-active")]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("target", "limits"),
    [
        (0.999, ["0.0144", "0.006", "0.003", "0.001"]),
        (0.995, ["0.072", "0.03", "0.015", "0.005"]),
        (0.9999, ["0.00144", "0.0006", "0.0003", "0.0001"]),
    ],
)
def test_burn_thresholds_are_exact_decimals(target: float, limits: list[str]) -> None:
    assert [burn.plain(burn.threshold(window, target)) for window in burn.WINDOWS] == limits


@pytest.mark.parametrize(("target", "events"), [(0.99, 70), (0.995, 139), (0.999, 695), (0.9995, 1389), (0.9999, 6945)])
def test_events_the_fast_rule_needs(target: float, events: int) -> None:
    assert burn.needed_events(burn.WINDOWS[0], target) == events


def test_factor_of_other_periods() -> None:
    assert burn.factor(0.02, 28 * 24, 1) == pytest.approx(13.44)
    assert burn.factor(0.02, 30 * 24, 1) == pytest.approx(14.4)


def test_rules_that_cannot_fire_or_see_too_little_are_left_out() -> None:
    assert [window.long for window in burn.usable(0.93, 100)] == ["6h", "1d", "3d"]
    assert [window.long for window in burn.usable(0.999, 0.1)] == ["6h", "1d", "3d"]
    assert burn.usable(0.999, 0) == ()


def test_restore_of_500_gb() -> None:
    needed = recovery.restore(500e9, 0)
    assert needed.copy == pytest.approx(41.7, abs=0.1)
    assert needed.minutes == pytest.approx(20 + 41.7 + 15 + 1, abs=0.1)
    assert recovery.restore(500e9, 0, logical=True).minutes > needed.minutes


@pytest.mark.parametrize(
    ("rto", "rpo", "tier"), [(30, 3600, "D0"), (3600, 300, "D2"), (14_400, 3600, "D2"), (86_400, 3600, "D3"), (200_000, 200_000, "D4")]
)
def test_stricter_target_decides_the_tier(rto: float, rpo: float, tier: str) -> None:
    assert recovery.tier(rto, rpo)[0] == tier


def test_pert_of_one_day() -> None:
    one = effort.pert(1)
    assert one.mean == pytest.approx(1.083, abs=0.001)
    assert one.deviation == pytest.approx(0.183, abs=0.001)
    assert one.p80 == pytest.approx(1.237, abs=0.001)


def test_many_pieces_need_less_reserve_than_one() -> None:
    assert effort.together([1.0] * 16).p80 < effort.pert(16).p80
    assert effort.together([]).p80 == 0


def test_capacity_of_four() -> None:
    assert effort.weekly_capacity(4) == pytest.approx(10.8)
