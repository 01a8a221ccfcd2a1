"""A catalogue row in, the parts of this design that make it hold or that its texts name out: what is there because of them says so."""

import re
from collections.abc import Callable, Iterator, Mapping

from designgen.engines.offline.platform.brief import Brief
from designgen.engines.offline.platform.exposure import closed
from designgen.engines.offline.platform.stakes import kept, lists, musts

WORD = re.compile(r"[a-z_]+")
GAP = re.compile(r"\{\{ *([a-z_]+)")
"""What a gap is filled with, or with first: after an `else` stands what this design may not have."""
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


NAMED: dict[str, Callable[[Brief], Iterator[str]]] = {
    "wishes": lambda brief: (one.id for one in musts(brief)),
    "list_names": lambda brief: (one.key for one in lists(brief)),
    "forbidden_some": lambda brief: (one.key for one in closed(brief)),
    "retained": lambda brief: (one.key for one in kept(brief)),
    "event_readers": lambda brief: (one.key for one in brief.flows.events if one.consumers),
}
"""Gaps whose words change with what is listed, of which a text names only the first."""


def behind(brief: Brief, row: Mapping[str, object]) -> tuple[str, ...]:
    """Return the keys of what the condition of a row, such as `webhooks or queue`, looks for, and of what its texts name."""
    texts = [text for name, text in row.items() if name != "when" and isinstance(text, str)]
    asked = [PARTS[word] for word in WORD.findall(str(row.get("when", ""))) if word in PARTS]
    named = [NAMED[word] for text in texts for word in GAP.findall(text) if word in NAMED]
    return tuple(dict.fromkeys(key for keys in (*asked, *named) for key in keys(brief)))
