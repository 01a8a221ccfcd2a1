"""Design in; objectives, alert rules, capacity and recovery out: `operations/`."""

from collections.abc import Iterator

from designgen.knowledge import catalogue
from designgen.knowledge.templates import render
from designgen.knowledge.wording import duration, figure, listed, size
from designgen.model.artifact import Artifact
from designgen.model.design.operations import Objective, Recovery
from designgen.model.design.whole import Design
from designgen.model.facts import Crossing
from designgen.renderers import charts
from designgen.renderers.operations.availability import possible, releases_told
from designgen.renderers.operations.capacity import alone, knee, latencies, other_points
from designgen.renderers.operations.rule_tests import rule_tests
from designgen.renderers.operations.rules import rules, seen_per_hour
from designgen.renderers.pictures import figures as figures_of
from designgen.sizing import burn
from designgen.sizing.availability import downtime_minutes
from designgen.sizing.recovery import allowed_minutes
from designgen.syntax.markdown import prose, sentences

SECTION = "platform"
FAR_YEARS = 20


def render_operations(design: Design) -> Iterator[Artifact]:
    """Render the documents of `operations/`."""
    yield _document("operations/slo.md", "slo.md.j2", "Objectives", **_slo(design))
    yield Artifact.text("operations/alerts.rules.yaml", "yaml", rules(design), section=SECTION, title="Alert rules")
    yield Artifact.text("operations/alerts.test.yaml", "yaml", rule_tests(design), section=SECTION, title="Tests of the alert rules")
    yield _document("operations/capacity.md", "capacity.md.j2", "Capacity", **_capacity(design))
    if design.operations.recoveries:
        yield _document("operations/recovery.md", "recovery.md.j2", "Recovery", **_recovery(design))


def _document(path: str, template: str, title: str, **values: object) -> Artifact:
    text = render(template, prose=prose, sentences=sentences, **values)
    return Artifact.text(path, "markdown", text, section=SECTION, title=title)


def _slo(design: Design) -> dict[str, object]:
    goals, composed = design.operations.objectives, design.availability
    allowed = downtime_minutes(composed.target)
    minutes = downtime_minutes(composed.composed)
    few = [goal.name for goal in goals if goal.burns and goal.per_second is None and _scarce(design, goal)]
    return {
        "project": design.facts.requirements.project.name,
        "goals": [
            {"goal": goal, "budget": _budget(goal), "operations": listed([f"`{name}`" for name in goal.operations])} for goal in goals
        ],
        "windows": _windows(design),
        "budget": figures_of(charts.budgets(design)),
        "guard": _guard(design),
        "scarce": listed([f"`{name}`" for name in few]).replace("` and", "` and") if few else "",
        "composed": composed,
        "change": releases_told(design),
        "parts": [{"part": part, "minutes": figure(round(downtime_minutes(part.availability), 1))} for part in composed.parts],
        "together": figure(round(minutes, 1)),
        "allowed": figure(round(allowed, 1)),
        "half": figure(round(allowed / 2, 1)),
        "quarter": figure(round(allowed / 4, 1)),
        "spare": figure(round(allowed - minutes, 1)),
        "missing": figure(round(minutes - allowed, 1)),
        "repairs": possible(design),
        "buckets": _buckets(goals),
        "jobs": listed([f"`{job.name}`" for job in design.database.jobs]),
        "shortest": duration(catalogue.load("objectives")["shortest_late_s"]),
        "metrics": _metrics(design),
    }


def _budget(goal: Objective) -> str:
    if goal.minutes_per_month:
        return f"{figure(goal.minutes_per_month)} minutes in 30 days"
    return f"{burn.plain((burn.error_budget(goal.target) * 100).normalize())} of 100"


def _windows(design: Design) -> list[dict[str, object]]:
    """Return one row per window and target; objectives with the same target and the same rules share it."""
    rows: dict[tuple[str, ...], dict[str, object]] = {}
    for goal in design.operations.objectives:
        if not goal.burns:
            continue
        per_hour = seen_per_hour(design, goal)
        text = " ".join(alert.expression for alert in design.operations.alerts if alert.objective == goal.key)
        for window in burn.WINDOWS:
            used = _used(window, goal, text, per_hour)
            row = rows.setdefault((f"{goal.target}", window.long, used), _window_row(window, goal, used, per_hour))
            names = (*row["names"], goal.name) if isinstance(row["names"], tuple) else ()
            sees = min(float(str(row["sees"])), round(per_hour * window.hours))
            row |= {"names": names, "sees": sees}
    return [row | {"names": listed([f"`{name}`" for name in row["names"]])} for row in rows.values() if isinstance(row["names"], tuple)]


