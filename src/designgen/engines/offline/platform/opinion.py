"""The finished section in, what its author concludes, worries about and asks out."""

from designgen.engines.offline.platform.alerts import events_per_hour
from designgen.engines.offline.platform.brief import Brief, people
from designgen.engines.offline.platform.deadline import deadline_findings
from designgen.engines.offline.platform.recovery import keeps_targets
from designgen.knowledge import catalogue
from designgen.knowledge.templates import phrase
from designgen.knowledge.wording import counted, duration, figure, listed, percent
from designgen.model.design.delivery import Delivery
from designgen.model.design.operations import ComposedAvailability, Objective, Operations
from designgen.model.design.opinion import ClarifyingQuestion, Finding, Opinion
from designgen.sizing import burn
from designgen.sizing.availability import downtime_minutes
from designgen.sizing.repairs import System, promise, repairs

ASKED_FROM = 0.995
"""Availability from which somebody has to answer at night."""


def opinion(brief: Brief, operations: Operations, delivery: Delivery, composed: ComposedAvailability) -> Opinion:
    """Return conclusions, concerns, questions and findings."""
    words = standing(brief, composed) | _counts(brief)
    return Opinion(
        conclusions=tuple(phrase(text, **words) for text in catalogue.load("judgements")["conclusions"].values()),
        concerns=_concerns(brief, operations, composed, words),
        questions=_questions(brief, words),
        findings=(*_findings(brief, composed, words), *deadline_findings(brief, delivery.phases)),
    )


def standing(brief: Brief, composed: ComposedAvailability) -> dict[str, object]:
    """Return how the design stands against its promises, in words for the sentences of the catalogue."""
    estimate, allowed = keeps_targets(brief)
    return {
        "project": brief.facts.requirements.project.name,
        "people": people(brief),
        "composed": percent(round(composed.composed, 5)),
        "lost": figure(round(downtime_minutes(composed.composed))),
        "target": percent(composed.target),
        "allowed_down": figure(round(downtime_minutes(composed.target))),
        "weakest": composed.parts[0].component.split(":")[1] if composed.parts else "the application",
        "estimate": figure(round(estimate)),
        "allowed": figure(round(allowed)),
        "rto": duration(brief.number("recovery.rto_s") or 86_400),
    }


def _counts(brief: Brief) -> dict[str, object]:
    return {
        "runtime": brief.choice("platform.runtime", "managed-containers").replace("-", " "),
        "instances": counted(brief.number("app.instances", 1), "instance"),
        "peak": figure(brief.number("load.peak_rps_horizon") or brief.number("load.peak_rps")),
        "modules": listed([module.name for module in brief.architecture.modules]) or "its jobs",
    }


def scarce(brief: Brief, goals: tuple[Objective, ...]) -> tuple[Objective, ...]:
    """Return the objectives that see too few requests for the fast rule (REL-007)."""
    first = burn.WINDOWS[0]
    timed = [goal for goal in goals if goal.burns and goal.per_second is None and burn.can_fire(first, goal.target)]
    return tuple(goal for goal in timed if events_per_hour(brief, goal) < burn.needed_events(first, goal.target))


def _concerns(brief: Brief, operations: Operations, composed: ComposedAvailability, words: dict[str, object]) -> tuple[str, ...]:
    texts = catalogue.load("judgements")["concerns"]
    estimate, allowed = keeps_targets(brief)
    found = [phrase(texts["night"], **words)] if brief.unwatched and composed.target >= ASKED_FROM else []
    few = scarce(brief, operations.objectives)
    if few:
        goal = min(few, key=lambda one: (events_per_hour(brief, one), one.name))
        seen, need = round(events_per_hour(brief, goal)), burn.needed_events(burn.WINDOWS[0], goal.target)
        found.append(phrase(texts["scarce"], goal=goal.title, seen=figure(seen), need=figure(need)))
    found += [phrase(texts["restore"], **words)] if 0 < allowed < estimate else []
    return tuple(found)


def _questions(brief: Brief, words: dict[str, object]) -> tuple[ClarifyingQuestion, ...]:
    texts, found = catalogue.load("judgements")["questions"], []
    if brief.unwatched and brief.number("availability.target") >= ASKED_FROM:
        filled = {name: phrase(text, **words) for name, text in texts["night"].items()}
        asked = ClarifyingQuestion(
            key="question:who-answers-at-night",
            because=("OPS-010", "availability.target"),
            ask="operations",
            value=6,
            provisional=("slo:api-availability",),
            **filled,
        )
        found.append(asked)
    if not brief.region and not brief.cloud:
        filled = {name: phrase(text, **words) for name, text in texts["place"].items()}
        asked = ClarifyingQuestion(
            key="question:where-it-runs",
            because=("platform.runtime", "PRV-015"),
            ask="operations",
            value=4,
            provisional=("zone:region",),
            **filled,
        )
        found.append(asked)
    return tuple(found)


def _findings(brief: Brief, composed: ComposedAvailability, words: dict[str, object]) -> tuple[Finding, ...]:
    if composed.meets:
        return ()
    found = Finding(
        key="finding:availability-not-reached",
        because=("CAP-043", "CAP-044", "availability.target"),
        severity="error" if _asked(brief) else "warn",
        statement=phrase(catalogue.load("judgements")["finding"], **words),
        repair=_repair(brief, composed),
        path="quality.availability.target",
    )
    return (found,)


def _asked(brief: Brief) -> bool:
    """Whether the author set the target; one that we assumed is easily lowered."""
    return any(one.key == "availability.target" and one.provenance == "given" for one in brief.facts.figures)


def _repair(brief: Brief, composed: ComposedAvailability) -> str:
    """The first measure that reaches the target, or a target that is reached."""
    parts = brief.architecture
    topology = brief.choice("availability.topology", "single-zone")
    known = repairs(System(parts.components, parts.connections, composed.target, topology, brief.releases))
    enough = next((one for one in known if one.composed >= composed.target), None)
    lower = f"`availability: {{target: {percent(promise(composed.composed)).replace(' ', '')}}}`"
    if enough:
        return f"{enough.measure}, which comes to {percent(round(enough.composed, 5))}; or write {lower}."
    return f"Write {lower}: no single measure reaches {percent(composed.target)}."
