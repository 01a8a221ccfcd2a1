"""Conditions of catalogue rows: an expression and the facts it may ask for, in, true or false out."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any


def holds(expression: str, names: Mapping[str, object]) -> bool:
    """Evaluate a condition such as `tenants > 50 and has_money`; a name nobody knows counts as false (ADR-G3).

    Raises ValueError if the expression cannot be read.
    """
    return bool(_compiled(expression)(**names))


@cache
def _compiled(expression: str) -> Callable[..., Any]:
    from jinja2 import ChainableUndefined, Environment, TemplateSyntaxError

    comparisons = dict.fromkeys(("__lt__", "__le__", "__gt__", "__ge__"), _never)
    unknown = type("Unknown", (ChainableUndefined,), comparisons)
    try:
        return Environment(undefined=unknown, autoescape=False).compile_expression(expression, undefined_to_none=False)
    except TemplateSyntaxError as problem:
        raise ValueError(f"condition `{expression}`: {problem.message}") from problem


def _never(_unknown: object, _other: object) -> bool:
    """Compare a name without a value: it is never more or less than anything."""
    return False
