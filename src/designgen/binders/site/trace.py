"""The coverage of a design in, both directions of its trace out: from each requirement to its parts, from each part back."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from designgen.binders.site.places import address, place
from designgen.knowledge.wording import listed
from designgen.model.design.whole import Coverage, Design
from designgen.model.wishes import Requirement

TRACE = "trace"
KINDS = (("decisions", "Decisions"), ("tables", "Tables"), ("operations", "Operations"), ("runbooks", "Runbooks"))


@dataclass(frozen=True)
class Part:
    """A part of the design as the trace names it; `reasons` are the requirements it is there for."""

    key: str
    label: str
    title: str
    href: str
    reasons: tuple[str, ...]


def requirement_place(requirement: str) -> str:
    """Return the id of the card of a requirement."""
    return place(TRACE, requirement)


def reasons(design: Design) -> dict[str, tuple[str, ...]]:
    """Return, for each `kind:name` of the coverage, the requirements it serves, in their order."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in design.coverage:
        for kind, _ in KINDS:
            for name in getattr(row, kind):
                found[f"{kind}:{name}"].append(row.requirement)
    return {key: tuple(why) for key, why in found.items()}


def trace(design: Design, where: Mapping[str, str]) -> dict[str, Any]:
    """Return the columns of the explorer and the cards; `where` leads from `kind:name` to the id of its place in the site."""
    why = reasons(design)
    numbers = {record.decision.topic: (record.number, record.decision.title) for record in (*design.records, *design.conventions)}
    columns = [{"kind": kind, "title": title, "parts": list(_parts(kind, design, why, where, numbers))} for kind, title in KINDS]
    wishes = {wish.id: wish for wish in design.facts.requirements.requirements}
    return {
        "columns": columns,
        "cards": [_card(row, wishes[row.requirement], columns) for row in design.coverage if row.requirement in wishes],
    }


def _parts(
    kind: str, design: Design, why: Mapping[str, tuple[str, ...]], where: Mapping[str, str], numbers: Mapping[str, tuple[str, str]]
) -> Iterator[Part]:
    names = {name: None for row in design.coverage for name in getattr(row, kind)}
    order = {topic: at for at, topic in enumerate(numbers)}
    known = sorted(names, key=lambda name: order.get(name, 0)) if kind == "decisions" else names
    for name in known:
        key = f"{kind}:{name}"
        number, title = numbers.get(name, ("", name)) if kind == "decisions" else (name, "")
        yield Part(key, number or title, title if number else "", address(where[key]) if key in where else "", why[key])


def _card(row: Coverage, wish: Requirement, columns: list[dict[str, Any]]) -> dict[str, Any]:
    kinds: dict[str, int] = defaultdict(int)
    for key in row.other:
        kinds[key.split(":", 1)[0]] += 1
    return {
        "id": requirement_place(row.requirement),
        "name": row.requirement,
        "title": wish.title,
        "state": row.state,
        "priority": wish.priority,
        "actors": listed(list(wish.actor)),
        "goal": wish.goal or "",
        "derived": wish.derived_by or "",
        "asks": [operation.text for operation in wish.operations],
        "acceptance": list(wish.acceptance),
        "groups": [
            {"title": column["title"], "parts": [part for part in column["parts"] if row.requirement in part.reasons]} for column in columns
        ],
        "other": ", ".join(f"{count} {kind}{'' if count == 1 else 's'}" for kind, count in sorted(kinds.items())),
    }
