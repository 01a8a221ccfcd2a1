"""Attributes in, JSON Schemas (2020-12) out: the same lengths, ranges, patterns and values as the columns (B.1, API-063..066)."""

from collections.abc import Callable
from typing import Any

from designgen.model.facts import Attribute

Schema = dict[str, Any]

UUID = "^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
SAFE_INTEGER = 2**53 - 1
DURATION = r"^P(?=.)([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?(T(?=.)([0-9]+H)?([0-9]+M)?([0-9]+S)?)?$"
CLOCK = "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"
FREE_TEXT = 10_000
SHORT_TEXT = 255


def schema_of(attribute: Attribute) -> Schema:
    """Return the schema of one value; null is allowed where the column allows it."""
    made = plain(attribute)
    if not attribute.nullable:
        return made
    if "$ref" in made:
        return {"anyOf": [made, {"type": "null"}]}
    kind = made["type"]
    nullable = {**made, "type": [kind, "null"]}
    if "enum" in nullable:
        nullable["enum"] = [*nullable["enum"], None]
    return nullable


def plain(attribute: Attribute) -> Schema:
    """Return the schema of a value that is not null."""
    if attribute.role in ("key", "reference") and attribute.type not in ("many_to_many", "string"):
        return uuid(attribute)
    if attribute.values and attribute.type not in ("set", "list"):
        return {"type": "string", "enum": list(attribute.values)}
    return TYPES.get(attribute.type, text)(attribute)


def money_name(attribute: Attribute) -> str:
    """Return the component that an amount of money uses: by its digits, and whether it may be negative."""
    stem = "SignedMoney" if attribute.low is None or attribute.low < 0 else "Money"
    precision, scale = digits(attribute)
    return stem if (precision, scale) == (12, 2) else f"{stem}{precision}x{scale}"


def money_schema(attribute: Attribute, currency: str) -> Schema:
    """Return the Money object (API-064); the amount is text, because binary fractions are not exact."""
    amount = {
        "type": "string",
        "pattern": decimal_pattern(attribute),
        "maxLength": digits(attribute)[0] + 2,
        "description": "Decimal number as text.",
    }
    return {
        "type": "object",
        "description": f"An amount of money in {currency}.",
        "required": ["amount", "currency"],
        "properties": {"amount": amount, "currency": {"const": currency, "type": "string"}},
    }


def decimal_pattern(attribute: Attribute) -> str:
    """Return the pattern of a decimal with its scale written out (API-064); GOLD-13."""
    precision, scale = digits(attribute)
    sign = "" if attribute.low is not None and attribute.low >= 0 else "-?"
    whole = precision - scale
    front = "0" if whole < 1 else f"(0|[1-9][0-9]{{0,{whole - 1}}})" if whole > 1 else "[0-9]"
    return f"^{sign}{front}" + (rf"\.[0-9]{{{scale}}}$" if scale else "$")


def digits(attribute: Attribute) -> tuple[int, int]:
    """Return precision and scale of an exact number."""
    return attribute.precision or 12, 2 if attribute.scale is None else attribute.scale


def uuid(_attribute: Attribute) -> Schema:
    """Return the schema of an id (API-011)."""
    return {"type": "string", "format": "uuid", "pattern": UUID, "maxLength": 36}


def text(attribute: Attribute) -> Schema:
    """Return the schema of a text: length and pattern as the column checks them."""
    made: Schema = {"type": "string", "minLength": 1, "maxLength": attribute.length or SHORT_TEXT}
    if attribute.pattern:
        made["pattern"] = attribute.pattern
    return made


def _long(attribute: Attribute) -> Schema:
    return {"type": "string", "minLength": 1, "maxLength": attribute.length or FREE_TEXT}


def _formatted(name: str) -> Callable[[Attribute], Schema]:
    return lambda attribute: {**text(attribute), "format": name}


def _fixed(kind: str, name: str, longest: int) -> Callable[[Attribute], Schema]:
    return lambda _attribute: {"type": kind, "format": name, "maxLength": longest}


def _whole(attribute: Attribute) -> Schema:
    low = -SAFE_INTEGER if attribute.low is None else attribute.low
    high = SAFE_INTEGER if attribute.high is None else attribute.high
    wide = low < -(2**31) or high >= 2**31
    return {"type": "integer", "format": "int64" if wide else "int32", "minimum": low, "maximum": high}


def _decimal(attribute: Attribute) -> Schema:
    return {"type": "string", "pattern": decimal_pattern(attribute), "maxLength": digits(attribute)[0] + 2}


