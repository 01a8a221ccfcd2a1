"""The integration architect without a model: requirements and facts in, adapters to the systems of others out.

Every figure of an adapter comes from `integrations_settings`; what nobody told us is an unknown and a question.
"""

from designgen.engines.offline.integrations_identity import SIGN_IN, identity_adapter, sign_in_sla, signs_in
from designgen.engines.offline.integrations_settings import Peer, settings
from designgen.knowledge import catalogue
from designgen.knowledge.wording import percent
from designgen.model.design.integrations import Adapter, Integrations
from designgen.model.design.opinion import ClarifyingQuestion, Opinion
from designgen.model.facts import Facts, Use
from designgen.model.interview import IntegrationsSection, Question
from designgen.model.peers import Integration

DEFAULT_SLA, DEFAULT_BUDGET_MS = 0.995, 1500.0
"""What DEF-19 and DEF-09 assume of a peer that nobody described."""
FILES = ("sftp", "ftps", "as2")
STYLES = {"sync": "sync request", "async": "async command", "event": "event", "batch": "batch file"}
UNKNOWN = {
    "authentication": "how we prove who we are",
    "rate limit": "how many requests they accept",
    "availability": "what availability they promise",
    "latency": "how fast they answer",
    "repeats": "whether they recognise a repeated request",
    "contract": "where their interface is described",
}


def draft(question: Question) -> IntegrationsSection:
    """Answer the integrations section from the rulebook alone."""
    facts = question.facts
    choices = {decision.topic: decision.choice for decision in question.decisions}
    adapters = [_adapter(peer, facts, choices) for peer in facts.requirements.integrations]
    identity = identity_adapter(facts, choices)
    adapters += [identity] if identity else []
    return IntegrationsSection(integrations=Integrations(adapters=tuple(adapters)), opinion=_opinion(facts, tuple(adapters)))


def _adapter(peer: Integration, facts: Facts, choices: dict[str, str]) -> Adapter:
    waiting = tuple(use for use in facts.uses if peer.id in use.operation.via)
    style, why = _style(peer, waiting, choices)
    asks = tuple(dict.fromkeys(reason for use in waiting for reason in use.because))
    entities = peer.data or tuple(dict.fromkeys(use.entity for use in waiting))
    return Adapter(
        key=f"adapter:{peer.id}",
        because=(*asks, "INT-005", "INT-002", f"integration.style.{peer.id}")
        if f"integration.style.{peer.id}" in choices
        else (*asks, "INT-005", "INT-002"),
        title=peer.provider or peer.id,
        component=f"component:{peer.id}",
        direction=peer.direction,
        protocol=peer.protocol or "https",
        auth=peer.auth or "not known yet",
        purpose=_purpose(peer, waiting, entities),
        style=f"{style}: {why}",
        data=entities,
        settings=() if (peer.protocol or "") in FILES else settings(_peer(peer, facts, waiting)),
        unknowns=tuple(text for name, text in UNKNOWN.items() if name in _missing(peer)),
        when_down=_when_down(peer, style, waiting),
    )


def _peer(peer: Integration, facts: Facts, waiting: tuple[Use, ...]) -> Peer:
    family = next((name for name in catalogue.load("constants")["latency"] if (peer.protocol or "https").startswith(name)), "other")
    assumed = catalogue.load("constants")["latency"][family]
    latency = peer.latency
    slow = latency.p99 or latency.p95
    p99 = slow.seconds * 1000 if slow else float(assumed["p99"])
    p50 = latency.p50.seconds * 1000 if latency.p50 else min(float(assumed["p50"]), p99 / 3)
    given = peer.timeout.seconds * 1000 if peer.timeout else None
    limit = peer.limit or (peer.rate if peer.rate_out else None)
    use = peer.rate_out or (peer.rate if peer.limit else None)
    known = {name for name, held in (("latency", latency.p50 or latency.p95 or latency.p99), ("sla", peer.sla)) if held}
    return Peer(
        name=peer.id,
        p50=p50,
        p99=p99,
        sla=peer.sla.fraction if peer.sla else DEFAULT_SLA,
        budget=given or max((use.p95_ms for use in waiting), default=DEFAULT_BUDGET_MS) * 0.85,
        rate=use.per_second if use else sum(use.per_second for use in waiting) or 0.1,
        instances=max(1, int(facts.number("app.instances"))),
        limit=limit.per_second if limit else None,
        fallback=not waiting,
        repeatable=not any(use.writes for use in waiting),
        known=frozenset(known),
    )


