"""The text of an answer in, a revision and its faults out; cosmetic faults are mended, everything else is told with its place."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import ValidationError

from designgen.engines.revision.envelope import Revision
from designgen.engines.revision.faults import Fault

MOST_BYTES = 256 << 10
DEEPEST = 40
FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})[^\n`]*\n(\s*\{.*?)^[ \t]*\1[ \t]*\r?$", re.DOTALL | re.MULTILINE)
"""A fenced block that begins with an object; JSON itself holds no line that is a fence."""
LISTS = tuple(Revision.model_fields)


class Parsed(NamedTuple):
    """What could be read of an answer, what could not, and whether anything could; `broken` is where reading ended."""

    revision: Revision
    faults: tuple[Fault, ...]
    readable: bool
    broken: int = 0


class Refused(ValueError):
    """JSON that says one thing twice, or a number that is none."""


class Span(NamedTuple):
    """The part of an answer that is JSON, without what models write around it."""

    start: int
    end: int


def parse(text: str) -> Parsed:
    """Read an answer; a member that does not fit is left out and told, the others count."""
    try:
        told = _loaded(text)
    except (ValueError, RecursionError) as problem:
        words, broken = _words(problem, text)
        return Parsed(Revision(), (Fault("", words),), readable=False, broken=broken)
    if not isinstance(told, dict):
        return Parsed(Revision(), (Fault("", f"is {_kind(told)}; the answer is one object with {', '.join(LISTS)}"),), readable=False)
    faults = [Fault(f"/{_escaped(name)}", "is no part of an answer") for name in told if name not in LISTS]
    kept: dict[str, list[Any]] = {}
    for name in LISTS:
        listed = told.get(name)
        if listed is None:
            continue
        if not isinstance(listed, list):
            faults.append(Fault(f"/{name}", f"is {_kind(listed)}; a list belongs there"))
            continue
        kept[name], wrong = _members(name, listed)
        faults += wrong
    return Parsed(Revision.model_validate(kept), tuple(faults), readable=True)


def placed(index: int) -> str:
    """Return the pointer of a change."""
    return f"/changes/{index}"


def json_part(text: str) -> Span:
    """Return where the JSON of an answer stands: in its only fenced block with an object, else from the first brace to the last."""
    begin = len(text) - len(text.lstrip("\ufeff \t\r\n"))
    if not text.startswith("{", begin):
        fenced = [Span(*found.span(2)) for found in FENCE.finditer(text)]
        if len(fenced) > 1:
            raise Refused(f"holds {len(fenced)} blocks of JSON; keep one")
        if fenced:
            return fenced[0]
        first, last = text.find("{"), text.rfind("}")
        if 0 <= first < last and not text.startswith("[", begin):
            return Span(first, last + 1)
    return Span(begin, len(text.rstrip()))


def _loaded(text: str) -> Any:
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        raise Refused(f"has more than {MOST_BYTES >> 10} KiB; answer with fewer changes")
    if not text.strip():
        raise Refused("is empty")
    part = json_part(text)
    inner = text[part.start : part.end]
    value = json.loads(inner, object_pairs_hook=_unique, parse_constant=_no_number)
    if _depth(inner) > DEEPEST:
        raise Refused(f"is nested deeper than {DEEPEST} levels")
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise Refused(f"says `{twice[:40]}` twice in one object")
    return dict(pairs)


def _no_number(word: str) -> None:
    raise Refused(f"holds {word}, which is no JSON")


def _depth(text: str) -> int:
    deepest = depth = 0
    for sign in text:
        depth += (sign in "{[") - (sign in "]}")
        deepest = max(deepest, depth)
    return deepest


def _members(name: str, listed: list[Any]) -> tuple[list[Any], list[Fault]]:
    """Validate each member alone, so that one mistake does not cost the others; a mistaken change keeps its place as an empty one."""
    kept, faults = [], []
    for index, member in enumerate(listed):
        try:
            good = Revision.model_validate({name: [member]})
        except ValidationError as problem:
            faults += list(_faults(f"/{name}/{index}", problem))
            if name == "changes":
                kept.append({"action": "replace", "key": "", "reason": ""})
        else:
            kept.append(getattr(good, name)[0])
    return kept, faults


def _faults(pointer: str, problem: ValidationError) -> Iterator[Fault]:
    for error in problem.errors(include_url=False, include_input=False, include_context=False):
        path = "".join(f"/{_escaped(str(step))}" for step in error["loc"][2:])
        yield Fault(pointer + path, _plain(error["type"], error["msg"]))


def _plain(kind: str, message: str) -> str:
    return {"missing": "is missing", "extra_forbidden": "is no member of this object"}.get(kind, message[:1].lower() + message[1:])


def _words(problem: Exception, text: str) -> tuple[str, int]:
    """Return what keeps a text from being read, and where in the text that is."""
    if isinstance(problem, Refused):
        return str(problem), 0
    if isinstance(problem, json.JSONDecodeError):
        broken = json_part(text).start + problem.pos
        line, column = text.count("\n", 0, broken) + 1, broken - text.rfind("\n", 0, broken)
        return f"is no JSON: {problem.msg.lower()} at line {line}, column {column}", broken
    return "is no JSON that can be read", 0


def _kind(value: object) -> str:
    kinds = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")


def _escaped(name: str) -> str:
    return name[:60].replace("~", "~0").replace("/", "~1")
