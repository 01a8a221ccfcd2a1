"""The quantities of the requirements vocabulary (REQ-005, V1): one small value per dimension.

Each class reads the text an author writes, keeps that text, and offers the amount in one fixed unit: seconds, bytes,
items, per second, per year. Text that is no quantity of the dimension raises ValueError with words for the author.
"""

import re
from typing import Any, ClassVar, Literal, Self

from pydantic import GetJsonSchemaHandler, model_validator
from pydantic_core import core_schema

from designgen.model.frozen import Frozen

DAY = 86_400.0
YEAR = 365.0 * DAY
SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0, "d": DAY, "day": DAY, "w": 7 * DAY, "mo": YEAR / 12}
SECONDS |= {"month": YEAR / 12, "y": YEAR, "year": YEAR}
BYTES = {"B": 1, "kB": 1000, "KB": 1000, "MB": 10**6, "GB": 10**9, "TB": 10**12}
BYTES |= {"KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40}
COUNTS = {"": 1, "k": 1000, "K": 1000, "M": 10**6, "B": 10**9}
NUMBER = r"-?[0-9]+(?:\.[0-9]+)?"


class Quantity(Frozen):
    """A text with a unit; subclasses say the grammar and the amount."""

    grammar: ClassVar[str] = ""
    example: ClassVar[str] = ""
    text: str

    @classmethod
    def amounts(cls, _found: re.Match[str], /) -> dict[str, Any]:
        """Return the fields that the matched text stands for; a plain quantity has none beside its text."""
        return {}

    @model_validator(mode="before")
    @classmethod
    def read(cls, written: Any) -> Any:
        """Turn the author's text into fields; a mapping passes through, for values read back from JSON."""
        if isinstance(written, cls | dict):
            return written
        text = str(written).strip()
        found = re.fullmatch(cls.grammar, text)
        if not found:
            raise ValueError(
                f"`{text}` is not {cls.__doc__.split(':')[0].lower() if cls.__doc__ else 'a quantity'}, such as `{cls.example}`"
            )
        return {"text": text, **cls.amounts(found)}

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe the text an author may write."""
        return {"type": ["string", "number"], "pattern": f"^(?:{cls.grammar})$", "examples": [cls.example]}

    @classmethod
    def of(cls, text: str) -> Self:
        """Read a text that is known to be right, such as a default of the rulebook."""
        return cls.model_validate(text)

    def __str__(self) -> str:
        return self.text


class Duration(Quantity):
    """A duration: seconds."""

    grammar = (
        rf"({NUMBER}) ?(ms|s|min|m|h|days?|d|w|months?|mo|years?|y)"
        r"|P(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)W)?(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)S)?)?"
    )
    example = "15m"
    seconds: float

    @classmethod
    def amounts(cls, found: re.Match[str], /) -> dict[str, Any]:
        """Seconds of `15m` or of an ISO 8601 duration."""
        if found[1]:
            unit = found[2].removesuffix("s") if found[2] not in ("ms", "s") else found[2]
            return {"seconds": float(found[1]) * SECONDS[unit]}
        units = (YEAR, YEAR / 12, 7 * DAY, DAY, 3600.0, 60.0, 1.0)
        return {"seconds": sum(int(n) * unit for n, unit in zip(found.groups()[2:], units, strict=True) if n)}


class Size(Quantity):
    """A size: bytes."""

    grammar = rf"({NUMBER}) ?(KiB|MiB|GiB|TiB|kB|KB|MB|GB|TB|B)"
    example = "400B"
    bytes: float

    @classmethod
    def amounts(cls, found: re.Match[str], /) -> dict[str, Any]:
        """Bytes; K, M, G and T are powers of 1000."""
        return {"bytes": float(found[1]) * BYTES[found[2]]}


class Count(Quantity):
    """A count: items."""

    grammar = rf"({NUMBER}) ?([kKMB]?)"
    example = "30k"
    number: float

    @classmethod
    def amounts(cls, found: re.Match[str], /) -> dict[str, Any]:
        """Items; B is a billion where a count is asked for."""
        return {"number": float(found[1]) * COUNTS[found[2]]}


class Rate(Quantity):
    """A rate: per second, as a peak or an average, perhaps for each actor."""

    grammar = rf"(?:(avg|peak) )?({NUMBER}) ?([kKMB]?)/(s|min|m|h|day|d|w|month|mo|year|y)( each)?"
    example = "15/s"
    per_second: float
    kind: Literal["avg", "peak"]
    each: bool = False

    @classmethod
    def amounts(cls, found: re.Match[str], /) -> dict[str, Any]:
        """Per second; without a word `/s` is the peak hour and other units are averages (V1)."""
        per_second = float(found[2]) * COUNTS[found[3]] / SECONDS[found[4]]
        return {"per_second": per_second, "kind": found[1] or ("peak" if found[4] == "s" else "avg"), "each": bool(found[5])}


class Peak(Quantity):
    """A peak: a rate, or a multiple of the average such as x4."""

    grammar = rf"x({NUMBER})|({NUMBER}) ?([kKMB]?)/(s|min|m|h|day|d|w|month|mo|year|y)"
    example = "180/s"
    times: float | None = None
    per_second: float | None = None

    @classmethod
    def amounts(cls, found: re.Match[str], /) -> dict[str, Any]:
        """Either the multiple or the rate per second."""
        if found[1]:
            return {"times": float(found[1])}
        return {"per_second": float(found[2]) * COUNTS[found[3]] / SECONDS[found[4]]}


class Share(Quantity):
    """A share: 99.9% or 0.82, as a fraction of one."""

    grammar = rf"({NUMBER})(%?)"
    example = "99.9%"
    fraction: float

    @classmethod
    def amounts(cls, found: re.Match[str], /) -> dict[str, Any]:
        """A fraction of one, free of binary noise in the last digits."""
        return {"fraction": round(float(found[1]) / (100 if found[2] else 1), 10)}


class Growth(Quantity):
    """A growth: a fraction per year, compounded."""

    grammar = rf"({NUMBER})%/(y|year|mo|month)|0"
    example = "25%/y"
    per_year: float

    @classmethod
    def amounts(cls, found: re.Match[str], /) -> dict[str, Any]:
        """Fraction per year; a monthly growth is compounded twelve times."""
        if not found[1]:
            return {"per_year": 0.0}
        share = float(found[1]) / 100
        return {"per_year": share if found[2] in ("y", "year") else round((1 + share) ** 12 - 1, 6)}


class Budget(Quantity):
    """A budget: an amount and a currency, once or per month or year."""

    grammar = rf"({NUMBER}) ?([kKMB]?) ([A-Z]{{3}})(?:/(month|mo|year|y))?"
    example = "600 EUR/month"
    amount: float
    currency: str
    per: Literal["once", "month", "year"]

    @classmethod
    def amounts(cls, found: re.Match[str], /) -> dict[str, Any]:
        """Amount in whole currency units."""
        per = {"mo": "month", "month": "month", "y": "year", "year": "year"}.get(found[4] or "", "once")
        return {"amount": float(found[1]) * COUNTS[found[2]], "currency": found[3], "per": per}

    @property
    def monthly(self) -> float:
        """Amount per month; a sum given once is not a running cost and counts as zero."""
        return {"month": self.amount, "year": self.amount / 12, "once": 0.0}[self.per]


class Measure(Quantity):
    """A measure: a comparator and a number with a unit, such as p95 <= 400ms."""

    grammar = r"(?:([A-Za-z][\w .%-]*?) ?)?(<=|>=|<|>|=)? ?(-?[0-9][0-9.,]*) ?(.*)"
    example = "p95 <= 400ms"
    metric: str
    comparator: str
    number: float
    unit: str

    @classmethod
    def amounts(cls, found: re.Match[str], /) -> dict[str, Any]:
        """A bare number counts as an equality (LINT-R05)."""
        number = float(found[3].replace(",", "").rstrip("."))
        return {"metric": (found[1] or "").strip(), "comparator": found[2] or "=", "number": number, "unit": found[4].strip()}
