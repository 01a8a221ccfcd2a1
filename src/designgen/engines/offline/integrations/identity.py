"""Actors that sign in, in; the adapter to the OpenID Connect provider out."""

from collections.abc import Iterable

from designgen.engines.offline.integrations.chapters import contract_tests
from designgen.engines.offline.integrations.settings import Peer, attempts, breaks, room, settings, timeout
from designgen.knowledge import catalogue
from designgen.knowledge.wording import listed, percent
from designgen.model.design.integrations import Adapter, Chapter, Setting
from designgen.model.facts import Facts
from designgen.model.wishes import Actor
from designgen.sizing.latency import veto
from designgen.sizing.naming import plural

SIGN_IN = "identity-provider"
CHOSEN = {
    "saas": "hosted OpenID Connect provider",
    "self-hosted": "own OpenID Connect provider",
    "cloud-native": "OpenID Connect provider of the cloud",
    "federate": "identity provider of the organisation",
}
BUDGET_MS = 2000.0


def people(facts: Facts) -> tuple[Actor, ...]:
    """Return the human actors that sign in at a provider of identities."""
    return tuple(actor for actor in facts.requirements.actors if actor.signs_in)


def signs_in(facts: Facts) -> bool:
    """Whether the design needs a provider that the requirements do not list as an integration."""
    return any(actor.idp is None for actor in people(facts))


def machines(facts: Facts) -> tuple[str, ...]:
    """Return the systems that get their tokens there: those that prove who they are as clients of OAuth (API-090)."""
    peers = {peer.id for peer in facts.requirements.integrations}
    return tuple(
        actor.name
        for actor in facts.requirements.actors
        if actor.auth == "oauth-client" or (actor.auth is None and actor.kind == "system" and actor.name not in peers)
    )


def identity_adapter(facts: Facts, choices: dict[str, str]) -> Adapter | None:
    """Return the adapter that signs people in (API-085); None when nobody signs in or an integration does it."""
    if not signs_in(facts) or choices.get("identity.provider") == "home-grown":
        return None
    actors = [actor for actor in people(facts) if actor.idp is None]
    chosen = choices.get("identity.provider", "saas")
    names, served = _several(actor.name for actor in actors), _several(machines(facts))
    peer = _peer(facts, actors)
    entities = tuple(facts_of.key for facts_of in facts.entities if any(one.name == "identity_subject" for one in facts_of.attributes))
    return Adapter(
        key=f"adapter:{SIGN_IN}",
        because=("identity.provider", "identity.session", "API-085", "INT-010", "INT-014"),
        title=_title(chosen),
        component="component:identity",
        direction="out",
        protocol="oidc",
        auth="authorization code with PKCE (S256); the client authenticates with a secret of the secret store",
        purpose=f"Signs in {names}{f' and gives {served} their tokens' if served else ''}; we keep no password.",
        style="redirect of the browser, then a synchronous token request: the person waits for it (INT-002)",
        data=entities,
        settings=(*settings(peer), *_keys()),
        chapters=(Chapter(title="What its outages cost", says=_cost(facts, peer)),),
        tests=contract_tests(_test_names(peer)),
        unknowns=_unknowns(chosen),
        when_down=_when_down(names, served, choices.get("identity.session", "server-session")),
    )


def _several(names: Iterable[str]) -> str:
    return listed([name.replace("_", " ") if name.endswith("s") else plural(name.replace("_", " ")) for name in names])


def _cost(facts: Facts, peer: Peer) -> str:
    """Whether the provider may be waited for, and what the cached keys have to hide (INT-003, CAP-043)."""
    target = facts.number("availability.target")
    held, hidden = veto(target, peer.sla), float(catalogue.load("constants")["masking"])
    says = f"It is planned with {percent(peer.sla)}; a part that every request waits for has to offer {percent(held.needed)}."
    if not held.masking:
        return f"{says} It may be waited for without a fallback."
    side = "at least" if hidden >= held.masking - 1e-9 else "less than"
    return f"{says} Sessions and cached keys hide {percent(hidden)} of its failures, {side} the {percent(held.masking)} that are needed."


def _test_names(peer: Peer) -> dict[str, object]:
    return {
        "calls": True,
        "receives": False,
        "many_senders": False,
        "repeatable": peer.repeatable,
        "background": False,
        "sign_in": True,
        "attempts": attempts(peer).count,
        "breaks": breaks(peer),
        "room": room(peer),
        "money": False,
        "pack": "",
        "peer": "the provider",
        "entity": "the session",
        "format": "JSON",
        "timeout_text": f"{timeout(peer):.0f} ms",
    }


def sign_in_sla() -> float:
    """Return the availability that we plan with for a provider of identities (ASM-05)."""
    return float(catalogue.load("constants")["availability"]["identity"])


def _title(chosen: str) -> str:
    title = CHOSEN.get(chosen, CHOSEN["saas"])
    return title[0].upper() + title[1:]


def _peer(facts: Facts, actors: list[Actor]) -> Peer:
    """One sign-in per person and day, at the system's own ratio of peak to average."""
    assumed = catalogue.load("constants")["latency"]["oidc"]
    heads = sum(actor.count.number if actor.count else 0 for actor in actors) or facts.number("actors.humans")
    ratio = facts.number("load.peak_rps") / max(facts.number("load.avg_rps"), 1e-6)
    return Peer(
        name=SIGN_IN,
        p50=float(assumed["p50"]),
        p99=float(assumed["p99"]),
        sla=sign_in_sla(),
        budget=BUDGET_MS,
        rate=max(0.01, heads / 86_400 * ratio),
        instances=max(1, int(facts.number("app.instances"))),
        fallback=True,
        repeatable=False,
        once="an authorization code is used up by its first use (RFC 6749), so it is sent once; cached keys serve while a fetch fails",
    )


def _keys() -> tuple[Setting, ...]:
    return (
        Setting(
            name="warning before the redirect",
            value="shown while the last fetch of keys or tokens failed",
            rule="INT-003",
            reason="once the browser has left for the provider, only the provider can say that it fails",
        ),
        Setting(
            name="signing keys",
            value="cached 10 min, served stale when the provider is down",
            rule="INT-017",
            reason="tokens verify without a call",
        ),
        Setting(
            name="unknown key", value="one refresh, at most 1 per 30 s", rule="INT-017", reason="forged key ids must not flood the provider"
        ),
        Setting(
            name="accepted tokens",
            value="issuer, audience, RS256 or ES256, clock tolerance 60 s",
            rule="INT-017",
            reason="an allowlist leaves no algorithm to choose (RFC 8725)",
        ),
    )


def _unknowns(chosen: str) -> tuple[str, ...]:
    product = () if chosen in ("self-hosted", "cloud-native") else ("which product",)
    return (*product, "what availability and request limits it promises", "in which region it keeps the accounts")


def _when_down(names: str, served: str, session: str) -> str:
    kept = {
        "server-session": "their session is ours and needs no call",
        "browser-tokens": "their token stays valid until it expires",
        "jwt": "their token verifies with the cached keys until it expires",
        "opaque-inside-jwt": "their session is ours and verifies with the cached keys",
    }[session if session in ("browser-tokens", "jwt", "opaque-inside-jwt") else "server-session"]
    people = f"New sign-ins of {names} end at a failure of the provider, which the browser shows, because it has left our pages for it."
    warned = "Our page before the redirect warns once a call of ours to the provider has failed."
    tokens = f" {served[:1].upper()}{served[1:]} get no new token; one they hold verifies with the cached keys until it expires."
    return f"{people} {warned} Whoever is signed in keeps working, because {kept}.{tokens if served else ''}"
