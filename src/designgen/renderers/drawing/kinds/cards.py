"""The graph model of a view: cards, arrows and frames with their words; measured cards become a sketch for the layout.

The same graph gives DOT, positions, SVG and Mermaid, so the four cannot tell different stories.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from designgen.renderers.drawing.layout.sketch import Direction, Edge, Enclosure, LineStyle, Node, Placement, Sketch
from designgen.renderers.drawing.svg import Box
from designgen.renderers.drawing.text import widest, wrap

Look = Literal["card", "outside", "system", "state", "final", "start", "stop", "weak"]

TITLE, SUBTITLE, LABEL = 12.0, 11.0, 11.0
TITLE_STEP, SUBTITLE_STEP, LABEL_STEP = 15.0, 13.5, 13.5
ICON, SMALL_ICON = 34.0, 26.0
PAD_X, PAD_Y = 8.0, 7.0
NARROWEST, WIDEST, FLAT_WIDEST, SYSTEM_WIDEST = 84.0, 116.0, 96.0, 220.0
LABEL_WIDEST = 112.0
NUMBER = 18.0
LINE_WORDS: tuple[tuple[LineStyle, str], ...] = (("solid", "waits for the answer"), ("dashed", "does not wait"), ("dotted", "in batches"))


@dataclass(frozen=True)
class Card:
    """A box of a view; `icon` names a picture, `copies` is how many of it run, `flat` puts the picture beside the words."""

    id: str
    title: str
    subtitle: str = ""
    icon: str = ""
    look: Look = "card"
    copies: int = 1
    frame: str = ""
    tip: str = ""
    flat: bool = False


@dataclass(frozen=True)
class Arrow:
    """A line of a view: what it is for, by which protocol, in which style; `soft` can be missing for a while."""

    id: str
    source: str
    target: str
    text: str = ""
    detail: str = ""
    style: LineStyle = "solid"
    soft: bool = False

    @property
    def words(self) -> str:
        """What it is for and by which protocol, on one line."""
        return " ".join(part for part in (self.text, f"[{self.detail}]" if self.detail else "") if part)


@dataclass(frozen=True)
class Graph:
    """One view: what it is called, what it shows, what its lines mean.

    Where words on lines take too much room, lines are `numbered` and a key below says the words.
    """

    name: str
    title: str
    description: str
    cards: tuple[Card, ...]
    arrows: tuple[Arrow, ...] = ()
    frames: tuple[Enclosure, ...] = ()
    directions: tuple[Direction, ...] = ("TB", "LR")
    numbered: bool = False
    line_words: tuple[tuple[LineStyle, str], ...] = LINE_WORDS

    def card(self, id: str) -> Card:
        """Return the card of that id; KeyError if there is none."""
        for card in self.cards:
            if card.id == id:
                return card
        raise KeyError(id)


@dataclass(frozen=True)
class Measured:
    """A card with its lines broken and its size in pixels."""

    card: Card
    title: tuple[str, ...]
    subtitle: tuple[str, ...]
    w: float
    h: float


def measure(card: Card) -> Measured:
    """Return a card with the size its words need."""
    if card.look in ("start", "stop"):
        return Measured(card, (), (), 16, 16)
    room = SYSTEM_WIDEST if card.look == "system" else FLAT_WIDEST if card.flat else WIDEST
    size = TITLE + 2 if card.look == "system" else TITLE
    title = wrap(card.title, size, room, bold=True, most=4)
    subtitle = wrap(card.subtitle, SUBTITLE, room, most=6)
    inner = max(widest(title, size, bold=True), widest(subtitle, SUBTITLE))
    least = 72.0 if card.look in ("state", "final") else NARROWEST
    wide, high = max(least, inner * 1.04 + 2 * PAD_X), PAD_Y * 2 + len(title) * TITLE_STEP + len(subtitle) * SUBTITLE_STEP
    if card.icon and card.flat:
        return Measured(card, title, subtitle, inner * 1.04 + 2 * PAD_X + SMALL_ICON + 4, max(high, SMALL_ICON + 2 * PAD_Y))
    return Measured(card, title, subtitle, wide, high + (ICON + 6 if card.icon else 0) + (20 if card.look == "system" else 0))


def label_lines(arrow: Arrow) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lines of an arrow's purpose and of its protocol."""
    detail = wrap(f"[{arrow.detail}]", LABEL, LABEL_WIDEST, most=3) if arrow.detail else ()
    return wrap(arrow.text, LABEL, LABEL_WIDEST, most=6), detail


def numbers(graph: Graph) -> dict[str, int]:
    """Return the number of each arrow with words; those with the same words share one."""
    found: dict[str, int] = {}
    return {arrow.id: found.setdefault(arrow.words, len(found) + 1) for arrow in graph.arrows if arrow.words}


def key_of(graph: Graph) -> tuple[str, ...]:
    """Return what the numbers of a numbered graph mean, in their order."""
    return tuple(dict.fromkeys(arrow.words for arrow in graph.arrows if arrow.words)) if graph.numbered else ()


@lru_cache(maxsize=256)
def sketch_of(graph: Graph) -> Sketch:
    """Return what the layout needs to know of a view."""
    nodes = tuple(_node(measure(card)) for card in graph.cards)
    edges = tuple(_edge(arrow, graph.numbered) for arrow in graph.arrows)
    return Sketch(
        graph.name,
        nodes,
        edges,
        framed(graph),
        graph.directions,
        apart=0.42 if graph.numbered else 0.3,
        below=_KEY_LINE * len(key_of(graph)),
    )


def framed(graph: Graph) -> tuple[Enclosure, ...]:
    """Return the frames with their titles broken to the width of what they hold."""
    found = []
    for frame in graph.frames:
        inside = [measure(card).w for card in graph.cards if card.frame == frame.id]
        nested = any(other.inside == frame.id for other in graph.frames)
        room = max(180.0 if nested else 0.0, *inside, NARROWEST) + 12
        found.append(replace(frame, lines=wrap(frame.title, TITLE, room, bold=True, most=3)))
    return tuple(found)


_KEY_LINE = 11.0
"""Height that an entry of the key takes on average: 14.5 pixels a line, mostly in two columns, some of two lines."""


def titles_of(graph: Graph, placed: Placement) -> tuple[Box, ...]:
    """Return the areas of the titles of the frames."""
    found = []
    for frame in framed(graph):
        box = placed.frames.get(frame.id)
        if box:
            found.append(Box(box.x + 8, box.y + 4, widest(frame.lines, TITLE, bold=True) + 6, TITLE_STEP * len(frame.lines) + 3))
    return tuple(found)


def _node(measured: Measured) -> Node:
    card = measured.card
    copies = (f"{card.copies} instances",) if card.copies > 1 else ()
    spare = 8.0 if card.copies > 1 else 0.0
    lines = (*measured.title, *measured.subtitle, *copies)
    return Node(card.id, lines, measured.w + spare, measured.h + spare, card.frame, card.look in ("start", "stop"))


def _edge(arrow: Arrow, numbered: bool) -> Edge:
    if numbered:
        return Edge(arrow.id, arrow.source, arrow.target, style=arrow.style)
    text, detail = label_lines(arrow)
    lines = (*text, *detail)
    wide = widest(lines, LABEL) * 1.03 + 6 if lines else 0.0
    return Edge(arrow.id, arrow.source, arrow.target, lines, (wide, len(lines) * LABEL_STEP + 3 if lines else 0.0), arrow.style)
