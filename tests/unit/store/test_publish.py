"""A dated folder appears whole, is replaced in one step, and tells what it holds."""

import json
import os
import subprocess
import zipfile

import pytest

from designgen.model.errors import FolderBusy, NotOurFolder, WorldError
from designgen.store.disk import Disk
from designgen.store.lock import held
from designgen.store.publish import publish
from designgen.store.root import output_root
from unit.store.hand_made import NEXT_DAY, build, run, tree

TEXTS = {"README.md": "one", "adr/0001-datastore-primary.md": "record", "runbooks/app.md": "run"}


class WithoutExchange(Disk):
    """A disk whose system cannot swap two folders."""

    def exchange(self, one, other):
        return False


@pytest.fixture(params=[Disk, WithoutExchange], ids=["exchange", "two-renames"])
def disk(request):
    return request.param()


def test_the_first_build_makes_the_dated_folder(tmp_path):
    published = run(tmp_path / "output", TEXTS)
    assert published.folder == tmp_path / "output" / "2026-11-20-toolshed"
    assert published.written
    assert (published.folder / "runbooks/app.md").read_text() == "run\n"
    manifest = json.loads((published.folder / ".designgen/manifest.json").read_text())
    assert (manifest["serial"], manifest["project"], manifest["date"]) == (1, "toolshed", "2026-11-20")
    assert sorted(manifest["files"]) == sorted(TEXTS)
    assert sorted(entry.name for entry in (tmp_path / "output" / ".dgstate").iterdir()) == [".gitignore", "lock"]


