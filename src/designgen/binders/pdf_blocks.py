"""Blocks in, typst source out: calls of the functions of `document.typ`, every word of anybody a string literal.

Nothing is ever markup of typst, so there is nothing to escape and nothing a text could start.
"""

import json
from collections.abc import Iterable
from itertools import zip_longest

from designgen.binders.blocks import (
    Anchor,
    Block,
    Blocks,
    Break,
    Contents,
    Figure,
    Heading,
    Inline,
    Link,
    Listing,
    Paragraph,
    Piece,
    Pointer,
    Preformatted,
    Quote,
    Rule,
    Sheet,
    Styled,
    Table,
    Text,
    words,
)
from designgen.binders.columns import Column, broken, columns

CODE_LINE = 96
"""Letters of a line of code in its full size; longer lines are set smaller, and broken only if that does not do."""
WHOLE = 20
"""Lines of a row, or of code, that are kept on one page: about a third of it."""
SHORT = 10
"""Lines of a table that is not broken at all."""
STYLES = {"strong": "strong", "emphasis": "emph", "struck": "strike"}


def literal(text: str) -> str:
    """Write text as a string literal of typst; it holds no control characters but line feeds."""
    return json.dumps(text, ensure_ascii=False)


def _kept(table: Table, widths: tuple[Column, ...]) -> str:
    """Return what of a table stays on one page: all of it, each row, or nothing that is sure to fit."""
    heights = [max(_lines(cell, column.letters) for cell, column in zip(row, widths, strict=True)) for row in table.rows]
    if sum(heights) < SHORT:
        return "table"
    return "row" if max(heights) < WHOLE else ""


def _lines(cell: Inline, letters: int) -> int:
    """Return about the lines that a cell takes in a column."""
    return 1 + len(words(cell)) // letters + sum(isinstance(piece, Break) for piece in cell)


class Typesetter:
    """Writes blocks; `title` stands above every page, `labels` are the places of the document, each written once."""

    def __init__(self, title: str, labels: frozenset[str]) -> None:
        self._title = literal(title)
        self._labels = labels
        self._placed: set[str] = set()

    def blocks(self, blocks: Iterable[Block]) -> str:
        """Return the source of blocks, one call on each line."""
        given = (*blocks,)
        return "\n".join(self._block(block, following) for block, following in zip_longest(given, given[1:]))

    def _block(self, block: Block, following: Block | None) -> str:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                leads = isinstance(following, Preformatted | Table) and words(block.pieces).endswith(":")
                return f"#{'lead' if leads else 'par'}[{self._inline(block.pieces)}]"
            case Preformatted():
                return self._code_block(block)
            case Table():
                return self._table(block)
            case Figure():
                return self._figure(block)
        return self._frame(block)

    def _frame(self, block: Listing | Quote | Pointer | Rule | Sheet | Contents) -> str:
        match block:
            case Listing():
                return self._list(block)
            case Quote():
                return f"#note[{self.blocks(block.blocks)}]"
            case Sheet():
                return f"#set page(header: running({self._title}, {literal(block.part)}))" if block.part else "#pagebreak(weak: true)"
            case Pointer():
                return self._pointer(block.figure)
            case Rule():
                return "#separator"
            case Contents():
                return "#contents()"

    def _heading(self, heading: Heading) -> str:
        labels = [name for name in heading.labels if name not in self._placed]
        self._placed |= set(labels)
        own, further = labels[:1], labels[1:]
        body = literal(words(heading.pieces) or " ")
        return f"#heading(level: {heading.level}, {body})" + "".join(f"#label({literal(name)})" for name in own) + self._places(further)

    def _code_block(self, block: Preformatted) -> str:
        lengths = [len(line) for line in block.text.split("\n")]
        whole = sum(1 + length // CODE_LINE for length in lengths) < WHOLE
        return f"#listing({literal(block.text)}, {str(whole).lower()}, {8 if max(lengths) <= CODE_LINE else 7})"

    def _list(self, listing: Listing) -> str:
        items = ", ".join(f"[{self._item(item)}]" for item in listing.items)
        return f"#list({items})" if listing.start is None else f"#enum(start: {listing.start}, {items})"

    def _item(self, item: Blocks) -> str:
        if item and isinstance(item[0], Paragraph):
            rest = self.blocks(item[1:])
            return self._inline(item[0].pieces) + (f"\n{rest}" if rest else "")
        return self.blocks(item)

    def _table(self, table: Table) -> str:
        widths = columns(table)
        headed = any(table.head)
        head = self._cells(table.head, widths, bold=False) if headed else ""
        body = "".join(self._cells(row, widths, bold=not headed) for row in table.rows)
        sides = "".join(f"{literal(side)}, " for side in table.aligns)
        shares = "".join(f"{one.share}, " for one in widths)
        return f"#tabled(({shares}), ({sides}), {literal(_kept(table, widths))}, ({head}), ({body}))"

    def _cells(self, row: tuple[Inline, ...], widths: tuple[Column, ...], *, bold: bool) -> str:
        cells = [self._inline(broken(cell, column.letters), celled=True) for cell, column in zip(row, widths, strict=True)]
        if bold:
            cells[0] = f"#strong[{cells[0]}]"
        if not any(cells):
            cells[0] = "#v(8mm)"
        return "".join(f"[{cell}], " for cell in cells)

    def _figure(self, figure: Figure) -> str:
        caption, place = self._word(figure.caption), figure.place
        own = self._places({figure.label} - self._placed)
        self._placed.add(figure.label)
        title = self._heading(figure.title) if figure.title else ""
        call = f"drawing({literal(figure.svg)}, {place.width:.2f}, [{caption}{own}], {literal(figure.alternative)})"
        if place.paper:
            return f"#sheet({literal(place.paper)}, {str(place.flipped).lower()}, [{title}], {call})"
        return f"{title}\n#{call}"

    def _pointer(self, figure: Figure) -> str:
        return f"#plate-of({literal(figure.label)}, [{self._word(figure.caption)}])"

    def _places(self, names: Iterable[str]) -> str:
        return "".join(f"#place-of({literal(name)})" for name in names)

    def _inline(self, pieces: Inline, *, celled: bool = False) -> str:
        return "".join(self._piece(piece, celled) for piece in pieces)

    def _piece(self, piece: Piece, celled: bool) -> str:
        match piece:
            case Text():
                return self._code(piece.text, celled) if piece.code else self._word(piece.text)
            case Break():
                return "#linebreak();"
            case Anchor():
                new = {piece.label} - self._placed
                self._placed |= new
                return self._places(sorted(new))
            case Styled():
                return f"#{STYLES[piece.style]}[{self._inline(piece.pieces, celled=celled)}];"
            case Link():
                return self._link(piece, self._inline(piece.pieces, celled=celled))

    def _code(self, text: str, celled: bool) -> str:
        return f"#{'cell-code' if celled else 'code'}({literal(text)});"

    def _word(self, text: str) -> str:
        return f"#{literal(text)};"

    def _link(self, link: Link, body: str) -> str:
        if link.address:
            return f"#out({literal(link.address)})[{body}];"
        return f"#to({literal(link.label)})[{body}];" if link.label in self._labels else body
