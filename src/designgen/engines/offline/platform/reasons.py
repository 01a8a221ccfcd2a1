"""The condition of a catalogue row in, the parts of this design that make it hold out: what is there because of them says so."""

import re
from collections.abc import Callable, Iterator

from designgen.engines.offline.platform.brief import Brief

WORD = re.compile(r"[a-z_]+")
OPERATIONS: dict[str, Callable[[Brief], Iterator[str]]] = {
    "owned": lambda brief: (one.key for one in brief.operations if "404" in one.object_rule),
    "replayed": lambda brief: (one.key for one in brief.operations if one.idempotency_key),
    "matched": lambda brief: (one.key for one in brief.operations if one.if_match == "required"),
    "exports": lambda brief: (one.key for one in brief.operations if one.kind in ("export", "report", "search")),
    "imports": lambda brief: (one.key for one in brief.operations if one.kind == "import"),
}
PARTS: dict[str, Callable[[Brief], Iterator[str]]] = OPERATIONS | {
    "guards": lambda brief: (one.key for one in brief.database.tables if one.guard),
    "personal": lambda brief: (one.key for one in brief.personal_tables),
    "queue": lambda brief: (one.key for one in brief.database.tables if one.name == "platform.job"),
    "outbox": lambda brief: (one.key for one in brief.database.tables if one.label.startswith("outbox")),
    "uploads": lambda brief: (f"table:{e.table}" for e in brief.facts.entities if any(a.type == "file" for a in e.attributes)),
    "pipelines": lambda brief: (one.key for one in brief.pipelines),
    "offline": lambda brief: (one.key for one in brief.offline),
}


def behind(brief: Brief, condition: str) -> tuple[str, ...]:
    """Return the keys of the parts that a condition such as `webhooks or queue` looks for."""
    return tuple(dict.fromkeys(key for word in WORD.findall(condition) if word in PARTS for key in PARTS[word](brief)))
