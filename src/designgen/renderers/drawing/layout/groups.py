"""A sketch in, the parts of it that nothing links out; their placements in, one page out.

Graphviz ranks unlinked parts beside or below each other without regard to the page; laid out alone and packed in rows they print larger.
"""

from collections.abc import Callable
from dataclasses import replace

from designgen.renderers.drawing.layout.sketch import Placement, Sketch

GAP = 22.0
Size = tuple[float, float]


def unlinked(sketch: Sketch) -> tuple[Sketch, ...]:
    """Return the parts of a sketch that share neither an edge nor a top frame, in the order of their first nodes."""
    owner = {node.id: node.id for node in sketch.nodes}

    def root(id: str) -> str:
        while owner[id] != id:
            id = owner[id]
        return id

    tops: dict[str, str] = {}
    for node in sketch.nodes:
        if node.frame:
            owner[root(node.id)] = root(tops.setdefault(_top(sketch, node.frame), node.id))
    for edge in sketch.edges:
        owner[root(edge.source)] = root(edge.target)
    roots = list(dict.fromkeys(root(node.id) for node in sketch.nodes))
    return tuple(_part(sketch, {id for id in owner if root(id) == one}) for one in roots)


def packed(parts: tuple[Placement, ...], scale: Callable[[float, float], float]) -> Placement:
    """Return all parts on one page, in rows, of those widths that print largest; `scale` rates a width and a height."""
    order = sorted(range(len(parts)), key=lambda index: (-parts[index].h, index))
    sums = {sum(parts[index].w + GAP for index in order[: count + 1]) for count in range(len(parts))}
    widths = sorted(sums | {part.w for part in parts})
    pages = [_rows([(parts[index].w, parts[index].h) for index in order], width) for width in widths]
    best = max(pages, key=lambda page: round(scale(*page[1]), 4))
    spots = {index: best[0][place] for place, index in enumerate(order)}
    moved = [part.moved(*spots[index]) for index, part in enumerate(parts)]
    nodes = {key: box for part in moved for key, box in part.nodes.items()}
    frames = {key: box for part in moved for key, box in part.frames.items()}
    routes = {key: found for part in moved for key, found in part.routes.items()}
    labels = {key: box for part in moved for key, box in part.labels.items()}
    return Placement(*best[1], nodes, frames, routes, labels)


def _top(sketch: Sketch, frame: str) -> str:
    inside = {one.id: one.inside for one in sketch.frames}
    while inside.get(frame):
        frame = inside[frame]
    return frame


def _part(sketch: Sketch, ids: set[str]) -> Sketch:
    nodes = tuple(node for node in sketch.nodes if node.id in ids)
    edges = tuple(edge for edge in sketch.edges if edge.source in ids)
    tops = {_top(sketch, node.frame) for node in nodes if node.frame}
    frames = tuple(frame for frame in sketch.frames if _top(sketch, frame.id) in tops)
    return replace(sketch, nodes=nodes, edges=edges, frames=frames)


def _rows(sizes: list[Size], width: float) -> tuple[list[Size], Size]:
    """Place boxes from the left in rows no wider than asked; a box goes under the one before it where it fits beside the row's first."""
    spots: list[Size] = []
    x = y = high = right = 0.0
    column: list[float] = [0.0, 0.0, 0.0]
    for w, h in sizes:
        if spots and w <= column[1] and column[2] + GAP + h <= high:
            spots.append((column[0], y + column[2] + GAP))
            column[2] += GAP + h
            continue
        if spots and x + w > width + 0.01:
            x, y, high = 0.0, y + high + GAP, 0.0
        spots.append((x, y))
        column = [x, w, h]
        x, high, right = x + w + GAP, max(high, h), max(right, x + w)
    return spots, (right, y + high)
