"""The page around a drawing: its title above, below it the key of numbered lines and a legend of only the signs it uses."""

from dataclasses import dataclass
from typing import Literal

from designgen.renderers.drawing import palette, svg
from designgen.renderers.drawing.layout.sketch import LineStyle
from designgen.renderers.drawing.paper import LEAST_SCALE, SMALLEST, paper_for, scale_on
from designgen.renderers.drawing.svg import Box, Caption, Face, Stroke
from designgen.renderers.drawing.text import width, wrap

Shape = Literal[
    "line", "soft", "outside", "copies", "start", "stop", "key", "reference", "unique", "grey", "optional", "reply", "open",
    "weak", "boundary", "area", "rule", "mark",
]  # fmt: skip
_SWATCH = 30.0
_ROW = 18.0
_HEAD, _HEADING_STEP = 34.0, 20.0
_PART = "(88 of 88)"
"""As wide as the number of a part gets."""
_COLUMN = 330.0
_LINE = 14.5


@dataclass(frozen=True)
class Sign:
    """One entry of a legend; `colour` is that of an area or a rule of a chart."""

    shape: Shape
    words: str
    style: LineStyle = "solid"
    colour: str = ""


@dataclass(frozen=True)
class Page:
    """What stands around a drawing, broken into lines, and the size of the whole."""

    caption: Caption
    heading: tuple[str, ...]
    key: tuple[tuple[tuple[str, ...], ...], ...]
    rows: tuple[tuple[Sign, ...], ...]
    inner: tuple[float, float]
    w: float
    h: float
    spare: float = 0.0

    @property
    def legible(self) -> bool:
        """Whether the smallest text prints large enough on the better page, with a number behind the title if it comes to that."""
        high = self.h + self.spare
        return scale_on(paper_for(self.w, high), self.w, high) >= LEAST_SCALE