def _percent(_attribute: Attribute) -> Schema:
    return {"type": "string", "pattern": r"^(100\.00|[1-9]?[0-9]\.[0-9]{2})$", "maxLength": 6}


def _flag(attribute: Attribute) -> Schema:
    made: Schema = {"type": "boolean"}
    return {**made, "default": attribute.default == "true"} if attribute.default in ("true", "false") else made


def _money(attribute: Attribute) -> Schema:
    return {"$ref": f"#/components/schemas/{money_name(attribute)}"}


def _embedded(attribute: Attribute) -> Schema:
    return {"$ref": f"#/components/schemas/{attribute.of}"}


def _children(attribute: Attribute) -> Schema:
    made: Schema = {"type": "array", "items": _embedded(attribute), "maxItems": attribute.high or 100}
    return {**made, "minItems": attribute.low} if attribute.low else made


def _range(attribute: Attribute) -> Schema:
    bound = plain(Attribute(name="bound", type=attribute.of or "instant"))
    return {
        "type": "object",
        "required": ["start", "end"],
        "properties": {"start": {**bound, "description": "First moment inside."}, "end": {**bound, "description": "First moment after."}},
    }


def _local(_attribute: Attribute) -> Schema:
    clock = {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?$", "maxLength": 19}
    zone = {"type": "string", "minLength": 1, "maxLength": 64, "description": "Name of the IANA time zone."}
    return {"type": "object", "required": ["local", "timezone"], "properties": {"local": clock, "timezone": zone}}


def _json(_attribute: Attribute) -> Schema:
    return {"type": "object", "maxProperties": 200, "additionalProperties": True}


def _file(_attribute: Attribute) -> Schema:
    return {"$ref": "#/components/schemas/FileRef"}


def _set(attribute: Attribute) -> Schema:
    if attribute.values:
        member: Schema = {"type": "string", "enum": list(attribute.values)}
    else:
        member = plain(Attribute(name="member", type=attribute.of or "string", length=attribute.length))
    most = len(attribute.values) or attribute.high or 100
    return {"type": "array", "items": member, "maxItems": most, "uniqueItems": attribute.type != "list"}


def _many(attribute: Attribute) -> Schema:
    return {"type": "array", "items": uuid(attribute), "maxItems": attribute.high or 100, "uniqueItems": True}


def _point(_attribute: Attribute) -> Schema:
    pair = {"type": "array", "items": {"type": "number", "minimum": -180, "maximum": 180}, "minItems": 2, "maxItems": 2}
    return {
        "type": "object",
        "required": ["type", "coordinates"],
        "properties": {"type": {"type": "string", "const": "Point"}, "coordinates": pair},
    }


def _area(_attribute: Attribute) -> Schema:
    pair = {"type": "array", "items": {"type": "number", "minimum": -180, "maximum": 180}, "minItems": 2, "maxItems": 2}
    ring = {"type": "array", "items": pair, "minItems": 4, "maxItems": 10_000}
    rings = {"type": "array", "items": ring, "minItems": 1, "maxItems": 100}
    return {
        "type": "object",
        "required": ["type", "coordinates"],
        "properties": {"type": {"type": "string", "const": "Polygon"}, "coordinates": rings},
    }


def _hash(_attribute: Attribute) -> Schema:
    return {"type": "string", "pattern": "^[A-Za-z0-9_-]{22,86}$", "maxLength": 86, "description": "Bytes as base64url without padding."}


TYPES: dict[str, Callable[[Attribute], Schema]] = {
    "id": uuid,
    "uuid": uuid,
    "reference": uuid,
    "string": text,
    "text": _long,
    "email": _formatted("email"),
    "url": _formatted("uri"),
    "int": _whole,
    "gapless": _whole,
    "decimal": _decimal,
    "percent": _percent,
    "money": _money,
    "bool": _flag,
    "date": _fixed("string", "date", 10),
    "instant": _fixed("string", "date-time", 35),
    "time": lambda _attribute: {"type": "string", "pattern": CLOCK, "maxLength": 8},
    "duration": lambda _attribute: {"type": "string", "format": "duration", "pattern": DURATION, "maxLength": 64},
    "local_datetime": _local,
    "range": _range,
    "json": _json,
    "file": _file,
    "geo_point": _point,
    "geo_polygon": _area,
    "hash": _hash,
    "set": _set,
    "list": _set,
    "many_to_many": _many,
    "children": _children,
    "embedded": _embedded,
}
