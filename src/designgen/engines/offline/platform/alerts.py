"""Objectives, jobs and catalogue rows in, alerts out; each leads to the failure mode that tells what to do (REL-010..014)."""

from decimal import Decimal

from designgen.engines.offline.platform.brief import Brief
from designgen.engines.offline.platform.objectives import ASKED, COUNT, events_per_second, service, worker
from designgen.engines.offline.platform.reasons import behind
from designgen.engines.offline.platform.recovery import check_interval
from designgen.engines.offline.platform.stakes import stakes
from designgen.knowledge import catalogue, conditions, templates
from designgen.knowledge.wording import duration, percent
from designgen.model.design.database import Job
from designgen.model.design.operations import Alert, Objective
from designgen.sizing import burn

SIGNIFICANT = Decimal("1.5")
"""Multiple of its interval after which a job or a backup is late (REL-014)."""
ANCHORS = {
    "work-": "job-late",
    "peer-": "peers-down",
    "webhook-accepted": "peers-refused",
    "webhook-processed": "peers-backlog",
    "sync-": "sync-late",
}


def alerts(brief: Brief, names: dict[str, object], goals: tuple[Objective, ...]) -> tuple[Alert, ...]:
    """Return the burn-rate alerts, one alert per job, and the symptoms and causes that hold here."""
    found = [alert for goal in goals if goal.burns for alert in _burning(brief, goal)]
    found += [_job(brief, job) for job in brief.database.jobs]
    found += pipeline_alerts(brief)
    return (*found, *_others(brief, names))


def events_per_hour(brief: Brief, goal: Objective) -> float:
    """Return how many events of an objective an average hour sees."""
    return events_per_second(brief, goal) * 3600


def _burning(brief: Brief, goal: Objective) -> list[Alert]:
    """The page and the ticket of one objective, from the windows that see enough requests (REL-007, REL-008).

    What people feel pages through the requests; peers, webhooks and offline work by themselves are tickets (REL-012).
    Slowness does not page where nobody is on call: a page that waits for the morning is a ticket (REL-012, OPS-010).
    """
    usable = burn.usable(goal.target, events_per_second(brief, goal))
    found = []
    asleep = (brief.unwatched and goal.threshold_ms is not None) or goal.per_second is not None
    for severity, speed in (("ticket", "slow"),) if asleep else (("page", "fast"), ("ticket", "slow")):
        windows = tuple(window for window in usable if window.severity == severity)
        if windows:
            found.append(_burn_alert(brief, goal, windows, speed))
    return found


def _burn_alert(brief: Brief, goal: Objective, windows: tuple[burn.Window, ...], speed: str) -> Alert:
    anchor = _anchor(goal)
    words = " or ".join(f"{burn.plain(window.factor)}x over {duration(window.hours * 3600)}" for window in windows)
    return Alert(
        key=f"alert:{goal.name}-burn-{speed}",
        because=("REL-010", "REL-011", goal.key, *(reason for reason in goal.because if reason not in ("REL-003", "REL-005"))),
        summary=f"{goal.title}: the error budget of 30 days burns {words}.",
        expression=" or ".join(_window(brief, goal, window) for window in windows),
        severity=windows[0].severity,
        runbook=f"runbook:{_books()[anchor]}",
        anchor=f"failure:{anchor}",
        objective=goal.key,
    )


def _anchor(goal: Objective) -> str:
    """The failure mode that an objective's burning most likely is."""
    if goal.threshold_ms is not None:
        return "app-slow"
    for start, anchor in ANCHORS.items():
        if goal.name.startswith(start):
            return anchor
    return "app-errors-after-release"


