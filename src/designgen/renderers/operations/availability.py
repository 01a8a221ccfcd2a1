"""Design in; what our own releases cost and what would make the whole more available out (CAP-044, DRV-10)."""

from designgen.knowledge import catalogue
from designgen.knowledge.wording import counted, figure, lower_first, percent
from designgen.model.design.whole import Design
from designgen.sizing.availability import Releases, downtime_minutes, releases
from designgen.sizing.repairs import System, promise, repairs

REACHED = ", which reaches the target"


def possible(design: Design) -> list[tuple[str, str]]:
    """What each usual repair would bring, cheapest first, and what could be promised instead (CAP-044)."""
    composed, parts = design.availability, design.architecture
    if composed.meets:
        return []
    topology = _choice(design, "availability.topology", "single-zone")
    system = System(parts.components, parts.connections, composed.target, topology, _releases(design))
    found = [(one.measure, f"{_lost(one.composed)}{REACHED if one.composed >= composed.target else ''}") for one in repairs(system)]
    lower = promise(composed.composed)
    return [*found, (f"Nothing: as designed, {percent(lower)} can be promised", _lost(lower))]


def _choice(design: Design, topic: str, default: str) -> str:
    made = (record.decision for record in (*design.records, *design.conventions))
    return next((one.choice for one in made if one.topic == topic), default)


def _releases(design: Design) -> Releases:
    facts = design.facts
    return releases(_choice(design, "platform.release", "rolling"), facts.number("app.instances"), facts.number("team.devs"))


def releases_told(design: Design) -> str:
    """Say in one line what the releases of this system cost: how many, what each pauses, how far a bad one gets (DRV-10)."""
    change, known = _releases(design), catalogue.load("constants")["change"]
    made = (record.decision for record in (*design.records, *design.conventions))
    title = lower_first(next((one.chosen.title for one in made if one.topic == "platform.release"), "rolling"))
    many = f"{figure(change.monthly)} a month by {title} over {counted(change.instances, 'instance')}"
    pause = f"{figure(change.paused)} minutes of restarts" if change.paused else "no pause"
    met = f"met by {percent(round(change.seen, 3))} of the requests for {change.back_minutes:g} minutes"
    return f"{many}: {pause}; {percent(known['failure_rate'])} are bad, {met} (DRV-10)"


def _lost(availability: float) -> str:
    return figure(round(downtime_minutes(availability)))
