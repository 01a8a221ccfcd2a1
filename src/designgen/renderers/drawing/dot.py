"""A sketch in, DOT text out, written by the `graphviz` package: fixed-size boxes, stable ids, one statement a line (DIA-030)."""

from collections.abc import Iterator
from dataclasses import replace
from math import ceil, sqrt
from typing import Any

from designgen.renderers.drawing.sketch import Edge, Node, Sketch, Spread

PER_INCH = 72.0
DASHES = {"solid": "solid", "dashed": "dashed", "dotted": "dotted"}
_GRAPH = {"splines": "spline", "pad": "0", "fontname": "Helvetica", "fontsize": "14", "labeljust": "l"}
_NODE = {"shape": "box", "fixedsize": "true", "fontname": "Helvetica", "fontsize": "10", "style": "rounded", "color": "#A9C3E6"}
_CLUSTER = {"style": "rounded", "color": "#A9C3E6", "margin": "18", "fontname": "Helvetica-Bold"}
_EDGE = {"fontname": "Helvetica", "fontsize": "12", "arrowsize": "0.8", "color": "#5B6B7F"}


def dot_of(sketch: Sketch, spread: Spread) -> str:
    """Write a sketch as DOT; nodes keep their order, frames become clusters."""
    import graphviz

    shape = {"rankdir": spread.direction, "nodesep": f"{spread.between:g}", "ranksep": f"{spread.ranks:g}"}
    if spread.across:
        shape["newrank"] = "true"
    further = leaves(sketch) if spread.staggered else ()
    graph = graphviz.Digraph(_quotable(sketch.name), graph_attr={**_GRAPH, **shape}, node_attr=_NODE, edge_attr=_EDGE)
    drawn = replace(sketch, nodes=sketch.nodes[::-1], frames=sketch.frames[::-1]) if spread.backwards else sketch
    _frame(graph, drawn, "")
    for first, second in _grid(sketch, spread.abreast):
        graph.edge(first, second, style="invis")
    for edge in sketch.edges:
        graph.edge(edge.source, edge.target, **_edge(edge), **({"minlen": "2"} if edge.id in further else {}))
    return str(graph.source)


def leaves(sketch: Sketch) -> tuple[str, ...]:
    """Return every second edge of a node to leaves, where it has four or more: those that may be moved one rank further."""
    sources = {edge.source for edge in sketch.edges}
    found: list[str] = []
    for source in dict.fromkeys(edge.source for edge in sketch.edges):
        ends = [edge for edge in sketch.edges if edge.source == source and edge.target not in sources]
        if len({edge.target for edge in ends}) >= 4:
            found.extend(edge.id for edge in ends[1::2])
    return tuple(found)


def _grid(sketch: Sketch, abreast: int) -> Iterator[tuple[str, str]]:
    """Yield invisible edges that put nodes without a line of their own below each other instead of in one long row."""
    linked = {end for edge in sketch.edges for end in (edge.source, edge.target)}
    for frame in dict.fromkeys(node.frame for node in sketch.nodes):
        loose = [node.id for node in sketch.nodes if node.frame == frame and node.id not in linked]
        wide = abreast or max(1, ceil(sqrt(len(loose))))
        yield from zip(loose, loose[wide:], strict=False)


def _frame(graph: Any, sketch: Sketch, inside: str) -> None:
    for node in sketch.nodes:
        if node.frame == inside:
            graph.node(node.id, **_node(node))
    for frame in sketch.frames:
        if frame.inside == inside and _holds_nodes(sketch, frame.id):
            with graph.subgraph(name=f"cluster_{frame.id}") as inner:
                inner.attr(label=_label(frame.lines or (frame.title,)), **_CLUSTER)
                _frame(inner, sketch, frame.id)


def _holds_nodes(sketch: Sketch, frame: str) -> bool:
    if any(node.frame == frame for node in sketch.nodes):
        return True
    return any(inner.inside == frame and _holds_nodes(sketch, inner.id) for inner in sketch.frames)


def _node(node: Node) -> dict[str, str]:
    found = {"label": _label(node.lines), "width": f"{node.w / PER_INCH:.4f}", "height": f"{node.h / PER_INCH:.4f}"}
    return {**found, "shape": "circle"} if node.round else found


def _edge(edge: Edge) -> dict[str, str]:
    found = {"id": edge.id}
    if edge.lines:
        found["label"] = _label(edge.lines)
    if edge.style != "solid":
        found["style"] = DASHES[edge.style]
    if not edge.arrow:
        found["dir"] = "none"
    return found


def _label(lines: tuple[str, ...]) -> Any:
    import graphviz

    return graphviz.nohtml(r"\n".join(str(graphviz.escape(line)) for line in lines))


def _quotable(name: str) -> str:
    return name.replace("-", "_")
