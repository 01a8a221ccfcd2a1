"""What a layout engine has to know of a drawing: boxes of a fixed size, edges with the room their labels need, nested frames.

Every kind of drawing with boxes (views, tables, states) is brought to this form; DOT is written from it and positions come back for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from designgen.renderers.drawing.svg import Box

LineStyle = Literal["solid", "dashed", "dotted"]
Direction = Literal["LR", "TB"]
Point = tuple[float, float]


@dataclass(frozen=True)
class Node:
    """A box with its size in pixels; `lines` is what it says, for readers of the DOT file."""

    id: str
    lines: tuple[str, ...]
    w: float
    h: float
    frame: str = ""
    round: bool = False


@dataclass(frozen=True)
class Edge:
    """A line between two nodes; `room` is the size of its label in pixels."""

    id: str
    source: str
    target: str
    lines: tuple[str, ...] = ()
    room: tuple[float, float] = (0.0, 0.0)
    style: LineStyle = "solid"
    arrow: bool = True


@dataclass(frozen=True)
class Enclosure:
    """A frame around nodes; `inside` is the enclosing frame, empty at the top; `lines` is the title as it is broken.

    `trust` marks a boundary that data crosses only under a control.
    """

    id: str
    title: str
    inside: str = ""
    lines: tuple[str, ...] = ()
    trust: bool = False


@dataclass(frozen=True)
class Sketch:
    """A drawing before it has positions.

    `square` asks for lines that leave their boxes at a right angle, and for the room that takes; `apart` is how far ranks are apart,
    in inches; `below` is the height in pixels of what stands under the drawing beside its legend.
    """

    name: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...] = ()
    frames: tuple[Enclosure, ...] = ()
    directions: tuple[Direction, ...] = ("TB", "LR")
    square: bool = False
    apart: float = 0.3
    below: float = 0.0

    def node(self, id: str) -> Node:
        """Return the node of that id; KeyError if there is none."""
        for node in self.nodes:
            if node.id == id:
                return node
        raise KeyError(id)


@dataclass(frozen=True)
class Spread:
    """How a layout is asked to spread out; distances in inches, as Graphviz wants them.

    `across` ranks nodes without regard to frames, `abreast` is how many unlinked nodes stand in a row (0 is a square).
    """

    direction: Direction
    between: float = 0.25
    ranks: float = 0.3
    across: bool = True
    abreast: int = 0


@dataclass(frozen=True)
class Route:
    """The path of an edge: cubic Bezier points, and the tip of the arrow where there is one."""

    points: tuple[Point, ...]
    tip: Point | None = None

    def samples(self, steps: int = 8) -> tuple[Point, ...]:
        """Return points along the path, evenly spaced on each segment."""
        found = [self.points[0]]
        for start in range(0, len(self.points) - 3, 3):
            a, b, c, d = self.points[start : start + 4]
            found.extend(_bezier(a, b, c, d, step / steps) for step in range(1, steps + 1))
        if self.tip:
            found.append(self.tip)
        return tuple(found)

    def moved(self, dx: float, dy: float) -> "Route":
        """Return the route shifted."""
        tip = (self.tip[0] + dx, self.tip[1] + dy) if self.tip else None
        return Route(tuple((x + dx, y + dy) for x, y in self.points), tip)


@dataclass(frozen=True)
class Placement:
    """Positions in pixels, y downwards, the upper left corner at 0, 0; all by id."""

    w: float
    h: float
    nodes: Mapping[str, Box]
    frames: Mapping[str, Box] = field(default_factory=dict)
    routes: Mapping[str, tuple[Route, ...]] = field(default_factory=dict)
    labels: Mapping[str, Box] = field(default_factory=dict)

    def moved(self, dx: float, dy: float) -> "Placement":
        """Return the placement shifted."""
        routes = {key: tuple(route.moved(dx, dy) for route in found) for key, found in self.routes.items()}
        nodes, frames, labels = ({key: box.moved(dx, dy) for key, box in boxes.items()} for boxes in (self.nodes, self.frames, self.labels))
        return Placement(self.w, self.h, nodes, frames, routes, labels)


def _bezier(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    u = 1 - t
    p, q, r, s = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
    return p * a[0] + q * b[0] + r * c[0] + s * d[0], p * a[1] + q * b[1] + r * c[1] + s * d[1]
