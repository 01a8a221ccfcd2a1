"""Facts and decisions in, the boxes and arrows of the container view out (C4, SVC-006, SVC-007)."""

from collections.abc import Collection

from designgen.engines.offline.backend.files import files, storage, storage_links
from designgen.engines.offline.backend.reading import Brief, caller_key, peer_key, words
from designgen.engines.offline.settlements import settlements
from designgen.knowledge.catalogue import load
from designgen.knowledge.wording import listed, spelled
from designgen.model.design.architecture import Component, Connection
from designgen.model.peers import Integration
from designgen.model.wishes import Actor
from designgen.sizing.naming import plural_of

APP, WEB, PROXY, WORKER, DATABASE, IDENTITY = (f"component:{name}" for name in ("app", "web", "proxy", "worker", "database", "identity"))
MOBILE = frozenset({"ios", "android"})
BROWSER = frozenset({"web", "pwa", "browser"})
QUEUED = {"import": "imports", "export": "exports", "send": "what is to be sent"}
"""Work that a request only begins, by its verb."""


def components(brief: Brief) -> tuple[Component, ...]:
    """Return callers, our own parts, and the systems of others, in the order in which a request meets them."""
    actors = brief.requirements.actors or (Actor(name="user"),)
    return (
        *(_caller(brief, actor) for actor in actors),
        *((_client(brief, actors),) if _has_client(actors) else ()),
        _proxy(brief),
        _app(brief),
        *((_worker(brief),) if duties(brief) else ()),
        _database(brief),
        *((storage(brief),) if files(brief) else ()),
        *((_identity(brief),) if any(actor.signs_in for actor in actors) else ()),
        *(_peer(peer) for peer in peers(brief)),
    )


def connections(brief: Brief) -> tuple[Connection, ...]:
    """Return who asks whom, for what."""
    actors = brief.requirements.actors or (Actor(name="user"),)
    found = [_entry(actor) for actor in actors]
    if _has_client(actors):
        found.append(_connection(WEB, PROXY, "calls the API", "HTTPS, JSON", "API-001"))
    found += [
        _connection(PROXY, APP, "passes requests on after limits and TLS", "HTTP", "ADR-29"),
        _connection(APP, DATABASE, f"reads and writes {_stock(brief)}", "SQL over TLS", "ADR-01"),
    ]
    if duties(brief):
        found.append(
            _connection(WORKER, DATABASE, "reads what is due and writes what came of it", "SQL over TLS", "SVC-007").model_copy(
                update={"mode": "async"}
            )
        )
    found += storage_links(brief, actors, WORKER if duties(brief) else APP)
    found += _signing_in(brief, actors)
    for peer in brief.requirements.integrations:
        found += _with_peer(brief, peer)
    return _apart(found)


def _apart(found: list[Connection]) -> tuple[Connection, ...]:
    """Return the connections with keys of their own: who calls the API may report events to the same door."""
    taken: set[str] = set()
    apart = []
    for one in found:
        key = f"{one.key}-events" if one.key in taken else one.key
        taken.add(key)
        apart.append(one.model_copy(update={"key": key}))
    return tuple(apart)


def peers(brief: Brief) -> tuple[Integration, ...]:
    """Return the integrations that are systems of their own; one that is an actor of the same name stands there already."""
    actors = {actor.name for actor in brief.requirements.actors}
    return tuple(peer for peer in brief.requirements.integrations if peer.id not in actors)


def duties(brief: Brief) -> tuple[str, ...]:
    """Return what has to happen without a caller, each as a phrase; empty means that no worker is needed (SVC-007)."""
    requirements = brief.requirements
    kept = [words(plural_of(e.entity)) for e in brief.facts.entities if e.population.keep_s]
    verbs = {use.operation.verb for use in brief.facts.uses}
    found = [f"removes {listed(kept)} whose time to be kept has passed"] if kept else []
    timed = [r.id for r in requirements.requirements if r.trigger]
    found += [f"starts {listed(timed)} on time"] if timed else []
    found += [f"runs the pipelines {listed([p.id for p in requirements.pipelines])}"] if requirements.pipelines else []
    outward = [peer.id for peer in requirements.integrations if peer.direction != "in"]
    found += [f"sends to {listed(outward)}"] if outward else []
    queued = [word for verb, word in QUEUED.items() if verb in verbs]
    found += [f"runs {listed(queued)}"] if queued else []
    if any(use.irreversible for use in brief.facts.uses):
        found.append("drops idempotency keys that expired")
    if found and brief.choice("identity.session") == "server-session":
        found.append("drops sign-ins that expired")
    return tuple(found)


