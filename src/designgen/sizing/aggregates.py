"""A report in, the rows that one call of it reads out, and whether it needs a stored result (DATA-101)."""

from collections.abc import Iterator, Mapping

from designgen.knowledge.catalogue import load
from designgen.model.facts import AccessPath, Attribute, EntityFacts, Use
from designgen.model.quantities import DAY, YEAR

DAYS = {"year": YEAR / DAY, "quarter": 91.25, "month": YEAR / DAY / 12, "week": 7.0, "date": 1.0, "day": 1.0, "hour": 1 / 24}
"""Days that one value of a part of a date covers."""
DATES = ("date", "instant", "range")


def reports(entities: Mapping[str, EntityFacts]) -> Iterator[tuple[EntityFacts, Use, AccessPath]]:
    """Yield every report with the entity it reads and the way it finds the rows."""
    for facts in entities.values():
        for use in facts.uses:
            path = next((known for known in facts.paths if known.operation == use.id), AccessPath(operation=use.id))
            if use.operation.verb == "report":
                yield facts, use, path


def rows_per_call(facts: EntityFacts, path: AccessPath, entities: Mapping[str, EntityFacts], horizon_years: float) -> float:
    """Return the rows at the horizon divided by the distinct values of each equality filter, at least one row."""
    rows = facts.population.rows_at_horizon
    for name in path.equality:
        rows /= max(1.0, _distinct(name, facts, entities, horizon_years))
    return max(1.0, rows)


def is_heavy(rows: float, use: Use) -> bool:
    """Return whether a report reads so much, or so often, that it is answered from a stored result (DATA-101)."""
    limits = load("thresholds")["aggregates"]
    much: bool = rows >= limits["rows_per_call"] or rows * use.per_second >= limits["rows_per_second"]
    return much and use.stale_s >= float(limits["stale_s"])


def amounts(facts: EntityFacts) -> tuple[Attribute, ...]:
    """Return what a report may add up: amounts and decimals that nobody's person shows in, not the halves of a place."""
    written = {field.name: field.type for field in facts.entity.fields}
    return tuple(
        known
        for known in facts.attributes
        if known.role == "data" and not known.pii and written.get(known.source, known.type) in ("money", "decimal")
    )


def _distinct(name: str, facts: EntityFacts, entities: Mapping[str, EntityFacts], years: float) -> float:
    """Return how many values a filter tells apart; a path such as `building.neighbourhood` counts where it ends."""
    first, _, rest = name.partition(".")
    attribute = next((known for known in facts.attributes if first in (known.name, known.source)), None)
    if attribute is None:
        return 1
    kept = min(years, facts.population.keep_s / YEAR) if facts.population.keep_s else years
    if rest in DAYS or attribute.type in DATES:
        return kept * YEAR / DAY / DAYS.get(rest, 1.0)
    if attribute.target:
        target = entities.get(attribute.target)
        if target and rest:
            return _distinct(rest, target, entities, years)
        return target.population.rows_at_horizon if target else 1
    return float(_values(attribute))


def _values(attribute: Attribute) -> int:
    return len(attribute.values) or (2 if attribute.type == "bool" else 1)
