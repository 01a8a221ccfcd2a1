"""What a build said of a package that stands, kept beside the packages: an unchanged build only has to look, not to work.

A receipt lies in the state folder, is never needed, and is believed only while every byte that its build read or wrote
is the same. Nothing here knows the compiler, so that looking costs next to nothing.
"""

import json
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from designgen.model.errors import WorldError
from designgen.store.lock import held
from designgen.store.tree import GALLERY, MANIFEST, MOST_BYTES, OWN, RUN, STAGE, STATE, SUMS, claims, read_bounded, read_tree

RECEIPTS = "receipts"
MOST = 16 << 20


class Digest(Protocol):
    """What takes bytes in."""

    def update(self, content: bytes, /) -> None:
        """Take more bytes."""


@dataclass(frozen=True)
class Receipt:
    """What a build that would change nothing says: its folder, the lines for a human, the findings for machines.

    `weighty` is whether `--strict` would have refused it.
    """

    folder: str
    lines: tuple[str, ...]
    told: dict[str, object]
    weighty: bool


def find(root: Path, key: str) -> Receipt | None:
    """Return the receipt of a build with the same inputs, if the output folder is as that build left it.

    Raises FolderBusy if another build holds the folder.
    """
    state = root / STATE
    if root.is_symlink() or state.is_symlink() or (state / RECEIPTS).is_symlink():
        return None
    try:
        found = _named(state / RECEIPTS, key)
        if found is None:
            return None
        with held(state / "lock"):
            unfinished = any(entry.name.startswith((STAGE, "intent")) for entry in state.iterdir())
            return found[1] if not unfinished and standing(root, found[1].folder) == found[0] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(root: Path, project: str, key: str, receipt: Receipt) -> None:
    """Keep the receipt of a build whose package stands under `root`; whoever calls holds the lock. A refusing disk is no harm."""
    folder = root / STATE / RECEIPTS
    with suppress(OSError, WorldError):
        if folder.is_symlink():
            return
        folder.mkdir(exist_ok=True)
        body = {"state": standing(root, receipt.folder), **asdict(receipt)}
        draft = folder / f"draft-{secrets.token_hex(4)}"
        with draft.open("xb") as file:
            file.write(f"{key}\n{json.dumps(body)}\n".encode())
        draft.replace(folder / f"{project}.json")


def forget(root: Path, project: str) -> None:
    """Drop the receipt of a project: its next build has to work."""
    folder = root / STATE / RECEIPTS
    with suppress(OSError):
        if not folder.is_symlink():
            (folder / f"{project}.json").unlink(missing_ok=True)


def standing(root: Path, folder: str) -> str:
    """Return a digest of all that a build reads of an output folder: which packages there are, and every file of one."""
    digest = sha256()
    for entry in sorted(root.iterdir()):
        if not entry.name.startswith(".") and entry.name != GALLERY and claims(entry):
            _add(digest, entry.name, read_bounded(entry / MANIFEST, MOST_BYTES))
    files, skipped = read_tree(root / folder)
    own, odd = read_tree(root / folder / OWN)
    for path, content in (*files.items(), (SUMS, read_bounded(root / folder / SUMS, MOST_BYTES))):
        _add(digest, path, content)
    for path, content in own.items():
        if f"{OWN}/{path}" != RUN:
            _add(digest, f"{OWN}/{path}", content)
    for path in (*skipped, *odd):
        _add(digest, path, b"")
    return digest.hexdigest()


def _named(folder: Path, key: str) -> tuple[str, Receipt] | None:
    """Return what stands under a key, with the state of the folder that it is about."""
    for path in sorted(folder.glob("*.json")):
        first, _, rest = read_bounded(path, MOST).decode().partition("\n")
        if first == key:
            body = json.loads(rest)
            lines, told = body["lines"], body["told"]
            if not isinstance(told, dict) or not all(isinstance(line, str) for line in lines):
                raise TypeError(path)
            return str(body["state"]), Receipt(str(body["folder"]), tuple(lines), told, bool(body["weighty"]))
    return None


def _add(digest: Digest, path: str, content: bytes) -> None:
    digest.update(f"{len(path)} {path} {len(content)} ".encode("utf-8", "surrogateescape"))
    digest.update(content)
