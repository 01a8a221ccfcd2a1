"""The OpenAPI document: valid, bounded, with coherent examples, equal to the columns it stands for."""

import re
from typing import Any

import pytest

from designgen.model.facts import Attribute
from designgen.renderers.api_docs import render_api_docs
from designgen.renderers.openapi.document import document, render_openapi
from designgen.renderers.openapi.examples import identity
from designgen.renderers.openapi.types import UUID, decimal_pattern, schema_of
from designgen.syntax.openapi import mismatches, nodes, problems
from designgen.syntax.yaml import load
from generator import generate
from oracles.interfaces import design, example


def toolshed() -> dict[str, Any]:
    return document(example("toolshed"), example("toolshed").api[0])


def test_one_artifact_that_reads_back_as_written() -> None:
    (artifact,) = render_openapi(example("toolshed"))
    assert artifact.path == "api/openapi.yaml"
    assert load(artifact.content.decode(), "openapi.yaml") == toolshed()


def test_document_is_valid_with_its_examples() -> None:
    assert problems(toolshed()) == ()


def test_head_names_terms_contact_and_environments() -> None:
    head = toolshed()
    assert head["openapi"] == "3.1.1"
    assert {"title", "version", "summary", "description", "contact", "license"} <= set(head["info"])
    assert [server["url"] for server in head["servers"]] == ["https://api.toolshed.internal/v1", "https://staging.api.toolshed.internal/v1"]


def test_limits_are_those_of_the_attributes() -> None:
    schemas = toolshed()["components"]["schemas"]
    assert schemas["ToolCreate"]["properties"]["name"] == {"type": "string", "minLength": 1, "maxLength": 80}
    assert schemas["Tool"]["properties"]["status"]["enum"] == ["FREE", "LENT"]
    assert schemas["Tool"]["properties"]["deposit"] == {"$ref": "#/components/schemas/Money"}
    assert schemas["ToolCreate"]["additionalProperties"] is False
    assert "additionalProperties" not in schemas["Tool"]


def test_money_is_text_with_a_fixed_scale() -> None:
    pattern = decimal_pattern(Attribute(name="price", type="money", precision=10, scale=2))
    assert re.search(pattern, "99999999.99") and re.search(pattern, "-19.99")
    assert not re.search(pattern, "100000000.00") and not re.search(pattern, "1.5")
    assert not re.search(decimal_pattern(Attribute(name="price", type="money", low=0)), "-1.00")


def test_null_only_where_the_column_allows_it() -> None:
    assert schema_of(Attribute(name="note", type="string", length=9, nullable=True))["type"] == ["string", "null"]
    assert schema_of(Attribute(name="kind", type="enum", values=("A",), nullable=True))["enum"] == ["A", None]
    assert schema_of(Attribute(name="fee", type="money", nullable=True))["anyOf"][1] == {"type": "null"}


def test_problem_lists_the_codes_in_use() -> None:
    codes = toolshed()["components"]["schemas"]["Problem"]["properties"]["code"]["x-extensible-enum"]
    assert "TOOL_NOT_FREE" in codes and "UPSTREAM_FAILED" not in codes


def test_examples_agree_with_each_other() -> None:
    paths = toolshed()["paths"]
    created = paths["/loans"]["post"]["responses"]["201"]["content"]["application/json"]["examples"]["sample"]["value"]
    tool = paths["/tools/{tool_id}"]["get"]["responses"]["200"]["content"]["application/json"]["examples"]["sample"]["value"]
    returned = paths["/loans/{loan_id}/return"]["post"]["responses"]["200"]["content"]["application/json"]["examples"]["sample"]["value"]
    assert created["tool_id"] == tool["id"] and created["status"] == "OPEN" and returned["status"] == "CLOSED"
    assert created["created_at"] == created["updated_at"] < returned["updated_at"]
    assert created["created_at"][:10] < created["due_on"]
    assert re.search(UUID, tool["id"]) and identity("lending.Tool") == tool["id"]


