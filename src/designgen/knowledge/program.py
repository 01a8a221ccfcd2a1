"""Which designgen this is: nothing in, one digest out of every line that can shape an answer.

A question put to another rulebook, or to other code, is another question; documents and checks only follow from answers.
"""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

from designgen import __version__

ROOMS = ("model", "syntax", "knowledge", "sizing", "decisions", "changes", "interview", "engines")
KINDS = (".py", ".yaml")


@cache
def program_digest() -> str:
    """Return the SHA-256 of the version, the catalogues and the code below the engines; the same for every installation of it."""
    digest = sha256(__version__.encode())
    for room in ROOMS:
        for path, content in _texts(files("designgen").joinpath(room), room):
            digest.update(f"\n{path} {len(content)}\n".encode())
            digest.update(content)
    return digest.hexdigest()


def _texts(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        here = f"{path}/{entry.name}"
        if entry.name.endswith(KINDS):
            yield here, entry.read_bytes()
        elif entry.is_dir() and not entry.name.startswith(("_", ".")):
            yield from _texts(entry, here)
