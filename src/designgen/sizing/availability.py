"""Availability of the parts in, availability of the whole out; all values are fractions of time.

The composition follows the arrows that requests take: what only operators or background work need is no factor.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import comb

from designgen.knowledge import catalogue
from designgen.model.design.architecture import Component, Connection
from designgen.model.design.operations import AvailabilityPart, ComposedAvailability

CALLERS = ("person", "device", "system", "web")
NOT_SERVING = (*CALLERS, "observability", "backup")


def k_of_n(needed: int, present: int, single: float, common_cause: float = 0.0) -> float:
    """Return the availability of `present` instances of which `needed` suffice (CAP-043).

    Independent failures follow the binomial law; `common_cause` (beta) is the share of a single instance's
    downtime that hits all of them at once (beta-factor model, IEC 61508-6). One instance has no common cause.
    """
    working = sum(comb(present, i) * single**i * (1 - single) ** (present - i) for i in range(needed, present + 1))
    shared = common_cause * (1 - single) if present > 1 else 0.0
    return max(0.0, working - shared)


def series(parts: Iterable[float]) -> float:
    """Return the availability of parts that are all needed: their product (SVC-022)."""
    product = 1.0
    for part in parts:
        product *= part
    return product


def masked(availability: float, fraction: float) -> float:
    """Return what is left of a dependency when a fallback hides `fraction` of its failures (CAP-043)."""
    return 1 - (1 - availability) * (1 - fraction)


def downtime_minutes(availability: float) -> float:
    """Return the minutes lost in a 30-day month (REL-006)."""
    return (1 - availability) * float(catalogue.load("constants")["minutes_per_month"])


@dataclass(frozen=True)
class Releases:
    """How new versions go out: the option of `platform.release`, the instances it replaces, how often a month."""

    way: str = "rolling"
    instances: int = 1
    monthly: float = 20

    @property
    def paused(self) -> float:
        """Minutes a month in which nothing serves: one instance alone has to be restarted for each release (DRV-10)."""
        change = catalogue.load("constants")["change"]
        alone = self.instances <= 1 and self.way not in change["stands_beside"]
        return self.monthly * float(change["restart_s"]) / 60 if alone else 0.0

    @property
    def broken(self) -> float:
        """Minutes a month lost to bad releases: how many x how long until taken back x the share of requests that meets one.

        Deployments x failure rate x repair time (DRV-10), weighed by how far the way of releasing lets a fault go before it
        is noticed (progressive roll-out: Google, The Site Reliability Workbook, chapter 16, Canarying Releases).
        """
        return self.monthly * float(catalogue.load("constants")["change"]["failure_rate"]) * self.back_minutes * self.seen

    @property
    def back_minutes(self) -> float:
        """Minutes from a bad release to the one before: until it is noticed, and until it is taken back."""
        change = catalogue.load("constants")["change"]
        return float(change["notice_minutes"] + change["back_minutes"].get(self.way, change["back_minutes"]["rolling"]))

    @property
    def seen(self) -> float:
        """Share of the requests that meet a bad release meanwhile; rolling is watched on the first of the instances."""
        return float(catalogue.load("constants")["change"]["seen_by"].get(self.way, 1 / max(1, self.instances)))

    @property
    def minutes(self) -> float:
        """Minutes a month that our own releases cost."""
        return self.paused + self.broken


def releases(way: str, instances: float, developers: float) -> Releases:
    """Return the releases of a team: one finished change a developer and week, at most the planned ceiling (ASM-04)."""
    change = catalogue.load("constants")["change"]
    monthly = min(float(change["most_releases"]), float(change["releases_per_developer"]) * max(1.0, developers))
    return Releases(way or "rolling", max(1, int(instances)), monthly)


def planned(kind: str, topology: str = "single-zone") -> float | None:
    """Return the planning availability of one instance of a kind of component (ASM-05), None if the kind has none."""
    known = catalogue.load("constants")["availability"].get(kind)
    if isinstance(known, Mapping):
        return float(known.get(topology, known["single-zone"]))
    return None if known is None else float(known)


def compose(
    components: Iterable[Component],
    connections: Iterable[Connection],
    target: float,
    topology: str = "single-zone",
    change: Releases | None = None,
) -> ComposedAvailability:
    """Return what the parts allow together, releases subtracted, against `target` (CAP-043, DRV-10).

    Factors are the components that a caller reaches over synchronous arrows: hard ones count whole, soft ones with
    the share that their fallback does not hide. `topology` is the option id of `availability.topology`; without a word
    about releases the dearest way is taken.
    """
    known = {component.key: component for component in components}
    hard, soft = _reached(known, tuple(connections))
    constants = catalogue.load("constants")
    beta = float(constants["common_cause"].get(topology, constants["common_cause"]["single-zone"]))
    parts = [_part(known[key], topology, beta, 0.0) for key in sorted(hard)]
    parts += [_part(known[key], topology, beta, float(constants["masking"])) for key in sorted(soft - hard)]
    parts.sort(key=lambda part: (part.availability, part.component))
    lost = (change or Releases()).minutes
    composed = series(part.availability for part in parts) - lost / float(constants["minutes_per_month"])
    return ComposedAvailability(parts=tuple(parts), change_minutes=lost, composed=round(max(0.0, composed), 6), target=target)


def _reached(known: Mapping[str, Component], connections: tuple[Connection, ...]) -> tuple[set[str], set[str]]:
    """Return the serving components on hard paths, and those reached over at least one soft arrow."""
    callers = [key for key, component in known.items() if component.kind in CALLERS]
    arrows = [arrow for arrow in connections if arrow.mode == "sync" and arrow.source in known and arrow.target in known]
    reached = {True: set(callers), False: set[str]()}
    waiting = [(key, True) for key in callers]
    while waiting:
        source, firm = waiting.pop()
        for arrow in arrows:
            step = firm and arrow.hard
            if arrow.source == source and arrow.target not in reached[step]:
                reached[step].add(arrow.target)
                waiting.append((arrow.target, step))
    serving = {key for key, component in known.items() if component.kind not in NOT_SERVING}
    return reached[True] & serving, reached[False] & serving


def _part(component: Component, topology: str, beta: float, fraction: float) -> AvailabilityPart:
    single = component.availability if component.availability is not None else planned(component.kind, topology)
    single = 1.0 if single is None else single
    present = max(1, component.instances)
    whole = single if component.kind == "database" else k_of_n(1, present, single, beta)
    note = "one instance" if present == 1 else f"1 of {present}, common cause {beta:g}"
    if component.kind == "database":
        note = topology.replace("-", " ")
    if fraction:
        note += f", a fallback hides {fraction * 100:g} %"
    return AvailabilityPart(component=component.key, availability=round(masked(whole, fraction), 7), note=note)


def single_points(
    components: Iterable[Component], connections: Iterable[Connection], topology: str = "single-zone"
) -> tuple[Component, ...]:
    """Return the parts whose one failure stops every caller: on a hard path and alone (CAP-045).

    A database in several zones, and a part of which more than one instance runs, is not alone.
    """
    known = {component.key: component for component in components}
    hard, _ = _reached(known, tuple(connections))
    return tuple(known[key] for key in sorted(hard) if _alone(known[key], topology))


def _alone(component: Component, topology: str) -> bool:
    if component.kind == "database":
        return topology == "single-zone"
    return component.instances <= 1
