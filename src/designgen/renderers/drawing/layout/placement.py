"""What Graphviz says in, a placement in pixels out, y downwards from the upper left."""

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from designgen.renderers.drawing.layout.dot import LABEL, backwards
from designgen.renderers.drawing.layout.engines import Positions
from designgen.renderers.drawing.layout.routes import bounds, settled
from designgen.renderers.drawing.layout.sketch import Edge, Placement, Point, Route, Sketch
from designgen.renderers.drawing.svg import Box

EDGE = 3.0
"""Pixels of a box at its border that a line may touch."""
_Path = tuple[Point | None, tuple[Point, ...]]


def placement(sketch: Sketch, found: Positions) -> Placement:
    """Return the places of boxes, frames and labels and the routes of edges; a labelled edge has two, to its label and from it."""
    left, low, right, top = (float(value) for value in found["bb"].split(","))
    names = {f"cluster_{frame.id}": frame.id for frame in sketch.frames}
    sizes = {node.id: (node.w, node.h) for node in sketch.nodes} | {f"{LABEL}{edge.id}": edge.room for edge in sketch.edges if edge.lines}
    boxes: dict[str, Box] = {}
    frames: dict[str, Box] = {}
    for thing in found.get("objects", ()):
        if thing["name"] in sizes:
            w, h = sizes[thing["name"]]
            x, y = (float(value) for value in thing["pos"].split(","))
            boxes[thing["name"]] = Box(x - left - w / 2, top - y - h / 2, w, h)
        elif thing["name"] in names:
            a, b, c, d = (float(value) for value in thing["bb"].split(","))
            frames[names[thing["name"]]] = Box(a - left, top - d, c - a, d - b)
    paths = {edge["id"]: _path(edge.get("pos", ""), left, top) for edge in found.get("edges", ()) if "id" in edge}
    back = backwards(sketch)
    routes = {edge.id: tuple(_routes(sketch, edge, boxes, paths, edge.id in back)) for edge in sketch.edges}
    nodes = {node.id: boxes[node.id] for node in sketch.nodes}
    labels = {edge.id: boxes[f"{LABEL}{edge.id}"] for edge in sketch.edges if edge.lines}
    return Placement(right - left, top - low, nodes, frames, routes, labels)


def clutter(sketch: Sketch, placed: Placement) -> tuple[int, int]:
    """Count pairs of edges that cross, and labels and boxes that lines of others run through."""
    lines = {id: _line(_polyline(routes)) for id, routes in placed.routes.items()}
    drawn = [lines[edge.id] for edge in sketch.edges]
    crossed = 0
    for index, line in enumerate(drawn):
        for second in drawn[index + 1 :]:
            if line.reach.overlap(second.reach):
                crossed += _meet(line.pieces, second.pieces)
    through = sum(_struck({id}, label, lines) for id, label in placed.labels.items())
    own: dict[str, set[str]] = {}
    for edge in sketch.edges:
        own.setdefault(edge.source, set()).add(edge.id)
        own.setdefault(edge.target, set()).add(edge.id)
    return crossed, through + sum(_struck(own.get(id, set()), box.grown(-EDGE), lines) for id, box in placed.nodes.items())


class _Piece(NamedTuple):
    """A straight piece of a line from `a` to `b`, with its bounds."""

    a: Point
    b: Point
    west: float
    east: float
    north: float
    south: float


class _Line(NamedTuple):
    pieces: tuple[_Piece, ...]
    reach: Box


def _line(path: tuple[Point, ...]) -> _Line:
    return _Line(tuple(_piece(a, b) for a, b in pairwise(path)), bounds(path))


def _piece(a: Point, b: Point) -> _Piece:
    (west, east), (north, south) = sorted((a[0], b[0])), sorted((a[1], b[1]))
    return _Piece(a, b, west, east, north, south)


def _polyline(routes: tuple[Route, ...]) -> tuple[Point, ...]:
    return tuple(point for route in routes for point in route.samples(4))


def _struck(own: set[str], box: Box, lines: Mapping[str, _Line]) -> bool:
    """Whether a line of others runs through a box: a point of it lies inside, or it crosses a diagonal, as every straight way does."""
    right, low = box.right, box.bottom
    diagonals = (_piece((box.x, box.y), (right, low)), _piece((box.x, low), (right, box.y)))
    for other, line in lines.items():
        if other in own or not line.reach.overlap(box):
            continue
        if any(box.x <= piece.a[0] <= right and box.y <= piece.a[1] <= low for piece in line.pieces) or _meet(diagonals, line.pieces):
            return True
    return False


def _meet(one: tuple[_Piece, ...], two: tuple[_Piece, ...]) -> bool:
    """Whether two polylines cross: each end of one piece lies on another side of the other piece."""
    for a, b, west, east, north, south in one:
        for piece in two:
            if piece.west > east or piece.east < west or piece.north > south or piece.south < north:
                continue
            c, d = piece.a, piece.b
            if _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0:
                return True
    return False


def _side(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _routes(sketch: Sketch, edge: Edge, boxes: dict[str, Box], paths: dict[str, _Path], back: bool) -> list[Route]:
    label = f"{LABEL}{edge.id}"
    halves: tuple[tuple[str, str, str], ...] = ((edge.id, edge.source, edge.target),)
    if edge.lines:
        halves = ((f"a_{edge.id}", edge.source, label), (f"b_{edge.id}", label, edge.target))
    found = []
    for id, *ends in halves:
        source, target = ends
        tip, path = paths.get(id, (None, ()))
        straight = _straight(boxes[source], boxes[target], edge.arrow and target != label)
        route = Route(path[::-1] if back else path, tip) if path else straight
        found.append(settled(sketch, (source, target), route, boxes))
    return found


def _path(text: str, left: float, top: float) -> _Path:
    """Return the tip of the arrow, at whichever end it is, and the points of the curve."""
    tip: Point | None = None
    path: list[Point] = []
    for token in text.split(";", maxsplit=1)[0].split():
        numbers = token.split(",")
        point = (float(numbers[-2]) - left, top - float(numbers[-1]))
        if numbers[0] in ("s", "e"):
            tip = point
        else:
            path.append(point)
    return tip, tuple(path)


def _straight(source: Box, target: Box, arrow: bool) -> Route:
    """Return a straight line between facing sides, for an edge that Graphviz gave up on."""
    beside = source.right < target.x or target.right < source.x
    ahead = source.x < target.x if beside else source.y < target.y
    if beside:
        start = (source.right if ahead else source.x, source.cy)
        end = (target.x if ahead else target.right, target.cy)
    else:
        start = (source.cx, source.bottom if ahead else source.y)
        end = (target.cx, target.y if ahead else target.bottom)
    third = ((end[0] - start[0]) / 3, (end[1] - start[1]) / 3)
    path = (start, (start[0] + third[0], start[1] + third[1]), (end[0] - third[0], end[1] - third[1]), end)
    return Route(path, end if arrow else None)
