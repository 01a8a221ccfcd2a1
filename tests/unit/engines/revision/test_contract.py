"""The catalogue of what a persona may change fits the types of the design and the parts of real drafts."""

import json

import pytest

from designgen.engines.revision.contract import SECTIONS, contract
from designgen.engines.revision.envelope import Revision, schema
from designgen.engines.revision.notation import notation
from designgen.engines.revision.placing import parts
from revision_desk import desk

EXAMPLES = ("toolshed", "tavola", "neighbourhoods")
KINDS = [(section, word) for section in SECTIONS for word in contract(section).kinds]
UNTOUCHABLE = {
    "key", "because", "statement", "scope", "public", "schemes", "actors", "guard", "triggers", "per_second", "population", "generated",
    "login", "moves", "keep", "erasure", "lifetime", "expression", "run",
}  # fmt: skip
"""What weakens a safeguard or invents a figure is not open to anyone."""


@pytest.mark.parametrize(("section", "word"), KINDS)
def test_open_and_shown_fields_exist_and_an_added_part_is_whole(section, word):
    kind = contract(section).kinds[word]
    assert set(kind.open) <= set(kind.type.model_fields)
    assert set(kind.shows) <= set(kind.type.model_fields)
    assert not set(kind.open) & UNTOUCHABLE
    assert not set(kind.open) & set(kind.shows)
    assert set(kind.grows) <= set(kind.open)
    if "add" in kind.may:
        assert {name for name, field in kind.type.model_fields.items() if field.is_required()} <= {*kind.open, "key"}
    assert all(notation(kind.annotation(name)) for name in kind.open)


@pytest.mark.parametrize("name", EXAMPLES)
def test_keys_of_drafts_have_the_kind_that_the_catalogue_says(name):
    at = desk(name, "platform")
    for section in (*(answer.section for answer in at.before.values()), at.asked.draft):
        owed = contract(section.section)
        for key, part in parts(section).items():
            kind = owed.kind(key)
            assert kind is None or type(part) is kind.type, key


def walk(node):
    yield node
    for value in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from walk(value)


def test_the_form_of_an_answer_is_flat_and_closed():
    form = schema()
    objects = [node for node in walk(form) if isinstance(node, dict) and node.get("type") == "object"]
    assert objects
    for node in objects:
        assert node["additionalProperties"] is False
        assert node["required"] == list(node["properties"])
    words = {word for node in walk(form) if isinstance(node, dict) for word in node}
    assert not words & {"$ref", "$defs", "default", "oneOf", "allOf", "patternProperties", "pattern", "title"}


def test_the_form_stays_below_the_limits_of_services_that_compile_it():
    """A public tracker reports 16 parameters of more than one type and 7 KB as too much."""
    text = json.dumps(schema())
    assert text.count("anyOf") <= 16
    assert len(text) < 5000


def test_the_form_describes_what_is_read():
    assert list(schema()["properties"]) == list(Revision.model_fields)
