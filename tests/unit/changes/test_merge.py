"""A human's bytes come through every build; the generator's come through where no human was."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as some

from designgen.changes.merge import add_bound, merge
from designgen.model.artifact import Artifact, Merged
from designgen.model.package import FileRecord, Manifest, Package


def artifact(path, text, kind="markdown"):
    return Artifact(path=path, kind=kind, content=text if isinstance(text, bytes) else text.encode())


def published(merged: Merged) -> Package:
    """The package that publishing `merged` would leave on disk."""
    generated = {one.path: one.content for one in merged.generated}
    files = {one.path: one.content for one in (*merged.artifacts, *merged.kept)}
    files |= {conflict.aside: conflict.generated for conflict in merged.conflicts}
    records = {
        one.path: FileRecord(kind=one.kind, generated=digest(generated[one.path]), published=digest(one.content))
        for one in merged.artifacts
    }
    manifest = Manifest(project="p", date="2026-11-20", designgen="0", engine="offline", files=records, deleted=merged.deleted)
    return Package(folder="f", manifest=manifest, files=files, base=generated)


def digest(content):
    return sha256(content).hexdigest()


def after(generated: dict[str, str], *, edits=None, gone=()) -> Package:
    """A package of generated texts in which a human wrote `edits` and removed `gone`."""
    package = published(merge(tuple(artifact(path, text) for path, text in generated.items()), None))
    files = {path: text for path, text in package.files.items() if path not in gone}
    files |= {path: text if isinstance(text, bytes) else text.encode() for path, text in (edits or {}).items()}
    return package.model_copy(update={"files": files})


def texts(merged):
    return {one.path: one.content.decode() for one in merged.artifacts}


def test_the_first_build_is_what_was_generated():
    merged = merge((artifact("README.md", "a\n"),), None)
    assert texts(merged) == {"README.md": "a\n"}
    assert merged.generated == merged.artifacts


def test_a_file_nobody_touched_follows_the_generator():
    merged = merge((artifact("a.md", "new\n"),), after({"a.md": "old\n"}))
    assert texts(merged) == {"a.md": "new\n"}
    assert not merged.conflicts


def test_an_edit_stays_in_silence_while_the_generated_text_does_not_change():
    merged = merge((artifact("a.md", "old\n"),), after({"a.md": "old\n"}, edits={"a.md": "mine\n"}))
    assert texts(merged) == {"a.md": "mine\n"}
    assert not merged.conflicts
    assert merged.generated[0].content == b"old\n"


def test_an_edit_stays_and_the_new_generated_text_goes_aside():
    merged = merge((artifact("runbooks/a.md", "new\n"),), after({"runbooks/a.md": "old\n"}, edits={"runbooks/a.md": "mine\n"}))
    assert texts(merged) == {"runbooks/a.md": "mine\n"}
    assert [(one.path, one.aside, one.generated) for one in merged.conflicts] == [
        ("runbooks/a.md", "_conflicts/runbooks/a.md.generated", b"new\n")
    ]


def test_a_conflict_is_reported_once_and_its_file_is_carried():
    first = merge((artifact("a.md", "new\n"),), after({"a.md": "old\n"}, edits={"a.md": "mine\n"}))
    second = merge((artifact("a.md", "new\n"),), published(first))
    assert texts(second) == {"a.md": "mine\n"}
    assert not second.conflicts
    assert [one.path for one in second.kept] == ["_conflicts/a.md.generated"]


def test_a_later_conflict_replaces_the_generated_text_aside_unless_a_human_wrote_in_it():
    first = published(merge((artifact("a.md", "new\n"),), after({"a.md": "old\n"}, edits={"a.md": "mine\n"})))
    third = merge((artifact("a.md", "newer\n"),), first)
    assert [one.aside for one in third.conflicts] == ["_conflicts/a.md.generated"]
    assert not third.kept
    touched = first.model_copy(update={"files": first.files | {"_conflicts/a.md.generated": b"noted\n"}})
    beside = merge((artifact("a.md", "newer\n"),), touched)
    assert [one.aside for one in beside.conflicts] == ["_conflicts/a.md.generated-2"]
    assert [one.content for one in beside.kept] == [b"noted\n"]


def test_line_ends_and_a_byte_order_mark_are_no_edit_and_the_file_keeps_its_style():
    checkout = after({"a.md": "one\ntwo\n"}, edits={"a.md": b"\xef\xbb\xbfone\r\ntwo\r\n"})
    same = merge((artifact("a.md", "one\ntwo\n"),), checkout)
    assert same.artifacts[0].content == b"\xef\xbb\xbfone\r\ntwo\r\n"
    changed = merge((artifact("a.md", "one\nthree\n"),), checkout)
    assert changed.artifacts[0].content == b"\xef\xbb\xbfone\r\nthree\r\n"
    assert not changed.conflicts


def test_bytes_of_a_picture_are_compared_as_they_are():
    package = published(merge((artifact("d.png", b"\x89\r\n", "binary"),), None))
    edited = package.model_copy(update={"files": {"d.png": b"\x89\n"}})
    assert merge((artifact("d.png", b"\x89\r\n", "binary"),), edited).artifacts[0].content == b"\x89\n"


def test_a_deleted_file_stays_deleted_for_ever_and_comes_back_by_hand():
    first = merge((artifact("a.md", "new\n"), artifact("b.md", "b\n")), after({"a.md": "old\n", "b.md": "b\n"}, gone={"a.md"}))
    assert texts(first) == {"b.md": "b\n"}
    assert first.deleted == ("a.md",)
    without = published(merge((artifact("b.md", "b\n"),), published(first)))
    assert merge((artifact("a.md", "later\n"), artifact("b.md", "b\n")), without).deleted == ("a.md",)
    back = published(first)
    back = back.model_copy(update={"files": back.files | {"a.md": b"new\n"}})
    again = merge((artifact("a.md", "newer\n"), artifact("b.md", "b\n")), back)
    assert again.deleted == ()
    assert texts(again)["a.md"] == "newer\n"


def test_files_of_the_humans_own_are_carried():
    merged = merge((artifact("a.md", "a\n"),), after({"a.md": "a\n"}, edits={"notes/cto.md": "call me\n", "x.bin": b"\x00\r\n"}))
    assert [(one.path, one.content) for one in merged.kept] == [("notes/cto.md", b"call me\n"), ("x.bin", b"\x00\r\n")]


def test_what_is_generated_no_more_goes_unless_it_was_edited():
    previous = after({"a.md": "a\n", "b.md": "b\n", "c.md": "c\n"}, edits={"b.md": "mine\n"})
    merged = merge((artifact("a.md", "a\n"),), previous)
    assert [one.path for one in merged.kept] == ["b.md"]
    assert texts(merged) == {"a.md": "a\n"}
    assert merged.deleted == ()


def test_a_generated_file_that_wants_a_humans_path_goes_aside():
    merged = merge((artifact("new.md", "theirs\n"),), after({}, edits={"new.md": "ours\n"}))
    assert texts(merged) == {"new.md": "ours\n"}
    assert merged.conflicts[0].aside == "_conflicts/new.md.generated"


def test_a_generated_file_below_or_above_a_humans_file_goes_aside():
    merged = merge((artifact("a/b.md", "1\n"), artifact("c", "2\n")), after({}, edits={"a": "file\n", "c/d.md": "deep\n"}))
    assert [one.aside for one in merged.conflicts] == ["_conflicts/a/b.md.generated", "_conflicts/c.generated"]
    assert [one.path for one in merged.kept] == ["a", "c/d.md"]
    assert not merged.artifacts


def test_without_a_base_the_digest_decides_and_an_edit_stays():
    edited = after({"a.md": "old\n", "b.md": "old\n"}, edits={"a.md": "mine\n"}).model_copy(update={"base": {}})
    merged = merge((artifact("a.md", "new\n"), artifact("b.md", "new\n")), edited)
    assert texts(merged) == {"a.md": "mine\n", "b.md": "new\n"}
    assert [one.path for one in merged.conflicts] == ["a.md"]


def test_a_damaged_base_makes_no_file_look_unedited():
    package = after({"a.md": "old\n"}).model_copy(update={"base": {"a.md": b"tampered\n"}})
    merged = merge((artifact("a.md", "new\n"),), package)
    assert texts(merged) == {"a.md": "old\n"}
    assert [one.generated for one in merged.conflicts] == [b"new\n"]


def test_a_changed_status_in_the_front_matter_of_a_record_is_an_edit():
    path, proposed = "adr/0001-datastore-primary.md", "---\nstatus: proposed\n---\n"
    merged = merge((artifact(path, proposed),), after({path: proposed}, edits={path: "---\nstatus: accepted\n---\n"}))
    assert texts(merged) == {path: "---\nstatus: accepted\n---\n"}


def test_bound_documents_are_written_anew_and_an_edited_one_moves_aside():
    book = artifact("index.html", "<p>1</p>\n", "text")
    first = add_bound(merge((artifact("a.md", "a\n"),), None), (book,), None)
    package = published(first)
    edited = package.model_copy(update={"files": package.files | {"index.html": b"<p>mine</p>\n"}})
    second = add_bound(merge((artifact("a.md", "a\n"),), edited), (artifact("index.html", "<p>2</p>\n", "text"),), edited)
    assert texts(second)["index.html"] == "<p>2</p>\n"
    assert [(one.path, one.content) for one in second.kept] == [("_conflicts/edited/index.html", b"<p>mine</p>\n")]
    removed = package.model_copy(update={"files": {"a.md": b"a\n"}})
    third = add_bound(merge((artifact("a.md", "a\n"),), removed), (book,), removed)
    assert third.deleted == ("index.html",)
    assert "index.html" not in texts(third)


PATHS = some.sampled_from(["a.md", "b.md", "sub/c.md", "sub/d.sql", "adr/0001-x.md"])
TEXTS = some.sampled_from(["", "one\n", "two\n", "one\r\ntwo\r\n", "one\ntwo\n", "three\n"])
TREES = some.dictionaries(PATHS, TEXTS)
HAND = some.dictionaries(some.one_of(PATHS, some.sampled_from(["notes.md", "sub/own.md", "_conflicts/a.md.generated"])), TEXTS)


def plain(content):
    return content.replace(b"\r\n", b"\n")


@given(TREES, some.lists(some.tuples(HAND, some.sets(PATHS), TREES), min_size=1, max_size=4))
def test_no_human_byte_is_lost_over_a_life_of_builds(first, steps):
    package = published(merge(tuple(artifact(path, text) for path, text in first.items()), None))
    for edits, gone, generated in steps:
        files = {path: text for path, text in package.files.items() if path not in gone}
        written = {path: text.encode() for path, text in edits.items() if path not in gone}
        package = package.model_copy(update={"files": files | written})
        merged = merge(tuple(artifact(path, text) for path, text in sorted(generated.items())), package)
        there = published(merged)
        for path, content in written.items():
            base = package.base.get(path)
            if base is None or plain(base) != plain(content):
                assert content in there.files.values(), path
        assert merged.generated == tuple(artifact(path, text) for path, text in sorted(generated.items()))
        again = merge(merged.generated, there)
        assert published(again).files == there.files
        assert not again.conflicts
        package = there
