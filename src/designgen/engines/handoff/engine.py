"""A question in, the answer that was brought back for it out; as long as there is none, the rulebook's draft stands."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256

from designgen.engines.handoff.form import form
from designgen.engines.handoff.letters import Consultation, Letter, answer_names, repair_name
from designgen.engines.handoff.pages import prompt_page
from designgen.engines.revision.conversation import examined
from designgen.engines.revision.faults import Fault
from designgen.engines.revision.parsing import MOST_BYTES
from designgen.engines.revision.prompt import prompt_for
from designgen.knowledge.wording import counted
from designgen.model.errors import Bug
from designgen.model.interview import Answer, Question, Section, Transcript
from designgen.model.roles import Judge
from designgen.model.spending import Spent

UNNAMED = "unnamed model"
"""Whoever carries a page does not say to which model."""


def untold(_asked: Consultation) -> None:
    """Tell nobody."""


class Handoff:
    """The engine of one build: what was brought back, and who is told of each question."""

    name = "handoff"
    reviews = True

    def __init__(self, letters: Mapping[str, Letter], tell: Callable[[Consultation], None]) -> None:
        self._letters = letters
        self._tell = tell

    @property
    def identity(self) -> str:
        """What was brought back: with another answer, the question is put again."""
        told = [(section, letter.text, letter.asked) for section, letter in sorted(self._letters.items())]
        return f"handoff {sha256(json.dumps(told).encode()).hexdigest()}"

    def answer(self, question: Question, judge: Judge) -> Answer:
        """Return the section with what holds of the answer; the draft if there is no answer."""
        if question.draft is None:
            raise Bug(f"the question about `{question.section}` carries no draft")
        prompt = prompt_for(question)
        letter = self._letters.get(question.section)
        asked = Consultation(
            section=question.section,
            persona=question.persona.name,
            earlier=tuple(section.section for section in question.earlier),
            prompt=prompt_page(prompt),
            form=json.dumps(form(question), ensure_ascii=False, indent=1) + "\n",
            letter=letter,
        )
        if letter is None:
            self._tell(asked)
            missing = f"{asked.persona} has not answered, `{answer_names(question.section)[0]}` is missing; {_stands(question)}"
            return Answer(section=question.draft, engine="offline", findings=(missing,))
        if letter.damage:
            return self._unread(replace(asked, faults=(Fault("", letter.damage),), readable=False), question, question.draft)
        verdict = examined(question, judge, letter.text)
        judged = replace(asked, faults=verdict.faults, readable=verdict.readable, broken=verdict.parsed.broken)
        if not verdict.readable:
            return self._unread(judged, question, question.draft)
        self._tell(judged)
        said = Transcript(question=prompt.digest, replies=(letter.text[:MOST_BYTES],), voice=UNNAMED)
        return Answer(section=verdict.section(UNNAMED), engine=self.name, findings=_open(judged), transcript=said)

    def account(self) -> tuple[Spent, ...]:
        """Return nothing: whoever carries the pages pays for the answers."""
        return ()

    def _unread(self, asked: Consultation, question: Question, draft: Section) -> Answer:
        """Return the draft, with words about the answer that could not be read."""
        self._tell(asked)
        name = asked.letter.name if asked.letter else ""
        words = f"`{name}` {asked.faults[0].message}; {_stands(question)}, `{repair_name(asked.section)}` says what to mend"
        return Answer(section=draft, engine="offline", findings=(words,))


def _stands(question: Question) -> str:
    """Return what holds as long as there is no answer."""
    return "nothing was reviewed" if question.reviews else "the rulebook's draft stands"


def _open(asked: Consultation) -> tuple[str, ...]:
    """Return what stays open about an answer that could be read."""
    name = asked.letter.name if asked.letter else ""
    found = []
    if asked.faults:
        faults = counted(len(asked.faults), "fault")
        found.append(f"`{name}` has {faults}; what holds was taken, `{repair_name(asked.section)}` says what to mend")
    if asked.outdated:
        found.append(f"`{name}` answers an earlier question; what holds was taken; to ask anew, delete it and run `designgen ask` again")
    return tuple(found)
