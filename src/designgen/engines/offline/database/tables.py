"""The facts of one entity in, its table out: columns, checks, references, unique keys (B.1, B.2, B.5)."""

from collections.abc import Iterator, Sequence

from designgen.engines.offline.database.comments import column_comment, table_comment
from designgen.engines.offline.database.ground import Ground
from designgen.engines.offline.database.numbers import number_key
from designgen.model.design.database import CheckConstraint, Column, ForeignKey, Index, KeyPart, Table
from designgen.model.facts import Attribute, EntityFacts
from designgen.syntax.identifiers import among, identifier, joined_name, literal

SORTED_ABOVE = 10_000_000
UNSTORED = ("children", "many_to_many")
WIDTHS = {"uuid": 0, "reference": 0, "id": 0, "instant": 1, "time": 1, "local_datetime": 1, "duration": 1, "date": 3, "bool": 5}
LENGTHS = ("string", "text", "email", "phone", "url", "slug", "secret", "country", "currency", "language", "timezone", "iban", "key_id")
RANGED = ("int", "decimal", "money", "percent")


def entity_table(ground: Ground, facts: EntityFacts) -> Table:
    """Return the table of an entity, without the indexes that its operations need."""
    attributes = laid_out(facts)
    columns = tuple(Column(name=known.name, attribute=known, comment=column_comment(ground, facts, known)) for known in attributes)
    schema, label = facts.table.split(".")
    names = {attribute.name for attribute in attributes}
    return Table(
        key=f"table:{facts.table}",
        because=(*facts.because, "DATA-030"),
        schema_name=schema,
        label=label,
        comment=table_comment(ground, facts),
        entity=facts.key,
        kind="aggregate" if facts.entity.from_source else "entity",
        columns=columns,
        uniques=tuple(unique_keys(ground, facts)),
        checks=tuple(checks_of(label, attributes)),
        foreign_keys=tuple(_references(ground, facts)),
        versioned={"version", "updated_at"} <= names,
        tenant_column=ground.tenant_column(facts.key),
        population=facts.population,
    )


def laid_out(facts: EntityFacts) -> tuple[Attribute, ...]:
    """Return the stored attributes in written order; a table above 10 million rows by width, to save padding (DATA-043)."""
    stored = [attribute for attribute in facts.attributes if attribute.type not in UNSTORED]
    if facts.population.rows_at_horizon <= SORTED_ABOVE:
        return tuple(stored)
    return tuple(sorted(stored, key=lambda attribute: (attribute.role != "key", _width(attribute))))


def _width(attribute: Attribute) -> int:
    if attribute.type == "int":
        bounded = attribute.low is not None and attribute.high is not None
        high = max(abs(attribute.low or 0), abs(attribute.high or 0))
        return 4 if bounded and high < 2**15 else 3 if (bounded and high < 2**31) or attribute.name == "version" else 1
    return WIDTHS.get(attribute.type, 6)


def checks_of(label: str, attributes: tuple[Attribute, ...]) -> Iterator[CheckConstraint]:
    """Yield a named check for each attribute whose values have rules (DATA-040)."""
    for attribute in attributes:
        if attribute.role == "system":
            continue
        conditions = list(_conditions(attribute))
        if conditions:
            name = joined_name(label, attribute.name, "check")
            yield CheckConstraint(name=name, expression=" AND ".join(conditions), because=attribute.because)


def _conditions(attribute: Attribute) -> Iterator[str]:
    """Yield what the values of a column must fulfil: length, pattern, bounds, permitted values (DATA-003..020)."""
    name = identifier(attribute.name)
    yield from _text_conditions(attribute, name)
    if attribute.type in RANGED:
        yield from _bounds(attribute, name)
    if attribute.values and attribute.type in ("set", "list"):
        members = ", ".join(literal(value) for value in attribute.values)
        yield f"{name} <@ ARRAY[{members}]::text[]"
    elif attribute.values:
        yield among(name, attribute.values)
    if attribute.type == "json":
        yield f"jsonb_typeof({name}) = 'object' AND octet_length({name}::text) <= 65536"
    elif attribute.type in ("hash", "blind_index"):
        yield f"octet_length({name}) = {attribute.length or 32}"
    elif attribute.type == "sealed" and attribute.nullable:
        yield f"({name} IS NULL) = ({identifier(attribute.name.removesuffix('_enc') + '_kid')} IS NULL)"