def technology(option: str) -> str:
    """Return what an option of a decision is made of; the option itself where the catalogue has no better word."""
    return str(load("components")["technology"].get(option, option))


def _caller(brief: Brief, actor: Actor) -> Component:
    deeds = [r.id for r in brief.requirements.requirements if actor.name in r.actor]
    number = f"{actor.count.text} of them; " if actor.count else ""
    hooks = [peer.webhooks for peer in brief.requirements.integrations if peer.id == actor.name and peer.webhooks]
    events = [event for hook in hooks for event in hook.events]
    said = [f"asks for {listed(deeds)}"] * bool(deeds) + [f"reports {listed(events)}"] * bool(events)
    return Component(
        key=caller_key(actor.name),
        title=words(actor.name).capitalize(),
        kind={"human": "person", "device": "device", "system": "system"}[actor.kind],
        technology="HTTPS, webhook" if events else "",
        does=f"{number}{listed(said)}." if said else f"{number}no requirement names it.".capitalize(),
        outside=True,
        because=(*deeds, "DIA-001"),
    )


def _has_client(actors: tuple[Actor, ...]) -> bool:
    return any(actor.kind == "human" for actor in actors)


def _client(brief: Brief, actors: tuple[Actor, ...]) -> Component:
    kinds = {client for actor in actors for client in actor.clients}
    mobile = bool(kinds & MOBILE) and not kinds & BROWSER
    offline = [actor.name for actor in actors if actor.offline and actor.offline.seconds > 0]
    users = [actor.name for actor in actors if actor.kind == "human"]
    extra = f" and keeps commands while {listed(offline)} work offline" if offline else ""
    return Component(
        key=WEB,
        title="Mobile app" if mobile else "Web client",
        kind="web",
        technology=", ".join(sorted(kinds)) or "browser",
        does=f"Shows {_stock(brief, users)} to {listed(users)}{extra}.",
        outside=True,
        because=tuple(dict.fromkeys((*_needs(brief), "API-085"))),
    )


def _proxy(brief: Brief) -> Component:
    choice = brief.choice("edge.entry", "reverse-proxy")
    return Component(
        key=PROXY,
        title={"gateway": "API gateway", "bff": "Backend for frontend"}.get(choice, "Reverse proxy"),
        kind="gateway" if choice == "gateway" else "proxy",
        technology=technology(choice),
        does="Ends TLS, limits requests and body sizes, and passes calls on.",
        because=("edge.entry", "API-034", "API-075"),
    )


def _app(brief: Brief) -> Component:
    tech = brief.requirements.constraints.tech
    named = " with ".join(name for name in (tech.language, tech.framework) if name)
    runtime = technology(brief.choice("platform.runtime", "managed-containers"))
    contexts = [words(context.name) for context in brief.requirements.domain]
    return Component(
        key=APP,
        title="Application",
        kind="app",
        technology=", ".join(part for part in (named, runtime) if part),
        does=f"Holds the module{'s' if len(contexts) > 1 else ''} {listed(contexts)} and answers the API.",
        instances=max(1, round(brief.number("app.instances", 2))),
        because=(*_needs(brief), "architecture.decomposition", "SVC-006"),
    )


def _worker(brief: Brief) -> Component:
    return Component(
        key=WORKER,
        title="Worker",
        kind="worker",
        technology="the same image as the application, started as a worker",
        does=f"{'; '.join(duties(brief)).capitalize()}.",
        because=(*_needs(brief), "SVC-007"),
    )


def _database(brief: Brief) -> Component:
    choice = brief.choice("datastore.primary", "postgresql")
    asked = brief.requirements.constraints.tech.database
    return Component(
        key=DATABASE,
        title="Database",
        kind="database",
        technology=f"{technology(choice)} ({asked} asked for)" if asked else technology(choice),
        does=f"Keeps {_stock(brief)} and guards their rules.",
        stateful=True,
        because=(*_needs(brief), "datastore.primary"),
    )


def _identity(brief: Brief) -> Component:
    choice = brief.choice("identity.provider", "saas")
    people = [actor.name for actor in brief.requirements.actors if actor.signs_in] or ["user"]
    return Component(
        key=IDENTITY,
        title="Identity provider",
        kind="identity",
        technology=technology(choice),
        does=f"Signs {listed(people)} in and names them by `sub`.",
        outside=choice in ("saas", "cloud-native", "federate"),
        because=("identity.provider", "API-085"),
    )


