"""A design in, one OpenAPI 3.1 document for each audience out (API-001); nothing is decided here."""

from collections.abc import Iterator, Mapping
from typing import Any

from designgen.knowledge.catalogue import load
from designgen.model.artifact import Artifact
from designgen.model.design.api import Api, ApiOperation, RatePolicy
from designgen.model.design.whole import Design
from designgen.model.facts import EntityFacts
from designgen.renderers.openapi.examples import Scene, example_of, identity
from designgen.renderers.openapi.parts import (
    answer_headers,
    grouped,
    parameter,
    problem_responses,
    response_name,
    security_of,
    security_schemes,
    shared_headers,
    shared_parameters,
)
from designgen.renderers.openapi.schemas import schemas
from designgen.syntax.yaml import dump

Node = dict[str, Any]
VERSION = "3.1.1"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
MERGE_PATCH = "application/merge-patch+json"


def render_openapi(design: Design) -> Iterator[Artifact]:
    """Yield `api/openapi.yaml`, and one more document for each further audience."""
    for place, api in enumerate(design.api):
        path = document_path(api, place)
        yield Artifact.text(path, "openapi", dump(document(design, api)), section="backend", title=api.title)


def document_path(api: Api, place: int) -> str:
    """Return the file of an API: the first one has the plain name."""
    return "api/openapi.yaml" if place == 0 else f"api/openapi-{api.audience}.yaml"


def document(design: Design, api: Api) -> Node:
    """Return the document as plain values."""
    scene = Scene(
        schemas={schema.name: schema for schema in api.schemas},
        entities={entity.key: entity for entity in design.facts.entities},
        currency=api.currency,
        vat_included=design.facts.requirements.constraints.money.vat != "excluded",
    )
    components = {
        "schemas": schemas(api),
        "parameters": shared_parameters(api),
        "headers": shared_headers(api),
        "responses": problem_responses(api),
        "securitySchemes": security_schemes(api),
    }
    return {
        "openapi": VERSION,
        "info": info(api),
        "jsonSchemaDialect": DIALECT,
        "servers": servers(api),
        "tags": [{"name": tag.name, "description": tag.description} for tag in api.tags],
        "x-tagGroups": tag_groups(api),
        "x-audience": api.audience,
        **({"x-rate-policies": [_policy(policy) for policy in api.rate_policies]} if api.rate_policies else {}),
        "paths": paths(api, scene),
        "components": {name: node for name, node in components.items() if node},
    }


def _policy(policy: RatePolicy) -> Node:
    """Return one quota as the `RateLimit-Policy` header names it."""
    node: Node = {"policy": f'"{policy.name}";q={policy.quota};w={policy.window_s}', "counts": policy.counts, "reason": policy.reason}
    return {**node, "covers": list(policy.covers)} if policy.covers else node


def info(api: Api) -> Node:
    """Return title, terms and contact."""
    row = load("api_audiences")[api.audience]
    return {
        "title": api.title,
        "version": api.version,
        "summary": api.summary,
        "description": "\n".join(
            (
                api.summary,
                f"For {row['readers']}: {len(api.operations)} operations; times are UTC (RFC 3339), amounts are text in {api.currency}.",
                "Lists are paged by cursor; an unknown query parameter is refused.",
                f"A breaking change gets a new major version and is announced {row['notice']} before the old one ends.",
            )
        ),
        "contact": {"name": f"Owners of {api.title}", "url": f"https://{api.host}/contact"},
        "license": {"name": row["license"], "identifier": row["spdx"]},
    }


def servers(api: Api) -> list[Node]:
    """Return one server for each environment; production has the plain host."""
    live = ("prod", "production", "live")
    names = sorted(api.environments, key=lambda name: (name not in live, name))
    found = [(name, api.host if name in live or len(names) == 1 else f"{name}.{api.host}") for name in names]
    return [{"url": f"https://{host}{api.base}", "description": f"Environment {name}."} for name, host in found]


def tag_groups(api: Api) -> list[Node]:
    """Return the tags by context."""
    groups: dict[str, list[str]] = {}
    for tag in api.tags:
        groups.setdefault(tag.group or "Other", []).append(tag.name)
    return [{"name": name.replace("_", " ").capitalize(), "tags": tags} for name, tags in groups.items()]


