"""The integration architect without a model: requirements and facts in, adapters to the systems of others out.

Every figure of an adapter comes from `integrations_settings`; what nobody told us is an unknown and a question.
"""

from designgen.engines.offline.integrations.chapters import chapters, contract_tests
from designgen.engines.offline.integrations.identity import SIGN_IN, identity_adapter, sign_in_sla, signs_in
from designgen.engines.offline.integrations.names import WEEK_S, calls, words
from designgen.engines.offline.integrations.numbering import numbering
from designgen.engines.offline.integrations.offline import offline_syncs
from designgen.engines.offline.integrations.peer import callers, likely, sized, waiting
from designgen.engines.offline.integrations.pipelines import pipelines, questions
from designgen.engines.offline.integrations.settings import settings
from designgen.knowledge.wording import counted, duration, figure, listed, percent
from designgen.model.design.api import ApiOperation
from designgen.model.design.architecture import Component
from designgen.model.design.integrations import Adapter, Integrations
from designgen.model.design.opinion import ClarifyingQuestion, Opinion
from designgen.model.facts import Facts, Use
from designgen.model.interview import BackendSection, IntegrationsSection, Question
from designgen.model.peers import Integration
from designgen.sizing.peers import latency, provider

FILES = ("sftp", "ftps", "as2")
STYLES = {"sync": "sync request", "async": "async command", "event": "event", "batch": "batch file"}
UNKNOWN = {
    "authentication": "how we prove who we are",
    "rate limit": "how many requests they accept",
    "availability": "what availability they promise",
    "latency": "how fast they answer",
    "repeats": "whether they recognise a repeated request",
    "contract": "where their interface is described",
    "delivery": "for how long and in which order they send again what we did not take",
}


def draft(question: Question) -> IntegrationsSection:
    """Answer the integrations section from the rulebook alone."""
    facts = question.facts
    choices = {decision.topic: decision.choice for decision in question.decisions}
    operations = _operations(question)
    adapters = [_adapter(peer, facts, choices, operations) for peer in facts.requirements.integrations]
    identity = identity_adapter(facts, choices)
    adapters += [identity] if identity else []
    designed = Integrations(adapters=tuple(adapters), pipelines=pipelines(facts), offline=offline_syncs(facts, choices, operations))
    return IntegrationsSection(integrations=designed, opinion=_opinion(question, tuple(adapters)))


def _operations(question: Question) -> tuple[ApiOperation, ...]:
    """The operations of the API, where the backend section was answered before."""
    return tuple(
        one for section in question.earlier if isinstance(section, BackendSection) for api in section.api for one in api.operations
    )


def _adapter(peer: Integration, facts: Facts, choices: dict[str, str], operations: tuple[ApiOperation, ...]) -> Adapter:
    asking = callers(peer, facts)
    style, why = _style(peer, facts, choices)
    asks = tuple(dict.fromkeys(reason for use in asking for reason in use.because))
    entities = peer.data or tuple(dict.fromkeys(use.entity for use in asking))
    topic = f"integration.style.{peer.id}"
    figures = sized(peer, facts, style)
    names = words(peer, facts, figures, style) | {"hook": _hook(peer, operations)}
    return Adapter(
        key=f"adapter:{peer.id}",
        because=(*asks, "INT-005", "INT-002", topic) if topic in choices else (*asks, "INT-005", "INT-002"),
        title=peer.provider or peer.id,
        component=f"component:{peer.id}",
        direction=peer.direction,
        protocol=peer.protocol or "https",
        auth=peer.auth or "not known yet",
        purpose=_purpose(peer, facts, entities),
        style=f"{style}: {why}",
        data=entities,
        settings=() if (peer.protocol or "") in FILES or not calls(peer) else settings(figures),
        chapters=chapters(names),
        tests=contract_tests(names),
        per_second=figures.rate if calls(peer) else 0,
        callers=tuple(use.id for use in asking) if style == "sync request" else (),
        p50_ms=figures.p50,
        p99_ms=figures.p99,
        receives=bool(names["receives"]),
        fiscal=names["pack"] == "sdi",
        money=bool(names["money"]) and calls(peer),
        unknowns=tuple(text for name, text in UNKNOWN.items() if name in _missing(peer)),
        when_down=_when_down(peer, style, asking),
    )


