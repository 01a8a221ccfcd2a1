"""A folder that people and models hand pages to and fro in: its plain files in, single pages out.

What is read here was put there by anyone: names are known beforehand, sizes are bounded, links are never followed. A page
is written beside its place and moved there whole; what stood there is replaced only where the caller says so.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from designgen.model.errors import InputUnreadable, WorldError

MOST = 4 << 20
MOST_PAGES = 64


def read_pages(folder: Path, endings: tuple[str, ...]) -> dict[str, bytes]:
    """Return the plain files of a folder whose names end so, by name; of a very large one only the beginning.

    Raises InputUnreadable if there is no such folder.
    """
    if not folder.is_dir():
        what = "is no folder" if folder.exists() else "does not exist"
        raise InputUnreadable(f"`{folder}` {what}", advice="`designgen ask FILE -o DIR` makes a folder with the questions")
    with _told(folder):
        names = sorted(entry.name for entry in os.scandir(folder) if entry.name.endswith(endings) and entry.is_file(follow_symlinks=False))
        return {name: _read(folder / name) for name in names[:MOST_PAGES]}


def write_page(folder: Path, name: str, text: str) -> None:
    """Write a page whole, in place of the one that stands there; WorldError if the disk refuses."""
    content = text.encode("utf-8", "backslashreplace")
    with _told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / name
        with suppress(FileNotFoundError):
            if not target.is_symlink() and target.read_bytes() == content:
                return
        draft = folder / f".{name}.{secrets.token_hex(4)}"
        try:
            with draft.open("xb") as file:
                file.write(content)
            draft.replace(target)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise


def remove_page(folder: Path, name: str) -> None:
    """Remove a page if it is there."""
    with _told(folder):
        (folder / name).unlink(missing_ok=True)


def _read(path: Path) -> bytes:
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        return file.read(MOST)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        name = problem.filename or folder
        raise WorldError(f"`{name}` cannot be used: {problem.strerror}", advice="choose a folder that you may write to") from problem
