"""Phases and the date that was given in; whether they fit, and what to leave for later out (DEL-007)."""

from designgen.engines.offline.platform.brief import Brief
from designgen.knowledge import catalogue
from designgen.knowledge.templates import phrase
from designgen.knowledge.wording import counted, figure
from designgen.model.design.delivery import Phase
from designgen.model.design.opinion import Finding
from designgen.sizing.effort import weeks_between


def weeks_left(brief: Brief) -> float | None:
    """Return the weeks from the date of the requirements to the deadline; None where one of the two was not given."""
    deadline, start = brief.facts.requirements.constraints.deadline, brief.facts.requirements.project.as_of
    return weeks_between(start, deadline) if deadline and start else None


def deadline_findings(brief: Brief, phases: tuple[Phase, ...]) -> tuple[Finding, ...]:
    """Return a finding when the phases do not end before the deadline: an error if even the musts do not."""
    left = weeks_left(brief)
    whole = sum(phase.weeks for phase in phases)
    if left is None or whole <= left:
        return ()
    later = tuple(phase for phase in phases if phase.key.startswith(("phase:should", "phase:could")))
    core = whole - sum(phase.weeks for phase in later)
    texts = catalogue.load("judgements")["deadline"]
    devs = brief.number("team.devs", 4)
    words = {
        "project": brief.facts.requirements.project.name,
        "weeks": figure(round(whole, 1)),
        "left": figure(round(left, 1)),
        "deadline": brief.facts.requirements.constraints.deadline,
        "core": figure(round(core, 1)),
        "later": counted(len(later), "phase"),
        "team": counted(devs, "developer"),
        "people": figure(round(devs * whole / left + 0.5)),
    }
    fits = core <= left
    return (
        Finding(
            key="finding:deadline-not-reached",
            because=("DEL-007", *(phase.key for phase in phases)),
            severity="warn" if fits else "error",
            statement=phrase(texts["statement"], **words),
            repair=phrase(texts["later" if fits else "less"], **words),
            path="constraints.deadline",
        ),
    )
