"""Facts in, work that another system finishes out: what we send it, what it reports back, which rows then move (SVC-037).

An order is not paid because somebody pressed pay: a payment waits until its provider reports the outcome.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from designgen.knowledge.catalogue import load
from designgen.model.facts import EntityFacts, Facts
from designgen.model.peers import Integration
from designgen.sizing.effects import fired, moves
from designgen.sizing.naming import snake


@dataclass(frozen=True)
class Settlement:
    """`event` of `cause` opens a row of `record` at `peer`; when `confirms` is reported, the cause moves too."""

    cause: EntityFacts
    event: str
    record: EntityFacts
    reference: str
    peer: str
    opens: bool
    confirms: str
    fails: tuple[str, ...]

    @property
    def waiting(self) -> str:
        """State of the record while the outcome is open."""
        return next(state.name for state, move in moves(self.record) if move.event == self.confirms)

    def after(self, entity: EntityFacts, event: str) -> str:
        """Return the state an event leads to."""
        return next(move.to for _, move in moves(entity) if move.event == event)


@dataclass(frozen=True)
class Dispatch:
    """`event` of an entity sends the row to `peer`, which later reports one of `outcomes`."""

    entity: EntityFacts
    event: str
    peer: str
    sent: str
    outcomes: tuple[str, ...]


def settlements(facts: Facts) -> tuple[Settlement, ...]:
    """Return the settlements that a record kept for a peer implies: it refers to a row whose event it finishes."""
    known = {entity.key: entity for entity in facts.entities}
    return tuple(
        found
        for peer, record in carried(facts)
        if record.entity.states and not fired(record)
        for attribute in record.attributes
        if attribute.role == "reference" and attribute.target in known
        for found in _settled(peer, record, attribute.name, known[attribute.target])
    )


def dispatches(facts: Facts) -> tuple[Dispatch, ...]:
    """Return the events of ours that send a row outward and leave it waiting for what the receiver reports."""
    found = []
    for peer, entity in carried(facts):
        ours = fired(entity)
        for event in sorted(ours):
            sent = next(move.to for _, move in moves(entity) if move.event == event)
            outcomes = tuple(dict.fromkeys(m.event for s, m in moves(entity) if s.name == sent and m.event not in ours))
            if outcomes and peer.webhooks and any(meaning(kind, entity) in outcomes for kind in peer.webhooks.events):
                found.append(Dispatch(entity, event, peer.id, sent, outcomes))
    return tuple(found)


def settlement_of(facts: Facts, entity: str, event: str) -> Settlement | None:
    """Return the settlement that an event opens, or None."""
    return next((one for one in settlements(facts) if one.cause.key == entity and one.event == event), None)


def dispatch_of(facts: Facts, entity: str, event: str) -> Dispatch | None:
    """Return the dispatch that an event starts, or None."""
    return next((one for one in dispatches(facts) if one.entity.key == entity and one.event == event), None)


def meaning(kind: str, entity: EntityFacts) -> str:
    """Return the event of an entity that a message stands for: by the catalogue, else by its last word; empty if unknown."""
    ours = tuple(dict.fromkeys(move.event for _, move in moves(entity)))
    for candidate in load("api_webhooks")["means"].get(kind, ()):
        if candidate in ours:
            return str(candidate)
    last = snake(kind.replace(".", "_")).rpartition("_")[2]
    past = load("past_tense")
    return next((event for event in ours if last in (event, past.get(event), f"{event}ed", f"{event}d")), "")


def reported(facts: Facts, peer: Integration) -> tuple[tuple[str, EntityFacts | None, str], ...]:
    """Return each message of a peer with the entity and the event of ours it stands for; None where nobody said."""
    theirs = [entity for other, entity in carried(facts, inward=True) if other.id == peer.id]
    found = []
    for kind in peer.webhooks.events if peer.webhooks else ():
        entity = next((one for one in theirs if meaning(kind, one)), None)
        found.append((kind, entity, meaning(kind, entity) if entity else ""))
    return tuple(found)


def senders(facts: Facts, peer: str) -> float:
    """Return how many of one integration send to us by themselves, such as the tills of a brand: the actors of its name, else one."""
    known = next((actor for actor in facts.requirements.actors if actor.name == peer and actor.kind != "human"), None)
    return max(1.0, known.count.number) if known and known.count else 1.0


def carried(facts: Facts, *, inward: bool = False) -> Iterator[tuple[Integration, EntityFacts]]:
    """Yield each integration with the entities it carries; outward ones only unless asked otherwise."""
    for peer in facts.requirements.integrations:
        if peer.direction == "in" and not inward:
            continue
        for entity in facts.entities:
            if entity.key in peer.data or entity.entity.name in peer.data:
                yield peer, entity


def _settled(peer: Integration, record: EntityFacts, reference: str, cause: EntityFacts) -> Iterator[Settlement]:
    theirs = [move.event for _, move in moves(record)]
    ours = dict.fromkeys(move.event for _, move in moves(cause))
    for place, row in enumerate(load("api_webhooks")["settlements"]):
        confirms = next((event for event in row["confirms"] if event in theirs), "")
        for event in ours:
            if confirms and event in row["opens"]:
                fails = tuple(name for name in row["fails"] if name in theirs)
                yield Settlement(cause, event, record, reference, peer.id, place == 0, confirms, fails)
