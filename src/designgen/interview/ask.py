"""Each persona in turn: questions in, answers out; a question asked before is not asked again.

An engine that fails leaves its draft standing, and such an answer is not recalled: the next build asks again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from designgen.interview.fingerprint import digest_of, fingerprint, ground
from designgen.interview.plan import ORDER, question
from designgen.model.decision import Decision
from designgen.model.diagnostic import Diagnostic
from designgen.model.errors import EngineError
from designgen.model.facts import Facts
from designgen.model.interview import Answer, Persona, Question, Section, SectionId
from designgen.model.roles import Draft, Engine

Heard = Callable[[Persona, Answer], None]
"""Told of each answer as it arrives, for progress on a terminal."""

Recall = Callable[[str], Section | None]
"""Returns what was answered to the question of that key, if that is known."""

Examine = Callable[[tuple[Answer, ...]], tuple[Diagnostic, ...]]
"""Tells what would be wrong with a package made of these answers."""


def unheard(_persona: Persona, _answer: Answer) -> None:
    """Let an answer pass without telling anyone."""


def nothing(_key: str) -> None:
    """Remember no answer."""


@dataclass(frozen=True)
class Interview:
    """What is known before the first question, and who sits at the table."""

    facts: Facts
    decisions: tuple[Decision, ...]
    seats: Mapping[SectionId, Persona]
    drafts: Mapping[SectionId, Draft]
    recall: Recall = nothing

    def question(self, section: SectionId, answers: tuple[Answer, ...]) -> Question:
        """Return the next question, without a draft."""
        answered = tuple(answer.section for answer in answers)
        return question(section, self.seats[section], self.facts, self.decisions, answered)

    def drafted(self, asked: Question) -> Question:
        """Return a question with the rulebook's draft of its answer."""
        return asked.model_copy(update={"draft": self.drafts[asked.section](asked)})


def ask(interview: Interview, engine: Engine, examine: Examine, heard: Heard) -> tuple[Answer, ...]:
    """Return the answers of all sections, in the order they were asked or recalled.

    While an engine answers it may have a section judged: the sections not yet asked stand in as drafts.
    """
    shared = ground(interview.facts, interview.decisions, engine.name)
    digests: dict[SectionId, str] = {}
    answers: tuple[Answer, ...] = ()
    for section in ORDER:
        asked = interview.question(section, answers)
        key = fingerprint(shared, asked, digests)
        known = interview.recall(key)
        if known is not None and known.section == section:
            answer = Answer(section=known, engine=engine.name, recalled=True, key=key)
        else:
            answer = _answered(interview, engine, answers, interview.drafted(asked), examine)
            answer = answer.model_copy(update={"key": key if answer.engine == engine.name else ""})
        digests[section] = digest_of(answer.section)
        answers = (*answers, answer)
        heard(asked.persona, answer)
    return answers


def _answered(interview: Interview, engine: Engine, before: tuple[Answer, ...], asked: Question, examine: Examine) -> Answer:
    def judge(proposed: Section) -> tuple[Diagnostic, ...]:
        return examine(_completed(interview, (*before, Answer(section=proposed, engine=engine.name))))

    try:
        return engine.answer(asked, judge)
    except EngineError as failure:
        return _standing(asked, engine, failure)


def _completed(interview: Interview, answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
    for section in ORDER[len(answers) :]:
        draft = interview.drafted(interview.question(section, answers)).draft
        if draft is not None:
            answers = (*answers, Answer(section=draft, engine="offline"))
    return answers


def _standing(asked: Question, engine: Engine, failure: EngineError) -> Answer:
    if asked.draft is None:
        raise failure
    return Answer(section=asked.draft, engine="offline", findings=(f"{engine.name} failed, the rulebook's draft stands: {failure}",))
