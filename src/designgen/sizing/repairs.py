"""The parts of a system in, what would make it more available out, cheapest first, each with the availability it reaches (CAP-044)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from designgen.knowledge.wording import lower_first
from designgen.model.design.architecture import Component, Connection
from designgen.sizing.availability import Releases, compose

STRONGER = ("multi-zone", "warm-standby-region", "active-active")
PROMISES = (0.9995, 0.999, 0.998, 0.997, 0.995, 0.99, 0.98, 0.95)
SAFEST = "canary"
WORTH = 1 / 43_200
"""A repair is told when it brings back a minute a month."""


@dataclass(frozen=True)
class System:
    """What availability is composed of."""

    components: tuple[Component, ...]
    connections: tuple[Connection, ...]
    target: float
    topology: str
    change: Releases

    @property
    def composed(self) -> float:
        """What the parts allow together."""
        return compose(self.components, self.connections, self.target, self.topology, self.change).composed


@dataclass(frozen=True)
class Repair:
    """One measure, as an instruction, and what the whole would come to."""

    measure: str
    composed: float


def repairs(system: System) -> tuple[Repair, ...]:
    """Return the measures that bring back a minute a month or more: a replica, zones, decoupling, releases, regions (CAP-044)."""
    before = system.composed
    found = ((measure, changed.composed) for measure, changed in _measures(system))
    return tuple(Repair(measure, composed) for measure, composed in found if composed - before >= WORTH)


def promise(composed: float) -> float:
    """Return the usual target that a composition keeps."""
    return next((target for target in PROMISES if target <= composed), 0.9)


def _measures(system: System) -> Iterator[tuple[str, System]]:
    yield from _second_instance(system)
    weaker = STRONGER.index(system.topology) + 1 if system.topology in STRONGER else 0
    zones = [topology for topology in STRONGER[weaker:] if topology == "multi-zone"]
    yield from (_spread(system, topology) for topology in zones)
    yield from _decoupled(system)
    if system.change.way != SAFEST and system.change.instances > 1:
        yield f"Decide platform.release as {SAFEST}", replace(system, change=replace(system.change, way=SAFEST))
    yield from (_spread(system, topology) for topology in STRONGER[weaker:] if topology not in zones)


def _second_instance(system: System) -> Iterator[tuple[str, System]]:
    single = [one for one in system.components if one.kind == "app" and one.instances <= 1]
    if single:
        doubled = tuple(one.model_copy(update={"instances": 2}) if one in single else one for one in system.components)
        yield f"Run a second instance of {single[0].name}", replace(system, components=doubled, change=replace(system.change, instances=2))


def _decoupled(system: System) -> Iterator[tuple[str, System]]:
    for peer in system.components:
        if peer.kind == "external":
            arrows = tuple(one.model_copy(update={"mode": "async"}) if one.target == peer.key else one for one in system.connections)
            yield f"Send to {lower_first(peer.title)} through the outbox", replace(system, connections=arrows)


def _spread(system: System, topology: str) -> tuple[str, System]:
    """Without the availability that was planned for one place; the topology brings its own."""
    plain = tuple(one.model_copy(update={"availability": None}) if one.kind == "database" else one for one in system.components)
    return f"Decide availability.topology as {topology}", replace(system, components=plain, topology=topology)
