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
PARTS = 0.95 * LINE
"""What the longest parts of words may take before these are broken too."""
HEAD_LINES = 4
"""Lines that a head may take before it asks for room."""
SHORTEST = 8
"""Letters of a word that is never broken."""


PART = re.compile(r"(?<=[./_:,=&?-])(?=\w)|(?<=[a-z])(?=[A-Z])")
"""Where a word is broken rather than elsewhere: after a sign, or before a capital letter."""
MAY_BREAK = "\u200b"


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
    """Return the narrowest widths that leave room to spare: long words are broken between their parts if they must, then anywhere."""
    split = [[word for text in column for word in text.split()] for column in texts]
    heads = [_head(column[0]) for column in texts]
    whole, nothing = _longest(split, heads), [0] * len(heads)
    if sum(floors := _floors(whole, nothing, LINE)) <= FLOORS:
        return floors
    parts = _longest([[part for word in words_of for part in PART.split(word)] for words_of in split], nothing)
    sought = [(parts, longest, FLOORS) for longest in range(LINE, SHORTEST, -1)]
    sought += [(parts, SHORTEST, PARTS)] + [(nothing, longest, FLOORS) for longest in range(LINE, SHORTEST, -1)]
    found = (floors for least, longest, most in sought if sum(floors := _floors(whole, least, longest)) <= most)
    return next(found, _floors(whole, nothing, SHORTEST))


def _head(text: str) -> int:
    """Return the letters in a line that break no word of a head, which is bold, and do not set it in too many lines."""
    return max(len(text) // HEAD_LINES, max((len(word) + 1 for word in text.split()), default=0))


def _longest(split: list[list[str]], heads: list[int]) -> list[int]:
    """Return for each column the letters of its longest word, or what its head needs."""
    return [max(max(map(len, words_of), default=1), head) for words_of, head in zip(split, heads, strict=True)]


def _floors(whole: list[int], parts: list[int], longest: int) -> list[int]:
    """Return the widths that break no word up to a length, and no part of a word."""
    return [max(part, min(longest, word)) + PADDING for word, part in zip(whole, parts, strict=True)]


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
    return MAY_BREAK.join(re.sub(rf"(\S{{{letters}}})(?=\S)", f"\\1{MAY_BREAK}", part) for part in PART.split(word))
