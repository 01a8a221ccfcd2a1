"""Operations of all requirements in, one use per operation id out: expanded, merged, closed, with rates and budgets.

`crud` becomes five operations, `transition Order.*` one per event, and what is created can also be read (API-029).
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from designgen.knowledge.catalogue import load
from designgen.model.domain import Entity
from designgen.model.facts import Use
from designgen.model.quantities import Rate
from designgen.model.wishes import Operation, Requirement
from designgen.sizing.domain import Domain
from designgen.sizing.irreversible import Effect, effect
from designgen.sizing.naming import lower_camel, operation_id

CRUD = ("create", "get", "list", "update", "delete")
READING = ("get", "list", "search", "report", "export", "subscribe", "download")
CREATING = ("create", "upload", "batch", "import", "sync")


class Wish(NamedTuple):
    """One operation of one requirement, resolved to its entity."""

    operation: Operation
    entity: str
    requirement: Requirement


def reads(operation: Operation) -> bool:
    """Return whether an operation leaves everything as it is."""
    return operation.verb in READING


def uses_of(domain: Domain) -> dict[str, tuple[Use, ...]]:
    """Return the uses of every entity by `context.Entity`, in the order first wished; rates are peak ones where given."""
    wishes = [wish for requirement in domain.requirements.requirements for wish in expanded(requirement, domain)]
    found: dict[str, dict[str, list[Wish]]] = {key: {} for key in domain.entities}
    for wish in wishes:
        found[wish.entity].setdefault(operation_id(wish.operation, domain.entities[wish.entity]), []).append(wish)
    return distinct({key: tuple(_in_order(key, groups, domain)) for key, groups in found.items()})


def distinct(uses: dict[str, tuple[Use, ...]]) -> dict[str, tuple[Use, ...]]:
    """Return the uses with ids that are unique in the system: where entities share one, context or source joins it (API-009)."""
    counted = Counter(use.id for found in uses.values() for use in found)
    return {key: tuple(_qualified(use) if counted[use.id] > 1 else use for use in found) for key, found in uses.items()}


def _qualified(use: Use) -> Use:
    context, _, name = use.entity.partition(".")
    words = f"{use.id} over {context} {name}" if use.operation.verb == "report" else f"{use.id} in {context}"
    return use.model_copy(update={"id": lower_camel(words)})


def expanded(requirement: Requirement, domain: Domain) -> Iterator[Wish]:
    """Yield the single operations of a requirement; those whose entity nobody knows are left to the reader's diagnostics."""
    for operation in requirement.operations:
        key = domain.resolve(operation.over if operation.verb == "report" and operation.over else operation.entity)
        key = key or domain.resolve(operation.entity)
        if not key:
            continue
        for single in _singles(operation, domain.entities[key]):
            yield Wish(single, key, requirement)


def _singles(operation: Operation, entity: Entity) -> Iterator[Operation]:
    if operation.verb == "crud":
        for verb in CRUD:
            yield operation.model_copy(update={"verb": verb})
    elif operation.verb == "transition" and operation.event in (None, "*"):
        for event in dict.fromkeys(transition.event for state in entity.states for transition in state.transitions):
            yield operation.model_copy(update={"event": event})
    else:
        yield operation


def _in_order(key: str, groups: dict[str, list[Wish]], domain: Domain) -> Iterator[Use]:
    entity = domain.entities[key]
    for name, wishes in groups.items():
        yield _use(name, wishes, domain)
    creating = [wish for wishes in groups.values() for wish in wishes if wish.operation.verb in CREATING]
    closing = Operation(verb="get", entity=key, text=f"get {entity.name}")
    name = operation_id(closing, entity)
    if creating and name not in groups and not entity.anonymous and not domain.parent(entity):
        wish = Wish(closing, key, creating[0].requirement)
        yield _use(name, [wish], domain, actors=_actors(creating), because=(*_ids(creating), "API-029"))


def _use(
    name: str, wishes: list[Wish], domain: Domain, actors: tuple[str, ...] | None = None, because: tuple[str, ...] | None = None
) -> Use:
    operation = max((wish.operation for wish in wishes), key=richness)
    operation = operation.model_copy(update={"rate": total_rate([wish.operation.rate for wish in wishes if wish.operation.rate])})
    entity = domain.entities[wishes[0].entity]
    return Use(
        id=name,
        operation=operation,
        entity=entity.key,
        actors=_actors(wishes) if actors is None else actors,
        p95_ms=budget_ms(operation, domain),
        stale_s=staleness_s(operation, entity, domain),
        writes=not reads(operation),
        irreversible=effect(operation, entity, domain) is not Effect.NONE,
        trigger=_trigger(wishes) if because is None else "",
        because=_ids(wishes) if because is None else because,
    )


def total_rate(rates: list[Rate]) -> Rate | None:
    """Return the rate of an operation that several requirements ask for: the sum, if all mean the same kind of rate, else the highest."""
    if len({(rate.kind, rate.each) for rate in rates}) != 1 or len(rates) == 1:
        return max(rates, key=lambda rate: rate.per_second, default=None)
    total = sum(rate.per_second for rate in rates)
    return Rate.model_validate({"text": f"{rates[0].kind} {total:g}/s", "per_second": total, "kind": rates[0].kind, "each": rates[0].each})


def _trigger(wishes: list[Wish]) -> str:
    """Return what starts an operation that no requirement gives to an actor (V6)."""
    called = any(wish.requirement.actor or not wish.requirement.trigger for wish in wishes)
    return "" if called else wishes[0].requirement.trigger or ""


def richness(operation: Operation) -> tuple[int, int]:
    """Return how much an operation says; of two that merge the richer one stays."""
    words = len(operation.by) + len(operation.sort) + bool(operation.range) + len(operation.returns) + bool(operation.through)
    return words, bool(operation.rate) + bool(operation.p95) + bool(operation.stale)


def _actors(wishes: list[Wish]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for wish in wishes for name in wish.requirement.actor))


def _ids(wishes: list[Wish]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(wish.requirement.id for wish in wishes))


def budget_ms(operation: Operation, domain: Domain) -> float:
    """Return the 95th percentile an operation has to meet: its own, the project's, else DEF-09."""
    if operation.p95:
        return operation.p95.seconds * 1000
    budgets = load("defaults")["p95_ms"]
    interactive = operation.verb not in ("report", "import", "export", "call", "send")
    latency = domain.requirements.quality.latency.p95
    if latency and interactive:
        return latency.seconds * 1000
    return float(budgets["call"] if operation.via and interactive else budgets.get(operation.verb, budgets["write"]))


def staleness_s(operation: Operation, entity: Entity, domain: Domain) -> float:
    """Return how old an answer may be: as given, else nothing for writes, 60 s for lists, 5 min for catalogues (DEF-20)."""
    if operation.stale:
        return operation.stale.seconds
    limits = load("defaults")["stale_s"]
    if operation.verb == "report":
        return float(limits["report"])
    if operation.verb not in ("list", "search") or operation.own:
        return 0
    catalogue = not entity.states and not domain.references(entity) and not domain.is_person(entity)
    return float(limits["catalogue"] if catalogue else limits["list"])