def _hook(peer: Integration, operations: tuple[ApiOperation, ...]) -> str:
    """Where the peer delivers: the endpoint of the API whose path ends in its name, else the usual place."""
    ends = f"/{peer.id}"
    return next((f"{one.method.upper()} {one.path}" for one in operations if one.path.endswith(ends)), f"POST /hooks{ends}")


def _style(peer: Integration, facts: Facts, choices: dict[str, str]) -> tuple[str, str]:
    """Return how we couple and why, the first that fits (INT-002); a decided style wins over the last two."""
    if peer.protocol in FILES:
        return "batch file", f"{peer.id} exchanges files over {peer.protocol}"
    if peer.direction == "in" and (peer.webhooks or peer.protocol == "webhook"):
        return "event", f"{peer.id} tells us what happened, we store it first and act on it later"
    if peer.direction == "in":
        return "incremental poll", f"{peer.id} does not push, so we ask for what changed"
    decided = STYLES.get(choices.get(f"integration.style.{peer.id}", ""), "")
    style = decided or ("sync request" if callers(peer, facts) else "async command")
    return style, _reason(peer, style, facts)


def _reason(peer: Integration, style: str, facts: Facts) -> str:
    guess = likely(peer, facts)
    if style == "sync request" and waiting(peer, facts):
        return f"the caller of {', '.join(dict.fromkeys(use.id for use in waiting(peer, facts)))} waits for the answer"
    if style == "sync request" and guess:
        return f"the caller of {guess.id} waits; it is taken for the caller, because both happen {guess.per_second:g} times a second"
    if style == "async command" and not waiting(peer, facts):
        return "nobody waits for the answer, so the request leaves from a queue after the commit"
    return f"the record integration.style.{peer.id} says so"


def _purpose(peer: Integration, facts: Facts, entities: tuple[str, ...]) -> str:
    serves = listed(list(dict.fromkeys(use.id for use in callers(peer, facts))))
    flows = {"in": "Brings", "out": "Takes", "both": "Exchanges"}[peer.direction]
    carried = f"{flows} {', '.join(entities) or 'data that the requirements do not name yet'}"
    between = f" through an {peer.intermediary}" if peer.intermediary else ""
    return f"Serves {serves}; {carried[0].lower()}{carried[1:]}{between}." if serves else f"{carried}{between}."


def _missing(peer: Integration) -> tuple[str, ...]:
    known = provider(peer)
    ours = calls(peer)
    held = {
        "authentication": peer.auth,
        "rate limit": peer.limit or peer.rate or not ours,
        "availability": peer.sla or not ours,
        "latency": peer.latency.p95 or peer.latency.p99 or peer.timeout or not ours,
        "repeats": known.get("repeats") or not ours,
        "contract": peer.format or peer.messages or known.get("contract") or (peer.protocol not in (None, "webhook")),
        "delivery": peer.webhooks.retry_window if peer.webhooks and not ours else True,
    }
    return tuple(name for name, value in held.items() if not value)


def _when_down(peer: Integration, style: str, asking: tuple[Use, ...]) -> str:
    if style == "sync request":
        names = listed(list(dict.fromkeys(use.id for use in asking))) or f"Operations that need {peer.id}"
        kept = f" The row stays in its state, so {names} may be tried again." if asking and all(one.writes for one in asking) else ""
        verb = "answers" if len(asking) == 1 else "answer"
        return f"{names} {verb} 502 UPSTREAM_FAILED with Retry-After while {peer.id} fails; every other operation works.{kept}"
    if style == "event":
        return f"Nothing new arrives from {peer.id}; after the outage it sends again, and silence raises a ticket (INT-064)."
    if style == "incremental poll":
        return f"Data of {peer.id} grows old; the next successful poll continues from the stored cursor."
    return f"Requests to {peer.id} wait in platform.job and leave in order when it is back; users notice the delay only."


