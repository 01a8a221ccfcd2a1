"""Who sits at the table and what is known there: answers so far in, the next question, its draft and the decisions by then out."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile

from designgen.decisions.owners import OWNERS
from designgen.decisions.revise import revise
from designgen.interview.plan import ORDER, question
from designgen.model.decision import Decision
from designgen.model.design.opinion import TopicChoice
from designgen.model.facts import Facts
from designgen.model.interview import Answer, Persona, Question, ReviewSection, Section
from designgen.model.roles import Draft, Recall, nothing

Answers = Mapping[str, Answer]


@dataclass(frozen=True)
class Interview:
    """What is known before the first question, and who sits at the table."""

    facts: Facts
    decisions: tuple[Decision, ...]
    seats: Mapping[str, Persona]
    drafts: Mapping[str, Draft]
    recall: Recall = nothing

    def settled(self, answers: Answers, before: str | None = None) -> tuple[Decision, ...]:
        """Return the decisions after what their owners chose otherwise, in all answers or in those of seats `before` one."""
        decisions = self.decisions
        for section in takewhile(lambda seat: seat != before, ORDER):
            choices = answers[section].section.opinion.choices if section in answers else ()
            decisions = self.turned(decisions, section, choices)
        return decisions

    def turned(self, decisions: tuple[Decision, ...], section: str, choices: tuple[TopicChoice, ...]) -> tuple[Decision, ...]:
        """Return the decisions once the persona of a section has chosen so; topics of the seats after it are decided again."""
        if not choices:
            return decisions
        done = ORDER[: ORDER.index(section) + 1]
        owners = {owner for owner, seat in OWNERS.items() if seat in done}
        return revise(self.facts, decisions, choices, self.seats[section].name, owners)

    def question(self, section: str, answers: Answers) -> Question:
        """Return what the persona of a section is asked, or a reviewer, without a draft."""
        answered = tuple(answers[known].section for known in ORDER if known in answers)
        return question(section, self.seats[section], self.facts, self.settled(answers, section), answered)

    def drafted(self, asked: Question) -> Question:
        """Return a question with the rulebook's draft of its answer; a review begins empty."""
        draft = ReviewSection(section=asked.section) if asked.reviews else self.drafts[asked.section](asked)
        return asked.model_copy(update={"draft": draft})

    def redrafted(self, asked: Question, choices: tuple[TopicChoice, ...]) -> Section:
        """Return the draft of a question once its persona has chosen so."""
        decisions = self.turned(asked.decisions, asked.section, choices)
        return self.drafts[asked.section](asked.model_copy(update={"decisions": decisions}))

    def completed(self, answers: Answers) -> tuple[Answer, ...]:
        """Return an answer for every seat: drafts stand in for those not yet given."""
        whole = dict(answers)
        for section in ORDER:
            if section not in whole:
                draft = self.drafts[section](self.question(section, {known: whole[known] for known in ORDER if known in whole}))
                whole[section] = Answer(section=draft, engine="offline")
        return tuple(whole[section] for section in ORDER)
