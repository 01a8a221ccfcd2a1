"""Entities with states in, how often their rows change state and what their status histories come to out (DATA-066, CALC-01 to CALC-03).

A history grows with the events that move its entity, not with the number of its rows: a tool that stays is lent again and again.
"""

from collections.abc import Sequence

from designgen.model.domain import Entity
from designgen.model.facts import EntityFacts, Population
from designgen.model.quantities import DAY
from designgen.sizing import storage
from designgen.sizing.effects import effects, moves
from designgen.sizing.ledger import Ledger
from designgen.sizing.storage import BIGINT, INSTANT, UUID, varying

SUBJECT, REQUEST, EVENT = 18, 18, 8


def with_passages(shapes: tuple[EntityFacts, ...], ledger: Ledger) -> tuple[EntityFacts, ...]:
    """Return the entities with the rows that a status history of each would have."""
    caused = _caused(shapes, ledger)
    return tuple(
        facts.model_copy(update={"passed": _passed(facts, caused.get(facts.key, 0.0), ledger)}) if facts.entity.states else facts
        for facts in shapes
    )


def kept_histories(shapes: Sequence[EntityFacts]) -> list[EntityFacts]:
    """Return the entities with a status history; where no rule asks for one, those to which a decision may add one (DATA-066)."""
    return [facts for facts in shapes if facts.history] or [f for f in shapes if f.entity.states and f.entity.history is None]


def states_passed(entity: Entity) -> int:
    """Return how many states a row has on the shortest way to its end; one where no way leads to an end."""
    leads = {state.name: [move.to for move in state.transitions] for state in entity.states}
    ways = [[entity.states[0].name]]
    seen = {entity.states[0].name}
    for way in ways:
        if not leads.get(way[-1]):
            return len(way)
        for target in leads[way[-1]]:
            if target not in seen:
                seen.add(target)
                ways.append([*way, target])
    return 1


def history_population(facts: EntityFacts, tenant: bool = False) -> Population:
    """Return rows and bytes of the status history of an entity with states: one row for each state that a row reaches."""
    names = [len(state.name) for state in facts.entity.states]
    state = varying(sum(names) / len(names))
    owner = [UUID] if tenant else []
    columns = [BIGINT, *owner, UUID, state, state, varying(EVENT), INSTANT, varying(SUBJECT), varying(REQUEST)]
    row = storage.row_bytes(columns)
    index = storage.index_bytes_per_row([BIGINT]) + storage.index_bytes_per_row([*owner, UUID, INSTANT], ordered=False)
    size = storage.total_bytes([(facts.passed.rows_at_horizon, storage.heap_bytes_per_row(row) + index)])
    return facts.passed.model_copy(update={"row_bytes": row, "index_bytes": round(index, 1), "bytes_at_horizon": round(size)})


def _caused(shapes: tuple[EntityFacts, ...], ledger: Ledger) -> dict[str, float]:
    """Return how often a year each entity is moved by what happens to another: lending moves the tool (SVC-031)."""
    fired = {(one.target.key, one.cause.key, one.reference, one.event, one.fires): one for one in effects(shapes)}
    total: dict[str, float] = {}
    for one in fired.values():
        total[one.target.key] = total.get(one.target.key, 0.0) + _happens(one.cause, one.event, ledger)
    return total


def _passed(facts: EntityFacts, caused: float, ledger: Ledger) -> Population:
    """Return the rows of a history: one for each row that appears, one for each event that moves it, for as long as the row is kept.

    Rows that come and go pass at least the shortest way to their end, whoever moves them.
    """
    known = facts.population
    if known.rows_per_year:
        moved = (_moved(facts, ledger) + caused) / known.rows_per_year
        times = 1 + max(moved, states_passed(facts.entity) - 1)
        now, per_year, horizon = known.rows_now * times, known.rows_per_year * times, known.rows_at_horizon * times
    else:
        growth, years = ledger.number("load.growth"), ledger.number("load.horizon_years")
        per_year = caused + sum(_often(facts, event, ledger) for event in dict.fromkeys(move.event for _, move in moves(facts)))
        now, horizon = known.rows_now, known.rows_at_horizon + storage.rows_at(0, per_year, growth, years)
    return Population(rows_now=round(now), rows_per_year=round(per_year), keep_s=known.keep_s, rows_at_horizon=round(horizon))


def _moved(facts: EntityFacts, ledger: Ledger) -> float:
    """Return the moves a year that operations make of rows that come and go: no more leave a state than reach it."""
    created = facts.population.rows_per_year
    ways = {
        state.name: [(move.to, min(_often(facts, move.event, ledger), created)) for move in state.transitions]
        for state in facts.entity.states
    }
    reached, left = {facts.entity.states[0].name: created}, 0.0
    for _ in facts.entity.states:
        arriving, left = {facts.entity.states[0].name: created}, 0.0
        for name, wanted in ways.items():
            total = sum(often for _, often in wanted)
            share = min(1.0, reached.get(name, 0.0) / total) if total else 0.0
            left += total * share
            for target, often in wanted:
                arriving[target] = arriving.get(target, 0.0) + often * share
        reached = arriving
    return left


def _happens(cause: EntityFacts, event: str, ledger: Ledger) -> float:
    """Return how often a year a row is created (no event) or an event happens; what comes and goes passes it once, whoever fires it."""
    created, often = cause.population.rows_per_year, _often(cause, event, ledger)
    return min(created, often) if created and often else created or often


def _often(facts: EntityFacts, event: str, ledger: Ledger) -> float:
    """Return how often a year operations fire an event."""
    fired = [use.per_second for use in facts.uses if use.operation.verb == "transition" and use.operation.event == event]
    return sum(fired) / ledger.number("load.peak_factor") * DAY * 365
