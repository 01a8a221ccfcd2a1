"""Engineer-days in, a planned effort and a duration out (DEL-006, DEL-007)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import sqrt

OPTIMISTIC, PESSIMISTIC = 0.7, 1.8
"""Best and worst case as multiples of the most likely effort."""
Z80 = 0.84
"""Quantile of the standard normal distribution for 80 %."""
FOCUS, SUPPORT = 0.6, 0.1
"""Share of a week that goes into planned work, and share of that which support takes."""


@dataclass(frozen=True)
class Estimate:
    """Three-point estimate of one or several pieces of work, in engineer-days."""

    mean: float
    deviation: float

    @property
    def p80(self) -> float:
        """The effort that suffices in four of five cases."""
        return self.mean + Z80 * self.deviation


def pert(likely: float) -> Estimate:
    """Return the PERT estimate of a most likely effort: (O + 4 M + P) / 6, deviation (P - O) / 6 (DEL-006)."""
    best, worst = OPTIMISTIC * likely, PESSIMISTIC * likely
    return Estimate(mean=(best + 4 * likely + worst) / 6, deviation=(worst - best) / 6)


def together(parts: Iterable[float]) -> Estimate:
    """Return the estimate of independent pieces of work: means add, variances add (DEL-006)."""
    estimates = [pert(part) for part in parts]
    return Estimate(mean=sum(one.mean for one in estimates), deviation=sqrt(sum(one.deviation**2 for one in estimates)))


def weekly_capacity(size: float) -> float:
    """Return the engineer-days a team plans per week: size x 5 x focus x (1 - support) (DEL-007)."""
    return size * 5 * FOCUS * (1 - SUPPORT)


def weeks_between(start: str, end: str) -> float:
    """Return the weeks from one ISO date to another; negative if the end came first (DEL-007)."""
    return (date.fromisoformat(end) - date.fromisoformat(start)).days / 7
