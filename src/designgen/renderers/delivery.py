"""Design in; plan, tests and risks out: `delivery/`."""

from collections.abc import Iterator

from designgen.knowledge.templates import render
from designgen.knowledge.wording import counted, figure
from designgen.model.artifact import Artifact
from designgen.model.design.delivery import Level, Risk
from designgen.model.design.whole import Design
from designgen.renderers import charts
from designgen.renderers.pictures import figures
from designgen.renderers.titles import titled
from designgen.sizing.effort import weekly_capacity, weeks_between
from designgen.syntax.markdown import prose, sentences

SECTION = "platform"
LEVELS: dict[Level, str] = {
    "component": "one operation of the running service, on an empty database of the same engine",
    "integration": "several requests against each other: owners, versions, repeats, states",
    "system": "all parts together, with the test accounts of others",
    "manual": "a person looks, because no program can tell",
}


def render_delivery(design: Design) -> Iterator[Artifact]:
    """Render the plan, the tests and the risks."""
    if design.delivery.phases:
        yield _document("delivery/plan.md", "delivery-plan.md.j2", "Delivery plan", **_plan(design))
    if design.delivery.scenarios:
        yield _document("delivery/tests.md", "test-strategy.md.j2", "Tests", **_tests(design))
    yield _document(
        "delivery/risks.md",
        "risks.md.j2",
        "Risks",
        project=design.facts.requirements.project.name,
        risks=[{"one": risk, "because": _reasons(risk), "sentence": titled(design, risk.sentence)} for risk in design.delivery.risks],
        matrix=figures(charts.risks(design)),
    )


def _reasons(risk: Risk) -> str:
    """The requirements and rules behind a risk; the parts they concern stand in its sentence."""
    return ", ".join(reason for reason in risk.because if ":" not in reason or reason.startswith("DEF-"))


def _document(path: str, template: str, title: str, **values: object) -> Artifact:
    text = render(template, prose=prose, sentences=sentences, **values)
    return Artifact.text(path, "markdown", text, section=SECTION, title=title)


def _plan(design: Design) -> dict[str, object]:
    phases = design.delivery.phases
    devs = max(1.0, next((one.value for one in design.facts.figures if one.key == "team.devs"), 4.0))
    return {
        "project": design.facts.requirements.project.name,
        "phases": [{"phase": phase, "days": round(phase.days, 1)} for phase in phases],
        "roadmap": figures((*charts.plan(design), *charts.effort(design))),
        "days": figure(sum(phase.days for phase in phases)),
        "weeks": figure(round(sum(phase.weeks for phase in phases), 1)),
        "team": counted(devs, "developer"),
        "capacity": figure(round(weekly_capacity(devs), 1)),
        "deadline": _deadline(design, sum(phase.weeks for phase in phases)),
        "excluded": [one for one in design.facts.requirements.requirements if one.priority == "wont"],
    }


def _deadline(design: Design, weeks: float) -> str:
    """How the weeks stand against the date that was given, empty without one."""
    wanted, start = design.facts.requirements.constraints.deadline, design.facts.requirements.project.as_of
    if not wanted or not start:
        return ""
    left = weeks_between(start, wanted)
    side = f"{figure(round(left - weeks, 1))} are to spare" if weeks <= left else f"**{figure(round(weeks - left, 1))} too few**"
    return f"From {start} to {wanted} there are {figure(round(left, 1))} weeks: {side}."


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
        "levels": [(name, number, text) for name, text in LEVELS.items() if (number := sum(one.level == name for one in scenarios))],
        "groups": [group for group in groups if group["scenarios"]],
        "beside": _beside(design),
    }


def _beside(design: Design) -> list[tuple[str, str]]:
    """What is tested from other pages of the package, with the number found there."""
    found = []
    if design.security.threats:
        found.append((f"{counted(len(design.security.threats), 'threat')} of the security page", "the test beside each shows its control"))
    if design.operations.recoveries:
        slowest = figure(round(max(one.minutes for one in design.operations.recoveries)))
        found.append(("a restore into an empty environment", f"timed against {slowest} minutes"))
    if design.database.jobs:
        jobs = counted(len(design.database.jobs), "job")
        found.append((f"{jobs} under their own database roles", "rows just outside the limit go, rows just inside stay"))
    if design.integrations.adapters:
        found.append(
            ("each adapter against its failure table", "a fake of the peer gives every sign once, and the adapter does what the table says")
        )
    rates = {one.key: one.value for one in design.facts.figures}
    peak = figure(rates.get("load.peak_rps_horizon", rates.get("load.peak_rps", 0)))
    load = f"{peak} requests/s for 30 minutes with the row counts of the horizon"
    found.append((load, "every latency class holds, errors stay below 0.1 %"))
    return found
