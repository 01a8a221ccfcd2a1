"""Drawings in, pictures out: PNG for documents that cannot hold a drawing.

typst draws them beside the work of other threads, one at a time, since it keeps all that it drew in one call; a drawing that was drawn
before is not drawn again.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256

from designgen.binders.fonts import fonts_for
from designgen.model.artifact import Artifact
from designgen.model.design.whole import Design

DENSITY = 144.0
"""Dots per inch of a drawing of natural size, in which a pixel is 0.75 points; on paper it has up to 200, as it is made smaller."""

Recall = Callable[[str], bytes | None]
"""Gives the picture of the drawing with a digest, if an earlier package holds it."""


def unremembered(_digest: str) -> bytes | None:
    """Recall nothing."""
    return None


def digest(svg: str) -> str:
    """Return the name under which the picture of a drawing is known: any other drawing or density has another."""
    return sha256(f"{DENSITY} {svg}".encode()).hexdigest()[:32]


class Darkroom:
    """Draws each drawing once in a build; asks first whether an earlier package holds its picture."""

    def __init__(self, recall: Recall = unremembered) -> None:
        self._recall = recall
        self._known: dict[str, bytes] = {}

    def pictures(self, drawings: Iterable[str]) -> Mapping[str, bytes]:
        """Return the PNG of each drawing by its digest."""
        wanted = {digest(svg): svg for svg in drawings}
        for name in wanted.keys() - self._known.keys():
            if (picture := self._recall(name)) is not None:
                self._known[name] = picture
        self._known |= {name: _drawn(svg) for name, svg in wanted.items() if name not in self._known}
        return {name: self._known[name] for name in wanted}

    def bind(self, _design: Design, artifacts: tuple[Artifact, ...]) -> Iterator[Artifact]:
        """Yield the picture of every drawing of a package, beside it."""
        drawings = {artifact: artifact.content.decode() for artifact in artifacts if artifact.kind == "svg"}
        drawn = self.pictures(drawings.values())
        for artifact, svg in drawings.items():
            update = {"path": artifact.path.removesuffix(".svg") + ".png", "kind": "binary", "content": drawn[digest(svg)]}
            yield artifact.model_copy(update=update)


def _drawn(svg: str) -> bytes:
    import typst

    drawing = f'image(bytes({json.dumps(svg, ensure_ascii=False)}), format: "svg")'
    source = f"#page(width: auto, height: auto, margin: 0pt, fill: white, {drawing})"
    return bytes(typst.compile(source.encode(), format="png", ppi=DENSITY, font_paths=fonts_for(source)))
