"""Drafts in, the same drafts out that remember their last questions: what was drafted while a service thought is not drafted again.

A judge asks for the drafts of the sections not yet answered each time it examines a change, and most of their questions stay the same.
"""

from collections.abc import Mapping

from designgen.model.interview import Question, Section
from designgen.model.roles import Draft

KEPT = 4
"""How many questions a draft remembers: the one of the rehearsal, and those of the changes that are being examined."""


class Remembered:
    """A draft that answers a question it knows at once."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._known: tuple[tuple[Question, Section], ...] = ()

    def __call__(self, question: Question) -> Section:
        """Return the answer of the rulebook."""
        for known, section in self._known:
            if known == question:
                return section
        section = self._draft(question)
        self._known = ((question, section), *self._known[: KEPT - 1])
        return section


def remembered(drafts: Mapping[str, Draft]) -> dict[str, Draft]:
    """Return drafts that remember, by section."""
    return {section: Remembered(draft) for section, draft in drafts.items()}
