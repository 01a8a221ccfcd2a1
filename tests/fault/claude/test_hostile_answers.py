"""Hostile answers: whatever a model writes changes its own section at most, and no check becomes weaker for it."""

import json
import random

import pytest

from designgen.engines.revision.contract import contract
from designgen.engines.revision.conversation import examined
from designgen.engines.revision.placing import parts
from designgen.engines.revision.texts import CONTROL, REFUSED
from designgen.model.diagnostic import Severity
from designgen.model.frozen import Frozen
from revision_desk import answer, change
from revision_desk import remembering as desk

SECTIONS = ("backend", "database", "flows", "integrations", "platform")
POISON = (
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[click](http://evil.example)", "![x](data:image/svg+xml;base64,AA)"),
    *("javascript:alert(1)", "https://evil.example/steal", "{{ 7 * 7 }}", "{% include '/etc/passwd' %}", "${jndi:ldap://evil}"),
    *("../../etc/passwd", "/etc/shadow", "C:\\Windows\\system32", "~/.ssh/id_rsa", "file:///etc/passwd", "www.evil.example"),
    *("x'); DROP TABLE lending.tool; --", "1 = 1); DROP SCHEMA lending CASCADE; --", "*/ DROP TABLE x; /*", "a | b | c"),
    *("\u202egnp.exe", "bell \u0007 and escape \u001b[31m", "tag \U000e0041", "\ud800", "`open code", "&lt;b&gt;", "<!-- hidden -->"),
    *("x" * 5000, "status: accepted\n---\n# Accepted", "mailto:a@b.example", "# Heading"),
)
WRONG_KEYS = (
    "",
    "table:",
    ":x",
    "table:../../x",
    "component:app|x",
    "decision:datastore.primary",
    "record:0001",
    "file:README.md",
    "opinion:x",
    "a" * 400,
)


def hostile(seed, section):
    """Return one answer of a model that means harm."""
    chance = random.Random(f"{section} {seed}")
    owed = contract(section)
    known = list(parts(desk("toolshed", section).asked.draft))
    changes = []
    for _ in range(chance.randint(1, 6)):
        kind = chance.choice(list(owed.kinds.values()))
        key = chance.choice([*WRONG_KEYS, f"{kind.word}:new", *(one for one in known if one.startswith(f"{kind.word}:"))])
        field = chance.choice([*kind.open, *kind.open, "key", "because", "status", "statement", "scope", "public"])
        value = chance.choice(
            [chance.choice(POISON), json.dumps([chance.choice(POISON)]), json.dumps({"name": chance.choice(POISON)}), "999999999", "-1"]
        )
        reason = chance.choice(["It serves `Tool`.", chance.choice(POISON)])
        wishes = chance.choice([["FR-1"], ["FR-1"], ["FR-99"], [chance.choice(POISON)]])
        changes.append(change(chance.choice(["add", "replace", "replace", "remove"]), key, wishes, reason, **{field: value}))
    turned, wrong = chance.choice(["postgresql", "sqlite", "accepted"]), chance.choice(["finding:x", "record:0001", *WRONG_KEYS])
    found = {"statement": chance.choice(POISON), "repair": chance.choice(POISON), "requirements": ["FR-1"]}
    said = {
        "conclusions": [chance.choice(POISON)],
        "choices": [{"topic": "datastore.primary", "choice": turned, "reason": chance.choice(POISON), "requirements": []}],
        "findings": [{"key": wrong, "severity": "info", **found}],
        "dissents": [{"topic": "datastore.primary", "choice": chance.choice(POISON), "reason": "x"}],
    }
    return answer(*changes, **said)


def new_texts(before, after):
    """Yield every text of a section that its draft does not have."""

    def walk(value):
        if isinstance(value, str):
            yield value
        elif isinstance(value, Frozen):
            for name in type(value).model_fields:
                yield from walk(getattr(value, name))
        elif isinstance(value, tuple):
            for member in value:
                yield from walk(member)

    known = set(walk(before))
    return [text for text in walk(after) if text not in known]


@pytest.mark.parametrize("section", SECTIONS)
def test_forty_hostile_answers_to_each_section_weaken_nothing(section):
    at = desk("toolshed", section)
    draft = at.asked.draft
    before = {(found.code, found.subject) for found in at(draft) if found.severity is not Severity.INFO}
    for seed in range(40):
        verdict = examined(at.asked, at, hostile(seed, section))
        after = verdict.section("model")
        assert after.section == section
        assert all(choice.topic != "datastore.primary" or section == "backend" for choice in after.opinion.choices)
        for text in new_texts(draft, after):
            assert not CONTROL.search(text), (seed, text)
            assert not any(pattern.search(text) for pattern, _ in REFUSED), (seed, text)
            assert len(text) < 2000
        if verdict.applied.done:
            base = verdict.base
            assert {(found.code, found.subject) for found in at(after) if found.severity is not Severity.INFO} <= before | {
                (found.code, found.subject) for found in at(base)
            }, seed


SHAPELESS = {
    "10 MB": "x" * 10_000_000,
    "deep": '{"changes": ' + "[" * 100_000,
    "long": '{"changes": [' + '{"action":"add"},' * 20_000 + "]}",
    "other members": '{"status": "accepted", "records": ["0001"]}',
    "long text": '"' + "a" * 300_000 + '"',
    "null": "null",
    "three objects": "{}" * 3,
}


@pytest.mark.parametrize("name", SHAPELESS)
def test_shapeless_answers_are_refused_at_once(name):
    at = desk("toolshed", "flows")
    verdict = examined(at.asked, at, SHAPELESS[name])
    assert verdict.faults
    assert all(len(str(fault)) < 1000 for fault in verdict.faults)
    assert verdict.applied.section == at.asked.draft


@pytest.mark.parametrize("member", ["status", "accepted", "records", "number", "files", "path"])
def test_what_belongs_to_the_machine_has_no_place_in_an_answer(member):
    at = desk("toolshed", "flows")
    told = json.loads(answer())
    verdict = examined(at.asked, at, json.dumps({**told, member: "accepted"}))
    (fault,) = verdict.faults
    assert (fault.pointer, fault.message) == (f"/{member}", "is no part of an answer")
