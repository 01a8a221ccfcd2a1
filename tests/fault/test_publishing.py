"""A kill or a refusal of the disk at any step of publishing leaves the old package or the new one, never half.

Each test stops the world at every single step in turn; a kill is a real SIGKILL of a child process.
"""

import errno
import os
import shutil
import signal
import subprocess
import threading

import pytest

from designgen.model.errors import WorldError
from designgen.store.disk import Disk
from unit.store.hand_made import run, tree

OLD = {"README.md": "one", "adr/0001-x.md": "record"}
NEW = {"README.md": "two", "adr/0001-x.md": "other"}
FOLDER = "2026-11-20-toolshed"
STEPS = ("make_folder", "write", "sync", "rename", "exchange", "unlink", "remove_folder")


class Counting(Disk):
    """A disk that counts its steps and lets `strike` happen before step number `at`."""

    def __init__(self, at=None, strike=None, *, exchanges=True):
        self.at, self.strike, self.exchanges, self.steps = at, strike, exchanges, 0
        self.counter = threading.Lock()

    def __getattribute__(self, name):
        found = object.__getattribute__(self, name)
        return self._step(name, found) if name in STEPS else found

    def _step(self, name, step):
        def stepped(*given):
            with self.counter:
                self.steps += 1
                if self.at is not None and self.steps >= self.at:
                    self.strike(self, name, given)
            if name == "exchange" and not self.exchanges:
                return False
            return step(*given)

        return stepped


def kill(disk, name, given):
    """End this process at once; a file that was being written stays half."""
    if name == "write":
        path, content = given
        path.write_bytes(content[: len(content) // 2])
    os.kill(os.getpid(), signal.SIGKILL)


def full(disk, name, given):
    """The disk is full from here on; what exists can still be renamed and removed."""
    if name in ("write", "make_folder"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(given[0]))


def forbidden(disk, name, given):
    """Nothing is allowed from here on."""
    raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(given[0]))


def failing(disk, name, given):
    """This one step fails, later ones work again."""
    if disk.steps == disk.at:
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(given[0]))


@pytest.fixture(params=["first", "edited"])
def scene(request, tmp_path):
    """An output folder before the build: empty, or with a package in which a human wrote."""
    root = tmp_path / "before"
    root.mkdir()
    if request.param == "edited":
        folder = run(root, OLD).folder
        (folder / "adr/0001-x.md").write_text("by hand\n")
        (folder / "notes.md").write_text("mine\n")
    return root


@pytest.fixture(params=[True, False], ids=["exchange", "two-renames"])
def exchanges(request):
    return request.param


def outcomes(scene, tmp_path, exchanges):
    """The package before, the package after, and how many steps lie between."""
    disk = Counting(exchanges=exchanges)
    shutil.copytree(scene, tmp_path / "after")
    run(tmp_path / "after", NEW, disk=disk)
    return visible(scene), visible(tmp_path / "after"), disk.steps


def visible(root):
    return tree(root / FOLDER) if (root / FOLDER).exists() else None


def whole(root):
    """Whether every file of the package is the one that its checksums name, or was edited in the scene."""
    told = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=root / FOLDER, capture_output=True, check=False)
    return told.returncode == 0


def nothing_left(root):
    return sorted(entry.name for entry in (root / ".dgstate").iterdir() if entry.name != "attic") == [".gitignore", "lock"]


def replaced_trees(root):
    return len(list((root / ".dgstate").glob("attic/*")))


def test_a_kill_at_any_step_leaves_the_old_package_or_the_new_one(scene, tmp_path, exchanges):
    before, after, steps = outcomes(scene, tmp_path, exchanges)
    seen = set()
    for at in range(1, steps + 1):
        root = tmp_path / f"run{at}"
        shutil.copytree(scene, root)
        child = os.fork()
        if child == 0:
            run(root, NEW, disk=Counting(at, kill, exchanges=exchanges))
            os._exit(0)
        assert os.WIFSIGNALED(os.waitpid(child, 0)[1]), at
        found = visible(root)
        assert found in (before, after) or (found is None and not exchanges), at
        seen.add("new" if found == after else "old")
        run(root, NEW, disk=Counting(exchanges=exchanges))
        assert visible(root) == after, at
        assert whole(root)
        assert nothing_left(root), at
        assert replaced_trees(root) == (0 if before is None else 1), at
        for path, content in tree(scene).items():
            if path.endswith(("notes.md", "0001-x.md")):
                assert content in tree(root).values(), (at, path)
        shutil.rmtree(root)
    assert seen == {"old", "new"}


def test_a_kill_while_a_killed_build_is_put_right_changes_nothing(tmp_path, exchanges):
    scene = tmp_path / "before"
    run(scene, OLD)
    before, after, steps = outcomes(scene, tmp_path, exchanges)
    for at in range(steps - 6, steps + 1):
        for again in range(1, 5):
            root = tmp_path / f"run{at}-{again}"
            shutil.copytree(scene, root)
            for moment in (at, again):
                child = os.fork()
                if child == 0:
                    run(root, NEW, disk=Counting(moment, kill, exchanges=exchanges))
                    os._exit(0)
                os.waitpid(child, 0)
            assert visible(root) in (before, after, None)
            run(root, NEW)
            assert visible(root) == after
            assert nothing_left(root)


@pytest.mark.parametrize("strike", [full, forbidden, failing])
def test_a_refusal_at_any_step_is_told_and_touches_no_old_package(scene, tmp_path, exchanges, strike):
    before, after, steps = outcomes(scene, tmp_path, exchanges)
    for at in range(1, steps + 1):
        root = tmp_path / f"run{at}"
        shutil.copytree(scene, root)
        disk = Counting(at, strike, exchanges=exchanges)
        try:
            run(root, NEW, disk=disk)
        except WorldError as told:
            assert told.safe
            assert told.advice
            if "is published" not in str(told) and visible(root) != after:
                assert visible(root) == before or not exchanges, at
        else:
            assert visible(root) == after, at
        run(root, NEW)
        assert visible(root) == after, at
        assert nothing_left(root), at
        shutil.rmtree(root)


def test_a_full_disk_is_told_in_words(tmp_path):
    run(tmp_path, OLD)
    with pytest.raises(WorldError, match="No space left on device") as told:
        run(tmp_path, NEW, disk=Counting(6, full))
    assert told.value.safe == "the packages that were there are as they were"
    assert nothing_left(tmp_path)


def test_only_one_of_two_builds_at_once_publishes(tmp_path):
    children = []
    for number in range(4):
        child = os.fork()
        if child == 0:
            try:
                run(tmp_path, {"README.md": f"{number}"}, wait_s=10)
            except BaseException:
                os._exit(1)
            os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0, 0]
    assert whole(tmp_path)
    assert len(list((tmp_path / ".dgstate/attic").iterdir())) == 3
