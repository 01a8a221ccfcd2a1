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


class Column(NamedTuple):
    """The part of the width that a column gets, and the letters that stand side by side in it."""

    share: float
    letters: int


def columns(table: Table) -> tuple[Column, ...]:
    """Return the columns of a table that fills the line."""
    texts = [[words(row[place]) for row in (table.head, *table.rows)] for place in range(len(table.head))]
    least = _unbroken(texts)
    most = [max(floor, max(map(len, column)) + PADDING) for column, floor in zip(texts, least, strict=True)]
    given = _fitted(least, most, [_need(column) for column in texts])
    total = sum(given)
    return tuple(Column(round(width / total, 4), max(4, int(width / total * LINE) - PADDING)) for width in given)


def _unbroken(texts: list[list[str]]) -> list[int]:
    """Return the narrowest widths that leave room to spare, with the longest words broken if they must."""
    wanted = [_whole(column) for column in texts]
    found = (_floors(wanted, longest) for longest in range(LINE, SHORTEST, -1))
    return next((floors for floors in found if sum(floors) <= FLOORS), _floors(wanted, SHORTEST))


def _whole(column: list[str]) -> int:
    """Return the letters in a line that break no word of a column and do not set its head in too many lines."""
    return max(max((len(word) for text in column for word in text.split()), default=1), len(column[0]) // HEAD_LINES)


def _floors(wanted: list[int], longest: int) -> list[int]:
    """Return the narrowest widths that break no word up to a length."""
    return [min(longest, letters) + PADDING for letters in wanted]


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
    signed = re.sub(r"([./_:,=&?-])(?=\w)", "\\1\u200b", word)
    return "\u200b".join(re.sub(rf"(\S{{{letters}}})(?=\S)", "\\1\u200b", part) for part in signed.split("\u200b"))
