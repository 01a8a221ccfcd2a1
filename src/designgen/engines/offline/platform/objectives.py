"""The API and the jobs in, service level objectives out, each with the PromQL of its error ratio (REL-001..008)."""

from collections import defaultdict

from designgen.engines.offline.platform.brief import Brief
from designgen.engines.offline.platform.flow_objectives import boundary, flow_objectives, is_work
from designgen.knowledge import catalogue
from designgen.knowledge.wording import duration, millis
from designgen.model.design.api import ApiOperation
from designgen.model.design.operations import Objective
from designgen.sizing.availability import downtime_minutes

COUNT = "http_server_request_duration_seconds_count"
BUCKET = "http_server_request_duration_seconds_bucket"
READS = ("get",)
ASKED = 'http_route!~"/livez|/readyz"'


def objectives(brief: Brief) -> tuple[Objective, ...]:
    """Return availability, latency per class, peers, webhooks, offline work, pipelines, and the freshness of the jobs."""
    found = (_availability(brief), *_latencies(brief)) if brief.operations else ()
    return (*found, *flow_objectives(brief, service(brief), worker(brief)), *_freshness(brief))


def share_of_traffic(brief: Brief, operations: tuple[str, ...]) -> float:
    """Return the average requests per second that these operations get; by number where no rates are known."""
    rates = {operation.name: operation.per_second for operation in brief.operations}
    whole = sum(rates.values())
    share = sum(rates[name] for name in operations) / whole if whole else len(operations) / max(1, len(rates))
    return brief.number("load.avg_rps") * share


def service(brief: Brief) -> str:
    """Return the name under which the application reports its metrics."""
    return f"{brief.name}-{brief.app.split(':')[1]}"


def worker(brief: Brief) -> str:
    """Return the name under which whatever runs the jobs reports its metrics."""
    return f"{brief.name}-{brief.worker.split(':')[1]}"


def events_per_second(brief: Brief, goal: Objective) -> float:
    """Return the events a second that an objective counts: its own, else the requests of its operations."""
    return share_of_traffic(brief, goal.operations) if goal.per_second is None else goal.per_second


def _availability(brief: Brief) -> Objective:
    job, target = service(brief), brief.number("availability.target", 0.999)
    bad = f'sum(rate({COUNT}{{job="{job}",{ASKED},http_response_status_code=~"5.."}}[{{window}}]))'
    return Objective(
        key="slo:api-availability",
        because=("REL-003", "REL-001", "availability.target"),
        title=f"{brief.facts.requirements.project.name} answers",
        indicator="share of requests that end without a 5xx answer, of all requests but the probe's",
        target=target,
        error_query=f'({bad} or vector(0)) / sum(rate({COUNT}{{job="{job}",{ASKED}}}[{{window}}]))',
        minutes_per_month=round(downtime_minutes(target), 1),
        operations=tuple(operation.name for operation in brief.operations),
    )


def _latencies(brief: Brief) -> list[Objective]:
    classes: dict[tuple[str, float], list[ApiOperation]] = defaultdict(list)
    for operation in brief.operations:
        if operation.p95_ms and not is_work(operation):
            classes["read" if operation.method in READS else "write", operation.p95_ms].append(operation)
    ordered = sorted(classes.items(), key=lambda one: one[0])
    return [_latency(brief, kind, threshold, tuple(members)) for (kind, threshold), members in ordered]


def _latency(brief: Brief, kind: str, threshold: float, members: tuple[ApiOperation, ...]) -> Objective:
    where = _matcher(brief, members)
    good = f'sum(rate({BUCKET}{{{where},le=~"{boundary(threshold)}"}}[{{window}}]))'
    return Objective(
        key=f"slo:latency-{kind}-{threshold:g}ms",
        because=("REL-005", *dict.fromkeys(reason for member in members for reason in member.requirements)),
        title=f"{kind.capitalize()}s within {millis(threshold)}",
        indicator=f"share of these requests that are answered within {millis(threshold)}",
        target=float(catalogue.load("objectives")["latency_target"]),
        threshold_ms=threshold,
        error_query=f"1 - {good} / sum(rate({COUNT}{{{where}}}[{{window}}]))",
        operations=tuple(member.name for member in members),
    )


def _matcher(brief: Brief, members: tuple[ApiOperation, ...]) -> str:
    bases = {operation.name: api.base for api in brief.apis for operation in api.operations}
    routes = sorted({f"{bases[member.name]}{member.path}".replace("{", "[{]").replace("}", "[}]") for member in members})
    methods = sorted({member.method.upper() for member in members})
    return f'job="{service(brief)}",http_request_method=~"{"|".join(methods)}",http_route=~"{"|".join(routes)}"'


def _freshness(brief: Brief) -> tuple[Objective, ...]:
    jobs = brief.database.jobs
    if not jobs:
        return ()
    job, shortest = worker(brief), duration(catalogue.load("objectives")["shortest_late_s"])
    return (
        Objective(
            key="slo:job-freshness",
            because=("REL-003", *sorted({reason for one in jobs for reason in one.because})),
            title="Jobs run on time",
            indicator=f"share of checks in which each of the {len(jobs)} jobs had succeeded "
            f"within one and a half of its intervals, {shortest} where those are less",
            target=float(catalogue.load("objectives")["freshness_target"]),
            error_query=f'1 - avg(avg_over_time(job_on_time{{job="{job}"}}[{{window}}]))',
            operations=tuple(one.name for one in jobs),
            per_second=0,
        ),
    )
