"""What is wrong with an answer: a place and words, so that its author can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass

MOST = 20
LONGEST = 300


@dataclass(frozen=True)
class Fault:
    """One mistake: a JSON pointer into the answer, what is wrong there, and the words that a reader of the package gets."""

    pointer: str
    message: str

    def within(self, *pointers: str) -> bool:
        """Whether it is about one of these parts of the answer."""
        return any(self.pointer == pointer or self.pointer.startswith(f"{pointer}/") for pointer in pointers)

    def __str__(self) -> str:
        """Return the place and the words on one line."""
        return f"{self.pointer or '/'}: {self.message}"


def listing(faults: Iterable[Fault]) -> str:
    """Return the first mistakes, one a line, cut to a bounded length; the rest is counted."""
    lines = [str(fault) for fault in faults]
    shown = [line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…" for line in lines[:MOST]]
    left = len(lines) - len(shown)
    return "\n".join([*shown, *([f"{left} more of the same kinds"] if left else [])])
