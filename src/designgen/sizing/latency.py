"""Legs of a call in, its 95th percentile out; what a dependency may cost in time and in availability (CAP-040, CAP-041, INT-003).

Times are in milliseconds, availabilities fractions. A leg is a lognormal latency by its median and 99th percentile (DRV-08).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, sqrt

from designgen.sizing.queueing import NORMAL_95, lognormal_mean, sigma

RESERVE = 0.15
"""Share of a promised p95 that stays unspent (CAP-041)."""


@dataclass(frozen=True)
class Leg:
    """One stretch that a call waits for."""

    name: str
    p50: float
    p99: float
    times: int = 1

    @property
    def shape(self) -> float:
        """Shape of the lognormal latency; 0 for a constant."""
        return sigma(self.p50, self.p99) if self.p99 > self.p50 else 0.0

    @property
    def mean(self) -> float:
        """Mean of all its visits together."""
        return self.times * lognormal_mean(self.p50, self.shape)

    @property
    def deviation(self) -> float:
        """Standard deviation of all its visits together, taken as independent."""
        return sqrt(self.times * (exp(self.shape**2) - 1)) * lognormal_mean(self.p50, self.shape)

    @property
    def p95(self) -> float:
        """95th percentile of one visit."""
        return self.p50 * exp(NORMAL_95 * self.shape)


@dataclass(frozen=True)
class Veto:
    """What a hard dependency has to offer, and which share of its failures a fallback has to hide otherwise."""

    needed: float
    masking: float


def composed_p95(legs: Iterable[Leg]) -> float:
    """Return the 95th percentile of legs in series: sum of means + 1.645 x root of the sum of variances (CAP-040)."""
    all_legs = tuple(legs)
    return sum(leg.mean for leg in all_legs) + NORMAL_95 * sqrt(sum(leg.deviation**2 for leg in all_legs))


def longest(legs: Iterable[Leg]) -> Leg:
    """Return the leg that takes most of a slow call: mean plus deviation."""
    return max(legs, key=lambda leg: (leg.mean + leg.deviation, leg.name))


def naive_p95(legs: Iterable[Leg]) -> float:
    """Return the upper bound: every leg at its own 95th percentile at once (CAP-040)."""
    return sum(leg.times * leg.p95 for leg in legs)


def budgets(legs: Iterable[Leg], promised: float) -> dict[str, float]:
    """Return the share of a promised p95 that each leg may spend, in proportion to mean + deviation (CAP-041)."""
    all_legs = tuple(legs)
    weight = sum(leg.mean + leg.deviation for leg in all_legs)
    return {leg.name: promised * (1 - RESERVE) * (leg.mean + leg.deviation) / weight for leg in all_legs} if weight else {}


def veto(target: float, offered: float) -> Veto:
    """Return what `target` asks of a hard dependency: 1 - (1 - target) / 10, and the masking that makes up for less (INT-003)."""
    needed = 1 - (1 - target) / 10
    masking = 0.0 if offered >= needed - 1e-12 or offered >= 1 else 1 - (1 - target) / (10 * (1 - offered))
    return Veto(needed=round(needed, 8), masking=round(max(0.0, masking), 6))
