"""Schemas of the API in, example bodies out: valid, coherent, the same in every build, nobody's real data (API-068)."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from typing import Any

from designgen.knowledge.catalogue import load
from designgen.knowledge.templates import phrase
from designgen.model.design.api import ObjectSchema, Property
from designgen.model.facts import Attribute, EntityFacts
from designgen.renderers.openapi.types import digits
from designgen.sizing.moments import event_of

FIRST_DAY = date(2026, 3, 2)
MILLISECONDS = "019cac12"
AHEAD = ("due", "end", "expire", "valid_to", "valid_until", "until")
"""How names of days begin that lie after the day a row is made."""
YEARS = range(1000, 3000)
SUM = re.compile(r"(\w+)\s*=\s*(\w+)\s*\+\s*(\w+)")


@dataclass(frozen=True)
class Scene:
    """What the examples of one document share: schemas by name, entities by key, currency, and the state shown."""

    schemas: dict[str, ObjectSchema]
    entities: dict[str, EntityFacts]
    currency: str
    vat_included: bool = True
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
    made: dict[str, Any] = {}
    places: Counter[str] = Counter()
    for prop in shown:
        made[prop.name] = value_of(within, schema, prop, places[prop.attribute.type])
        places[prop.attribute.type] += prop.attribute.role != "system"
    return _added_up(scene, schema, _one_body(schema, made))


def _one_body(schema: ObjectSchema, made: dict[str, Any]) -> dict[str, Any]:
    """Fill the first of several bodies that may be null, so that a command shows what it carries."""
    bodies = [prop.name for prop in schema.properties if prop.attribute.type == "embedded" and prop.attribute.nullable]
    return {name: None if name in bodies[1:] else value for name, value in made.items()}


def value_of(scene: Scene, schema: ObjectSchema, prop: Property, place: int) -> Any:
    """Return the sample value of one member; dates, and times, follow each other in the order of the members."""
    attribute = prop.attribute
    if attribute.of in scene.schemas and attribute.type in ("embedded", "children"):
        return _inner(scene, attribute)
    if (attribute.nullable and not schema.entity) or _not_yet(scene, schema, attribute):
        return None
    if attribute.role in ("key", "reference") and attribute.type != "many_to_many":
        return identity((schema.entity or schema.name) if attribute.role == "key" else (attribute.target or attribute.name))
    if attribute.role == "status" and scene.status in attribute.values:
        return scene.status
    if attribute.role == "system" and attribute.type == "instant":
        later = attribute.name != "created_at" and not scene.fresh
        return f"{FIRST_DAY}T{9 if later else 8:02d}:15:00Z"
    return sample(scene, attribute, _noun(scene, schema), place)


def _not_yet(scene: Scene, schema: ObjectSchema, attribute: Attribute) -> bool:
    """Whether a time is empty because its event has not happened in the first state: `captured_at` of what is PENDING."""
    entity = scene.entities.get(schema.entity)
    return bool(entity and event_of(entity.entity, attribute)) and scene.status in ("", entity.entity.states[0].name if entity else "")


def _inner(scene: Scene, attribute: Attribute) -> Any:
    inner = example_of(scene, scene.schemas[attribute.of or ""])
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
    longest = attribute.length or 255
    if attribute.default and attribute.type == "string":
        return attribute.default
    fitting = next(text for text in _spellings(attribute, noun) if len(text) <= longest)
    if attribute.pattern and not re.search(attribute.pattern, fitting):
        return _from_pattern(attribute.pattern, longest)
    return fitting


def _spellings(attribute: Attribute, noun: str) -> Iterator[str]:
    """Yield texts for a member, the best first, ever shorter: by what its name says, by the noun, as a code, one letter."""
    words = attribute.name.split("_")
    named: dict[str, str] = load("examples")["named"]
    if attribute.name in named or words[-1] in named:
        yield str(named.get(attribute.name) or named[words[-1]])
    if attribute.pii in ("contact", "identity", "personal") and words[-1] in ("name", "contact"):
        yield "Sample Person"
    if words[-1] in ("name", "title"):
        yield f"Sample {noun}"
    if words[-1] in ("code", "id", "ref", "label", "number", "no", "series"):
        yield f"{''.join(word[0] for word in noun.split()).upper()}-1"
    yield f"Sample {' '.join(words)}"
    yield f"{noun[:1].upper()}1"
    yield "S"


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
    if attribute.type == "int" and (attribute.name.endswith("year") or (low in YEARS and high in YEARS)):
        return min(max(FIRST_DAY.year, low), high)
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
    if bound.type == "instant":
        return {"start": f"{_day(place + 1)}T19:30:00Z", "end": f"{_day(place + 1)}T21:30:00Z"}
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
    """Make sums come out right: what lines cost, then what an invariant demands, such as `total = net + vat`."""
    entity = scene.entities.get(schema.entity)
    made = made | _priced(scene, made)
    for rule in entity.entity.invariants if entity else ():
        found = SUM.fullmatch((rule.check or rule.text).strip())
        if found and all(isinstance(made.get(name), dict) and "amount" in made[name] for name in found.groups()):
            total = sum(Decimal(made[name]["amount"]) for name in found.groups()[1:])
            made[found[1]] = {**made[found[1]], "amount": str(total)}
    return made


def _priced(scene: Scene, made: dict[str, Any]) -> dict[str, Any]:
    """Return the amounts that the first line leads to, where it has a price, a quantity and a rate."""
    lines = [value[0] for value in made.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
    line = next((one for one in lines if {"unit_price", "quantity", "vat_rate"} <= set(one)), None)
    if line is None or not {"net", "vat", "total"} <= set(made):
        return {}
    rate, whole = Decimal(line["vat_rate"]) / 100, Decimal(line["unit_price"]["amount"]) * line["quantity"]
    unit = Decimal(line["unit_price"]["amount"])
    net = (whole / (1 + rate) if scene.vat_included else whole).quantize(unit, rounding=ROUND_HALF_UP)
    vat = whole - net if scene.vat_included else (net * rate).quantize(unit, rounding=ROUND_HALF_UP)
    return {name: {**made[name], "amount": str(value)} for name, value in (("net", net), ("vat", vat), ("total", net + vat))}


STRUCTURED: dict[str, Callable[[Scene, Attribute, int], Any]] = {
    "int": _whole,
    "gapless": _whole,
    "decimal": _decimal,
    "money": _money,
    "bool": lambda _scene, attribute, _place: attribute.default != "false",
    "date": lambda _scene, attribute, place: _day(place + 2 * attribute.name.startswith(AHEAD)).isoformat(),
    "instant": lambda _scene, _attribute, place: f"{FIRST_DAY}T{8 + place // 4:02d}:{15 * (place % 4):02d}:00Z",
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
