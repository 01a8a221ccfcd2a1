"""Elements in, SVG text out: the one place that writes SVG.

Only a small set of elements with fixed attributes is written, everything is escaped, numbers carry two decimals at the most, so a
drawing is quiet under version control, safe inside a page and the same in browsers, in the PDF and in pictures.
"""

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Literal

from designgen.renderers.drawing.fonts import STACK
from designgen.renderers.drawing.paper import paper_for
from designgen.renderers.drawing.text import leftward, width

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels; `x` and `y` are its upper left corner."""

    x: float
    y: float
    w: float
    h: float

    @property
    def cx(self) -> float:
        """Horizontal centre."""
        return self.x + self.w / 2

    @property
    def cy(self) -> float:
        """Vertical centre."""
        return self.y + self.h / 2

    @property
    def right(self) -> float:
        """Right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.y + self.h

    def moved(self, dx: float, dy: float) -> "Box":
        """Return the box shifted."""
        return Box(self.x + dx, self.y + dy, self.w, self.h)

    def grown(self, by: float) -> "Box":
        """Return the box with a margin added on every side."""
        return Box(self.x - by, self.y - by, self.w + 2 * by, self.h + 2 * by)

    def overlap(self, other: "Box") -> float:
        """Return the area that both boxes cover."""
        across = min(self.x + self.w, other.x + other.w) - max(self.x, other.x)
        if across <= 0:
            return 0.0
        down = min(self.y + self.h, other.y + other.h) - max(self.y, other.y)
        return across * down if down > 0 else 0.0

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.x <= x <= self.right and self.y <= y <= self.bottom


@dataclass(frozen=True)
class Face:
    """How a text looks: size, colour, weight, anchor; `halo` is the colour of a soft edge that keeps it readable on lines."""

    size: float
    fill: str
    bold: bool = False
    anchor: Anchor = "start"
    halo: str = ""


@dataclass(frozen=True)
class Stroke:
    """How a line looks; `dash` is an SVG dash pattern, round dots where `dotted`."""

    colour: str
    width: float = 1.4
    dash: str = ""
    dotted: bool = False

    def attributes(self) -> dict[str, str | float]:
        """Return the SVG attributes of this stroke."""
        found: dict[str, str | float] = {"stroke": self.colour, "stroke-width": self.width}
        if self.dash:
            found["stroke-dasharray"] = self.dash
        if self.dotted:
            found["stroke-linecap"] = "round"
        return found


@dataclass(frozen=True)
class Caption:
    """What a drawing is called: `name` makes ids unique on a page, `title` is printed, `description` is the text in place of it."""

    name: str
    title: str
    description: str


@lru_cache(maxsize=8192)
def number(value: float) -> str:
    """Write a coordinate with two decimals at the most."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


@lru_cache(maxsize=4096)
def _escaped(text: str) -> str:
    return escape(text, quote=True)


def element(name: str, attributes: dict[str, str | float], *inside: str) -> str:
    """Write one element; attribute values are escaped, what is inside is written already."""
    written = "".join(f' {key}="{_value(value)}"' for key, value in attributes.items() if value != "")
    body = "".join(inside)
    return f"<{name}{written}>{body}</{name}>" if body else f"<{name}{written}/>"


def content(text: str) -> str:
    """Escape text that stands between tags."""
    return escape(text, quote=False)


def rect(box: Box, fill: str, stroke: Stroke | None = None, radius: float = 0) -> str:
    """Write a rectangle."""
    shape: dict[str, str | float] = {"x": box.x, "y": box.y, "width": box.w, "height": box.h}
    if radius:
        shape["rx"] = radius
    return element("rect", {**shape, "fill": fill, **(stroke.attributes() if stroke else {})})


def path(data: str, stroke: Stroke | None = None, fill: str = "none") -> str:
    """Write a path; `data` is made with `move`, `number` and constants only."""
    return element("path", {"d": data, "fill": fill, **(stroke.attributes() if stroke else {})})


def circle(x: float, y: float, radius: float, fill: str, stroke: Stroke | None = None) -> str:
    """Write a circle."""
    return element("circle", {"cx": x, "cy": y, "r": radius, "fill": fill, **(stroke.attributes() if stroke else {})})


def line(text: str, x: float, y: float, face: Face) -> str:
    """Write one line of text; `y` is its baseline.

    Text from the right is anchored in its middle, where viewers that know directions and those that do not agree.
    """
    anchor = face.anchor
    attributes: dict[str, str | float] = {"x": x, "y": y, "font-size": face.size, "fill": face.fill}
    if not text.isascii() and leftward(text):
        shift = {"start": 0.5, "middle": 0.0, "end": -0.5}[anchor] * width(text, face.size, face.bold)
        attributes |= {"x": x + shift, "direction": "rtl"}
        anchor = "middle"
    if anchor != "start":
        attributes["text-anchor"] = anchor
    if face.bold:
        attributes["font-weight"] = 600
    if face.halo:
        attributes |= {"stroke": face.halo, "stroke-width": 3.5, "stroke-linejoin": "round", "paint-order": "stroke"}
    return element("text", attributes, content(text))


def lines(texts: tuple[str, ...], x: float, y: float, face: Face, *, leading: float = 0) -> str:
    """Write lines of text below each other; `y` is the first baseline, `leading` the distance (1.26 of the size by default)."""
    step = leading or face.size * 1.26
    return "".join(line(text, x, y + index * step, face) for index, text in enumerate(texts))


def group(inside: tuple[str, ...] | list[str], title: str = "") -> str:
    """Write a group, with the words a viewer shows when the pointer rests on it."""
    return element("g", {}, element("title", {}, content(title)) if title else "", *inside)


def points(*pairs: tuple[float, float]) -> str:
    """Write coordinates the way path data wants them."""
    return " ".join(f"{number(x)} {number(y)}" for x, y in pairs)


def document(caption: Caption, size: tuple[float, float], definitions: tuple[str, ...], body: tuple[str, ...]) -> str:
    """Write a whole drawing: white ground, title and description for readers who cannot see it."""
    wide, high = number(size[0]), number(size[1])
    root: dict[str, str | float] = {
        "xmlns": "http://www.w3.org/2000/svg",
        "xmlns:xlink": "http://www.w3.org/1999/xlink",
        "width": wide,
        "height": high,
        "viewBox": f"0 0 {wide} {high}",
        "font-family": STACK,
        "data-page": paper_for(*size),
        "role": "img",
        "aria-labelledby": f"{caption.name}-title {caption.name}-desc",
    }
    words = (
        element("title", {"id": f"{caption.name}-title"}, content(caption.title)),
        element("desc", {"id": f"{caption.name}-desc"}, content(caption.description)),
    )
    ground = rect(Box(0, 0, *size), "#FFFFFF")
    known = (element("defs", {}, *definitions),) if definitions else ()
    return element("svg", root, *(f"\n{part}" for part in (*words, *known, ground, *body) if part), "\n")


def _value(value: str | float) -> str:
    return _escaped(value) if isinstance(value, str) else number(value)
