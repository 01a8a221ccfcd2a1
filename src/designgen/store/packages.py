"""An output folder in, the latest package of a project out, as it lies on disk now.

What is read here was lying about where anyone could write: sizes are bounded, links are never followed, and the
manifest is validated like any other input.
"""

import io
import zipfile
from pathlib import Path

from pydantic import ValidationError

from designgen.model.errors import NotOurFolder, WorldError
from designgen.model.package import Manifest, Package
from designgen.store.answers import read_answers
from designgen.store.manifest import BASE, DESIGN
from designgen.store.tree import GALLERY, MANIFEST, OWN, claims, read_bounded, read_tree

MOST_MANIFEST = 20 << 20
MOST_BASE = 64 << 20


def latest(root: Path, project: str) -> Package | None:
    """Return the package of `project` with the highest serial; None if there is none.

    Raises WorldError if two packages share that serial, or if one that looks like the project's cannot be read.
    """
    found = sorted(((manifest.serial, folder) for folder, manifest in _manifests(root, project)), reverse=True)
    if not found:
        return None
    if len(found) > 1 and found[0][0] == found[1][0]:
        one, other = sorted(folder.name for _, folder in found[:2])
        raise WorldError(
            f"`{one}` and `{other}` both call themselves package number {found[0][0]} of `{project}`",
            safe="nothing was written",
            advice=f"move the one you do not want to go on from out of `{root}`",
        )
    return read_package(found[0][1])


def read_package(folder: Path) -> Package:
    """Read a package; NotOurFolder if the folder holds none, WorldError if it cannot be read."""
    manifest = read_manifest(folder)
    files, skipped = read_tree(folder)
    linked = sorted(path for path in skipped if path in manifest.files)
    if linked:
        raise WorldError(
            f"`{folder.name}/{linked[0]}` is a link or a device where designgen wrote a file",
            safe="nothing was written",
            advice="put a plain file there, or remove it",
        )
    answers, damaged = read_answers(folder, manifest)
    return Package(
        folder=folder.name, manifest=manifest, files=files, base=_base(folder), skipped=skipped, answers=answers, damaged=damaged
    )


def read_manifest(folder: Path) -> Manifest:
    """Read and validate the manifest of a package; NotOurFolder if there is none, WorldError if it is damaged."""
    if folder.is_symlink() or (folder / OWN).is_symlink():
        raise NotOurFolder(f"`{folder}` is a link, not a designgen package", safe="nothing was written")
    try:
        text = read_bounded(folder / MANIFEST, MOST_MANIFEST)
    except (FileNotFoundError, NotADirectoryError):
        raise NotOurFolder(f"`{folder}` is not a designgen package", safe="nothing was written") from None
    try:
        manifest = Manifest.model_validate_json(text)
    except ValidationError as problem:
        raise _damaged(folder, f"{problem.error_count()} entries are not what designgen writes") from None
    if manifest.format != "designgen-package/1":
        raise _damaged(folder, "it was written by another version of designgen")
    return manifest


def read_design(folder: Path) -> bytes:
    """Return the stored design of a package as JSON; NotOurFolder if there is none."""
    try:
        return read_bounded(folder / DESIGN, MOST_BASE)
    except (FileNotFoundError, NotADirectoryError):
        raise NotOurFolder(f"`{folder}` holds no design", advice="name a package that designgen built") from None


def _manifests(root: Path, project: str) -> list[tuple[Path, Manifest]]:
    found = []
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        if folder.name.startswith(".") or folder.name == GALLERY or not claims(folder):
            continue
        try:
            manifest = read_manifest(folder)
        except WorldError:
            if folder.name.endswith(f"-{project}"):
                raise
            continue
        if manifest.project == project:
            found.append((folder, manifest))
    return found


def _base(folder: Path) -> dict[str, bytes]:
    """Read the merge base; a damaged one counts as missing, and then no edit is overwritten."""
    try:
        content = read_bounded(folder / BASE, MOST_BASE)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            honest = all(entry.compress_type == zipfile.ZIP_STORED and entry.file_size <= len(content) for entry in entries)
            if not honest or len({entry.filename for entry in entries}) < len(entries):
                return {}
            return {entry.filename: archive.read(entry) for entry in entries}
    except (FileNotFoundError, zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, RuntimeError):
        return {}


def _damaged(folder: Path, why: str) -> WorldError:
    return WorldError(
        f"the manifest of `{folder}` cannot be used: {why}",
        safe="nothing was written",
        advice=f"restore `{MANIFEST}` from a copy, or move the folder away to start anew without its edits",
    )
