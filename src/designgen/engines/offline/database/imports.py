"""Bulk imports in; their staging tables, the routine that loads one batch, and its job, out (DATA-114, SVC-080, SVC-081).

A row that breaks any rule of the table is put aside with the reason, the others are merged by their natural key, so a second run
of the same file changes nothing. A batch with too many refusals, or of an unusual size, is held as a whole.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from designgen.engines.offline.database.columns import key_column, server_column
from designgen.engines.offline.database.ground import Ground
from designgen.engines.offline.database.invariants import translated
from designgen.knowledge.catalogue import load
from designgen.knowledge.templates import phrase
from designgen.model.design.database import Job, Routine, Table
from designgen.model.facts import Attribute, EntityFacts
from designgen.syntax.identifiers import identifier, joined_name, listed, literal, qualified

LINEAGE = "import_batch_id"
MACHINERY = ("platform.import_batch", "platform.import_reject")
LOOKS_EVERY_S = 60


class Field(NamedTuple):
    """One column of the target: the staged columns it is made of, and the assignment that makes it."""

    attribute: Attribute
    staged: tuple[str, ...]
    assignment: str


def imported(ground: Ground) -> tuple[EntityFacts, ...]:
    """Return the entities that are loaded in bulk."""
    return tuple(facts for facts in ground.facts.entities if any(use.operation.verb == "import" for use in facts.uses))


def with_lineage(ground: Ground, facts: EntityFacts, table: Table) -> Table:
    """Return the table of an imported entity with the load each row came with (SVC-080)."""
    if facts not in imported(ground):
        return table
    said = f"Load that last wrote the row, in platform.import_batch; empty for a row entered by hand. {', '.join(facts.because)}, SVC-080."
    return table.model_copy(update={"columns": (*table.columns, server_column(LINEAGE, "uuid", said, nullable=True))})


def staging_tables(ground: Ground, tables: Sequence[Table]) -> Iterator[Table]:
    """Yield one staging table for each imported entity: all text, unlogged, emptied with its batch."""
    by_name = {table.name: table for table in tables}
    for facts in imported(ground):
        yield _staging(ground, facts, by_name[facts.table])


def staging_name(facts: EntityFacts) -> str:
    """Return the name of an entity's staging table, schema-qualified."""
    schema, label = facts.table.split(".")
    return f"{schema}.{joined_name(label, 'staging')}"


def _staging(ground: Ground, facts: EntityFacts, table: Table) -> Table:
    schema, label = staging_name(facts).split(".")
    because = (*facts.because, "DATA-114")
    why = ", ".join(because)
    keys = (("batch_id", "uuid", "Load it belongs to."), ("row_no", "bigint", "Row in the file."))
    columns = [key_column(name, type_, f"{said} {why}.") for name, type_, said in keys]
    columns.append(server_column("id", "uuid", f"Id the row gets if it is new, made by the loader. {why}."))
    names = dict.fromkeys(name for field in _fields(ground, facts, table) for name in field.staged)
    columns += [server_column(name, "text", f"{name.replace('_', ' ')} as the file has it. {why}.", nullable=True) for name in names]
    return Table(
        key=f"table:{schema}.{label}",
        because=because,
        schema_name=schema,
        label=label,
        comment=f"Rows of one file before they become rows of {facts.table}; a crash empties it, the file is then read again. {why}.",
        kind="staging",
        columns=tuple(columns),
        primary_key=("batch_id", "row_no"),
        logged=False,
    )


def _fields(ground: Ground, facts: EntityFacts, table: Table) -> tuple[Field, ...]:
    """Return what a file gives: every column but those that the database, the states or a counter fill."""
    counted = {rule.name for rule in table.triggers}
    wanted = [known for known in facts.attributes if known.role in ("data", "reference")]
    stored = {column.name for column in table.columns}
    return tuple(_field(ground, known) for known in wanted if known.name in stored and joined_name(table.label, known.name) not in counted)


def _field(ground: Ground, attribute: Attribute) -> Field:
    column = f"made.{identifier(attribute.name)}"
    natural = _natural_key(ground, attribute)
    if natural:
        staged = f"{attribute.name.removesuffix('_id')}_{natural.name}"
        target = ground.facts.entity(attribute.target or "").table
        names = {"column": column, "target": qualified(target), "natural": identifier(natural.name), "staged": identifier(staged)}
        return Field(attribute, (staged,), phrase(load("statements")["look_up"], **names).strip())
    if attribute.type == "range":
        first, last = f"{attribute.name}_from", f"{attribute.name}_to"
        ends = f"entry.{identifier(first)} || ',' || entry.{identifier(last)}"
        return Field(attribute, (first, last), f"{column} := '[' || {ends} || ')';")
    return Field(attribute, (attribute.name,), f"{column} := entry.{identifier(attribute.name)};")


def _natural_key(ground: Ground, attribute: Attribute) -> Attribute | None:
    """Return the one column by which a sender names what a reference leads to; none where ids are the only key."""
    if attribute.role != "reference" or attribute.target not in ground.tables:
        return None
    target = ground.facts.entity(attribute.target or "")
    kinds = ("string", "slug", "int")
    return next((known for known in target.attributes if known.unique and known.role == "data" and known.type in kinds), None)


