"""A kind of component and its technology in, a picture out: from the `diagrams` package, or a glyph of our own.

Logos stand only for a product the design names; kinds have neutral pictures. Without the package every picture is a glyph.
"""

import base64
import io
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from designgen.knowledge.catalogue import load
from designgen.renderers.drawing import palette, svg

_PIXELS = 96
_COLOURS = 96
_GRID = 24.0


def icon_for(kind: str, technology: str = "", location: str = "") -> str:
    """Return the name of the picture of a component; one of a cloud vendor only where the system runs there."""
    icons = load("icons")
    words = technology.lower()
    for row in icons["technologies"]:
        if row["word"] in words and kind in row["kinds"] and row.get("location", location) == location and _file(row["icon"]):
            return str(row["icon"])
    named = str(icons["kinds"].get(kind, ""))
    return named if named and _file(named) else kind if kind in icons["glyphs"] else "app"


def icon_definition(name: str, id: str, size: float) -> str:
    """Write the definition of a picture once, to be drawn by `use` as often as wanted."""
    file = _file(name)
    if file:
        shape: dict[str, str | float] = {"id": id, "width": size, "height": size, "preserveAspectRatio": "xMidYMid meet"}
        return svg.element("image", {**shape, "xlink:href": _encoded(file)})
    glyph = str(load("icons")["glyphs"][name])
    look: dict[str, str | float] = {"transform": f"scale({svg.number(size / _GRID)})", "fill": "none", "stroke": palette.ACCENT}
    ends: dict[str, str | float] = {"stroke-width": 1.3, "stroke-linecap": "round", "stroke-linejoin": "round"}
    return svg.element("g", {"id": id}, svg.element("path", {"d": glyph, **look, **ends}))


@cache
def _folder() -> Path | None:
    """Return the pictures of the package: a folder named `resources` beside it."""
    found = find_spec("diagrams")
    if found is None or not found.origin:
        return None
    folder = Path(found.origin).parent.parent / "resources"
    return folder if folder.is_dir() else None


def _file(name: str) -> Path | None:
    folder = _folder()
    if folder is None or "/" not in name:
        return None
    file = folder / f"{name}.png"
    return file if file.is_file() else None


@cache
def _encoded(file: Path) -> str:
    """Return a picture as a data URI, made small: it is printed at 40 pixels."""
    from PIL import Image

    picture: Any = Image.open(file).convert("RGBA")
    picture.thumbnail((_PIXELS, _PIXELS), Image.Resampling.LANCZOS)
    packed = io.BytesIO()
    picture.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE).save(packed, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(packed.getvalue()).decode()
