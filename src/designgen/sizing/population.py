"""How many rows an entity has and what they weigh, today and at the horizon (DEF-12, DEF-13, CALC-01 to CALC-06)."""

from collections.abc import Sequence

from designgen.knowledge.wording import listed
from designgen.model.domain import Entity, Volume
from designgen.model.facts import Attribute, EntityFacts, Population
from designgen.model.quantities import DAY, YEAR
from designgen.sizing import storage
from designgen.sizing.domain import Domain
from designgen.sizing.fields import whole_bytes
from designgen.sizing.keys import index_keys
from designgen.sizing.ledger import Ledger
from designgen.sizing.load import daily_of
from designgen.sizing.naming import plural_of
from designgen.sizing.once import once, replaced_ends
from designgen.sizing.storage import Column

FIXED = {"bigint": Column(8, 8), "uuid": Column(16, 1), "bool": Column(1, 1), "date": Column(4, 4), "duration": Column(16, 8)}
FIXED |= {name: Column(8, 8) for name in ("instant", "local_datetime", "time")}


def populate(shapes: tuple[EntityFacts, ...], domain: Domain, ledger: Ledger) -> tuple[EntityFacts, ...]:
    """Return the entities with their populations; parents are counted before what hangs on them."""
    found: dict[str, Population] = {}
    pending = list(shapes)
    while pending:
        ready = [facts for facts in pending if _depends_on(facts.entity, domain) not in {other.key for other in pending} - {facts.key}]
        for facts in ready or pending[:1]:
            found[facts.key] = _population(facts, domain, ledger, found)
            pending.remove(facts)
    return tuple(facts.model_copy(update={"population": _whole(found[facts.key])}) for facts in shapes)


def _whole(population: Population) -> Population:
    """Return whole rows and bytes; until here parts are counted from the exact number of their wholes (GOLD-03)."""
    rounded = {name: round(getattr(population, name)) for name in ("rows_now", "rows_per_year", "rows_at_horizon", "bytes_at_horizon")}
    return population.model_copy(update={**rounded, "index_bytes": round(population.index_bytes, 1)})


def _depends_on(entity: Entity, domain: Domain) -> str:
    """Return the entity whose rows multiply this one's: `per`, the container, or the owner."""
    per = entity.volume.per if entity.volume else None
    if per:
        return domain.resolve(per) or next((domain.resolve(field.to) for field in entity.fields if field.name == per), "")
    owners = [domain.resolve(field.to) for field in domain.references(entity) if domain.resolve(field.to) in domain.actor_entities]
    return domain.parent(entity) or (owners[0] if len(owners) == 1 else "")


def _population(facts: EntityFacts, domain: Domain, ledger: Ledger, known: dict[str, Population]) -> Population:
    growth, years = _growth(facts, domain, ledger), ledger.number("load.horizon_years")
    now, per_year, stock = _rows(facts, domain, ledger, known)
    keep_s = _keep_s(facts, domain, ledger, bool(per_year))
    keep_years = keep_s / YEAR if keep_s and not stays(facts.entity) else None
    at_horizon = now * (1 + growth) ** years if stock else storage.rows_at(now, per_year, growth, years, keep_years)
    parent = known.get(domain.parent(facts.entity))
    if parent and parent.rows_per_year:
        at_horizon, keep_s = parent.rows_at_horizon * per_year / parent.rows_per_year, parent.keep_s
    row = storage.row_bytes(
        [column_of(attribute) for attribute in facts.attributes], any(attribute.nullable for attribute in facts.attributes)
    )
    index = sum(
        storage.index_bytes_per_row([column_of(facts.attribute(name)) for name in keys], _ordered(keys, facts))
        for keys in index_keys(facts, domain, bool(keep_s))
    )
    return Population(
        rows_now=now,
        rows_per_year=per_year,
        keep_s=keep_s,
        rows_at_horizon=at_horizon,
        row_bytes=row,
        index_bytes=index,
        bytes_at_horizon=storage.total_bytes([(at_horizon, storage.heap_bytes_per_row(row) + index)]),
    )


def weighed(attributes: Sequence[Attribute], keys: Sequence[Sequence[str]], rows: float) -> Population:
    """Return rows and bytes of a table that stands beside an entity's, from its columns and the keys of its indexes."""
    columns = {attribute.name: column_of(attribute) for attribute in attributes}
    row = storage.row_bytes(list(columns.values()), any(attribute.nullable for attribute in attributes))
    index = sum(storage.index_bytes_per_row([columns[name] for name in key], ordered=key == ("id",)) for key in keys)
    size = storage.total_bytes([(rows, storage.heap_bytes_per_row(row) + index)])
    return _whole(Population(rows_at_horizon=rows, row_bytes=row, index_bytes=index, bytes_at_horizon=size))


def _growth(facts: EntityFacts, domain: Domain, ledger: Ledger) -> float:
    """Return the growth a year: the entity's own, that of the tenants for the tenants themselves, else that of the load.

    A stock that the author counted does not follow an assumed growth of the load: streets do not grow with their readers.
    """
    volume = facts.entity.volume
    tenants = domain.requirements.constraints.tenancy.growth if facts.key == domain.tenant_unit else None
    chosen = (volume.growth if volume else None) or tenants
    if chosen:
        return chosen.per_year
    if domain.requirements.quality.load.growth:
        return ledger.number("load.growth")
    return 0.0 if _is_counted(facts.entity) or _follows_a_stock(facts, domain) else ledger.number("load.growth")


