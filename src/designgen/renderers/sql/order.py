"""Tables in, the order out in which they can be made: what is referred to before what refers."""

from collections.abc import Mapping, Sequence

from designgen.model.design.database import ForeignKey, Table


def in_order(tables: Sequence[Table]) -> tuple[Table, ...]:
    """Return the tables so that references lead back, schema by schema as far as possible; a circle is cut at its first table."""
    left, placed = list(tables), list[Table]()
    while left:
        needs = _needs(left)
        ready = [table for table in left if not needs[table.name]]
        schema = placed[-1].schema_name if placed else ""
        chosen = next((table for table in ready if table.schema_name == schema), None)
        chosen = chosen or _of_the_freest_schema(ready, left, needs) or left[0]
        placed.append(chosen)
        left.remove(chosen)
    return tuple(placed)


def deferred_keys(order: Sequence[Table]) -> tuple[tuple[str, ForeignKey], ...]:
    """Return (table, foreign key) of references to a table that comes later."""
    place = {table.name: number for number, table in enumerate(order)}
    kept = [(table.name, key) for table in order for key in table.foreign_keys if key.on_delete != "keep"]
    return tuple((name, key) for name, key in kept if place.get(key.target, -1) > place[name])


def _needs(left: Sequence[Table]) -> dict[str, set[str]]:
    """Return for each table that is left the others that are left and have to be made before it."""
    named = {table.name: table for table in left}
    return {name: {key.target for key in table.foreign_keys if key.target != name and key.target in named} for name, table in named.items()}


def _of_the_freest_schema(ready: Sequence[Table], left: Sequence[Table], needs: Mapping[str, set[str]]) -> Table | None:
    """Prefer a schema of which nothing waits for another, so that it can be written in one piece."""

    def waits(schema: str) -> int:
        return sum(1 for table in left if table.schema_name == schema for name in needs[table.name] if name.split(".")[0] != schema)

    return min(ready, key=lambda table: waits(table.schema_name), default=None)
