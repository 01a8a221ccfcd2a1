"""A database model in, rows that it must accept and rows that it must refuse out, derived from the model itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from designgen.model.design.database import Column, Database, Table
from designgen.model.facts import Attribute
from designgen.renderers.sql.order import in_order
from designgen.syntax.identifiers import joined_name

SAMPLES: dict[str, Any] = {
    "bool": True, "date": "2026-02-03", "time": "10:00", "instant": "2096-02-03T10:00:00Z", "local_datetime": "2026-02-03 10:00",
    "duration": "1 hour", "email": "someone{n}@example.org", "phone": "+3912345678{n:02d}", "url": "https://example.org/{n}",
    "slug": "a-{n}",
    "country": "IT", "currency": "EUR", "language": "it", "timezone": "Europe/Rome", "iban": "IT60X0542811101000000{n:06d}",
    "vat_it": "00000000{n:03d}", "tax_code_it": "RSSMRA80A01H{n:04d}", "sdi_code": "000000{n}", "ip": "::1", "geo_point": "POINT(1 2)",
    "geo_polygon": "MULTIPOLYGON EMPTY", "percent": 10, "decimal": 0, "money": 0,
}  # fmt: skip
LEAST = re.compile(r"(?:.* OR )?(\w+) >= (\d+)")
RANGES = {"date": "[2026-01-0{n},2026-01-0{m})", "int": "[{n},{m})", "decimal": "[{n},{m})"}


def identity(table: str, number: int) -> str:
    """Return the id of a row, the same for the same table and number."""
    return str(UUID(int=(sum(table.encode()) << 64) + number, version=4))


@dataclass
class Rows:
    """Makes rows for the tables of one database; row 1 of each table is what others refer to."""

    database: Database
    order: tuple[Table, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.order = in_order(self.database.tables)

    def valid(self, table: Table, number: int = 1) -> dict[str, Any]:
        """Return a row that the table must accept; columns that fill themselves are left out."""
        row = {column.name: self.value(table, column, number) for column in table.columns if not _fills_itself(column)}
        for key in table.foreign_keys:
            if all(table.column(name).attribute.nullable for name in key.columns) and key.target == table.name:
                row |= dict.fromkeys(key.columns)
                continue
            target = self.database.table(key.target)
            referred = self.valid(target) if target.name != table.name else row
            row |= {mine: referred.get(theirs, 1) for mine, theirs in zip(key.columns, key.target_columns, strict=True)}
        if table.guard and table.guard.first:
            row[table.guard.column] = table.guard.first
        return row | dict(_large_enough(table))

    def value(self, table: Table, column: Column, number: int) -> Any:
        """Return a value that the column must accept."""
        attribute = column.attribute
        if column.name == "deleted_at" or (attribute.nullable and attribute.type == "gapless"):
            return None
        if column.name in table.primary_key and attribute.type in ("uuid", "id", "reference"):
            return identity(table.name, number)
        return sample(attribute, number)

    def violations(self, table: Table, row: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield (name of the check, row that breaks it and no other rule)."""
        for check in table.checks:
            column = next((known for known in table.columns if check.name == f"{table.label}_{known.name}_check"), None)
            if column and joined_name(table.label, column.name) not in [rule.name for rule in table.triggers]:
                yield from ((check.name, row | {column.name: bad}) for bad in broken(column.attribute))
            elif check.name.endswith("_group_check"):
                continue
            elif not column and (least := LEAST.fullmatch(check.expression)):
                yield check.name, row | {least[1]: int(least[2]) - 1}
            elif not column and "=" in check.expression:
                first = check.expression.split()[0].strip('"')
                yield check.name, row | {first: row[first] + 1}


def _large_enough(table: Table) -> Iterator[tuple[str, int]]:
    """Yield counts that let a row be published (DATA-086)."""
    for check in table.checks:
        if check.name.endswith("_group_check") and (least := LEAST.fullmatch(check.expression)):
            yield least[1], int(least[2])


def _fills_itself(column: Column) -> bool:
    return bool(column.generated) or column.attribute.type == "transaction"


def sample(attribute: Attribute, number: int) -> Any:
    """Return a value of an attribute that keeps all its rules."""
    kind = attribute.type
    if attribute.values and kind in ("set", "list"):
        return list(attribute.values[:1])
    if attribute.values:
        return attribute.values[0]
    if kind in ("uuid", "id", "reference"):
        return identity(attribute.name, number)
    if kind in ("int", "bigint", "gapless", "decimal", "money", "percent"):
        low = attribute.low if attribute.low is not None else 0
        return low if attribute.high is None else min(low + number, attribute.high)
    if kind == "range":
        return RANGES.get(attribute.of or "", "[2026-01-0{n},2026-01-0{m})").format(n=number, m=number + 1)
    if kind == "json":
        return Jsonb({"n": number})
    if kind in ("hash", "blind_index"):
        return bytes([number]) * (attribute.length or 32)
    if kind in ("binary", "sealed"):
        return bytes([number])
    if kind in ("set", "list"):
        return []
    text = SAMPLES.get(kind, "sample-of-16-signs-{n}")
    text = text.format(n=number) if isinstance(text, str) else text
    if isinstance(text, str) and attribute.length and len(text) > attribute.length:
        return str(number).rjust(min(attribute.length, 3), "a")
    return text


def broken(attribute: Attribute) -> Iterator[Any]:
    """Yield values that break a rule of the attribute."""
    if attribute.values:
        yield ["no such value"] if attribute.type in ("set", "list") else "no such value"
    elif attribute.type in ("int", "decimal", "money", "percent"):
        yield from (attribute.low - 1,) if attribute.low is not None and attribute.low > -(2**15) else ()
        yield from (attribute.high + 1,) if attribute.high is not None and attribute.high < 2**15 - 1 else ()
    elif attribute.pattern:
        yield "!"
    elif attribute.type in ("hash", "blind_index"):
        yield b"short"
    elif attribute.type == "sealed":
        yield from (None,) if attribute.nullable else ()
    elif attribute.type == "json":
        yield Jsonb([])
    elif attribute.length:
        yield "x" * (attribute.length + 1)
