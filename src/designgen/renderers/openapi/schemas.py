"""Typed objects of the API in, the `components.schemas` of the document out (API-062..065)."""

from typing import Any

from designgen.knowledge.lifetimes import lifetimes
from designgen.model.design.api import Api, ObjectSchema, Property
from designgen.model.facts import Attribute
from designgen.renderers.openapi.parts import problem_schema
from designgen.renderers.openapi.types import UUID, money_name, money_schema, schema_of

Node = dict[str, Any]
REQUESTS = ("create", "patch", "command")


def schemas(api: Api) -> Node:
    """Return every schema of the document by name, in the order of use, then the shared ones."""
    made: Node = {schema.name: object_schema(schema) for schema in api.schemas}
    for operation in api.operations:
        if operation.page:
            made.setdefault(f"{operation.response}Page", page_schema(operation.response, api.page_max))
    if any(operation.page for operation in api.operations):
        made["PageInfo"] = page_info()
    made |= {money_name(attribute): money_schema(attribute, api.currency) for attribute in amounts(api)}
    made |= files(api)
    made["Problem"] = problem_schema(api)
    return made


def object_schema(schema: ObjectSchema) -> Node:
    """Return one object; what a client sends is closed, what it gets may grow (API-062)."""
    sent = schema.kind in REQUESTS
    node: Node = {"type": "object", "description": schema.description}
    required = [prop.name for prop in schema.properties if prop.required]
    if required:
        node["required"] = required
    if sent:
        node["additionalProperties"] = False
    if schema.kind == "patch":
        node["minProperties"] = 1
    node["properties"] = {prop.name: property_schema(prop, sent) for prop in schema.properties}
    if schema.entity:
        node["x-entity"] = schema.entity
    if schema.masks:
        node["x-masks"] = {mask.actor: list(mask.hides) for mask in schema.masks}
    return node


def property_schema(prop: Property, sent: bool) -> Node:
    """Return one member; a list that is never empty keeps its type, a file is sent as the id of its upload."""
    made = schema_of(prop.attribute)
    if prop.attribute.type == "file" and sent:
        made = schema_of(prop.attribute.model_copy(update={"type": "embedded", "of": "FileInput"}))
    if prop.description:
        made = {**made, "description": prop.description}
    if prop.read_only and not sent:
        made = {**made, "readOnly": True}
    if sent and prop.attribute.default is not None and not prop.required:
        made = _with_default(made, prop.attribute)
    return made


def page_schema(row: str, most: int) -> Node:
    """Return a page of rows (API-020, API-040)."""
    return {
        "type": "object",
        "description": f"A page of {row}.",
        "required": ["items", "page"],
        "properties": {
            "items": {"type": "array", "maxItems": most, "items": {"$ref": f"#/components/schemas/{row}"}},
            "page": {"$ref": "#/components/schemas/PageInfo"},
        },
    }


def page_info() -> Node:
    """Return what leads to the next page."""
    return {
        "type": "object",
        "description": "Where the next page begins.",
        "required": ["next_cursor", "has_more"],
        "properties": {
            "next_cursor": {"type": ["string", "null"], "maxLength": 1024, "description": "Null on the last page."},
            "has_more": {"type": "boolean"},
        },
    }


def amounts(api: Api) -> list[Attribute]:
    """Return one attribute for each kind of amount of money that members or parameters use."""
    used = [prop.attribute for schema in api.schemas for prop in schema.properties]
    used += [one.attribute for operation in api.operations for one in operation.parameters if one.attribute]
    found = {money_name(attribute): attribute for attribute in used if attribute.type == "money"}
    return [found[name] for name in sorted(found)]


def files(api: Api) -> Node:
    """Return how files are shown and sent, where some schema has one (API-061)."""
    made: Node = {}
    identity = {"type": "string", "format": "uuid", "pattern": UUID, "maxLength": 36}
    for schema in api.schemas:
        if not any(prop.attribute.type == "file" for prop in schema.properties):
            continue
        if schema.kind in REQUESTS:
            made["FileInput"] = {
                "type": "object",
                "description": "A file that was uploaded before.",
                "required": ["upload_id"],
                "additionalProperties": False,
                "properties": {"upload_id": {**identity, "description": "Ticket of `createUpload`."}},
            }
        else:
            made["FileRef"] = {
                "type": "object",
                "description": f"A stored file; `href` works for {lifetimes()['file_link']}.",
                "required": ["href", "content_type", "size_bytes", "sha256"],
                "properties": {
                    "href": {"type": "string", "format": "uri", "maxLength": 2048},
                    "content_type": {"type": "string", "maxLength": 100},
                    "size_bytes": {"type": "integer", "format": "int64", "minimum": 0, "maximum": 2**53 - 1},
                    "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$", "maxLength": 64},
                },
            }
    return made


def _with_default(made: Node, attribute: Attribute) -> Node:
    if attribute.values and attribute.default in attribute.values:
        return {**made, "default": attribute.default}
    if attribute.type == "int" and str(attribute.default).lstrip("-").isdigit():
        return {**made, "default": int(str(attribute.default))}
    return made