def paths(api: Api, scene: Scene) -> Node:
    """Return the paths in the order of the resources, methods in the order of HTTP."""
    found: dict[str, Node] = {}
    for operation in api.operations:
        found.setdefault(operation.path, {})[operation.method] = operation_node(api, scene, operation)
    methods = ("get", "post", "put", "patch", "delete")
    return {path: {method: node[method] for method in methods if method in node} for path, node in found.items()}


def operation_node(api: Api, scene: Scene, operation: ApiOperation) -> Node:
    """Return one operation with everything a caller and a gateway need to know."""
    node: Node = {
        "operationId": operation.name,
        "summary": operation.summary,
        "description": operation.description,
        "tags": [operation.tag],
    }
    if operation.parameters:
        node["parameters"] = [_with_example(operation, parameter(one)) for one in operation.parameters]
    if operation.request:
        node["requestBody"] = request_body(scene, operation)
    node["responses"] = responses(api, scene, operation)
    node["security"] = security_of(operation)
    if operation.public:
        node["x-public"] = operation.public
    if operation.sender:
        node["x-webhook"] = operation.sender
    node["x-requirements"] = list(operation.requirements)
    node["x-because"] = list(operation.because)
    node["x-authz"] = {"scope": operation.scope, "rule": operation.object_rule, "actors": list(operation.actors)}
    node["x-p95-ms"] = _whole(operation.p95_ms)
    if operation.per_second:
        node["x-peak-per-second"] = _whole(operation.per_second)
    return node


def request_body(scene: Scene, operation: ApiOperation) -> Node:
    """Return the body of a request with its example."""
    media = operation.media or (MERGE_PATCH if operation.method == "patch" else "application/json")
    content: Node = {"schema": {"$ref": f"#/components/schemas/{operation.request}"}}
    content["examples"] = {"sample": {"value": example_of(scene, scene.schemas[operation.request])}}
    return {"required": True, "description": scene.schemas[operation.request].description, "content": {media: content}}


def responses(api: Api, scene: Scene, operation: ApiOperation) -> Node:
    """Return the successful answer, then the problems by status."""
    made: Node = {}
    if operation.kind == "create" and operation.method == "put":
        made["200"] = {**success(scene, operation), "description": "The same row was stored before; nothing changed."}
    made[str(operation.status)] = success(scene, operation)
    for status, codes in grouped(api, operation).items():
        made[status] = {"$ref": f"#/components/responses/{response_name(codes)}"}
    return made


def success(scene: Scene, operation: ApiOperation) -> Node:
    """Return the successful answer with its headers and example."""
    headers = answer_headers(operation)
    if operation.method == "get" and operation.cache:
        headers["Cache-Control"] = {
            "description": "How long the answer may be kept.",
            "schema": {"type": "string", "const": operation.cache, "maxLength": 100},
        }
    node: Node = {"description": _told(operation, scene), "headers": headers}
    if not operation.response:
        return node
    name = f"{operation.response}Page" if operation.page else operation.response
    body = example_of(scene.shown(_status_after(scene.entities, operation), operation.kind == "create"), scene.schemas[operation.response])
    shown = {"items": [body], "page": {"next_cursor": None, "has_more": False}} if operation.page else body
    media = operation.media if operation.method == "get" and operation.media else "application/json"
    node["content"] = {media: {"schema": {"$ref": f"#/components/schemas/{name}"}, "examples": {"sample": {"value": shown}}}}
    return node


def _told(operation: ApiOperation, scene: Scene) -> str:
    shown = scene.schemas.get(operation.response)
    texts = {201: "Made.", 202: "Stored; the work comes later." if operation.sender else "Accepted; the work goes on.", 204: "Gone."}
    inner = shown.description if shown else "Done."
    return texts.get(operation.status, f"A page, the `{operation.tag}` that fit." if operation.page else inner)


def _status_after(entities: Mapping[str, EntityFacts], operation: ApiOperation) -> str:
    """Return the state a row is in after the operation: where the event leads, else the first one."""
    entity = entities.get(operation.entity)
    if entity is None or not entity.entity.states:
        return ""
    ways = [t.to for state in entity.entity.states for t in state.transitions if t.event == operation.event]
    return ways[0] if ways else entity.entity.states[0].name


def _with_example(operation: ApiOperation, node: Node) -> Node:
    """Add an example to an id in the path: the id of the sample row."""
    if node.get("in") == "path":
        return {**node, "example": identity(operation.entity or "Operation")}
    return node


def _whole(number: float) -> int | float:
    return int(number) if number == int(number) else round(number, 4) or float(f"{number:.3g}")
