"""The vocabulary as a JSON Schema (draft 2020-12), made from the same shapes and grammars that the loader reads by.

An editor completes and underlines with it; names that must exist elsewhere in the file are the loader's to check.
"""

import re
from collections.abc import Callable
from typing import Any

from designgen.frontend import grammars
from designgen.frontend.identities import IDENTITY, NAMES
from designgen.frontend.shapes import Amount, Choice, Either, Flag, Form, Many, Named, Slot, Table, Text, Thing, Whole, shape
from designgen.frontend.walk import JOINED, WORDS
from designgen.model.domain import AggregateSource, Field, Invariant, Transition, Volume
from designgen.model.frozen import Frozen
from designgen.model.peers import Interface
from designgen.model.quantities import Quantity
from designgen.model.requirements import GivenDecision, OpenQuestion, Requirements
from designgen.model.wishes import Goal, Operation, SortKey, Stakeholder

Schema = dict[str, Any]
ANY_TEXT: Schema = {"type": ["string", "number", "boolean"]}
NOTHING: Schema = {"type": "null"}
EXTENSION = "^x-"
INTERFACE_KINDS = ("rest", "graphql", "grpc", "events", "websocket", "sse", "mqtt")
SHORT: dict[type[Frozen], Schema] = {
    Field: {
        "type": "string",
        "pattern": f"^{grammars.FIELD}$",
        "examples": ["string(80) searchable", "->Venue opt", "enum(OPEN|PAID)=OPEN"],
    },
    Operation: {"type": "string", "pattern": f"^{grammars.OPERATION}$", "examples": ["list Order by venue+status sort -placed_at 25/s"]},
    SortKey: {"type": "string", "pattern": f"^{grammars.SORT}$", "examples": ["-placed_at"]},
    AggregateSource: {"type": "string", "pattern": f"^{grammars.SOURCE}$", "examples": ["Order by venue+business_date.month"]},
    Volume: {"type": ["string", "number"], "pattern": f"^{grammars.VOLUME}$", "examples": ["8k", "10k/day"]},
    Invariant: {"type": "string", "examples": ["total = net + vat", "no overlap of during per table"]},
    Transition: {"type": "string"},
    Goal: ANY_TEXT,
    OpenQuestion: ANY_TEXT,
    Stakeholder: ANY_TEXT,
    GivenDecision: ANY_TEXT,
    Interface: {"enum": list(INTERFACE_KINDS)},
}


def json_schema() -> Schema:
    """Return the JSON Schema of a requirements file."""
    return SchemaWriter().document()