def _peer(peer: Integration) -> Component:
    carried = [words(name.rpartition(".")[2]) for name in peer.data]
    way = {"in": "sends to us", "out": "is called by us", "both": "is called by us and calls back"}[peer.direction]
    return Component(
        key=peer_key(peer.id),
        title=peer.provider or words(peer.id).capitalize(),
        kind="external",
        technology=", ".join(spelled(part) for part in (peer.protocol, peer.format) if part),
        does=f"{way.capitalize()}{'; carries ' + listed(carried) if carried else ''}.",
        outside=True,
        availability=peer.sla.fraction if peer.sla else None,
        because=(f"integration.style.{peer.id}", "INT-001"),
    )


def _spoken(peer: Integration) -> str:
    return spelled(peer.protocol or "https")


def _entry(actor: Actor) -> Connection:
    source = caller_key(actor.name)
    if actor.kind == "human":
        return _connection(source, WEB, "uses", "", "DIA-001")
    protocol = {"device": "HTTPS", "system": "HTTPS, JSON"}[actor.kind]
    return _connection(source, PROXY, "calls the API", protocol, "API-088")


def _signing_in(brief: Brief, actors: tuple[Actor, ...]) -> list[Connection]:
    if not any(actor.signs_in for actor in actors):
        return []
    browser = _connection(WEB, IDENTITY, "sends people to sign in", "OpenID Connect, code with PKCE", "API-085").model_copy(
        update={"hard": False}
    )
    kept = brief.choice("api.authentication", "") == "oidc-bff"
    asked = "exchanges codes, fetches signing keys" if kept else "fetches the keys that tokens are checked with"
    keys = _connection(APP, IDENTITY, asked, "HTTPS", "identity.provider").model_copy(update={"hard": False})
    return [browser, keys] if any(actor.kind == "human" for actor in actors) else [keys]


def _with_peer(brief: Brief, peer: Integration) -> list[Connection]:
    target = peer_key(peer.id)
    waiting = [use for use in brief.facts.uses if peer.id in use.operation.via]
    style = brief.choice(f"integration.style.{peer.id}", "sync" if waiting else "async")
    found = []
    if peer.direction in ("out", "both"):
        source = APP if style == "sync" or not duties(brief) else WORKER
        mode = {"sync": "sync", "batch": "batch"}.get(style, "async")
        purpose = (
            f"asks for {listed([use.id for use in waiting])}"
            if waiting
            else f"sends {listed([words(n.rpartition('.')[2]) for n in peer.data]) or 'what it has to know'}"
        )
        link = _connection(source, target, purpose, _spoken(peer), f"integration.style.{peer.id}")
        found.append(link.model_copy(update={"mode": mode, "hard": style == "sync"}))
        if source == APP and duties(brief) and any(one.peer == peer.id for one in settlements(brief.facts)):
            asking = _connection(WORKER, target, "asks what became of open work", _spoken(peer), "SVC-037")
            found.append(asking.model_copy(update={"mode": "async", "hard": False}))
    if peer.direction in ("in", "both"):
        events = f"reports {listed(list(peer.webhooks.events))}" if peer.webhooks and peer.webhooks.events else "delivers its data"
        found.append(
            _connection(target, PROXY, events, "webhook over HTTPS" if peer.webhooks else _spoken(peer), "API-089").model_copy(
                update={"mode": "async", "hard": False}
            )
        )
    return found


def _connection(source: str, target: str, purpose: str, protocol: str, rule: str) -> Connection:
    names = (source.partition(":")[2], target.partition(":")[2])
    return Connection(
        key=f"connection:{'-'.join(names)}", source=source, target=target, purpose=purpose, protocol=protocol, because=(rule,)
    )


def _stock(brief: Brief, users: Collection[str] = ()) -> str:
    """Return the roots of the domain in words, four at most; only those that some users work with, where these are named."""
    seen = {use.entity for use in brief.facts.uses if set(use.actors) & set(users)}
    roots = [e for e in brief.facts.entities if not brief.domain.parent(e.entity) and (not seen or e.key in seen)]
    named = [words(plural_of(e.entity)) for e in roots]
    return listed(named) if len(named) <= 4 else f"{', '.join(named[:4])} and {len(named) - 4} more"


def _needs(brief: Brief) -> tuple[str, ...]:
    return tuple(r.id for r in brief.requirements.requirements if r.priority != "wont")
