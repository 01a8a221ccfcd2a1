"""A draft in, its lines for a page out: one part a line as JSON, what may be changed, what is only read, and the reasons."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from designgen.engines.revision.contract import Kind, contract
from designgen.engines.revision.holding import without
from designgen.engines.revision.placing import parts
from designgen.model.design.api import ApiOperation, ErrorCode
from designgen.model.design.item import Item
from designgen.model.interview import Question, Section

RULE_ID = re.compile(r"[A-Z]+(?:-[A-Z]+)*-[A-Z]?\d+[a-z]?")
"""An id of the rulebook, which says nothing to whoever has not read it."""
MOST_REASONS = 4


def told(value: object) -> str:
    """Write a value as JSON on one line that cannot end the tags around it."""
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": ")).replace("<", "\\u003c").replace(">", "\\u003e")


def known(reasons: Iterable[str], question: Question) -> list[str]:
    """Return reasons without the ids of the rulebook."""
    wishes = {wish.id for wish in question.facts.requirements.requirements}
    return [reason for reason in reasons if reason in wishes or not RULE_ID.fullmatch(reason)]


def few(reasons: list[str]) -> list[str]:
    """Return the first reasons, and how many more there are."""
    left = len(reasons) - MOST_REASONS
    return reasons if left <= 1 else [*reasons[:MOST_REASONS], f"and {left} more"]


class Raised:
    """Which operations answer which errors; a usual error is told once with its count, a rare one at its operations."""

    def __init__(self, section: Section) -> None:
        found = [part for part in parts(section).values() if isinstance(part, ApiOperation)]
        self.most = len(found)
        self.counts = Counter(code for one in found for code in one.errors)

    def told(self, part: Item) -> dict[str, Any]:
        """Return what a line says of errors."""
        if isinstance(part, ApiOperation):
            rare = [code for code in part.errors if not self._usual(code)]
            return {"errors": rare} if rare else {}
        if isinstance(part, ErrorCode) and self._usual(part.name):
            return {"raised by": f"{self.counts[part.name]} of {self.most} operations"}
        return {}

    def _usual(self, code: str) -> bool:
        return 2 * self.counts[code] >= self.most


def drafted(section: Section, question: Question) -> Iterator[str]:
    """Yield each part of a draft; parts with the same words as an earlier one of that name are named there."""
    owed = contract(section.section)
    raised = Raised(section)
    lines: dict[str, dict[str, Any]] = {}
    for key, part in parts(section).items():
        kind = owed.kind(key)
        if kind is not None:
            words = _words(kind, part, raised, question)
            line = {"key": key, **words, "because": few(known(part.because, question)) if kind.reasoned else []}
            first = lines.setdefault(told([key.partition("@")[0], words]), line)
            if first is not line:
                first.setdefault("also", []).append(key)
    yield from (told({name: value for name, value in line.items() if value not in ([], {})}) for line in lines.values())


def _words(kind: Kind, part: Item, raised: Raised, question: Question) -> dict[str, Any]:
    """Return the open fields of a part, and under `reads` those that stay."""
    reads = {**fields_of(part, kind.shows, question), **raised.told(part)}
    return {**without(kind, part, fields_of(part, kind.open, question)), **({"reads": reads} if reads else {})}


def fields_of(part: Item, names: Iterable[str], question: Question) -> dict[str, Any]:
    """Return these fields of a part as a line shows them, without the empty and usual ones."""
    written = part.model_dump(mode="json", exclude_defaults=True, include=set(names))
    found = {name: _short(_reasoned(written[name], question)) for name in names if name in written}
    return {name: value for name, value in found.items() if value not in ("", [], {}, None)}


def _reasoned(value: Any, question: Question) -> Any:
    """Return a value whose entries give reasons without the ids of the rulebook, and none where nothing else is left."""
    if isinstance(value, list):
        return [_reasoned(one, question) for one in value]
    if not isinstance(value, dict):
        return value
    inner = {name: known(one, question) if name == "because" else _reasoned(one, question) for name, one in value.items()}
    return {name: one for name, one in inner.items() if name != "because" or one}


def _short(value: Any) -> Any:
    """Write columns by their names, members with their types, triggers by what they say, and round what is only read."""
    if isinstance(value, list) and value and all(isinstance(one, dict) and "says" in one for one in value):
        return [one["says"] for one in value]
    if isinstance(value, list) and value and all(isinstance(one, dict) and "attribute" in one for one in value):
        return ", ".join(map(_member, value)) if isinstance(value[0]["attribute"], dict) else [one["name"] for one in value]
    return float(f"{value:.3g}") if isinstance(value, float) else value


def _member(property_: dict[str, Any]) -> str:
    """Write a member of a schema: its name, `?` if it may be missing, its type."""
    return f"{property_['name']}{'' if property_.get('required', True) else '?'} {property_['attribute']['type']}"