class SchemaWriter:
    """Collects one definition for each model."""

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {}

    def document(self) -> Schema:
        """Return the whole schema, definitions by name."""
        root = self._object(Requirements)
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "designgen requirements",
            **root,
            "$defs": {name: self.definitions[name] for name in sorted(self.definitions)},
        }

    def form(self, form: Form) -> Schema:
        """Return the schema of what stands behind one key."""
        writers: dict[type, Callable[[Any], Schema]] = {
            Text: lambda _: ANY_TEXT,
            Whole: lambda _: {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": "^-?[0-9]{1,15}$"}]},
            Flag: lambda _: {"anyOf": [{"type": "boolean"}, {"enum": sorted(WORDS)}]},
            Choice: lambda choice: {"enum": [*choice.words, *(int(word) for word in choice.words if word.isdigit())]},
            Amount: lambda amount: quantity(amount.quantity),
            Thing: lambda thing: self._reference(thing.model),
            Many: self._many,
            Named: self._named,
            Table: lambda table: {"type": "object", "additionalProperties": self.form(table.of)},
            Either: lambda either: {"anyOf": [self.form(one) for one in either.forms]},
        }
        return writers[type(form)](form)

    def _many(self, many: Many) -> Schema:
        inner = self.form(many.of)
        return {"anyOf": [inner, {"type": "array", "items": inner}]}

    def _reference(self, model: type[Frozen]) -> Schema:
        name = model.__name__
        if name not in self.definitions:
            self.definitions[name] = {}
            forms = [SHORT[model]] if model in SHORT else []
            if model is Field:
                forms.append(
                    {"type": "array", "minItems": 1, "maxItems": 1, "items": {"type": "string"}, "description": "[Child] or [enum(A|B)]"}
                )
            whole = self._object(model)
            forms += [whole] if whole.get("required") else [whole, NOTHING]
            self.definitions[name] = {"description": whole.pop("description", ""), "anyOf": forms} if len(forms) > 1 else whole
        return {"$ref": f"#/$defs/{name}"}

    def _object(self, model: type[Frozen]) -> Schema:
        known = shape(model)
        properties = {key: self._property(model, slot) for key, slot in known.slots.items()}
        properties |= {other: properties[key] for other, key in known.others.items()}
        needed = [slot.key for slot in known.slots.values() if slot.needed]
        found: Schema = {"type": "object", "description": described(model), "properties": properties, "additionalProperties": False}
        found["patternProperties"] = {EXTENSION: {}}
        return {**found, "required": needed} if needed else found

    def _property(self, model: type[Frozen], slot: Slot) -> Schema:
        special = self._field_property(slot) if model is Field else {}
        inner = special or self.form(slot.form)
        if slot.key in JOINED and isinstance(slot.form, Many):
            inner = {"anyOf": [{"type": "string", "pattern": f"^{grammars.SORTS}$"}, inner]}
        field = model.model_fields[slot.name]
        pattern = next((mark.pattern for mark in field.metadata if getattr(mark, "pattern", None)), None)
        inner = {"type": "string", "pattern": pattern} if pattern else inner
        if slot.name == "trigger" and model.__name__ == "Requirement":
            inner = {"type": "string", "pattern": f"^{grammars.TRIGGER}$"}
        optional = inner if slot.needed else {"anyOf": [inner, NOTHING]}
        return {**optional, "description": slot.description} if slot.description else optional

    def _field_property(self, slot: Slot) -> Schema:
        """Return the schema of the keys of a field that may hold a piece of its short form."""
        names = self._many(Many(Text()))
        return {
            "type": {"anyOf": [SHORT[Field], {"enum": list(slot.form.words if isinstance(slot.form, Choice) else ())}]},
            "unique": {"anyOf": [self.form(Flag()), names]},
        }.get(slot.name, {})

    def _named(self, named: Named) -> Schema:
        keyed = named.keyed
        element = self._reference(named.model)
        value = element
        if keyed.inner:
            inner = next(slot for slot in shape(named.model).slots.values() if slot.name == keyed.inner)
            value = {"anyOf": [self.form(inner.form), element if keyed.listed else NOTHING, NOTHING]}
        usable = NAMES.get(named.model.__name__, (IDENTITY.pattern, "", ""))[0]
        mapping: Schema = {
            "type": "object",
            "patternProperties": {EXTENSION: {}, f"^(?!x-)(?:{usable})$": value},
            "additionalProperties": False,
        }
        if not keyed.listed:
            return mapping
        return {"anyOf": [mapping, {"type": "array", "items": element}]}


def quantity(kind: type[Quantity]) -> Schema:
    """Return the schema of a quantity; a bare number where the grammar has no unit."""
    text: Schema = {"type": "string", "pattern": rf"^\s*(?:{kind.grammar})\s*$", "examples": [kind.example]}
    text["description"] = described(kind)
    bare = re.fullmatch(kind.grammar, "5") is not None
    zero = re.fullmatch(kind.grammar, "0") is not None
    return {**text, "type": ["string", "number"]} if bare else {"anyOf": [text, {"const": 0}]} if zero else text


def described(model: type[Frozen]) -> str:
    """Return the first sentence of a model's docstring."""
    return (model.__doc__ or "").strip().partition("\n")[0]
