"""The engine that needs nothing: its answer is the draft the rulebook gave."""

from designgen.model.errors import Bug
from designgen.model.interview import Answer, Question
from designgen.model.roles import Judge
from designgen.model.spending import Spent


class Offline:
    """Answers every question with the draft; nothing is revised."""

    name = "offline"
    reviews = False
    identity = "offline"

    def answer(self, question: Question, _judge: Judge) -> Answer:
        """Return the draft as the answer."""
        if question.draft is None:
            raise Bug(f"the question about `{question.section}` carries no draft")
        return Answer(section=question.draft, engine=self.name)

    def account(self) -> tuple[Spent, ...]:
        """Return nothing: the rulebook is free."""
        return ()
