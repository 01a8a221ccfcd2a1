"""Each persona in turn, side by side where they do not read each other: questions in, answers out; a known answer is recalled.

An engine that fails leaves its draft standing, and such an answer is not recalled: the next build asks again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from designgen.interview.fingerprint import Ground, digest_of, fingerprint
from designgen.interview.plan import WAVES, exported, reviews
from designgen.interview.sitting import Answers, Interview
from designgen.model.design.opinion import TopicChoice
from designgen.model.diagnostic import Diagnostic
from designgen.model.errors import BudgetSpent, EngineError
from designgen.model.interview import Answer, Persona, Question, Section
from designgen.model.roles import Engine, Together, in_turn

Heard = Callable[[Persona, Answer], None]
"""Told of each answer as it arrives: for progress on a terminal, and so that what was paid for is kept at once."""

Examine = Callable[[tuple[Answer, ...]], tuple[Diagnostic, ...]]
"""Tells what would be wrong with a package made of these answers."""


def unheard(_persona: Persona, _answer: Answer) -> None:
    """Let an answer pass without telling anyone."""


@dataclass(frozen=True)
class Desk:
    """What an engine may ask about the section it is working on; the sections not yet answered stand in as drafts."""

    interview: Interview
    engine: Engine
    before: Answers
    asked: Question
    examine: Examine

    def __call__(self, section: Section) -> tuple[Diagnostic, ...]:
        """Return what would be wrong with a package that held this section."""
        proposed = Answer(section=section, engine=self.engine.name)
        return self.examine(self.interview.completed({**self.before, self.asked.section: proposed}))

    def redraft(self, choices: tuple[TopicChoice, ...]) -> Section:
        """Return the draft as it is once the owner of these topics has chosen so."""
        return self.interview.redrafted(self.asked, choices)


def ask(interview: Interview, engine: Engine, examine: Examine, heard: Heard, together: Together = in_turn) -> tuple[Answer, ...]:
    """Return the answers of all sections, in the order of the seats; then the reviews, where the engine can play reviewers."""
    answers: dict[str, Answer] = {}
    ground = Ground(interview.facts, interview.decisions, engine.identity)
    last = reviews(interview.seats) if engine.reviews else ()
    for wave in (*WAVES, *((last,) if last else ())):
        known = Known(ground, answers)
        turns = [_turn(interview, engine, examine, known, section) for section in wave]
        jobs = [_told(turn.answer, interview.seats[section], heard) for turn, section in zip(turns, wave, strict=True)]
        rehearsal = partial(interview.completed, answers) if any(turn.asks for turn in turns) else tuple
        answers = {**answers, **dict(zip(wave, together(jobs, rehearsal), strict=True))}
    return tuple(answers.values())


class Turn(NamedTuple):
    """How one seat answers, and whether it asks its engine for that."""

    answer: Callable[[], Answer]
    asks: bool


class Known:
    """What all questions share, the answers before a wave, and the digests of what others read of them."""

    def __init__(self, ground: Ground, answers: Answers) -> None:
        self.ground = ground
        self.answers = answers
        self.digests = {section: digest_of(exported(answer.section)) for section, answer in answers.items()}


def _turn(interview: Interview, engine: Engine, examine: Examine, known: Known, section: str) -> Turn:
    """Prepare one seat's turn: a known answer is recalled, else the draft is made now and the engine asked when the job runs."""
    asked = interview.question(section, known.answers)
    key = fingerprint(known.ground.under(asked.decisions), asked, known.digests)
    recalled = interview.recall(key)
    if recalled is not None and recalled.section == section:
        answer = Answer(section=recalled, engine=engine.name, recalled=True, key=key)
        return Turn(lambda: answer, asks=False)
    drafted = interview.drafted(asked)
    desk = Desk(interview, engine, known.answers, drafted, examine)
    return Turn(lambda: _keyed(_answered(engine, drafted, desk), key), asks=True)


def _told(turn: Callable[[], Answer], persona: Persona, heard: Heard) -> Callable[[], Answer]:
    def told() -> Answer:
        answer = turn()
        heard(persona, answer)
        return answer

    return told


def _keyed(answer: Answer, key: str) -> Answer:
    """Give an answer the key of its question; one that something went wrong with is not to be recalled."""
    return answer.model_copy(update={"key": "" if answer.findings else key})


def _answered(engine: Engine, asked: Question, desk: Desk) -> Answer:
    try:
        return engine.answer(asked, desk)
    except EngineError as failure:
        if asked.draft is None:
            raise
        stands = f"`{asked.persona.name}` reviewed nothing" if asked.reviews else "the rulebook's draft stands"
        words = f"{engine.name} failed, {stands}: {failure}"
        return Answer(section=asked.draft, engine="offline", findings=(words,), unpaid=isinstance(failure, BudgetSpent))
