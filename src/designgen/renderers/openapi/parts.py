"""The shared parts of an OpenAPI document: parameters, headers, problems, security schemes (API-071, API-076, API-085..089)."""

from typing import Any

from designgen.knowledge.catalogue import load
from designgen.knowledge.lifetimes import lifetimes
from designgen.model.design.api import Api, ApiOperation, ErrorCode, Parameter
from designgen.renderers.openapi.types import schema_of

Node = dict[str, Any]

SCHEMAS = "#/components/schemas"
WAITING = (429, 502, 503)


def shared_parameters(api: Api) -> Node:
    """Return the parameters that operations refer to by name; only those in use."""
    used = {_shared_name(one) for operation in api.operations for one in operation.parameters if one.component}
    known = {
        "Cursor": _query(
            "cursor",
            f"Where the page begins: `page.next_cursor` of the page before; expires after {api.cursor_hours} hours.",
            {"type": "string", "minLength": 1, "maxLength": 1024, "pattern": "^[A-Za-z0-9_-]+$"},
        ),
        "Limit": _query(
            "limit",
            f"How many rows a page holds; more than {api.page_max} counts as {api.page_max}.",
            {"type": "integer", "format": "int32", "minimum": 1, "maximum": api.page_max, "default": api.page_default},
        ),
        "SearchText": _query("q", "Words to look for in the searchable fields.", {"type": "string", "minLength": 2, "maxLength": 100}),
        "SearchTextRequired": {**_query("q", "Words to look for.", {"type": "string", "minLength": 2, "maxLength": 100}), "required": True},
        "IfMatch": _header(
            "If-Match", "ETag of the version the change rests on; without it the newest version is changed.", _etag(), False
        ),
        "IfMatchRequired": _header(
            "If-Match", "ETag of the version the change rests on; 412 if it is no longer the newest.", _etag(), True
        ),
        "IdempotencyKey": _header(
            "Idempotency-Key",
            f"A UUID made by the client for this effect; kept for {api.idempotency_hours} hours.",
            {"type": "string", "minLength": 16, "maxLength": 255},
            True,
        ),
    }
    known["LastEventId"] = _header(
        "Last-Event-ID", "Id of the last event received; the stream goes on behind it.", {"type": "string", "maxLength": 64}, False
    )
    known["ChallengeToken"] = _header(
        "Challenge-Token",
        f"Answer to the challenge against robots; valid once, for {lifetimes()['challenge']}.",
        {"type": "string", "minLength": 16, "maxLength": 2048},
        True,
    )
    return {name: node for name, node in known.items() if name in used}


def parameter(one: Parameter) -> Node:
    """Return a parameter of one operation, or the reference to a shared one."""
    if one.component:
        return {"$ref": f"#/components/parameters/{_shared_name(one)}"}
    node: Node = {"name": one.name, "in": one.place, "required": one.required, "description": one.description}
    inner: Node = {"type": "string", "enum": list(one.values)} if one.values else _value(one)
    if one.repeats:
        return {**node, "explode": True, "schema": {"type": "array", "items": inner, "maxItems": len(one.values), "uniqueItems": True}}
    return {**node, "schema": inner}


def shared_headers(api: Api) -> Node:
    """Return the headers of answers; only those in use."""
    known = {
        "ETag": {"description": "Version of the row, for If-Match.", "schema": _etag()},
        "Location": {"description": "Path of what was made.", "schema": {"type": "string", "format": "uri-reference", "maxLength": 2048}},
        "RequestId": {
            "description": "Id of the request; the same as `trace_id` of a problem.",
            "schema": {"type": "string", "maxLength": 64},
        },
        "RateLimit": {
            "description": 'What is left of the quota, such as `"default";r=59;t=42`.',
            "schema": {"type": "string", "maxLength": 200},
        },
        "RateLimitPolicy": {
            "description": _quotas(api),
            "schema": {"type": "string", "maxLength": 200, "examples": [_quota_example(api)]},
        },
        "RetryAfter": {"description": "Seconds to wait.", "schema": {"type": "integer", "format": "int32", "minimum": 1, "maximum": 3600}},
        "IdempotencyReplayed": {"description": "Whether this is the stored answer of an earlier request.", "schema": {"type": "boolean"}},
    }
    absent = set()
    if not any(operation.etag for operation in api.operations):
        absent.add("ETag")
    if not any(operation.status in (201, 202) and not operation.sender for operation in api.operations):
        absent.add("Location")
    if not any(operation.idempotency_key for operation in api.operations):
        absent.add("IdempotencyReplayed")
    return {name: node for name, node in known.items() if name not in absent}


