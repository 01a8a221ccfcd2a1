"""An OpenAPI document in, its reference as values for the template out: operations by resource, schemas, answers, security.

The document may be edited by hand: whatever is not of the expected shape is left out.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from designgen.binders.site.colouring import coloured
from designgen.binders.site.fields import described, fields, limits
from designgen.binders.site.places import address, place
from designgen.knowledge.wording import figure
from designgen.syntax.openapi import METHODS, resolve
from designgen.syntax.yaml import NotYaml, load

View = dict[str, Any]


def reference(text: str, page: str) -> View | None:
    """Return what the template shows; None if the text is no OpenAPI document."""
    try:
        document = load(text, page)
    except NotYaml:
        return None
    if not isinstance(document, Mapping) or not isinstance(document.get("paths"), Mapping):
        return None
    reader = Reader(document, page)
    parts, about = mapping(document.get("components")), mapping(document.get("info"))
    return {
        "page": page,
        "about": {key: str(about.get(key) or "") for key in ("title", "summary", "description", "version")},
        "servers": [{key: str(mapping(one).get(key) or "") for key in ("url", "description")} for one in sequence(document.get("servers"))],
        "security": [reader.scheme(name, node) for name, node in mapping(parts.get("securitySchemes")).items()],
        "resources": reader.resources(),
        "schemas": [reader.schema(name, node) for name, node in mapping(parts.get("schemas")).items()],
        "answers": [reader.answer(name, node) for name, node in mapping(parts.get("responses")).items()],
    }


def operation_names(view: View) -> tuple[str, ...]:
    """Return the operation ids of a reference."""
    return tuple(operation["name"] for resource in view["resources"] for operation in resource["operations"])


def mapping(value: Any) -> Mapping[str, Any]:
    """Return a mapping, empty where there is none."""
    return value if isinstance(value, Mapping) else {}


def sequence(value: Any) -> list[Any]:
    """Return a list, empty where there is none."""
    return value if isinstance(value, list) else []


class Reader:
    """Reads one document; references are followed inside it only."""

    def __init__(self, document: Mapping[str, Any], page: str) -> None:
        self.document = document
        self.page = page

    def resources(self) -> list[View]:
        """Return the operations under the tags they carry, in the order of the document."""
        told = [mapping(tag) for tag in sequence(self.document.get("tags"))]
        found = {str(tag.get("name")): {"name": str(tag.get("name")), "says": tag.get("description", ""), "operations": []} for tag in told}
        for route, method, node in self._operations():
            tag = str((sequence(node.get("tags")) or ["Further operations"])[0])
            resource = found.setdefault(tag, {"name": tag, "says": "", "operations": []})
            resource["operations"].append(self._operation(route, method, node))
        return [{**row, "id": place(self.page, f"tag:{row['name']}")} for row in found.values() if row["operations"]]

    def scheme(self, name: str, node: Any) -> View:
        """Return one way to prove who calls, with the rights a token may carry."""
        node = self._followed(node)
        flows = mapping(node.get("flows"))
        scopes = {scope: says for flow in flows.values() for scope, says in mapping(mapping(flow).get("scopes")).items()}
        kind = " ".join(str(node[key]) for key in ("type", "scheme", "in", "name") if node.get(key))
        return {"name": name, "kind": kind, "says": node.get("description", ""), "scopes": sorted(scopes.items())}

    def schema(self, name: str, node: Any) -> View:
        """Return one schema with its members."""
        node = mapping(node)
        return {
            "name": name,
            "id": place(self.page, f"schema:{name}"),
            "says": node.get("description", ""),
            "fields": list(fields(node, self._link)),
            "type": described(node, self._link),
            "limits": limits(node),
        }

    def answer(self, name: str, node: Any) -> View:
        """Return one shared answer: each code it can carry, what that means, how it looks."""
        node = self._followed(node)
        return {
            "name": name,
            "id": place(self.page, f"answer:{name}"),
            "lines": _lines(node),
            "examples": list(_examples(node)),
        }

    def _operations(self) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
        for route, methods in mapping(self.document.get("paths")).items():
            for method, node in mapping(methods).items():
                if method in METHODS and isinstance(node, Mapping):
                    yield route, method, {**node, "shared": mapping(methods).get("parameters")}

    def _operation(self, route: str, method: str, node: Mapping[str, Any]) -> View:
        name = str(node.get("operationId") or f"{method} {route}")
        rights = mapping(node.get("x-authz"))
        return {
            "name": name,
            "id": place(self.page, name),
            "method": method,
            "route": route,
            "summary": node.get("summary", ""),
            "says": str(node.get("description", "")).splitlines(),
            "actors": [str(actor) for actor in sequence(rights.get("actors"))],
            "proofs": list(self._proofs(node)),
            "public": node.get("x-public", ""),
            "speed": _speed(node),
            "requirements": [str(one) for one in sequence(node.get("x-requirements"))],
            "parameters": [self._parameter(one) for one in (*sequence(node["shared"]), *sequence(node.get("parameters")))],
            "body": self._body(self._followed(node.get("requestBody"))),
            "answers": [self._response(str(status), one) for status, one in mapping(node.get("responses")).items()],
            "deprecated": bool(node.get("deprecated")),
        }

    def _proofs(self, node: Mapping[str, Any]) -> Iterator[str]:
        for one in sequence(node.get("security", self.document.get("security"))):
            for scheme, scopes in mapping(one).items():
                yield " ".join((scheme, *map(str, sequence(scopes))))

    def _parameter(self, node: Any) -> View:
        node = self._followed(node)
        schema = mapping(node.get("schema"))
        return {
            "name": str(node.get("name", "")),
            "place": node.get("in", ""),
            "required": bool(node.get("required")),
            "type": described(schema, self._link),
            "limits": limits(schema),
            "says": node.get("description", ""),
        }

    def _body(self, node: Mapping[str, Any]) -> View | None:
        if not node:
            return None
        media, content = next(iter(mapping(node.get("content")).items()), ("", {}))
        schema = mapping(mapping(content).get("schema"))
        return {
            "media": media,
            "says": node.get("description", ""),
            "type": described(schema, self._link),
            "fields": list(fields(self._followed(schema), self._link)),
            "examples": list(_examples(node)),
        }

    def _response(self, status: str, node: Any) -> View:
        shared = str(mapping(node).get("$ref", "")).rpartition("/")[2]
        node = self._followed(node)
        content = mapping(next(iter(mapping(node.get("content")).values()), {}))
        return {
            "status": status,
            "kind": status[0] if status[0].isdigit() else "other",
            "link": address(place(self.page, f"answer:{shared}")) if shared else "",
            "lines": _lines(node),
            "type": described(mapping(content.get("schema")), self._link) if content and not shared else [],
            "headers": [] if shared else sorted(mapping(node.get("headers"))),
            "examples": [] if shared else list(_examples(node)),
        }

    def _followed(self, node: Any) -> Mapping[str, Any]:
        """Return the node, or what its reference leads to."""
        for _ in range(8):
            target = mapping(node).get("$ref")
            if not isinstance(target, str):
                break
            try:
                node = resolve(self.document, target)
            except KeyError:
                return {}
        return mapping(node)

    def _link(self, target: str) -> tuple[str, str]:
        """Return the name of a schema and where it stands."""
        name = target.rpartition("/")[2]
        return name, address(place(self.page, f"schema:{name}"))


def _lines(node: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Split `CODE: meaning` lines of a description."""
    found = []
    for line in str(node.get("description", "")).splitlines():
        code, colon, meaning = line.partition(": ")
        known = colon and code.replace("_", "").isupper() and " " not in code
        found.append((code, meaning) if known else ("", line))
    return found


def _speed(node: Mapping[str, Any]) -> str:
    p95, peak = node.get("x-p95-ms"), node.get("x-peak-per-second")
    parts = [f"95 % within {figure(p95)} ms"] if isinstance(p95, int | float) else []
    return ", ".join((*parts, f"{figure(peak)} a second at the peak") if isinstance(peak, int | float) else parts)


def _examples(node: Mapping[str, Any]) -> Iterator[View]:
    """Yield the examples of a body or an answer, as coloured JSON."""
    for media in mapping(node.get("content")).values():
        content = mapping(media)
        told = {name: mapping(one).get("value") for name, one in mapping(content.get("examples")).items()}
        if "example" in content:
            told["example"] = content["example"]
        for name, value in told.items():
            yield {"name": name, "html": coloured(json.dumps(value, indent=2, ensure_ascii=False, default=str), "json")}