def pipeline_alerts(brief: Brief) -> list[Alert]:
    """Return per pipeline the alert of its age and, where others send the rows, of the share that was refused."""
    rows = catalogue.load("objectives")["pipeline_alerts"]
    imports = {use.entity for entity in brief.facts.entities for use in entity.uses if use.operation.verb == "import"}
    share = float(catalogue.load("constants")["reject_share"])
    found = []
    for one in brief.pipelines:
        gaps = {
            "pipeline": one.name,
            "worker": worker(brief),
            "fresh": duration(one.fresh_s),
            "fresh_s": f"{one.fresh_s:.0f}",
            "reject_share": share,
            "reject_text": percent(share),
        }
        found += [
            Alert(
                key=f"alert:pipeline-{one.name}-{row['key']}",
                because=(row["rule"], one.key, *one.because),
                summary=templates.phrase(row["summary"], **gaps),
                expression=templates.phrase(row["expr"], **gaps),
                hold=row["hold"],
                severity="ticket",
                runbook=f"runbook:{_books()[row['anchor']]}",
                anchor=f"failure:{row['anchor']}",
                objective=f"slo:pipeline-{one.name}",
            )
            for row in rows
            if row["key"] == "late" or one.sink in imports
        ]
    return found


def _window(brief: Brief, goal: Objective, window: burn.Window) -> str:
    limit = burn.plain(burn.threshold(window, goal.target))
    sli = "slo:sli_error:ratio_rate"
    rule = f'{sli}{window.long}{{slo="{goal.name}"}} > {limit} and {sli}{window.short}{{slo="{goal.name}"}} > {limit}'
    if window.severity == "page":
        enough = burn.needed_events(window, goal.target)
        rule += f' and on() sum(increase({COUNT}{{job="{service(brief)}",{ASKED}}}[{window.long}])) > {enough}'
    return f"({rule})"


def _job(brief: Brief, job: Job) -> Alert:
    interval = duration(job.every_s).removeprefix("1 ")
    shortest = Decimal(catalogue.load("objectives")["shortest_late_s"])
    limit = f"{max(shortest, SIGNIFICANT * job.every_s).normalize():f}"
    metric = f'job_last_success_timestamp_seconds{{job="{brief.name}-{brief.worker.split(":")[1]}",job_name="{job.name}"}}'
    return Alert(
        key=f"alert:job-{job.name}",
        because=("REL-014", job.key, *job.because),
        summary=f"Job {job.name} has not succeeded for {duration(float(limit))}; it is due every {interval}.",
        expression=f"time() - max({metric}) > {limit} or absent({metric})",
        hold="10m",
        severity="ticket",
        runbook="runbook:jobs",
        anchor="failure:job-late",
        objective="slo:job-freshness",
    )


def _others(brief: Brief, names: dict[str, object]) -> list[Alert]:
    books = _books()
    known = catalogue.load("objectives")
    limit = Decimal(known["backup_interval_s"]) * SIGNIFICANT
    window = max(known["slowest_archive_s"], int(brief.number("recovery.rpo_s") * known["archive_late_share"]))
    gaps = (
        names
        | stakes(brief)
        | {
            "rpo": duration(brief.number("recovery.rpo_s") or window),
            "archive_limit": duration(window),
            "archive_limit_s": str(window),
            "backup_limit": f"{limit:f}",
            "proof": duration(check_interval(brief)),
            "proof_limit": str(int(2 * check_interval(brief))),
        }
    )
    found = []
    for row in known["alerts"]:
        if not conditions.holds(row.get("when", "true"), names):
            continue
        found.append(
            Alert(
                key=f"alert:{row['key']}",
                because=(row["rule"], *behind(brief, row)),
                summary=templates.phrase(row["summary"], **gaps),
                expression=templates.phrase(row["expr"], **gaps),
                hold=row["hold"],
                severity=row["severity"],
                runbook=f"runbook:{books[row['anchor']]}",
                anchor=f"failure:{row['anchor']}",
            )
        )
    return found


def _books() -> dict[str, str]:
    """Which runbook holds which failure mode."""
    return {mode["key"]: book["key"] for book in catalogue.load("failure-modes")["runbooks"] for mode in book["failures"]}
