"""A sketch in, positions out: several layouts are tried and the one that prints largest on a page wins.

Graphviz reserves room for labels but knows neither our font nor our frames' titles; labels are therefore placed again, on their
line, where they cover least.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from designgen.renderers.drawing.dot import dot_of, leaves
from designgen.renderers.drawing.engines import Engine, Positions, positions
from designgen.renderers.drawing.groups import packed, unlinked
from designgen.renderers.drawing.labels import place_labels
from designgen.renderers.drawing.routes import bounds, settled
from designgen.renderers.drawing.sketch import Placement, Point, Route, Sketch, Spread
from designgen.renderers.drawing.svg import Box

PORTRAIT = (468.0, 600.0)
LANDSCAPE = (700.0, 400.0)
LARGEST = 0.75
"""Points on paper per pixel that a drawing never exceeds: the size a browser shows."""
FRAME = (48.0, 90.0)
"""What margins, title and legend add to a drawing, in pixels."""


@dataclass(frozen=True)
class _Try:
    spread: Spread
    placed: Placement
    hints: Mapping[str, Point]
    merit: float


@lru_cache(maxsize=128)
def arrange(sketch: Sketch, engine: Engine = positions) -> tuple[Placement, str]:
    """Return the best placement of a sketch, and the sketch as DOT; WorldError if no engine works.

    What nothing links is laid out part by part. Narrow layouts are compared first; a wider one of the same kind replaces the best
    where the page has room for it.
    """
    parts = unlinked(sketch)
    if len(parts) > 1:
        best = _together(sketch, parts, engine)
    else:
        best = max(_tries(sketch, engine), key=_merit)
        if print_scale(best.placed.w, best.placed.h) >= LARGEST:
            roomier = replace(best.spread, between=best.spread.between + 0.2, ranks=best.spread.ranks + 0.2)
            best = max((_try(sketch, roomier, engine), best), key=_merit)
    return _fitted(place_labels(sketch, best.placed, best.hints)), dot_of(sketch, best.spread)


def _tries(sketch: Sketch, engine: Engine) -> list[_Try]:
    """Lay out in the main forms, then vary the best one."""
    found = [_try(sketch, spread, engine) for spread in _spreads(sketch)]
    if sketch.edges and leaves(sketch):
        found.append(_try(sketch, replace(max(found, key=_merit).spread, staggered=True), engine))
    if sketch.edges and sketch.frames:
        found.append(_try(sketch, replace(max(found, key=_merit).spread, backwards=True), engine))
    return found


def _together(sketch: Sketch, parts: tuple[Sketch, ...], engine: Engine) -> _Try:
    """Lay out parts alone and pack them; the form of each is chosen for the page they share, the largest first."""
    tries = [_tries(part, engine) for part in parts]
    chosen = [max(found, key=_merit) for found in tries]
    order = sorted(range(len(parts)), key=lambda index: (-len(parts[index].nodes), index))
    for index in order:
        pages = [_page(sketch, [*chosen[:index], one, *chosen[index + 1 :]]) for one in tries[index]]
        chosen[index] = tries[index][max(range(len(pages)), key=lambda place: _merit(pages[place]))]
    return replace(_page(sketch, chosen), spread=chosen[order[0]].spread)


def _page(sketch: Sketch, chosen: list[_Try]) -> _Try:
    placed = packed(tuple(_fitted(one.placed) for one in chosen), print_scale)
    return _Try(chosen[0].spread, placed, {}, _rate(sketch, placed))


def _merit(found: _Try) -> float:
    return round(found.merit, 4)


def _rate(sketch: Sketch, placed: Placement) -> float:
    """Rate a placement by its printed size; a crossing costs a thirtieth of it."""
    return print_scale(placed.w, placed.h) * (1 - min(0.5, 0.03 * crossings(sketch, placed)))


def print_scale(w: float, h: float) -> float:
    """Return points on paper per pixel for the better of an upright and a turned A4 page; turning costs a little."""
    wide, high = w + FRAME[0], h + FRAME[1]
    upright = min(PORTRAIT[0] / wide, PORTRAIT[1] / high)
    turned = min(LANDSCAPE[0] / wide, LANDSCAPE[1] / high) * 0.88
    return min(LARGEST, max(upright, turned))


def crossings(sketch: Sketch, placed: Placement) -> int:
    """Count pairs of edges without a common end that cross."""
    paths = [(edge, placed.routes[edge.id].samples(4)) for edge in sketch.edges if edge.id in placed.routes]
    boxes = [bounds(path) for _, path in paths]
    count = 0
    for first in range(len(paths)):
        for second in range(first + 1, len(paths)):
            a, b = paths[first][0], paths[second][0]
            if {a.source, a.target} & {b.source, b.target} or not boxes[first].overlap(boxes[second]):
                continue
            count += _meet(paths[first][1], paths[second][1])
    return count


def _spreads(sketch: Sketch) -> Iterator[Spread]:
    if not sketch.edges:
        for abreast in range(1, min(len(sketch.nodes), 5) + 1):
            yield Spread("TB", 0.3, 0.3, abreast=abreast)
        return
    between, ranks = (0.5, 0.8) if sketch.square else (0.3, 0.55)
    for direction in sketch.directions:
        for across in (True, False) if sketch.frames else (True,):
            yield Spread(direction, between, ranks, across)


def _try(sketch: Sketch, spread: Spread, engine: Engine) -> _Try:
    placed, hints = _placement(sketch, engine(dot_of(sketch, spread)))
    return _Try(spread, placed, hints, _rate(sketch, placed))


def _meet(one: tuple[Point, ...], two: tuple[Point, ...]) -> bool:
    for a, b in pairwise(one):
        for c, d in pairwise(two):
            if _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0:
                return True
    return False


def _side(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _placement(sketch: Sketch, found: Positions) -> tuple[Placement, Mapping[str, Point]]:
    """Turn what Graphviz says, y upwards from some corner, into pixels downwards from the upper left."""
    left, low, right, top = (float(value) for value in found["bb"].split(","))
    names = {f"cluster_{frame.id}": frame.id for frame in sketch.frames}
    sizes = {node.id: (node.w, node.h) for node in sketch.nodes}
    nodes: dict[str, Box] = {}
    frames: dict[str, Box] = {}
    for thing in found.get("objects", ()):
        if thing["name"] in sizes:
            w, h = sizes[thing["name"]]
            x, y = _numbers(thing["pos"])
            nodes[thing["name"]] = Box(x - left - w / 2, top - y - h / 2, w, h)
        elif thing["name"] in names:
            a, b, c, d = (float(value) for value in thing["bb"].split(","))
            frames[names[thing["name"]]] = Box(a - left, top - d, c - a, d - b)
    drawn = {edge["id"]: edge for edge in found.get("edges", ()) if "id" in edge}
    routes = {}
    for edge in sketch.edges:
        path = drawn[edge.id].get("pos")
        route = _route(path, left, top) if path else _straight(nodes[edge.source], nodes[edge.target])
        routes[edge.id] = settled(sketch, edge, route, nodes)
    spots = {key: _numbers(edge["lp"]) for key, edge in drawn.items() if "lp" in edge}
    return Placement(right - left, top - low, nodes, frames, routes), {key: (x - left, top - y) for key, (x, y) in spots.items()}


def _numbers(text: str) -> Point:
    x, y = text.split(",")[:2]
    return float(x), float(y)


def _route(text: str, left: float, top: float) -> Route:
    tip: Point | None = None
    path: list[Point] = []
    for token in text.split(";", maxsplit=1)[0].split():
        numbers = token.split(",")
        x, y = float(numbers[-2]) - left, top - float(numbers[-1])
        if numbers[0] == "e":
            tip = (x, y)
        else:
            path.append((x, y))
    return Route(tuple(path), tip)


def _straight(source: Box, target: Box) -> Route:
    """Return a straight line between facing sides, for an edge that Graphviz gave up on."""
    beside = source.right < target.x or target.right < source.x
    ahead = source.x < target.x if beside else source.y < target.y
    if beside:
        start = (source.right if ahead else source.x, source.y + source.h / 2)
        end = (target.x if ahead else target.right, target.y + target.h / 2)
    else:
        start = (source.x + source.w / 2, source.bottom if ahead else source.y)
        end = (target.x + target.w / 2, target.y if ahead else target.bottom)
    third = ((end[0] - start[0]) / 3, (end[1] - start[1]) / 3)
    return Route((start, (start[0] + third[0], start[1] + third[1]), (end[0] - third[0], end[1] - third[1]), end), end)


def _fitted(placed: Placement) -> Placement:
    """Return the placement moved and sized so that nothing, labels included, is outside."""
    ends = [bounds(route.samples(4)) for route in placed.routes.values()]
    boxes = (*placed.nodes.values(), *placed.frames.values(), *placed.labels.values(), *ends)
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right, low = max(box.right for box in boxes), max(box.bottom for box in boxes)
    return replace(
        placed,
        w=right - left,
        h=low - top,
        nodes={key: box.moved(-left, -top) for key, box in placed.nodes.items()},
        frames={key: box.moved(-left, -top) for key, box in placed.frames.items()},
        labels={key: box.moved(-left, -top) for key, box in placed.labels.items()},
        routes={key: route.moved(-left, -top) for key, route in placed.routes.items()},
    )
