"""What the parts of a design speak of: a design in, (part, named part) pairs out; what a part names is a reason for what it says.

Tables, operations, jobs, errors and objectives are found by their names in any text of a part; other parts by their key.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, partial

from designgen.model.design.item import Item
from designgen.model.design.whole import Design, Link
from designgen.model.frozen import Frozen

NAMED = ("table", "operation", "job", "error", "slo", "alert")
RUN = re.compile(r"(?:\b(GET|PUT|POST|PATCH|DELETE) )?([\w/{][\w./:{}-]*)")
"""What can be a name: letters and digits, with what keys, tables and routes are joined by."""
CUT = re.compile(r"[^\w-]+[\w-]*$")
"""The last part of a run, or the punctuation after it."""
UNSPOKEN = ("zone", "failure", "runbook", "alert")
"""Kinds whose key is an address in a chapter, not a reason."""


def mentions(design: Design) -> Iterator[Link]:
    """Yield one link from each part to each part it names; what is there for every requirement explains nothing."""
    parts = tuple(design.items())
    wishes = {wish.id for wish in design.facts.requirements.requirements}
    names = _names(design, tuple(part for part in parts if not part.key.startswith("component:") or wishes - set(part.because)))
    named = cache(partial(_named, names))
    for part in parts:
        found = (named(*run) for text in _texts(part) for run in RUN.findall(text))
        yield from (Link(item=part.key, reason=key) for key in dict.fromkeys(found) if key not in ("", part.key))


def _named(names: Mapping[str, str], method: str, run: str) -> str:
    """Return the part that the longest start of a run names, with the method or without; empty if none is a name."""
    candidates = (names[name] for start in _starts(run) for name in (f"{method} {start}", start) if name in names)
    return next(candidates, "")


def _starts(run: str) -> Iterator[str]:
    """Yield the run, then what is left of it without its last part, and so on."""
    yield run
    while cut := CUT.search(run):
        run = run[: cut.start()]
        yield run


def _names(design: Design, parts: tuple[Item, ...]) -> dict[str, str]:
    names = {part.name: part.key for part in reversed(parts) if part.key.split(":", 1)[0] in NAMED}
    names |= {facts.entity.name: f"table:{facts.table}" for facts in design.facts.entities}
    names |= {one.path: one.key for api in design.api for one in reversed(api.operations)}
    names |= {part.key: part.key for part in parts if part.key.split(":", 1)[0] not in UNSPOKEN}
    routes = {f"{one.method.upper()} {api.base}{one.path}": one.key for api in design.api for one in api.operations}
    return names | routes


def _texts(value: Frozen | tuple[object, ...]) -> Iterator[str]:
    """Yield every text of a part but its key and reasons, and nothing of the parts inside it."""
    for inner in value if isinstance(value, tuple) else _fields(value):
        if isinstance(inner, str):
            yield inner
        elif isinstance(inner, tuple | Frozen) and not isinstance(inner, Item):
            yield from _texts(inner)


def _fields(value: Frozen) -> list[object]:
    return [getattr(value, name) for name in type(value).model_fields if name not in ("key", "because")]
