"""Objectives and alerts in, one Prometheus rule file out: recorded error ratios, then what calls people (REL-011)."""

from typing import Any

from designgen.model.design.operations import Alert, Objective
from designgen.model.design.whole import Design
from designgen.sizing import burn
from designgen.syntax.markdown import anchor
from designgen.syntax.slug import slug
from designgen.syntax.yaml import dump

RATIO = "slo:sli_error:ratio_rate"
SHORTEST = "5m"


def rules(design: Design) -> str:
    """Return the text of `alerts.rules.yaml`."""
    name = slug(design.facts.requirements.project.name)
    recorded = [rule for goal in design.operations.objectives for rule in _recorded(design, goal, name)]
    groups = [
        {"name": f"{name}-objectives", "interval": "30s", "rules": recorded},
        {"name": f"{name}-alerts", "rules": [alert_rule(design, alert) for alert in design.operations.alerts]},
    ]
    return dump({"groups": [group for group in groups if group["rules"]]})


def seen_per_hour(design: Design, goal: Objective) -> float:
    """Return the events of an objective in an average hour; requests by the share of its operations in all."""
    if goal.per_second is not None:
        return goal.per_second * 3600
    rates = {operation.name: operation.per_second for api in design.api for operation in api.operations}
    whole = sum(rates.values())
    share = sum(rates.get(name, 0) for name in goal.operations) / whole if whole else len(goal.operations) / max(1, len(rates))
    return design.facts.number("load.avg_rps") * share * 3600


def _windows(design: Design, goal: Objective) -> list[str]:
    """Return the ranges that the alerts of an objective read, the shortest always, for the sum over 30 days."""
    text = " ".join(alert.expression for alert in design.operations.alerts if alert.objective == goal.key)
    known = dict.fromkeys(span for window in burn.WINDOWS for span in (window.short, window.long))
    return [span for span in known if span == SHORTEST or f"{RATIO}{span}{{" in text]


def _recorded(design: Design, goal: Objective, service: str) -> list[dict[str, object]]:
    labels = {"slo": goal.name, "service": service}
    found: list[dict[str, object]] = [
        {"record": f"{RATIO}{span}", "expr": goal.error_query.replace("{window}", span), "labels": labels}
        for span in _windows(design, goal)
    ]
    series = f'{RATIO}{SHORTEST}{{slo="{goal.name}"}}'
    month = f"sum_over_time({series}[30d]) / count_over_time({series}[30d])"
    found.append({"record": f"{RATIO}30d", "expr": month, "labels": labels})
    found.append({"record": "slo:error_budget:ratio", "expr": f"vector({burn.plain(burn.error_budget(goal.target))})", "labels": labels})
    return found


def alert_rule(design: Design, alert: Alert) -> dict[str, Any]:
    """Return one alert as Prometheus reads it."""
    service = slug(design.facts.requirements.project.name)
    labels = {"severity": alert.severity, "service": service} | ({"slo": alert.objective.split(":")[1]} if alert.objective else {})
    found: dict[str, Any] = {"alert": alert.name, "expr": alert.expression}
    found |= {"for": alert.hold} if alert.hold else {}
    return found | {"labels": labels, "annotations": {"summary": alert.summary, "runbook_url": _url(design, alert)}}


def _url(design: Design, alert: Alert) -> str:
    """Where the runbook tells what to do, from the root of the package."""
    for book in design.operations.runbooks:
        for mode in book.failures:
            if book.key == alert.runbook and mode.key == alert.anchor:
                return f"{book.path}#{anchor(mode.title)}"
    return f"runbooks/{alert.runbook.split(':')[1]}.md"
