"""Text as nodes: scalars, mappings and sequences, each with the place where the author wrote it.

Apart from the reader, so that the frontend depends on these shapes and not on a YAML library.
"""

from dataclasses import dataclass

from designgen.model.source import Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of characters on one line; lines and columns are 1-based."""

    file: str
    line: int
    column: int
    length: int

    @property
    def span(self) -> Span:
        """The same place as the models carry it."""
        return Span(file=self.file, line=self.line, column=self.column, length=max(self.length, 1))


@dataclass(frozen=True, slots=True)
class Scalar:
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


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order written; keys are unique."""

    mark: Mark
    entries: "tuple[tuple[Scalar, Node], ...]"

    def get(self, key: str) -> "Node | None":
        """Return the value of a key, None if there is none."""
        return next((value for name, value in self.entries if name.text == key), None)


@dataclass(frozen=True, slots=True)
class Sequence:
    """Elements in the order written."""

    mark: Mark
    elements: "tuple[Node, ...]"


Node = Scalar | Mapping | Sequence
ABSENT = frozenset({"", "~", "null", "Null", "NULL"})
