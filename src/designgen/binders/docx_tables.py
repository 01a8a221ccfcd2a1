"""A table in, its rows as they are set out: widths in twips, words broken where they must, rows that a new page must not part."""

from math import ceil
from typing import NamedTuple

from designgen.binders.blocks import Align, Inline, Table, words
from designgen.binders.columns import Column, broken, columns

LOW = 14
"""Lines of a table that stands on one page; of a higher one only its ends are kept from standing alone."""
BLANK = '<w:trHeight w:val="700"/>'
"""The height of a row to write in."""


class Row(NamedTuple):
    """One row: its cells, what Word is told of it, whether it stays on the page of the next one."""

    cells: tuple[Inline, ...]
    widths: tuple[int, ...]
    aligns: tuple[Align, ...]
    properties: str
    kept: bool


def table_of(table: Table, width: int) -> tuple[Row, ...]:
    """Return the rows of a table that fills a line of that many twips; without a head its first column leads."""
    shares = columns(table)
    twips = tuple(round(column.share * width) for column in shares)
    headed = any(table.head)
    rows = (table.head, *table.rows) if headed else table.rows
    low = sum(_lines(row, shares) for row in rows) <= LOW
    ends = {0, len(rows) - 2} | ({1} if headed else set())
    return tuple(
        Row(
            cells=tuple(broken(cell, column.letters) for cell, column in zip(row, shares, strict=True)),
            widths=twips,
            aligns=table.aligns,
            properties="<w:cantSplit/>" + ("<w:tblHeader/>" if headed and place == 0 else "") + ("" if any(row) else BLANK),
            kept=place < len(rows) - 1 and (low or place in ends),
        )
        for place, row in enumerate(rows)
    )


def _lines(row: tuple[Inline, ...], shares: tuple[Column, ...]) -> int:
    return max(ceil(len(words(cell)) / column.letters) for cell, column in zip(row, shares, strict=True))
