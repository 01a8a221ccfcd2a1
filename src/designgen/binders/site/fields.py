"""A JSON Schema in, its members with type and limits in a reader's words out."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Link = Callable[[str], tuple[str, str]]
DEEPEST = 4
RANGES = (("minLength", "maxLength", "characters"), ("minimum", "maximum", ""), ("minItems", "maxItems", "entries"))


def fields(schema: Mapping[str, Any], link: Link, prefix: str = "") -> Iterator[dict[str, Any]]:
    """Yield the members of an object, those of objects written inside it after them as `outer.inner`."""
    for part in schema.get("allOf", ()) if isinstance(schema.get("allOf"), list) else ():
        if isinstance(part, Mapping):
            yield from fields(part, link, prefix)
    required = schema.get("required") if isinstance(schema.get("required"), list) else []
    members = schema.get("properties")
    for name, node in members.items() if isinstance(members, Mapping) else ():
        if not isinstance(node, Mapping):
            continue
        yield {
            "name": f"{prefix}{name}",
            "type": described(node, link),
            "required": name in (required or ()),
            "limits": limits(node),
            "says": node.get("description", ""),
            "fixed": "read only" if node.get("readOnly") else "write only" if node.get("writeOnly") else "",
        }
        inner = node.get("items") if isinstance(node.get("items"), Mapping) else node
        if prefix.count(".") < DEEPEST and isinstance(inner, Mapping):
            yield from fields(inner, link, f"{prefix}{name}{'[]' if inner is not node else ''}.")


def described(schema: Mapping[str, Any], link: Link, depth: int = 0) -> list[tuple[str, str]]:
    """Return the type as pieces of text, each with the place it links to or none."""
    if isinstance(schema.get("$ref"), str):
        return [link(schema["$ref"])]
    for word, between in (("oneOf", " or "), ("anyOf", " or "), ("allOf", " and ")):
        choices = schema.get(word)
        if isinstance(choices, list) and choices and depth < DEEPEST:
            parts = [described(one, link, depth + 1) for one in choices if isinstance(one, Mapping)]
            return [piece for at, part in enumerate(parts) for piece in ([(between, "")] if at else []) + part]
    kind = schema.get("type", "any")
    kinds = [str(one) for one in kind] if isinstance(kind, list) else [str(kind)]
    if "array" in kinds and isinstance(schema.get("items"), Mapping) and depth < DEEPEST:
        return [("list of ", ""), *described(schema["items"], link, depth + 1)]
    words = " or ".join(one for one in kinds if one != "null")
    words += f" ({schema['format']})" if schema.get("format") else ""
    return [(words + (" or null" if "null" in kinds else ""), "")]


def limits(schema: Mapping[str, Any]) -> list[str]:
    """Return what a value has to keep to."""
    found = [_range(schema.get(low), schema.get(high), unit) for low, high, unit in RANGES]
    inner = schema.get("items") if isinstance(schema.get("items"), Mapping) else {}
    values = schema.get("enum") or (inner or {}).get("enum")
    if isinstance(values, list):
        found.append("one of " + ", ".join(map(str, values)))
    if "const" in schema:
        found.append(f"always {schema['const']}")
    if "default" in schema:
        found.append(f"by default {_shown(schema['default'])}")
    if schema.get("pattern") and schema.get("format") != "uuid":
        found.append(f"matches {schema['pattern']}")
    return [each for each in found if each]


def _range(low: Any, high: Any, unit: str) -> str:
    if low is None and high is None:
        return ""
    if high is None:
        return f"at least {low} {unit}".strip()
    return f"at most {high} {unit}".strip() if low is None else f"{low} to {high} {unit}".strip()


def _shown(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else "null" if value is None else str(value)
