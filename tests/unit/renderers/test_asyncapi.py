"""The AsyncAPI document: its structure, its references, its examples; none where nothing is published."""

from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from designgen.renderers.asyncapi import document, render_asyncapi
from generator import generate
from oracles.interfaces import design, example

REFERENCE = {
    "type": "object",
    "required": ["$ref"],
    "additionalProperties": False,
    "properties": {"$ref": {"type": "string", "pattern": "^#/"}},
}
SHAPE = {
    "type": "object",
    "required": ["asyncapi", "info", "channels", "operations", "components"],
    "additionalProperties": False,
    "properties": {
        "asyncapi": {"const": "3.0.0"},
        "defaultContentType": {"type": "string"},
        "info": {"type": "object", "required": ["title", "version"]},
        "channels": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": {
                "type": "object",
                "required": ["address", "messages"],
                "properties": {"address": {"type": "string"}, "messages": {"type": "object", "additionalProperties": REFERENCE}},
            },
        },
        "operations": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "required": ["action", "channel", "messages"],
                "properties": {
                    "action": {"enum": ["send", "receive"]},
                    "channel": REFERENCE,
                    "messages": {"type": "array", "minItems": 1, "items": REFERENCE},
                },
            },
        },
        "components": {"type": "object", "required": ["messages", "schemas"]},
    },
}


def resolved(node: dict[str, Any], pointer: str) -> Any:
    found: Any = node
    for part in pointer.removeprefix("#/").split("/"):
        found = found[part]
    return found


def references(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["$ref"]] if isinstance(node.get("$ref"), str) else []
        return own + [found for value in node.values() for found in references(value)]
    return [found for value in node for found in references(value)] if isinstance(node, list) else []


def checked(made: dict[str, Any]) -> None:
    Draft202012Validator(SHAPE).validate(made)
    for pointer in references(made):
        resolved(made, pointer)
    for message in made["components"]["messages"].values():
        schema = {**resolved(made, message["payload"]["$ref"]), "components": made["components"]}
        for one in message["examples"]:
            Draft202012Validator(schema).validate(one["payload"])


def test_the_events_of_the_restaurant_are_a_document() -> None:
    made = document(example("tavola"))
    checked(made)
    assert set(made["channels"]) == {"ordering.order", "billing.invoice"}
    placed = made["components"]["messages"]["OrderPlaced"]["examples"][0]["payload"]
    assert placed["type"] == "eu.tavola.ordering.order.placed.v1"
    assert placed["data"]["status"] == "PLACED" and placed["subject"] == placed["data"]["id"]
    assert "guest_name" not in placed["data"]


def test_the_file_reads_back_as_written() -> None:
    (artifact,) = render_asyncapi(example("tavola"))
    assert artifact.path == "api/asyncapi.yaml"
    assert yaml.safe_load(artifact.content) == document(example("tavola"))


def test_nobody_listens_so_there_is_no_document() -> None:
    assert list(render_asyncapi(example("toolshed"))) == []


@pytest.mark.parametrize("seed", range(40))
def test_random_events_are_valid(seed: int) -> None:
    made = design(generate(seed))
    if made.flows.events:
        checked(document(made))
