"""An objective and its traffic in, the burn-rate rules worth having out (Google SRE Workbook, chapter 5).

Thresholds are computed with decimals, so that 14.4 x 0.001 prints as 0.0144.
"""

from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import Literal


@dataclass(frozen=True)
class Window:
    """One multi-window rule: the factor of burning, the long and the short window, and how it calls."""

    factor: Decimal
    long: str
    short: str
    hours: int
    severity: Literal["page", "ticket"]
    budget: Decimal


WINDOWS = (
    Window(Decimal("14.4"), "1h", "5m", 1, "page", Decimal("0.02")),
    Window(Decimal("6"), "6h", "30m", 6, "page", Decimal("0.05")),
    Window(Decimal("3"), "1d", "2h", 24, "ticket", Decimal("0.10")),
    Window(Decimal("1"), "3d", "6h", 72, "ticket", Decimal("0.10")),
)
"""Windows of a 30-day objective (REL-010)."""


def error_budget(target: float) -> Decimal:
    """Return 1 - target without binary noise (REL-011)."""
    return Decimal(1) - Decimal(str(target))


def threshold(window: Window, target: float) -> Decimal:
    """Return the error ratio above which a window burns too fast: factor x budget (REL-010)."""
    return (window.factor * error_budget(target)).normalize()


def factor(budget_share: float, period_hours: float, window_hours: float) -> float:
    """Return how fast a budget burns when `budget_share` of it goes in one window (REL-010)."""
    return budget_share * period_hours / window_hours


def needed_events(window: Window, target: float) -> int:
    """Return how many events the long window must hold: 10 / (factor x budget) (REL-007)."""
    return ceil(Decimal(10) / (window.factor * error_budget(target)))


def can_fire(window: Window, target: float) -> bool:
    """Whether an error ratio can exceed the threshold at all (REL-008)."""
    return threshold(window, target) < 1


def usable(target: float, per_second: float) -> tuple[Window, ...]:
    """Return the windows that can fire and whose long window sees enough events at `per_second` (REL-007, REL-008)."""
    return tuple(
        window for window in WINDOWS if can_fire(window, target) and per_second * 3600 * window.hours >= needed_events(window, target)
    )


def plain(number: Decimal) -> str:
    """Write a decimal without exponent."""
    return f"{number:f}"
