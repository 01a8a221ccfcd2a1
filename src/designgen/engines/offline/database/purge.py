"""An entity in, what is removed from its table when its time is over, out: which rows, since when, in which SQL (DATA-082).

A span the author gave holds for every row; an assumed one never removes open business. A row that something kept longer
refers to stays as well.
"""

from dataclasses import dataclass
from math import ceil

from designgen.engines.offline.database.ground import Ground
from designgen.knowledge.catalogue import load
from designgen.knowledge.templates import phrase
from designgen.knowledge.wording import counted, listed
from designgen.model.facts import EntityFacts
from designgen.model.quantities import DAY
from designgen.syntax.identifiers import among, identifier, qualified


@dataclass(frozen=True)
class Purge:
    """What one purge removes: `finds` are the (column, predicate) pairs it looks rows up by."""

    job: str
    table: str
    days: int
    measured_from: str
    states: tuple[str, ...]
    rule: str
    does: str
    condition: str
    finds: tuple[tuple[str, str], ...]
    reads: tuple[str, ...]

    def statement(self, batch: int) -> str:
        """Return the SQL of one batch; it is repeated until it removes fewer rows."""
        return phrase(
            load("statements")["purge"],
            table=qualified(self.table),
            key="id",
            found="old.id",
            condition=self.condition,
            order=f"old.{identifier(self.measured_from)}, old.id",
            batch=batch,
        ).strip()


def purge_of(ground: Ground, facts: EntityFacts) -> Purge | None:
    """Return the purge of an entity's table; None where rows stay, or go with the row that contains them."""
    if ground.parent(facts) or facts.entity.from_source:
        return None
    names = {attribute.name for attribute in facts.attributes}
    since = next((name for name in ("created_at", "received_on") if name in names), "")
    keep = facts.population.keep_s if since else None
    if not keep and not facts.soft_delete:
        return None
    undo = load("jobs")["parameters"]["undo_days"]
    days = ceil(keep / DAY) if keep else undo
    ends = () if _given(facts) else ground.terminal_states(facts)
    conditions, finds = [], []
    if keep:
        over = among("status", ends) if ends else ""
        conditions.append(f"old.{since} < now() - interval '{span(days)}'" + (f" AND old.{over}" if over else ""))
        finds.append((since, over))
    if facts.soft_delete:
        conditions.append(f"old.deleted_at < now() - interval '{undo} days'")
        finds.append(("deleted_at", "deleted_at IS NOT NULL"))
    held = _held_by(ground, facts)
    condition = conditions[0] if len(conditions) == 1 else f"({' OR '.join(f'({part})' for part in conditions)})"
    unheld = load("statements")["unreferenced"]
    free = [phrase(unheld, table=qualified(table), column=identifier(column)) for table, column in held]
    return Purge(
        job=f"purge-{facts.table.split('.')[1].replace('_', '-')}",
        table=facts.table,
        days=days,
        measured_from=since if keep else "deleted_at",
        states=tuple(ends) if keep else (),
        rule="DATA-082" if keep else "DATA-070",
        does=_told(facts, days if keep else 0, undo if facts.soft_delete else 0, ends, held),
        condition="\n        AND ".join([condition, *free]),
        finds=tuple(finds),
        reads=tuple(dict.fromkeys(table for table, _ in held if table != facts.table)),
    )


def span(days: int) -> str:
    """Return days as an interval; whole years are years of the calendar, so that no leap day ends a legal term early."""
    years, rest = divmod(days, 365)
    return f"{days} days" if rest or not years else "1 year" if years == 1 else f"{years} years"


def _given(facts: EntityFacts) -> bool:
    """Return whether the author said how long rows stay."""
    return bool(facts.entity.keep or (facts.entity.volume and facts.entity.volume.keep))


def _held_by(ground: Ground, facts: EntityFacts) -> tuple[tuple[str, str], ...]:
    """Return (table, column) of references that forbid a deletion."""
    held = []
    for other, column in ground.referrers(facts.key):
        attribute = other.attribute(column)
        lets_go = attribute.nullable and not attribute.owner
        if ground.parent(other) != facts.key and not lets_go and not ground.outlives(other, attribute):
            held.append((other.table, column))
    return tuple(held)


def _told(facts: EntityFacts, days: int, undo: int, ends: tuple[str, ...], held: tuple[tuple[str, str], ...]) -> str:
    parts = []
    if days:
        state = f" in state {listed(list(ends), last='or')}" if ends else ""
        parts.append(f"rows of {facts.table}{state} {span(days)} after they were created")
    if undo:
        parts.append(f"rows of {facts.table} {counted(undo, 'day')} after they were deleted")
    kept = f"; a row that {listed(list(dict.fromkeys(table for table, _ in held)), last='or')} refers to stays" if held else ""
    return f"Removes {' and '.join(parts)}{kept}."
