"""An entity in, the keys of the indexes its table needs out, as the database section builds them (DATA-117 to DATA-122, DATA-077).

Storage is computed before the database is designed; a test compares both on every example, so that no index is built and not
counted. Partial indexes of few rows are left out: those of open states, of deleted rows and of time limits.
"""

from collections.abc import Iterator

from designgen.model.facts import AccessPath, EntityFacts
from designgen.sizing.domain import Domain

Key = tuple[str, ...]


def index_keys(facts: EntityFacts, domain: Domain, kept: bool) -> tuple[Key, ...]:
    """Return the keys of an entity's indexes; `kept` tells that its rows are removed by age."""
    names = {attribute.name: attribute for attribute in facts.attributes}
    wanted: list[Key] = [("id",), *_uniques(facts, domain), *_paths(facts, domain), *_references(facts, domain)]
    wanted += [(attribute.name,) for attribute in facts.attributes if attribute.searchable]
    since = next((name for name in ("created_at", "received_on") if name in names), "")
    if kept and since and not domain.parent(facts.entity):
        wanted.append((since,))
    wanted = [keys for keys in dict.fromkeys(wanted) if keys and all(key in names for key in keys)]
    periods = [*(keys for keys in wanted if names[keys[-1]].type == "range"), *_exclusions(facts, domain)]
    plain = [keys for keys in wanted if keys not in periods]
    return (*(keys for keys in plain if not any(other != keys and other[: len(keys)] == keys for other in plain)), *periods)


def _tenant(facts: EntityFacts, domain: Domain) -> Key:
    """Return the column that names the tenant, as a key of one part; none where rows belong to nobody."""
    if facts.key not in domain.tenant_owned:
        return ()
    return next(((known.name,) for known in facts.attributes if known.target == domain.tenant_unit and not known.nullable), ())


def _with_tenant(facts: EntityFacts, domain: Domain, keys: Key) -> Key:
    return tuple(dict.fromkeys((*_tenant(facts, domain), *keys)))


def _uniques(facts: EntityFacts, domain: Domain) -> Iterator[Key]:
    yield from facts.uniques
    yield from ((attribute.name,) for attribute in facts.attributes if attribute.unique)
    columns = {attribute.source: attribute.name for attribute in reversed(facts.attributes) if attribute.source}
    for field in facts.entity.fields:
        if field.type == "gapless":
            yield tuple(columns[name] for name in (*field.scope, field.name) if name in columns)
    if _tenant(facts, domain) and (facts.history or _is_named_with_tenant(facts, domain)):
        yield _with_tenant(facts, domain, ("id",))


def _is_named_with_tenant(facts: EntityFacts, domain: Domain) -> bool:
    """Return whether rows of the same tenant refer to this entity: their references carry the tenant (DATA-075)."""
    parts = [key for key, entity in domain.entities.items() if domain.parent(entity) == facts.key]
    return any(name in domain.tenant_owned for name in (*domain.referrers[facts.key], *parts))


def _paths(facts: EntityFacts, domain: Domain) -> Iterator[Key]:
    synced = {use.id for use in facts.uses if use.operation.verb == "sync"}
    for path in facts.paths:
        keys = (*path.equality, *(key.field for key in path.sort), *((path.range,) if path.range else ()))
        if keys and path.operation not in synced:
            period = _is_period(facts, path)
            yield (*_with_tenant(facts, domain, keys), *(() if period else ("id",)))


def _is_period(facts: EntityFacts, path: AccessPath) -> bool:
    return any(known.name == path.range and known.type == "range" for known in facts.attributes)


def _references(facts: EntityFacts, domain: Domain) -> Iterator[Key]:
    for known in facts.attributes:
        if known.role == "reference" and known.type == "uuid":
            yield _with_tenant(facts, domain, (known.name,)) if known.target in domain.tenant_owned else (known.name,)


def _exclusions(facts: EntityFacts, domain: Domain) -> Iterator[Key]:
    columns = {attribute.source: attribute.name for attribute in reversed(facts.attributes) if attribute.source}
    for rule in facts.entity.invariants:
        words = rule.text.split()
        period = rule.no_overlap or (words[3] if rule.text.lower().startswith("no overlap of ") and len(words) > 3 else "")
        per = rule.per or tuple(words[words.index("per") + 1].split("+")) if period and (rule.per or "per" in words[:-1]) else ()
        if period in columns and all(name in columns for name in per):
            yield _with_tenant(facts, domain, (*(columns[name] for name in per), columns[period]))
