"""A design in, its diagrams out: each as SVG, as DOT and as Mermaid, drawn from one model.

Nothing in a diagram changes from day to day, so a design that did not change leaves the files as they are.
"""

from collections.abc import Iterable, Iterator

from designgen.model.artifact import Artifact, ArtifactKind
from designgen.model.design.whole import Design
from designgen.renderers.drawing.album import Picture, pictures_of, sheets_of, talks_of
from designgen.renderers.drawing.kinds.sequence import sequence_view
from designgen.renderers.drawing.kinds.states import state_view
from designgen.renderers.drawing.kinds.tables import entity_views
from designgen.renderers.drawing.kinds.views import container_views, context_view, deployment_view
from designgen.renderers.drawing.text import plain


def render_diagrams(design: Design) -> Iterable[Artifact]:
    """Yield the diagrams: context, containers, deployment, tables, the life of each entity with states, each flow."""
    for picture, section in _pictures(design):
        yield from _files(picture, section)


def _pictures(design: Design) -> Iterator[tuple[Picture, str]]:
    if design.architecture.components:
        for view in (context_view(design), *container_views(design)):
            yield from ((picture, "backend") for picture in pictures_of(view))
    deployment = deployment_view(design)
    if deployment:
        yield from ((picture, "platform") for picture in pictures_of(deployment))
    for tables in entity_views(design.database, plain(design.title)):
        yield from ((picture, "database") for picture in sheets_of(tables))
    for life in filter(None, map(state_view, design.facts.requirements.entities)):
        yield from ((picture, "database") for picture in pictures_of(life))
    for flow in design.flows.flows:
        sequence = sequence_view(flow, design.architecture)
        if sequence:
            yield from ((picture, "flows") for picture in talks_of(sequence))


FORMS: tuple[tuple[ArtifactKind, str], ...] = (("svg", "svg"), ("dot", "dot"), ("mermaid", "mmd"))


def _files(picture: Picture, section: str) -> Iterator[Artifact]:
    for (kind, suffix), text in zip(FORMS, (picture.svg, picture.dot, picture.mermaid), strict=True):
        yield Artifact.text(f"diagrams/{picture.name}.{suffix}", kind, text, section=section, title=picture.title)
