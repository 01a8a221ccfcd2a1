"""Views in, legible pictures out: lines get words where there is room, numbers where there is not, and crowded views get more pages."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from designgen.renderers.drawing.kinds.boxes import draw_graph, page_of_graph
from designgen.renderers.drawing.kinds.cards import NUMBER, Graph, numbers, sketch_of, titles_of
from designgen.renderers.drawing.kinds.lifelines import draw_sequence, sequence_parts
from designgen.renderers.drawing.kinds.relations import draw_tables, page_of_tables, sketch_of_tables
from designgen.renderers.drawing.kinds.sequence import Sequence
from designgen.renderers.drawing.kinds.tables import Relational
from designgen.renderers.drawing.kinds.talks import dot_of_sequence
from designgen.renderers.drawing.layout.arrange import arrange
from designgen.renderers.drawing.layout.marks import with_marks
from designgen.renderers.drawing.layout.placement import clutter
from designgen.renderers.drawing.layout.sketch import Placement
from designgen.renderers.drawing.mermaid import er_diagram, flowchart, sequence_diagram, state_diagram
from designgen.renderers.drawing.split import graph_parts, table_parts

MOST_CARDS, MOST_ARROWS, MOST_SHEETS = 18, 26, 14
"""Above these a view is split without trying: no page holds it at a legible size."""


CALM = 3
"""As much unrest as words on lines are worth; up to twice as much, nobody looks for anything better."""
ROOMIER = (0.55, 0.7)
"""Distances of ranks, in inches, that are tried where numbers have no room on their lines."""


@dataclass(frozen=True)
class Picture:
    """One drawing in its three forms; `name` is that of its files, `alt` the text for those who cannot see it."""

    name: str
    title: str
    alt: str
    svg: str
    dot: str = ""
    mermaid: str = ""

    @property
    def short(self) -> str:
        """The text in place of the picture in a document: what a chart says, what a diagram is of (its file tells the rest)."""
        return self.title if self.mermaid else self.alt


@lru_cache(maxsize=256)
def pictures_of(view: Graph) -> tuple[Picture, ...]:
    """Return a view as one picture, or as several where one would not be legible."""
    pages = [*_graph_pages(view)]
    return tuple(_graph_picture(_titled(page, index, len(pages)), placed, dot) for index, (page, placed, dot) in enumerate(pages, 1))


@lru_cache(maxsize=256)
def sheets_of(view: Relational) -> tuple[Picture, ...]:
    """Return an entity-relationship diagram as one picture, or as several where one would not be legible."""
    pages = [*_table_pages(view)]
    return tuple(_table_picture(_retitled(page, index, len(pages)), placed, dot) for index, (page, placed, dot) in enumerate(pages, 1))


@lru_cache(maxsize=256)
def talks_of(sequence: Sequence) -> tuple[Picture, ...]:
    """Return a sequence as one picture, or as several where one would not be legible."""
    parts = sequence_parts(sequence)
    named = tuple(_cut(part, index, len(parts)) for index, part in enumerate(parts, 1))
    return tuple(_sequence_picture(part) for part in named)


def _cut(part: Sequence, number: int, of: int) -> Sequence:
    return part if of == 1 else replace(part, name=_numbered(part.name, number), title=f"{part.title} ({number} of {of})")


def _sequence_picture(sequence: Sequence) -> Picture:
    texts = (draw_sequence(sequence), dot_of_sequence(sequence), sequence_diagram(sequence))
    return Picture(sequence.name, sequence.title, sequence.description, *texts)


def _graph_pages(view: Graph) -> Iterator[tuple[Graph, Placement, str]]:
    parts = graph_parts(view)
    if len(parts) == 1 or (len(view.cards) <= MOST_CARDS and len(view.arrows) <= MOST_ARROWS):
        found = [*_legible(view)]
        if found:
            yield min(found, key=_unrest)
            return
    if len(parts) == 1:
        yield view, *arrange(sketch_of(view))
        return
    for part in parts:
        yield from _graph_pages(part)


def _legible(view: Graph) -> Iterator[tuple[Graph, Placement, str]]:
    """Yield the legible forms of a view: with words, and with numbers where words do not fit or lines run through them."""
    for graph in dict.fromkeys((view, replace(view, numbered=bool(view.arrows)))):
        placed, dot = _arranged(graph)
        if placed and page_of_graph(graph, placed).legible:
            yield graph, placed, dot
            if _unrest((graph, placed, dot)) <= 2 * CALM:
                return


def _unrest(page: tuple[Graph, Placement, str]) -> int:
    """Count what disturbs a reader: crossings, lines through words twice as much, having to look up numbers as much as `CALM`."""
    crossed, struck = clutter(sketch_of(page[0]), page[1])
    return crossed + struck + CALM if page[0].numbered else crossed + 2 * struck


def _arranged(graph: Graph) -> tuple[Placement | None, str]:
    """Return the placement and the DOT; ranks move apart until every number has room on its line, no placement if none suffices."""
    sketch = sketch_of(graph)
    if not graph.numbered:
        return arrange(sketch)
    for apart in (sketch.apart, *ROOMIER):
        placed, dot = arrange(replace(sketch, apart=apart))
        marked = with_marks(placed, numbers(graph), NUMBER, titles_of(graph, placed))
        if marked:
            return marked, dot
    return None, ""


def _table_pages(view: Relational) -> Iterator[tuple[Relational, Placement, str]]:
    parts = table_parts(view)
    if len(view.sheets) <= MOST_SHEETS or len(parts) == 1:
        placed, dot = arrange(sketch_of_tables(view))
        if page_of_tables(view, placed).legible or len(parts) == 1:
            yield view, placed, dot
            return
    for part in parts:
        yield from _table_pages(part)


def _titled(graph: Graph, number: int, of: int) -> Graph:
    if of == 1:
        return graph
    return replace(graph, name=_numbered(graph.name, number), title=f"{graph.title} ({number} of {of})")


def _retitled(view: Relational, number: int, of: int) -> Relational:
    if of == 1:
        return view
    return replace(view, name=_numbered(view.name, number), title=f"{view.title} ({number} of {of})")


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}-{number}"


def _graph_picture(graph: Graph, placed: Placement, dot: str) -> Picture:
    states = any(card.look in ("state", "final") for card in graph.cards)
    mermaid = state_diagram(graph) if states else flowchart(graph)
    return Picture(graph.name, graph.title, graph.description, draw_graph(graph, placed), dot, mermaid)


def _table_picture(view: Relational, placed: Placement, dot: str) -> Picture:
    return Picture(view.name, view.title, view.description, draw_tables(view, placed), dot, er_diagram(view))
