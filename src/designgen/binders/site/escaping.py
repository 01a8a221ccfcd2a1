"""Any text in, HTML that shows it literally out.

Characters that no page may hold, or that turn the reading direction of what follows, become the replacement character.
"""

import re
from html import escape

UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
LONG = re.compile(r"[^\s<>&;]{40,}")
SEAM = re.compile(r"(?<=[^\d\W])([._/,:=-])(?=\w)")
LONG_NAME = 18


def visible(text: str) -> str:
    """Replace control characters, bidirectional overrides and lone surrogates."""
    return UNSEEN.sub("\ufffd", text) if UNSEEN.search(text) else text


def text(value: str) -> str:
    """Escape text between tags; a line may break inside a very long word."""
    return LONG.sub(_breakable, escape(value, quote=False))


def attribute(value: str) -> str:
    """Escape the value of an attribute in double quotes."""
    return escape(value)


def name(value: str) -> str:
    """Escape an identifier; a long one may break where its words meet."""
    escaped = escape(value, quote=False)
    return SEAM.sub(r"\1<wbr>", LONG.sub(_breakable, escaped)) if len(value) > LONG_NAME else escaped


def _breakable(word: re.Match[str]) -> str:
    return "<wbr>".join(word[0][start : start + 30] for start in range(0, len(word[0]), 30))
