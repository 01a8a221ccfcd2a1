"""The exchangeable roles of the pipeline, one signature each; `cast` names who plays them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from designgen.model.artifact import Artifact
from designgen.model.design.opinion import TopicChoice
from designgen.model.design.whole import Design
from designgen.model.diagnostic import Diagnostic
from designgen.model.interview import Answer, Question, Section
from designgen.model.spending import Spent

T = TypeVar("T")


class Judge(Protocol):
    """What an engine may ask while it answers."""

    def __call__(self, section: Section, /) -> tuple[Diagnostic, ...]:
        """Return what would be wrong with a package that held this section."""

    def redraft(self, choices: tuple[TopicChoice, ...], /) -> Section:
        """Return the draft as it is once the owner of these topics has chosen so."""


Draft = Callable[[Question], Section]
"""Answers one section from the rulebook alone."""

Recall = Callable[[str], Section | None]
"""Returns what was answered to the question of that key, if that is known."""

Check = Callable[[Design, tuple[Artifact, ...]], Iterable[Diagnostic]]
"""Finds what is wrong with a design and its merged artifacts; changes nothing."""

Renderer = Callable[[Design], Iterable[Artifact]]
"""Turns a design into source artifacts."""

Binder = Callable[[Design, tuple[Artifact, ...]], Iterable[Artifact]]
"""Makes one document of many."""


class Engine(Protocol):
    """Something that thinks: answers a question with a typed section; raises EngineError if it cannot."""

    @property
    def name(self) -> str:
        """Who answered, for `personas.md`."""

    @property
    def identity(self) -> str:
        """What tells this engine and its settings from every other: another identity asks another question."""

    @property
    def reviews(self) -> bool:
        """Whether it can play a persona that owes no section."""

    def answer(self, question: Question, judge: Judge, /) -> Answer:
        """Return the section that the question asks for."""

    def account(self) -> tuple[Spent, ...]:
        """Return what its answers cost so far; nothing where nobody is paid."""


Together = Callable[[Sequence[Callable[[], Answer]], Callable[[], object]], Iterable[Answer]]
"""Carries out jobs that do not depend on each other, and returns what they return in their order.

The second argument is work that saves time later and changes nothing, for whoever has to wait meanwhile.
"""


class Start(Protocol):
    """Begins a job that nobody waits for yet."""

    def __call__(self, job: Callable[[], T], /) -> Callable[[], T]:
        """Return what waits for the job, and returns or raises what it did."""


def nothing(_key: str) -> None:
    """Remember no answer."""


def in_turn(jobs: Sequence[Callable[[], Answer]], _meanwhile: Callable[[], object]) -> Iterable[Answer]:
    """Carry out jobs one after the other; nobody waits."""
    return [job() for job in jobs]


def at_once(job: Callable[[], T]) -> Callable[[], T]:
    """Carry out a job before anything else."""
    done = job()
    return lambda: done


@dataclass(frozen=True)
class Tools:
    """The cast of one build: `checks` judge a design, `inspections` also need its artifacts, and binders work meanwhile."""

    engine: Engine
    drafts: Mapping[str, Draft]
    checks: tuple[Check, ...]
    inspections: tuple[Check, ...]
    renderers: tuple[Renderer, ...]
    binders: tuple[Binder, ...]
    together: Together = in_turn
    start: Start = at_once
