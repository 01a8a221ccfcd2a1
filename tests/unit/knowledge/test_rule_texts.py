"""Every rule that the product cites can be explained, in two short sentences of its own."""

import re
from pathlib import Path

import pytest

from designgen.knowledge.rulebook import rule_texts

ROOT = Path(__file__).parents[3]
AREAS = "ADR|ALN|API|ASM|AUD|CALC|CAP|CLQ|CORE|DATA|DEF|DEL|DIA|DRV|ENG|FM-[A-Z]{2,3}|INT|OPS|PRV|REL|REQ|SEC|SIG|SVC|THR|XREF"
CITED = re.compile(rf"(?<![\w-])(?:(?:{AREAS})-[0-9]{{2,3}}|LINT-[A-Z][0-9]{{2}}|ADR-[GS][0-9]|ADR-O[0-9]{{2}})(?![\w-])")


def cited():
    """Where each id is cited in source, catalogues, templates and personas."""
    found = {}
    for folder, suffixes in (("src/designgen", (".py", ".yaml")), ("templates", (".j2",)), ("personas", (".md",))):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in suffixes and "rules" not in path.relative_to(ROOT).parts:
                for rule in CITED.findall(path.read_text(encoding="utf-8")):
                    found.setdefault(rule, path.relative_to(ROOT).as_posix())
    return found


def test_every_cited_rule_has_words():
    missing = {rule: place for rule, place in cited().items() if rule not in rule_texts()}
    assert not missing


def test_the_search_finds_ids_where_they_stand():
    text = 'because=("DATA-065", "ADR-G3", "ADR-O01", "FM-DB-03", "LINT-R01") FR-1 UTF-8 SHA-256 API10 DATA-038..041'
    assert CITED.findall(text) == ["DATA-065", "ADR-G3", "ADR-O01", "FM-DB-03", "LINT-R01", "DATA-038"]


@pytest.mark.parametrize("rule", sorted(rule_texts()))
def test_the_words_are_short_and_plain(rule):
    text = rule_texts()[rule]
    for sentence in text:
        assert sentence == sentence.strip()
        assert sentence.endswith((".", "?", ".)"))
        assert len(sentence.split()) <= 30
        assert not re.search(r"\b(?:ENG|PG15x|TODO)\b|\[", sentence)
