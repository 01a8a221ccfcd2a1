"""Figures that are published about people or places in; the smallest group and the checks that hold smaller ones back out (DATA-086)."""

import re
from collections.abc import Iterator

from designgen.engines.offline.database.deadlines import states_before
from designgen.engines.offline.database.ground import Ground
from designgen.knowledge.catalogue import load
from designgen.knowledge.wording import listed
from designgen.model.design.database import CheckConstraint, Invariant, Table
from designgen.model.facts import Attribute, EntityFacts
from designgen.sizing.naming import plural_of, snake
from designgen.syntax.identifiers import among, identifier, joined_name

GROUP_SIZE = re.compile(r"\b(group size|(minimum|smallest|minimal) (group|number)|k-anonymity|small cells?)\b", re.IGNORECASE)


def smallest_group() -> int:
    """Return how many people or places a published figure has to rest on."""
    return int(load("constants")["smallest_group"])


def open_questions(ground: Ground) -> list[str]:
    """Return the author's own questions about the smallest group; their answer changes one number (CORE-08)."""
    return [known.id for known in ground.facts.requirements.questions if GROUP_SIZE.search(known.text)]


def _unpublished(facts: EntityFacts) -> tuple[str, ...]:
    """Return the states in which a row is still unpublished; none where nothing is published."""
    events = load("lexicon")["publishing_events"]
    fired = next((move.event for state in facts.entity.states for move in state.transitions if move.event in events), "")
    return states_before(facts, fired) if fired else ()


def _counts(ground: Ground, facts: EntityFacts) -> tuple[Attribute, ...]:
    """Return the columns that count people or places, such as `buildings`."""
    counted = {
        snake(plural_of(other.entity))
        for other in ground.facts.entities
        if any(field.pii or field.type == "geo_point" for field in other.entity.fields) or any(known.pii for known in other.attributes)
    }
    return tuple(known for known in facts.attributes if known.type == "int" and known.source in counted)


def _check(facts: EntityFacts, count: Attribute) -> CheckConstraint:
    condition = f"{among('status', _unpublished(facts))} OR {identifier(count.name)} >= {smallest_group()}"
    return CheckConstraint(name=_name(facts, count), expression=condition, because=("DATA-086",))


def _name(facts: EntityFacts, count: Attribute) -> str:
    return joined_name(facts.table.split(".")[1], count.name, "group_check")


def with_smallest_group(ground: Ground, facts: EntityFacts, table: Table) -> Table:
    """Return the table of what is published with a check that no small group leaves its unpublished states."""
    if not _unpublished(facts):
        return table
    added = tuple(_check(facts, count) for count in _counts(ground, facts))
    return table.model_copy(update={"checks": (*table.checks, *added)})


def unchecked(ground: Ground) -> Iterator[str]:
    """Yield what such a check cannot see: a JSON object beside the count may tell of a smaller group."""
    for facts in ground.facts.entities:
        held = [known.name for known in facts.attributes if known.type == "json"]
        for count in _counts(ground, facts) if held and _unpublished(facts) else ():
            names = listed([f"{facts.table}.{name}" for name in held])
            yield f"{names} may tell of fewer than {smallest_group()} {count.source}: {_name(facts, count)} does not look into it."


def disclosure_rules(ground: Ground) -> Iterator[Invariant]:
    """Yield the rule that each such check keeps, with the author's question about the number."""
    for facts in ground.facts.entities:
        for count in _counts(ground, facts) if _unpublished(facts) else ():
            yield Invariant(
                key=f"invariant:{facts.key}.smallest-group-of-{count.source.replace('_', '-')}",
                because=(*facts.because, "DATA-086", *open_questions(ground)),
                entity=facts.key,
                text=f"nothing about fewer than {smallest_group()} {count.source} leaves {' or '.join(_unpublished(facts))}",
                enforced_by=_name(facts, count),
            )
