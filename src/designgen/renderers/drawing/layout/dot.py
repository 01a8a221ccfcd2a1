"""A sketch in, DOT text out: fixed-size boxes, stable ids, one statement a line (DIA-030).

Readers get labels on edges. The layout gets each label as a box of its own between two halves of its edge: Graphviz then keeps other
boxes and lines away from it, which it does not do for labels.
"""

from collections.abc import Iterator
from math import ceil, sqrt

from designgen.renderers.drawing.layout.sketch import Edge, Node, Sketch, Spread

PER_INCH = 72.0
LABEL = "l_"
_NODE = '    node [shape=box fixedsize=true fontname=Helvetica fontsize=10 style=rounded color="#8FA9CC"]'
_EDGE = '    edge [fontname=Helvetica fontsize=12 arrowsize=0.8 color="#5B6B7F"]'
_CLUSTER = 'style=rounded color="#8FA9CC" margin=11 fontname="Helvetica-Bold" fontsize=15 labeljust=l'


def dot_of(sketch: Sketch, spread: Spread) -> str:
    """Write a sketch as DOT for readers; nodes keep their order, frames become clusters."""
    edges = (f"    {edge.source} -> {edge.target}{_attributes(edge, True)}" for edge in sketch.edges)
    return _graph(sketch, spread, (*_frame(sketch, "", {}, 1), *_grid(sketch, spread.abreast), *edges))


def plan_of(sketch: Sketch, spread: Spread) -> str:
    """Write a sketch as DOT for the layout, labels as boxes in the innermost frame that holds both ends of their edge."""
    labels: dict[str, list[str]] = {}
    edges = []
    back = backwards(sketch)
    for edge in sketch.edges:
        if not edge.lines:
            edges.append(f"    {edge.source} -> {edge.target}{_attributes(edge, False)}")
            continue
        size = f"width={edge.room[0] / PER_INCH:.4f} height={edge.room[1] / PER_INCH:.4f}"
        labels.setdefault(_shared(sketch, edge), []).append(f'{LABEL}{edge.id} [label="" {size}]')
        edges.extend(_halves(edge, edge.id in back))
    return _graph(sketch, spread, (*_frame(sketch, "", labels, 1), *_grid(sketch, spread.abreast), *edges))


def backwards(sketch: Sketch) -> frozenset[str]:
    """Return the labelled edges that close a circle: written the other way round, their labels stay between the boxes they link."""
    ahead: dict[str, set[str]] = {}
    found = set()
    for edge in sketch.edges:
        if edge.lines and _reaches(ahead, edge.target, edge.source):
            found.add(edge.id)
        else:
            ahead.setdefault(edge.source, set()).add(edge.target)
    return frozenset(found)


def _reaches(ahead: dict[str, set[str]], start: str, end: str) -> bool:
    known, left = {start}, [start]
    while left:
        one = left.pop()
        if one == end:
            return True
        fresh = ahead.get(one, set()) - known
        known |= fresh
        left.extend(fresh)
    return False


def _halves(edge: Edge, back: bool) -> Iterator[str]:
    """Yield the two halves of a labelled edge, `a` at its source and `b` at its target."""
    label = f"{LABEL}{edge.id}"
    if back:
        head = "dir=back" if edge.arrow else "dir=none"
        yield f"    {edge.target} -> {label} [id=b_{edge.id} {head}]"
        yield f"    {label} -> {edge.source} [id=a_{edge.id} dir=none]"
        return
    yield f"    {edge.source} -> {label} [id=a_{edge.id} dir=none]"
    yield f"    {label} -> {edge.target} [id=b_{edge.id}{'' if edge.arrow else ' dir=none'}]"


def _graph(sketch: Sketch, spread: Spread, body: tuple[str, ...]) -> str:
    look = f"rankdir={spread.direction} nodesep={spread.between:g} ranksep={spread.ranks:g} splines=spline"
    across = " newrank=true" if spread.across else ""
    return "\n".join((f"digraph {_quoted((sketch.name,))} {{", f"    graph [{look}{across}]", _NODE, _EDGE, *body, "}", ""))


def _shared(sketch: Sketch, edge: Edge) -> str:
    """Return the innermost frame that holds both ends of an edge; empty if there is none."""
    around = set(_around(sketch, sketch.node(edge.source).frame))
    return next((frame for frame in _around(sketch, sketch.node(edge.target).frame) if frame in around), "")


def _around(sketch: Sketch, frame: str) -> Iterator[str]:
    inside = {one.id: one.inside for one in sketch.frames}
    while frame:
        yield frame
        frame = inside.get(frame, "")


def _grid(sketch: Sketch, abreast: int) -> Iterator[str]:
    """Yield invisible edges that put nodes without a line of their own below each other instead of in one long row."""
    linked = {end for edge in sketch.edges for end in (edge.source, edge.target)}
    for frame in dict.fromkeys(node.frame for node in sketch.nodes):
        loose = [node.id for node in sketch.nodes if node.frame == frame and node.id not in linked]
        wide = abreast or max(1, ceil(sqrt(len(loose))))
        for first, second in zip(loose, loose[wide:], strict=False):
            yield f"    {first} -> {second} [style=invis]"


def _frame(sketch: Sketch, inside: str, labels: dict[str, list[str]], depth: int) -> Iterator[str]:
    pad = "    " * depth
    yield from (f"{pad}{_node(node)}" for node in sketch.nodes if node.frame == inside)
    yield from (f"{pad}{label}" for label in labels.get(inside, ()))
    for frame in sketch.frames:
        if frame.inside == inside and holds_nodes(sketch, frame.id):
            yield f"{pad}subgraph cluster_{frame.id} {{"
            yield f"{pad}    graph [label={_quoted(frame.lines or (frame.title,))} {_CLUSTER}]"
            yield from _frame(sketch, frame.id, labels, depth + 1)
            yield f"{pad}}}"


def holds_nodes(sketch: Sketch, frame: str) -> bool:
    """Whether a frame, or one inside it, holds a box."""
    if any(node.frame == frame for node in sketch.nodes):
        return True
    return any(inner.inside == frame and holds_nodes(sketch, inner.id) for inner in sketch.frames)


def _node(node: Node) -> str:
    shape = " shape=circle" if node.round else ""
    return f"{node.id} [label={_quoted(node.lines)} width={node.w / PER_INCH:.4f} height={node.h / PER_INCH:.4f}{shape}]"


def _attributes(edge: Edge, labelled: bool) -> str:
    found = [f"id={edge.id}"]
    if labelled and edge.lines:
        found.append(f"label={_quoted(edge.lines)}")
    if edge.style != "solid":
        found.append(f"style={edge.style}")
    if not edge.arrow:
        found.append("dir=none")
    return f" [{' '.join(found)}]"


def _quoted(lines: tuple[str, ...]) -> str:
    """Write lines as one quoted string: no sign of theirs ends it, begins an escape, an entity or a markup label."""
    return '"' + r"\n".join(_escaped(line) for line in lines) + '"'


def _escaped(text: str) -> str:
    printable = text if text.isprintable() else "".join(sign if sign.isprintable() else " " for sign in text)
    return printable.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
