"""A folder in, its plain files out; nothing is understood here, so that it costs nothing to import.

Sizes are bounded and links are never followed.
"""

import os
import stat
from pathlib import Path, PurePosixPath

from designgen.model.errors import WorldError

GALLERY = "gallery"
OWN = ".designgen"
MANIFEST = f"{OWN}/manifest.json"
RUN = f"{OWN}/run.json"
SUMS = "SHA256SUMS"
STATE = ".dgstate"
STAGE = "stage-"
MOST_FILES = 10_000
MOST_BYTES = 1 << 30
MOST_DEPTH = 40


def read_tree(folder: Path) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Read every plain file of a package by path, without designgen's own; also name what was skipped."""
    files: dict[str, bytes] = {}
    skipped: list[str] = []
    left = MOST_BYTES
    for path, entry in _walk(folder, PurePosixPath()):
        name = path.as_posix()
        if not _printable(name) or not entry.is_file(follow_symlinks=False):
            skipped.append(name.encode("utf-8", "backslashreplace").decode())
            continue
        files[name] = read_bounded(Path(entry.path), left)
        left -= len(files[name])
        if len(files) > MOST_FILES:
            raise WorldError(f"`{folder}` holds more than {MOST_FILES} files", safe="nothing was written")
    return files, tuple(skipped)


def read_bounded(path: Path, most: int) -> bytes:
    """Read a plain file without following a link; WorldError if it is none or too large."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise WorldError(f"`{path}` is not a plain file", safe="nothing was written")
        content = file.read(most + 1)
    if len(content) > most:
        raise WorldError(f"`{path}` is larger than {most} bytes", safe="nothing was written")
    return content


def claims(folder: Path) -> bool:
    """Whether a folder holds a manifest, with no link on the way to it."""
    return not folder.is_symlink() and not (folder / OWN).is_symlink() and (folder / MANIFEST).is_file()


def _walk(folder: Path, inside: PurePosixPath) -> list[tuple[PurePosixPath, os.DirEntry[str]]]:
    if len(inside.parts) > MOST_DEPTH:
        raise WorldError(f"`{folder}` is nested deeper than {MOST_DEPTH} folders", safe="nothing was written")
    found: list[tuple[PurePosixPath, os.DirEntry[str]]] = []
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if not inside.parts and entry.name in (OWN, SUMS):
                continue
            if entry.is_dir(follow_symlinks=False):
                found += _walk(Path(entry.path), inside / entry.name)
            else:
                found.append((inside / entry.name, entry))
    return found


def _printable(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
