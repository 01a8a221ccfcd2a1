"""Blocks in, the body of a Word document out as WordprocessingML: paragraphs of named styles, so that a reference document dresses them.

Pure text; what the body refers to (addresses, pictures, numbered lists) is collected for the package around it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import inf

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
    Place,
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
from designgen.binders.docx_runs import LINE, RULE, computed, instruction, lines, look, mark, picture, plate, run
from designgen.binders.docx_tables import Row, table_of
from designgen.binders.raster import digest

TWIPS = 20
DEEPEST = 3
PLATE = 0.94
"""Part of its place that a drawing with a page of its own takes: fonts differ, and the caption has to stay with it."""
BREAK = "<w:pageBreakBefore/>"
NEXT = "<w:keepNext/>"
LEFT = '<w:jc w:val="left"/>'
WHOLE = "<w:keepLines/>"
SHORT = 16
"""Lines of code that stand on one page."""
TITLE, LETTERS, PITCH, CAPTION = 40.0, 95, 15.0, 45.0
"""Points that a title takes, letters of a line of text, points of a line, points of a caption: enough to foresee a first page."""
SMALLER = 0.85
"""How far a drawing shrinks so that the text that opens its page does not stand alone."""


@dataclass(frozen=True)
class Dress:
    """What a document gives to its body: ids of styles by name, its first section and those after, size in twips, the first free list."""

    styles: Mapping[str, str]
    opening: str
    section: str
    width: int
    height: int
    first: int


@dataclass
class Gathered:
    """What a body refers to, by relation: addresses, digests of drawings; first numbers of its ordered lists; sections it ended."""

    addresses: dict[str, str] = field(default_factory=dict)
    drawings: dict[str, str] = field(default_factory=dict)
    starts: list[int] = field(default_factory=list)
    sections: int = 0

    def address(self, target: str) -> str:
        """Return the relation of an address."""
        return self.addresses.setdefault(target, f"rIdAddress{len(self.addresses) + 1}")

    def drawing(self, svg: str) -> str:
        """Return the relation of a drawing."""
        return self.drawings.setdefault(digest(svg), f"rIdDrawing{len(self.drawings) + 1}")


class Writer:
    """Writes the blocks of one document, in order; `labels` are its places."""

    def __init__(self, dress: Dress, labels: frozenset[str], headings: Iterable[Heading]) -> None:
        self.gathered = Gathered()
        self._dress = dress
        self._marks = {label: number for number, label in enumerate(sorted(labels), 1)}
        self._placed: set[str] = set()
        self._headings = [heading for heading in headings if heading.level <= 2 and heading.labels]
        self._pictures = 0
        self._turned = False
        self._fresh = False
        self._below_table = False
        self._taken = 0.0
        """Points that the text takes since its page began, as long as there is nothing else on it."""

    def body(self, blocks: Iterable[Block]) -> str:
        """Return the XML of all blocks; no document ends in a table."""
        return self.blocks(blocks) + (self.paragraph("After Table", "") if self._below_table else "")

    def blocks(self, blocks: Iterable[Block], depth: int = 0) -> str:
        """Return the XML of blocks; `depth` counts the lists around them."""
        return "".join(self._block(block, depth) for block in blocks)

    def paragraph(self, style: str, content: str, properties: str = "", kept: str = "") -> str:
        """Return a paragraph of a style, kept whole or with the next; on a new page if one was asked for."""
        apart, self._below_table = self._below_table and not self._turned, False
        before = self.paragraph("After Table", "") if apart and style != "After Table" else ""
        turned, self._turned, self._fresh = self._turned, False, False
        told = f'<w:pStyle w:val="{self._dress.styles[style]}"/>{kept}{BREAK if turned else ""}{properties}'
        return f"{before}<w:p><w:pPr>{told}</w:pPr>{content}</w:p>"

    def _block(self, block: Block, depth: int) -> str:
        if not isinstance(block, Heading | Paragraph | Pointer | Sheet | Figure):
            self._taken = inf
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                return self._paragraph(block, depth)
            case Preformatted():
                return self.paragraph("Code Block", lines(block.text), kept=WHOLE if block.text.count("\n") < SHORT else "")
            case Listing():
                return self._list(block, depth)
            case Table():
                return self._table(block)
        return self._frame(block)

    def _frame(self, block: Figure | Quote | Pointer | Rule | Sheet | Contents) -> str:
        match block:
            case Figure():
                return self._figure(block)
            case Quote():
                return "".join(self._noted(one) for one in block.blocks)
            case Pointer():
                linked = Link((Text(block.figure.caption),), label=block.figure.label)
                return self.paragraph("Caption", run("Drawing on a page of its own: ") + self._link(linked, ()), LEFT, NEXT)
            case Sheet():
                self._turned = not self._fresh
                self._taken = 0.0
                return ""
            case Rule():
                return RULE
            case Contents():
                return self._contents()

    def _paragraph(self, block: Paragraph, depth: int) -> str:
        """Return a paragraph; one that announces what follows stays with it."""
        said = words(block.pieces)
        self._taken += PITCH * (1 + len(said) // LETTERS)
        indent = f'<w:ind w:left="{360 * depth}"/>' if depth else ""
        kept = NEXT if said.endswith(":") else ""
        return self.paragraph("List Paragraph" if depth else "Normal", self._inline(block.pieces), indent, kept)

    def _noted(self, block: Block) -> str:
        return self.paragraph("Note", self._inline(block.pieces)) if isinstance(block, Paragraph) else self._block(block, 0)

    def _heading(self, heading: Heading) -> str:
        self._taken += TITLE
        content = self._marked(heading.labels, run(words(heading.pieces) or " "))
        return self.paragraph(f"Heading {min(heading.level, 9)}", content)

    def _marked(self, labels: Iterable[str], content: str) -> str:
        new = [label for label in labels if label not in self._placed and label in self._marks]
        self._placed |= set(new)
        opened = "".join(f'<w:bookmarkStart w:id="{self._marks[one]}" w:name="{self._mark(one)}"/>' for one in new)
        return opened + content + "".join(f'<w:bookmarkEnd w:id="{self._marks[one]}"/>' for one in new)

    def _mark(self, label: str) -> str:
        return f"place{self._marks[label]}"

    def _list(self, listing: Listing, depth: int) -> str:
        number = self._dress.first
        if listing.start is not None:
            self.gathered.starts.append(listing.start)
            number += len(self.gathered.starts)
        numbered = f'<w:numPr><w:ilvl w:val="{min(depth, DEEPEST - 1)}"/><w:numId w:val="{number}"/></w:numPr>'
        return "".join(self._item(item, numbered, depth) for item in listing.items)

    def _item(self, item: Blocks, numbered: str, depth: int) -> str:
        first = item[0] if item and isinstance(item[0], Paragraph) else None
        opening = self.paragraph("List Paragraph", self._inline(first.pieces) if first else "", numbered)
        return opening + self.blocks(item[1:] if first else item, depth + 1)

    def _table(self, table: Table) -> str:
        before = self.paragraph("After Table", "") if self._turned or self._below_table else ""
        rows = table_of(table, self._dress.width)
        written = "".join(f"<w:tr><w:trPr>{row.properties}</w:trPr>{self._cells(row)}</w:tr>" for row in rows)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in rows[0].widths)
        style = f'<w:tblStyle w:val="{self._dress.styles["Design Table"]}"/>'
        size = f'<w:tblW w:w="{sum(rows[0].widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        told = f"<w:tblPr>{style}{size}{look(headed=any(table.head))}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        self._below_table = True
        return f"{before}<w:tbl>{told}{written}</w:tbl>"

    def _cells(self, row: Row) -> str:
        written = []
        for cell, width, side in zip(row.cells, row.widths, row.aligns, strict=True):
            aligned = f'<w:jc w:val="{side}"/>' if side != "left" else ""
            text = self.paragraph("Table Text", self._inline(cell, ("celled",)), aligned, NEXT if row.kept else "")
            written.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{text}</w:tc>')
        return "".join(written)

    def _figure(self, figure: Figure) -> str:
        self._pictures += 1
        place = figure.place
        before = after = ""
        if place.paper:
            before = "" if self._fresh else f"<w:p><w:pPr>{self._section()}</w:pPr></w:p>"
            self._turned, after = False, plate(place.paper, place.flipped)
        title = self._heading(figure.title) if figure.title else ""
        scale = PLATE if place.paper else self._scale(place)
        drawn = picture(self._pictures, self.gathered.drawing(figure.svg), figure.alternative, (place.width * scale, place.height * scale))
        number = computed("SEQ Figure \\* ARABIC", str(self._pictures))
        said = self._marked((figure.label,), f"{run('Figure ')}{number}{run(': ' + figure.caption)}")
        written = before + title + self.paragraph("Figure", drawn) + self.paragraph("Caption", said, after)
        self._fresh = bool(place.paper)
        self._taken = inf
        return written

    def _section(self) -> str:
        """End a section of text: only the first has a first page of its own."""
        self.gathered.sections += 1
        return self._dress.opening if self.gathered.sections == 1 else self._dress.section

    def _scale(self, place: Place) -> float:
        """Return how much of its size a drawing in the text has: none stands out of it, or sends what opens its page to a page alone."""
        fitting = min(1.0, self._dress.width / TWIPS / place.width)
        left = (self._dress.height / TWIPS - CAPTION - self._taken) / place.height
        return left if SMALLER * fitting <= left < fitting else fitting

    def _contents(self) -> str:
        """Return the field of the contents with titles as its result; the program that opens it knows the pages and adds them."""
        rows = []
        for place, heading in enumerate(self._headings):
            named = self._mark(heading.labels[0])
            linked = run(words(heading.pieces))
            begin = mark("begin", stale=True) + instruction('TOC \\o "1-2" \\h \\z \\u') + mark("separate") if place == 0 else ""
            end = mark("end") if place == len(self._headings) - 1 else ""
            rows.append(self.paragraph(f"toc {heading.level}", f'{begin}<w:hyperlink w:anchor="{named}">{linked}</w:hyperlink>{end}'))
        self._turned = True
        self._taken = 0.0
        return self.paragraph("Contents Title", run("Contents")) + "".join(rows)

    def _inline(self, pieces: Inline, said: tuple[str, ...] = ()) -> str:
        return "".join(self._piece(piece, said) for piece in pieces)

    def _piece(self, piece: Piece, said: tuple[str, ...]) -> str:
        match piece:
            case Text():
                code = "Table Code" if "celled" in said else "Code"
                return run(piece.text, said, self._dress.styles[code] if piece.code else "")
            case Break():
                return LINE
            case Anchor():
                return self._marked((piece.label,), "")
            case Styled():
                return self._inline(piece.pieces, (*said, piece.style))
            case Link():
                return self._link(piece, said)

    def _link(self, link: Link, said: tuple[str, ...]) -> str:
        inner = self._inline(link.pieces, (*said, "link"))
        if link.address:
            return f'<w:hyperlink r:id="{self.gathered.address(link.address)}">{inner}</w:hyperlink>'
        if link.label in self._marks:
            return f'<w:hyperlink w:anchor="{self._mark(link.label)}">{inner}</w:hyperlink>'
        return self._inline(link.pieces, said)
