"""Design in; the knee of the application tier, the latency of the musts and single points of failure out (CAP-005, CAP-040)."""

from math import inf

from designgen.knowledge.wording import figure, listed, millis, percent
from designgen.model.design.api import ApiOperation
from designgen.model.design.architecture import Component
from designgen.model.design.whole import Design
from designgen.renderers.drawing.kinds.weakness import topology_of
from designgen.sizing.availability import downtime_minutes, planned, single_points
from designgen.sizing.calls import legs
from designgen.sizing.capacity import cpu_ms
from designgen.sizing.latency import budgets, composed_p95, naive_p95
from designgen.sizing.queueing import mean_wait, p99_wait

USES = (0.5, 0.6, 0.7, 0.8, 0.9)


def knee(design: Design) -> dict[str, object]:
    """Return the waits of the application tier by utilisation, at the plan, and with one instance lost."""
    rates = {one.key: one.value for one in design.facts.figures}
    servers, rate = int(rates.get("app.instances", 1)), rates.get("load.peak_rps_horizon", rates.get("load.peak_rps", 0.0))
    service = cpu_ms(design.facts.requirements.constraints.tech.language) / 1000
    rows = [_wait(f"{use:.0%}".replace("%", " %"), servers, use * servers / service, service) for use in USES]
    rows.append(_wait("planned peak", servers, rate, service))
    if servers > 1:
        rows.append(_wait("planned peak, one instance lost", servers - 1, rate, service))
    return {"rows": rows, "service": figure(service * 1000), "servers": servers, "rate": figure(round(rate))}


def _wait(name: str, servers: int, rate: float, service: float) -> dict[str, str]:
    mean, late = mean_wait(servers, rate, service), p99_wait(servers, rate, service)
    return {
        "name": name,
        "use": percent(round(rate * service / servers, 3)),
        "rate": figure(round(rate)),
        "mean": "without end" if mean == inf else f"{mean * 1000:.1f} ms",
        "late": "without end" if late == inf else f"{late * 1000:.1f} ms",
    }


def latencies(design: Design) -> list[dict[str, str]]:
    """Return per operation of a must how its parts add up against its promise."""
    musts = {one.id for one in design.facts.requirements.requirements if one.priority == "must"}
    wanted = [one for api in design.api for one in api.operations if one.p95_ms and musts & set(one.requirements)]
    return [_latency(design, one) for one in wanted]


def _latency(design: Design, operation: ApiOperation) -> dict[str, str]:
    parts = legs(design, operation)
    promised = float(operation.p95_ms or 0)
    composed, share = composed_p95(parts), budgets(parts, promised)
    largest = max(parts, key=lambda one: (share[one.name], one.name))
    return {
        "name": operation.name,
        "parts": ", ".join(f"{one.name} {one.mean:.0f}" if one.mean >= 1 else f"{one.name} {one.mean:.1f}" for one in parts),
        "composed": millis(composed),
        "naive": millis(naive_p95(parts)),
        "promised": millis(promised),
        "largest": f"{largest.name}: {millis(share[largest.name])}",
        "verdict": f"{millis(promised - composed)} to spare" if composed <= promised else f"**{millis(composed - promised)} above**",
    }


def alone(design: Design) -> list[dict[str, str]]:
    """Return the single points of failure with what they cost; empty if every part that all callers need is there twice."""
    topology = topology_of(design)
    return [_point(one, topology) for one in single_points(design.architecture.components, design.architecture.connections, topology)]


def _point(one: Component, topology: str) -> dict[str, str]:
    single = one.availability if one.availability is not None else planned(one.kind, topology) or 1.0
    repair = {
        "database": "a second zone: decide availability.topology as multi-zone",
        "app": "a second instance; it keeps no state",
        "proxy": "a managed edge that runs in several zones",
    }.get(one.kind, "theirs to repair; the breaker keeps the other operations alive")
    return {"key": one.key, "minutes": figure(round(downtime_minutes(single), 1)), "repair": repair}


def other_points(design: Design) -> list[tuple[str, str]]:
    """Return (what, how it is borne) of what stands behind all parts at once: region, people, account (CAP-045)."""
    deployment, rates = design.facts.requirements.deployment, {one.key: one.value for one in design.facts.figures}
    found = []
    if len(deployment.regions) < 2:
        region = listed([f"`{name}`" for name in deployment.regions]) or "one region"
        found.append((f"region {region}", "its loss is answered by the recovery plan, not by a second region"))
    if rates.get("team.ops", 0) < 1:
        found.append(("people", "nobody is on call, so whoever knows the runbooks is a single point; two of the team rehearse each"))
    if any(component.kind == "identity" for component in design.architecture.components):
        found.append(("sign-in", "one provider; sessions and cached keys carry those who are signed in"))
    return found
