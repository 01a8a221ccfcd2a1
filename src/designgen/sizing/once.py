"""The facts of an entity in, whether its rows exist once for a thing and a period out (DATA-036).

`AnnualReport` with a `neighbourhood` and a `year` says so itself: one row for each of them, until another one replaces it.
"""

from typing import NamedTuple

from designgen.knowledge.catalogue import load
from designgen.model.domain import Entity
from designgen.model.facts import Attribute, EntityFacts
from designgen.sizing.naming import snake


class Once(NamedTuple):
    """An entity with one row for a thing and a period; `replaced` are the states of rows that another one has replaced."""

    facts: EntityFacts
    things: tuple[Attribute, ...]
    periods: tuple[Attribute, ...]
    replaced: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the key; with states that are replaced, one row may wait while another is in force."""
        names = tuple(dict.fromkeys(known.name for known in (*self.things, *self.periods)))
        return (*names, "status") if self.replaced else names


def once(facts: EntityFacts, tenant_column: str = "") -> Once | None:
    """Return what an entity has one row of, by its name, its one reference and its period; None where that is not certain."""
    periods = _periods(facts)
    wanted = [known for known in facts.attributes if known.role == "reference" and not known.nullable and not known.owner]
    tenant = [known for known in wanted if known.name == tenant_column]
    things = [known for known in wanted if known not in tenant and known.type != "many_to_many"]
    if not periods or len(things) > 1 or not (things or tenant):
        return None
    found = Once(facts, (*tenant, *things), periods, replaced_ends(facts.entity))
    given = [set(names) for names in facts.uniques] + [{known.name} for known in facts.attributes if known.unique]
    return None if any(names <= set(found.columns) for names in given) else found


def _periods(facts: EntityFacts) -> tuple[Attribute, ...]:
    """Return the columns of the period that the entity's name speaks of: the named part and all larger ones."""
    parts: dict[str, list[str]] = load("lexicon")["period_names"]
    words = set(snake(facts.entity.name).split("_"))
    named = next((part for part in parts if words & set(parts[part])), "")
    larger = list(parts)[: list(parts).index(named) + 1] if named else []
    columns = {known.source: known for known in facts.attributes if known.role == "data" and not known.nullable}
    dates = [known for known in columns.values() if known.type == "date"]
    if named == "day" and len(dates) == 1:
        return (dates[0],)
    return tuple(columns[part] for part in larger if part in columns) if named in columns else ()


def replaced_ends(entity: Entity) -> tuple[str, ...]:
    """Return the final states that are reached only by events which put another row in the place of this one."""
    replacing = set(load("lexicon")["replacing_events"])
    into: dict[str, set[str]] = {}
    for state in entity.states:
        for move in state.transitions:
            into.setdefault(move.to, set()).add(move.event)
    final = [state.name for state in entity.states if not state.transitions]
    return tuple(name for name in final if into.get(name, {""}) <= replacing)
