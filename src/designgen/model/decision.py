"""Decisions as they are scored, before they are numbered: options, margin, what would flip them, when to look again."""

from typing import Literal

from pydantic import Field as Described

from designgen.model.frozen import Frozen

Axis = Literal["P", "A", "S", "X", "M", "C", "O", "T", "F", "I"]
AXES: tuple[Axis, ...] = ("P", "A", "S", "X", "M", "C", "O", "T", "F", "I")
AXIS_NAMES: dict[Axis, str] = {
    "P": "performance",
    "A": "availability",
    "S": "scalability",
    "X": "security and privacy",
    "M": "maintainability",
    "C": "cost",
    "O": "operability",
    "T": "time to market",
    "F": "flexibility",
    "I": "integrity",
}


class Adjustment(Frozen):
    """A condition that held and changed the fit of an option on one axis."""

    condition: str
    axis: Axis
    delta: float


class Option(Frozen):
    """One way to decide a topic, as scored; `veto` says why it is out."""

    id: str
    title: str
    score: float
    fits: dict[Axis, float]
    adjustments: tuple[Adjustment, ...] = ()
    veto: str = ""
    pros: tuple[str, ...] = ()
    cons: tuple[str, ...] = ()


class Driver(Frozen):
    """What weighs in a decision: an axis with its weight, or a fact that was asked for."""

    text: str
    weight: float | None = None
    because: tuple[str, ...] = ()


class Flip(Frozen):
    """A single change that would make another option win (ADR-G4)."""

    change: str
    winner: str


class Turned(Frozen):
    """Who turned the rulebook's choice, to which option from which, and why."""

    by: str = Described(description="the persona that owns the topic")
    instead: str = Described(description="title of the option the rulebook had chosen")
    reason: str


class Decision(Frozen):
    """One decided topic; `topic` is its identity for ever."""

    topic: str = Described(description="area.question, such as datastore.primary; with a subject area.question.subject")
    title: str
    question: str
    owner: str = Described(description="persona that may revise it")
    rule: str = Described(description="rulebook id, such as ADR-01")
    reversal: Literal[1, 2, 3] = Described(description="cost of turning back: hours, weeks, months (ADR-S3)")
    options: tuple[Option, ...] = Described(description="best first, vetoed ones last")
    choice: str
    margin: float
    status: Literal["proposed", "accepted"] = "proposed"
    given_reason: str = ""
    turned: Turned | None = Described(default=None, description="the owner chose another option than the scores")
    context: str = ""
    drivers: tuple[Driver, ...] = ()
    addons: tuple[str, ...] = ()
    flips: tuple[Flip, ...] = Described(default=(), description="sensitivity points: single changes of a fact or a weight (ADR-G4)")
    trade_off: str = Described(default="", description="the axis gained most and the axis paid with, against the runner-up (ADR-G4)")
    consequences: tuple[str, ...] = ()
    drawbacks: tuple[str, ...] = ()
    confirmation: str = ""
    revisit: str = ""
    activates: tuple[str, ...] = Described(default=(), description="rulebook ids the choice brings in")
    because: tuple[str, ...] = Described(default=(), description="requirement ids and assumption keys")
    recorded: bool = Described(default=True, description="a record of its own, else a row of the conventions")

    @property
    def chosen(self) -> Option:
        """The option that won."""
        return next(option for option in self.options if option.id == self.choice)

    @property
    def rivals(self) -> tuple[Option, ...]:
        """The other options that no veto rules out, best first."""
        return tuple(option for option in self.options if not option.veto and option.id != self.choice)

    @property
    def dissent(self) -> Option | None:
        """The option that the scores put clearly above the author's own choice (ADR-S6); half a point is a clear lead."""
        best = self.rivals[0] if self.status == "accepted" and self.rivals else None
        return best if best and best.score - self.chosen.score >= 0.5 else None

    @property
    def close_call(self) -> bool:
        """Whether the margin is below 0.20 (ENG-009)."""
        return self.margin < 0.20


class Record(Frozen):
    """A decision with its number in the package."""

    number: str
    decision: Decision
    date: str = ""

    @property
    def path(self) -> str:
        """File of the record inside the package."""
        return f"adr/{self.number}-{self.decision.topic.replace('.', '-').replace('_', '-')}.md"
