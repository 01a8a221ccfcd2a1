"""The output folder: opened with its lock held and the leftovers of a killed build put right.

What a build leaves on its way lies in `.dgstate`; nothing in there is needed once no build runs, except the attic,
which keeps the trees that later builds of the same day replaced.
"""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from designgen.model.errors import NotOurFolder, WorldError
from designgen.model.package import Package
from designgen.store.disk import Disk
from designgen.store.lock import WAIT_S, held
from designgen.store.packages import latest, read_manifest
from designgen.store.tree import STAGE, STATE

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True)
class OutputRoot:
    """A locked output folder and the disk it lies on."""

    path: Path
    disk: Disk

    @property
    def state(self) -> Path:
        """Folder of the stages, the attic and the lock."""
        return self.path / STATE

    @property
    def attic(self) -> Path:
        """Folder of the replaced trees."""
        return self.state / "attic"

    @property
    def intent(self) -> Path:
        """File that says which two renames are under way, where folders cannot be swapped in one step."""
        return self.state / "intent"

    def latest(self, project: str) -> Package | None:
        """Return the latest package of a project; WorldError as `packages.latest` says, or if the disk refuses."""
        with told(self.path):
            return latest(self.path, project)


@contextmanager
def output_root(path: Path, disk: Disk | None = None, wait_s: float = WAIT_S) -> Iterator[OutputRoot]:
    """Open an output folder for one build: created, locked, recovered.

    Raises FolderBusy if another build holds it for `wait_s` seconds, WorldError if the disk refuses.
    """
    root = OutputRoot(path, disk or Disk())
    with ExitStack() as stack:
        with told(path):
            prepare(root)
            stack.enter_context(held(root.state / "lock", wait_s))
            recover(root)
        yield root


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn a refusal of the disk into words."""
    try:
        yield
    except OSError as problem:
        place = f" at `{problem.filename}`" if problem.filename else ""
        raise WorldError(
            f"the output folder `{path}` cannot be used: {problem.strerror or problem}{place}",
            safe="the packages that were there are as they were",
            advice="make room or give the right to write there, then run the same command again",
        ) from problem


def prepare(root: OutputRoot) -> None:
    """Create the output folder and its state folder; a link in their place is refused."""
    for folder in (root.path, root.state):
        if folder.is_symlink():
            raise NotOurFolder(f"`{folder}` is a link", safe="nothing was written", advice="name the folder that it leads to: -o FOLDER")
    root.path.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        root.disk.make_folder(root.state)
    with suppress(FileExistsError):
        root.disk.write(root.state / ".gitignore", b"*\n")


def recover(root: OutputRoot) -> None:
    """Finish or undo what a killed build left: the old package or the new one stands, and no stage is left."""
    if root.intent.exists():
        _resume(root)
        root.disk.unlink(root.intent)
        root.disk.sync(root.state)
    for entry in sorted(root.state.iterdir()):
        if entry.name.startswith(STAGE):
            _dispose(root, entry)
        elif entry.name.startswith("intent-"):
            root.disk.unlink(entry)


def to_attic(root: OutputRoot, tree: Path) -> Path:
    """Move a replaced tree to the attic; return where it is."""
    if not root.attic.is_dir():
        root.disk.make_folder(root.attic)
    manifest = read_manifest(tree)
    place = root.attic / f"{manifest.serial:06d}-{manifest.project}-{tree.name.removeprefix(STAGE)}"
    root.disk.rename(tree, place)
    root.disk.sync(root.attic)
    root.disk.sync(root.state)
    return place


def _resume(root: OutputRoot) -> None:
    """Roll two renames forward, or back if the new tree is gone."""
    try:
        intent = json.loads(root.intent.read_bytes())
        final, stage, attic = (str(intent[key]) for key in ("final", "stage", "attic"))
    except (ValueError, KeyError, TypeError):
        return
    if not all(NAME.fullmatch(name) for name in (final, stage, attic)) or (root.path / final).exists():
        return
    for source in (root.state / stage, root.attic / attic):
        if source.is_dir():
            root.disk.rename(source, root.path / final)
            root.disk.sync(root.path)
            root.disk.sync(root.state)
            return


def _dispose(root: OutputRoot, stage: Path) -> None:
    """Clear a stage that was never published; one that holds a replaced tree belongs to the attic."""
    try:
        manifest = read_manifest(stage)
        standing = read_manifest(root.path / f"{manifest.date}-{manifest.project}")
    except WorldError:
        root.disk.clear(stage)
        return
    if standing.serial > manifest.serial:
        to_attic(root, stage)
    else:
        root.disk.clear(stage)
