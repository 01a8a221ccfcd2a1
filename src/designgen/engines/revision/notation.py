"""A type of the design in, the short form in which a prompt explains it out."""

from types import NoneType
from typing import Any, Literal, get_args, get_origin

from designgen.engines.revision.contract import members
from designgen.model.frozen import Frozen

WORDS = {str: "text", int: "whole number", float: "number", bool: "true or false", NoneType: "null"}


def notation(annotation: Any) -> str:
    """Return a type as a reader of JSON would write it down."""
    if get_origin(annotation) is Literal:
        return " | ".join(f"`{word}`" if word else "empty" for word in get_args(annotation))
    if get_origin(annotation) is tuple:
        return _tuple(members(annotation))
    if isinstance(annotation, type) and issubclass(annotation, Frozen):
        return "{" + ", ".join(f"{name}: {notation(field.annotation)}" for name, field in annotation.model_fields.items()) + "}"
    if members(annotation):
        return " or ".join(notation(member) for member in members(annotation))
    return WORDS[annotation]


def _tuple(inner: tuple[Any, ...]) -> str:
    if len(inner) == 2 and inner[1] is Ellipsis:
        return f"list of {notation(inner[0])}"
    return f"list of {len(inner)}: {', '.join(notation(member) for member in inner)}"