def _opinion(question: Question, adapters: tuple[Adapter, ...]) -> Opinion:
    weak = [adapter for adapter in adapters if len(adapter.unknowns) >= 3]
    concerns = tuple(
        f"Of {_called(adapter)} we do not know {'; '.join(adapter.unknowns)}: settle it before its adapter is built." for adapter in weak
    )
    asked = (*_questions(adapters, question.facts), *numbering(adapters, question.facts), *questions(question.facts))
    return Opinion(conclusions=_conclusions(question, adapters), concerns=concerns, questions=asked)


def _conclusions(question: Question, adapters: tuple[Adapter, ...]) -> tuple[str, ...]:
    """Say on how many systems of others the project depends; every box that others run counts."""
    facts = question.facts
    name, peers = facts.requirements.project.name, facts.requirements.integrations
    signing = ["the one that signs people in"] if signs_in(facts) else []
    rented = [f"the {component.title.lower()}" for component in _components(question) if component.outside and component.stateful]
    if not peers:
        but = f" except {listed([*signing, *rented])}" if signing or rented else ""
        return (f"{name} depends on no system of others{but}.", *_bare(rented))
    met = f"{name} works with {listed([counted(len(peers), 'system') + ' of others', *signing])}"
    return (f"{met}; each of {len(adapters)} has an adapter and a switch, and each that is called limits of time and room.", *_bare(rented))


def _bare(rented: list[str]) -> tuple[str, ...]:
    said = listed(rented)
    return (
        (f"{said[0].upper()}{said[1:]} has no adapter, although others run it: it moves files and carries no rule of ours.",)
        if said
        else ()
    )


def _components(question: Question) -> tuple[Component, ...]:
    """The boxes of the architecture, where the backend section was answered before."""
    return tuple(one for section in question.earlier if isinstance(section, BackendSection) for one in section.architecture.components)


def _called(adapter: Adapter) -> str:
    """How a sentence names a peer: by its own name, the provider of identities by what it is."""
    return (
        f"the {adapter.title}".replace("the Hosted", "the hosted").replace("the Own", "our own")
        if adapter.name == SIGN_IN
        else adapter.title
    )


def _questions(adapters: tuple[Adapter, ...], facts: Facts) -> list[ClarifyingQuestion]:
    peers = {peer.id: peer for peer in facts.requirements.integrations}
    found = []
    for adapter in adapters:
        if not adapter.unknowns:
            continue
        peer = peers.get(adapter.name)
        found.append(
            ClarifyingQuestion(
                key=f"question:{adapter.name}-unknowns",
                because=("DRV-09", "INT-001"),
                text=f"About {_called(adapter)}: {'; '.join(adapter.unknowns)}?",
                why=f"The timeouts, attempts and limits of {_called(adapter)} rest on planning values until then.",
                assumed=_assumed(peer, facts) if peer else f"Availability {percent(sign_in_sla())}, figures as in its table.",
                changes="The resilience figures of the adapter, and whether anyone may wait for it.",
                ask="third party" if peer else "operations",
                value=2.0 + len(adapter.unknowns),
                provisional=(adapter.key,),
            )
        )
    return found


def _assumed(peer: Integration, facts: Facts) -> str:
    """Say what the design holds for true in place of each answer that is missing, and of nothing that was given."""
    figures = {known.key.removeprefix(f"integration.{peer.id}."): known.value for known in facts.figures}
    told = {
        "authentication": "nothing is sent before it is known",
        "rate limit": f"{figure(figures.get('limit_rps', 0))} calls a second",
        "availability": f"availability {percent(figures.get('sla', 0))}",
        "latency": f"99 % of the answers within {duration(latency(peer)[1] / 1000)}",
        "repeats": "a repeated request acts twice",
        "contract": f"bodies are {(peer.format or 'json').upper()}",
        "delivery": f"in any order, and again for {duration(WEEK_S)}",
    }
    said = "; ".join(told[name] for name in _missing(peer))
    return f"{said[:1].upper()}{said[1:]}."
