"""A font file in, the advance of every character out, without any library that draws.

Advances are read from the `cmap` and `hmtx` tables, so they are the same on every machine and cost no import of a rasteriser. What the
font has no sign for is as wide as Unicode says: nothing for marks, one em for wide scripts, a generous share of one for the others.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from struct import unpack_from
from unicodedata import category, east_asian_width

STACK = "Open Sans, Noto Sans, Noto Sans CJK SC, Noto Naskh Arabic, Noto Sans Hebrew, DejaVu Sans, Helvetica, Arial, sans-serif"
"""The font that is measured first, then those that carry the scripts it lacks, then what any viewer has."""
_FILES = {False: "OpenSans-Regular.ttf", True: "OpenSans-SemiBold.ttf"}
_WIDE, _OTHER = 1.0, 0.72


class Advances(dict[str, float]):
    """Advance of each character in em; unknown ones are looked up once."""

    def __init__(self, known: dict[int, float]) -> None:
        """Keep what the font says by code point."""
        super().__init__()
        self._known = known

    def __missing__(self, sign: str) -> float:
        """Return and keep the advance of a character not asked for before."""
        found = self._known.get(ord(sign))
        self[sign] = _fallback(sign) if found is None else found
        return self[sign]


@cache
def advances(bold: bool) -> Advances:
    """Return the advances of the regular or the semi-bold face; of the fallback alone where the font is not installed."""
    found = find_spec("ttf_opensans")
    if found is None or not found.origin:
        return Advances({})
    return Advances(_read((Path(found.origin).parent / "ttf" / _FILES[bold]).read_bytes()))


def _fallback(sign: str) -> float:
    if category(sign) in ("Mn", "Me", "Cf"):
        return 0.0
    return _WIDE if east_asian_width(sign) in "WF" else _OTHER


def _read(font: bytes) -> dict[int, float]:
    count = unpack_from(">H", font, 4)[0]
    tables = {font[at : at + 4]: unpack_from(">I", font, at + 8)[0] for at in range(12, 12 + 16 * count, 16)}
    unit = unpack_from(">H", font, tables[b"head"] + 18)[0]
    metrics = unpack_from(">H", font, tables[b"hhea"] + 34)[0]
    widths = unpack_from(f">{metrics * 2}H", font, tables[b"hmtx"])[::2]
    return {code: widths[min(glyph, metrics - 1)] / unit for code, glyph in _characters(font, tables[b"cmap"]).items()}


def _characters(font: bytes, cmap: int) -> dict[int, int]:
    """Return the glyph of each code point of the basic plane (`cmap` format 4 for Windows)."""
    records = (unpack_from(">HHI", font, cmap + 4 + 8 * index) for index in range(unpack_from(">H", font, cmap + 2)[0]))
    start = next(cmap + offset for platform, encoding, offset in records if (platform, encoding) == (3, 1))
    segments = unpack_from(">H", font, start + 6)[0] // 2
    ends, firsts = (unpack_from(f">{segments}H", font, start + at) for at in (14, 16 + 2 * segments))
    shifts, offsets = (unpack_from(f">{segments}H", font, start + 16 + 2 * segments * part) for part in (2, 3))
    found: dict[int, int] = {}
    for index, (first, end, shift, offset) in enumerate(zip(firsts, ends, shifts, offsets, strict=True)):
        place = start + 16 + 6 * segments + 2 * index
        for code in range(first, min(end, 0xFFFE) + 1):
            glyph = unpack_from(">H", font, place + offset + 2 * (code - first))[0] if offset else code
            if glyph:
                found[code] = (glyph + shift) & 0xFFFF
    return {code: glyph for code, glyph in found.items() if glyph}
