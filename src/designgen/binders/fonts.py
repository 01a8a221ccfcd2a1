"""The letters of a document in, the fonts that typst may use out.

Open Sans comes with a package, typst brings DejaVu Sans Mono: together Latin, Greek, Cyrillic, arrows, frames and signs.
Fonts of the machine are considered only for letters beyond these, such as Arabic, Hebrew or Chinese; `document.typ` names
the families that are asked first. Such a document then looks the same only where the same fonts are installed.
"""

from functools import cache
from pathlib import Path
from typing import Any

BEYOND = ((0x0530, 0x1DFF), (0x2E80, 0xFAFF), (0xFB07, 0xFFEF), (0x10000, 0x10FFFF))
"""Code points that the two fonts which are always there cannot show."""


def fonts_for(text: str) -> Any:
    """Return the fonts for a text."""
    return _fonts(any(first <= ord(letter) <= last for letter in set(text) for first, last in BEYOND))


@cache
def _fonts(machine: bool) -> Any:
    import ttf_opensans
    import typst

    return typst.Fonts(include_system_fonts=machine, font_paths=[Path(ttf_opensans.__file__).parent / "ttf"])
