"""What a persona says beside its artifacts: conclusions, worries, questions, findings."""

from typing import Literal

from pydantic import Field as Described

from designgen.model.design.item import Item
from designgen.model.frozen import Frozen


class ClarifyingQuestion(Item):
    """What should be asked before building (CLQ-002); key `question:deposit-charged`."""

    text: str
    why: str
    assumed: str
    changes: str = Described(description="what changes with another answer")
    ask: Literal["product owner", "operations", "third party", "legal"] = "product owner"
    value: float = Described(default=0, description="value of information; the list is sorted by it (CLQ-001)")
    provisional: tuple[str, ...] = Described(default=(), description="keys of items that rest on the assumed answer")


class Dissent(Frozen):
    """A persona that would have decided otherwise."""

    topic: str
    choice: str
    reason: str


class Finding(Item):
    """Something a persona found wrong or risky, with the cheapest repair; key `finding:…`."""

    severity: Literal["blocker", "error", "warn", "info"] = "warn"
    statement: str
    repair: str
    path: str = Described(default="", description="place in the requirements, such as requirements.FR-2")


class Revised(Frozen):
    """One part of the rulebook's draft that a model added, replaced or removed, and why."""

    action: Literal["add", "replace", "remove"]
    key: str
    reason: str
    because: tuple[str, ...] = Described(default=(), description="ids of the requirements it serves")


class TopicChoice(Frozen):
    """Another option that the owner of a topic chose than the one the rulebook puts first."""

    topic: str
    choice: str
    instead: str = Described(description="what the rulebook had chosen")
    reason: str
    because: tuple[str, ...] = ()


class Opinion(Frozen):
    """What one persona concluded, worried about and asked, and what a model revised in its name."""

    voice: str = Described(default="", description="the model that revised the draft; empty if none did")
    revised: tuple[Revised, ...] = ()
    choices: tuple[TopicChoice, ...] = ()
    conclusions: tuple[str, ...] = ()
    concerns: tuple[str, ...] = ()
    questions: tuple[ClarifyingQuestion, ...] = ()
    dissents: tuple[Dissent, ...] = ()
    findings: tuple[Finding, ...] = ()
    dropped: tuple[Finding, ...] = Described(default=(), description="what a model proposed and the checks did not let pass")

    @property
    def heard(self) -> "Opinion":
        """What later personas hear of it; who spoke, what was changed and what was dropped is no matter of theirs."""
        return Opinion(conclusions=self.conclusions, concerns=self.concerns, questions=self.questions, findings=self.findings)
