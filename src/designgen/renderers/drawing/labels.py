"""Routes and label sizes in, label boxes out: each label sits on its own line, where it covers least of everything else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from designgen.renderers.drawing.routes import bounds
from designgen.renderers.drawing.sketch import Edge, Placement, Point, Sketch
from designgen.renderers.drawing.svg import Box

TITLE_HEIGHT = 26.0
_STOPS = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82)
_SHIFTS = (0.0, -0.3, 0.3, -0.55, 0.55)
_ROUNDS = 3


@dataclass(frozen=True)
class _Ground:
    """What a label should not cover, with the weight of each square pixel; lines of others by edge."""

    areas: tuple[tuple[Box, float], ...]
    paths: Mapping[str, tuple[Point, ...]]
    reach: Mapping[str, Box]


def place_labels(sketch: Sketch, placed: Placement, hints: Mapping[str, Point]) -> Placement:
    """Return the placement with a box for every label; long labels first, since they have the least choice."""
    ground = _ground(placed)
    labelled = [edge for edge in sketch.edges if edge.lines and edge.id in placed.routes]
    order = sorted(range(len(labelled)), key=lambda index: (-labelled[index].room[0], index))
    chosen: dict[str, Box] = {}
    for _ in range(_ROUNDS):
        for index in order:
            edge = labelled[index]
            taken = tuple(box for key, box in chosen.items() if key != edge.id)
            chosen[edge.id] = _choose(edge, ground, taken, hints.get(edge.id))
    return replace(placed, labels={edge.id: chosen[edge.id] for edge in labelled})


def _choose(edge: Edge, ground: _Ground, taken: tuple[Box, ...], hint: Point | None) -> Box:
    """Return the cheapest place; places come in order of preference, so the search ends at the first that costs nothing more."""
    path = ground.paths[edge.id]
    reach = bounds(path).grown(edge.room[0])
    areas = [(box, weight) for box, weight in (*ground.areas, *((box, 6.0) for box in taken)) if box.overlap(reach)]
    lines = [key for key, box in ground.reach.items() if key != edge.id and box.overlap(reach)]
    near = [point for key in lines for point in ground.paths[key] if reach.holds(*point)]
    best, least = None, float("inf")
    for box, shyness in sorted(_places(edge, path, hint), key=lambda place: place[1]):
        if shyness >= least:
            break
        cost = round(shyness + _cost(box, areas, near, (path[0], path[-1])), 2)
        if cost < least:
            best, least = box, cost
    return best or Box(*path[0], *edge.room)


def _ground(placed: Placement) -> _Ground:
    frames = tuple(placed.frames.values())
    areas = [(box.grown(4), 4.0) for box in placed.nodes.values()]
    areas.extend((Box(frame.x, frame.y, min(frame.w, 220.0), TITLE_HEIGHT), 2.0) for frame in frames)
    areas.extend((border, 0.25) for frame in frames for border in _borders(frame))
    paths = {key: route.samples(10) for key, route in placed.routes.items()}
    return _Ground(tuple(areas), paths, {key: bounds(path) for key, path in paths.items()})


def _borders(frame: Box) -> Iterator[Box]:
    yield Box(frame.x - 2, frame.y - 2, frame.w + 4, 4)
    yield Box(frame.x - 2, frame.bottom - 2, frame.w + 4, 4)
    yield Box(frame.x - 2, frame.y - 2, 4, frame.h + 4)
    yield Box(frame.right - 2, frame.y - 2, 4, frame.h + 4)


def _places(edge: Edge, path: tuple[Point, ...], hint: Point | None) -> Iterator[tuple[Box, float]]:
    """Yield boxes with how much they are disliked for their distance from the middle of the line."""
    w, h = edge.room
    for rank, stop in enumerate(_STOPS):
        x, y = _along(path, stop)
        for shift in _SHIFTS:
            yield Box(x - w / 2 + shift * w, y - h / 2, w, h), rank * 3.0 + abs(shift) * 24
    if hint:
        off = min(((x - hint[0]) ** 2 + (y - hint[1]) ** 2) ** 0.5 for x, y in path)
        yield Box(hint[0] - w / 2, hint[1] - h / 2, w, h), 16.0 + 0.8 * max(0.0, off - w / 2)


def _along(path: tuple[Point, ...], stop: float) -> Point:
    """Return the point at a share of the length of a polyline."""
    lengths = [((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) ** 0.5 for a, b in pairwise(path)]
    rest = sum(lengths) * stop
    for index, length in enumerate(lengths):
        if rest <= length and length:
            a, b = path[index], path[index + 1]
            return a[0] + (b[0] - a[0]) * rest / length, a[1] + (b[1] - a[1]) * rest / length
        rest -= length
    return path[-1]


def _cost(box: Box, areas: list[tuple[Box, float]], near: list[Point], ends: tuple[Point, Point]) -> float:
    around = box.grown(3)
    covered = sum(around.overlap(area) * weight for area, weight in areas)
    crossed = sum(box.holds(x, y) for x, y in near)
    hidden = sum(box.grown(8).holds(x, y) for x, y in ends)
    return covered + crossed * 14 + hidden * 60
