"""Attributes in, the events whose times they hold out: `placed_at` is the time of `place` (API-107)."""

from designgen.knowledge.wording import past_tense
from designgen.model.domain import Entity
from designgen.model.facts import Attribute
from designgen.sizing.naming import snake


def event_of(entity: Entity, attribute: Attribute) -> str:
    """Return the event whose time an attribute holds, such as `place` for an optional instant `placed_at`; empty for others."""
    if attribute.type != "instant" or not attribute.nullable:
        return ""
    events = (move.event for state in entity.states for move in state.transitions)
    return next((event for event in events if attribute.name == f"{past_tense(snake(event))}_at"), "")
