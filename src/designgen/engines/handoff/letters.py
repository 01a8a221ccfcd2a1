"""What goes to and fro: the names of the pages, an answer that was brought back, what became of one question."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from designgen.engines.revision.faults import Fault
from designgen.engines.revision.files import stem

ENDINGS = ("json", "md", "txt")
"""How the file of an answer may end."""
BUILT_ON = re.compile(r"^# (?:What was answered before you|The topics you own|The draft of your section)", re.MULTILINE)


def prompt_name(section: str) -> str:
    """Return the name of the page that is given to a model."""
    return f"{stem(section)}.prompt.md"


def form_name(section: str) -> str:
    """Return the name of the JSON Schema of the answer."""
    return f"{stem(section)}.schema.json"


def repair_name(section: str) -> str:
    """Return the name of the page that says what is wrong with an answer."""
    return f"{stem(section)}.repair.md"


def answer_names(section: str) -> tuple[str, ...]:
    """Return the names under which an answer is found; the first one is the name that is asked for."""
    return tuple(f"{stem(section)}.answer.{ending}" for ending in ENDINGS)


@dataclass(frozen=True)
class Letter:
    """An answer that was brought back: the name of its file, its text, the question beside it if that lies there.

    `damage` says why the file cannot be read.
    """

    name: str
    text: str
    asked: str | None = None
    damage: str = ""


@dataclass(frozen=True)
class Consultation:
    """What became of one question: its pages, the answer if there is one, and what is wrong with that."""

    section: str
    persona: str
    earlier: tuple[str, ...]
    prompt: str
    form: str
    letter: Letter | None = None
    faults: tuple[Fault, ...] = ()
    readable: bool = True
    broken: int = 0

    @property
    def outdated(self) -> bool:
        """Whether the answer was given when the requirements, figures or decisions were others than now."""
        return self._other(_front)

    @property
    def ahead(self) -> bool:
        """Whether the answer was given before earlier sections and the draft were as they are now, the requirements being the same."""
        return not self.outdated and self._other(_plain)

    @property
    def state(self) -> str:
        """How it stands, in words for the index."""
        if self.letter is None:
            return "not answered"
        if not self.readable:
            return "answer cannot be read"
        words = "answered" if not self.faults else f"answered, {len(self.faults)} to mend"
        if self.outdated:
            return f"{words}; the question changed since"
        return f"{words}; {'earlier sections' if self.earlier else 'the draft'} changed since" if self.ahead else words

    def _other(self, part: Callable[[str], str]) -> bool:
        asked = self.letter.asked if self.letter else None
        return asked is not None and part(asked) != part(self.prompt)


def _front(text: str) -> str:
    """Return what a page says of the system, before it comes to earlier answers and to the draft that follows from them."""
    return BUILT_ON.split(_plain(text), maxsplit=1)[0]


def _plain(text: str) -> str:
    """Return a text as editors may leave it: other ends of lines and of the file mean nothing."""
    return "\n".join(line.rstrip() for line in text.removeprefix("\ufeff").splitlines()).rstrip()
