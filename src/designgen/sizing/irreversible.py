"""Which operations cannot be taken back: money moves, a legal document or a message leaves, hardware acts (SIG-22)."""

from enum import Enum

from designgen.knowledge.catalogue import load
from designgen.model.domain import Entity, Field
from designgen.model.wishes import Operation
from designgen.sizing.domain import Domain
from designgen.sizing.naming import snake


class Effect(Enum):
    """How sure we are that an operation cannot be taken back."""

    NONE = "none"
    OPEN = "open"
    SURE = "sure"


def effect(operation: Operation, entity: Entity, domain: Domain) -> Effect:
    """Return whether an operation is irreversible, perhaps so, or not."""
    if operation.verb == "send":
        return Effect.SURE
    if operation.verb == "transition":
        return Effect.SURE if _event_acts(operation.event or "", entity, domain) else Effect.NONE
    if operation.verb not in ("create", "batch", "upload", "call"):
        return Effect.NONE
    if operation.via and domain.money_fields(entity):
        return Effect.SURE
    if snake(entity.name).split("_")[-1] in load("lexicon")["charging_entities"] and domain.money_fields(entity):
        return Effect.SURE
    return Effect.OPEN if charged_field(entity, domain) else Effect.NONE


def _event_acts(event: str, entity: Entity, domain: Domain) -> bool:
    lexicon = load("lexicon")
    name = snake(event)
    if name in lexicon["charging_events"]:
        return domain.near_money(entity)
    return name in lexicon["messaging_events"] or name in lexicon["hardware_events"]


def charged_field(entity: Entity, domain: Domain) -> tuple[Entity, Field] | None:
    """Return the amount that creating a row may charge: a deposit, fee or price of the one thing it refers to.

    None if the entity holds money itself or somebody pays by an event of its own, because then creating it charges nothing.
    """
    if domain.parent(entity) or domain.money_fields(entity) or _is_paid(entity, domain):
        return None
    words = set(load("lexicon")["charged_fields"])
    for reference in domain.references(entity):
        target = domain.entities[domain.resolve(reference.to)]
        found = next((field for field in domain.money_fields(target) if set(snake(field.name).split("_")) & words), None)
        if found and target.key not in domain.actor_entities:
            return target, found
    return None


def _is_paid(entity: Entity, domain: Domain) -> bool:
    charging = set(load("lexicon")["charging_events"])
    around = (entity, *(domain.entities[key] for key in domain.referrers[entity.key]))
    return any(snake(transition.event) in charging for other in around for state in other.states for transition in state.transitions)
