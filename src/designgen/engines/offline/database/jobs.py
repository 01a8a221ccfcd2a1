"""Tables and their retention in, the jobs that carry it out: schedule, role, and SQL that runs as it stands (DATA-070, -082)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from designgen.engines.offline.database.apart import apart_purges
from designgen.engines.offline.database.coupling import Coupling, couplings
from designgen.engines.offline.database.deadlines import deadline_indexes, deadline_jobs
from designgen.engines.offline.database.erasure import erasure_jobs
from designgen.engines.offline.database.ground import Ground
from designgen.engines.offline.database.platform import figures, triggers
from designgen.engines.offline.database.purge import Purge, purge_of, span
from designgen.knowledge.catalogue import load
from designgen.knowledge.conditions import holds
from designgen.knowledge.templates import phrase
from designgen.model.design.database import Index, Job, KeyPart, Retention, Table
from designgen.syntax.identifiers import among, identifier, joined_name, listed, literal, qualified

DAY = 86_400


def with_retention(ground: Ground, tables: Sequence[Table]) -> tuple[Table, ...]:
    """Return the tables with how long their rows stay and the index that finds those whose time is over."""
    purges = {facts.table: purge_of(ground, facts) for facts in ground.facts.entities}
    return tuple(_kept(ground, table, purges) for table in tables)


def _kept(ground: Ground, table: Table, purges: Mapping[str, Purge | None]) -> Table:
    purge = purges.get(table.name)
    timed = (*table.indexes, *deadline_indexes(ground, table.name))
    if purge:
        return table.model_copy(update={"retention": _retention(purge), "indexes": (*timed, *_purge_indexes(table, purge))})
    return table.model_copy(update={"indexes": timed})


def _retention(purge: Purge) -> Retention:
    return Retention(keep_days=purge.days, measured_from=purge.measured_from, states=purge.states, job=f"job:{purge.job}", rule=purge.rule)


def _purge_indexes(table: Table, purge: Purge) -> Iterator[Index]:
    for column, where in purge.finds:
        yield Index(
            key=f"index:{joined_name(table.label, column, 'purge_idx')}",
            because=(*table.because, purge.rule),
            table=table.name,
            parts=(KeyPart(expression=identifier(column)),),
            where=where,
            serves=(f"job:{purge.job}",),
        )


def jobs(ground: Ground, tables: Sequence[Table]) -> tuple[Job, ...]:
    """Return all duties: entity purges, platform purges, erasure of persons, what the catalogue adds; nightly ones in turn."""
    found = [
        *_entity_purges(ground, tables),
        *apart_purges(ground),
        *_platform_purges(ground, tables),
        *erasure_jobs(ground, tables),
        *_catalogued(ground),
        *_drift_checks(ground),
        *deadline_jobs(ground),
    ]
    return tuple(_in_turn(found))


def _in_turn(found: Sequence[Job]) -> Iterator[Job]:
    parameters, place = load("jobs")["parameters"], 0
    for job in found:
        if job.every_s < DAY:
            yield job
            continue
        minute = (parameters["first_at"] + place * parameters["apart"]) % 1440
        place += 1
        yield job.model_copy(update={"at": f"{minute // 60:02d}:{minute % 60:02d}"})


def _entity_purges(ground: Ground, tables: Sequence[Table]) -> Iterator[Job]:
    """Yield purges, what refers before what is referred to, so that one night is enough."""
    batch = load("jobs")["parameters"]["batch"]
    by_name = {table.name: table for table in tables}
    for facts in reversed(ground.facts.entities):
        purge = purge_of(ground, facts)
        if purge:
            yield Job(
                key=f"job:{purge.job}",
                because=tuple(dict.fromkeys((*by_name[facts.table].because, purge.rule, "DATA-082"))),
                does=purge.does,
                role=ground.role("worker"),
                every_s=DAY,
                statement=purge.statement(batch),
                tables=(facts.table, *purge.reads),
                batch=batch,
                alert=f"alert:job-{purge.job}",
            )


def _platform_purges(ground: Ground, tables: Sequence[Table]) -> Iterator[Job]:
    rows: dict[str, dict[str, Any]] = load("platform_tables")
    batch = load("jobs")["parameters"]["batch"]
    for table in tables:
        row = rows.get(table.label, {}).get("purge") if table.kind == "platform" and table.schema_name == "platform" else None
        if row and table.retention:
            yield _platform_purge(ground, table, row, batch)


def _platform_purge(ground: Ground, table: Table, row: dict[str, Any], batch: int) -> Job:
    kept, keys = table.retention, listed(table.primary_key)
    key, days = (kept.job, kept.keep_days) if kept else ("", 0)
    since = f"now() - interval '{span(days)}'" if days else "now()"
    return Job(
        key=key,
        because=(*table.because, "DATA-082"),
        does=f"{phrase(row['told'], kept=span(days), **figures(ground))}.",
        role=ground.role("worker"),
        every_s=row.get("every_s", DAY),
        statement=phrase(
            load("statements")["purge"],
            table=qualified(table.name),
            key=f"({keys})" if len(table.primary_key) > 1 else keys,
            found=keys,
            condition=" AND ".join([f"{row['from']} < {since}", *([row["also"]] if "also" in row else [])]),
            order=row["from"],
            batch=batch,
        ).strip(),
        tables=(table.name,),
        batch=batch,
        alert=f"alert:job-{key.removeprefix('job:')}",
    )


def _drift_checks(ground: Ground) -> Iterator[Job]:
    """Yield a check for each pair whose states tell one fact twice; rows in its answer are contradictions (DATA-099)."""
    for pair in couplings(ground):
        yield _drift_check(ground, pair)


def _drift_check(ground: Ground, pair: Coupling) -> Job:
    name = f"check-{pair.host.table.split('.')[1].replace('_', '-')}-status"
    alive = " AND open_row.deleted_at IS NULL" if pair.guest.soft_delete else ""
    return Job(
        key=f"job:{name}",
        because=(*pair.guest.because, "DATA-099", "SVC-031"),
        does=f"Lists rows of {pair.host.table} whose state contradicts open rows of {pair.guest.table}; a run that lists a row has failed.",
        role=ground.role("worker"),
        every_s=DAY,
        statement=phrase(
            load("statements")["compare"],
            host=qualified(pair.host.table),
            guest=qualified(pair.guest.table),
            first=literal(pair.host.first_state or ""),
            column=identifier(pair.column),
            still_open=among("open_row.status", ground.open_states(pair.guest)) + alive,
        ).strip(),
        tables=(pair.host.table, pair.guest.table),
        batch=0,
        alert=f"alert:job-{name}",
    )


def _catalogued(ground: Ground) -> Iterator[Job]:
    needs, known = triggers(ground), figures(ground)
    for name, row in load("jobs").items():
        if name != "parameters" and holds(row["when"], needs):
            yield Job(
                key=f"job:{name}",
                because=tuple(row["because"]),
                does=f"{phrase(row['does'], **known)}.",
                role=ground.role("worker"),
                every_s=row["every_s"],
                statement=phrase(row["statement"], batch=row["batch"], **known).strip(),
                tables=tuple(row["tables"]),
                batch=row["batch"],
                alert=f"alert:job-{name}",
            )
