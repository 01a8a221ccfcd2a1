"""The door to the validator: what it says, what it misses and we add, what would crash or reach the network."""

import copy
import http.server
import threading
from typing import Any

import pytest

from designgen.syntax.openapi import mismatches, pointer, problems, resolve

GOOD: dict[str, Any] = {
    "openapi": "3.1.1",
    "info": {"title": "t", "version": "1"},
    "paths": {
        "/things/{id}": {
            "get": {
                "operationId": "getThing",
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}, "example": "a"}],
                "responses": {
                    "200": {"description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}
                },
            }
        }
    },
    "components": {"schemas": {"Thing": {"type": "object", "properties": {"n": {"type": "integer"}}}}},
}


def broken(*path: str, value: Any) -> dict[str, Any]:
    document = copy.deepcopy(GOOD)
    node: Any = document
    for part in path[:-1]:
        node = node[part]
    node[path[-1]] = value
    return document


OPERATION = ("paths", "/things/{id}", "get")


def test_good_document_has_no_problem() -> None:
    assert problems(GOOD) == ()


@pytest.mark.parametrize(
    "document",
    [
        broken("info", value={"title": "t"}),
        broken(*OPERATION, "parameters", value=[]),
        broken(*OPERATION, "requestBody", value={"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Absent"}}}}),
        broken(*OPERATION, "responses", value={200: {"description": "ok"}}),
        broken("paths", "/things/{id", value={"get": {"responses": {"200": {"description": "ok"}}}}),
        broken("components", "schemas", "Thing", value={"type": "nonsense"}),
        broken("components", "schemas", "Thing", value={"$ref": "file:///etc/passwd"}),
        broken("openapi", value="4.0"),
        broken("components", "schemas", "Loop", value={"allOf": [{"$ref": "#/components/schemas/Loop"}]}),
        ["no", "mapping"],
        None,
        {},
    ],
)
def test_every_broken_document_is_told_and_none_crashes(document: Any) -> None:
    found = problems(document)
    assert isinstance(found, tuple)
    if document != broken("components", "schemas", "Loop", value={"allOf": [{"$ref": "#/components/schemas/Loop"}]}):
        assert found


def test_an_example_that_does_not_fit_is_found_where_it_stands() -> None:
    media = {"schema": {"$ref": "#/components/schemas/Thing"}, "examples": {"sample": {"value": {"n": "one"}}}}
    document = broken(*OPERATION, "responses", value={"200": {"description": "ok", "content": {"application/json": media}}})
    ((place, message),) = problems(document)
    assert place == "/paths/~1things~1{id}/get/responses/200/content/application~1json/examples/sample/value/n"
    assert "does not fit" in message


def test_a_reference_to_the_network_is_refused_and_never_followed() -> None:
    asked: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: Any) -> None:
            return None

    server = http.server.HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    outside = {"$ref": f"http://127.0.0.1:{server.server_port}/schema.json"}
    assert problems(broken("components", "schemas", "Thing", value=outside))
    assert mismatches(outside, {"n": 1}, GOOD)
    server.shutdown()
    server.server_close()
    assert asked == []


def test_deep_nesting_is_a_problem_not_a_crash() -> None:
    deep: Any = {}
    for _ in range(500):
        deep = {"properties": {"a": deep}}
    assert problems(broken("components", "schemas", "Thing", value=deep))


def test_pointers_escape_and_resolve() -> None:
    assert pointer(["paths", "/a~b"]) == "/paths/~1a~0b"
    assert resolve(GOOD, "#/paths/~1things~1{id}/get/operationId") == "getThing"
    with pytest.raises(KeyError):
        resolve(GOOD, "#/components/schemas/Absent")


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ({"type": "nonsense"}, "'nonsense' is not valid under any of the given schemas"),
        ({"pattern": r"\p{L}"}, r"'\\p{L}' is not a 'regex'"),
        ({"$schema": "http://json-schema.org/draft-04/schema#", "exclusiveMinimum": 3}, "3 is not of type 'boolean'"),
        ({"$schema": "urn:nowhere"}, "Unknown JSON Schema dialect: 'urn:nowhere'"),
    ],
)
@pytest.mark.parametrize("dialect", ["https://spec.openapis.org/oas/3.1/dialect/base", "https://json-schema.org/draft/2020-12/schema"])
def test_a_schema_is_refused_in_the_words_of_its_own_dialect(schema: Any, message: str, dialect: str) -> None:
    document = {**broken("components", "schemas", "Thing", value=schema), "jsonSchemaDialect": dialect}
    assert message in [said for _, said in problems(document)]


def test_an_answer_that_many_operations_share_is_judged_though_it_is_walked_once() -> None:
    shared = {"description": "no", "content": {"application/json": {"schema": {"type": "object", "default": "text"}}}}
    document = broken("components", "responses", value={"No": shared})
    for status in ("400", "404"):
        document["paths"]["/things/{id}"]["get"]["responses"][status] = {"$ref": "#/components/responses/No"}
    assert [message for _, message in problems(document)] == ["'text' is not of type 'object'"]
