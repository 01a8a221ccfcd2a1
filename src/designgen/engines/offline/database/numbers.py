"""A number without gaps in; its scope, its counter, its unique key and the trigger that gives it, out (DATA-037).

A sequence leaves a gap on every rollback. The counter row stays locked until the issuing transaction ends, so one scope issues
one number at a time, and two scopes never wait for each other.
"""

from collections.abc import Iterator
from typing import NamedTuple

from designgen.knowledge.catalogue import load
from designgen.knowledge.templates import phrase
from designgen.model.design.database import Column, Index, Invariant, KeyPart, Table, TriggerRule
from designgen.model.domain import Field
from designgen.model.facts import Attribute, EntityFacts
from designgen.syntax.identifiers import identifier, joined_name, listed, literal, qualified

YEAR = Attribute(name="year", type="int", role="key", low=1, high=9999, server=True, bytes=2)


class Part(NamedTuple):
    """One part of the scope: its column in the counter, and the expression over a row that gives its value."""

    attribute: Attribute
    expression: str


class Numbering(NamedTuple):
    """A gapless number of an entity: the field, its column, the parts of its scope."""

    field: Field
    column: Attribute
    parts: tuple[Part, ...]


def numbering(facts: EntityFacts) -> Numbering | None:
    """Return the gapless number of an entity, if it has one; a scope `year` is the year of its first date."""
    field = next((known for known in facts.entity.fields if known.type == "gapless"), None)
    column = next((known for known in facts.attributes if field and known.source == field.name), None)
    if field is None or column is None:
        return None
    return Numbering(field, column, tuple(part for name in field.scope if (part := _part(facts, name))))


def _part(facts: EntityFacts, name: str) -> Part | None:
    first, _, rest = name.partition(".")
    known = next((known for known in facts.attributes if first in (known.source, known.name)), None)
    if known and not rest:
        return Part(known, "{row}" + identifier(known.name))
    if "year" not in (name, rest):
        return None
    dated = known or next((known for known in facts.attributes if known.type == "date" and known.role == "data"), None)
    since = "{row}" + identifier(dated.name) if dated else "({row}created_at AT TIME ZONE 'UTC')"
    return Part(YEAR, f"extract(year FROM {since})")


def number_key(facts: EntityFacts) -> Index | None:
    """Return the unique index of the number within its scope, where the scope is more than columns of the row."""
    found = numbering(facts)
    if not found:
        return None
    label = facts.table.split(".")[1]
    names = [part.attribute.name for part in found.parts]
    plain = all(part.attribute is not YEAR for part in found.parts)
    if plain and (*names, found.column.name) in facts.uniques:
        return None
    expressions = [part.expression.format(row="") for part in found.parts]
    keys = [f"({text})" if "(" in text else text for text in expressions] + [identifier(found.column.name)]
    return Index(
        key=f"index:{joined_name(label, *names, found.column.name, 'key')}",
        because=(*facts.because, "DATA-037"),
        table=facts.table,
        parts=tuple(KeyPart(expression=text) for text in keys),
        unique=True,
        serves=("constraint",),
    )


def counter_tables(facts: EntityFacts, tenant: str) -> Iterator[Table]:
    """Yield the counter of a gapless number: one row a scope, locked by the transaction that issues the next number."""
    found = numbering(facts)
    if not found:
        return
    schema, label = facts.table.split(".")
    because = (*facts.because, "DATA-037")
    reasons = ", ".join(because)
    columns = [
        Column(name=part.attribute.name, attribute=_scope(part.attribute), comment=f"{_words(part)} the numbers run within. {reasons}.")
        for part in found.parts
    ] or [_whole(reasons)]
    last = Attribute(name="last_number", type="bigint", role="system", default="0", server=True)
    said = f"The number issued last; locked until the issuing transaction ends. {reasons}."
    within = " and ".join(found.field.scope) or "the whole table"
    yield Table(
        key=f"table:{schema}.{label}_counter",
        because=because,
        schema_name=schema,
        label=f"{label}_counter",
        comment=f"Last {found.field.name} of {facts.entity.name} within {within}; a sequence would leave gaps. {reasons}.",
        kind="join",
        columns=(*columns, Column(name="last_number", attribute=last, comment=said)),
        primary_key=tuple(column.name for column in columns),
        tenant_column=tenant if tenant in [column.name for column in columns] else "",
    )


def _whole(reasons: str) -> Column:
    attribute = Attribute(name="scope", type="string", role="key", length=255, server=True)
    return Column(name="scope", attribute=attribute, comment=f"`all`: one run of numbers for the whole table. {reasons}.")


def _scope(attribute: Attribute) -> Attribute:
    return attribute.model_copy(update={"source": "", "nullable": False, "unique": False, "default": None, "pii": None, "server": True})


def _words(part: Part) -> str:
    return f"The {part.attribute.name.removesuffix('_id').replace('_', ' ')}"


def number_trigger(facts: EntityFacts) -> TriggerRule | None:
    """Return the trigger that takes the next number: when the row is written, or when the event of `at` reaches its state."""
    found = numbering(facts)
    if not found:
        return None
    schema, label = facts.table.split(".")
    states = [move.to for state in facts.entity.states for move in state.transitions if move.event == found.field.at]
    name = joined_name(label, found.column.name)
    names = [part.attribute.name for part in found.parts] or ["scope"]
    values = [part.expression.format(row="NEW.") for part in found.parts] or [literal("all")]
    number = identifier(found.column.name)
    return TriggerRule(
        name=name,
        moment="BEFORE INSERT OR UPDATE" if states else "BEFORE INSERT",
        statement=phrase(
            load("statements")["number"],
            function=f"{identifier(schema)}.{identifier(name)}",
            counter=qualified(f"{facts.table}_counter"),
            names=listed(names),
            values=", ".join(values),
            number=number,
            states=", ".join(literal(state) for state in dict.fromkeys(states)),
        ).strip(),
        says=f"takes the next {found.field.name} of its scope",
        because=(*facts.because, "DATA-037"),
    )


def number_rule(facts: EntityFacts) -> Invariant | None:
    """Return the rule that the numbers of one scope follow each other."""
    found = numbering(facts)
    trigger = number_trigger(facts)
    if not found or not trigger:
        return None
    within = f" within one {', '.join(found.field.scope)}" if found.field.scope else ""
    return Invariant(
        key=f"invariant:{facts.key}.{found.field.name}-without-gaps",
        because=trigger.because,
        entity=facts.key,
        text=f"{found.field.name} counts 1, 2, 3 without a gap{within}",
        enforced_by=f"trigger {trigger.name}",
    )
