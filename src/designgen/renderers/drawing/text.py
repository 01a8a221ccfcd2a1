"""Text in, its width and its lines out, measured in the font the drawings name first.

Widths come from the font file alone (no kerning), so they are the same on every machine; browsers that fall back to another face stay
inside the boxes because the boxes keep a margin.
"""

from functools import lru_cache
from itertools import accumulate
from unicodedata import bidirectional, category

from designgen.renderers.drawing.fonts import advances

ELLIPSIS = "…"
_SIGNS = {"-": "_", ".": "__"}
_BREAKS = "-/_.·"
_JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
_LONGEST = 600


@lru_cache(maxsize=8192)
def width(text: str, size: float, bold: bool = False) -> float:
    """Return the width of one line of text at a font size, both in pixels."""
    return sum(map(advances(bold).__getitem__, text)) * size


def widest(lines: tuple[str, ...], size: float, bold: bool = False) -> float:
    """Return the width of the widest line; 0 if there is none."""
    return max((width(line, size, bold) for line in lines), default=0.0)


def clip(text: str, size: float, room: float, bold: bool = False) -> str:
    """Return the text, cut with an ellipsis where it is wider than the room."""
    if width(text[:_LONGEST], size, bold) <= room and len(text) <= _LONGEST:
        return text
    known = advances(bold)
    left = room / size - known[ELLIPSIS]
    kept = sum(1 for reach in accumulate(known[sign] for sign in text[:_LONGEST]) if reach <= left)
    return text[:kept].rstrip() + ELLIPSIS


@lru_cache(maxsize=2048)
def wrap(text: str, size: float, room: float, *, bold: bool = False, most: int = 0) -> tuple[str, ...]:
    """Break text into lines no wider than the room; `most` lines at the most (0 is any number), the last one cut if more is left.

    Lines are of about equal length; they break at blanks first (not at protected ones), then after hyphens, slashes, points and
    underscores or before a capital inside a name, then anywhere but before a mark that belongs to the sign before it.
    """
    if most:
        text = text[: _LONGEST * most]
    lines = _filled(text, size, room, bold)
    if len(lines) == 2 or (len(lines) > 2 and not (most and len(lines) > most)):
        lines = _evened(lines, text, size, room, bold)
    if most and len(lines) > most:
        lines = [*lines[: most - 1], clip(" ".join(lines[most - 1 :]), size, room, bold)]
    return tuple(line.replace("\N{NO-BREAK SPACE}", " ") for line in lines)


def leftward(text: str) -> bool:
    """Whether a text is of a script that is written from the right: its first letter decides, as in the bidirectional algorithm."""
    strong = (side for side in map(bidirectional, text) if side in ("L", "R", "AL"))
    return next(strong, "L") != "L"


def identifier(prefix: str, name: str) -> str:
    """Return a name that DOT and Mermaid take without quotes; different names stay different, whatever signs they have."""
    return prefix + "".join(sign if sign.isascii() and sign.isalnum() else _SIGNS.get(sign, f"_{ord(sign):x}_") for sign in name)


def _filled(text: str, size: float, room: float, bold: bool) -> list[str]:
    lines: list[str] = []
    blank, used = width(" ", size, bold), 0.0
    for word in filter(None, text.split(" ")):
        wide = width(word, size, bold)
        if lines and used + blank + wide <= room:
            lines[-1] += f" {word}"
            used += blank + wide
            continue
        pieces = [word] if wide <= room else _pieces(word, size, room, bold)
        lines.extend(pieces)
        used = width(pieces[-1], size, bold)
    return lines


def plain(text: str) -> str:
    """Return the text on one line, without control characters, those of direction included, and without the marks of code in Markdown."""
    if text.isascii() and text.isprintable():
        return " ".join(text.replace("`", "").split())
    return " ".join("".join(sign if sign.isprintable() or sign in _JOINERS else " " for sign in text.replace("`", "")).split())


def _evened(lines: list[str], text: str, size: float, room: float, bold: bool) -> list[str]:
    """Return lines of about equal length, as many as before, in the narrowest of a few rooms that takes them."""
    longest = max(width(word, size, bold) for word in text.split(" "))
    least = max(longest, width(text, size, bold) / len(lines))
    evener = (_filled(text, size, room * share / 10, bold) for share in range(5, 10) if least <= room * share / 10)
    return next((found for found in evener if len(found) == len(lines)), lines)


def _pieces(word: str, size: float, room: float, bold: bool) -> list[str]:
    pieces = [""]
    for part in _parts(word):
        if width(pieces[-1] + part, size, bold) <= room:
            pieces[-1] += part
            continue
        if pieces[-1]:
            pieces.append("")
        for sign in part:
            if pieces[-1] and width(pieces[-1] + sign, size, bold) > room and category(sign) != "Mn":
                pieces.append("")
            pieces[-1] += sign
    return pieces


def _parts(word: str) -> list[str]:
    """Return the pieces between which a word may break: after a sign that divides, before a capital inside a name."""
    parts = [""]
    for sign in word:
        if sign.isupper() and parts[-1][-1:].islower():
            parts.append("")
        parts[-1] += sign
        if sign in _BREAKS:
            parts.append("")
    return [part for part in parts if part]