def _is_counted(entity: Entity) -> bool:
    return entity.volume is not None and entity.volume.rows is not None and entity.volume.rate is None and not entity.volume.growth


def _follows_a_stock(facts: EntityFacts, domain: Domain) -> bool:
    """Whether an entity has one row for each of a counted stock and a period: as many each year as there are things (DATA-036)."""
    found = once(facts)
    return found is not None and all(known.target and _is_counted(domain.entities[known.target]) for known in found.things)


def stays(entity: Entity) -> bool:
    """Whether most rows outlive the assumed span, which takes only those that another row replaced: what is in force is kept (DATA-082)."""
    given = entity.keep or (entity.volume.keep if entity.volume else None)
    ends = {state.name for state in entity.states if not state.transitions}
    return not given and bool(ends) and ends == set(replaced_ends(entity))


def _ordered(keys: tuple[str, ...], facts: EntityFacts) -> bool:
    return not facts.entity.anonymous and keys[0] in ("id", "created_at")


def column_of(attribute: Attribute) -> Column:
    """Return the width and alignment of an attribute in PostgreSQL; what has no fixed width is counted by its payload."""
    if attribute.type == "int":
        size = whole_bytes(attribute.low, attribute.high)
        return Column(size, size)
    return FIXED.get(attribute.type, Column(attribute.bytes, 0))


def _rows(facts: EntityFacts, domain: Domain, ledger: Ledger, known: dict[str, Population]) -> tuple[float, float, bool]:
    """Return rows today, rows a year, and whether the number is a stock that only grows with the load."""
    volume = facts.entity.volume
    if volume and (volume.rows or volume.rate or volume.avg):
        return _given_rows(volume, facts, domain, known)
    parent = known.get(domain.parent(facts.entity))
    if parent:
        return _per_parent(facts, domain, ledger, parent)
    if facts.key in domain.actor_entities:
        actor = domain.actor_entities[facts.key]
        return (actor.count.number if actor.count else ledger.number(f"actors.{actor.name}.count")), 0, True
    return _created_rows(facts, domain, ledger, known)


def _given_rows(volume: Volume, facts: EntityFacts, domain: Domain, known: dict[str, Population]) -> tuple[float, float, bool]:
    parents = known.get(_depends_on(facts.entity, domain)) if volume.per else None
    rows = volume.rows.number if volume.rows else 0
    if volume.avg and parents:
        return parents.rows_now * volume.avg.number, parents.rows_per_year * volume.avg.number, parents.rows_per_year == 0
    per_year = volume.rate.per_second * YEAR * (parents.rows_now if parents else 1) if volume.rate else 0
    return rows or (volume.avg.number if volume.avg else 0), per_year, not volume.rate


def _per_parent(facts: EntityFacts, domain: Domain, ledger: Ledger, parent: Population) -> tuple[float, float, bool]:
    name = domain.parent(facts.entity).rpartition(".")[2]
    each = ledger.default(f"volume.{facts.key}", "volume.per_parent", parent=name, things=plural_of(facts.entity))
    return parent.rows_now * each, parent.rows_per_year * each, parent.rows_per_year == 0


def _created_rows(facts: EntityFacts, domain: Domain, ledger: Ledger, known: dict[str, Population]) -> tuple[float, float, bool]:
    """Return the rows of a root nobody counted (DEF-12).

    What comes to an end, or refers to another root beside its owner, is created daily by its actors, at most at the rate of its
    operation. What stays and has an owner is counted by owner. Anything else is reference data.
    """
    creates = [use for use in facts.uses if use.operation.verb in ("create", "upload", "batch")]
    people = {name: daily_of(actor) for use in creates for name in use.actors if (actor := domain.requirements.actor(name)).kind == "human"}
    key, things = f"volume.{facts.key}", plural_of(facts.entity)
    owner = known.get(_depends_on(facts.entity, domain))
    passing = domain.is_final(facts.entity) or facts.entity.anonymous or len(domain.references(facts.entity)) > 1
    if people and passing:
        limit = max(sum(use.per_second for use in creates) / ledger.number("load.peak_factor") * DAY, 1)
        count = sum(people.values()) or 1
        rate = ledger.default(
            key, "volume.per_actor", actor=" or ".join(people), things=things, daily=min(count * ledger.overrides.get(key, 0.2), limit)
        )
        return 0, min(count * rate, limit) * 365, False
    if owner and creates:
        each = ledger.default(
            key,
            "volume.per_owner",
            owner=_depends_on(facts.entity, domain).rpartition(".")[2],
            things=things,
            rows=owner.rows_now * ledger.overrides.get(key, 5),
        )
        return owner.rows_now * each, 0, True
    return ledger.default(key, "volume.reference", things=things), 0, True


def _keep_s(facts: EntityFacts, domain: Domain, ledger: Ledger, passes: bool) -> float | None:
    """Return how long rows are kept: as given, else by DEF-13 for what is created again and again; a stock is not deleted by age."""
    entity = facts.entity
    given = entity.keep or (entity.volume.keep if entity.volume else None)
    if given:
        return given.seconds
    if not passes or domain.parent(entity):
        return None
    row = "keep.tax" if any(field.type == "gapless" for field in entity.fields) else "keep.operational"
    ended = [state.name for state in entity.states if not state.transitions]
    row = "keep.replaced" if stays(entity) and row == "keep.operational" else row
    return ledger.default(f"keep.{facts.key}", row, entity=entity.name, ended=listed(ended, "or")) * YEAR
