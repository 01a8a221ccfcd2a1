"""A design in, its diagrams out: each as SVG, as DOT and as Mermaid, drawn from one model; charts as SVG.

Nothing in a diagram changes from day to day, so a design that did not change leaves the files as they are.
"""

from collections.abc import Iterable, Iterator

from designgen.model.artifact import Artifact, ArtifactKind
from designgen.model.design.whole import Design
from designgen.renderers.drawing.album import Picture
from designgen.renderers.pictures import SUBJECTS

FORMS: tuple[tuple[ArtifactKind, str], ...] = (("svg", "svg"), ("dot", "dot"), ("mermaid", "mmd"))


def render_diagrams(design: Design) -> Iterable[Artifact]:
    """Yield the files of every picture that the design has content for."""
    for subject, section in SUBJECTS:
        for picture in subject(design):
            yield from _files(picture, section)


def _files(picture: Picture, section: str) -> Iterator[Artifact]:
    for (kind, suffix), text in zip(FORMS, (picture.svg, picture.dot, picture.mermaid), strict=True):
        if text:
            yield Artifact.text(f"diagrams/{picture.name}.{suffix}", kind, text, section=section, title=picture.title)