def _window_row(window: burn.Window, goal: Objective, used: str, per_hour: float) -> dict[str, object]:
    return {
        "names": (),
        "long": window.long,
        "short": window.short,
        "factor": burn.plain(window.factor),
        "limit": burn.plain(burn.threshold(window, goal.target)),
        "needs": burn.needed_events(window, goal.target),
        "sees": round(per_hour * window.hours),
        "used": used,
    }


def _used(window: burn.Window, goal: Objective, text: str, per_hour: float) -> str:
    limit = burn.plain(burn.threshold(window, goal.target))
    if f'ratio_rate{window.long}{{slo="{goal.name}"}} > {limit} ' in text:
        return window.severity
    if not burn.can_fire(window, goal.target):
        return "no, cannot be reached"
    few = per_hour * window.hours < burn.needed_events(window, goal.target)
    if not few and goal.per_second is not None:
        return "no, people do not feel it"
    return "no, too few requests" if few else "no, nobody is on call"


def _guard(design: Design) -> str:
    """The requests that the one-hour rule wants before it speaks, where it is used."""
    first = burn.WINDOWS[0]
    for goal in design.operations.objectives:
        if any(alert.objective == goal.key and f"ratio_rate{first.long}{{" in alert.expression for alert in design.operations.alerts):
            return figure(burn.needed_events(first, goal.target))
    return ""


def _scarce(design: Design, goal: Objective) -> bool:
    first = burn.WINDOWS[0]
    return burn.can_fire(first, goal.target) and seen_per_hour(design, goal) < burn.needed_events(first, goal.target)


def _buckets(goals: tuple[Objective, ...]) -> str:
    bounds = {float(bound) for bound in catalogue.load("objectives")["buckets_s"]} | {
        goal.threshold_ms / 1000 for goal in goals if goal.threshold_ms
    }
    return ", ".join(f"{bound:g}" for bound in sorted(bounds))


def _metrics(design: Design) -> list[tuple[str, str]]:
    """Say which other metrics the rules read, found in their expressions."""
    known = {
        "db_client_connection_pending_requests": "requests that wait for a connection",
        "login_attempts_total": "sign-ins that come back to the application, by `result`: ok, rejected, system_error",
        "operation_duration_seconds_bucket": "time from a request to the good end of its work, by `operation`; failed is endless",
        "outbox_oldest_age_seconds": "age of the oldest unpublished event",
        "backup_last_success_timestamp_seconds": "when the last backup ended well",
        "backup_last_verified_timestamp_seconds": "when a backup was last restored and compared",
        "integration_breaker_state": "0 closed, 1 half open, 2 open, by `integration`",
        "integration_requests_total": "calls by `integration` and `outcome`: ok, transient, permanent, unknown, throttled, rejected_open",
        "integration_credential_expiry_timestamp_seconds": "when a credential or certificate towards a peer ends",
        "contract_drift_total": "answers and events that break a contract, by `integration`",
        "dlq_depth": "rows that were given up, by `queue`",
        "webhook_gap_total": "events that the sweep found and no delivery brought, by `integration`",
        "webhook_processing_seconds_bucket": "time from receipt to effect of an event; a bound at 60 s",
        "reconciliation_differences": "rows that differ in the nightly comparison, by `integration`",
        "fiscal_documents_refused": "refused documents that were not sent again",
        "fiscal_document_oldest_seconds": "age of the oldest document by `state`: issued, sent",
        "sync_command_delay_seconds_bucket": "time from the first contact to the answer of a command, by `actor`; a bound at 60 s",
        "sync_commands_total": "commands of devices by `result`: applied, duplicate, conflict, rejected",
        "sync_oldest_command_seconds": "age of the oldest command that a device reported at its last contact",
        "pipeline_last_success_timestamp_seconds": "when a pipeline last ended well, by `pipeline`",
        "pipeline_ok": "1 while what a pipeline makes is as fresh as promised",
        "pipeline_reject_ratio": "share of refused rows of the last load",
        "webhook_received_total": "webhook calls by `result`: accepted, bad_signature, error",
        "webhook_processing_lag_seconds": "age of the oldest call not yet worked on",
    }
    queries = [goal.error_query for goal in design.operations.objectives]
    text = " ".join((*(alert.expression for alert in design.operations.alerts), *queries))
    return [(name, meaning) for name, meaning in known.items() if name in text]


