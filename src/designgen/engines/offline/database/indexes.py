"""A table and the ways its rows are found, in; the indexes those ways need, each with what it serves, out (B.9)."""

from collections.abc import Iterable, Iterator, Sequence

from designgen.engines.offline.database.ground import Ground
from designgen.engines.offline.database.triggers import is_synced
from designgen.model.design.database import Index, KeyPart, Table
from designgen.model.facts import AccessPath, Attribute, EntityFacts
from designgen.syntax.identifiers import identifier, joined_name

ALIVE = "deleted_at IS NULL"
DISTINCT = ("reference", "uuid", "email", "string", "date", "int", "enum", "bool")
UNORDERED = ("json", "set", "list", "range", "geo_point", "geo_polygon", "many_to_many", "children", "sealed", "key_id")


def with_indexes(ground: Ground, facts: EntityFacts | None, table: Table) -> Table:
    """Return the table with the indexes of its access paths and references; what another index covers is left out."""
    wanted = [*table.indexes]
    if facts:
        wanted += [*_search_indexes(facts, table), *_path_indexes(ground, facts, table)]
    wanted += _named_apart(wanted, _reference_indexes(table))
    return table.model_copy(update={"indexes": without_covered(wanted, table)})


def without_covered(indexes: Sequence[Index], table: Table) -> tuple[Index, ...]:
    """Leave out an index whose key another one begins with under the same predicate; what it served passes on (DATA-122)."""
    primary = tuple(KeyPart(expression=identifier(name)) for name in table.primary_key)
    kept: list[Index] = []
    for index in sorted(indexes, key=lambda index: -len(index.parts)):
        covering = next((place for place, other in enumerate(kept) if _covers(other, index)), None)
        if covering is not None:
            kept[covering] = _serving_both(kept[covering], index)
        elif index.where or (not _begins(primary, index) and not any(_covers(unique, index) for unique in table.uniques)):
            kept.append(index)
    order = {index.key: place for place, index in enumerate(indexes)}
    return tuple(sorted(kept, key=lambda index: order[index.key]))


def _covers(other: Index, index: Index) -> bool:
    return other.method == "btree" and other.where == index.where and not index.unique and _begins(other.parts, index)


def _inverted(parts: tuple[KeyPart, ...]) -> tuple[KeyPart, ...]:
    """Return a key as it reads backwards."""
    return tuple(KeyPart(expression=part.expression, descending=not part.descending) for part in parts)


def _begins(parts: tuple[KeyPart, ...], index: Index) -> bool:
    length = len(index.parts)
    return index.method == "btree" and index.parts in (parts[:length], _inverted(parts[:length]))


def _serving_both(index: Index, other: Index) -> Index:
    return index.model_copy(
        update={
            "serves": tuple(dict.fromkeys(index.serves + other.serves)),
            "because": tuple(dict.fromkeys((*index.because, *other.because, "DATA-122"))),
        }
    )


def _path_indexes(ground: Ground, facts: EntityFacts, table: Table) -> Iterator[Index]:
    for path in facts.paths:
        if is_synced(ground, facts) and any(use.id == path.operation and use.operation.verb == "sync" for use in facts.uses):
            continue
        ranged = next((known for known in facts.attributes if path.range in (known.name, known.source) and known.type == "range"), None)
        if ranged:
            yield _range_index(ground, facts, table, path, ranged)
            continue
        parts = tuple(path_key(ground, facts, path))
        if len(parts) > 1:
            alive = ALIVE if facts.soft_delete else ""
            yield _index(table, parts, alive, (path.operation,), (*path.because, "DATA-117", *(("DATA-119",) if alive else ())))


def _range_index(ground: Ground, facts: EntityFacts, table: Table, path: AccessPath, ranged: Attribute) -> Index:
    """Return the index of a list by a period: equal values first, then what overlaps; a B-tree cannot find overlaps (DATA-126)."""
    tenant = ground.tenant_column(facts.key)
    equal = [known.name for known in (_column(facts, name) for name in path.equality) if known]
    names = dict.fromkeys([*([tenant] if tenant and tenant != "id" else []), *equal, ranged.name])
    parts = tuple(KeyPart(expression=identifier(name)) for name in names)
    found = _index(table, parts, ALIVE if facts.soft_delete else "", (path.operation,), (*path.because, "DATA-117", "DATA-126"))
    return found.model_copy(update={"method": "gist"})


