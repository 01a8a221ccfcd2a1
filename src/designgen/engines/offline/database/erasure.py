"""Persons in, the jobs that overwrite their personal data out: who is held back, what is withdrawn, what remains (DATA-071, -083).

A row is overwritten, not deleted: what refers to it stays true, and no document changes. Open business of a person holds the
erasure back; the ledger shows for how long.
"""

from collections.abc import Iterator, Sequence

from designgen.engines.offline.database.ground import Ground
from designgen.engines.offline.database.platform import personal_tables
from designgen.knowledge.catalogue import load
from designgen.knowledge.templates import phrase
from designgen.knowledge.wording import listed
from designgen.model.design.database import Job, Table
from designgen.model.facts import Attribute, EntityFacts
from designgen.syntax.identifiers import among, identifier, literal, qualified


def personal(facts: EntityFacts) -> tuple[Attribute, ...]:
    """Return the columns that an erasure overwrites: personal data, and the account that signs in."""
    return tuple(
        attribute for attribute in facts.attributes if (attribute.pii and attribute.role == "data") or attribute.name == "identity_subject"
    )


def open_business(ground: Ground, facts: EntityFacts) -> tuple[tuple[EntityFacts, str, EntityFacts | None, str], ...]:
    """Return what holds an erasure back: (referrer, column, nearer thing or None, its column) of rows that are not at an end.

    A loan holds its borrower directly; it holds the owner of the tool through the tool. A row with states of its own, such as
    a reservation, is held by them alone.
    """
    if facts.entity.states:
        return ((facts, "id", None, ""),) if ground.unsettled_states(facts) else ()
    found: list[tuple[EntityFacts, str, EntityFacts | None, str]] = []
    for other, column in ground.referrers(facts.key):
        if ground.unsettled_states(other):
            found.append((other, column, None, ""))
        elif other.key != facts.key:
            found += [(last, reference, other, column) for last, reference in ground.referrers(other.key) if ground.unsettled_states(last)]
    return tuple(found)


def withdrawn(ground: Ground, facts: EntityFacts) -> tuple[tuple[EntityFacts, str], ...]:
    """Return what a person takes along: (entity, column) of rows they own that can be marked deleted."""
    return tuple(
        (other, column)
        for other, column in ground.referrers(facts.key)
        if other.soft_delete and other.attribute(column).owner and not ground.open_states(other)
    )


def erasure_jobs(ground: Ground, tables: Sequence[Table]) -> Iterator[Job]:
    """Yield one job for each table with personal data of known persons."""
    parameters = load("jobs")["parameters"]
    by_name = {table.name: table for table in tables}
    for facts in ground.facts.entities:
        if facts.table not in personal_tables(ground) or facts.table not in by_name:
            continue
        name = f"erase-{facts.table.split('.')[1].replace('_', '-')}"
        others = dict.fromkeys(known.table for row in open_business(ground, facts) for known in (row[0], row[2]) if known)
        taken = dict.fromkeys(other.table for other, _ in withdrawn(ground, facts))
        yield Job(
            key=f"job:{name}",
            because=(*by_name[facts.table].because, "DATA-071", "DATA-083"),
            does=_told(ground, facts),
            role=ground.role("worker"),
            every_s=parameters["erase_every_s"],
            statement=_statement(ground, facts, parameters["erase_batch"], name),
            tables=tuple(dict.fromkeys((facts.table, "platform.erasure_ledger", *others, *taken))),
            batch=parameters["erase_batch"],
            alert=f"alert:job-{name}",
        )


def _told(ground: Ground, facts: EntityFacts) -> str:
    waits = dict.fromkeys(row[0].table for row in open_business(ground, facts))
    taken = [other.table for other, _ in withdrawn(ground, facts)]
    held = f" It waits while an open row of {listed(list(waits), last='or')} is theirs." if waits else ""
    if list(waits) == [facts.table]:
        held = f" It waits while the row is {listed(list(ground.unsettled_states(facts)), last='or')}."
    with_them = f" It marks their rows of {listed(taken)} as deleted." if taken else ""
    return f"Writes {_written(facts)} of {facts.table} for requests in the erasure ledger.{held}{with_them}"


def _written(facts: EntityFacts) -> str:
    """Say which value goes into which columns: NULL where the column takes it, else one that passes its checks."""
    columns: dict[str, list[str]] = {}
    for attribute in personal(facts):
        columns.setdefault(_emptied(attribute).replace("person.id::text", "id").replace("person.id", "id"), []).append(attribute.name)
    return listed([f"{value} into {listed(names)}" for value, names in columns.items()])


def _statement(ground: Ground, facts: EntityFacts, batch: int, job: str) -> str:
    values = [f"{identifier(known.name)} = {_emptied(known)}" for known in personal(facts)]
    return phrase(
        load("statements")["erase"],
        name=literal(facts.table),
        table=qualified(facts.table),
        job=literal(job),
        batch=batch,
        waits=[_open_row(ground, *row) for row in open_business(ground, facts)],
        withdrawn=[_withdrawal(other, column, job) for other, column in withdrawn(ground, facts)],
        values=",\n        ".join(values) + _updated_by(facts, job),
    ).strip()


def _open_row(ground: Ground, last: EntityFacts, column: str, nearer: EntityFacts | None, through: str) -> dict[str, str]:
    still_open = among("open_row.status", ground.unsettled_states(last))
    source = f"{qualified(last.table)} AS open_row"
    if nearer is None:
        return {"source": source, "person": f"open_row.{identifier(column)}", "still_open": still_open}
    join = f"{qualified(nearer.table)} AS theirs ON theirs.id = open_row.{identifier(column)}"
    return {"source": f"{source} JOIN {join}", "person": f"theirs.{identifier(through)}", "still_open": still_open}


def _withdrawal(other: EntityFacts, column: str, job: str) -> dict[str, str]:
    name = identifier(f"withdrawn_{other.table.split('.')[1]}")
    return {"name": name, "table": qualified(other.table), "column": identifier(column), "updated_by": _updated_by(other, job)}


def _updated_by(facts: EntityFacts, job: str) -> str:
    kept = any(attribute.name == "updated_by" for attribute in facts.attributes)
    return f", updated_by = {literal(job)}" if kept else ""


def _emptied(attribute: Attribute) -> str:
    """Return the value that takes the place of a personal one and still passes the checks of its column."""
    if attribute.nullable:
        return "NULL"
    if attribute.unique or attribute.type == "email":
        return _of_the_row(attribute)
    if attribute.values:
        return literal(attribute.values[0]) if attribute.type == "enum" else "'{}'"
    return _neutral(attribute)


def _of_the_row(attribute: Attribute) -> str:
    """Return a value that no other row has, made of the row's own id."""
    made = {"email": "person.id::text || '@erased.invalid'", "uuid": "person.id"}
    if attribute.type in ("string", "text"):
        return f"left(person.id::text, {attribute.length or 36})"
    return made.get(attribute.type) or _neutral(attribute)


def _neutral(attribute: Attribute) -> str:
    if attribute.type in ("int", "decimal", "money", "percent"):
        return str(attribute.low if attribute.low is not None else min(attribute.high or 0, 0))
    return str(load("neutral_values").get(attribute.type) or literal("erased"[: attribute.length or 6]))
