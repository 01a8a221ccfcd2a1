"""Collects figures, flags and assumptions while facts are sized; defaults come from `knowledge/defaults.yaml`.

Every number passes here once, so that an override for a sensitivity run reaches all that is computed from it.
"""

from collections.abc import Mapping
from math import floor, isfinite, log10
from typing import Any

from designgen.knowledge.catalogue import load
from designgen.knowledge.templates import phrase
from designgen.model.facts import Assumption, Figure, Flag


def six_digits(value: float) -> float:
    """Return a number with six significant digits."""
    if value == 0 or not isfinite(value):
        return value
    return round(value, 5 - floor(log10(abs(value))))


class Ledger:
    """What is known so far; the only thing that grows while `size` runs."""

    def __init__(self, overrides: Mapping[str, float], *, silent: bool = False) -> None:
        self.overrides = overrides
        self.silent = silent
        self.figures: dict[str, Figure] = {}
        self.exact: dict[str, float] = {}
        self.flags: dict[str, Flag] = {}
        self.assumptions: dict[str, Assumption] = {}

    def number(self, key: str) -> float:
        """Return a number that is already known, not rounded; KeyError if it is not."""
        return self.exact[key]

    def given(self, key: str, value: float, unit: str, formula: str = "as given") -> float:
        """Note a number the author wrote."""
        return self._keep(Figure(key=key, value=value, unit=unit, provenance="given", formula=formula))

    def derived(self, figure: Figure) -> float:
        """Note a computed number; the figure says its formula and inputs."""
        return self._keep(figure)

    def default(self, key: str, row: str = "", *, value: float | None = None, formula: str = "", **names: object) -> float:
        """Fill a gap from a row of the catalogue of defaults and note the assumption; returns the number in use.

        `value` replaces the fixed number of the row; `names` fill its sentence and its question.
        """
        defaults: dict[str, Any] = load("defaults")[row or key]
        chosen = float(self.overrides.get(key, defaults["value"] if value is None else value))
        figure = Figure(
            key=key, value=chosen, unit=defaults["unit"], provenance="defaulted", rule=defaults["rule"],
            formula=formula or f"default of {defaults['rule']}",
        )  # fmt: skip
        self.assume(key, row or key, shown=f"{chosen:g} {defaults['unit']}".strip(), value=chosen, **names)
        return self._keep(figure)

    def assume(self, key: str, row: str, *, shown: str, value: object, **names: object) -> None:
        """Note an assumption worded by a row of the catalogue of defaults; a silent ledger needs no words."""
        if self.silent:
            return
        defaults = load("defaults")[row]
        self.assumptions[key] = Assumption(
            key=f"assumption:{key}",
            statement=phrase(defaults["statement"], value=value, **names),
            value=shown,
            rule=defaults["rule"],
            asks=phrase(defaults["asks"], value=value, **names),
        )

    def flag(self, name: str, holds: bool, why: str = "") -> bool:
        """Note a yes or no with its reason."""
        self.flags[name] = Flag(name=name, holds=holds, why=why)
        return holds

    def _keep(self, figure: Figure) -> float:
        self.exact[figure.key] = figure.value
        self.figures[figure.key] = figure.model_copy(update={"value": six_digits(figure.value)})
        return figure.value
