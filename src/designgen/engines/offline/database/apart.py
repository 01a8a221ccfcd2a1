"""Attributes that may not stand beside an anonymous answer in, the table of their own out (DATA-085).

No reference and no shared id: whoever reads both tables cannot tell which address belongs to which answer. The application
writes the address in a transaction of its own, and only the date is kept.
"""

from collections.abc import Iterator
from math import ceil

from designgen.engines.offline.database.comments import column_comment
from designgen.engines.offline.database.ground import Ground
from designgen.engines.offline.database.purge import span
from designgen.engines.offline.database.tables import checks_of
from designgen.knowledge.catalogue import load
from designgen.knowledge.templates import phrase
from designgen.model.design.database import Column, Index, Job, KeyPart, Retention, Table
from designgen.model.facts import Attribute, EntityFacts
from designgen.sizing.population import weighed
from designgen.syntax.identifiers import joined_name, qualified

DAY = 86_400
SYSTEM = ("id", "received_on")


def apart_tables(ground: Ground, facts: EntityFacts) -> Iterator[Table]:
    """Yield the table of the attributes that were taken out of an anonymous entity."""
    attributes = ground.apart.get(facts.key, ())
    if attributes:
        yield _table(ground, facts, attributes)


def apart_purges(ground: Ground) -> Iterator[Job]:
    """Yield the purge of each such table, after the same span as the answers."""
    batch = load("jobs")["parameters"]["batch"]
    for facts in ground.facts.entities:
        keep = facts.population.keep_s
        if facts.key not in ground.apart or not keep:
            continue
        days, name = ceil(keep / DAY), apart_name(facts)
        job = f"purge-{name.split('.')[1].replace('_', '-')}"
        yield Job(
            key=f"job:{job}",
            because=(*facts.because, "DATA-082", "DATA-085"),
            does=f"Removes rows of {name} {span(days)} after they arrived.",
            role=ground.role("worker"),
            every_s=DAY,
            statement=phrase(
                load("statements")["purge"],
                table=qualified(name),
                key="id",
                found="old.id",
                condition=f"old.received_on < now() - interval '{span(days)}'",
                order="old.received_on, old.id",
                batch=batch,
            ).strip(),
            tables=(name,),
            batch=batch,
            alert=f"alert:job-{job}",
        )


def _retention(facts: EntityFacts) -> dict[str, object]:
    """Return the retention of the table and the index that its purge reads."""
    keep, (schema, label) = facts.population.keep_s, apart_name(facts).split(".")
    if not keep:
        return {}
    job = f"job:purge-{label.replace('_', '-')}"
    index = Index(
        key=f"index:{joined_name(label, 'received_on', 'purge_idx')}",
        because=(*facts.because, "DATA-082"),
        table=f"{schema}.{label}",
        parts=(KeyPart(expression="received_on"),),
        serves=(job,),
    )
    return {"indexes": (index,), "retention": Retention(keep_days=ceil(keep / DAY), measured_from="received_on", job=job, rule="DATA-082")}


def apart_name(facts: EntityFacts) -> str:
    """Return the name of that table, schema-qualified."""
    schema, label = facts.table.split(".")
    return f"{schema}.{joined_name(label, 'contact')}"


def _table(ground: Ground, facts: EntityFacts, attributes: tuple[Attribute, ...]) -> Table:
    schema, label = apart_name(facts).split(".")
    whole = [facts.attribute(name) for name in SYSTEM if any(known.name == name for known in facts.attributes)]
    wanted = [whole[0], *(known.model_copy(update={"nullable": False}) for known in attributes), *whole[1:]]
    filled = facts.population.rows_at_horizon
    because = (*facts.because, "DATA-085", "DATA-034")
    thing = facts.entity.name
    return Table(
        key=f"table:{schema}.{label}",
        because=because,
        schema_name=schema,
        label=label,
        comment=f"What people who gave a {thing} left to be reached by; nothing leads from here to the answer. {', '.join(because)}.",
        entity=facts.key,
        kind="unlinked",
        columns=tuple(Column(name=known.name, attribute=known, comment=_comment(ground, facts, known)) for known in wanted),
        checks=tuple(checks_of(label, tuple(wanted))),
        population=weighed(wanted, (("id",), *((name,) for name in SYSTEM[1:])), filled / 2),
    ).model_copy(update=_retention(facts))


def _comment(ground: Ground, facts: EntityFacts, attribute: Attribute) -> str:
    if attribute.name == "id":
        return f"Random, and not the id of the {facts.entity.name}. {', '.join(facts.because)}, DATA-085."
    return column_comment(ground, facts, attribute)
