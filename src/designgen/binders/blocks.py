"""What a printed page is made of, whatever the format: blocks and the inline pieces in them, links already resolved."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple


class Place(NamedTuple):
    """The size of a drawing in points; the paper if it has a page of its own, turned if it is wide."""

    width: float
    height: float
    paper: str = ""
    flipped: bool = False


Align = Literal["left", "center", "right"]
Style = Literal["strong", "emphasis", "struck"]


@dataclass(frozen=True)
class Text:
    """Words, or code between backticks."""

    text: str
    code: bool = False


@dataclass(frozen=True)
class Break:
    """A line that ends here."""


@dataclass(frozen=True)
class Anchor:
    """A place that a link can lead to."""

    label: str


@dataclass(frozen=True)
class Styled:
    """Pieces said louder, or taken back."""

    style: Style
    pieces: "Inline"


@dataclass(frozen=True)
class Link:
    """Pieces that lead to a place of this document (`label`) or into the world (`address`)."""

    pieces: "Inline"
    label: str = ""
    address: str = ""


Piece = Text | Break | Anchor | Styled | Link
Inline = tuple[Piece, ...]


@dataclass(frozen=True)
class Heading:
    """A title; `labels` are the places it stands for, the first its own."""

    level: int
    pieces: Inline
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Paragraph:
    """A run of sentences."""

    pieces: Inline


@dataclass(frozen=True)
class Preformatted:
    """Code as written."""

    text: str
    language: str


@dataclass(frozen=True)
class Listing:
    """Items, numbered from `start` if they are ordered."""

    items: tuple["Blocks", ...]
    start: int | None = None


@dataclass(frozen=True)
class Quote:
    """Words of somebody else, or a note."""

    blocks: "Blocks"


@dataclass(frozen=True)
class Table:
    """Rows under one head; every row has as many cells as the head."""

    head: tuple[Inline, ...]
    rows: tuple[tuple[Inline, ...], ...]
    aligns: tuple[Align, ...]


@dataclass(frozen=True)
class Figure:
    """A drawing of the package, its SVG text, what is said below it and in place of it; a title if it is a chapter."""

    path: str
    svg: str
    caption: str
    alternative: str
    place: Place
    title: Heading | None = None

    @property
    def label(self) -> str:
        """The place where it stands."""
        return drawn(self.path)


@dataclass(frozen=True)
class Pointer:
    """Where a drawing would stand that has a page of its own."""

    figure: Figure


@dataclass(frozen=True)
class Rule:
    """A line across the page."""


@dataclass(frozen=True)
class Sheet:
    """Where a new page begins; the part of the book that begins with it, if one does."""

    part: str = ""


@dataclass(frozen=True)
class Contents:
    """Where the table of contents stands."""


Block = Heading | Paragraph | Preformatted | Listing | Quote | Table | Figure | Pointer | Rule | Sheet | Contents
Blocks = tuple[Block, ...]


def words(pieces: Inline) -> str:
    """Return the visible text of pieces."""
    return "".join(_word(piece) for piece in pieces)


def _word(piece: Piece) -> str:
    if isinstance(piece, Text):
        return piece.text
    if isinstance(piece, Break):
        return " "
    return "" if isinstance(piece, Anchor) else words(piece.pieces)


def drawn(path: str) -> str:
    """Return the name of the place where a drawing stands."""
    return f"drawing {path}"


def labels(blocks: Blocks) -> frozenset[str]:
    """Return every place that blocks give a name to."""
    return frozenset(name for block in blocks for name in _named(block))


def _named(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield from block.labels
    elif isinstance(block, Figure):
        yield from (block.label, *(block.title.labels if block.title else ()))
    elif isinstance(block, Paragraph):
        yield from _anchored(block.pieces)
    elif isinstance(block, Listing):
        yield from (name for item in block.items for name in labels(item))
    elif isinstance(block, Quote):
        yield from labels(block.blocks)
    elif isinstance(block, Table):
        yield from (name for row in block.rows for cell in row for name in _anchored(cell))


def _anchored(pieces: Inline) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, Anchor):
            yield piece.label
        elif isinstance(piece, Styled | Link):
            yield from _anchored(piece.pieces)
