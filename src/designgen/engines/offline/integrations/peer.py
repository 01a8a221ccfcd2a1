"""An integration as it is written in; what its adapter is sized with out: latency, budget, rate, limit, who waits (INT-001).

What nobody gave is taken from what is publicly known of the provider, else from the planning values of its protocol.
"""

from collections.abc import Iterator

from designgen.engines.offline.integrations.settings import Peer
from designgen.engines.offline.settlements import settlement_of
from designgen.model.facts import Facts, Use
from designgen.model.peers import Integration
from designgen.model.quantities import DAY, YEAR
from designgen.sizing.peers import latency, provider

DEFAULT_BUDGET_MS = 1500.0
"""What DEF-09 assumes of an operation that calls a peer and whose p95 nobody gave."""
SPARE = 0.85
"""Share of a promised p95 that its parts may spend (CAP-041)."""
BACKGROUND_BUDGET_MS = 30_000.0
"""What one try of background work may take; nobody waits, but a worker is held (INT-022)."""


def waiting(peer: Integration, facts: Facts) -> tuple[Use, ...]:
    """Return the operations that name the peer with `via`."""
    return tuple(use for use in facts.uses if peer.id in use.operation.via)


def likely(peer: Integration, facts: Facts) -> Use | None:
    """Return the operation that calls the peer although nobody said so.

    It changes a row that the peer's data refer to, exactly as often as we call the peer.
    """
    ours = peer.rate_out or (peer.rate if peer.limit else None)
    if waiting(peer, facts) or ours is None or peer.direction == "in":
        return None
    around = {
        attribute.target for entity in facts.entities if entity.key in peer.data for attribute in entity.attributes if attribute.target
    }
    close = [use for use in facts.uses if use.writes and use.entity in around | set(peer.data)]
    same = [use for use in close if abs(use.per_second - ours.per_second) < 1e-6]
    return same[0] if len(same) == 1 else None


def callers(peer: Integration, facts: Facts) -> tuple[Use, ...]:
    """Return who waits for the peer: those who say so, else the one that is likely; then what it settles besides, such as a refund."""
    found = likely(peer, facts)
    asking = waiting(peer, facts) or ((found,) if found else ())
    return (*asking, *(use for use in _settled(peer, facts) if use not in asking)) if asking else ()


def _settled(peer: Integration, facts: Facts) -> Iterator[Use]:
    """Yield the operations whose event opens a settlement at the peer."""
    for use in facts.uses:
        settled = settlement_of(facts, use.entity, use.operation.event) if use.operation.event else None
        if settled and settled.peer == peer.id:
            yield use


def sized(peer: Integration, facts: Facts, style: str) -> Peer:
    """Return the peer as its adapter sees it."""
    known = provider(peer)
    p50, p99 = latency(peer)
    asking = callers(peer, facts) if style == "sync request" else ()
    use = peer.rate_out or (peer.rate if peer.limit else None)
    given = {
        "latency": bool(peer.latency.p50 or peer.latency.p95 or peer.latency.p99),
        "sla": bool(peer.sla),
        "limit": bool(peer.limit or peer.rate),
    }
    return Peer(
        name=peer.id,
        p50=p50,
        p99=p99,
        sla=facts.number(f"integration.{peer.id}.sla"),
        budget=_budget(peer, asking, style),
        rate=use.per_second if use else sum(one.per_second for one in asking) or _flow(peer, facts),
        instances=max(1, int(facts.number("app.instances"))) if style == "sync request" else 1,
        limit=facts.number(f"integration.{peer.id}.limit_rps") if peer.direction != "in" else None,
        fallback=style != "sync request",
        repeatable=bool(known.get("repeats")) or not any(one.writes for one in asking),
        background=style != "sync request",
        known=frozenset(name for name, held in given.items() if held),
    )


def _budget(peer: Integration, asking: tuple[Use, ...], style: str) -> float:
    if peer.timeout:
        return peer.timeout.seconds * 1000
    if style != "sync request":
        return BACKGROUND_BUDGET_MS
    return max((use.p95_ms for use in asking), default=DEFAULT_BUDGET_MS) * SPARE


def _flow(peer: Integration, facts: Facts) -> float:
    """Return calls a second at the peak: new rows of what travels, at the system's own ratio of peak to average."""
    rows = sum(entity.population.rows_per_year for entity in facts.entities if entity.key in peer.data)
    ratio = facts.number("load.peak_rps") / max(facts.number("load.avg_rps"), 1e-6)
    return max(rows / YEAR * ratio, 1 / DAY)