def page_of(caption: Caption, size: tuple[float, float], signs: tuple[Sign, ...], key: tuple[str, ...] = ()) -> Page:
    """Return the page around a drawing of the given inner size; `key` says what the numbers of its lines mean."""
    inner = max(size[0], min(_legend_width(signs), 420.0), 300.0)
    heading = wrap(caption.title, palette.HEADING.size, inner, bold=True, most=3)
    columns = max(1, int(inner // _COLUMN)) if key else 1
    entries = tuple(wrap(words, SMALLEST, inner / columns - 40, most=3) for words in key)
    tall = -(-len(entries) // columns)
    keyed = tuple(entries[start : start + tall] for start in range(0, len(entries), tall)) if entries else ()
    rows = _legend_rows(signs, inner)
    below = max((sum(map(len, column)) for column in keyed), default=0) * _LINE + (18 if keyed else 0)
    legend = len(rows) * _ROW + 14 if rows else 0.0
    high = palette.MARGIN * 2 + _HEAD + (len(heading) - 1) * _HEADING_STEP + size[1] + below + legend
    numbered = wrap(f"{caption.title} {_PART}", palette.HEADING.size, inner, bold=True, most=3)
    spare = (len(numbered) - len(heading)) * _HEADING_STEP
    return Page(caption, heading, keyed, rows, size, inner + 2 * palette.MARGIN, high, spare)


def draw_page(page: Page, body: tuple[str, ...], definitions: tuple[str, ...] = ()) -> str:
    """Write a whole drawing: title, body, key, legend, margins."""
    top = palette.MARGIN + _HEAD + (len(page.heading) - 1) * _HEADING_STEP
    shift = max(palette.MARGIN, (page.w - page.inner[0]) / 2)
    key, low = _key(page, top + page.inner[1] + 18)
    place: dict[str, str | float] = {"transform": f"translate({svg.number(shift)} {svg.number(top)})"}
    return svg.document(
        page.caption,
        (page.w, page.h),
        definitions,
        (
            svg.lines(page.heading, palette.MARGIN, palette.MARGIN + 14, palette.HEADING, leading=_HEADING_STEP),
            svg.element("g", place, *(f"\n{part}" for part in body if part), "\n"),
            key,
            _legend(page.rows, low + 14),
        ),
    )


def number_sign(number: int, x: float, y: float) -> str:
    """Write the round sign of a numbered line or message."""
    words = str(number)
    return svg.circle(x, y, 9, palette.ACCENT) + svg.line(words, x, y + 4, Face(SMALLEST, palette.WHITE, bold=True, anchor="middle"))


def _key(page: Page, top: float) -> tuple[str, float]:
    parts: list[str] = []
    low = top - 18
    number = 1
    for index, column in enumerate(page.key):
        x, y = palette.MARGIN + index * (page.w - 2 * palette.MARGIN) / len(page.key), top
        for lines in column:
            parts.append(svg.line(f"{number}", x + 16, y + 4, Face(SMALLEST, palette.ACCENT, bold=True, anchor="end")))
            parts.append(svg.lines(lines, x + 24, y + 4, palette.SMALL, leading=_LINE))
            y += _LINE * len(lines)
            number += 1
        low = max(low, y)
    return svg.group(parts) if parts else "", low


def _legend_width(signs: tuple[Sign, ...]) -> float:
    return sum(_SWATCH + width(sign.words, palette.SMALL.size) + 24 for sign in signs)


def _legend_rows(signs: tuple[Sign, ...], room: float) -> tuple[tuple[Sign, ...], ...]:
    """Return the entries in as many rows as they need."""
    rows: list[list[Sign]] = []
    x = 0.0
    for sign in signs:
        wide = _SWATCH + width(sign.words, palette.SMALL.size) + 20
        if not rows or x + wide - 20 > room:
            rows.append([])
            x = 0.0
        rows[-1].append(sign)
        x += wide
    return tuple(tuple(row) for row in rows)


def _legend(rows: tuple[tuple[Sign, ...], ...], top: float) -> str:
    parts: list[str] = []
    for index, row in enumerate(rows):
        x, y = palette.MARGIN, top + index * _ROW
        for sign in row:
            parts.append(_swatch(sign, x, y))
            parts.append(svg.line(sign.words, x + _SWATCH, y + 3.9, palette.SMALL))
            x += _SWATCH + width(sign.words, palette.SMALL.size) + 20
    return svg.group(parts) if parts else ""


def _swatch(sign: Sign, x: float, y: float) -> str:
    box = Box(x, y - 7, 22, 14)
    badges = {"key": ("PK", palette.KEY_FILL), "reference": ("FK", palette.REFERENCE_FILL), "unique": ("UK", palette.REFERENCE_FILL)}
    if sign.shape in badges:
        words, fill = badges[sign.shape]
        return svg.rect(box, fill, radius=3) + svg.line(words, box.cx, y + 4, Face(SMALLEST, palette.NOTE_INK, bold=True, anchor="middle"))
    if sign.shape == "optional":
        return svg.line("?", box.cx, y + 4, Face(SMALLEST, palette.INK, anchor="middle"))
    if sign.shape in ("line", "soft", "reply", "open", "rule", "mark"):
        return _stroke(sign, x, y)
    return _area(sign, box)


def _stroke(sign: Sign, x: float, y: float) -> str:
    if sign.shape == "rule":
        return svg.path(f"M{svg.points((x, y))}H{svg.number(x + 22)}", palette.stroke(sign.style, sign.colour, 2))
    if sign.shape == "mark":
        return svg.path(f"M{svg.points((x + 11, y - 7))}v14", palette.stroke(sign.style, sign.colour, 2.6))
    if sign.shape in ("line", "soft"):
        colour = palette.FAINT if sign.shape == "soft" else palette.LINE
        end = svg.points((x + 22, y), (x + 15, y + 3.2), (x + 15, y - 3.2))
        shaft = svg.path(f"M{svg.points((x, y))}H{svg.number(x + 16)}", palette.stroke(sign.style, colour))
        return shaft + svg.path(f"M{end}Z", fill=palette.WHITE if sign.shape == "soft" else colour, stroke=Stroke(colour, 1.2))
    end = svg.points((x + 15, y - 3.5), (x + 22, y), (x + 15, y + 3.5))
    shaft = svg.path(f"M{svg.points((x, y))}H{svg.number(x + 22)}", palette.stroke("dashed" if sign.shape == "reply" else "solid"))
    return shaft + svg.path(f"M{end}", Stroke(palette.LINE, 1.4))


def _area(sign: Sign, box: Box) -> str:
    if sign.shape == "outside":
        return svg.rect(box, palette.OUTSIDE_FILL, Stroke(palette.OUTSIDE_BORDER, 1.2, "4 2.5"), 3)
    if sign.shape == "weak":
        return svg.rect(box, palette.WEAK_FILL, Stroke(palette.WEAK, 2.4), 3)
    if sign.shape == "boundary":
        return svg.rect(box, palette.WHITE, Stroke(palette.WEAK, 1.6, "7 3"), 3)
    if sign.shape in ("grey", "area"):
        return svg.rect(box, sign.colour or palette.GREY, Stroke(palette.LINE, 0.8), 3)
    if sign.shape == "copies":
        small = Box(box.x, box.y + 4, 17, 9)
        line = Stroke(palette.CARD_BORDER, 1.2)
        return svg.rect(small.moved(4, -3), palette.WHITE, line, 2.5) + svg.rect(small, palette.WHITE, line, 2.5)
    ring = svg.circle(box.cx, box.cy, 6, palette.WHITE, Stroke(palette.LINE, 1.5)) if sign.shape == "stop" else ""
    return ring + svg.circle(box.cx, box.cy, 3.2 if ring else 5.5, palette.LINE)