def _style(peer: Integration, waiting: tuple[Use, ...], choices: dict[str, str]) -> tuple[str, str]:
    """Return how we couple and why, the first that fits (INT-002); a decided style wins over the last two."""
    if peer.protocol in FILES:
        return "batch file", f"{peer.id} exchanges files over {peer.protocol}"
    if peer.direction == "in" and (peer.webhooks or peer.protocol == "webhook"):
        return "event", f"{peer.id} tells us what happened, we store it first and act on it later"
    if peer.direction == "in":
        return "incremental poll", f"{peer.id} does not push, so we ask for what changed"
    decided = STYLES.get(choices.get(f"integration.style.{peer.id}", ""), "")
    style = decided or ("sync request" if waiting else "async command")
    return style, _reason(peer, style, waiting)


def _reason(peer: Integration, style: str, waiting: tuple[Use, ...]) -> str:
    names = ", ".join(dict.fromkeys(use.id for use in waiting))
    if style == "sync request" and waiting:
        return f"the caller of {names} waits for the answer"
    if style == "async command" and not waiting:
        return "nobody waits for the answer, so the request leaves from the outbox after the commit"
    return f"the record integration.style.{peer.id} says so"


def _purpose(peer: Integration, waiting: tuple[Use, ...], entities: tuple[str, ...]) -> str:
    if waiting:
        return f"Serves {', '.join(dict.fromkeys(use.id for use in waiting))}."
    flows = {"in": "Brings", "out": "Takes", "both": "Exchanges"}[peer.direction]
    return f"{flows} {', '.join(entities) or 'data that the requirements do not name yet'}."


def _missing(peer: Integration) -> tuple[str, ...]:
    held = {
        "authentication": peer.auth,
        "rate limit": peer.limit or peer.rate,
        "availability": peer.sla,
        "latency": peer.latency.p95 or peer.latency.p99 or peer.timeout,
        "repeats": None if peer.direction != "in" else "we deduplicate",
        "contract": peer.format or peer.messages or peer.protocol,
    }
    return tuple(name for name, value in held.items() if not value)


def _when_down(peer: Integration, style: str, waiting: tuple[Use, ...]) -> str:
    if style == "sync request":
        names = ", ".join(dict.fromkeys(use.id for use in waiting)) or f"Operations that need {peer.id}"
        return f"{names} answer 503 UPSTREAM_FAILED with Retry-After while the breaker is open; every other operation works."
    if style == "event":
        return f"Nothing new arrives from {peer.id}; after the outage it sends again, and a sweep fetches what is missing (INT-064)."
    if style == "incremental poll":
        return f"Data of {peer.id} grows old; the next successful poll continues from the stored cursor."
    return f"Commands to {peer.id} wait in the outbox and leave in order when it is back; users notice the delay only."


def _opinion(facts: Facts, adapters: tuple[Adapter, ...]) -> Opinion:
    peers = facts.requirements.integrations
    weak = [adapter for adapter in adapters if len(adapter.unknowns) >= 3]
    if peers:
        conclusions = [
            f"{facts.requirements.project.name} calls {len(peers)} systems of others; each has one adapter, one breaker and one switch."
        ]
    else:
        conclusions = [f"{facts.requirements.project.name} depends on no system of others except the one that signs people in."]
        conclusions = conclusions if signs_in(facts) else [f"{facts.requirements.project.name} depends on no system of others."]
    concerns = tuple(
        f"Of {_called(adapter)} we do not know {'; '.join(adapter.unknowns)}: settle it before its adapter is built." for adapter in weak
    )
    return Opinion(conclusions=tuple(conclusions), concerns=concerns, questions=tuple(_questions(adapters)))


def _called(adapter: Adapter) -> str:
    """How a sentence names a peer: by its own name, the provider of identities by what it is."""
    return (
        f"the {adapter.title}".replace("the Hosted", "the hosted").replace("the Own", "our own")
        if adapter.name == SIGN_IN
        else adapter.title
    )


def _questions(adapters: tuple[Adapter, ...]) -> list[ClarifyingQuestion]:
    found = []
    for adapter in adapters:
        if not adapter.unknowns:
            continue
        provider = adapter.name == SIGN_IN
        found.append(
            ClarifyingQuestion(
                key=f"question:{adapter.name}-unknowns",
                because=("DRV-09", "INT-001"),
                text=f"About {_called(adapter)}: {'; '.join(adapter.unknowns)}?",
                why=f"The timeouts, attempts and limits of {_called(adapter)} rest on planning values until then.",
                assumed=f"Availability {percent(sign_in_sla() if provider else DEFAULT_SLA)}, figures as in its table.",
                changes="The resilience figures of the adapter, and whether anyone may wait for it.",
                ask="operations" if provider else "third party",
                value=2.0 + len(adapter.unknowns),
                provisional=(adapter.key,),
            )
        )
    return found
