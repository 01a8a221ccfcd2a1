"""A question in, its key out: the same question to the same engine has the same key on every machine and every day.

The key covers all that the question carries except the draft, which follows from the rest; so what is not in the key cannot
have influenced the answer. Parts are digested one by one, because the same facts and sections stand in several questions.
"""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256

from designgen.knowledge.program import program_digest
from designgen.model.decision import Decision
from designgen.model.facts import Facts
from designgen.model.frozen import Frozen
from designgen.model.interview import Question

SCHEME = "designgen-question/1"


class Ground:
    """What all questions of a build share: the facts, the decisions, who is asked, and by which program."""

    def __init__(self, facts: Facts, decisions: Sequence[Decision], engine: str) -> None:
        """Digest the facts and the decisions once; most questions are asked with the same."""
        self._facts, self._decisions, self._engine = digest_of(facts), {one.topic: (one, digest_of(one)) for one in decisions}, engine

    def under(self, decisions: Sequence[Decision]) -> str:
        """Return the digest of what is shared by the questions that are asked with these decisions."""
        return _digest([SCHEME, program_digest(), self._engine, self._facts, [self._known(one) for one in decisions]])

    def _known(self, decision: Decision) -> str:
        first, digest = self._decisions.get(decision.topic, (None, ""))
        return digest if decision is first else digest_of(decision)


def fingerprint(shared: str, question: Question, known: Mapping[str, str]) -> str:
    """Return the key of a question; `shared` is the digest of its ground, `known` the digests of the sections asked before."""
    earlier = [known[section.section] for section in question.earlier]
    return _digest([SCHEME, shared, digest_of(question.persona), question.section, earlier])


def digest_of(value: Frozen) -> str:
    """Return the SHA-256 of a value, whatever order its mappings were written in."""
    return sha256(value.canonical()).hexdigest()


def _digest(value: object) -> str:
    return sha256(json.dumps(value, ensure_ascii=False).encode()).hexdigest()
