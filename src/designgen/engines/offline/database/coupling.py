"""Entities whose states move together, in; which one moves which, and what that forbids, out (SVC-031).

When `return` of a loan and `return` of its tool are one event, the tool's states tell how many loans may be open at once.
"""

from typing import NamedTuple

from designgen.engines.offline.database.ground import Ground
from designgen.engines.offline.database.tables import alive_predicate
from designgen.model.design.database import Index, KeyPart
from designgen.model.facts import EntityFacts
from designgen.syntax.identifiers import among, identifier, joined_name


class Coupling(NamedTuple):
    """`guest` refers to `host` by `column`; both know the event that ends it, and `host` is then back in its first state."""

    guest: EntityFacts
    column: str
    host: EntityFacts
    event: str
    begins: str


def couplings(ground: Ground) -> tuple[Coupling, ...]:
    """Return the pairs that share the event by which the one ends and the other is free again."""
    found = []
    for guest in ground.facts.entities:
        for attribute in guest.attributes:
            if attribute.role != "reference" or attribute.type == "many_to_many":
                continue
            if attribute.target not in ground.tables or attribute.target == guest.key:
                continue
            host = ground.facts.entity(attribute.target or "")
            found += [Coupling(guest, attribute.name, host, event, _beginning(host)) for event in _shared(ground, guest, host)]
    return tuple(found)


def _shared(ground: Ground, guest: EntityFacts, host: EntityFacts) -> list[str]:
    """Return events that end the guest and bring the host back to its first state, in the order of the guest."""
    ends = ground.terminal_states(guest)
    ending = [move.event for state in guest.entity.states for move in state.transitions if move.to in ends]
    freeing = {move.event for state in host.entity.states for move in state.transitions if move.to == host.first_state}
    return [event for event in dict.fromkeys(ending) if event in freeing][:1]


def _beginning(host: EntityFacts) -> str:
    """Return the event that makes the host busy, if only its first state allows it; else nothing is known."""
    first = [move.event for state in host.entity.states if state.name == host.first_state for move in state.transitions]
    later = {move.event for state in host.entity.states if state.name != host.first_state for move in state.transitions}
    return first[0] if len(first) == 1 and first[0] not in later else ""


def moved_along(ground: Ground, facts: EntityFacts) -> tuple[EntityFacts, ...]:
    """Return the entities whose state changes with this one's because nobody moves them directly."""
    hosts = {
        pair.host.key: pair.host
        for pair in couplings(ground)
        if pair.guest.key == facts.key and not any(use.operation.event == pair.event for use in pair.host.uses)
    }
    return tuple(hosts.values())


def one_at_a_time(ground: Ground, pair: Coupling) -> Index | None:
    """Return the unique index that lets one open guest stand on a host; None where the host's states do not say so.

    The host can be taken only from its first state, so a second open guest could never have moved it: a derived rule, not an
    invented one (CORE-08).
    """
    states = ground.open_states(pair.guest)
    if not pair.begins or not states:
        return None
    label = pair.guest.table.split(".")[1]
    open_now = among("status", states)
    alive = alive_predicate(pair.guest)
    return Index(
        key=f"index:{joined_name(label, pair.column, 'open_key')}",
        because=(*pair.guest.because, "DATA-068", "CORE-08"),
        table=pair.guest.table,
        parts=(KeyPart(expression=identifier(pair.column)),),
        unique=True,
        where=f"{open_now} AND {alive}" if alive else open_now,
        serves=("constraint",),
    )
