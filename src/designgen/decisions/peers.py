"""The subjects of repeating topics: each integration with what a decision about it asks for (ADR-O01, ALN-02)."""

from collections.abc import Iterator

from designgen.model.facts import Facts
from designgen.model.peers import Integration

PUSHING = ("webhook", "mqtt", "amqp", "kafka")
FILES = ("sftp", "ftp", "ftps", "as2")


def subjects_of(repeat: str, facts: Facts) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield (subject, its names); a topic that does not repeat has the one empty subject."""
    if repeat == "integrations":
        for peer in facts.requirements.integrations:
            yield peer.id, peer_names(peer, facts)
    else:
        yield "", {}


def peer_names(peer: Integration, facts: Facts) -> dict[str, object]:
    """Return what is known about one peer: who starts, who waits, how much, how reliable."""
    waiting = [use for use in facts.uses if peer.id in use.operation.via]
    rate = peer.rate_out or (peer.rate if peer.limit else None)
    limit = next((known.value for known in facts.figures if known.key == f"integration.{peer.id}.limit_rps"), 0.0)
    used = rate.per_second if rate else sum(use.per_second for use in waiting)
    answer = peer.latency.p99 or peer.latency.p95
    budget = min((use.p95_ms for use in waiting), default=0)
    return {
        "peer": peer.id,
        "peer_out": peer.direction in ("out", "both"),
        "peer_in": peer.direction in ("in", "both"),
        "peer_push": bool(peer.webhooks) or peer.protocol in PUSHING,
        "peer_signed": bool(peer.webhooks and peer.webhooks.signature) or peer.auth in ("hmac", "mtls"),
        "peer_files": peer.protocol in FILES,
        "user_waits": bool(waiting) and any(use.operation.verb not in ("send", "import", "export") for use in waiting),
        "peer_slow": bool(answer and budget and answer.seconds * 1000 > 0.5 * budget),
        "peer_weak": facts.number(f"integration.{peer.id}.sla") < facts.number("availability.target"),
        "peer_overloaded": bool(limit and used > limit),
        "peer_busy": used * 86_400 >= 1e5,
        "peer_limit": limit,
        "peer_rate": used,
        "peer_sla": facts.number(f"integration.{peer.id}.sla"),
        "peer_protocol": peer.protocol or "an unknown protocol",
        "peer_money": any(facts.entity(key).entity.key == key and _holds_money(facts, key) for key in _entities(peer, facts)),
    }


def _entities(peer: Integration, facts: Facts) -> list[str]:
    return [known.key for known in facts.entities if known.key in peer.data or known.entity.name in peer.data]


def _holds_money(facts: Facts, key: str) -> bool:
    return any(attribute.type == "money" for attribute in facts.entity(key).attributes)
