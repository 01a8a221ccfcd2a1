"""What lies in the output folder is read with care: the latest package, bounded, without following links."""

import json
import os
import zipfile

import pytest

from designgen.model.errors import NotOurFolder, WorldError
from designgen.store import tree
from designgen.store.packages import latest, read_manifest, read_package
from unit.store.hand_made import NEXT_DAY, run

TEXTS = {"README.md": "one", "adr/0001-x.md": "record"}


def test_there_is_no_package_where_nothing_was_built(tmp_path):
    assert latest(tmp_path / "nowhere", "toolshed") is None
    assert latest(tmp_path, "toolshed") is None


def test_the_latest_is_the_highest_serial_of_this_project(tmp_path):
    run(tmp_path, TEXTS, date=NEXT_DAY)
    run(tmp_path, TEXTS, date="2026-12-01")
    run(tmp_path, TEXTS, date="2027-01-01", project="other")
    (tmp_path / "gallery").mkdir()
    found = latest(tmp_path, "toolshed")
    assert (found.folder, found.manifest.serial) == ("2026-12-01-toolshed", 2)
    assert found.files == {"README.md": b"one\n", "adr/0001-x.md": b"record\n"}
    assert found.base == found.files


def test_two_packages_with_one_serial_are_both_named(tmp_path):
    run(tmp_path, TEXTS)
    (tmp_path / "branch").mkdir()
    run(tmp_path / "branch", TEXTS, date=NEXT_DAY)
    (tmp_path / "branch" / "2026-11-21-toolshed").rename(tmp_path / "2026-11-21-toolshed")
    with pytest.raises(WorldError, match="`2026-11-20-toolshed` and `2026-11-21-toolshed` both call themselves package number 1"):
        latest(tmp_path, "toolshed")


def test_a_damaged_manifest_of_this_project_stops_the_build_and_another_does_not(tmp_path):
    for project in ("toolshed", "other"):
        folder = run(tmp_path, TEXTS, project=project).folder
        (folder / ".designgen/manifest.json").write_text('{"format": "designgen-package/1", "files": 3}')
    with pytest.raises(WorldError, match=r"the manifest of .*toolshed` cannot be used"):
        latest(tmp_path, "toolshed")
    assert latest(tmp_path, "third") is None


def test_a_manifest_of_another_format_is_not_guessed_at(tmp_path):
    folder = run(tmp_path, TEXTS).folder
    manifest = json.loads((folder / ".designgen/manifest.json").read_text()) | {"format": "designgen-package/9"}
    (folder / ".designgen/manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(WorldError, match="another version"):
        read_manifest(folder)


def test_a_folder_without_a_manifest_is_not_ours(tmp_path):
    with pytest.raises(NotOurFolder):
        read_package(tmp_path)


def test_links_and_pipes_are_named_and_not_followed(tmp_path):
    folder = run(tmp_path, TEXTS).folder
    (tmp_path / "secret").write_text("key")
    (folder / "link.md").symlink_to(tmp_path / "secret")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe")
    package = read_package(folder)
    assert package.skipped == ("link.md", "loop", "pipe")
    assert sorted(package.files) == sorted(TEXTS)


def test_a_link_in_the_place_of_a_generated_file_is_refused(tmp_path):
    folder = run(tmp_path, TEXTS).folder
    (folder / "README.md").unlink()
    (folder / "README.md").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(WorldError, match=r"README\.md` is a link"):
        read_package(folder)


def test_a_name_that_is_no_text_is_skipped(tmp_path):
    folder = run(tmp_path, TEXTS).folder
    (folder / os.fsdecode(b"caf\xe9.md")).write_text("x")
    assert read_package(folder).skipped == ("caf\\udce9.md",)


def test_sizes_are_bounded(tmp_path, monkeypatch):
    folder = run(tmp_path, TEXTS).folder
    monkeypatch.setattr(tree, "MOST_BYTES", 6)
    with pytest.raises(WorldError, match="larger than"):
        read_package(folder)
    monkeypatch.undo()
    monkeypatch.setattr(tree, "MOST_FILES", 1)
    with pytest.raises(WorldError, match="more than 1 files"):
        read_package(folder)


@pytest.mark.parametrize("damage", ["missing", "garbage", "compressed", "doubled"])
def test_a_damaged_merge_base_counts_as_missing(tmp_path, damage):
    folder = run(tmp_path, TEXTS).folder
    base = folder / ".designgen/base.zip"
    base.unlink()
    if damage == "garbage":
        base.write_bytes(b"PK\x03\x04 no zip")
    elif damage == "compressed":
        with zipfile.ZipFile(base, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("README.md", "x" * 100_000)
    elif damage == "doubled":
        with zipfile.ZipFile(base, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("README.md", "1")
            archive.writestr("README.md", "2")
    assert read_package(folder).base == {}
