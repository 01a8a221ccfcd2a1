"""An integration in; what is publicly known of it and how fast it answers out (DEF-19, ASM-02).

What the author wrote wins over what everyone may know of the provider, and that over the planning values of the protocol.
"""

from typing import Any

from designgen.knowledge.catalogue import load
from designgen.model.peers import Integration


def provider(peer: Integration) -> dict[str, Any]:
    """Return what is publicly known of a peer by its id or provider, nothing if it is not in the catalogue."""
    named = f"{peer.id} {peer.provider or ''} {peer.intermediary or ''}".lower()
    rows = load("providers")["peers"]
    return next((row for row in rows if any(word in named.split() or word in named for word in row["matches"])), {})


def latency(peer: Integration) -> tuple[float, float]:
    """Return the median and the 99th percentile of the peer's answers, in milliseconds."""
    families = load("constants")["latency"]
    family = next((name for name in families if (peer.protocol or "https").startswith(name)), "other")
    assumed = provider(peer).get("latency") or families[family]
    slow = peer.latency.p99 or peer.latency.p95
    p99 = slow.seconds * 1000 if slow else float(assumed["p99"])
    return peer.latency.p50.seconds * 1000 if peer.latency.p50 else min(float(assumed["p50"]), p99 / 3), p99
