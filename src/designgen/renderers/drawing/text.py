"""Text in, its width and its lines out, measured in the font the drawings name.

Widths come from the font file alone (basic layout, no kerning), so they are the same on every machine; browsers that fall back to
another face stay inside the boxes because the boxes keep a margin.
"""

from functools import cache, lru_cache
from pathlib import Path
from typing import Any

ELLIPSIS = "…"
_AVERAGE = 0.6
_SIGNS = {"-": "_", ".": "__"}
_BREAKS = "-/_.·"


@lru_cache(maxsize=8192)
def width(text: str, size: float, bold: bool = False) -> float:
    """Return the width of one line of text at a font size, both in pixels."""
    face = _face(bold)
    if face is None:
        return len(text) * size * _AVERAGE
    return float(face.getlength(text)) * size / 100


def widest(lines: tuple[str, ...], size: float, bold: bool = False) -> float:
    """Return the width of the widest line; 0 if there is none."""
    return max((width(line, size, bold) for line in lines), default=0.0)


def clip(text: str, size: float, room: float, bold: bool = False) -> str:
    """Return the text, cut with an ellipsis where it is wider than the room."""
    if width(text, size, bold) <= room:
        return text
    kept = text
    while kept and width(kept.rstrip() + ELLIPSIS, size, bold) > room:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


def wrap(text: str, size: float, room: float, *, bold: bool = False, most: int = 0) -> tuple[str, ...]:
    """Break text into lines no wider than the room; `most` lines at the most (0 is any number), the last one cut if more is left.

    Lines are of about equal length; they break at blanks first (not at protected ones), then after hyphens, slashes, points and
    underscores, then anywhere.
    """
    lines = _filled(text, size, room, bold)
    if len(lines) == 2 or (len(lines) > 2 and not (most and len(lines) > most)):
        longest = max(width(word, size, bold) for word in text.split(" "))
        evener = (_filled(text, size, room * share / 20, bold) for share in range(10, 20) if longest <= room * share / 20)
        lines = next((found for found in evener if len(found) == len(lines)), lines)
    if most and len(lines) > most:
        lines = [*lines[: most - 1], clip(" ".join(lines[most - 1 :]), size, room, bold)]
    return tuple(line.replace("\N{NO-BREAK SPACE}", " ") for line in lines)


def identifier(prefix: str, name: str) -> str:
    """Return a name that DOT and Mermaid take without quotes; different names stay different, whatever signs they have."""
    return prefix + "".join(sign if sign.isascii() and sign.isalnum() else _SIGNS.get(sign, f"_{ord(sign):x}_") for sign in name)


def _filled(text: str, size: float, room: float, bold: bool) -> list[str]:
    lines: list[str] = []
    for word in filter(None, text.split(" ")):
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width(joined, size, bold) <= room:
            lines[-1] = joined
        else:
            lines.extend(_pieces(word, size, room, bold))
    return lines


def plain(text: str) -> str:
    """Return the text on one line, without the control characters that XML forbids and without the marks of code in Markdown."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text.replace("`", "")).split())


def _pieces(word: str, size: float, room: float, bold: bool) -> list[str]:
    pieces = [""]
    for part in _parts(word):
        if width(pieces[-1] + part, size, bold) <= room:
            pieces[-1] += part
            continue
        if pieces[-1]:
            pieces.append("")
        for sign in part:
            if pieces[-1] and width(pieces[-1] + sign, size, bold) > room:
                pieces.append("")
            pieces[-1] += sign
    return pieces


def _parts(word: str) -> list[str]:
    parts = [""]
    for sign in word:
        parts[-1] += sign
        if sign in _BREAKS:
            parts.append("")
    return [part for part in parts if part]


@cache
def _face(bold: bool) -> Any:
    try:
        import ttf_opensans
        from PIL import ImageFont
    except ImportError:
        return None
    name = "OpenSans-SemiBold.ttf" if bold else "OpenSans-Regular.ttf"
    file = Path(ttf_opensans.__file__).parent / "ttf" / name
    return ImageFont.truetype(str(file), 100, layout_engine=ImageFont.Layout.BASIC)
