"""The door of this room: a question, a judge and something that replies in, an answer out.

An engine hands in how a reply is had: over a network, from a file, from a recording. What is asked, how often it may be
mended, what is taken and what is dropped is the same for all of them.

    answer = converse(question, judge, reply, "claude")

`reply(prompt, exchanges)` returns what was said last; it raises EngineError if nothing more will be said. For engines
whose replies come days later, `examined` judges one text and `repair_prompt` (module `prompt`) words what is to be mended.
"""

from collections.abc import Callable
from dataclasses import dataclass

from designgen.engines.revision.parsing import MOST_BYTES
from designgen.engines.revision.prompt import Prompt, prompt_for, repair_prompt
from designgen.engines.revision.verdict import Verdict
from designgen.model.errors import BudgetSpent, EngineError
from designgen.model.interview import Answer, Question, Transcript
from designgen.model.roles import Judge

REPAIRS = 2


@dataclass(frozen=True)
class Said:
    """A reply and who gave it."""

    text: str
    voice: str


@dataclass(frozen=True)
class Exchange:
    """An answer that was not right, and what was said to it."""

    answer: str
    complaint: str


Reply = Callable[[Prompt, tuple[Exchange, ...]], Said]
"""Says what the model answers to a prompt after these exchanges; raises EngineError if it does not."""


def examined(question: Question, judge: Judge, text: str) -> Verdict:
    """Return the verdict about one answer: its faults, and the section with everything that holds."""
    return Verdict(question, judge, text)


def converse(question: Question, judge: Judge, reply: Reply, engine: str) -> Answer:
    """Ask, have what is wrong mended at most twice, and take what holds; EngineError if there is no answer that can be read."""
    prompt = prompt_for(question)
    exchanges: tuple[Exchange, ...] = ()
    replies: tuple[str, ...] = ()
    best: tuple[Verdict, str] | None = None
    while True:
        try:
            said = reply(prompt, exchanges)
        except EngineError as failure:
            if best is None:
                raise
            return _spoken(_taken(*best, engine, failure), prompt, replies)
        replies = (*replies, said.text[:MOST_BYTES])
        verdict = examined(question, judge, said.text)
        complaint = repair_prompt(verdict.faults)
        best = (verdict, said.voice) if verdict.readable or best is None else best
        again = bool(exchanges) and exchanges[-1].complaint == complaint
        if not verdict.faults or again or len(exchanges) == REPAIRS:
            return _spoken(_taken(*best, engine, None), prompt, replies)
        exchanges = (*exchanges, Exchange(said.text[:MOST_BYTES], complaint))


def _spoken(answer: Answer, prompt: Prompt, replies: tuple[str, ...]) -> Answer:
    """Return an answer with what was said word for word."""
    return answer.model_copy(update={"transcript": Transcript(question=prompt.digest, replies=replies, voice=answer.section.opinion.voice)})


def _taken(verdict: Verdict, voice: str, engine: str, failure: EngineError | None) -> Answer:
    if not verdict.readable:
        raise failure or EngineError(f"its answer {verdict.faults[0].message}")
    words = (f"{engine} was asked to mend its answer and failed, what held was taken: {failure}",) if failure else ()
    return Answer(section=verdict.section(voice), engine=engine, findings=words, unpaid=isinstance(failure, BudgetSpent))
