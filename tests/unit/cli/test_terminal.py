"""A diagnostic is drawn as DESIGN 8 shows it: what, where with the author's own text, the way out."""

import io

import pytest

from designgen.cli.screen import clean, coloured
from designgen.cli.terminal import by_place, by_weight, draw, record
from designgen.model.diagnostic import Diagnostic, Note, Severity
from designgen.model.source import Span

FILE = "examples/tavola.yaml"


def found(line=2, column=25, length=4, **more):
    given = {"code": "DG112", "severity": Severity.ERROR, "message": "operation `create Ordr` names no entity"} | more
    return Diagnostic(span=Span(file=FILE, line=line, column=column, length=length), **given)


def test_the_form_is_the_one_of_the_design_page():
    text = "\n" * 30 + "    operations: [create Ordr 15/s]\n"
    drawn = draw(found(31, help="an entity with a similar name exists: `Order`"), {FILE: text})
    assert drawn == (
        "error[DG112]: operation `create Ordr` names no entity\n"
        "  --> examples/tavola.yaml:31:25\n"
        "   |\n"
        "31 |     operations: [create Ordr 15/s]\n"
        "   |                         ^^^^\n"
        "help: an entity with a similar name exists: `Order`\n"
        "more: designgen explain DG112"
    )


@pytest.mark.parametrize(
    ("line", "column", "length", "text", "carets"),
    [
        ("\tOrdr: x", 2, 4, "    Ordr: x", "    ^^^^"),
        ("食堂: Ordr", 5, 4, "食堂: Ordr", "      ^^^^"),
        ("title: 食堂", 8, 2, "title: 食堂", "       ^^^^"),
        ("café: Ordr", 7, 4, "café: Ordr", "      ^^^^"),
        ("cafe\u0301: Ordr", 8, 4, "cafe\u0301: Ordr", "      ^^^^"),
        ("Ordr", 1, 99, "Ordr", "^^^^"),
        ("Ordr", 5, 1, "Ordr", "    ^"),
    ],
)
def test_the_caret_stands_under_the_authors_text(line, column, length, text, carets):
    lines = draw(found(1, column, length), {FILE: line}).splitlines()
    assert lines[3] == f"1 | {text}"
    assert lines[4] == f"  | {carets}"


def test_a_very_long_line_is_shown_around_the_place():
    line = "x" * 5000 + "Ordr" + "y" * 5000
    drawn = draw(found(1, 5001), {FILE: line}).splitlines()
    assert len(drawn[3]) < 180
    start = drawn[4].index("^")
    assert drawn[3][start : start + 4] == "Ordr"


def test_control_and_direction_characters_of_the_author_are_made_visible():
    drawn = draw(found(1, 1, 3, message="a\x1b[2Jb", help="\u202ec"), {FILE: "\x1b]0;x\x07"})
    assert not {"\x1b", "\x07", "\u202e"} & set(drawn)
    assert "a\\u{1b}[2Jb" in drawn
    assert clean("a\rb\x9bc") == "a\\u{d}b\\u{9b}c"


def test_a_note_shows_its_own_place():
    drawn = draw(found(1, 1, 1, notes=(Note(message="the first one is here", span=Span(file=FILE, line=2, column=1)),)), {FILE: "a\nb\n"})
    assert "note: the first one is here\n --> examples/tavola.yaml:2:1\n  |\n2 | b\n  | ^" in drawn


def test_a_finding_without_a_place_or_without_its_text_is_told_all_the_same():
    assert draw(found().model_copy(update={"span": None}), {}).count("\n") == 1
    assert draw(found(99), {FILE: "one line"}).splitlines()[1] == "  --> examples/tavola.yaml:99:25"


def test_the_order_is_that_of_the_file_or_of_the_weight():
    late, early = found(9), found(2, severity=Severity.WARN)
    blocker = found(5, severity=Severity.BLOCKER)
    assert sorted([late, blocker, early], key=by_place) == [early, blocker, late]
    assert sorted([late, early, blocker], key=by_weight) == [blocker, late, early]


def test_machines_get_the_place_in_four_fields():
    told = record(found(31, 17, 4, because=("LINT-R01",)))
    assert (told["code"], told["severity"], told["file"]) == ("DG112", "error", FILE)
    assert (told["line"], told["column"], told["length"]) == (31, 17, 4)
    assert told["because"] == ["LINT-R01"]


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(("environment", "expected"), [({"TERM": "xterm"}, True), ({"TERM": "dumb"}, False), ({"NO_COLOR": "1"}, False)])
def test_colours_are_for_terminals_that_want_them(monkeypatch, environment, expected):
    for name in ("TERM", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert coloured(Terminal()) is expected
    assert not coloured(io.StringIO())
    assert draw(found(), {}, colour=True).startswith("\x1b[1;31merror[DG112]\x1b[0m: ")
