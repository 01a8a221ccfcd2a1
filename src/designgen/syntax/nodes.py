"""Text as nodes: scalars, mappings and sequences, each with the place where the author wrote it.

Apart from the reader, so that the frontend depends on these shapes and not on a YAML library.
"""

from typing import NamedTuple

from designgen.model.source import Span


class Mark(NamedTuple):
    """A run of characters on one line; lines and columns are 1-based."""

    file: str
    line: int
    column: int
    length: int

    @property
    def span(self) -> Span:
        """The same place as the models carry it."""
        return Span(file=self.file, line=self.line, column=self.column, length=max(self.length, 1))


class Scalar(NamedTuple):
    """A piece of text; `start` is the column of its first character where it stands verbatim on one line, else 0."""

    mark: Mark
    text: str
    quoted: bool
    start: int

    @property
    def absent(self) -> bool:
        """Whether the author wrote nothing, or one of YAML's words for nothing."""
        return not self.quoted and self.text in ABSENT

    def part(self, offset: int, length: int) -> Span:
        """Return the place of some characters of the text; the whole scalar where they cannot be found."""
        if not self.start:
            return self.mark.span
        return Span(file=self.mark.file, line=self.mark.line, column=self.start + offset, length=max(length, 1))


class Mapping(NamedTuple):
    """Keys and values in the order written; keys are unique."""

    mark: Mark
    entries: "tuple[tuple[Scalar, Node], ...]"

    def get(self, key: str) -> "Node | None":
        """Return the value of a key, None if there is none."""
        return next((value for name, value in self.entries if name.text == key), None)


class Sequence(NamedTuple):
    """Elements in the order written."""

    mark: Mark
    elements: "tuple[Node, ...]"


Node = Scalar | Mapping | Sequence
ABSENT = frozenset({"", "~", "null", "Null", "NULL"})
