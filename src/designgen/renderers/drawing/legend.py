"""The page around a drawing: its title above, a legend below that explains only the signs it uses."""

from dataclasses import dataclass
from typing import Literal

from designgen.renderers.drawing import palette, svg
from designgen.renderers.drawing.sketch import LineStyle
from designgen.renderers.drawing.svg import Box, Caption, Face, Stroke
from designgen.renderers.drawing.text import width, wrap

Shape = Literal["line", "soft", "outside", "copies", "start", "stop", "key", "reference", "unique", "grey", "optional", "reply", "open"]
_SWATCH = 30.0
_ROW = 18.0
_HEAD = 34.0


@dataclass(frozen=True)
class Sign:
    """One entry of a legend."""

    shape: Shape
    words: str
    style: LineStyle = "solid"


def draw_page(
    caption: Caption, size: tuple[float, float], body: tuple[str, ...], signs: tuple[Sign, ...], definitions: tuple[str, ...] = ()
) -> str:
    """Write a whole drawing of the given inner size, with title, legend and margins."""
    inner = max(size[0], min(_legend_width(signs), 420.0), 260.0)
    heading = wrap(caption.title, palette.HEADING.size, inner, bold=True)
    top = palette.MARGIN + _HEAD + (len(heading) - 1) * 20
    shift = palette.MARGIN + (inner - size[0]) / 2
    legend, high = _legend(signs, inner, top + size[1] + 22)
    place: dict[str, str | float] = {"transform": f"translate({svg.number(shift)} {svg.number(top)})"}
    return svg.document(
        caption,
        (inner + 2 * palette.MARGIN, top + size[1] + high + palette.MARGIN),
        definitions,
        (
            svg.lines(heading, palette.MARGIN, palette.MARGIN + 14, palette.HEADING, leading=20),
            svg.element("g", place, *(f"\n{part}" for part in body if part), "\n"),
            legend,
        ),
    )


def _legend_width(signs: tuple[Sign, ...]) -> float:
    return sum(_SWATCH + width(sign.words, palette.SMALL.size) + 24 for sign in signs)


def _legend(signs: tuple[Sign, ...], room: float, top: float) -> tuple[str, float]:
    """Return the entries, in as many rows as they need, and the height they take."""
    if not signs:
        return "", 0.0
    parts: list[str] = []
    x, y = 0.0, top
    for sign in signs:
        wide = _SWATCH + width(sign.words, palette.SMALL.size) + 20
        if x and x + wide - 20 > room:
            x, y = 0.0, y + _ROW
        left = palette.MARGIN + x
        parts.append(_swatch(sign, left, y))
        parts.append(svg.line(sign.words, left + _SWATCH, y + 3.7, palette.SMALL))
        x += wide
    return svg.group(parts), y - top + 22 + 6


def _swatch(sign: Sign, x: float, y: float) -> str:
    box = Box(x, y - 6, 22, 12)
    badges = {"key": ("PK", palette.KEY_FILL), "reference": ("FK", palette.REFERENCE_FILL), "unique": ("UK", palette.REFERENCE_FILL)}
    if sign.shape in badges:
        words, fill = badges[sign.shape]
        return svg.rect(box, fill, radius=3) + svg.line(words, box.cx, y + 3, Face(8, palette.NOTE_INK, bold=True, anchor="middle"))
    if sign.shape == "optional":
        return svg.line("?", box.cx, y + 4, Face(11, palette.INK, anchor="middle"))
    if sign.shape in ("line", "soft"):
        colour = palette.FAINT if sign.shape == "soft" else palette.LINE
        end = svg.points((x + 22, y), (x + 15, y + 3.2), (x + 15, y - 3.2))
        shaft = svg.path(f"M{svg.points((x, y))}H{svg.number(x + 16)}", palette.stroke(sign.style, colour))
        return shaft + svg.path(f"M{end}Z", fill=colour)
    if sign.shape in ("reply", "open"):
        end = svg.points((x + 15, y - 3.5), (x + 22, y), (x + 15, y + 3.5))
        style: LineStyle = "dashed" if sign.shape == "reply" else "solid"
        shaft = svg.path(f"M{svg.points((x, y))}H{svg.number(x + 22)}", palette.stroke(style))
        return shaft + svg.path(f"M{end}", Stroke(palette.LINE, 1.4))
    return _area(sign, box)


def _area(sign: Sign, box: Box) -> str:
    if sign.shape == "outside":
        return svg.rect(box, palette.OUTSIDE_FILL, Stroke(palette.OUTSIDE_BORDER, 1.2, "4 2.5"), 3)
    if sign.shape == "grey":
        return svg.rect(box, "#64748B", radius=3)
    if sign.shape == "copies":
        small = Box(box.x, box.y + 3, 17, 9)
        line = Stroke(palette.CARD_BORDER, 1.2)
        return svg.rect(small.moved(4, -3), palette.WHITE, line, 2.5) + svg.rect(small, palette.WHITE, line, 2.5)
    ring = svg.circle(box.cx, box.cy, 6, palette.WHITE, Stroke(palette.LINE, 1.5)) if sign.shape == "stop" else ""
    return ring + svg.circle(box.cx, box.cy, 3.2 if ring else 5.5, palette.LINE)
