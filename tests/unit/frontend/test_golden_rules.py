"""Broken files and what is said about them: each page of `tests/golden/rules` shows a file and the exact diagnostics.

`--accept` writes the diagnostics of today into the pages; the difference is then read like any other change.
"""

import re
from pathlib import Path

import pytest

from designgen.frontend.requirements import read_requirements
from designgen.frontend.rules import RULES
from designgen.model.diagnostic import Diagnostic
from designgen.model.source import Source

PAGES = sorted((Path(__file__).parents[2] / "golden" / "rules").glob("*.md"))
PAGE = re.compile(r"(?P<head>.*?```yaml\n)(?P<yaml>.*?)(?P<middle>```\n.*?```text\n)(?P<text>.*?)(?P<tail>```\n?)", re.DOTALL)


def drawn(found: Diagnostic) -> str:
    """One diagnostic as a terminal would say it, without the picture of the line."""
    place = f"{found.span.file}:{found.span.line}:{found.span.column}+{found.span.length}" if found.span else "-"
    lines = [f"{place}: {found.severity.value}[{found.code}]: {found.message}"]
    lines += [f"  note: {note.message}" + (f" at {note.span.line}:{note.span.column}" if note.span else "") for note in found.notes]
    return "\n".join([*lines, f"  help: {found.help}"] if found.help else lines)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_broken_file_says_exactly_this(page: Path, request: pytest.FixtureRequest) -> None:
    parts = PAGE.fullmatch(page.read_text(encoding="utf-8"))
    assert parts, f"{page.name} has no yaml block followed by a text block"
    reading = read_requirements(Source(name="requirements.yaml", text=parts["yaml"]))
    said = "".join(f"{drawn(found)}\n" for found in reading.diagnostics)
    if request.config.getoption("--accept"):
        page.write_text(f"{parts['head']}{parts['yaml']}{parts['middle']}{said}{parts['tail']}", encoding="utf-8")
        return
    assert said == parts["text"]


def test_there_are_pages_enough_and_every_rule_of_the_reader_is_on_one() -> None:
    shown = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    missing = [rule.code for rule in RULES if rule.code < "DG190" and f"[{rule.code}]" not in shown]
    assert len(PAGES) >= 25
    assert missing == ["DG102"], "a rule without a page has never been seen to fire (DG102 needs a file of 4 MB)"


def test_messages_keep_the_house_style() -> None:
    for rule in RULES:
        assert re.fullmatch(r"DG1\d\d", rule.code)
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name), rule.name
        assert not rule.message.endswith(".") and (rule.message[0] in "`{" or rule.message[0].islower()), rule.message
        assert rule.why.endswith("."), rule.code
        assert "?" not in rule.help and not rule.help.endswith("."), rule.help
        assert not re.search(r"illegal|please|oops", rule.message + rule.help, re.IGNORECASE)
    assert len({rule.code for rule in RULES}) == len(RULES)
