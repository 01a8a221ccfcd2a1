"""Each persona in turn: questions in, answers out; an engine that fails leaves its draft standing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from designgen.interview.plan import ORDER, question
from designgen.model.decision import Decision
from designgen.model.diagnostic import Diagnostic
from designgen.model.errors import EngineError
from designgen.model.facts import Facts
from designgen.model.interview import Answer, Persona, Question, Section, SectionId
from designgen.model.roles import Draft, Engine

Heard = Callable[[Persona, Answer], None]
"""Told of each answer as it arrives, for progress on a terminal."""

Examine = Callable[[tuple[Answer, ...]], tuple[Diagnostic, ...]]
"""Tells what would be wrong with a package made of these answers."""


def unheard(_persona: Persona, _answer: Answer) -> None:
    """Let an answer pass without telling anyone."""


@dataclass(frozen=True)
class Interview:
    """What is known before the first question, and who sits at the table."""

    facts: Facts
    decisions: tuple[Decision, ...]
    seats: Mapping[SectionId, Persona]
    drafts: Mapping[SectionId, Draft]

    def question(self, section: SectionId, answers: tuple[Answer, ...]) -> Question:
        """Return the next question, with the rulebook's draft of its answer."""
        answered = tuple(answer.section for answer in answers)
        asked = question(section, self.seats[section], self.facts, self.decisions, answered)
        return asked.model_copy(update={"draft": self.drafts[section](asked)})


def ask(interview: Interview, engine: Engine, examine: Examine, heard: Heard) -> tuple[Answer, ...]:
    """Return the answers of all sections, in the order they were asked.

    While an engine answers it may have a section judged: the sections not yet asked stand in as drafts.
    """
    answers: tuple[Answer, ...] = ()
    for section in ORDER:
        before = answers

        def judge(proposed: Section, before: tuple[Answer, ...] = before) -> tuple[Diagnostic, ...]:
            return examine(_completed(interview, (*before, Answer(section=proposed, engine=engine.name))))

        asked = interview.question(section, before)
        try:
            answer = engine.answer(asked, judge)
        except EngineError as failure:
            answer = _standing(asked, engine, failure)
        answers = (*before, answer)
        heard(asked.persona, answer)
    return answers


def _completed(interview: Interview, answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
    for section in ORDER[len(answers) :]:
        draft = interview.question(section, answers).draft
        if draft is not None:
            answers = (*answers, Answer(section=draft, engine="offline"))
    return answers


def _standing(asked: Question, engine: Engine, failure: EngineError) -> Answer:
    if asked.draft is None:
        raise failure
    return Answer(section=asked.draft, engine="offline", findings=(f"{engine.name} failed, the rulebook's draft stands: {failure}",))
