"""Positions: labels free, arrows at their boxes, nothing outside, a second engine, words when there is none."""

import shutil

import pytest

from designgen.model.errors import WorldError
from designgen.renderers.drawing.kinds.cards import Card, Graph, sketch_of
from designgen.renderers.drawing.kinds.relations import sketch_of_tables
from designgen.renderers.drawing.kinds.tables import entity_views
from designgen.renderers.drawing.kinds.views import container_views, context_view, deployment_view
from designgen.renderers.drawing.layout.arrange import arrange
from designgen.renderers.drawing.layout.dot import dot_of
from designgen.renderers.drawing.layout.engines import by_program, by_wasm, positions
from designgen.renderers.drawing.layout.groups import unlinked
from designgen.renderers.drawing.layout.placement import clutter
from designgen.renderers.drawing.layout.sketch import Edge, Enclosure, Node, Placement, Route, Sketch, Spread
from designgen.renderers.drawing.svg import Box
from drawn_designs import restaurant, toolshed


def sketches() -> dict[str, Sketch]:
    found = {}
    for name, design in (("toolshed", toolshed()), ("restaurant", restaurant())):
        views = (context_view(design), *container_views(design), deployment_view(design))
        found |= {f"{name} {view.name}": sketch_of(view) for view in views if view}
        found |= {f"{name} {view.name}": sketch_of_tables(view) for view in entity_views(design.database, name)}
    return found


SKETCHES = sketches()


@pytest.fixture(params=sorted(SKETCHES))
def placed(request: pytest.FixtureRequest) -> tuple[Sketch, Placement]:
    return SKETCHES[request.param], arrange(SKETCHES[request.param])[0]


def test_boxes_keep_their_size_and_cover_no_other(placed: tuple[Sketch, Placement]) -> None:
    sketch, found = placed
    for node in sketch.nodes:
        assert (found.nodes[node.id].w, found.nodes[node.id].h) == (node.w, node.h)
        assert not any(found.nodes[node.id].overlap(box) for key, box in found.nodes.items() if key != node.id)


def test_nothing_lies_outside(placed: tuple[Sketch, Placement]) -> None:
    page = Box(-0.6, -0.6, placed[1].w + 1.2, placed[1].h + 1.2)
    for box in (*placed[1].nodes.values(), *placed[1].frames.values(), *placed[1].labels.values()):
        assert page.holds(box.x, box.y) and page.holds(box.right, box.bottom)


def test_frames_hold_their_nodes_and_no_others(placed: tuple[Sketch, Placement]) -> None:
    sketch, found = placed
    outer = {frame.id: frame.inside for frame in sketch.frames}
    for node in sketch.nodes:
        around, frame = set(), node.frame
        while frame:
            around.add(frame)
            frame = outer[frame]
        for key, box in found.frames.items():
            assert bool(box.overlap(found.nodes[node.id])) == (key in around)


def test_labels_cover_neither_boxes_nor_each_other(placed: tuple[Sketch, Placement]) -> None:
    sketch, found = placed
    assert set(found.labels) == {edge.id for edge in sketch.edges if edge.lines}
    for key, label in found.labels.items():
        area = label.w * label.h
        assert sum(label.overlap(box) for box in found.nodes.values()) < 0.02 * area, key
        assert sum(label.overlap(box) for other, box in found.labels.items() if other != key) < 0.02 * area, key


def test_lines_begin_and_end_at_their_boxes(placed: tuple[Sketch, Placement]) -> None:
    sketch, found = placed
    for edge in sketch.edges:
        first, last = found.routes[edge.id][0], found.routes[edge.id][-1]
        for point, id in ((first.points[0], edge.source), (last.tip or last.points[-1], edge.target)):
            box = found.nodes[id]
            assert box.grown(2).holds(*point) and not box.grown(-2).holds(*point), edge.id


def test_parts_that_nothing_links_are_packed_side_by_side() -> None:
    nodes = tuple(Node(f"n{index}", (), 100, 40, f"f{index % 2}") for index in range(4))
    sketch = Sketch("two", nodes, (Edge("a", "n0", "n2"), Edge("b", "n1", "n3")), (Enclosure("f0", "one"), Enclosure("f1", "two")))
    assert [[node.id for node in part.nodes] for part in unlinked(sketch)] == [["n0", "n2"], ["n1", "n3"]]
    placed, _ = arrange(sketch)
    assert placed.frames["f0"].overlap(placed.frames["f1"]) == 0


def test_one_box_alone_is_a_drawing() -> None:
    assert arrange(sketch_of(Graph("one", "One", "", (Card("a", "Alone"),))))[0].nodes["a"].w >= 80


def test_the_dot_text_is_stable_and_names_what_it_draws() -> None:
    sketch = SKETCHES["toolshed containers"]
    text = dot_of(sketch, Spread("TB"))
    assert text == dot_of(sketch, Spread("TB"))
    assert 'c_database [label="Database\\nPostgreSQL 15"' in text
    assert "subgraph cluster_f_system" in text


def test_text_that_is_no_dot_is_an_error_of_the_world() -> None:
    with pytest.raises(WorldError, match="no Graphviz engine"):
        positions("digraph {")


def test_without_the_program_the_second_engine_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RuntimeError):
        by_program("digraph { a }")


def test_the_second_engine_places_the_same_boxes(in_ci: bool) -> None:
    if shutil.which("dot") is None and not in_ci:
        pytest.skip("no `dot` on this machine; install it with: apt-get install graphviz")
    sketch = SKETCHES["toolshed containers"]
    one, other = arrange(sketch, by_wasm)[0], arrange(sketch, by_program)[0]
    assert one.nodes.keys() == other.nodes.keys() and one.routes.keys() == other.routes.keys()


def test_lines_through_boxes_and_labels_of_others_are_counted() -> None:
    nodes = tuple(Node(id, (id,), 40, 20) for id in "abc")
    sketch = Sketch("row", nodes, (Edge("e", "a", "c"),))
    boxes = {"a": Box(0, 0, 40, 20), "b": Box(100, 0, 40, 20), "c": Box(200, 0, 40, 20)}
    through = Route(((40, 10), (90, 10), (150, 10), (200, 10)))
    around = Route(((40, 10), (90, 60), (150, 60), (200, 10)))
    assert clutter(sketch, Placement(240, 60, boxes, routes={"e": (through,)})) == (0, 1)
    assert clutter(sketch, Placement(240, 60, boxes, routes={"e": (around,)})) == (0, 0)
