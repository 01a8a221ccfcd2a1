"""Objectives and alerts in, a promtool test file out: each tested alert fires when it should and only then (REL-011).

Traffic is chosen per objective, so that the long window holds twice the events that the rule wants.
"""

import re

from designgen.model.design.operations import Alert, Objective
from designgen.model.design.whole import Design
from designgen.renderers.operations.rules import alert_rule
from designgen.sizing import burn
from designgen.syntax.slug import slug
from designgen.syntax.yaml import dump

COUNT = "http_server_request_duration_seconds_count"
HOURLY, SIX_HOURLY = 2, 7
"""Hours after which the one-hour rule, or only the six-hour rule, has seen enough."""
JOB = re.compile(r"job_last_success_timestamp_seconds\{[^}]*\}")
LIMIT = re.compile(r" > ([0-9]+)")
LABEL = re.compile(r"[{][{] [$]labels[.]([a-z_]+) [}][}]")
PEER = "integration_breaker_state"


def rule_tests(design: Design) -> str:
    """Return the text of `alerts.test.yaml`, to be run with `promtool test rules`."""
    groups = [*_burning(design), *_job(design), *_silence(design), *_breaker(design)]
    return dump({"rule_files": ["alerts.rules.yaml"], "evaluation_interval": "1m", "tests": groups})


def _group(name: str, series: dict[str, str], at: str, alert: str, expected: list[dict[str, object]]) -> dict[str, object]:
    return {
        "name": name,
        "interval": "1m",
        "input_series": [{"series": one, "values": values} for one, values in series.items()],
        "alert_rule_test": [{"eval_time": at, "alertname": alert, "exp_alerts": expected}],
    }


def _expected(design: Design, alert: Alert, labels: dict[str, str]) -> list[dict[str, object]]:
    """The one alert as promtool compares it: labels of the series and of the rule, annotations with their labels filled in."""
    rule = alert_rule(design, alert)
    wanted, notes = dict(rule["labels"]), dict(rule["annotations"])
    filled = {name: LABEL.sub(lambda found: labels[found[1]], text) for name, text in notes.items()}
    return [{"exp_labels": labels | wanted, "exp_annotations": filled}]


def _burning(design: Design) -> list[dict[str, object]]:
    """No error, half of the budget and twenty times the budget against the page of the availability objective, if it has one."""
    goal = next((one for one in design.operations.objectives if one.name == "api-availability"), None)
    alert = next((one for one in design.operations.alerts if one.name == "api-availability-burn-fast"), None)
    if not goal or not alert:
        return []
    budget = float(burn.error_budget(goal.target))
    levels = (("no error", 0.0, False), ("half of the budget", budget / 2, False), ("twenty times the budget", min(0.9, 20 * budget), True))
    return [_burn_case(design, (goal, alert), level) for level in levels]


def _burn_case(design: Design, tested: tuple[Objective, Alert], level: tuple[str, float, bool]) -> dict[str, object]:
    (goal, alert), (title, ratio, fires) = tested, level
    name = slug(design.facts.requirements.project.name)
    found = re.search(r'job="([^"]+)"', goal.error_query)
    job = found[1] if found else name
    needed = max(burn.needed_events(window, goal.target) for window in burn.WINDOWS if window.severity == "page")
    hours = HOURLY if "ratio_rate1h{" in alert.expression else SIX_HOURLY
    minute = max(10, round(2 * needed / 60))
    labels = f'job="{job}",http_route="/probe-of-rules",http_request_method="GET"'
    series = {
        f'{COUNT}{{{labels},http_response_status_code="200"}}': f"0+{minute * (1 - ratio):g}x{hours * 60 + 30}",
        f'{COUNT}{{{labels},http_response_status_code="500"}}': f"0+{minute * ratio:g}x{hours * 60 + 30}",
    }
    expected = _expected(design, alert, {"service": name, "slo": goal.name}) if fires else []
    return _group(f"{alert.name}: {title}", series, f"{hours}h", alert.name, expected)


def _job(design: Design) -> list[dict[str, object]]:
    """A job that is on time, and the same job after its limit."""
    alerts = [one for one in design.operations.alerts if one.name.startswith("job-") and LIMIT.search(one.expression)]
    if not alerts:
        return []
    alert = min(alerts, key=lambda one: (float(LIMIT.findall(one.expression)[0]), one.name))
    limit = float(LIMIT.findall(alert.expression)[0])
    late = int(limit // 60) + 15
    metric = JOB.findall(alert.expression)[0]
    return [
        _group(f"{alert.name}: on time", {metric: f"0+60x{late}"}, f"{late}m", alert.name, []),
        _group(f"{alert.name}: late", {metric: f"0x{late}"}, f"{late}m", alert.name, _expected(design, alert, {})),
    ]


def _silence(design: Design) -> list[dict[str, object]]:
    alert = next((one for one in design.operations.alerts if one.name == "monitoring-silent"), None)
    found = re.search(r'job="([^"]+)"', alert.expression) if alert else None
    if not alert or not found:
        return []
    return [_group(f"{alert.name}: no metrics at all", {}, "30m", alert.name, _expected(design, alert, {"job": found[1]}))]


def _breaker(design: Design) -> list[dict[str, object]]:
    alert = next((one for one in design.operations.alerts if one.name == "peer-breaker-open"), None)
    adapter = next((one for one in design.integrations.adapters if one.settings), None)
    found = re.search(r'job="([^"]+)"', alert.expression) if alert else None
    if not alert or not adapter or not found:
        return []
    series = f'{PEER}{{job="{found[1]}",integration="{adapter.name}"}}'
    expected = _expected(design, alert, {"integration": adapter.name})
    return [
        _group(f"{alert.name}: half open", {series: "1x30"}, "20m", alert.name, []),
        _group(f"{alert.name}: open", {series: "2x30"}, "20m", alert.name, expected),
    ]
