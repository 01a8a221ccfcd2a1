"""A design in, its diagrams out: each as SVG, as DOT and as Mermaid, drawn from one model.

Nothing in a diagram changes from day to day, so a design that did not change leaves the files as they are.
"""

from collections.abc import Iterable, Iterator

from designgen.model.artifact import Artifact
from designgen.model.design.whole import Design
from designgen.renderers.drawing.boxes import draw_graph
from designgen.renderers.drawing.cards import Graph, sketch_of
from designgen.renderers.drawing.layout import arrange
from designgen.renderers.drawing.lifelines import draw_sequence
from designgen.renderers.drawing.mermaid import er_diagram, flowchart, sequence_diagram, state_diagram
from designgen.renderers.drawing.relations import draw_tables, sketch_of_tables
from designgen.renderers.drawing.sequence import Sequence, sequence_view
from designgen.renderers.drawing.states import state_view
from designgen.renderers.drawing.tables import Relational, entity_views
from designgen.renderers.drawing.talks import dot_of_sequence
from designgen.renderers.drawing.text import plain
from designgen.renderers.drawing.views import container_views, context_view, deployment_view


def render_diagrams(design: Design) -> Iterable[Artifact]:
    """Yield the diagrams: context, containers, deployment, tables, the life of each entity with states, each flow."""
    for view, section in _views(design):
        yield from _graph_files(view, flowchart(view), section)
    for tables in entity_views(design.database, plain(design.title)):
        yield from _table_files(tables)
    for life in filter(None, map(state_view, design.facts.requirements.entities)):
        yield from _graph_files(life, state_diagram(life), "database")
    for flow in design.flows.flows:
        sequence = sequence_view(flow, design.architecture)
        if sequence:
            yield from _sequence_files(sequence)


def _views(design: Design) -> Iterator[tuple[Graph, str]]:
    if design.architecture.components:
        yield context_view(design), "backend"
        for view in container_views(design):
            yield view, "backend"
    deployment = deployment_view(design)
    if deployment:
        yield deployment, "platform"


def _graph_files(graph: Graph, mermaid: str, section: str) -> Iterator[Artifact]:
    placed, dot = arrange(sketch_of(graph))
    return _files(graph.name, graph.title, section, (draw_graph(graph, placed), dot, mermaid))


def _table_files(view: Relational) -> Iterator[Artifact]:
    placed, dot = arrange(sketch_of_tables(view))
    return _files(view.name, view.title, "database", (draw_tables(view, placed), dot, er_diagram(view)))


def _sequence_files(sequence: Sequence) -> Iterator[Artifact]:
    texts = (draw_sequence(sequence), dot_of_sequence(sequence), sequence_diagram(sequence))
    return _files(sequence.name, sequence.title, "flows", texts)


def _files(name: str, title: str, section: str, texts: tuple[str, str, str]) -> Iterator[Artifact]:
    drawing, dot, mermaid = texts
    yield Artifact.text(f"diagrams/{name}.svg", "svg", drawing, section=section, title=title)
    yield Artifact.text(f"diagrams/{name}.dot", "dot", dot, section=section, title=title)
    yield Artifact.text(f"diagrams/{name}.mmd", "mermaid", mermaid, section=section, title=title)