def _quotas(api: Api) -> str:
    """Return what one caller may ask for, by kind of caller."""
    told = [f"{policy.quota} for {policy.name}" for policy in api.rate_policies if not policy.covers]
    return f"The quota of one caller in 60 seconds: {', '.join(told) or api.rate_limit}."


def _quota_example(api: Api) -> str:
    first = api.rate_policies[0] if api.rate_policies else None
    return f'"{first.name}";q={first.quota};w={first.window_s}' if first else f'"default";q={api.rate_limit};w=60'


def answer_headers(operation: ApiOperation) -> Node:
    """Return the headers of a successful answer."""
    names = {"Request-Id": "RequestId", "RateLimit": "RateLimit", "RateLimit-Policy": "RateLimitPolicy"}
    if operation.etag:
        names["ETag"] = "ETag"
    if operation.status in (201, 202) and not operation.sender and operation.response != "Receipt":
        names["Location"] = "Location"
    if operation.status == 202 and not operation.sender:
        names["Retry-After"] = "RetryAfter"
    if operation.idempotency_key:
        names["Idempotency-Replayed"] = "IdempotencyReplayed"
    return {name: {"$ref": f"#/components/headers/{component}"} for name, component in names.items()}


def problem_schema(api: Api) -> Node:
    """Return the Problem object (RFC 9457) with our members."""
    trouble = {
        "type": "object",
        "required": ["pointer", "code", "detail"],
        "properties": {
            "pointer": {"type": "string", "maxLength": 500, "description": "JSON pointer of the member, or the name of the parameter."},
            "code": {"type": "string", "maxLength": 64, "pattern": "^[A-Z][A-Z0-9_]*$"},
            "detail": {"type": "string", "maxLength": 500},
        },
    }
    codes = [error.name for error in api.errors]
    return {
        "type": "object",
        "description": "What went wrong (RFC 9457); clients branch on `code`, never on text.",
        "required": ["type", "title", "status", "code", "trace_id", "retryable"],
        "properties": {
            "type": {"type": "string", "format": "uri", "maxLength": 500, "description": "Stable address of the kind of problem."},
            "title": {"type": "string", "maxLength": 200},
            "status": {"type": "integer", "format": "int32", "minimum": 400, "maximum": 599},
            "detail": {"type": "string", "maxLength": 1000, "description": "What happened this time; safe to show."},
            "instance": {"type": "string", "format": "uri-reference", "maxLength": 2048},
            "code": {"type": "string", "maxLength": 64, "pattern": "^[A-Z][A-Z0-9_]*$", "x-extensible-enum": codes},
            "errors": {"type": "array", "maxItems": 100, "items": trouble, "description": "One entry for each member that does not pass."},
            "trace_id": {"type": "string", "maxLength": 64},
            "retryable": {"type": "boolean", "description": "Whether the same request may succeed later."},
        },
    }


def problem_responses(api: Api) -> Node:
    """Return one response component for each set of codes that some operation answers with under one status."""
    known = {error.name: error for error in api.errors}
    found: Node = {}
    for operation in api.operations:
        for codes in grouped(api, operation).values():
            found.setdefault(response_name(codes), _problem_response(api, [known[code] for code in codes]))
    return dict(sorted(found.items()))


def grouped(api: Api, operation: ApiOperation) -> dict[str, tuple[str, ...]]:
    """Return the codes of an operation by status; what is our own fault is the `default`."""
    statuses = {error.name: error.status for error in api.errors}
    found: dict[str, list[str]] = {}
    for code in operation.errors:
        if code in statuses:
            found.setdefault("default" if code == "INTERNAL" else str(statuses[code]), []).append(code)
    ordered = sorted(found.items(), key=lambda entry: (entry[0] == "default", entry[0]))
    return {status: tuple(codes) for status, codes in ordered}


def response_name(codes: tuple[str, ...]) -> str:
    """Return the component of a set of codes: `NotFound`, `DuplicateOrIllegalTransition`."""
    return "Or".join("".join(part.capitalize() for part in code.split("_")) for code in codes)


def problem_type(api: Api, code: str) -> str:
    """Return the stable address of a kind of problem."""
    return f"https://{api.host}/problems/{code.lower().replace('_', '-')}"


