"""Changes of state in, the facts that others react to out (API-107..109); an event nobody reads is not published."""

import re
from collections.abc import Iterator

from designgen.engines.offline.flows.view import View
from designgen.engines.offline.settlements import dispatches, reported
from designgen.knowledge.wording import past_tense
from designgen.model.design.flows import Event
from designgen.model.facts import EntityFacts
from designgen.sizing.effects import fired, moves
from designgen.sizing.naming import snake

SHARED = ("key", "reference", "status")
FACTS = ("money", "date", "instant", "int", "gapless", "enum")
"""Types of values that readers act on; texts and documents stay where they are."""


def events(view: View) -> tuple[Event, ...]:
    """Return one event for each change of state with at least one reader, by entity."""
    return tuple(
        _event(view, entity, name, readers)
        for entity in view.facts.entities
        for name in dict.fromkeys(transition.event for _, transition in moves(entity))
        if (readers := dict(_readers(view, entity, name)))
    )


def _readers(view: View, entity: EntityFacts, event: str) -> Iterator[tuple[str, str]]:
    """Yield who reacts to an event and what for: other modules, receivers of the row, streams, screens that wait."""
    requirements, noun = view.facts.requirements, snake(entity.entity.name).replace("_", " ")
    names = (entity.key, entity.entity.name)
    ours = fired(entity)
    sent = {one.event for one in dispatches(view.facts) if one.entity.key == entity.key}
    for peer in requirements.integrations:
        silent = peer.webhooks and event not in (sent or ours)
        if peer.direction != "in" and set(names) & set(peer.data) and not silent:
            yield peer.id, f"is sent the {noun}"
    for pipe in requirements.pipelines:
        if pipe.source in names and any(kind.kind == "events" for kind in requirements.interfaces):
            yield pipe.id, f"marks the period of the {noun} as changed"
        elif pipe.source in names and pipe.kind == "stream":
            yield pipe.id, f"reads each change of the {noun}"
    if event in ours and view.choices.get("realtime.channel") in ("sse", "websocket") and _shown_soon(view, entity, event):
        yield "web", f"shows the {noun} without being asked"


def _shown_soon(view: View, entity: EntityFacts, event: str) -> bool:
    """Whether a requirement that fires the event promises that somebody sees its effect within seconds (SIG-20)."""
    firing = {need for use in entity.uses if use.operation.event in (event, "*") for need in use.because}
    told = [text for r in view.facts.requirements.requirements if r.id in firing for text in r.acceptance]
    return any(re.search(r"\b(?:see|sees|shown|notified|told)\b.*\bwithin\b", text) for text in told)


def _event(view: View, entity: EntityFacts, name: str, readers: dict[str, str]) -> Event:
    context, thing = snake(entity.entity.context), snake(entity.entity.name)
    fields = {field.name for field in entity.entity.fields if field.type != "file"}
    payload = [
        a.name
        for a in entity.attributes
        if (a.role in SHARED or (a.role == "data" and a.type in FACTS and a.source in fields)) and not a.pii
    ]
    operations = [o.name for o in view.operations if o.entity == entity.key and o.event == name]
    reporting = [
        peer.id
        for peer in view.facts.requirements.integrations
        for _, e, event in reported(view.facts, peer)
        if e == entity and event == name
    ]
    return Event(
        key=f"event:{context}.{thing}.{past_tense(snake(name))}.v1",
        entity=entity.key,
        transition=name,
        consumers=tuple(readers),
        purposes=tuple(readers.values()),
        fired_by=tuple(dict.fromkeys((*operations, *reporting))),
        payload=(*payload, "version"),
        because=(*(need for need in entity.because if not need.startswith("API-")), "API-107", "API-109"),
    )
