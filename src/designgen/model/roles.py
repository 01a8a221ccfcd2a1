"""The exchangeable roles of the pipeline, one signature each; `cast` names who plays them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from designgen.model.artifact import Artifact
from designgen.model.design.whole import Design
from designgen.model.diagnostic import Diagnostic
from designgen.model.interview import Answer, Question, Section, SectionId

Judge = Callable[[Section], tuple[Diagnostic, ...]]
"""Tells an engine what would be wrong with a package that held this section."""

Draft = Callable[[Question], Section]
"""Answers one section from the rulebook alone."""

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

    def answer(self, question: Question, judge: Judge, /) -> Answer:
        """Return the section that the question asks for."""


@dataclass(frozen=True)
class Tools:
    """The cast of one build: `checks` judge a design, `inspections` also need its artifacts."""

    engine: Engine
    drafts: Mapping[SectionId, Draft]
    checks: tuple[Check, ...]
    inspections: tuple[Check, ...]
    renderers: tuple[Renderer, ...]
    binders: tuple[Binder, ...]
