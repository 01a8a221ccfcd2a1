"""The states of an entity in, what its status history comes to out (DATA-066, CALC-01, CALC-02)."""

from designgen.model.domain import Entity
from designgen.model.facts import EntityFacts, Population
from designgen.sizing import storage
from designgen.sizing.storage import BIGINT, INSTANT, UUID, varying

SUBJECT, REQUEST, EVENT = 18, 18, 8


def states_passed(entity: Entity) -> int:
    """Return how many states a row has on the shortest way to its end; all of them, two at least, where there is no end."""
    moves = {state.name: [move.to for move in state.transitions] for state in entity.states}
    ways = [[entity.states[0].name]]
    seen = {entity.states[0].name}
    for way in ways:
        if not moves.get(way[-1]):
            return len(way)
        for target in moves[way[-1]]:
            if target not in seen:
                seen.add(target)
                ways.append([*way, target])
    return max(2, len(entity.states))


def history_population(facts: EntityFacts, tenant: bool = False) -> Population:
    """Return rows and bytes of the status history of an entity with states: one row for each state that a row passes."""
    times, known = states_passed(facts.entity), facts.population
    names = [len(state.name) for state in facts.entity.states]
    state = varying(sum(names) / len(names))
    owner = [UUID] if tenant else []
    columns = [BIGINT, *owner, UUID, state, state, varying(EVENT), INSTANT, varying(SUBJECT), varying(REQUEST)]
    row = storage.row_bytes(columns)
    index = storage.index_bytes_per_row([BIGINT]) + storage.index_bytes_per_row([*owner, UUID, INSTANT], ordered=False)
    rows = known.rows_at_horizon * times
    return Population(
        rows_now=known.rows_now * times,
        rows_per_year=known.rows_per_year * times,
        rows_at_horizon=rows,
        row_bytes=row,
        index_bytes=round(index, 1),
        bytes_at_horizon=round(storage.total_bytes([(rows, storage.heap_bytes_per_row(row) + index)])),
    )
