"""Entities in, effects across them out: what an event of one entity has to do to another it refers to.

Nobody writes down that lending takes the tool off the shelf. It shows in the names: a loan that ends by `return` refers to
a tool whose state is left by `return`, and the tool's own way into that state is fired by nobody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from designgen.model.domain import State, Transition
from designgen.model.facts import EntityFacts


@dataclass(frozen=True)
class Effect:
    """When `cause` is created (`event` empty) or fires `event`, the row that `reference` names fires `fires`."""

    cause: EntityFacts
    event: str
    reference: str
    target: EntityFacts
    fires: str
    before: str
    after: str


def effects(entities: Sequence[EntityFacts]) -> tuple[Effect, ...]:
    """Return the effects that equal names and references imply (SVC-031); none where a requirement fires the event itself."""
    known = {entity.key: entity for entity in entities}
    return tuple(
        effect
        for cause in entities
        for attribute in cause.attributes
        if attribute.role == "reference" and attribute.target in known and attribute.target != cause.key
        for effect in _between(cause, attribute.name, known[attribute.target])
    )


def fired(entity: EntityFacts) -> frozenset[str]:
    """Return the events that some requirement fires."""
    named = [use.operation.event for use in entity.uses if use.operation.verb == "transition"]
    if "*" in named:
        return frozenset(event.event for _, event in moves(entity))
    return frozenset(name for name in named if name)


def moves(entity: EntityFacts) -> Iterator[tuple[State, Transition]]:
    """Yield every event of an entity with the state it leaves."""
    for state in entity.entity.states:
        for transition in state.transitions:
            yield state, transition


def _between(cause: EntityFacts, reference: str, target: EntityFacts) -> Iterator[Effect]:
    explicit = fired(target)
    for state, ending in moves(cause):
        for held, back in moves(target):
            if back.event != ending.event or back.event in explicit:
                continue
            if state.name == cause.first_state:
                yield from _taking(cause, reference, target, held)
            yield Effect(cause, ending.event, reference, target, back.event, held.name, back.to)


def _taking(cause: EntityFacts, reference: str, target: EntityFacts, held: State) -> Iterator[Effect]:
    """Yield the event that brings the target into the state which the ending event leaves."""
    explicit = fired(target)
    for free, taking in moves(target):
        if taking.to == held.name and taking.event not in explicit and free.name != held.name:
            yield Effect(cause, "", reference, target, taking.event, free.name, held.name)
            return
