"""Schemas of the API in, example bodies out: valid, coherent, the same in every build, nobody's real data (API-068)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from designgen.knowledge.catalogue import load
from designgen.knowledge.templates import phrase
from designgen.model.design.api import ObjectSchema, Property
from designgen.model.facts import Attribute, EntityFacts
from designgen.renderers.openapi_types import digits

FIRST_DAY = date(2026, 3, 2)
MILLISECONDS = "019cac12"
SUM = re.compile(r"(\w+)\s*=\s*(\w+)\s*\+\s*(\w+)")


@dataclass(frozen=True)
class Scene:
    """What the examples of one document share: schemas by name, entities by key, currency, and the state shown."""

    schemas: dict[str, ObjectSchema]
    entities: dict[str, EntityFacts]
    currency: str
    status: str = ""
    writing: bool = False
    fresh: bool = False

    def shown(self, status: str, fresh: bool) -> "Scene":
        """Return the scene in which rows are in that state, perhaps just made."""
        return replace(self, status=status, fresh=fresh)


def identity(name: str) -> str:
    """Return the id of the sample row of an entity: the same wherever it is referred to, in the form of a UUID v7."""
    spread = sha256(name.encode()).hexdigest()
    return f"{MILLISECONDS}-{spread[:4]}-7{spread[4:7]}-8{spread[7:10]}-{spread[10:22]}"


def example_of(scene: Scene, schema: ObjectSchema) -> dict[str, Any]:
    """Return the sample object of a schema; members that may be absent from a change are left out but for the first."""
    shown = schema.properties[:1] if schema.kind == "patch" else schema.properties
    within = replace(scene, writing=schema.kind in ("create", "patch", "command"))
    made = {prop.name: value_of(within, schema, prop, place) for place, prop in enumerate(shown)}
    return _added_up(scene, schema, made)


def value_of(scene: Scene, schema: ObjectSchema, prop: Property, place: int) -> Any:
    """Return the sample value of one member; dates follow each other in the order of the members."""
    attribute = prop.attribute
    if attribute.nullable and not schema.entity:
        return None
    if attribute.type in ("embedded", "children"):
        return _inner(scene, attribute)
    if attribute.role in ("key", "reference") and attribute.type != "many_to_many":
        return identity((schema.entity or schema.name) if attribute.role == "key" else (attribute.target or attribute.name))
    if attribute.role == "status" and scene.status in attribute.values:
        return scene.status
    if attribute.role == "system" and attribute.type == "instant":
        later = attribute.name != "created_at" and not scene.fresh
        return f"{FIRST_DAY}T{9 if later else 8:02d}:15:00Z"
    return sample(scene, attribute, _noun(scene, schema), place)


def _inner(scene: Scene, attribute: Attribute) -> Any:
    inner = example_of(scene, scene.schemas[attribute.of]) if attribute.of in scene.schemas else None
    return inner if attribute.type == "embedded" else [inner]


def sample(scene: Scene, attribute: Attribute, noun: str, place: int = 0) -> Any:
    """Return a value that fits the type of an attribute."""
    if attribute.values and attribute.type not in ("set", "list"):
        return attribute.default if attribute.default in attribute.values else attribute.values[0]
    known = load("examples").get(attribute.type)
    if known is not None:
        return phrase(str(known), noun=noun.replace(" ", "-"))
    made = STRUCTURED.get(attribute.type)
    return made(scene, attribute, place) if made else _text(attribute, noun)


def _noun(scene: Scene, schema: ObjectSchema) -> str:
    entity = scene.entities.get(schema.entity)
    name = entity.entity.name if entity else schema.name
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).lower()


def _text(attribute: Attribute, noun: str) -> str:
    named = attribute.name.endswith(("name", "title", "label"))
    words = f"Sample {noun}" if named else f"Sample {attribute.name.replace('_', ' ')}"
    longest = attribute.length or 255
    fitting = words if len(words) <= longest else words.replace(" ", "")[:longest]
    if attribute.pattern and not re.search(attribute.pattern, fitting):
        return _from_pattern(attribute.pattern, longest)
    return fitting


def _from_pattern(pattern: str, longest: int) -> str:
    """Return the first simple text that a pattern accepts."""
    for sign in "0aA":
        for length in range(1, min(longest, 128) + 1):
            if re.search(pattern, sign * length):
                return sign * length
    return ""


def _day(place: int) -> date:
    return FIRST_DAY + timedelta(days=7 * place)


def _whole(_scene: Scene, attribute: Attribute, _place: int) -> int:
    low, high = attribute.low or 0, attribute.high if attribute.high is not None else 2**53 - 1
    if attribute.type == "int" and attribute.name.endswith("year"):
        return min(max(2026, low), high)
    return min(max(3, low), high)


def _amount(attribute: Attribute, whole: int) -> str:
    precision, scale = digits(attribute)
    front = str(whole) if precision - scale >= len(str(whole)) else ("1" if precision > scale else "0")
    return f"{front}.{'5'.ljust(scale, '0')}" if scale else front


def _money(scene: Scene, attribute: Attribute, _place: int) -> dict[str, str]:
    return {"amount": _amount(attribute, 25), "currency": scene.currency}


def _decimal(_scene: Scene, attribute: Attribute, _place: int) -> str:
    return _amount(attribute, 12)


def _span(scene: Scene, attribute: Attribute, place: int) -> dict[str, Any]:
    bound = Attribute(name="bound", type=attribute.of or "instant")
    if bound.type in ("int", "decimal"):
        low, high = Attribute(name="a", type="int", low=1, high=1), Attribute(name="b", type="int", low=9, high=9)
        pair = [_whole(scene, one, 0) for one in (low, high)]
        return {"start": pair[0], "end": pair[1]} if bound.type == "int" else {"start": f"{pair[0]}.50", "end": f"{pair[1]}.50"}
    return {"start": sample(scene, bound, "", place), "end": sample(scene, bound, "", place + 1)}


def _members(scene: Scene, attribute: Attribute, place: int) -> list[Any]:
    if attribute.values:
        return [attribute.values[0]]
    return [sample(scene, Attribute(name=attribute.name, type=attribute.of or "string", length=attribute.length), "", place)]


def _file(scene: Scene, _attribute: Attribute, _place: int) -> dict[str, Any]:
    if scene.writing:
        return {"upload_id": identity("Upload")}
    return {"href": "https://files.example.org/sample", "content_type": "application/pdf", "size_bytes": 20480, "sha256": "0" * 64}


def _area(_scene: Scene, _attribute: Attribute, _place: int) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[[9.1, 45.4], [9.2, 45.4], [9.2, 45.5], [9.1, 45.4]]]}


def _added_up(scene: Scene, schema: ObjectSchema, made: dict[str, Any]) -> dict[str, Any]:
    """Make sums that an invariant demands come out right: `total = net + vat`."""
    entity = scene.entities.get(schema.entity)
    for rule in entity.entity.invariants if entity else ():
        found = SUM.fullmatch((rule.check or rule.text).strip())
        if found and all(isinstance(made.get(name), dict) and "amount" in made[name] for name in found.groups()):
            total = sum(Decimal(made[name]["amount"]) for name in found.groups()[1:])
            made[found[1]] = {**made[found[1]], "amount": str(total)}
    return made


STRUCTURED: dict[str, Callable[[Scene, Attribute, int], Any]] = {
    "int": _whole,
    "gapless": _whole,
    "decimal": _decimal,
    "money": _money,
    "bool": lambda _scene, attribute, _place: attribute.default != "false",
    "date": lambda _scene, _attribute, place: _day(place).isoformat(),
    "instant": lambda _scene, _attribute, place: f"{_day(place)}T10:00:00Z",
    "local_datetime": lambda _scene, _attribute, place: {"local": f"{_day(place)}T19:30:00", "timezone": "Europe/Rome"},
    "range": _span,
    "json": lambda _scene, _attribute, _place: {"note": "free form"},
    "file": _file,
    "geo_point": lambda _scene, _attribute, _place: {"type": "Point", "coordinates": [9.19, 45.46]},
    "geo_polygon": _area,
    "set": _members,
    "list": _members,
    "many_to_many": lambda _scene, attribute, _place: [identity(attribute.target or attribute.name)],
    "uuid": lambda _scene, attribute, _place: identity(attribute.name),
    "id": lambda _scene, attribute, _place: identity(attribute.name),
}
