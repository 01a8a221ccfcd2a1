"""The logical types of an attribute in, the column type of one dialect out (B.1).

One table a dialect, so that types are mapped and never translated from another dialect's text; PostgreSQL is the one built.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from designgen.model.facts import Attribute

INT2, INT4 = 2**15 - 1, 2**31 - 1
Spelling = str | Callable[[Attribute], str]


@dataclass(frozen=True)
class Dialect:
    """How one database product writes types; `fallback` is for a type the table does not know."""

    name: str
    types: Mapping[str, Spelling]
    fallback: str

    def type_of(self, attribute: Attribute) -> str:
        """Return the column type of an attribute."""
        spelling = self.types.get(attribute.type, self.fallback)
        return spelling if isinstance(spelling, str) else spelling(attribute)


def _integer(attribute: Attribute) -> str:
    """Smallest integer that holds both bounds; an unbounded one is bigint, the row version an integer (DATA-008, DATA-041)."""
    if attribute.name == "version" and attribute.role == "system":
        return "integer"
    if attribute.low is None or attribute.high is None:
        return "bigint"
    widest = max(abs(attribute.low), abs(attribute.high))
    return "smallint" if widest <= INT2 else "integer" if widest <= INT4 else "bigint"


def _decimal(attribute: Attribute) -> str:
    return f"numeric({attribute.precision or 12},{attribute.scale if attribute.scale is not None else 2})"


def _range(attribute: Attribute) -> str:
    return {"date": "daterange", "int": "int8range", "decimal": "numrange"}.get(attribute.of or "", "tstzrange")


def _list(attribute: Attribute) -> str:
    member = Attribute(name=attribute.name, type=attribute.of or "text", low=attribute.low, high=attribute.high)
    return f"{POSTGRESQL.type_of(member)}[]"


_TEXT = [
    "text",
    "string",
    "email",
    "phone",
    "url",
    "slug",
    "enum",
    "country",
    "currency",
    "language",
    "timezone",
    "iban",
    "vat_it",
    "tax_code_it",
    "sdi_code",
    "secret",
]

POSTGRESQL = Dialect(
    name="postgresql",
    types={
        **dict.fromkeys(_TEXT, "text"),
        **dict.fromkeys(("id", "uuid", "reference"), "uuid"),
        **dict.fromkeys(("decimal", "money"), _decimal),
        **dict.fromkeys(("set", "list"), _list),
        "int": _integer,
        "bigint": "bigint",
        "gapless": "bigint",
        "percent": "numeric(5,2)",
        "bool": "boolean",
        "date": "date",
        "time": "time",
        "instant": "timestamptz",
        "local_datetime": "timestamp",
        "duration": "interval",
        "range": _range,
        "json": "jsonb",
        "file": "text",
        "geo_point": "public.geography(Point, 4326)",
        "geo_polygon": "public.geography(MultiPolygon, 4326)",
        **dict.fromkeys(("hash", "sealed", "blind_index"), "bytea"),
        "key_id": "text",
        "transaction": "xid8",
        "binary": "bytea",
        "ip": "inet",
    },
    fallback="text",
)
DIALECTS: Mapping[str, Dialect] = {POSTGRESQL.name: POSTGRESQL}
