"""Changes of state in, the facts that others react to out (API-107..109); an event nobody reads is not published."""

import re

from designgen.engines.offline.flows_effects import moves
from designgen.engines.offline.flows_view import View
from designgen.knowledge.catalogue import load
from designgen.model.design.flows import Event
from designgen.model.facts import EntityFacts
from designgen.sizing.naming import snake

SHARED = ("key", "reference", "status")


def events(view: View) -> tuple[Event, ...]:
    """Return one event for each change of state with at least one reader, by entity."""
    return tuple(
        _event(entity, name, readers)
        for entity in view.facts.entities
        if (readers := _readers(view, entity))
        for name in dict.fromkeys(transition.event for _, transition in moves(entity))
    )


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
    elif re.search(r"[^aeiou]y$", last):
        past = f"{last[:-1]}ied"
    else:
        past = f"{last}ed"
    return f"{head}_{past}".strip("_")


def _readers(view: View, entity: EntityFacts) -> tuple[str, ...]:
    """Return the integrations and pipelines that carry an entity outward."""
    requirements = view.facts.requirements
    names = (entity.key, entity.entity.name)
    outward = [peer.id for peer in requirements.integrations if peer.direction != "in" and set(names) & set(peer.data)]
    streams = [pipe.id for pipe in requirements.pipelines if pipe.kind == "stream" and pipe.source in names]
    return tuple(dict.fromkeys((*outward, *streams)))


def _event(entity: EntityFacts, name: str, readers: tuple[str, ...]) -> Event:
    context, thing = snake(entity.entity.context), snake(entity.entity.name)
    payload = [a.name for a in entity.attributes if a.role in SHARED and not a.pii]
    return Event(
        key=f"event:{context}.{thing}.{past_tense(snake(name))}.v1",
        entity=entity.key,
        transition=name,
        consumers=readers,
        payload=(*payload, "version"),
        because=(*(need for need in entity.because if not need.startswith("API-")), "API-107", "API-109"),
    )
