"""The files and the names of a package in, where each stands in the site out.

A page has its path as its id, a place on it `path:anchor`, so that an address can be read and stays when the text moves.
"""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

SAFE = "/:.-_~()!*'"
OUTSIDE = ("http://", "https://", "mailto:")
WORD = re.compile(r"[A-Za-z][\w.:-]*\w")


def place(path: str, anchor: str = "") -> str:
    """Return the id of a page, or of an anchor on it; an id holds no space."""
    return re.sub(r"\s", "-", f"{path}:{anchor}" if anchor else path)


def address(identity: str) -> str:
    """Return the link to an id of the site."""
    return f"#{quote(identity, safe=SAFE)}"


@dataclass(frozen=True)
class Places:
    """Everything a link can lead to: pages and drawings by path, names of the design by word, the files beside the site."""

    pages: Mapping[str, str]
    files: frozenset[str]
    words: Mapping[str, str] = field(default_factory=dict)

    def destination(self, target: str, here: str) -> str:
        """Return where a link written on page `here` leads; empty if nowhere."""
        if target.startswith(OUTSIDE):
            return target
        path, _, anchor = target.partition("#")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(here), unquote(path))) if path else here
        if path in self.pages:
            return address(place(self.pages[path], unquote(anchor)) if path == self.pages[path] else self.pages[path])
        return quote(path, safe="/") if path in self.files else ""

    def word(self, name: str) -> str:
        """Return where the part of that name stands; empty if it has no place."""
        found = self.words.get(name)
        return address(found) if found else ""