def _text_conditions(attribute: Attribute, name: str) -> Iterator[str]:
    if attribute.type in LENGTHS and attribute.length:
        yield f"char_length({name}) BETWEEN 1 AND {attribute.length}"
    if attribute.pattern:
        yield f"{name} ~ {literal(attribute.pattern)}"


def _bounds(attribute: Attribute, name: str) -> Iterator[str]:
    low, high = attribute.low, attribute.high
    if low is not None and high is not None:
        yield f"{name} BETWEEN {low} AND {high}"
    elif low is not None:
        yield f"{name} >= {low}"
    elif high is not None:
        yield f"{name} <= {high}"


def _references(ground: Ground, facts: EntityFacts) -> Iterator[ForeignKey]:
    """Yield the foreign keys: a part goes with its whole, a reference holds what it refers to (DATA-044, -047, -075)."""
    for attribute in facts.attributes:
        if attribute.role == "reference" and attribute.type != "many_to_many" and attribute.target in ground.tables:
            yield _reference(ground, facts, attribute, attribute.target or "")


def _reference(ground: Ground, facts: EntityFacts, attribute: Attribute, target: str) -> ForeignKey:
    label = facts.table.split(".")[1]
    mine, theirs = ground.tenant_column(facts.key), ground.tenant_column(target)
    alone = not mine or theirs in ("", "id") or attribute.name == mine
    whole = attribute.name if alone else ""
    contained = ground.parent(facts) == target
    outlives = attribute.nullable and not attribute.owner
    return ForeignKey(
        name=joined_name(label, attribute.name, "fkey"),
        columns=(whole,) if whole else (mine, attribute.name),
        target=ground.tables[target],
        target_columns=("id",) if whole else (theirs, "id"),
        on_delete="cascade" if contained else "set null" if outlives else "keep" if ground.outlives(facts, attribute) else "restrict",
        because=(*attribute.because, "DATA-047", *(() if whole else ("DATA-075",))),
    )


def unique_keys(ground: Ground, facts: EntityFacts) -> Iterator[Index]:
    """Yield the natural keys as unique indexes; with soft delete a deleted row frees its key (DATA-036, DATA-070)."""
    tenant = ground.tenant_column(facts.key)
    if tenant and tenant != "id":
        yield _unique(facts, (tenant, "id"), "", ("DATA-075",))
    single = [(attribute.name,) for attribute in facts.attributes if attribute.unique and attribute.role != "key"]
    alive = alive_predicate(facts)
    stored = {attribute.name for attribute in facts.attributes if attribute.type not in UNSTORED}
    for names in (known for known in dict.fromkeys([*single, *facts.uniques]) if stored.issuperset(known)):
        reasons = facts.attribute(names[0]).because if len(names) == 1 else ()
        yield _unique(facts, names, alive, (*(reasons or facts.because), "DATA-036"))
    numbered = number_key(facts)
    if numbered:
        yield numbered


def without_idle_keys(tables: Sequence[Table]) -> tuple[Table, ...]:
    """Return the tables without the key of tenant and id that no reference leads to: the id alone tells rows apart (DATA-129)."""
    used = {(key.target, key.target_columns) for table in tables for key in table.foreign_keys if key.on_delete != "keep"}
    return tuple(
        table.model_copy(update={"uniques": tuple(index for index in table.uniques if not _is_idle(table, index, used))})
        for table in tables
    )


def _is_idle(table: Table, index: Index, used: set[tuple[str, tuple[str, ...]]]) -> bool:
    parts = tuple(part.expression.strip('"') for part in index.parts)
    return parts == (table.tenant_column, "id") and (table.name, parts) not in used


def alive_predicate(facts: EntityFacts) -> str:
    """Return the condition that a row is in use, empty where rows are not marked as deleted."""
    return "deleted_at IS NULL" if facts.soft_delete else ""


def _unique(facts: EntityFacts, names: tuple[str, ...], where: str, because: tuple[str, ...]) -> Index:
    label = facts.table.split(".")[1]
    types = {attribute.name: attribute.type for attribute in facts.attributes}
    parts = tuple(KeyPart(expression=f"lower({identifier(name)})" if types.get(name) == "email" else identifier(name)) for name in names)
    return Index(
        key=f"index:{joined_name(label, *names, 'key')}",
        because=because,
        table=facts.table,
        parts=parts,
        unique=True,
        where=where,
        serves=("constraint",),
    )
