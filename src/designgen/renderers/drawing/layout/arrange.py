"""A sketch in, positions out: a few layouts are compared and the one that prints largest on a page wins."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from designgen.renderers.drawing.layout.dot import dot_of, plan_of
from designgen.renderers.drawing.layout.engines import Engine, positions
from designgen.renderers.drawing.layout.groups import packed, unlinked
from designgen.renderers.drawing.layout.placement import clutter, placement
from designgen.renderers.drawing.layout.routes import bounds
from designgen.renderers.drawing.layout.sketch import Placement, Sketch, Spread
from designgen.renderers.drawing.paper import LARGEST, LEAST_SCALE, page_scale, print_scale

CALM = 0.8
"""Share of its size that a layout keeps after its crossings are charged; below it the other direction is tried in frames too."""


@dataclass(frozen=True)
class _Try:
    spread: Spread
    placed: Placement
    merit: float
    scale: float


@lru_cache(maxsize=512)
def arrange(sketch: Sketch, engine: Engine = positions) -> tuple[Placement, str]:
    """Return the best placement of a sketch, and the sketch as DOT; WorldError if no engine works.

    What nothing links is laid out part by part and packed.
    """
    parts = unlinked(sketch)
    best = _together(sketch, parts, engine) if len(parts) > 1 else _best(sketch, engine)
    return fitted(best.placed), dot_of(sketch, best.spread)


def _best(sketch: Sketch, engine: Engine) -> _Try:
    """Return the best of a few layouts; one that nothing could print larger ends the search."""
    tries: list[_Try] = []
    for spread in _spreads(sketch):
        tries.append(_try(sketch, spread, engine))
        if tries[-1].merit >= LARGEST:
            return tries[-1]
    tries.sort(key=_order, reverse=True)
    if sketch.frames and sketch.edges:
        calm = _order(tries[0])[0] and tries[0].merit >= CALM * tries[0].scale
        spreads = [one.spread for one in tries[: 1 if calm else 2]]
        tries.extend(_try(sketch, replace(spread, across=False), engine) for spread in spreads)
    return max(tries, key=_order)


def _order(one: _Try) -> tuple[bool, float]:
    """Order layouts: those that are legible on a page first, then by merit."""
    return one.scale >= LEAST_SCALE, one.merit


def _together(sketch: Sketch, parts: tuple[Sketch, ...], engine: Engine) -> _Try:
    found = [_best(part, engine) for part in parts]
    placed = packed(tuple(fitted(one.placed) for one in found), print_scale)
    return _Try(found[0].spread, placed, _rate(sketch, placed), page_scale(placed.w, placed.h + sketch.below))


def _rate(sketch: Sketch, placed: Placement) -> float:
    """Rate a placement by its printed size; a crossing costs a sixteenth of it, a line through a label an eighth."""
    scale = print_scale(placed.w, placed.h + sketch.below)
    crossed, struck = clutter(sketch, placed)
    cost = 0.06 * crossed + 0.12 * struck
    return round(scale * (1 - min(0.6, cost)), 4)


def _spreads(sketch: Sketch) -> Iterator[Spread]:
    if not sketch.edges:
        for abreast in sorted({1, min(len(sketch.nodes), 3), min(len(sketch.nodes), 5)}, reverse=True):
            yield Spread("TB", 0.3, 0.3, abreast=abreast)
        return
    between, ranks = (0.4, 0.45) if sketch.square else (0.22, sketch.apart)
    for direction in sketch.directions:
        yield Spread(direction, between, ranks)


def _try(sketch: Sketch, spread: Spread, engine: Engine) -> _Try:
    placed = placement(sketch, engine(plan_of(sketch, spread)))
    return _Try(spread, placed, _rate(sketch, placed), page_scale(placed.w, placed.h + sketch.below))


def fitted(placed: Placement) -> Placement:
    """Return the placement moved and sized so that nothing, labels included, is outside."""
    ends = [bounds(route.samples(4)) for routes in placed.routes.values() for route in routes]
    boxes = (*placed.nodes.values(), *placed.frames.values(), *placed.labels.values(), *ends)
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right, low = max(box.right for box in boxes), max(box.bottom for box in boxes)
    return replace(placed.moved(-left, -top), w=right - left, h=low - top)
