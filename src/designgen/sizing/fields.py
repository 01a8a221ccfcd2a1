"""One field in, its logical attributes out: type, lengths, patterns, ranges, average bytes (B.1, CALC-04).

Types, lengths and patterns are rows of `knowledge/field_types.yaml`; a kind nobody knows degrades to text.
"""

import re
from typing import Any

from designgen.knowledge.catalogue import load
from designgen.model.constraints import Constraints
from designgen.model.domain import Field
from designgen.model.facts import Attribute
from designgen.sizing.naming import column_of, snake

DECIMAL = re.compile(r"(?:decimal|numeric)\((\d+)[.,](\d+)\)")
FILE_PARTS = (
    ("key", "string", 200, 40),
    ("content_type", "string", 100, 16),
    ("size", "int", None, 8),
    ("sha256", "hash", 32, 32),
    ("scanned_at", "instant", None, 8),
)


def attributes_of(field: Field, constraints: Constraints) -> tuple[Attribute, ...]:
    """Return the attributes of a field: mostly one, five for a file, two for a local time, none for contained rows."""
    if field.type == "children" or (field.type == "list" and field.to):
        return ()
    if field.type == "file":
        return _file(field)
    attribute = _attribute(field, constraints)
    if field.type == "local_datetime" and not field.zone:
        zone = Attribute(
            name=f"{attribute.name}_tz",
            type="timezone",
            source=field.name,
            length=64,
            nullable=field.opt,
            bytes=_halved(13, field),
            because=("DATA-015", "DATA-057"),
        )
        return attribute, zone
    return (attribute,)


def _attribute(field: Field, constraints: Constraints) -> Attribute:
    row: dict[str, Any] = load("field_types").get(field.type, load("field_types")["text"])
    precision, scale = _digits(field, row, constraints)
    low, high = _limits(field, row)
    return Attribute(
        name=f"{snake(field.name)}_ref" if field.type == "secret" else column_of(field),
        type=row["type"],
        source=field.name,
        role="reference" if field.type in ("reference", "many_to_many") else "data",
        target=field.to,
        length=field.length or row.get("length"),
        precision=precision,
        scale=scale,
        low=low,
        high=high,
        values=field.values,
        of=field.of,
        pattern=row.get("pattern"),
        nullable=field.opt or (field.type == "gapless" and field.at is not None),
        unique=field.unique and not field.unique_with,
        default=field.default,
        server=field.computed or field.snapshot or field.type in ("gapless", "secret"),
        write_once=field.immutable or field.snapshot or field.type == "gapless",
        searchable=field.searchable,
        bytes=_halved(_payload(field, row), field),
        because=_reasons(field),
    )


def _digits(field: Field, row: dict[str, Any], constraints: Constraints) -> tuple[int | None, int | None]:
    if field.type == "money" and (given := DECIMAL.search(constraints.money.type or "")):
        return int(given[1]), int(given[2])
    return field.precision or row.get("precision"), field.scale if field.scale is not None else row.get("scale")


def _limits(field: Field, row: dict[str, Any]) -> tuple[int | None, int | None]:
    return _whole(field.min, row.get("low")), _whole(field.max, row.get("high"))


def _whole(written: str | None, otherwise: int | None) -> int | None:
    return int(written) if written is not None and re.fullmatch(r"-?\d+", written) else otherwise


def _payload(field: Field, row: dict[str, Any]) -> float:
    """Return the average bytes of a value (CALC-04)."""
    if field.type == "string":
        length = field.length or row["length"]
        return float(min(length, max(4, 0.4 * length), 64))
    if field.type == "enum" and field.values:
        return sum(map(len, field.values)) / len(field.values)
    if field.type == "int":
        low, high = _limits(field, row)
        return float(whole_bytes(low, high))
    if field.type == "range" and field.of == "date":
        return 13
    return float(row["bytes"])


def whole_bytes(low: int | None, high: int | None) -> int:
    """Return 2, 4 or 8: the smallest integer type that holds both ends; unbounded is 8 (DATA-008)."""
    if low is None or high is None:
        return 8
    if low >= -(2**15) and high < 2**15:
        return 2
    return 4 if low >= -(2**31) and high < 2**31 else 8


def _halved(size: float, field: Field) -> float:
    return size * 0.5 if field.opt else size


def _reasons(field: Field) -> tuple[str, ...]:
    rules = {
        "money": ("DATA-010", "DATA-050"),
        "instant": ("DATA-014", "DATA-057"),
        "range": ("DATA-017", "DATA-060"),
        "enum": ("DATA-061",),
        "reference": ("DATA-044",),
        "many_to_many": ("DATA-046",),
        "gapless": ("DATA-037",),
        "secret": ("DATA-024",),
        "decimal": ("DATA-009",),
        "json": ("DATA-020", "DATA-096"),
        "email": ("DATA-005",),
        "string": ("DATA-003",),
        "text": ("DATA-004",),
        "int": ("DATA-008",),
        "geo_point": ("DATA-022",),
        "geo_polygon": ("DATA-022",),
        "percent": ("DATA-011",),
        "bool": ("DATA-012",),
        "date": ("DATA-013",),
    }
    found = rules.get(field.type, ())
    return (*found, "DATA-074") if field.snapshot else found


def _file(field: Field) -> tuple[Attribute, ...]:
    return tuple(
        Attribute(
            name=f"{snake(field.name)}_{part}",
            type=type_,
            source=field.name,
            length=length,
            nullable=field.opt or part == "scanned_at",
            server=True,
            bytes=_halved(size, field),
            because=("DATA-021",),
        )
        for part, type_, length, size in FILE_PARTS
    )
