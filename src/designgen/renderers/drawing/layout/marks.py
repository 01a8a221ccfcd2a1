"""A placement in, the same with a small mark on each line that needs one: on the line, off every box, title and other mark."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import pairwise

from designgen.renderers.drawing.layout.sketch import Placement, Point
from designgen.renderers.drawing.svg import Box

_STOPS = tuple(0.5 + side * step * 0.02 for step in range(22) for side in (1, -1))
_NEAR = 5.0
_ROUNDS = 24


def with_marks(placed: Placement, lines: Iterable[str], size: float, taken: tuple[Box, ...]) -> Placement | None:
    """Return the placement with a square of `size` on each line, the hardest first; None where one finds no free place.

    `taken` are areas to keep off beside the boxes, such as titles of frames. Among free places the one that hides fewest other
    lines and edges of frames wins.
    """
    paths = {id: tuple(point for route in routes for point in route.samples(8)) for id, routes in placed.routes.items()}
    blocked = (*placed.nodes.values(), *taken)
    borders = tuple(border for frame in placed.frames.values() for border in _borders(frame))
    free = {id: [*_free(paths[id], size, blocked)] for id in lines}
    order = sorted(free, key=lambda id: len(free[id]))
    for _ in range(_ROUNDS):
        marks, stuck = _marked(order, free, paths, borders)
        if not stuck:
            return replace(placed, labels={**placed.labels, **marks})
        order = [stuck, *(id for id in order if id != stuck)]
    return None


def _marked(
    order: list[str], free: Mapping[str, list[Box]], paths: Mapping[str, tuple[Point, ...]], borders: tuple[Box, ...]
) -> tuple[dict[str, Box], str]:
    """Return a place for each mark in that order, or those found and the line that has none left."""
    marks: dict[str, Box] = {}
    for id in order:
        kept = [mark.grown(1) for mark in marks.values()]
        spots = (box for box in free[id] if not any(box.overlap(mark) for mark in kept))
        spot = _best(spots, partial(_hidden, id, paths, borders))
        if spot is None:
            return marks, id
        marks[id] = spot
    return marks, ""


def _free(path: tuple[Point, ...], size: float, blocked: tuple[Box, ...]) -> Iterator[Box]:
    lengths = [((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) ** 0.5 for a, b in pairwise(path)]
    for x, y in (_along(path, lengths, stop) for stop in _STOPS):
        box = Box(x - size / 2, y - size / 2, size, size)
        around = box.grown(1)
        if not any(around.overlap(other) for other in blocked):
            yield box


def _best(spots: Iterable[Box], hidden: Callable[[Box], int]) -> Box | None:
    """Return the first place that hides nothing, else the one that hides least."""
    best, least = None, 0
    for spot in spots:
        cost = hidden(spot)
        if best is None or cost < least:
            best, least = spot, cost
        if not least:
            break
    return best


def _borders(frame: Box) -> Iterator[Box]:
    yield from (Box(frame.x, y, frame.w, 0.5) for y in (frame.y, frame.bottom))
    yield from (Box(x, frame.y, 0.5, frame.h) for x in (frame.x, frame.right))


def _hidden(id: str, paths: Mapping[str, tuple[Point, ...]], borders: tuple[Box, ...], box: Box) -> int:
    around = box.grown(_NEAR)
    left, right, top, low = around.x, around.right, around.y, around.bottom
    lines = sum(left <= x <= right and top <= y <= low for other, path in paths.items() if other != id for x, y in path)
    return lines + 2 * sum(box.overlap(border) > 0 for border in borders)


def _along(path: tuple[Point, ...], lengths: list[float], stop: float) -> Point:
    """Return the point at a share of the length of a polyline; `lengths` are those of its pieces."""
    rest = sum(lengths) * stop
    for index, length in enumerate(lengths):
        if rest <= length and length:
            a, b = path[index], path[index + 1]
            return a[0] + (b[0] - a[0]) * rest / length, a[1] + (b[1] - a[1]) * rest / length
        rest -= length
    return path[-1]