def _capacity(design: Design) -> dict[str, object]:
    figures = {one.key: one for one in design.facts.figures}
    bottlenecks = sorted(design.architecture.bottlenecks, key=lambda one: (one.breaks_at, one.key))
    tables = sorted(design.database.tables, key=lambda table: (-table.population.bytes_at_horizon, table.name))
    return {
        "project": design.facts.requirements.project.name,
        "years": duration(figures["load.horizon_years"].value * 31_536_000) if "load.horizon_years" in figures else "3 years",
        "lines": [
            {"line": line, "origin": figures[line.figure].provenance if line.figure in figures else "derived"}
            for line in design.operations.capacity
        ],
        "bottlenecks": bottlenecks,
        "first": f"First to give way: {bottlenecks[0].resource}, at {figure(bottlenecks[0].breaks_at)} times the horizon's peak."
        if bottlenecks
        else "",
        "knee": knee(design),
        "load": figures_of(charts.load(design)),
        "storage": figures_of(charts.storage(design)),
        "latency": figures_of(charts.latency(design)),
        "latencies": latencies(design),
        "alone": alone(design),
        "others": other_points(design),
        "parts": listed([f"`{part.component}`" for part in design.availability.parts]),
        "growing": [table for table in tables if table.population.bytes_at_horizon][:5],
        "crossings": [
            {"one": one, "measured": _amount(one.measured, one.unit), "threshold": _amount(one.threshold, one.unit), "when": _when(one)}
            for one in design.facts.crossings
        ],
    }


def _amount(value: float, unit: str) -> str:
    return size(value) if unit == "B" else f"{figure(value)} {'per second' if unit == '1/s' else unit}".rstrip()


def _when(one: Crossing) -> str:
    if one.years is None:
        return "never at this growth"
    if one.years <= 0:
        return "already: see its decision"
    return f"in {figure(round(one.years, 1))} years" if one.years <= FAR_YEARS else f"not within {FAR_YEARS} years"


def _recovery(design: Design) -> dict[str, object]:
    recoveries = design.operations.recoveries
    slowest = max(recoveries, key=lambda one: (one.minutes, one.key))
    titles = {component.key: component.title for component in design.architecture.components}
    return {
        "project": design.facts.requirements.project.name,
        "rto": duration(slowest.rto_s),
        "rpo": duration(slowest.rpo_s),
        "recoveries": [
            {
                "one": one,
                "title": titles.get(one.component, one.name),
                "minutes": figure(round(one.minutes)),
                "verdict": _verdict(one),
            }
            for one in recoveries
        ],
        "decide": f"{figure(round(max(5.0, slowest.rto_s / 60 * 0.3)))} minutes",
        "stores": listed([f"`{one.component}`" for one in recoveries]),
        "app": next((component.key for component in design.architecture.components if component.kind == "app"), "component:app"),
        "outside": _outside(design),
    }


def _verdict(one: Recovery) -> str:
    limit = allowed_minutes(one.rto_s)
    side = "within" if one.minutes <= limit else "**above**"
    return f"{side} the {figure(round(limit))} minutes that 70 % of {duration(one.rto_s)} allow"


def _outside(design: Design) -> list[tuple[str, str]]:
    """What the rebuilt system needs and the lost one cannot give (REL-036)."""
    kinds = {component.kind for component in design.architecture.components}
    peers = [one.title for one in design.integrations.adapters if one.name != "identity-provider"]
    ledger = next((job.name for job in design.database.jobs if job.name.startswith("export-") and "ledger" in job.name), "")
    found = [("the code of the environment, the images of the last two releases", "in a second place")]
    if design.operations.recoveries:
        found.append(("the backups and the key that opens them", "in the second account"))
    if "identity" in kinds:
        found.append(("the redirect addresses at the provider of identities", "a new host name has to be registered there"))
    if peers:
        found.append((f"access of {listed(peers)}", "they know our fixed addresses and webhook targets"))
    if ledger:
        found.append((f"the exported ledger of erasures (`{ledger}`)", "erased people stay erased"))
    return [*found, ("the rights at the registrar of the name", "it has to point to the rebuilt system")]
