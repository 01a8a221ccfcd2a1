"""Events in, their participles out, and the times that are theirs: `pay` is `paid`, `placed_at` is the time of `place` (API-107)."""

import re

from designgen.knowledge.catalogue import load
from designgen.model.domain import Entity
from designgen.model.facts import Attribute
from designgen.sizing.naming import snake


def past_tense(verb: str) -> str:
    """Return the participle of an event's name: `return` is `returned`, `mark_paid` stays."""
    head, _, last = verb.rpartition("_")
    known = load("past_tense")
    if last in known:
        past = known[last]
    elif last.endswith(("ed", "paid", "sent")):
        past = last
    elif last.endswith("e"):
        past = f"{last}d"
    elif re.fullmatch(r"[^aeiou]*[aeiou][bdgmnprt]", last):
        past = f"{last}{last[-1]}ed"
    elif re.search(r"[^aeiou]y$", last):
        past = f"{last[:-1]}ied"
    else:
        past = f"{last}ed"
    return f"{head}_{past}".strip("_")


def event_of(entity: Entity, attribute: Attribute) -> str:
    """Return the event whose time an attribute holds, such as `place` for an optional instant `placed_at`; empty for others."""
    if attribute.type != "instant" or not attribute.nullable:
        return ""
    events = (move.event for state in entity.states for move in state.transitions)
    return next((event for event in events if attribute.name == f"{past_tense(snake(event))}_at"), "")