def test_the_checksums_are_what_sha256sum_expects(tmp_path):
    folder = run(tmp_path, TEXTS).folder
    (folder / "notes \\ mine.md").write_text("hm\n")
    run(tmp_path, TEXTS)
    told = subprocess.run(["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert "run.json" not in (folder / "SHA256SUMS").read_text()


def test_the_merge_base_is_stored_uncompressed_and_undated(tmp_path):
    folder = run(tmp_path, TEXTS).folder
    with zipfile.ZipFile(folder / ".designgen/base.zip") as base:
        assert base.namelist() == sorted(TEXTS)
        assert {(entry.compress_type, entry.date_time) for entry in base.infolist()} == {(zipfile.ZIP_STORED, (1980, 1, 1, 0, 0, 0))}


def test_two_machines_write_the_same_bytes(tmp_path):
    one, other = run(tmp_path / "a", TEXTS).folder, run(tmp_path / "b", TEXTS).folder
    assert tree(one) == tree(other)


def test_the_same_day_and_the_same_content_write_nothing(tmp_path):
    folder = run(tmp_path, TEXTS).folder
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    again = run(tmp_path, TEXTS)
    assert not again.written
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    assert not (tmp_path / ".dgstate/attic").exists()


def test_a_change_on_the_same_day_replaces_the_folder_and_keeps_the_old_tree(tmp_path, disk):
    old = tree(run(tmp_path, TEXTS).folder)
    published = run(tmp_path, TEXTS | {"README.md": "two"}, disk=disk)
    assert (published.folder / "README.md").read_text() == "two\n"
    (kept,) = (tmp_path / ".dgstate/attic").iterdir()
    assert tree(kept) == old
    assert not list((tmp_path / ".dgstate").glob("stage-*"))
    assert not (tmp_path / ".dgstate/intent").exists()


def test_an_edit_comes_forward_and_then_nothing_is_left_to_do(tmp_path, disk):
    folder = run(tmp_path, TEXTS).folder
    (folder / "runbooks/app.md").write_text("by hand\n")
    (folder / "notes.md").write_text("mine\n")
    (folder / "README.md").unlink()
    changed = TEXTS | {"runbooks/app.md": "other"}
    assert run(tmp_path, changed, disk=disk).written
    assert (folder / "runbooks/app.md").read_text() == "by hand\n"
    assert (folder / "_conflicts/runbooks/app.md.generated").read_text() == "other\n"
    assert (folder / "notes.md").read_text() == "mine\n"
    assert not (folder / "README.md").exists()
    manifest = json.loads((folder / ".designgen/manifest.json").read_text())
    assert (manifest["conflicts"], manifest["kept"], manifest["deleted"]) == (
        ["_conflicts/runbooks/app.md.generated"],
        ["notes.md"],
        ["README.md"],
    )
    assert not run(tmp_path, changed, disk=disk).written


def test_a_new_day_makes_a_new_folder_and_leaves_the_old_one_alone(tmp_path):
    old = run(tmp_path, TEXTS).folder
    (old / "runbooks/app.md").write_text("by hand\n")
    before = tree(old)
    new = run(tmp_path, TEXTS | {"README.md": "two"}, date=NEXT_DAY).folder
    assert new.name == "2026-11-21-toolshed"
    assert (new / "runbooks/app.md").read_text() == "by hand\n"
    assert tree(old) == before
    assert json.loads((new / ".designgen/manifest.json").read_text())["serial"] == 2


def test_a_link_is_not_carried_on_and_that_is_told(tmp_path):
    folder = run(tmp_path, TEXTS).folder
    (folder / "link.md").symlink_to(tmp_path / "elsewhere")
    published = run(tmp_path, TEXTS, date=NEXT_DAY)
    assert published.notices == ("`link.md` is no plain file and was not carried on",)
    assert not (published.folder / "link.md").is_symlink()


def test_an_earlier_folder_is_never_built_again(tmp_path):
    run(tmp_path, TEXTS)
    run(tmp_path, TEXTS, date=NEXT_DAY)
    with pytest.raises(NotOurFolder, match="earlier package than `2026-11-21-toolshed`"):
        run(tmp_path, TEXTS)


@pytest.mark.parametrize("content", [{"report.txt": "mine"}, {".designgen/notes": "mine"}])
def test_a_folder_that_is_not_ours_is_left_alone(tmp_path, content):
    target = tmp_path / "2026-11-20-toolshed"
    for path, text in content.items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_text(text)
    with pytest.raises(NotOurFolder, match="is not a designgen package"):
        run(tmp_path, TEXTS)
    assert tree(target) == {path: text.encode() for path, text in content.items()}


def test_an_empty_folder_may_become_the_package(tmp_path):
    (tmp_path / "2026-11-20-toolshed").mkdir()
    assert run(tmp_path, TEXTS).written


def test_links_in_the_place_of_folders_are_refused(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for name in ("linked", "state/.dgstate", "target/2026-11-20-toolshed"):
        link = tmp_path / name
        link.parent.mkdir(exist_ok=True)
        link.symlink_to(elsewhere)
        with pytest.raises(NotOurFolder):
            run(tmp_path / name.split("/")[0], TEXTS)
    assert not list(elsewhere.iterdir())


def test_an_edit_while_the_build_runs_stops_it(tmp_path):
    folder = run(tmp_path, TEXTS).folder
    with output_root(tmp_path) as root:
        previous = root.latest("toolshed")
        (folder / "README.md").write_text("saved just now\n")
        with pytest.raises(WorldError, match=r"folder is being edited: `2026-11-20-toolshed/README\.md`"):
            publish(root, build(TEXTS | {"README.md": "two"}, previous), previous, {})
    assert (folder / "README.md").read_text() == "saved just now\n"
    assert not list((tmp_path / ".dgstate").glob("stage-*"))


def test_an_edit_in_the_moment_of_the_exchange_is_kept_and_named(tmp_path):
    folder = run(tmp_path, TEXTS).folder

    class Late(Disk):
        """Someone saves between the last look and the exchange."""

        def exchange(self, one, other):
            (folder / "README.md").write_text("in the last moment\n")
            return super().exchange(one, other)

    published = run(tmp_path, TEXTS | {"README.md": "two"}, disk=Late())
    (notice,) = published.notices
    assert "`README.md` was saved while the package was exchanged" in notice
    (kept,) = (tmp_path / ".dgstate/attic").iterdir()
    assert (kept / "README.md").read_text() == "in the last moment\n"


def test_the_attic_keeps_five_trees_and_every_edit(tmp_path):
    run(tmp_path, TEXTS)
    folder = run(tmp_path, TEXTS | {"README.md": "1"}).folder
    (folder / "notes.md").write_text("only once\n")
    run(tmp_path, TEXTS | {"README.md": "2"})
    (folder / "notes.md").write_text("rewritten\n")
    for number in range(3, 12):
        run(tmp_path, TEXTS | {"README.md": str(number)})
    kept = sorted((tmp_path / ".dgstate/attic").iterdir())
    assert [int(tree.name[:6]) for tree in kept] == [2, 7, 8, 9, 10, 11]
    assert (kept[0] / "notes.md").read_text() == "only once\n"


def test_files_and_folders_follow_the_umask(tmp_path):
    before = os.umask(0o027)
    try:
        folder = run(tmp_path / "output", TEXTS).folder
    finally:
        os.umask(before)
    assert (folder / "README.md").stat().st_mode & 0o777 == 0o640
    assert (folder / "adr").stat().st_mode & 0o777 == 0o750


def test_a_second_build_waits_and_then_says_who_is_there(tmp_path):
    run(tmp_path, TEXTS)
    with held(tmp_path / ".dgstate/lock"), pytest.raises(FolderBusy, match=rf"another build is writing .*process {os.getpid()}"):
        run(tmp_path, TEXTS, wait_s=0.1)
    assert not run(tmp_path, TEXTS).written