def security_schemes(api: Api) -> Node:
    """Return the ways in which callers prove who they are; only those in use."""
    used, spans = {scheme for operation in api.operations for scheme in operation.schemes}, lifetimes()
    known: Node = {
        **token_schemes(api),
        **{
            name: header_key(row["header"], f"{row['says']} over {row['signs']}; at most {spans['tolerance']} of difference.")
            for name, row in load("api_webhooks")["signatures"].items()
            if name != "default"
        },
        "api-key": header_key("Api-Key", "Key of one partner: 256 bits, stored hashed, rotated in pairs."),
        "signature": header_key("Webhook-Signature", f"HMAC-SHA-256 over id, time and body; at most {spans['tolerance']} of difference."),
        "mtls": {"type": "mutualTLS", "description": "Client certificate of a device or partner."},
        "guest-token": {
            "type": "http",
            "scheme": "bearer",
            "description": f"Token of a guest from `createGuestSession`, bound to one place, at most {spans['guest_token']} old.",
        },
    }
    return {name: node for name, node in known.items() if name in used}


def token_schemes(api: Api) -> Node:
    """Return the two kinds of token that carry scopes: of people (API-085) and of machines (API-088)."""
    issuer = f"https://id.{api.host.removeprefix('api.')}/oauth2"
    scopes = {scope.name: scope.grants for scope in api.scopes}
    people = {"authorizationUrl": f"{issuer}/authorize", "tokenUrl": f"{issuer}/token", "scopes": scopes}
    return {
        "oidc": {
            "type": "oauth2",
            "description": "Access token of the identity provider; people sign in with authorization code and PKCE.",
            "flows": {"authorizationCode": people},
        },
        "oauth-client": {
            "type": "oauth2",
            "description": "Client credentials with private_key_jwt (RFC 7523).",
            "flows": {"clientCredentials": {"tokenUrl": f"{issuer}/token", "scopes": scopes}},
        },
    }


def header_key(name: str, description: str) -> Node:
    """Return a scheme whose proof travels in a header of its own."""
    return {"type": "apiKey", "in": "header", "name": name, "description": description}


def security_of(operation: ApiOperation) -> list[Node]:
    """Return the security requirements of an operation; a public one has the empty list.

    Only tokens of OAuth name their scope here; `x-authz` names it for every caller.
    """
    scoped = ("oidc", "oauth-client")
    found: list[Node] = [{scheme: [operation.scope] if scheme in scoped and operation.scope else []} for scheme in operation.schemes]
    return [] if operation.public and not found else [*found, {}] if operation.public else found


def _shared_name(one: Parameter) -> str:
    return "SearchTextRequired" if one.component == "SearchText" and one.required else one.component


def _problem_response(api: Api, errors: list[ErrorCode]) -> Node:
    headers = {"Request-Id": {"$ref": "#/components/headers/RequestId"}}
    if any(error.status in WAITING or error.name == "IDEMPOTENCY_IN_PROGRESS" for error in errors):
        headers["Retry-After"] = {"$ref": "#/components/headers/RetryAfter"}
    if any(error.status == 429 for error in errors):
        headers |= {
            "RateLimit": {"$ref": "#/components/headers/RateLimit"},
            "RateLimit-Policy": {"$ref": "#/components/headers/RateLimitPolicy"},
        }
    return {
        "description": "\n".join(f"{error.name}: {error.meaning}" for error in errors),
        "headers": headers,
        "content": {
            "application/problem+json": {
                "schema": {"$ref": f"{SCHEMAS}/Problem"},
                "examples": {error.name: {"value": _problem_example(api, error)} for error in errors},
            }
        },
    }


def _problem_example(api: Api, error: ErrorCode) -> Node:
    made: Node = {"type": problem_type(api, error.name), "title": error.title, "status": error.status, "code": error.name}
    if error.name == "VALIDATION_FAILED":
        made["errors"] = [{"pointer": "/", "code": "REQUIRED", "detail": "A required member is missing."}]
    return {**made, "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736", "retryable": error.retryable}


def _value(one: Parameter) -> Node:
    return (
        schema_of(one.attribute.model_copy(update={"nullable": False, "default": None}))
        if one.attribute
        else {"type": "string", "maxLength": 255}
    )


def _etag() -> Node:
    return {"type": "string", "pattern": '^"v[0-9]+"$', "maxLength": 24, "examples": ['"v3"']}


def _query(name: str, description: str, schema: Node) -> Node:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _header(name: str, description: str, schema: Node, required: bool) -> Node:
    return {"name": name, "in": "header", "required": required, "description": description, "schema": schema}
