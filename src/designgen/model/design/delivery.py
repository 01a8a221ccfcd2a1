"""In which order it is built, how it is tested, what could go wrong on the way."""

from typing import Literal

from pydantic import Field as Described

from designgen.model.design.item import Item
from designgen.model.frozen import Frozen

Level = Literal["component", "integration", "system", "manual"]


class Work(Frozen):
    """One piece of work with its effort in engineer-days (DEL-006)."""

    title: str
    days: float
    because: tuple[str, ...] = ()


class Phase(Item):
    """A stretch of work that ends in something shown; key `phase:walking-skeleton`."""

    title: str
    goal: str
    work: tuple[Work, ...]
    shows: str = Described(description="what is demonstrated at the end")
    exit_criteria: tuple[str, ...] = ()
    weeks: float = Described(default=0, description="at the team's capacity (DEL-007)")

    @property
    def days(self) -> float:
        """Effort of the phase."""
        return sum(work.days for work in self.work)


class TestScenario(Item):
    """Something that has to be shown to work; key `test:createLoan-replay`."""

    requirement: str
    operation: str
    given: str
    when: str
    then: str
    level: Level


class Risk(Item):
    """What may go wrong in the undertaking (DEL-050); key `risk:deposit`."""

    sentence: str = Described(description="cause, event, effect")
    likelihood: int
    impact: int
    response: str
    trigger: str

    @property
    def score(self) -> int:
        """Likelihood times impact."""
        return self.likelihood * self.impact


class Delivery(Frozen):
    """How it gets built."""

    phases: tuple[Phase, ...] = ()
    scenarios: tuple[TestScenario, ...] = ()
    risks: tuple[Risk, ...] = ()
