"""Persona files from the wild are read, and one bad file never takes another with it."""

from hashlib import sha256

from designgen.frontend.personas import SECTIONS, read_personas, with_substitutes
from designgen.knowledge.shipped import personas
from designgen.model.source import Source


def source(name: str, text: str) -> Source:
    return Source(name=name, text=text)


def test_our_five_owe_the_five_sections_and_read_what_came_before() -> None:
    found, diagnostics = read_personas(personas())
    assert diagnostics == ()
    assert {one.name: one.sections for one in found} == {
        "backend-system-architect": ("backend",),
        "system-integration-lead": ("database",),
        "integration-engineer": ("flows",),
        "integration-architect": ("integrations",),
        "system-integration-architect": ("platform",),
    }
    earlier = {one.sections[0]: {part for part in one.reads if part.startswith("section:")} for one in found}
    assert earlier["backend"] == set()
    assert earlier["database"] == earlier["flows"] == earlier["integrations"] == {"section:backend"}
    assert earlier["platform"] == {f"section:{name}" for name in SECTIONS[:4]}
    for one in found:
        assert 40 <= one.prompt.count("\n") <= 75, one.name
        assert "How your answer is used" in one.prompt


def test_a_folder_of_reviewers_or_of_one_specialist_is_completed_by_our_five() -> None:
    reviewer = source("hipaa.md", "---\nname: hipaa\ndescription: d\n---\nYou audit.\n")
    specialist = source("dba.md", "---\nname: dba\ndescription: d\nsections: [database]\n---\nYou keep data.\n")
    found = with_substitutes(read_personas((reviewer, specialist))[0])
    assert [one.name for one in found[:2]] == ["hipaa", "dba"]
    assert sorted(section for one in found for section in one.sections) == sorted(SECTIONS)
    assert [one.name for one in found if "database" in one.sections] == ["dba"]


def test_description_with_a_colon_is_read_leniently_and_said() -> None:
    text = "---\nname: hipaa\ndescription: Use for audits. Triggers on: 'phi: yes'\ntools: *\n---\nYou audit.\n"
    found, diagnostics = read_personas((source("hipaa.md", text),))
    assert (found[0].name, found[0].description, found[0].tools, found[0].prompt) == (
        "hipaa", "Use for audits. Triggers on: 'phi: yes'", ("*",), "You audit.",
    )  # fmt: skip
    assert [(one.code, one.span.file, one.span.line) for one in diagnostics if one.span] == [("DG190", "hipaa.md", 3)]
    assert found[0].sections == (), "a persona without sections is a reviewer"


def test_example_blocks_at_the_margin_belong_to_the_description() -> None:
    text = "---\nname: x\ndescription: Use it.\n<example>\nContext: a user\nuser: 'hello'\n</example>\nmodel: opus\n---\nBody\n"
    found, _ = read_personas((source("x.md", text),))
    assert found[0].description.endswith("</example>")
    assert found[0].model == "opus"


def test_bad_files_are_left_out_by_name_and_the_good_one_stays() -> None:
    files = (
        source("a.md", "just text\n"),
        source("b.md", "---\nname:\ndescription: x\n---\nB\n"),
        source("c.md", "---\nname: good\ndescription: x\n---\nC\n"),
        source("d.md", "---\nname: good\ndescription: y\n---\nD\n"),
        source("e.md", "---\nname: mute\ndescription:\n---\nE\n"),
        source("f.md", "---\n- a list\n---\nF\n"),
    )
    found, diagnostics = read_personas(files)
    assert [one.name for one in found] == ["good", "mute"]
    codes = [(one.code, one.span.file if one.span else "") for one in diagnostics]
    assert codes == [("DG191", "a.md"), ("DG192", "b.md"), ("DG193", "d.md"), ("DG194", "e.md"), ("DG190", "f.md"), ("DG192", "f.md")]


def test_declarations_are_checked_and_a_section_has_one_owner() -> None:
    files = (
        source("a.md", "---\nname: a\ndescription: x\nsections: [database]\nreads: [domain, domian]\n---\nA\n"),
        source("b.md", "---\nname: b\ndescription: x\nsections: database, flws\n---\nB\n"),
    )
    found, diagnostics = read_personas(files)
    assert [(one.sections, one.reads) for one in found] == [(("database",), ("domain",)), ((), ())]
    assert [one.message for one in diagnostics] == [
        "persona `a` declares `domian`, which is no part; it is ignored",
        "persona `b` declares `flws`, which is no section; it is ignored",
        "section `database` is owed by `a` and by `b`; the first answers",
    ]


def test_tools_as_text_or_list_and_line_ends_of_windows() -> None:
    text = "---\r\nname: w\r\ndescription: >\r\n  folded\r\n  text\r\ntools: Read, Agent(a, b), mcp__x\r\n---\r\nBody\r\n"
    found, diagnostics = read_personas(
        (source("w.md", text), source("l.md", "---\nname: l\ndescription: x\ntools: [Read, Write]\n---\nB\n"))
    )
    assert diagnostics == ()
    assert found[0].tools == ("Read", "Agent(a, b)", "mcp__x")
    assert (found[0].description, found[0].prompt, found[1].tools) == ("folded text", "Body", ("Read", "Write"))


def test_digest_is_of_the_file_as_it_is() -> None:
    text = "---\nname: d\ndescription: x\n---\nBody\n"
    found, _ = read_personas((source("d.md", text),))
    assert found[0].digest == sha256(text.encode()).hexdigest()
