"""The form of every answer: a short list of changes with their reasons, and what the persona says beside them.

The form is the same for all sections. A service compiles it into a grammar once and keeps what personas share in its
cache; it stays far below the sizes at which such grammars are refused. What a field may hold is judged by the contract.
"""

from typing import Any, Literal

from pydantic import Field as Described

from designgen.model.frozen import Frozen

Action = Literal["add", "replace", "remove"]


class Entry(Frozen):
    """A field of a part and its new value."""

    name: str = Described(description="name of an open field of the part")
    value: str = Described(description="a text as it is; anything else as JSON")


class Change(Frozen):
    """One part added, replaced or removed."""

    action: Action = Described(description="add a part, replace fields of one, remove one")
    key: str = Described(description="key of the part, kind:name")
    into: str | None = Described(default=None, description="for an added part: key of the part that holds it, if there are several")
    fields: tuple[Entry, ...] = Described(default=(), description="fields that change; the others stay as in the draft")
    reason: str = Described(description="one plain sentence about this system")
    requirements: tuple[str, ...] = Described(default=(), description="ids of the requirements it serves")


class Turn(Frozen):
    """Another option for a decision that this persona owns."""

    topic: str = Described(description="a topic that you own")
    choice: str = Described(description="id of another option that is not ruled out")
    reason: str = Described(description="why it is better here, one sentence")
    requirements: tuple[str, ...] = Described(default=(), description="ids of the requirements it serves")


class Asked(Frozen):
    """A question to the people behind the requirements."""

    key: str = Described(description="question:name")
    text: str = Described(description="the question, one sentence")
    why: str = Described(description="what depends on it")
    assumed: str = Described(description="the answer that the design assumes")
    changes: str = Described(description="what changes with another answer")
    ask: Literal["product owner", "operations", "third party", "legal"] = Described(default="product owner", description="who can answer")
    requirements: tuple[str, ...] = Described(default=(), description="ids of the requirements it is about")


class Objection(Frozen):
    """Another option for a decision that someone else owns."""

    topic: str = Described(description="a topic of someone else")
    choice: str = Described(description="id of the option you would take")
    reason: str = Described(description="why, one sentence")


class Found(Frozen):
    """Something wrong or risky in the requirements."""

    key: str = Described(description="finding:name")
    severity: Literal["blocker", "error", "warn", "info"] = Described(default="warn", description="how much it weighs")
    statement: str = Described(description="what is wrong, one sentence")
    repair: str = Described(description="the cheapest way out")
    requirements: tuple[str, ...] = Described(default=(), description="ids of the requirements it is about")


class Revision(Frozen):
    """All that a persona answers."""

    changes: tuple[Change, ...] = Described(default=(), description="parts added, replaced or removed")
    choices: tuple[Turn, ...] = Described(default=(), description="other options for topics that you own")
    conclusions: tuple[str, ...] = Described(default=(), description="one sentence each, beyond the draft")
    concerns: tuple[str, ...] = Described(default=(), description="one sentence each, beyond the draft")
    questions: tuple[Asked, ...] = Described(default=(), description="what must be asked beyond the draft")
    dissents: tuple[Objection, ...] = Described(default=(), description="other options for topics of others")
    findings: tuple[Found, ...] = Described(default=(), description="what is wrong in the requirements beyond the draft")


def schema() -> dict[str, Any]:
    """Return the JSON Schema of an answer: closed objects, every member required, absence written as null."""
    whole = Revision.model_json_schema()
    return _flat(whole, whole.get("$defs", {}))


def _flat(node: dict[str, Any], named: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in node:
        return _flat(named[node["$ref"].rsplit("/", 1)[-1]], named)
    flat: dict[str, Any] = {word: node[word] for word in ("type", "enum", "description") if word in node}
    if "anyOf" in node:
        return {"anyOf": [_flat(one, named) for one in node["anyOf"]], **flat}
    if node.get("type") == "array":
        return {**flat, "items": _flat(node["items"], named)}
    if node.get("type") == "object":
        members = {name: _flat(one, named) for name, one in node["properties"].items()}
        return {"type": "object", "properties": members, "required": list(members), "additionalProperties": False}
    return flat
