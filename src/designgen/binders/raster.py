"""Drawings in, pictures out: PNG for documents that cannot hold a drawing.

typst draws them, all in one call and beside the work of other threads; a drawing that was drawn before is not drawn again.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256

from designgen.binders.fonts import fonts_for

DENSITY = 144.0
"""Dots per inch of a drawing of natural size, in which a pixel is 0.75 points."""

Recall = Callable[[str], bytes | None]
"""Gives the picture of the drawing with a digest, if an earlier package holds it."""


def unremembered(_digest: str) -> bytes | None:
    """Recall nothing."""
    return None


def digest(svg: str) -> str:
    """Return the name under which the picture of a drawing is known: any other drawing or density has another."""
    return sha256(f"{DENSITY} {svg}".encode()).hexdigest()[:32]


def pictures(drawings: Iterable[str], recall: Recall = unremembered) -> Mapping[str, bytes]:
    """Return the PNG of each drawing by its digest."""
    wanted = {digest(svg): svg for svg in drawings}
    known = {name: picture for name in wanted if (picture := recall(name)) is not None}
    missing = [name for name in wanted if name not in known]
    return known | dict(zip(missing, _drawn([wanted[name] for name in missing]), strict=True))


def _drawn(drawings: list[str]) -> list[bytes]:
    import typst

    if not drawings:
        return []
    source = "\n".join(
        f'#page(width: auto, height: auto, margin: 0pt, fill: white, image(bytes({json.dumps(svg, ensure_ascii=False)}), format: "svg"))'
        for svg in drawings
    )
    pages = typst.compile(source.encode(), format="png", ppi=DENSITY, font_paths=fonts_for(source))
    return [bytes(page) for page in (pages if isinstance(pages, list) else [pages])]
