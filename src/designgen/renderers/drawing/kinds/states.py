"""The states of an entity in, its life as a graph out: where it begins, what moves it, where it ends (DIA-020)."""

from designgen.model.domain import Entity, Transition
from designgen.renderers.drawing.kinds.cards import Arrow, Card, Graph
from designgen.renderers.drawing.names import states_of
from designgen.renderers.drawing.text import plain


def state_view(entity: Entity) -> Graph | None:
    """Return the life of an entity; None if it has no states."""
    if not entity.states:
        return None
    ids = {state.name: f"s{index}" for index, state in enumerate(entity.states)}
    cards = [Card("s_start", "", look="start")]
    arrows = [Arrow("e_start", "s_start", "s0")]
    for state in entity.states:
        final = not state.transitions
        cards.append(Card(ids[state.name], plain(state.name), look="final" if final else "state"))
        for index, transition in enumerate(state.transitions):
            if transition.to in ids:
                source = ids[state.name]
                arrows.append(Arrow(f"e_{source}_{index}", source, ids[transition.to], plain(transition.event), _condition(transition)))
        if final:
            cards.append(Card(f"{ids[state.name]}_end", "", look="stop"))
            arrows.append(Arrow(f"e_{ids[state.name]}_end", ids[state.name], f"{ids[state.name]}_end"))
    moves = "; ".join(f"{state.name} by {move.event} to {move.to}" for state in entity.states for move in state.transitions)
    description = plain(f"States of {entity.name}: {', '.join(ids)}. It begins as {entity.states[0].name}. Moves: {moves or 'none'}.")
    return Graph(states_of(entity), f"{plain(entity.name)}: states", description, tuple(cards), tuple(arrows), directions=("LR", "TB"))


def _condition(transition: Transition) -> str:
    parts = []
    if transition.by:
        parts.append(f"by {', '.join(transition.by)}")
    if transition.guard:
        parts.append(f"if {transition.guard}")
    if transition.with_fields:
        parts.append(f"with {', '.join(transition.with_fields)}")
    return plain("; ".join(parts))
