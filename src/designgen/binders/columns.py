"""A table in, the width of each column out: rows as low as they get, words broken only where they would starve other columns."""

import re
from math import sqrt
from typing import NamedTuple

from designgen.binders.blocks import Inline, Link, Piece, Styled, Table, Text, words

LINE = 102
"""Characters of the small type of tables that fit between the margins of a portrait page."""
PADDING = 2
FLOORS = 0.85 * LINE
"""What the longest words of all columns may take before they are broken; the rest goes to those with much to say."""
HEAD_LINES = 4
"""Lines that a head may take before it asks for room."""
SHORTEST = 8
"""Letters of a word that is never broken."""
LONG = re.compile(rf"\S{{{SHORTEST + 1},}}")
LENGTHS = range(LINE, SHORTEST - 1, -1)
"""What the letters of the longest unbroken word may be, the best first."""
SIGN = re.compile(r"(?<=[./_:,=&?-])(?=[\w{])")
"""Where a name of a machine may go on in the next line."""
CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Where a name goes on that is longer than its line."""


class Column(NamedTuple):
    """The part of the width that a column gets, and the letters that stand side by side in it."""

    share: float
    letters: int


def columns(table: Table) -> tuple[Column, ...]:
    """Return the columns of a table that fills the line."""
    texts = [[words(row[place]) for row in (table.head, *table.rows)] for place in range(len(table.head))]
    given = min((_given(texts, least) for least in _floors(texts)), key=lambda widths: _height(texts, widths))
    total = sum(given)
    return tuple(Column(round(width / total, 4), max(4, int(width / total * LINE) - PADDING)) for width in given)


def _floors(texts: list[list[str]]) -> tuple[list[int], list[int]]:
    """Return the narrowest widths that leave room to spare, with whole words and with words that break at their signs."""
    joined = [" ".join(column) for column in texts]
    parts = [_longest(LONG.sub(_parted, text), column[0]) for text, column in zip(joined, texts, strict=True)]
    whole = [_longest(text, column[0]) for text, column in zip(joined, texts, strict=True)]
    signed = _cut(parts, [0] * len(parts), LINE)
    return _cut(whole, signed, FLOORS), signed


def _given(texts: list[list[str]], least: list[int]) -> list[float]:
    """Return the widths of columns that are at least so wide."""
    most = [max(floor, max(map(len, column)) + PADDING) for column, floor in zip(texts, least, strict=True)]
    return _fitted(least, most, [_need(column) for column in texts])


def _height(texts: list[list[str]], widths: list[float]) -> float:
    """Return about the lines of all rows together; what a word that does not fit costs is not counted."""
    rows = zip(*texts, strict=True)
    return sum(max(1 + len(cell) // max(width - PADDING, 1) for cell, width in zip(row, widths, strict=True)) for row in rows)


def _cut(letters: list[int], floors: list[int], room: float) -> list[int]:
    """Return widths for lines of so many letters, above the floors, the longest lines cut until they fit the room."""
    cut = ([max(floor, min(longest, line) + PADDING) for floor, line in zip(floors, letters, strict=True)] for longest in LENGTHS)
    found = list(cut)
    return next((widths for widths in found if sum(widths) <= room), found[-1])


def _parted(word: re.Match[str]) -> str:
    return SIGN.sub(" ", word[0])


def _longest(text: str, head: str) -> int:
    """Return the letters of a line that breaks no word of a text nor of its head, which is bold, and sets that in few lines."""
    bold = max((len(word) + 1 for word in head.split()), default=1)
    return max(len(head) // HEAD_LINES, bold, max(map(len, text.split()), default=1))


def _need(column: list[str]) -> float:
    """How much a column has to say: the root mean square of its cells, since the longest make the rows high."""
    head, *cells = map(len, column)
    return max(sqrt(sum(length * length for length in cells) / max(len(cells), 1)), head / 2, 1.0)


def _fitted(least: list[int], most: list[int], needs: list[float]) -> list[float]:
    """Widen all columns in step with what they need, none above its longest cell, until the line is full."""
    if sum(most) <= LINE or sum(least) >= LINE:
        return [float(width) for width in (most if sum(most) <= LINE else least)]
    low, high = 0.0, float(max(most))
    for _ in range(24):
        middle = (low + high) / 2
        if sum(_widths(least, most, needs, middle)) > LINE:
            high = middle
        else:
            low = middle
    return _widths(least, most, needs, low)


def _widths(least: list[int], most: list[int], needs: list[float], step: float) -> list[float]:
    return [max(floor, min(top, need * step)) for floor, top, need in zip(least, most, needs, strict=True)]


def broken(cell: Inline, letters: int) -> Inline:
    """Let words that are longer than their column break, after a sign if they have one."""
    return tuple(_broken(piece, letters) for piece in cell)


def _broken(piece: Piece, letters: int) -> Piece:
    if isinstance(piece, Text):
        return Text(re.sub(rf"\S{{{letters + 1},}}", lambda found: _breakable(found[0], letters), piece.text), piece.code)
    if isinstance(piece, Styled):
        return Styled(piece.style, broken(piece.pieces, letters))
    if isinstance(piece, Link):
        return Link(broken(piece.pieces, letters), piece.label, piece.address)
    return piece


def _breakable(word: str, letters: int) -> str:
    parts = [piece for part in SIGN.split(word) for piece in (CAPITAL.split(part) if len(part) > letters else [part])]
    return "\u200b".join(re.sub(rf"(\S{{{letters}}})(?=\S)", "\\1\u200b", part) for part in parts)
