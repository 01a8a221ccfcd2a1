"""Design in; plan, tests and risks out: `delivery/`."""

import re
from collections.abc import Iterator

from designgen.knowledge.templates import render
from designgen.knowledge.wording import counted, figure
from designgen.model.artifact import Artifact
from designgen.model.design.delivery import Phase
from designgen.model.design.whole import Design
from designgen.sizing.effort import weekly_capacity
from designgen.syntax.markdown import prose, sentences

SECTION = "platform"
DAYS = 7
LEVELS = {
    "component": "one operation of the running service, on an empty database of the same engine",
    "integration": "several requests against each other: owners, versions, repeats, states",
}


def render_delivery(design: Design) -> Iterator[Artifact]:
    """Render the plan, the tests and the risks."""
    if design.delivery.phases:
        yield _document("delivery/plan.md", "delivery-plan.md.j2", "Delivery plan", **_plan(design))
    if design.delivery.scenarios:
        yield _document("delivery/tests.md", "test-strategy.md.j2", "Tests", **_tests(design))
    yield _document(
        "delivery/risks.md", "risks.md.j2", "Risks", project=design.facts.requirements.project.name, risks=design.delivery.risks
    )


def _document(path: str, template: str, title: str, **values: object) -> Artifact:
    text = render(template, prose=prose, sentences=sentences, **values)
    return Artifact.text(path, "markdown", text, section=SECTION, title=title)


def _plan(design: Design) -> dict[str, object]:
    phases = design.delivery.phases
    devs = max(1.0, next((one.value for one in design.facts.figures if one.key == "team.devs"), 4.0))
    return {
        "project": design.facts.requirements.project.name,
        "phases": _spans(phases),
        "days": figure(sum(phase.days for phase in phases)),
        "weeks": figure(round(sum(phase.weeks for phase in phases), 1)),
        "team": counted(devs, "developer"),
        "capacity": figure(round(weekly_capacity(devs), 1)),
        "excluded": [one for one in design.facts.requirements.requirements if one.priority == "wont"],
    }


def _spans(phases: tuple[Phase, ...]) -> list[dict[str, object]]:
    """Return each phase with its bar in days from the start; Mermaid wants whole numbers."""
    found: list[dict[str, object]] = []
    before = 0.0
    for phase in phases:
        start, end = round(before * DAYS), round((before + phase.weeks) * DAYS)
        label = re.sub(r"[^A-Za-z0-9 -]", "", phase.title).strip() or phase.name
        found.append(
            {
                "phase": phase,
                "days": round(phase.days, 1),
                "label": label,
                "span": figure(phase.weeks),
                "start": start,
                "end": max(end, start + 1),
            }
        )
        before += phase.weeks
    return found


def _tests(design: Design) -> dict[str, object]:
    scenarios = design.delivery.scenarios
    titles = {one.id: one.title or one.id for one in design.facts.requirements.requirements}
    order = [*titles, *sorted({one.requirement for one in scenarios} - set(titles))]
    groups = [
        {
            "title": f"{titles.get(wish, 'Beside the requirements')}{f' ({wish})' if wish else ''}",
            "scenarios": [one for one in scenarios if one.requirement == wish],
        }
        for wish in order
    ]
    return {
        "project": design.facts.requirements.project.name,
        "scenarios": scenarios,
        "levels": [(name, len([one for one in scenarios if one.level == name]), text) for name, text in LEVELS.items()],
        "groups": [group for group in groups if group["scenarios"]],
        "beside": _beside(design),
    }


def _beside(design: Design) -> list[str]:
    """What is tested from other pages of the package, with the number found there."""
    found = []
    if design.security.threats:
        found.append(f"The tests of the {counted(len(design.security.threats), 'threat')} on the security page.")
    if design.operations.recoveries:
        slowest = figure(round(max(one.minutes for one in design.operations.recoveries), 1))
        found.append(f"A restore into an empty environment, timed against {slowest} minutes.")
    if design.database.jobs:
        jobs = counted(len(design.database.jobs), "job")
        found.append(f"Each of the {jobs} under its own database role, with rows just inside and just outside its limit.")
    if design.integrations.adapters:
        found.append("Each adapter against its failure table: a fake of the peer gives every sign once.")
    rates = {one.key: one.value for one in design.facts.figures}
    peak = figure(rates.get("load.peak_rps_horizon", rates.get("load.peak_rps", 0)))
    found.append(
        f"{peak} requests/s for 30 minutes with the row counts of the horizon: every latency class holds, errors stay below 0.1 %."
    )
    return found
