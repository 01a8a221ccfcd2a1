"""Integrations that call back, in; the internal document with one receiver for each of them out (API-070, API-089, INT-055..058)."""

from collections.abc import Mapping
from typing import Any

from designgen.engines.offline.backend.reading import Brief, words
from designgen.engines.offline.settlements import reported
from designgen.knowledge.catalogue import load
from designgen.knowledge.wording import listed, size
from designgen.model.design.api import ApiOperation, ObjectSchema, Property
from designgen.model.facts import Attribute
from designgen.model.peers import Integration
from designgen.syntax.slug import kebab, slug

TAG = "Webhooks"
REFUSALS = ("PROOF_REFUSED", "PAYLOAD_TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE", "QUOTA_EXCEEDED", "INTERNAL", "OVERLOADED")


def senders(brief: Brief) -> tuple[Integration, ...]:
    """Return the integrations that send us webhooks."""
    return tuple(p for p in brief.requirements.integrations if p.webhooks or (p.protocol == "webhook" and p.direction != "out"))


def receivers(brief: Brief) -> tuple[ApiOperation, ...]:
    """Return one endpoint for each sender: verify, store, answer 202, work later."""
    return tuple(_receiver(brief, peer) for peer in senders(brief))


def receiver_schemas(brief: Brief) -> tuple[ObjectSchema, ...]:
    """Return what each sender puts into the body: an envelope; the rest is stored as received."""
    return tuple(_envelope(peer) for peer in senders(brief))


def signature(peer: Integration) -> Mapping[str, Any]:
    """Return how a sender signs: its own scheme, else that of Standard Webhooks."""
    known: Mapping[str, Mapping[str, Any]] = load("api_webhooks")["signatures"]
    return known.get(peer.webhooks.signature or "" if peer.webhooks else "", known["default"])


def schemes_of(peer: Integration) -> tuple[str, ...]:
    """Return how a sender proves who it is (API-089): its signature, or its certificate where it offers no signature."""
    signed = peer.webhooks.signature if peer.webhooks else None
    if signed:
        return (signed if signed in load("api_webhooks")["signatures"] else "signature",)
    return ("mtls",) if peer.auth in ("mtls", "x509") else ("signature",)


def _receiver(brief: Brief, peer: Integration) -> ApiOperation:
    row = load("api_webhooks")
    rate = peer.webhooks.rate if peer.webhooks else None
    needs = tuple(dict.fromkeys(need for _, entity, _ in reported(brief.facts, peer) if entity for need in entity.because))
    return ApiOperation(
        key=f"operation:receive{_stem(peer)}Event",
        method="post",
        path=f"/webhooks/{slug(peer.id)}",
        tag=TAG,
        summary=f"Receive an event of {words(peer.id)}"[:60],
        description=_told(brief, peer, row),
        kind="action",
        schemes=schemes_of(peer),
        object_rule=f"Only {words(peer.id)} can call it; what a message may change is decided when it is worked on.",
        request=f"{_stem(peer)}Event",
        status=202,
        errors=REFUSALS,
        cache="no-store",
        p95_ms=float(row["acknowledge_ms"]),
        per_second=round(rate.per_second, 6) if rate else 0,
        requirements=needs,
        sender=peer.id,
        media="application/xml" if "xml" in (peer.protocol or "") + (peer.format or "") else "",
        because=(*needs, "API-070", "API-089"),
    )


def _told(brief: Brief, peer: Integration, row: Mapping[str, Any]) -> str:
    known = [(kind, entity, event) for kind, entity, event in reported(brief.facts, peer) if entity]
    unknown = [f"`{kind}`" for kind, entity, _ in reported(brief.facts, peer) if entity is None]
    way = signature(peer)
    limit = size(peer.max_payload.bytes) if peer.max_payload else size(load("api_webhooks")["body_kb"] * 1000)
    proof = (
        f"The certificate of {peer.id} is checked; it offers no signature."
        if schemes_of(peer) == ("mtls",)
        else f"`{way['header']}` is {way['says']} over {way['signs']}, compared in constant time; more than "
        f"{row['tolerance_s']} s of difference is refused."
    )
    said = [
        f"Checks {peer.id}, stores the body as received in `platform.webhook_event`, commits and answers 202; at most {limit}.",
        proof,
        "The worker acts on it later; a second delivery of the same event has no effect, and order of arrival means nothing.",
        *(f"`{kind}` fires `{event}` of the {words(entity.entity.name)}." for kind, entity, event in known if entity),
        f"What {listed(unknown, 'or')} changes is an open question; until then it is stored as IGNORED." if unknown else "",
        "A kind that nobody knows answers 202 and is stored as IGNORED, because a retry would not help.",
    ]
    return "\n".join(text for text in said if text)


def _envelope(peer: Integration) -> ObjectSchema:
    events = peer.webhooks.events if peer.webhooks else ()
    kinds, first = listed([f"`{kind}`" for kind in events]) or "not known yet", next(iter(events), None)
    members = (
        ("id", Attribute(name="id", type="string", length=255), f"Id that {peer.id} gave the event; the second one of an id is dropped."),
        (
            "type",
            Attribute(name="type", type="string", length=200, default=first),
            f"Kinds acted on: {kinds}; others are stored and ignored.",
        ),
        ("occurred_at", Attribute(name="occurred_at", type="instant", nullable=True), "When it happened, where the sender says so."),
        ("body", Attribute(name="body", type="json"), "What the sender tells, in its own form."),
    )
    return ObjectSchema(
        key=f"schema:{_stem(peer)}Event",
        entity="",
        kind="read",
        properties=tuple(Property(name=n, attribute=a, required=n in ("id", "type"), description=text) for n, a, text in members),
        description=f"An event of {peer.id} as its adapter reads it; members beyond these are kept.",
        because=("API-089",),
    )


def _stem(peer: Integration) -> str:
    return "".join(part[:1].upper() + part[1:] for part in kebab(slug(peer.id)).split("-"))
