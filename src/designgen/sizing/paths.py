"""How operations find rows: equality, sort, range and search columns of each reading use (DATA-117, API-044)."""

from collections.abc import Iterable

from designgen.model.facts import AccessPath, Attribute, EntityFacts, Use
from designgen.model.wishes import SortKey
from designgen.sizing.domain import Domain
from designgen.sizing.naming import column_of, operation_id
from designgen.sizing.uses import Wish, expanded

FINDING = ("list", "search", "report", "export", "subscribe", "get", "sync")


def finding(domain: Domain) -> dict[str, tuple[Wish, ...]]:
    """Return the wishes that look for rows by more than their key, by entity."""
    wishes = [wish for requirement in domain.requirements.requirements for wish in expanded(requirement, domain)]
    looking = [wish for wish in wishes if wish.operation.verb in FINDING and (wish.operation.verb != "get" or wish.operation.by)]
    return {key: tuple(wish for wish in looking if wish.entity == key) for key in domain.entities}


def paths_of(facts: EntityFacts, domain: Domain, wishes: Iterable[Wish]) -> tuple[AccessPath, ...]:
    """Return the access paths of an entity; one that is a part of another path of the same operation is dropped."""
    by_id = {operation_id(use.operation, facts.entity): use for use in facts.uses}
    named = [(wish, operation_id(wish.operation, facts.entity)) for wish in wishes]
    found = [path(wish, by_id[name], facts, domain) for wish, name in named if name in by_id]
    kept: list[AccessPath] = []
    for candidate in found:
        rivals = [other for other in (*found, *kept) if other is not candidate]
        if not any(_within(candidate, other) and (other in kept or not _within(other, candidate)) for other in rivals):
            kept.append(candidate)
    return tuple(kept)


def path(wish: Wish, use: Use, facts: EntityFacts, domain: Domain) -> AccessPath:
    """Return the access path of one wish; the equality columns stand as an index wants them."""
    operation = wish.operation
    names = [_column(name, facts) for name in operation.by]
    if operation.own and facts.owner and facts.owner not in names:
        names.insert(0, facts.owner)
    tenant = f"{domain.tenant_unit.rpartition('.')[2].lower()}_id" if domain.tenant_unit else ""
    searched = tuple(attribute.name for attribute in facts.attributes if attribute.searchable)
    return AccessPath(
        operation=use.id,
        equality=tuple(sorted(dict.fromkeys(names), key=lambda name: selectivity(name, facts, tenant))),
        sort=tuple(SortKey(field=_column(key.field, facts), descending=key.descending) for key in operation.sort),
        range=_column(operation.range, facts) if operation.range else None,
        search=searched if operation.verb in ("list", "search") else (),
        per_second=use.per_second,
        because=(wish.requirement.id, "DATA-117"),
    )


def selectivity(name: str, facts: EntityFacts, tenant: str) -> int:
    """Return the rank of an equality column: tenant first, references, other values, states and flags last (DATA-117)."""
    if name == tenant:
        return 0
    attribute: Attribute | None = next((known for known in facts.attributes if known.name == name), None)
    if attribute is None:
        return 2
    if attribute.role == "reference" or attribute.unique:
        return 1
    return 3 if attribute.type in ("enum", "bool") else 2


def _column(name: str, facts: EntityFacts) -> str:
    """Return the column of a field name or of the first step of a path such as `building.neighbourhood`."""
    first, dot, rest = name.partition(".")
    if first in (attribute.name for attribute in facts.attributes):
        return name
    for field in facts.entity.fields:
        if field.name == first:
            return f"{column_of(field)}{dot}{rest}"
    return name


def _within(small: AccessPath, large: AccessPath) -> bool:
    """Whether everything `small` asks for is served by `large` as well, for the same operation."""
    if small.operation != large.operation or small.range not in (None, large.range):
        return False
    same_sort = small.sort == large.sort[: len(small.sort)]
    return same_sort and (not small.equality or set(small.equality) == set(large.equality))
