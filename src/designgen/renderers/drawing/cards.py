"""The graph model of a view: cards, arrows and frames with their words; measured cards become a sketch for the layout.

The same graph gives DOT, positions, SVG and Mermaid, so the four cannot tell different stories.
"""

from dataclasses import dataclass, replace
from typing import Literal

from designgen.renderers.drawing.sketch import Direction, Edge, Enclosure, LineStyle, Node, Sketch
from designgen.renderers.drawing.text import widest, wrap

Look = Literal["card", "outside", "system", "state", "final", "start", "stop"]

TITLE, SUBTITLE, LABEL = 12.5, 10.5, 10.5
TITLE_STEP, SUBTITLE_STEP, LABEL_STEP = 15.5, 13.5, 13.0
ICON = 36.0
PAD_X, PAD_Y = 10.0, 8.0
NARROWEST, WIDEST, SYSTEM_WIDEST = 92.0, 118.0, 220.0
LABEL_WIDEST = 108.0


@dataclass(frozen=True)
class Card:
    """A box of a view; `icon` names a picture, `copies` is how many of it run."""

    id: str
    title: str
    subtitle: str = ""
    icon: str = ""
    look: Look = "card"
    copies: int = 1
    frame: str = ""
    tip: str = ""


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


@dataclass(frozen=True)
class Graph:
    """One view: what it is called, what it shows, what its lines mean."""

    name: str
    title: str
    description: str
    cards: tuple[Card, ...]
    arrows: tuple[Arrow, ...] = ()
    frames: tuple[Enclosure, ...] = ()
    directions: tuple[Direction, ...] = ("TB", "LR")

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

    @property
    def pictured(self) -> bool:
        """Whether an icon stands above the title."""
        return bool(self.card.icon)


def measure(card: Card) -> Measured:
    """Return a card with the size its words need."""
    if card.look in ("start", "stop"):
        return Measured(card, (), (), 16, 16)
    room = SYSTEM_WIDEST if card.look == "system" else WIDEST
    size = TITLE + 2 if card.look == "system" else TITLE
    title = wrap(card.title, size, room, bold=True, most=4)
    subtitle = wrap(card.subtitle, SUBTITLE, room, most=6 if card.look == "system" else 3)
    inner = max(widest(title, size, bold=True), widest(subtitle, SUBTITLE))
    least = 76.0 if card.look in ("state", "final") else NARROWEST
    high = PAD_Y * 2 + len(title) * TITLE_STEP + len(subtitle) * SUBTITLE_STEP + (ICON + 6 if card.icon else 0)
    if card.look == "system":
        high += 20
    return Measured(card, title, subtitle, max(least, inner + 2 * PAD_X), high)


def label_lines(arrow: Arrow) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lines of an arrow's purpose and of its protocol."""
    detail = wrap(f"[{arrow.detail}]", LABEL - 0.5, LABEL_WIDEST, most=2) if arrow.detail else ()
    return wrap(arrow.text, LABEL, LABEL_WIDEST, most=4), detail


def sketch_of(graph: Graph) -> Sketch:
    """Return what the layout needs to know of a view."""
    nodes = tuple(_node(measure(card)) for card in graph.cards)
    edges = tuple(_edge(arrow) for arrow in graph.arrows)
    return Sketch(graph.name, nodes, edges, framed(graph), graph.directions)


def framed(graph: Graph) -> tuple[Enclosure, ...]:
    """Return the frames with their titles broken to the width of what they hold."""
    found = []
    for frame in graph.frames:
        inside = [measure(card).w for card in graph.cards if card.frame == frame.id]
        nested = any(other.inside == frame.id for other in graph.frames)
        room = max(180.0 if nested else 0.0, *inside, NARROWEST) + 12
        found.append(replace(frame, lines=wrap(frame.title, TITLE, room, bold=True, most=3)))
    return tuple(found)


def _node(measured: Measured) -> Node:
    card = measured.card
    copies = (f"{card.copies} instances",) if card.copies > 1 else ()
    spare = 8.0 if card.copies > 1 else 0.0
    lines = (*measured.title, *measured.subtitle, *copies)
    return Node(card.id, lines, measured.w + spare, measured.h + spare, card.frame, card.look in ("start", "stop"))


def _edge(arrow: Arrow) -> Edge:
    text, detail = label_lines(arrow)
    lines = (*text, *detail)
    wide = widest(lines, LABEL) + 8 if lines else 0.0
    return Edge(arrow.id, arrow.source, arrow.target, lines, (wide, len(lines) * LABEL_STEP + 4 if lines else 0.0), arrow.style)
