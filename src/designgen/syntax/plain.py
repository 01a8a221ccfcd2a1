"""Nodes in, plain Python values out, typed as the core schema of YAML 1.2 says (section 10.3)."""

import re
from typing import Any

from designgen.syntax.nodes import ABSENT, Mapping, Node, Scalar

INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
OCTAL = re.compile(r"0o[0-7]{1,20}")
HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]{1,16}")
FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,4})?")
SPECIAL = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
TRUE, FALSE = frozenset({"true", "True", "TRUE"}), frozenset({"false", "False", "FALSE"})


def plain(node: Node) -> Any:
    """Return dictionaries, lists and typed scalars; depth is bounded by the reader."""
    if isinstance(node, Scalar):
        return node.text if node.quoted else typed(node.text)
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.entries}
    return [plain(element) for element in node.elements]


def typed(text: str) -> str | int | float | bool | None:
    """Return the value of a plain scalar; `012` and words of YAML 1.1 stay text."""
    if text in ABSENT:
        return None
    if text in TRUE or text in FALSE:
        return text in TRUE
    if text[0] not in "+-.0123456789":
        return text
    return _number(text)


def _number(text: str) -> str | int | float:
    if INTEGER.fullmatch(text):
        return int(text)
    if OCTAL.fullmatch(text) or HEXADECIMAL.fullmatch(text):
        return int(text, 0)
    if re.fullmatch(r"[-+]?0[0-9]+", text):
        return text
    if FLOAT.fullmatch(text) or SPECIAL.fullmatch(text):
        return float(text.replace(".i", "i").replace(".I", "i").replace(".n", "n").replace(".N", "n") if SPECIAL.fullmatch(text) else text)
    return text
