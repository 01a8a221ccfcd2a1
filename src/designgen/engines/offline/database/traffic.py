"""Tables, operations and jobs in, the tables with who writes and who reads them out (LINT-D30, XREF-01)."""

from collections.abc import Iterator, Sequence

from designgen.engines.offline.database.coupling import moved_along
from designgen.engines.offline.database.ground import Ground
from designgen.engines.offline.database.rights import ADDS
from designgen.engines.offline.database.users import carried, users
from designgen.model.design.database import Job, Table
from designgen.model.facts import EntityFacts, Use

WRITING_JOBS = ("purge-", "erase-", "relay-", "take-", "work-", "deliver-", "load-", "apply-")


def with_traffic(ground: Ground, tables: Sequence[Table], jobs: Sequence[Job]) -> tuple[Table, ...]:
    """Return the tables, each with the operations and jobs that write it and that read it."""
    by_table = {facts.table: facts for facts in ground.facts.entities}
    return tuple(_told(ground, table, by_table.get(_entity_of(table)), jobs) for table in tables)


def _entity_of(table: Table) -> str:
    """Return the entity table that a history, a table of moves, a link or a counter stands beside."""
    if table.kind == "history" or (table.kind == "join" and table.foreign_keys):
        return table.foreign_keys[0].target
    return table.name.removesuffix("_transition").removesuffix("_counter")


def _told(ground: Ground, table: Table, facts: EntityFacts | None, jobs: Sequence[Job]) -> Table:
    uses = _uses(ground, facts) if facts else ()
    writers = [*(use.id for use in uses if _written_by(use, table)), *users(ground, table, jobs, "written_by"), *_apart(ground, table)]
    readers = [use.id for use in uses if use.writes == (table.kind == "transition") and table.kind != "history"]
    readers += users(ground, table, jobs, "read_by")
    deeds = [job.key for job in jobs if table.name in job.tables and _writes(job, table)]
    seen = [job.key for job in jobs if table.name in job.tables and not _writes(job, table)]
    return table.model_copy(
        update={
            "writers": tuple(dict.fromkeys([*writers, *deeds])),
            "readers": tuple(dict.fromkeys([*readers, *seen])),
            "because": (*table.because, *carried(ground, table)),
        }
    )


def _apart(ground: Ground, table: Table) -> Iterator[str]:
    """Yield the operations that take in what is kept apart from an anonymous answer (DATA-085)."""
    if table.kind == "unlinked":
        yield from (use.id for use in ground.facts.entity(table.entity).uses if use.operation.verb in ADDS)


def _written_by(use: Use, table: Table) -> bool:
    if table.kind == "history":
        return use.writes and use.operation.verb in ("create", "transition", "import", "sync")
    return use.writes and table.kind != "transition"


def _uses(ground: Ground, facts: EntityFacts) -> tuple[Use, ...]:
    """Return the uses of an entity, of the whole that contains it, and of those that move it along."""
    found = list(facts.uses)
    parent = ground.parent(facts)
    found += ground.facts.entity(parent).uses if parent else ()
    for other in ground.facts.entities:
        if any(moved.key == facts.key for moved in moved_along(ground, other)):
            found += [use for use in other.uses if use.operation.verb in ("create", "transition")]
    return tuple({use.id: use for use in found}.values())


def _writes(job: Job, table: Table) -> bool:
    loads = job.name.startswith("load-") and (table.kind == "staging" or table.label.startswith("import_"))
    return job.name.startswith(WRITING_JOBS) and (loads or job.tables[0] == table.name or f"UPDATE {table.name}" in job.statement)
