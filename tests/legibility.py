"""Measures a drawing as a reader sees it on paper: what overlaps, what leaves its box, what is too small, what is too pale.

It reads nothing but the SVG; widths come from the font by way of Pillow, not from the code that drew.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from unicodedata import category, east_asian_width
from xml.etree import ElementTree

import ttf_opensans
from PIL import ImageFont

SVG = "{http://www.w3.org/2000/svg}"
PAGES = {"A4 portrait": (482.0, 690.0), "A4 landscape": (728.0, 440.0)}
"""Room in points inside margins of 20 mm, less a line for the caption."""
LARGEST = 0.75
LEAST_POINTS, LEAST_CONTRAST = 6.5, 4.5
ASCENT, DESCENT = 0.74, 0.2
SLACK = 0.8
THIN = 12.0


@dataclass(frozen=True)
class Area:
    """A rectangle on the page, in the order in which it is painted."""

    left: float
    top: float
    right: float
    bottom: float
    fill: str
    group: int
    order: int

    def holds(self, other: "Area") -> bool:
        sides = (self.left <= other.left + SLACK, self.top <= other.top + SLACK)
        return all(sides) and other.right <= self.right + SLACK and other.bottom <= self.bottom + SLACK

    def meets(self, other: "Area") -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > SLACK and down > SLACK


@dataclass(frozen=True)
class Text:
    """One line of text: where it is, how large, what it says."""

    area: Area
    size: float
    words: str


def complaints(drawing: str) -> list[str]:
    """Return everything that a reader of the drawing could complain about."""
    root = ElementTree.fromstring(drawing)
    wide, high = float(root.get("width", 0)), float(root.get("height", 0))
    areas, texts = [], []
    for found in _painted(root):
        (texts if isinstance(found, Text) else areas).append(found)
    boxes = [
        area for area in areas if area.fill != "none" and area.right - area.left > THIN and area.bottom - area.top > THIN and area.order > 0
    ]
    page = Area(0, 0, wide, high, "", 0, 0)
    outlines = [area for area in areas if area.fill == "none"]
    areas = [area for area in areas if area.fill != "none"]
    return [
        *_small(root, texts, wide, high),
        *(f"outside the page: {text.words[:40]}" for text in texts if not page.holds(text.area)),
        *(f"a box leaves the page at {area.right:.0f}, {area.bottom:.0f}" for area in (*boxes, *outlines) if not page.holds(area)),
        *(f"outside its box: {text.words[:40]}" for text in texts for box in boxes if _leaves(text.area, box, areas)),
        *(f"texts overlap: {a.words[:30]} / {b.words[:30]}" for a, b in combinations(texts, 2) if a.area.meets(b.area)),
        *(f"boxes overlap at {a.left:.0f}, {a.top:.0f} and {b.left:.0f}, {b.top:.0f}" for a, b in combinations(boxes, 2) if _clash(a, b)),
        *_pale(areas, texts),
    ]


def _leaves(text: Area, box: Area, areas: list[Area]) -> bool:
    """Whether a text crosses the edge of a box; one that stands on a sign painted over the box does not."""
    if not text.meets(box) or box.holds(text):
        return False
    return not any(box.order < sign.order < text.order and sign.holds(text) for sign in areas)


def _clash(a: Area, b: Area) -> bool:
    return a.group != b.group and a.meets(b) and not a.holds(b) and not b.holds(a)


def _small(root: ElementTree.Element, texts: list[Text], wide: float, high: float) -> Iterator[str]:
    room = PAGES[root.get("data-page", "")]
    scale = min(LARGEST, room[0] / wide, room[1] / high)
    for size in sorted({text.size for text in texts}):
        if size * scale < LEAST_POINTS - 0.01:
            yield f"{size:g} px print at {size * scale:.1f} pt on {root.get('data-page')}"


def _pale(areas: list[Area], texts: list[Text]) -> Iterator[str]:
    for text in texts:
        x, y = (text.area.left + text.area.right) / 2, (text.area.top + text.area.bottom) / 2
        below = [one for one in areas if one.order < text.area.order and one.left <= x <= one.right and one.top <= y <= one.bottom]
        ground = max(below, key=lambda one: one.order).fill
        ratio = _contrast(text.area.fill, ground)
        if ratio < LEAST_CONTRAST:
            yield f"contrast {ratio:.1f} of {text.words[:30]} ({text.area.fill} on {ground})"


def _contrast(one: str, other: str) -> float:
    first, second = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _painted(root: ElementTree.Element) -> Iterator[Area | Text]:
    order = 0
    stack: list[tuple[ElementTree.Element, float, float, int]] = [(root, 0.0, 0.0, 0)]
    groups = 0
    while stack:
        element, dx, dy, group = stack.pop()
        name = element.tag.removeprefix(SVG)
        if name == "defs":
            continue
        if name == "g":
            groups += 1
            group = groups
            moved = re.match(r"translate\(([-\d.]+) ([-\d.]+)\)", element.get("transform", ""))
            if moved:
                dx, dy = dx + float(moved[1]), dy + float(moved[2])
        found = _shape(element, name, (dx, dy), group, order)
        if found:
            order += 1
            yield found
        stack.extend((child, dx, dy, group) for child in reversed(element))


def _shape(element: ElementTree.Element, name: str, shift: tuple[float, float], group: int, order: int) -> Area | Text | None:
    fill = element.get("fill", "none")
    if name == "text":
        return _text(element, shift, group, order)
    if name not in ("rect", "circle", "path") or (fill == "none" and name != "rect"):
        return None
    if name == "rect":
        x, y, w, h = (float(element.get(key, 0)) for key in ("x", "y", "width", "height"))
        corners = (x, y, x + w, y + h)
    elif name == "circle":
        x, y, r = (float(element.get(key, 0)) for key in ("cx", "cy", "r"))
        corners = (x - r, y - r, x + r, y + r)
    else:
        corners = _outline(element.get("d", ""))
    dx, dy = shift
    return Area(corners[0] + dx, corners[1] + dy, corners[2] + dx, corners[3] + dy, fill, group, order)


def _outline(data: str) -> tuple[float, float, float, float]:
    """Return the box around the end points of a path."""
    x = y = 0.0
    points = []
    for letter, numbers in re.findall(r"([A-Za-z])([^A-Za-z]*)", data):
        values = [float(value) for value in re.findall(r"-?[\d.]+", numbers)]
        step = {"M": 2, "L": 2, "l": 2, "H": 1, "h": 1, "V": 1, "v": 1, "C": 6, "a": 7, "A": 7}.get(letter, 0)
        for at in range(0, len(values), step or 1) if step else ():
            part = values[at : at + step]
            if letter in "Hh":
                x = part[0] + (x if letter == "h" else 0)
            elif letter in "Vv":
                y = part[0] + (y if letter == "v" else 0)
            else:
                relative = letter.islower()
                x, y = part[-2] + (x if relative else 0), part[-1] + (y if relative else 0)
            points.append((x, y))
    return min(p[0] for p in points), min(p[1] for p in points), max(p[0] for p in points), max(p[1] for p in points)


def _text(element: ElementTree.Element, shift: tuple[float, float], group: int, order: int) -> Text | None:
    words = "".join(element.itertext())
    if not words.strip():
        return None
    size = float(element.get("font-size", 0))
    wide = width(words, size, element.get("font-weight") == "600")
    x, y = float(element.get("x", 0)) + shift[0], float(element.get("y", 0)) + shift[1]
    left = x - {"middle": wide / 2, "end": wide}.get(element.get("text-anchor", ""), 0.0)
    area = Area(left, y - ASCENT * size, left + wide, y + DESCENT * size, element.get("fill", "#000000"), group, order)
    return Text(area, size, words)


def width(words: str, size: float, bold: bool) -> float:
    """Return the width of a line: of Open Sans where it has the sign, else by the width Unicode gives the sign."""
    return sum(_advance(sign, bold) for sign in words) * size


@cache
def _advance(sign: str, bold: bool) -> float:
    if category(sign).startswith("M") or category(sign) == "Cf":
        return 0.0
    face = _face(bold)
    if (ord(sign) < 0x2000 and sign.isalnum() and _known(sign)) or ord(sign) < 0x2070:
        return float(face.getlength(sign)) / 1000
    return 1.0 if east_asian_width(sign) in "WF" else 0.7


def _known(sign: str) -> bool:
    return ord(sign) < 0x530


@cache
def _face(bold: bool) -> ImageFont.FreeTypeFont:
    name = "OpenSans-SemiBold.ttf" if bold else "OpenSans-Regular.ttf"
    file = Path(ttf_opensans.__file__).parent / "ttf" / name
    return ImageFont.truetype(str(file), 1000, layout_engine=ImageFont.Layout.BASIC)
