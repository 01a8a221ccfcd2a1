"""Tables in, the same with the rules that only a trigger can keep out: circles, parts of final rows, ids that outlive their row.

Each trigger refuses or notes one thing; none calls another (DATA-099).
"""

from collections.abc import Iterator, Sequence

from designgen.engines.offline.database.ground import Ground
from designgen.engines.offline.database.numbers import number_rule, number_trigger
from designgen.knowledge.catalogue import load
from designgen.knowledge.templates import phrase
from designgen.model.design.database import ForeignKey, Invariant, Table, TriggerRule
from designgen.model.facts import EntityFacts
from designgen.syntax.identifiers import identifier, joined_name, literal, qualified

NOTED = "platform.note_change"


def with_triggers(ground: Ground, tables: Sequence[Table]) -> tuple[Table, ...]:
    """Return the tables with their trigger rules."""
    by_name = {table.name: table for table in tables}
    return tuple(
        table.model_copy(update={"triggers": tuple(_rules(ground, ground.facts.entity(table.entity), table, by_name))})
        if table.entity and table.kind in ("entity", "aggregate")
        else table
        for table in tables
    )


def _rules(ground: Ground, facts: EntityFacts, table: Table, tables: dict[str, Table]) -> Iterator[TriggerRule]:
    number = number_trigger(facts)
    if number:
        yield number
    for key in table.foreign_keys:
        if key.target == table.name:
            yield _no_circle(facts, table, key)
        if key.on_delete == "keep":
            yield _known(table, key)
    whole = tables.get(ground.tables.get(ground.parent(facts), ""))
    if whole and whole.guard and whole.guard.frozen:
        yield _parts(table, whole)
    if is_synced(ground, facts):
        yield _noted(ground, facts, table)


def is_synced(ground: Ground, facts: EntityFacts) -> bool:
    """Return whether devices that were offline ask for the changes of an entity (DATA-113)."""
    offline = any(actor.offline for actor in ground.facts.requirements.actors)
    return offline and any(use.operation.verb == "sync" for use in facts.uses)


def derived_rules(ground: Ground, tables: Sequence[Table]) -> Iterator[Invariant]:
    """Yield the rules nobody wrote that the triggers keep."""
    for facts in ground.facts.entities:
        rule = number_rule(facts)
        if rule:
            yield rule
    for table in tables:
        for trigger in table.triggers:
            if trigger.name.endswith(("_circle", "_parts")):
                yield Invariant(
                    key=f"invariant:{table.entity}.{trigger.name}",
                    because=trigger.because,
                    entity=table.entity,
                    text=trigger.says,
                    enforced_by=f"trigger {trigger.name}",
                )


def _statement(kind: str, **values: object) -> str:
    return phrase(load("statements")[kind], **values).strip()


def _function(table: Table, name: str) -> str:
    return f"{identifier(table.schema_name)}.{identifier(name)}"


def _no_circle(facts: EntityFacts, table: Table, key: ForeignKey) -> TriggerRule:
    column, name = key.columns[-1], joined_name(table.label, key.columns[-1], "circle")
    deepest = load("jobs")["parameters"]["deepest"]
    return TriggerRule(
        name=name,
        moment=f"BEFORE INSERT OR UPDATE OF {identifier(column)}",
        statement=_statement(
            "no_circle",
            function=_function(table, name),
            parent=identifier(column),
            table=qualified(table.name),
            name=literal(table.name),
            deepest=deepest,
            constraint=literal(name),
        ),
        says=f"no {facts.entity.name} stands above itself by {column}, and none deeper than {deepest} levels",
        because=(*table.because, "DATA-094"),
    )


def _known(table: Table, key: ForeignKey) -> TriggerRule:
    name = joined_name(table.label, key.columns[-1], "known")
    pairs = zip(key.target_columns, key.columns, strict=True)
    return TriggerRule(
        name=name,
        moment=f"BEFORE INSERT OR UPDATE OF {identifier(key.columns[-1])}",
        statement=_statement(
            "known_when_written",
            function=_function(table, name),
            target=qualified(key.target),
            columns=", ".join(f"NEW.{identifier(name)}" for name in key.columns),
            condition=" AND ".join(f"known.{identifier(theirs)} = NEW.{identifier(mine)}" for theirs, mine in pairs),
            constraint=literal(key.name),
        ),
        says=f"{key.columns[-1]} names a row of {key.target} when it is written; the id stays when that row is purged",
        because=(*table.because, "DATA-048", "DATA-082"),
    )


def _parts(table: Table, whole: Table) -> TriggerRule:
    name = joined_name(table.label, "parts")
    key = next(known for known in table.foreign_keys if known.target == whole.name and known.on_delete == "cascade")
    states = whole.guard.frozen if whole.guard else ()
    return TriggerRule(
        name=name,
        moment="BEFORE INSERT OR UPDATE OR DELETE",
        statement=_statement(
            "whole_is_final",
            function=_function(table, name),
            whole=qualified(whole.name),
            column=identifier(key.columns[-1]),
            frozen=", ".join(literal(state) for state in states),
            constraint=literal(name),
        ),
        says=f"rows of {table.name} stay as they are once their {whole.name} is {' or '.join(states)}",
        because=(*table.because, "DATA-055", "DATA-067"),
    )


def _noted(ground: Ground, facts: EntityFacts, table: Table) -> TriggerRule:
    tenant = ground.tenant_column(facts.key)
    arguments = ", ".join(literal(text) for text in (facts.key, *([tenant] if tenant else [])))
    return TriggerRule(
        name=joined_name(table.label, "note_change"),
        moment="AFTER INSERT OR UPDATE",
        calls=f"{NOTED}({arguments})",
        says="numbers every change in platform.sync_change for devices that were offline",
        because=(*table.because, "DATA-113"),
    )
