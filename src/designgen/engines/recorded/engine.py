"""A question in, the recorded answer to it out, examined like a new one; a question nobody recorded keeps the rulebook's draft."""

import json
from collections.abc import Mapping
from hashlib import sha256

from designgen.engines.recorded.cassette import Cassette
from designgen.engines.revision.conversation import Exchange, Said, converse
from designgen.engines.revision.prompt import Prompt
from designgen.knowledge.wording import counted
from designgen.model.errors import EngineError
from designgen.model.interview import Answer, Question
from designgen.model.roles import Judge
from designgen.model.spending import Spent


class Recorded:
    """The engine of one build: what was recorded, by section."""

    name = "recorded"
    reviews = True

    def __init__(self, cassettes: Mapping[str, Cassette]) -> None:
        self._cassettes = cassettes

    @property
    def identity(self) -> str:
        """What is played: with another recording, the question is put again."""
        told = [cassette.model_dump(mode="json") for _, cassette in sorted(self._cassettes.items())]
        return f"recorded {sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()}"

    def answer(self, question: Question, judge: Judge) -> Answer:
        """Return the section as the recorded replies make it; EngineError if nothing was recorded about it."""
        name = f"`{question.persona.name}` about `{question.section}`"
        cassette = self._cassettes.get(question.section)
        if cassette is None:
            raise EngineError(f"no answer of {name} was recorded")
        played = cassette.said
        digests: list[str] = []

        def reply(prompt: Prompt, exchanges: tuple[Exchange, ...]) -> Said:
            digests.append(prompt.digest)
            if len(exchanges) >= len(played.replies):
                raise EngineError(f"the recording of {name} ends after {counted(len(played.replies), 'reply', 'replies')}")
            return Said(played.replies[len(exchanges)], played.voice)

        answer = converse(question, judge, reply, self.name)
        if played.question in digests:
            return answer
        words = f"the answer of {name} was recorded for another question; what holds was taken"
        return answer.model_copy(update={"findings": (words, *answer.findings)})

    def account(self) -> tuple[Spent, ...]:
        """Return nothing: what is played was paid for when it was recorded."""
        return ()
