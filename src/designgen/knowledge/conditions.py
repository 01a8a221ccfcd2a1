"""Conditions of catalogue rows: an expression and the facts it may ask for, in, true or false out.

The language is small: names, numbers, quoted texts, lists, comparisons, `and`, `or`, `not`. Python's own parser reads it.
"""

import ast
import operator
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

_WORDS = {"true": True, "false": False}
_ORDERINGS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def holds(expression: str, names: Mapping[str, object]) -> bool:
    """Evaluate a condition such as `tenants > 50 and has_money`; a name nobody knows counts as false (ADR-G3).

    Raises ValueError if the expression cannot be read.
    """
    return bool(_value(_parsed(expression), names))


@cache
def _parsed(expression: str) -> ast.expr:
    try:
        return ast.parse(expression.strip(), mode="eval").body
    except SyntaxError as problem:
        raise ValueError(f"condition `{expression}`: {problem.msg}") from problem


def _value(node: ast.expr, names: Mapping[str, object]) -> Any:
    """Return the value of a part of a condition; None for a name that nobody knows."""
    match node:
        case ast.Constant():
            return node.value
        case ast.Name():
            return names.get(node.id, _WORDS.get(node.id))
        case ast.List() | ast.Tuple():
            return [_value(each, names) for each in node.elts]
        case ast.UnaryOp(op=ast.Not()):
            return not _value(node.operand, names)
        case ast.BoolOp():
            joined = all if isinstance(node.op, ast.And) else any
            return joined(_value(each, names) for each in node.values)
        case ast.Compare(ops=[comparison], comparators=[right]):
            return _compared(comparison, _value(node.left, names), _value(right, names))
    raise ValueError(f"condition: `{ast.unparse(node)}` is not of the language of conditions")


def _compared(comparison: ast.cmpop, left: Any, right: Any) -> bool:
    """Compare two values; one that nobody knows is never more or less than another and holds nothing."""
    match comparison:
        case ast.Eq():
            return bool(left == right)
        case ast.NotEq():
            return bool(left != right)
        case ast.In():
            return left in (right or ())
        case ast.NotIn():
            return left not in (right or ())
    return left is not None and right is not None and _ORDERINGS[type(comparison)](left, right)
