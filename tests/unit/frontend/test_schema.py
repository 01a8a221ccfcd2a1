"""The JSON Schema and the loader accept the same files and refuse the same shapes."""

from pathlib import Path

import jsonschema
import pytest

import generator
from designgen.frontend.requirements import read_requirements
from designgen.frontend.schema import json_schema
from designgen.model.source import Source
from designgen.syntax.yaml import load

EXAMPLES = sorted((Path(__file__).parents[3] / "examples").glob("*.yaml"))
HEAD = "project: {name: shop, purpose: Sell things.}\n"
DOMAIN = "domain: {sales: {Order: {fields: {code: text}, states: {OPEN: {pay: PAID}, PAID: {}}}}}\n"


@pytest.fixture(scope="module")
def editor() -> jsonschema.Draft202012Validator:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def loads(text: str) -> bool:
    return read_requirements(Source(name="r.yaml", text=text)).requirements is not None


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_are_valid_in_the_editor(path: Path, editor: jsonschema.Draft202012Validator) -> None:
    assert not [error.message for error in editor.iter_errors(load(path.read_text(encoding="utf-8"), path.name))]


def test_generated_files_are_valid_in_both(editor: jsonschema.Draft202012Validator) -> None:
    for seed in range(60):
        text = generator.generate(seed)
        assert loads(text), seed
        assert not [error.message for error in editor.iter_errors(load(text, "r.yaml"))], seed


@pytest.mark.parametrize(
    "text",
    [
        DOMAIN,
        "project: {name: shop}\n" + DOMAIN,
        HEAD + DOMAIN + "qualty: {}\n",
        HEAD + DOMAIN + "quality: {load: {peek: 5/s}}\n",
        HEAD + DOMAIN + "quality: {load: {avg: fast}}\n",
        HEAD + DOMAIN + "quality: [1]\n",
        HEAD + DOMAIN + "actors: [clerk]\n",
        HEAD + DOMAIN + "actors: {clerk: {kind: robot}}\n",
        HEAD + DOMAIN + "actors: {7clerk: {}}\n",
        HEAD + DOMAIN + "constraints: {team: {devs: few}}\n",
        HEAD + DOMAIN + "constraints: {budget: {infra: 600}}\n",
        HEAD + DOMAIN + "deployment: {target: cloud}\n",
        HEAD + DOMAIN + "requirements: [{id: FR-1, operations: [read Order]}]\n",
        HEAD + DOMAIN + "requirements: [{id: FR-1, operations: [list Order sorted code]}]\n",
        HEAD + DOMAIN + "requirements: [{id: FR-1, trigger: tomorrow, operations: [list Order]}]\n",
        HEAD + DOMAIN + "requirements: [{id: FR-1, operations: [{verb: list, entty: Order}]}]\n",
        HEAD + "domain: {sales: {Order: {fields: {code: strng(20)}}}}\n",
        HEAD + "domain: {sales: {Order: {fields: {code: text optional}}}}\n",
        HEAD + "domain: {sales: {Order: {fields: {code: {length: 20}}}}}\n",
        HEAD + "domain: {sales: {Order: {fields: {code: text}, states: [OPEN]}}}\n",
        HEAD + "domain: {sales: {Order: {fields: {code: text}, volume: many}}}\n",
        HEAD + "domain: {sales: {Line Item: {fields: {code: text}}}}\n",
    ],
)
def test_wrong_shapes_are_refused_by_both(text: str, editor: jsonschema.Draft202012Validator) -> None:
    assert not loads(text)
    assert list(editor.iter_errors(load(text, "r.yaml")))


@pytest.mark.parametrize(
    "text",
    [
        HEAD + DOMAIN + "requirements: [{id: FR-1, operations: [crud Ordr]}]\n",
        HEAD + DOMAIN + "requirements: [{id: FR-1, operations: [list Order by kode]}]\n",
        HEAD + DOMAIN + "requirements: [{id: FR-1, actor: clerk, operations: [crud Order]}]\n",
        HEAD + "domain: {sales: {Order: {fields: {code: text, buyer: ->Buyer}}}}\n",
    ],
)
def test_names_that_lead_nowhere_are_the_loaders_alone(text: str, editor: jsonschema.Draft202012Validator) -> None:
    assert not loads(text)
    assert not list(editor.iter_errors(load(text, "r.yaml")))


def test_keys_of_the_authors_own_are_welcome_in_both(editor: jsonschema.Draft202012Validator) -> None:
    text = HEAD + DOMAIN + "x-note: {a: [1]}\nquality: {x-source: interview}\n"
    assert loads(text)
    assert not list(editor.iter_errors(load(text, "r.yaml")))


def test_every_definition_is_described() -> None:
    for name, definition in json_schema()["$defs"].items():
        assert definition.get("description"), name
