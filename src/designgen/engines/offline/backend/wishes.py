"""Uses in, wishes out: what is asked of each operation id, joined over all requirements that name it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from designgen.engines.offline.backend.paths import resolve
from designgen.engines.offline.backend.reading import Brief
from designgen.engines.offline.promises import promised_soon
from designgen.model.facts import EntityFacts, Use
from designgen.model.wishes import Operation
from designgen.sizing.naming import operation_id


@dataclass(frozen=True)
class Wish:
    """One operation id with everything that its requirements say about it."""

    id: str
    entity: str
    verb: str
    uses: tuple[Use, ...]

    @property
    def operation(self) -> Operation:
        """The operation as its first requirement writes it."""
        return self.uses[0].operation

    @property
    def event(self) -> str:
        """The event it fires, empty for other verbs."""
        return self.operation.event or ""

    @property
    def actors(self) -> tuple[str, ...]:
        """Who may call it."""
        return tuple(dict.fromkeys(actor for use in self.uses for actor in use.actors))

    @property
    def per_second(self) -> float:
        """Calls a second at the peak, over all requirements."""
        return round(sum(use.per_second for use in self.uses), 6)

    @property
    def p95_ms(self) -> float:
        """The strictest of the limits asked for."""
        return min(use.p95_ms for use in self.uses)

    @property
    def stale_s(self) -> float:
        """How old an answer may be for the strictest reader."""
        return min(use.stale_s for use in self.uses)

    @property
    def own(self) -> bool:
        """Whether every reader sees only rows of its own (V4)."""
        return all(use.operation.own for use in self.uses)

    @property
    def via(self) -> tuple[str, ...]:
        """Integrations it waits for (V5)."""
        return tuple(dict.fromkeys(name for use in self.uses for name in use.operation.via))

    @property
    def irreversible(self) -> bool:
        """Whether it has an effect outside that nobody can take back (SIG-22)."""
        return any(use.irreversible for use in self.uses)

    @property
    def because(self) -> tuple[str, ...]:
        """Requirement ids in the order of the file, and the rule that derived it."""
        return tuple(dict.fromkeys(reason for use in self.uses for reason in use.because))

    @property
    def derived(self) -> bool:
        """Whether nobody asked for it: what can be created can be read again (API-029)."""
        return "API-029" in self.because

    @property
    def requirements(self) -> tuple[str, ...]:
        """Requirement ids alone."""
        return tuple(reason for reason in self.because if reason != "API-029")


def wishes(brief: Brief) -> tuple[Wish, ...]:
    """Return the wishes of all entities in order; every id once, work without a caller left to the worker (V6)."""
    found: dict[str, Wish] = {}
    for entity in brief.facts.entities:
        for use in entity.uses:
            called = _with_callers(brief, use)
            if called is not None:
                _join(found, entity, called)
    for opened in openings(brief, tuple(found.values())):
        known = found[opened.listing]
        use = known.uses[0].model_copy(update={"actors": (opened.actor,), "per_second": 0.0, "because": opened.because})
        found[opened.listing] = replace(known, uses=(*known.uses, use))
    for entity, use in followings(brief, tuple(found.values())):
        _join(found, entity, use)
    return tuple(found.values())


def followings(brief: Brief, asked: tuple[Wish, ...]) -> Iterator[tuple[EntityFacts, Use]]:
    """Yield what readers of a list follow as it changes, where a promise of seconds is kept by server-sent events (API-103)."""
    followed = {wish.entity for wish in asked if wish.verb == "subscribe"}
    for listing in asked:
        facts = brief.entity(listing.entity)
        if brief.choice("realtime.channel") != "sse" or listing.verb != "list" or listing.entity in followed or facts is None:
            continue
        needs = promised_soon(brief.facts, facts)
        if needs:
            operation = Operation(verb="subscribe", entity=facts.key, own=listing.own, text=f"subscribe {facts.entity.name}")
            named = {"id": operation_id(operation, facts.entity), "operation": operation, "actors": listing.actors}
            yield facts, listing.uses[0].model_copy(update={**named, "per_second": 0.0, "p95_ms": 0.0, "stale_s": 0.0, "because": needs})


@dataclass(frozen=True)
class Opening:
    """A list that an actor may read although nobody wrote so: it has to name a row of it."""

    actor: str
    listing: str
    target: str
    needed_by: str
    because: tuple[str, ...]


def openings(brief: Brief, asked: tuple[Wish, ...]) -> tuple[Opening, ...]:
    """Return the lists that must be readable because a caller has to choose from them; never one with personal data (API-029)."""
    listings = {wish.entity: wish for wish in asked if wish.verb == "list" and not wish.own}
    seen = {(name, wish.entity) for wish in asked if wish.verb in ("list", "search", "get", "sync") for name in wish.actors}
    found: dict[tuple[str, str], Opening] = {}
    for wish in asked:
        for target in _chosen(brief, wish):
            entity = brief.entity(target)
            if target not in listings or entity is None or any(a.pii for a in entity.attributes):
                continue
            for name in wish.actors:
                if (name, target) not in seen:
                    opening = Opening(name, listings[target].id, target, wish.id, wish.requirements)
                    found.setdefault((name, target), opening)
    return tuple(found.values())


def _chosen(brief: Brief, wish: Wish) -> Iterator[str]:
    """Yield the entities whose rows a caller has to name: references it sends, and references it filters a report by."""
    facts = brief.entity(wish.entity)
    if facts is None:
        return
    if wish.verb == "create":
        yield from _sent(brief, facts)
    if wish.verb == "report":
        ends = [resolve(brief, facts, path) for path in wish.operation.by]
        yield from (last.target for last in ends if last is not None and last.target and last.target != brief.unit)


def _sent(brief: Brief, facts: EntityFacts) -> Iterator[str]:
    """Yield the entities that the body of a creation refers to, with those of the rows it contains."""
    parts = [e for e in brief.facts.entities if brief.domain.parent(e.entity) == facts.key]
    for attribute in (a for entity in (facts, *parts) for a in entity.attributes):
        given = attribute.role == "reference" and not attribute.owner and not attribute.server
        if given and attribute.target and attribute.target not in (brief.unit, facts.key):
            yield attribute.target


def _join(found: dict[str, Wish], entity: EntityFacts, use: Use) -> None:
    known = found.get(use.id)
    if known is None:
        found[use.id] = Wish(id=use.id, entity=entity.key, verb=_verb(use), uses=(use,))
    elif known.entity == entity.key:
        found[use.id] = replace(known, uses=(*known.uses, use))
    else:
        name = use.id + "".join(part.capitalize() for part in entity.entity.context.split("_"))
        _join(found, entity, use.model_copy(update={"id": name}))


def _verb(use: Use) -> str:
    """Return the verb; `crud` is told apart by the operation id that sizing gave each of its parts."""
    if use.operation.verb != "crud":
        return use.operation.verb
    return next((verb for verb in ("create", "get", "list", "update", "delete") if use.id.startswith(verb)), "get")


def _with_callers(brief: Brief, use: Use) -> Use | None:
    """Return the use with its callers; None for work that a schedule or an event starts and nobody calls."""
    if use.actors:
        return use
    if use.trigger:
        return None
    everyone = tuple(actor.name for actor in brief.requirements.actors) or ("user",)
    return use.model_copy(update={"actors": everyone})
