"""The fields of one change in, values of their declared types out, with the faults of those that do not fit."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from designgen.engines.revision import texts
from designgen.engines.revision.contract import Kind
from designgen.engines.revision.envelope import Change
from designgen.engines.revision.faults import Fault

JUDGES: dict[str, Callable[[str], str]] = {"name": texts.name_fault, "expression": texts.expression_fault}
MOST_PARTS = 200
MOST_NUMBER = 1_000_000


def values(kind: Kind, change: Change, pointer: str) -> tuple[dict[str, Any], list[Fault]]:
    """Return the values of a change by field, and what is wrong with the others."""
    found: dict[str, Any] = {}
    faults: list[Fault] = []
    for index, entry in enumerate(change.fields):
        place = f"{pointer}/fields/{index}"
        if entry.name not in kind.open:
            faults.append(Fault(f"{place}/name", _closed(kind, entry.name)))
        elif entry.name in found:
            faults.append(Fault(f"{place}/name", f"`{entry.name}` is given twice"))
        else:
            value, wrong = _value(kind, entry.name, entry.value)
            faults += [Fault(f"{place}/value", message) for message in wrong]
            if not wrong:
                found[entry.name] = value
    return found, faults


def _closed(kind: Kind, name: str) -> str:
    known = f"open fields of `{kind.word}` are {', '.join(kind.open)}"
    if name in kind.type.model_fields:
        return f"`{name}` is computed from the requirements and stays; {known}"
    return f"there is no field `{name[:40]}`; {known}"


def _value(kind: Kind, name: str, written: str) -> tuple[Any, list[str]]:
    adapter = _adapter(kind.annotation(name))
    try:
        value = adapter.validate_python(_plain(kind, name, written))
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_input=False, include_context=False)[0]
        path = ".".join(str(step) for step in first["loc"])
        return None, [f"{path + ': ' if path else ''}{first['msg'][:1].lower()}{first['msg'][1:]}"]
    except (ValueError, RecursionError):
        return None, ["is no JSON; only a plain text stands without quotes and brackets"]
    told = adapter.dump_python(value, mode="json")
    clean, wrong = _judged(told, name, kind.text)
    low, high = kind.between.get(name, (0, MOST_NUMBER))
    if isinstance(told, int | float) and not isinstance(told, bool) and not low <= told <= high:
        wrong = [*wrong, f"{told:g} is not between {low:g} and {high:g}"]
    return (adapter.validate_python(clean), []) if not wrong else (None, wrong)


@cache
def _adapter(annotation: Any) -> TypeAdapter[Any]:
    return TypeAdapter(annotation)


def _plain(kind: Kind, name: str, written: str) -> Any:
    """Read a value as it is meant: a text stands as it is, also if it was quoted as JSON; all else is JSON."""
    if is_text(kind.annotation(name)):
        quoted = written.strip()
        if len(quoted) > 1 and quoted[0] == quoted[-1] == '"':
            try:
                inner = json.loads(quoted)
            except ValueError:
                return written
            return inner if isinstance(inner, str) else written
        return written
    return json.loads(written, parse_constant=_no_number)


def is_text(annotation: Any) -> bool:
    """Whether values of a type are written as they are: texts, and words of a closed list."""
    return annotation is str or (getattr(annotation, "__origin__", None) is not tuple and str(annotation).startswith("typing.Literal['"))


def _no_number(word: str) -> None:
    raise ValueError(word)


def _judged(value: Any, path: str, kinds: dict[str, str]) -> tuple[Any, list[str]]:
    """Mend and judge every text inside a value; `path` leads to it through the names of fields."""
    if isinstance(value, str):
        kind = kinds.get(path, "")
        plain = texts.mended_lines(value) if kind == "lines" else texts.mended(value)
        why = JUDGES.get(kind, texts.sentence_fault)(plain)
        return plain, [f"`{plain[:60]}` {why}"] if why else []
    if isinstance(value, list):
        if len(value) > MOST_PARTS:
            return value, [f"has {len(value)} entries; {MOST_PARTS} are the most"]
        return _each(((path, one) for one in value), kinds)
    if isinstance(value, dict):
        clean, wrong = _each(((f"{path}.{name}", inner) for name, inner in value.items()), kinds)
        return dict(zip(value, clean, strict=True)), wrong
    return value, []


def _each(parts: Iterator[tuple[str, Any]], kinds: dict[str, str]) -> tuple[list[Any], list[str]]:
    clean, wrong = [], []
    for path, part in parts:
        good, bad = _judged(part, path, kinds)
        clean.append(good)
        wrong += bad
    return clean, wrong