def path_key(ground: Ground, facts: EntityFacts, path: AccessPath) -> Iterator[KeyPart]:
    """Yield the key that answers a path: equality, sort, range, identity; the tenant leads (DATA-117, DATA-077).

    A field of another entity, such as `building.neighbourhood`, ends the key: the join has its own index there.
    """
    tenant = ground.tenant_column(facts.key)
    equal = [known for known in (_column(facts, name) for name in path.equality) if known]
    equal.sort(key=lambda attribute: (attribute.name != tenant, _rank(attribute)))
    names: dict[str, bool] = {tenant: False} if tenant and tenant != "id" else {}
    names |= dict.fromkeys((attribute.name for attribute in equal), False)
    for key in path.sort:
        sorted_by = _column(facts, key.field)
        if sorted_by and sorted_by.name not in names:
            names[sorted_by.name] = key.descending
    ranged = _column(facts, path.range) if path.range else None
    if ranged:
        names.setdefault(ranged.name, False)
    last = list(names.values())[-1:] == [True]
    names.setdefault("id", last)
    yield from (KeyPart(expression=identifier(name), descending=descending) for name, descending in names.items())


def _column(facts: EntityFacts, name: str) -> Attribute | None:
    found = next((known for known in facts.attributes if name in (known.name, known.source)), None)
    return found if found and found.type not in UNORDERED else None


def _rank(attribute: Attribute) -> int:
    """Order equality columns by how many values they tell apart, most first (DATA-117)."""
    kind = "reference" if attribute.role == "reference" else "enum" if attribute.role == "status" else attribute.type
    return DISTINCT.index(kind) if kind in DISTINCT else DISTINCT.index("string")


def _search_indexes(facts: EntityFacts, table: Table) -> Iterator[Index]:
    for attribute in facts.attributes:
        serves = tuple(dict.fromkeys(path.operation for path in facts.paths if _searches(path, attribute)))
        if attribute.searchable and serves:
            yield Index(
                key=f"index:{joined_name(table.label, attribute.name, 'trgm_idx')}",
                because=(*(attribute.because or facts.because), "DATA-125"),
                table=table.name,
                parts=(KeyPart(expression=identifier(attribute.name)),),
                method="gin",
                operator_class="public.gin_trgm_ops",
                serves=serves,
            )


def _searches(path: AccessPath, attribute: Attribute) -> bool:
    return attribute.name in path.search or (bool(attribute.source) and attribute.source in path.search)


def _reference_indexes(table: Table) -> Iterable[Index]:
    """Yield an index for each foreign key: deleting or changing the row referred to would else read the whole table (DATA-121)."""
    for key in table.foreign_keys:
        parts = tuple(KeyPart(expression=identifier(name)) for name in table.sought(key))
        yield _index(table, parts, "", ("reference" if key.on_delete == "keep" else "foreign key",), (*key.because, "DATA-121"))


def _named_apart(others: Sequence[Index], references: Iterable[Index]) -> Iterator[Index]:
    """Yield the indexes of references; one on the column of a list of rows in use has all rows, and a name of its own."""
    taken = {index.key: index.where for index in others}
    for index in references:
        apart = f"index:{joined_name(index.name.removesuffix('_idx'), 'all_idx')}"
        yield index.model_copy(update={"key": apart}) if taken.get(index.key, index.where) != index.where else index


def _index(table: Table, parts: tuple[KeyPart, ...], where: str, serves: tuple[str, ...], because: tuple[str, ...]) -> Index:
    plain = [part.expression.strip('"') + ("_desc" if part.descending and part.expression != "id" else "") for part in parts]
    named = plain[:-1] if plain[-1] == "id" and len(plain) > 1 else plain
    return Index(
        key=f"index:{joined_name(table.label, *named, 'idx')}",
        because=tuple(dict.fromkeys(because)),
        table=table.name,
        parts=parts,
        where=where,
        serves=serves,
    )
