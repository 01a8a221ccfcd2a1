"""Operations that a schedule or an event starts in, the jobs that carry them out instead of an endpoint out (V6)."""

import re
from collections.abc import Iterator, Sequence

from designgen.engines.offline.database.ground import Ground
from designgen.model.design.database import Index, Job, Table
from designgen.model.facts import Use
from designgen.model.quantities import Duration
from designgen.sizing.naming import snake

LOOKS_EVERY_S = 60
"""How often the worker looks for rows whose time has come or whose event was stored."""


def scheduled_jobs(ground: Ground) -> Iterator[Job]:
    """Yield one job for each operation that nobody calls; the application's code does the work under the worker's role."""
    for use in _started(ground):
        facts = ground.facts.entity(use.entity)
        every, at = schedule(use.trigger)
        name = _job(use)
        yield Job(
            key=f"job:{name}",
            because=(*use.because, "SVC-007"),
            does=f"Runs {use.id} on {facts.entity.name}: {use.trigger}.",
            role=ground.role("worker"),
            every_s=every,
            at=at,
            tables=(facts.table,),
            alert=f"alert:job-{name}",
        )


def by_their_jobs(ground: Ground, tables: Sequence[Table]) -> tuple[Table, ...]:
    """Return the tables naming the job where an operation is started by one."""
    jobs = {use.id: f"job:{_job(use)}" for use in _started(ground)}
    return tuple(_renamed(table, jobs) for table in tables) if jobs else tuple(tables)


def schedule(trigger: str) -> tuple[int, str]:
    """Return every how many seconds a trigger has to be looked after, and its local time of day, if it has one."""
    found = re.match(r"every (\S+)(?: at (\d\d:\d\d))?", trigger)
    if not found:
        return LOOKS_EVERY_S, ""
    return round(Duration.of(found[1]).seconds), found[2] or ""


def _started(ground: Ground) -> Iterator[Use]:
    return (use for facts in ground.facts.entities for use in facts.uses if use.trigger)


def _job(use: Use) -> str:
    return snake(use.id).replace("_", "-")


def _renamed(table: Table, jobs: dict[str, str]) -> Table:
    return table.model_copy(
        update={
            "writers": _through(table.writers, jobs),
            "readers": _through(table.readers, jobs),
            "indexes": tuple(_served(index, jobs) for index in table.indexes),
            "uniques": tuple(_served(index, jobs) for index in table.uniques),
        }
    )


def _served(index: Index, jobs: dict[str, str]) -> Index:
    return index.model_copy(update={"serves": _through(index.serves, jobs)})


def _through(names: tuple[str, ...], jobs: dict[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(jobs.get(name, name) for name in names))
