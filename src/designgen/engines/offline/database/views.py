"""Reports that people outside read, or that read too much, in; the views that answer them out (DATA-086, DATA-101).

A published figure about few buildings is a figure about somebody: a group below the smallest size is left out. Nothing in the
view adds groups up, so a total cannot give away the one that is missing.
"""

from collections.abc import Iterator
from typing import NamedTuple

from designgen.engines.offline.database.disclosure import open_questions, smallest_group
from designgen.engines.offline.database.ground import Ground
from designgen.knowledge.catalogue import load
from designgen.knowledge.templates import phrase
from designgen.knowledge.wording import listed as in_words
from designgen.model.design.database import Column, Index, Job, KeyPart, Routine, View
from designgen.model.facts import AccessPath, Attribute, EntityFacts, Use
from designgen.sizing.aggregates import amounts, is_heavy, reports, rows_per_call
from designgen.sizing.naming import snake
from designgen.syntax.identifiers import identifier, joined_name, qualified

DATE_PARTS = ("year", "quarter", "month", "week", "day")


class Dimension(NamedTuple):
    """One thing a report is grouped by: its column, the expression, the joined table if it stands in another one."""

    name: str
    expression: str
    table: str = ""
    condition: str = ""


def views(ground: Ground) -> tuple[View, ...]:
    """Return a view for each report that anybody may read, and a stored one for each that reads too much."""
    known = {facts.key: facts for facts in ground.facts.entities}
    found = [_view(ground, facts, use, path) for facts, use, path in reports(known) if _wanted(ground, facts, use, path)]
    return tuple(view.model_copy(update={"index": _index(view)}) if view.stored else view for view in found if view)


def _wanted(ground: Ground, facts: EntityFacts, use: Use, path: AccessPath) -> bool:
    return bool(path.equality) and (_is_public(ground, use) or _is_stored(ground, facts, use, path))


def _is_public(ground: Ground, use: Use) -> bool:
    return any(ground.facts.requirements.actor(name).auth in ("anonymous", "none") for name in use.actors)


def _is_stored(ground: Ground, facts: EntityFacts, use: Use, path: AccessPath) -> bool:
    """Return whether a stored result is due; row security cannot guard one, so tenants read their rows each time."""
    known = {other.key: other for other in ground.facts.entities}
    rows = rows_per_call(facts, path, known, ground.figure("load.horizon_years", 3))
    return is_heavy(rows, use) and not ground.tenant_column(facts.key)


def view_name(facts: EntityFacts, use: Use) -> str:
    """Return the name of the view of a report, schema-qualified; its operation id tells apart two reports of one name."""
    schema = facts.table.split(".")[0]
    return f"{schema}.{snake(use.id).removeprefix('report_')}"


def _view(ground: Ground, facts: EntityFacts, use: Use, path: AccessPath) -> View | None:
    dimensions = [_dimension(ground, facts, name) for name in path.equality]
    name = view_name(facts, use)
    if None in dimensions or name in ground.tables.values():
        return None
    grouped = [dimension for dimension in dimensions if dimension]
    group, stored = _group(facts, path), _is_stored(ground, facts, use, path)
    smallest = smallest_group() if _is_public(ground, use) else 0
    sums = list(amounts(facts))
    rules = (*(("DATA-086", *open_questions(ground)) if smallest else ()), *(("DATA-101",) if stored else ()))
    because = tuple(dict.fromkeys((*use.because, *rules)))
    held = f" A group of fewer than {smallest} {group.words} is left out." if smallest else ""
    return View(
        key=f"view:{name}",
        because=because,
        comment=f"{use.operation.entity} over {facts.table} by {in_words([known.name for known in grouped])}.{held} {', '.join(because)}.",
        statement=_statement(facts, grouped, (sums, group.number if smallest else "", smallest)),
        columns=tuple(_columns(grouped, sums, because)),
        stored=stored,
        unique=tuple(known.name for known in grouped),
        reads=tuple(dict.fromkeys([facts.table, *(known.table for known in grouped if known.table)])),
        serves=(use.id,),
        invoker=bool(ground.tenant_column(facts.key)),
    )


def _statement(facts: EntityFacts, grouped: list[Dimension], measured: tuple[list[Attribute], str, int]) -> str:
    sums, count, smallest = measured
    joins = dict.fromkeys((known.table, known.condition) for known in grouped if known.table)
    return phrase(
        load("statements")["report"],
        columns=[
            *(f"{known.expression} AS {identifier(known.name)}" for known in grouped),
            *(f"sum(entry.{identifier(known.name)}) AS {identifier(_sum(known))}" for known in sums),
            "count(*) AS row_count",
        ],
        table=qualified(facts.table),
        joins=[f"JOIN {qualified(table)} AS {identifier(table.split('.')[1])} ON {condition}" for table, condition in joins],
        alive="entry.deleted_at IS NULL" if facts.soft_delete else "",
        groups=", ".join(str(number) for number in range(1, len(grouped) + 1)),
        smallest=f"{count} >= {smallest}" if smallest else "",
    ).strip()