def load_routines(ground: Ground, tables: Sequence[Table]) -> Iterator[Routine]:
    """Yield the routine that loads one batch of each imported entity."""
    by_name = {table.name: table for table in tables}
    for facts in imported(ground):
        yield _routine(ground, facts, by_name[facts.table])


def routine_name(facts: EntityFacts) -> str:
    """Return the name of an entity's loading routine, schema-qualified."""
    schema, label = facts.table.split(".")
    return f"{schema}.{joined_name('load', label)}"


def _routine(ground: Ground, facts: EntityFacts, table: Table) -> Routine:
    fields, limits = _fields(ground, facts, table), load("thresholds")["imports"]
    checked, left = _quality(ground, facts)
    because = (*facts.because, "DATA-114", "SVC-080", "SVC-081")
    says = f"Loads one batch of {facts.table}: rows that break a rule go to platform.import_reject with the reason, others are merged."
    says += f" Not a rule of one row, so not looked at here: {'; '.join(left)}." if left else ""
    return Routine(
        key=f"routine:{routine_name(facts)}",
        because=because,
        says=says,
        signature="(uuid)",
        statement=phrase(
            load("statements")["load_batch"],
            function=qualified(routine_name(facts)),
            table=qualified(facts.table),
            staging=qualified(staging_name(facts)),
            assignments=[field.assignment for field in fields],
            quality=checked,
            merge=_merge(facts, table, fields),
            share=load("constants")["reject_share"],
            runs=limits["runs"],
            off=limits["off_median"],
            target=literal(facts.key),
        ).strip(),
    )


def _quality(ground: Ground, facts: EntityFacts) -> tuple[list[dict[str, str]], list[str]]:
    """Return the pipeline's checks as conditions over the new row, and those that are no condition."""
    pipes = [pipe for pipe in ground.facts.requirements.pipelines if pipe.sink in (facts.key, facts.entity.name)]
    wanted = [check for pipe in pipes for check in pipe.quality]
    checked, left = [], []
    for check in wanted:
        expression = translated(facts, check)
        if expression:
            over = re.sub(r"\b([a-z_]\w*)\b", lambda word: _of_row(facts, word[1]), expression)
            checked.append({"expression": over, "told": literal(f"{check} does not hold")})
        elif not check.endswith(" exists"):
            left.append(check)
    return checked, left


def _of_row(facts: EntityFacts, word: str) -> str:
    return f"made.{word}" if any(known.name == word for known in facts.attributes) else word


def _merge(facts: EntityFacts, table: Table, fields: Sequence[Field]) -> str:
    """Return the statement that changes the row with the same natural key, and adds it where there is none."""
    names = ["id", *(field.attribute.name for field in fields), LINEAGE]
    names += ["created_by"] if any(column.name == "created_by" for column in table.columns) else []
    key = _merge_key(table)
    later = [field.attribute.name for field in fields if field.attribute.name not in key and not field.attribute.write_once]
    changes = [f"{identifier(name)} = made.{identifier(name)}" for name in (*later, LINEAGE)]
    changes += ["updated_by = made.created_by"] if any(column.name == "updated_by" for column in table.columns) else []
    return phrase(
        load("statements")["merge"],
        table=qualified(facts.table),
        key=key,
        names=listed(names),
        values=", ".join(f"made.{identifier(name)}" for name in names),
        changes=", ".join(changes),
        found=" AND ".join(f"known.{identifier(name)} = made.{identifier(name)}" for name in key),
    ).strip()


def _merge_key(table: Table) -> tuple[str, ...]:
    """Return the columns that name a row to its sender: a period of something, else the first unique key of plain columns."""
    for exclusion in table.exclusions:
        return (*exclusion.equal, exclusion.overlap)
    names = {column.name for column in table.columns}
    for index in table.uniques:
        parts = tuple(part.expression.strip('"') for part in index.parts)
        if not {"id", "status"} & set(parts) and names.issuperset(parts):
            return parts
    return ()


def import_jobs(ground: Ground) -> Iterator[Job]:
    """Yield the job that loads the oldest batch that waits, of each imported entity."""
    for facts in imported(ground):
        name = f"load-{facts.table.split('.')[1].replace('_', '-')}"
        targets = [known.target for known in facts.attributes if known.role == "reference" and known.target]
        referred = [ground.tables[target] for target in targets if target in ground.tables]
        batch = {"routine": qualified(routine_name(facts)), "target": literal(facts.key)}
        yield Job(
            key=f"job:{name}",
            because=(*facts.because, "DATA-114", "SVC-080", "SVC-081"),
            does=f"Loads the oldest batch of {facts.table} that waits; refused rows are put aside, a strange batch is held.",
            role=ground.role("worker"),
            every_s=LOOKS_EVERY_S,
            statement=phrase(load("statements")["load_next"], **batch).strip(),
            tables=tuple(dict.fromkeys((facts.table, staging_name(facts), *MACHINERY, *referred))),
            batch=1,
            alert=f"alert:job-{name}",
        )
