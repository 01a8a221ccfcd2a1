"""A Build in, its dated folder on disk, whole or not at all; a kill at any moment leaves the old package or the new one.

Everything is written beside the packages and brought to the disk first. Then one step of the kernel makes it visible:
a rename for a new folder, an exchange for one that is there. The replaced tree goes to the attic.
"""

import secrets
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from designgen.model.artifact import Build
from designgen.model.errors import Bug, NotOurFolder, WorldError
from designgen.model.package import Package
from designgen.store.attic import tidy
from designgen.store.manifest import canonical, package_files
from designgen.store.packages import read_manifest
from designgen.store.root import OutputRoot, to_attic, told
from designgen.store.tree import OWN, RUN, STAGE, SUMS, read_bounded, read_tree

MOST_FILE = 1 << 30
WRITERS = 8


@dataclass(frozen=True)
class Published:
    """What stands on disk now; `written` is false if it stood there before, `notices` are words for the human."""

    folder: Path
    written: bool
    notices: tuple[str, ...] = ()


def publish(root: OutputRoot, build: Build, previous: Package | None, run: Mapping[str, object]) -> Published:
    """Publish a build; `run` is what `run.json` says of this one run.

    Raises NotOurFolder if the target is something else, WorldError if the disk refuses or the folder is being edited.
    """
    target = root.path / build.folder
    with told(root.path):
        replaced = _target(target, build, previous)
        if previous is not None and replaced and _unchanged(root, build, previous):
            return Published(target, written=False)
        files = package_files(build, previous, (previous.manifest.serial if previous else 0) + 1)
        stage = root.state / f"{STAGE}{secrets.token_hex(4)}"
        try:
            _stage(root, stage, {**files, RUN: canonical(dict(run))})
            _verify(stage, files)
            _still(root, previous)
        except BaseException:
            _sweep(root, stage)
            raise
        notices = _show(root, stage, target, previous if replaced else None)
        return Published(target, written=True, notices=(*_left_behind(previous), *notices))


def _target(target: Path, build: Build, previous: Package | None) -> bool:
    """Whether there is a package to replace; raises if the target is not ours to replace."""
    if not target.exists() and not target.is_symlink():
        return False
    if target.is_dir() and not target.is_symlink() and not any(target.iterdir()):
        return False
    if read_manifest(target).project != build.project:
        raise NotOurFolder(
            f"`{target}` is a package of another project", safe="nothing was written", advice="choose another folder with -o"
        )
    if previous is None or previous.folder != target.name:
        later = f"`{previous.folder}`" if previous else "another"
        raise NotOurFolder(
            f"`{target.name}` is an earlier package than {later}; a later build never touches it",
            safe="nothing was written",
            advice="build with a later --date",
        )
    return True


def _unchanged(root: OutputRoot, build: Build, previous: Package) -> bool:
    """Whether publishing would change no byte."""
    files = package_files(build, previous, previous.manifest.serial)
    own = {path: content for path, content in files.items() if path == SUMS or path.startswith(f"{OWN}/")}
    if {path: content for path, content in files.items() if path not in own} != previous.files:
        return False
    folder = root.path / previous.folder
    plain = (path for path in own if (folder / path).is_file() and not (folder / path).is_symlink())
    return {path: read_bounded(folder / path, MOST_FILE) for path in plain} == own


def _stage(root: OutputRoot, stage: Path, files: Mapping[str, bytes]) -> None:
    """Write every file and bring it and its name to the disk; several at a time, since a disk confirms many as fast as one."""
    root.disk.make_folder(stage)
    made = {PurePosixPath()}
    for path in sorted(files):
        name = PurePosixPath(path)
        if name.is_absolute() or ".." in name.parts or name.as_posix() != path:
            raise Bug(f"a file of the package is named `{path}`")
        for parent in reversed(name.parents):
            if parent not in made:
                root.disk.make_folder(stage / parent)
                made.add(parent)
    with ThreadPoolExecutor(max_workers=WRITERS) as writers:
        list(writers.map(lambda path: root.disk.write(stage / path, files[path]), sorted(files)))
    for folder in sorted(made, key=lambda folder: (-len(folder.parts), folder.as_posix())):
        root.disk.sync(stage / folder)


