"""A condition over the columns of one row in, what keeps it from standing in a schema out; empty if nothing does.

A condition goes between parentheses of a CHECK or an index. It must stay there: whatever ends it early, opens a comment,
reads other rows or calls what is not known to be harmless is told. Both grammars then read it as a whole.
"""

import re

from designgen.syntax.sql import syntax_errors

QUOTED = re.compile(r"'(?:[^'\\]|'')*'|\"[^\"\\]*\"")
BREAKING = re.compile(r";|--|/\*|\*/|\$|\\|['\"]")
STATEMENT = re.compile(
    r"\b(select|insert|update|delete|drop|alter|create|grant|copy|call|do|union|with|from|table|values)\b", re.IGNORECASE
)
TAKEN_FROM = re.compile(r"\b(extract\s*\(\s*\w+|(?:substring|trim)\s*\([^()]*?)\s+from\b", re.IGNORECASE)
"""The one place where `FROM` names no rows: what `extract`, `substring` and `trim` take apart."""
CALL = re.compile(r"\b([a-z_][a-z0-9_.]*)\s*\(", re.IGNORECASE)
WORDS = ("and", "any", "array", "between", "in", "is", "not", "or")
FUNCTIONS = (
    "abs", "ceil", "char_length", "coalesce", "date_part", "date_trunc", "extract", "floor", "greatest", "least", "length", "lower", "mod",
    "nullif", "num_nonnulls", "num_nulls", "octet_length", "position", "round", "substring", "trim", "upper", "numeric", "varchar",
    "daterange", "tstzrange", "isempty", "lower_inf", "upper_inf", "cast",
)  # fmt: skip
HARMLESS = frozenset(WORDS + FUNCTIONS)


def condition_fault(text: str) -> str:
    """Return what keeps a text from being a condition or an expression over the columns of one row."""
    bare = QUOTED.sub("''", text)
    left = bare.replace("''", "")
    found = BREAKING.search(left) or STATEMENT.search(TAKEN_FROM.sub("(", left))
    if found:
        return f"holds `{found[0]}`, which has no place in a condition over one row"
    unknown = [name for name in CALL.findall(left) if name.lower() not in HARMLESS]
    if unknown:
        return f"calls `{unknown[0]}`, which is not known to be free of side effects"
    if not _closed(left):
        return "opens and closes parentheses unevenly"
    problems = syntax_errors(f"SELECT 1 WHERE ({text}\n)")
    return f"does not parse: {problems[0].message}" if problems else ""


def _closed(text: str) -> bool:
    depth = 0
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return False
    return depth == 0
