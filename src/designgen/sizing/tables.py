"""Entities and machinery in, all tables that the facts call for out, with rows and bytes: the largest is one of these, whoever made it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from designgen.model.facts import AccessPath, EntityFacts, PlatformSize, Population
from designgen.sizing.domain import Domain
from designgen.sizing.histories import history_population, kept_histories


class Sized(NamedTuple):
    """A table with what it comes to and the ways in which operations read it."""

    name: str
    population: Population
    paths: tuple[AccessPath, ...] = ()


def sized_tables(domain: Domain, shapes: Sequence[EntityFacts], machinery: Sequence[PlatformSize]) -> Iterator[Sized]:
    """Yield the tables of the entities, their status histories and the machinery."""
    for facts in shapes:
        yield Sized(facts.table, facts.population, facts.paths)
    for facts in kept_histories(shapes):
        yield Sized(f"{facts.table}_status_history", history_population(facts, facts.key in domain.tenant_owned))
    for one in machinery:
        if one.wanted:
            yield Sized(f"platform.{one.name}", one.population)