def _verify(stage: Path, files: Mapping[str, bytes]) -> None:
    """Read the stage back: what is published is what was meant."""
    for path, content in files.items():
        if read_bounded(stage / path, MOST_FILE) != content:
            raise WorldError(f"`{path}` was not stored as it was written", safe="nothing was published", advice="check the disk")


def _still(root: OutputRoot, previous: Package | None) -> None:
    """Make sure that nobody edited the previous package while this build ran."""
    if previous is None:
        return
    files, _ = read_tree(root.path / previous.folder)
    if files != previous.files:
        changed = sorted(path for path in {*files, *previous.files} if files.get(path) != previous.files.get(path))
        raise WorldError(
            f"the folder is being edited: `{previous.folder}/{changed[0]}` changed while the build ran",
            safe="nothing was published, the edit is as it was saved",
            advice="save and run the same command again",
        )


def _show(root: OutputRoot, stage: Path, target: Path, replaced: Package | None) -> tuple[str, ...]:
    """Make the stage the package, in one step."""
    if replaced is None:
        with _or_swept(root, stage):
            root.disk.rename(stage, target)
        with _standing(target):
            root.disk.sync(root.path)
            root.disk.sync(root.state)
        return ()
    with _or_swept(root, stage):
        exchanged = root.disk.exchange(stage, target)
    if exchanged:
        with _standing(target):
            root.disk.sync(root.path)
            old = to_attic(root, stage)
    else:
        old = _swap(root, stage, target)
    return (*_late(old, replaced), *tidy(root, replaced.manifest.project, target))


@contextmanager
def _or_swept(root: OutputRoot, stage: Path) -> Iterator[None]:
    """Remove the stage if the disk refused; after an interrupt it may hold the replaced tree, which recovery tells apart."""
    try:
        yield
    except OSError:
        _sweep(root, stage)
        raise


@contextmanager
def _standing(target: Path) -> Iterator[None]:
    """Say what is true when the disk fails after the package became visible."""
    try:
        yield
    except OSError as problem:
        raise WorldError(
            f"`{target}` is published, but the disk did not confirm it: {problem.strerror}",
            safe="the new package is in place and whole",
            advice="check the disk; the next command finishes what is left",
        ) from problem


def _swap(root: OutputRoot, stage: Path, target: Path) -> Path:
    """Replace by two renames, with the intent on disk so that the next command can finish them."""
    with _or_swept(root, stage):
        old = _intend(root, stage, target)
    try:
        root.disk.rename(target, old)
        root.disk.rename(stage, target)
    except OSError:
        if not target.exists():
            root.disk.rename(old, target)
        root.disk.unlink(root.intent)
        _sweep(root, stage)
        raise
    with _standing(target):
        for folder in (root.path, root.attic, root.state):
            root.disk.sync(folder)
        root.disk.unlink(root.intent)
        root.disk.sync(root.state)
    return old


def _intend(root: OutputRoot, stage: Path, target: Path) -> Path:
    if not root.attic.is_dir():
        root.disk.make_folder(root.attic)
    manifest = read_manifest(target)
    token = stage.name.removeprefix(STAGE)
    old = root.attic / f"{manifest.serial:06d}-{manifest.project}-{token}"
    draft = root.state / f"intent-{token}"
    root.disk.write(draft, canonical({"final": target.name, "stage": stage.name, "attic": old.name}))
    root.disk.rename(draft, root.intent)
    root.disk.sync(root.state)
    return old


def _left_behind(previous: Package | None) -> tuple[str, ...]:
    """Name what did not come forward: entries that are no plain files, answers that could not be read."""
    if previous is None:
        return ()
    return (*(f"`{path}` is no plain file and was not carried on" for path in previous.skipped), *previous.damaged)


def _late(old: Path, replaced: Package) -> tuple[str, ...]:
    """Name what was saved in the very moment of the exchange; it lies in the attic."""
    files, _ = read_tree(old)
    changed = sorted(path for path in files if files[path] != replaced.files.get(path))
    return tuple(f"`{path}` was saved while the package was exchanged; that text is `{old / path}`" for path in changed)


def _sweep(root: OutputRoot, stage: Path) -> None:
    """Remove a stage that will not be published; what cannot be removed now is removed by the next command."""
    try:
        if stage.is_dir():
            root.disk.clear(stage)
    except OSError:
        return
