"""A table whose entity has states, in; its guard, its permitted moves and the history of its changes, out (DATA-064..067)."""

import re

from designgen.engines.offline.database.columns import identity_column, server_column
from designgen.engines.offline.database.ground import Ground
from designgen.knowledge.wording import with_article
from designgen.model.design.database import ForeignKey, Index, KeyPart, Move, StateGuard, Table
from designgen.model.facts import EntityFacts, Population
from designgen.sizing.histories import history_population
from designgen.syntax.identifiers import joined_name

ACTOR = "Who changed it: the subject of the token or the name of the job."
LOADED = ("import", "sync", "batch")


def with_states(ground: Ground, facts: EntityFacts, table: Table) -> tuple[Table, ...]:
    """Return the table with its guard, then the table of moves and, where it is kept, the history."""
    if not facts.entity.states:
        return (table,)
    moves = tuple(
        Move(source=state.name, target=transition.to, event=transition.event)
        for state in facts.entity.states
        for transition in state.transitions
    )
    history = f"{facts.table}_status_history" if facts.history else ""
    loaded = any(use.operation.verb in LOADED for use in facts.uses)
    guard = StateGuard(
        first="" if loaded else facts.first_state or "",
        moves=moves,
        history=history,
        frozen=final_states(ground, facts),
        free=_free(ground, facts),
    )
    guarded = table.model_copy(update={"guard": guard})
    moved = _moves_table(facts, table)
    return (guarded, moved, _history(ground, facts, table)) if history else (guarded, moved)


def frozen_states(facts: EntityFacts) -> tuple[str, ...]:
    """Return the states in which a row may no longer change, as an invariant says (DATA-067)."""
    states = {state.name for state in facts.entity.states}
    found = []
    for invariant in facts.entity.invariants:
        if invariant.immutable:
            found += [value for values in invariant.when.values() for value in values]
        elif re.search(r"\bimmutable\b", invariant.text):
            found += [word for word in re.findall(r"\w+", invariant.text) if word in states]
    return tuple(dict.fromkeys(state for state in found if state in states))


def final_states(ground: Ground, facts: EntityFacts) -> tuple[str, ...]:
    """Return the states in which the row keeps its figures: as an invariant says, and where money or a legal document is done.

    Money is done where nothing but a reversal follows; a numbered document is done when it was sent (DATA-055, DATA-067, SIG-22).
    """
    found = list(frozen_states(facts))
    states = [state.name for state in facts.entity.states]
    if any(attribute.type == "money" and attribute.role == "data" for attribute in facts.attributes) and ground.terminal_states(facts):
        found += [name for name in states if name not in ground.unsettled_states(facts)]
    if ground.is_kept_by_law(facts):
        sent = {use.operation.event for use in facts.uses if use.irreversible}
        found += [move.to for state in facts.entity.states for move in state.transitions if move.event in sent]
    return tuple(name for name in states if name in found)


def _free(ground: Ground, facts: EntityFacts) -> tuple[str, ...]:
    """Return what may change in a final row: what an erasure empties, what a purge lets go, what a later step of the server adds."""
    erased = [] if ground.is_kept_by_law(facts) else [known.name for known in facts.attributes if known.pii]
    let_go = [known.name for known in facts.attributes if known.role == "reference" and known.nullable]
    added = [known.name for known in facts.attributes if known.role == "data" and known.server and known.nullable]
    return tuple(dict.fromkeys((*erased, *let_go, *added)))


def _moves_table(facts: EntityFacts, table: Table) -> Table:
    names = (("from_status", "State that is left."), ("to_status", "State that is reached."), ("event", "Event that leads there."))
    return Table(
        key=f"table:{facts.table}_transition",
        because=(*facts.because, "DATA-065"),
        schema_name=table.schema_name,
        label=f"{table.label}_transition",
        comment=f"Permitted changes of {facts.table}.status; the guard refuses all others. {', '.join(facts.because)}, DATA-065.",
        kind="transition",
        columns=tuple(server_column(name, "text", f"{meaning} {', '.join((*facts.because, 'DATA-065'))}.") for name, meaning in names),
        primary_key=("from_status", "to_status", "event"),
        population=Population(rows_now=_count(facts), rows_at_horizon=_count(facts)),
    )


def _count(facts: EntityFacts) -> float:
    return sum(len(state.transitions) for state in facts.entity.states)


def _history(ground: Ground, facts: EntityFacts, table: Table) -> Table:
    label = f"{table.label}_status_history"
    tenant, parent = ground.tenant_column(facts.key), f"{table.label}_id"
    tenant = "" if tenant == "id" else tenant
    actor = next((known.type for known in facts.attributes if known.name == "updated_by"), "text")
    why = ", ".join(facts.because)
    columns = [
        identity_column(f"Order of writing. {why}, DATA-032."),
        *([server_column(tenant, "uuid", f"Tenant of the row. {why}, DATA-075.")] if tenant else []),
        server_column(parent, "uuid", f"The {facts.entity.name} that changed. {why}, DATA-066."),
        server_column("from_status", "text", f"State before; empty for the first one. {why}, DATA-066.", nullable=True),
        server_column("to_status", "text", f"State after. {why}, DATA-066."),
        server_column("event", "text", f"Event that moved it; empty for the first state. {why}, DATA-066.", nullable=True),
        server_column("occurred_at", "instant", f"When it changed, UTC. {why}, DATA-066.", default="now()"),
        server_column(
            "actor_id", actor, f"Who changed it: the subject of the token or the name of the job. {why}, DATA-066.", nullable=True
        ),
        server_column("request_id", "text", f"Id of the request, the one in logs and traces. {why}, API-079.", nullable=True),
    ]
    return Table(
        key=f"table:{facts.table}_status_history",
        because=(*facts.because, "DATA-066"),
        schema_name=table.schema_name,
        label=label,
        comment=f"Every state {with_article(facts.entity.name)} had, when and through whom; written by a trigger. {why}, DATA-066.",
        kind="history",
        columns=tuple(columns),
        foreign_keys=(_to_parent(facts, label, tenant, parent),),
        indexes=(_by_parent(facts, label, (*([tenant] if tenant else []), parent, "occurred_at")),),
        append_only=True,
        tenant_column=tenant,
        population=history_population(facts, bool(tenant)),
    )


def _to_parent(facts: EntityFacts, label: str, tenant: str, parent: str) -> ForeignKey:
    return ForeignKey(
        name=joined_name(label, parent, "fkey"),
        columns=(tenant, parent) if tenant else (parent,),
        target=facts.table,
        target_columns=(tenant, "id") if tenant else ("id",),
        on_delete="cascade",
        because=("DATA-066", "DATA-047"),
    )


def _by_parent(facts: EntityFacts, label: str, names: tuple[str, ...]) -> Index:
    return Index(
        key=f"index:{joined_name(label, *names, 'idx')}",
        because=(*facts.because, "DATA-066", "DATA-121"),
        table=f"{facts.table}_status_history",
        parts=tuple(KeyPart(expression=name) for name in names),
        serves=("foreign key",),
    )