def test_examples_hold_nobody() -> None:
    text = next(iter(render_openapi(example("toolshed")))).content.decode()
    assert set(re.findall(r"[\w.]+@([\w.]+)", text)) <= {"example.org"}


def test_secured_operations_name_a_scope_of_the_document() -> None:
    head = toolshed()
    scopes = head["components"]["securitySchemes"]["oidc"]["flows"]["authorizationCode"]["scopes"]
    for _, node in nodes(head["paths"]):
        for need in node.get("security", ()):
            assert set(need["oidc"]) <= set(scopes)


def test_merge_patch_is_the_media_type_of_changes() -> None:
    assert list(toolshed()["paths"]["/tools/{tool_id}"]["patch"]["requestBody"]["content"]) == ["application/merge-patch+json"]


def test_a_hostile_text_stays_text() -> None:
    text = """
designgen: 1
project: {name: trap, purpose: "x: [\\"}\\n- &a *b <script>alert(1)</script> # ${{7*7}} {{ 7*7 }}"}
actors: {user: {kind: human}}
requirements: [{id: FR-1, title: "`]: | {{x}}", actor: user, operations: [create Thing, transition Thing.go]}]
domain: {c: {Thing: {fields: {name: string(5)}, states: {A: {go: {to: B, guard: "a: b | `c` <x> {{ 7*7 }}"}}, B: {}}}}}
"""
    made = design(text)
    (artifact,) = render_openapi(made)
    assert load(artifact.content.decode(), "x") == document(made, made.api[0])
    assert problems(document(made, made.api[0])) == ()
    docs = "".join(one.content.decode() for one in render_api_docs(made))
    assert "GO_THING_REFUSED" in docs and "7\\*7" in docs and "49" not in docs and "<x>" not in docs


def test_readable_pages_name_every_operation_and_code() -> None:
    readme, errors = (artifact.content.decode() for artifact in render_api_docs(example("toolshed")))
    api = example("toolshed").api[0]
    assert all(f"| `{operation.name}` |" in readme for operation in api.operations)
    assert all(f"`{error.name}` | {error.status} |" in errors for error in api.errors)
    assert "| `createTool` | `POST /tools` | member | `lending.tool.write` |" in readme


@pytest.mark.parametrize("seed", range(15))
def test_random_documents_are_valid(seed: int) -> None:
    made = design(generate(seed))
    for api in made.api:
        whole = document(made, api)
        assert problems(whole) == ()
        for name, schema in whole["components"]["schemas"].items():
            assert mismatches({"type": "object"}, schema, whole) == (), name


def test_random_documents_many(random_cases: int) -> None:
    for seed in range(100, 100 + random_cases // 5):
        made = design(generate(seed))
        for api in made.api:
            assert problems(document(made, api)) == (), seed


def test_each_audience_gets_its_own_valid_document() -> None:
    text = """
designgen: 1
project: {name: shop, purpose: Sell things.}
actors: {clerk: {kind: human}, till: {kind: system, auth: oauth-client}}
interfaces: [{kind: rest, audience: own-clients}, {kind: rest, audience: partners, actors: [till]}]
requirements: [{id: FR-1, title: Keep sales, actor: [clerk, till], operations: [crud Sale, transition Sale.pay]}]
domain: {sales: {Sale: {fields: {code: string(8) unique, total: money}, states: {OPEN: {pay: PAID}, PAID: {}}}}}
"""
    made = design(text)
    artifacts = {artifact.path: artifact for artifact in render_openapi(made)}
    assert list(artifacts) == ["api/openapi.yaml", "api/openapi-partners.yaml"]
    for api in made.api:
        assert problems(document(made, api)) == ()
    partners = load(artifacts["api/openapi-partners.yaml"].content.decode(), "partners")
    assert list(partners["components"]["securitySchemes"]) == ["oauth-client"]
    assert [artifact.path for artifact in render_api_docs(made)] == [
        "api/README.md", "api/errors.md", "api/README-partners.md", "api/errors-partners.md",
    ]  # fmt: skip
