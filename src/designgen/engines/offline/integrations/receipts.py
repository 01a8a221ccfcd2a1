"""What a peer reports and the states of our row in; a pair of reports that both can be true of one row, out (INT-061).

A row that is delivered is never refused as well: an order test whose reports exclude each other tests nothing.
"""

from collections.abc import Iterator

from designgen.engines.offline.settlements import reported
from designgen.model.facts import EntityFacts, Facts
from designgen.model.peers import Integration
from designgen.sizing.effects import fired, moves


def order_test(peer: Integration, facts: Facts) -> dict[str, object]:
    """Return what is delivered in the wrong order, and what the row shows afterwards."""
    known = [(kind, entity, event) for kind, entity, event in reported(facts, peer) if entity and event]
    for first, entity, event in known:
        for second, other, later in known:
            if other.key == entity.key and second != first:
                for ours, end in _ways(entity, event, later):
                    between = f", which followed `{ours}`" if ours else ""
                    return {
                        "events_backwards": f"`{second}`{between}, and only then the earlier `{first}` of the same {entity.entity.name}",
                        "ends_as": f"{entity.entity.name} is {end} after both, as in order",
                    }
    kind = f"`{peer.webhooks.events[0]}`" if peer.webhooks and peer.webhooks.events else "the same kind"
    return {
        "events_backwards": f"two events of {kind} about one row, the older one last",
        "ends_as": "the row is as the newer one left it",
    }


def _ways(entity: EntityFacts, event: str, later: str) -> Iterator[tuple[str, str]]:
    """Yield (event of ours in between or empty, state at the end) where `later` may follow `event`, the direct way first."""
    reached = [move.to for _, move in moves(entity) if move.event == event]
    direct = _onward(entity, later)
    yield from (("", direct[state]) for state in reached if state in direct)
    for ours in sorted(fired(entity)):
        through = _onward(entity, ours)
        yield from ((ours, direct[through[state]]) for state in reached if state in through and through[state] in direct)


def _onward(entity: EntityFacts, event: str) -> dict[str, str]:
    """Return where an event leads, by the state it leaves."""
    return {state.name: move.to for state, move in moves(entity) if move.event == event}
