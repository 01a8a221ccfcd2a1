"""A scenario that changes a value from a date on, in; the table of dated values, its guard and its job, out (DATA-073).

The row itself keeps the value of today, so nothing that reads it changes. What is to come stands beside it with its first day,
and what has been stays there too.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from designgen.engines.offline.database.columns import identity_column, server_column
from designgen.engines.offline.database.ground import Ground
from designgen.engines.offline.database.tables import checks_of
from designgen.knowledge.catalogue import load
from designgen.knowledge.templates import phrase
from designgen.model.design.database import Column, Exclusion, ForeignKey, Index, Job, KeyPart, Table
from designgen.model.facts import Attribute, EntityFacts
from designgen.sizing.population import weighed
from designgen.syntax.identifiers import identifier, joined_name, literal, qualified

FROM_A_DAY = re.compile(r"\b(from (its|a|the|that) date|effective|valid from|takes effect|as of)\b", re.IGNORECASE)


class Dated(NamedTuple):
    """A value that changes on a day: whose it is, the column, the scenarios that ask for it."""

    facts: EntityFacts
    attribute: Attribute
    scenarios: tuple[str, ...]


def dated_values(ground: Ground) -> tuple[Dated, ...]:
    """Return the columns a scenario changes from a date on: named in it, kept by a catalogue, not a copy of one."""
    found = []
    for facts in ground.facts.entities:
        updated = any(use.operation.verb in ("update", "replace") for use in facts.uses)
        for attribute in facts.attributes if updated and not facts.entity.states else ():
            scenarios = tuple(_asking(ground, attribute))
            if scenarios and attribute.role == "data" and not attribute.write_once and not attribute.pii:
                found.append(Dated(facts, attribute, scenarios))
    return tuple(found)


def _asking(ground: Ground, attribute: Attribute) -> Iterator[str]:
    words = (attribute.source or attribute.name).replace("_", " ").lower()
    for scenario in ground.facts.requirements.quality.scenarios:
        texts = (scenario.when, scenario.then, scenario.measure)
        text = " ".join(str(part) for part in texts if part)
        if FROM_A_DAY.search(text) and re.search(rf"\b{re.escape(words)}\b", text.lower()):
            yield scenario.id


def dated_name(dated: Dated) -> str:
    """Return the name of the table of one dated value, schema-qualified."""
    schema, label = dated.facts.table.split(".")
    return f"{schema}.{joined_name(label, dated.attribute.name)}"


def dated_tables(ground: Ground, facts: EntityFacts) -> Iterator[Table]:
    """Yield the table of each dated value of an entity."""
    for dated in dated_values(ground):
        if dated.facts.key == facts.key:
            yield _table(ground, dated)


def _table(ground: Ground, dated: Dated) -> Table:
    facts, attribute = dated.facts, dated.attribute
    schema, label = dated_name(dated).split(".")
    tenant, owner = ground.tenant_reference(facts.key), f"{facts.table.split('.')[1]}_id"
    because = (*dated.scenarios, *facts.because, "DATA-073")
    why = ", ".join(because)
    words = (attribute.source or attribute.name).replace("_", " ")
    columns = [
        identity_column(f"Order of writing. {why}, DATA-032."),
        *([server_column(tenant, "uuid", f"Tenant of the row. {why}, DATA-075.")] if tenant else []),
        server_column(owner, "uuid", f"The {facts.entity.name} it is for. {why}."),
        Column(name=attribute.name, attribute=_plain(attribute), comment=f"The {words} of these days. {why}."),
        Column(name="valid", attribute=_valid(), comment=f"From the first day, up to but without the last, which may be open. {why}."),
        server_column("created_at", "instant", f"When it was entered, UTC. {why}, DATA-041.", default="now()"),
        server_column("created_by", "text", f"Who entered it. {why}, DATA-041.", nullable=True),
    ]
    pairs = (tenant, owner) if tenant else (owner,)
    return Table(
        key=f"table:{schema}.{label}",
        because=because,
        schema_name=schema,
        label=label,
        comment=f"Each {words} of a {facts.entity.name} with its days; {facts.table}.{attribute.name} is today's. {why}.",
        kind="temporal",
        columns=tuple(columns),
        checks=tuple(checks_of(label, (_plain(attribute),))),
        foreign_keys=(_owner_key(facts, label, pairs),),
        exclusions=(Exclusion(name=joined_name(label, "valid", "excl"), equal=pairs, overlap="valid", because=("DATA-073", "DATA-118")),),
        indexes=(_due(schema, label, because, _job_name(dated)),),
        tenant_column=tenant,
        population=weighed(
            [column.attribute for column in columns],
            (("id",), pairs, (*pairs, "valid"), ("valid",)),
            facts.population.rows_at_horizon * 2,
        ),
    )


def _owner_key(facts: EntityFacts, label: str, pairs: tuple[str, ...]) -> ForeignKey:
    return ForeignKey(
        name=joined_name(label, pairs[-1], "fkey"),
        columns=pairs,
        target=facts.table,
        target_columns=(pairs[0], "id") if len(pairs) > 1 else ("id",),
        on_delete="cascade",
        because=("DATA-073", "DATA-047"),
    )


def _due(schema: str, label: str, because: tuple[str, ...], job: str) -> Index:
    return Index(
        key=f"index:{joined_name(label, 'valid', 'idx')}",
        because=because,
        table=f"{schema}.{label}",
        parts=(KeyPart(expression="valid"),),
        method="gist",
        serves=(f"job:{job}",),
    )


def _plain(attribute: Attribute) -> Attribute:
    return attribute.model_copy(update={"role": "data", "unique": False, "default": None, "nullable": False, "searchable": False})


def _valid() -> Attribute:
    return Attribute(name="valid", type="range", of="date", role="system", server=True, bytes=13)


def _job_name(dated: Dated) -> str:
    return f"apply-{dated_name(dated).split('.')[1].replace('_', '-')}"


def dated_jobs(ground: Ground) -> Iterator[Job]:
    """Yield the job that makes each value current on its first day; a run that changes nothing is the usual one."""
    for dated in dated_values(ground):
        table, column = dated_name(dated), identifier(dated.attribute.name)
        yield Job(
            key=f"job:{_job_name(dated)}",
            because=(*dated.scenarios, *dated.facts.because, "DATA-073"),
            does=f"Makes the {column} of today current in {dated.facts.table}, from the days in {table}.",
            role=ground.role("worker"),
            every_s=load("jobs")["parameters"]["apply_every_s"],
            statement=phrase(
                load("statements")["apply"],
                table=qualified(dated.facts.table),
                dated=qualified(table),
                owner=identifier(f"{dated.facts.table.split('.')[1]}_id"),
                column=column,
                job=literal(_job_name(dated)),
                zone=literal(ground.facts.requirements.project.timezone or "UTC"),
                who=any(known.name == "updated_by" for known in dated.facts.attributes),
            ).strip(),
            tables=(dated.facts.table, table),
            alert=f"alert:job-{_job_name(dated)}",
        )
