"""Routes as Graphviz drew them in, routes with tidy ends out: away from corners, at a right angle where that is wanted."""

from collections.abc import Mapping

from designgen.renderers.drawing.layout.sketch import Point, Route, Sketch
from designgen.renderers.drawing.svg import Box

CORNER = 16.0
STRAIGHT = 30.0


def bounds(path: tuple[Point, ...]) -> Box:
    """Return the box around points."""
    xs, ys = [x for x, _ in path], [y for _, y in path]
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)).grown(0.5)


def settled(sketch: Sketch, ends: tuple[str, str], route: Route, boxes: Mapping[str, Box]) -> Route:
    """Return a route whose ends keep off the corners of their boxes; ends at labels and at round nodes stay as they are."""
    nodes = {node.id: node for node in sketch.nodes if node.id in ends}
    path, tip = list(route.points), route.tip
    if ends[0] in nodes and not nodes[ends[0]].round:
        shift, outward = _slide(path[0], boxes[ends[0]])
        path[0], path[1] = _add(path[0], shift), _add(path[1], shift)
        if sketch.square:
            path[1] = _along(path[0], outward, path[1])
    if ends[1] in nodes and not nodes[ends[1]].round:
        shift, outward = _slide(tip or path[-1], boxes[ends[1]])
        path[-1], path[-2] = _add(path[-1], shift), _add(path[-2], shift)
        tip = _add(tip, shift) if tip else None
        if sketch.square:
            path[-2] = _along(path[-1], outward, path[-2])
    return Route(tuple(path), tip)


def _slide(point: Point, box: Box) -> tuple[Point, Point]:
    """Return how far an end moves along its side, and the direction that leads away from the box."""
    x, y = point
    sides = (
        (abs(y - box.y), (0.0, -1.0)),
        (abs(y - box.bottom), (0.0, 1.0)),
        (abs(x - box.x), (-1.0, 0.0)),
        (abs(x - box.right), (1.0, 0.0)),
    )
    outward = min(sides, key=lambda side: side[0])[1]
    if outward[0]:
        margin = min(CORNER, box.h / 3)
        return (0.0, min(max(y, box.y + margin), box.bottom - margin) - y), outward
    margin = min(CORNER, box.w / 3)
    return (min(max(x, box.x + margin), box.right - margin) - x, 0.0), outward


def _along(start: Point, outward: Point, control: Point) -> Point:
    """Return a control point straight ahead, as far away as the old one, but not too near."""
    ahead = (control[0] - start[0]) * outward[0] + (control[1] - start[1]) * outward[1]
    far = max(STRAIGHT, ahead)
    return start[0] + outward[0] * far, start[1] + outward[1] * far


def _add(point: Point, shift: Point) -> Point:
    return point[0] + shift[0], point[1] + shift[1]