class Group(NamedTuple):
    """What a group must not be too small in: its words, and how many there are."""

    words: str
    number: str


def _group(facts: EntityFacts, path: AccessPath) -> Group:
    """Return what stands behind a figure: the things the report joins through, else the rows themselves."""
    for name in path.equality:
        first, _, rest = name.partition(".")
        attribute = _attribute(facts, first)
        if rest and attribute and attribute.role == "reference":
            thing = (attribute.target or "").rpartition(".")[2]
            return Group(f"{snake(thing).replace('_', ' ')}s", f"count(DISTINCT entry.{identifier(attribute.name)})")
    return Group("rows", "count(*)")


def _dimension(ground: Ground, facts: EntityFacts, name: str) -> Dimension | None:
    first, _, rest = name.partition(".")
    attribute = _attribute(facts, first)
    if attribute is None or "." in rest:
        return None
    column = f"entry.{identifier(attribute.name)}"
    if not rest:
        return Dimension(attribute.name, column)
    if rest in DATE_PARTS:
        since = f"lower({column})" if attribute.type == "range" else column
        return Dimension(f"{attribute.source or first}_{rest}", f"extract({rest} FROM {since})::integer")
    if attribute.target not in ground.tables:
        return None
    target = ground.facts.entity(attribute.target or "")
    there = _attribute(target, rest)
    if there is None or there.pii:
        return None
    alias = identifier(target.table.split(".")[1])
    return Dimension(
        f"{attribute.source or first}_{there.name}", f"{alias}.{identifier(there.name)}", target.table, f"{alias}.id = {column}"
    )


def _attribute(facts: EntityFacts, name: str) -> Attribute | None:
    return next((known for known in facts.attributes if name in (known.name, known.source)), None)


def _sum(attribute: Attribute) -> str:
    return f"{attribute.source or attribute.name}_sum"


def _columns(grouped: list[Dimension], sums: list[Attribute], because: tuple[str, ...]) -> Iterator[Column]:
    why = ", ".join(because)
    for known in grouped:
        yield Column(name=known.name, attribute=Attribute(name=known.name, type="text", server=True), comment=f"Grouped by it. {why}.")
    for attribute in sums:
        name = _sum(attribute)
        kept = attribute.model_copy(update={"name": name, "precision": (attribute.precision or 12) + 6})
        yield Column(name=name, attribute=kept, comment=f"Sum of {attribute.name} of the group. {why}, DATA-050.")
    count = Attribute(name="row_count", type="int", low=0, server=True)
    yield Column(name="row_count", attribute=count, comment=f"Rows that the figures rest on. {why}.")


def refresh_jobs(ground: Ground, found: tuple[View, ...]) -> Iterator[Job]:
    """Yield the refresh of each stored view, twice within the age a reader accepts (DATA-101)."""
    stale = {use.id: use.stale_s for use in ground.facts.uses}
    for view in found:
        if view.stored:
            name = f"refresh-{view.name.split('.')[1].replace('_', '-')}"
            yield Job(
                key=f"job:{name}",
                because=view.because,
                does=f"Computes {view.name} anew while it is read.",
                role=ground.role("worker"),
                every_s=max(60, round(stale.get(view.serves[0], 3600) / 2)),
                statement=f"SELECT {qualified(refresh_name(view))}();",
                tables=(),
                batch=0,
                alert=f"alert:job-{name}",
            )


def refresh_routines(found: tuple[View, ...]) -> Iterator[Routine]:
    """Yield the routine that refreshes each stored view."""
    for view in found:
        if view.stored:
            names = {"function": qualified(refresh_name(view)), "view": qualified(view.name)}
            yield Routine(
                key=f"routine:{refresh_name(view)}",
                because=view.because,
                says=f"Refreshes {view.name} as its owner, because nobody else may.",
                statement=phrase(load("statements")["refresh"], **names).strip(),
            )


def refresh_name(view: View) -> str:
    """Return the routine that refreshes a stored view: only its owner may, so it runs as the owner."""
    schema, label = view.name.split(".")
    return f"{schema}.{joined_name('refresh', label)}"


def _index(view: View) -> Index:
    """Return the unique index without which a stored view cannot be refreshed while it is read."""
    label = view.name.split(".")[1]
    return Index(
        key=f"index:{joined_name(label, *view.unique, 'key')}",
        because=view.because,
        table=view.name,
        parts=tuple(KeyPart(expression=identifier(name)) for name in view.unique),
        unique=True,
        serves=view.serves,
    )
