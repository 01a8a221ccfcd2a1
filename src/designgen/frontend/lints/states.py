"""Lints of state machines: states nobody reaches, states nobody leaves, events nobody fires (LINT-R11, R12)."""

from designgen.frontend.completion import moved
from designgen.frontend.ledger import Ledger
from designgen.frontend.names import events_of
from designgen.model.diagnostic import Rule, Severity
from designgen.model.domain import Entity
from designgen.model.requirements import Requirements
from designgen.model.source import Span
from designgen.model.wishes import Requirement

UNREACHABLE = Rule(
    code="DG159",
    name="unreachable-state",
    severity=Severity.ERROR,
    message="no event of `{entity}` leads to state `{state}`",
    why="The first state is where every row begins; a state that no path reaches can never occur, so its rules are never kept.",
    help="add an event that leads to `{state}`, or write it first if rows begin there",
    rulebook=("LINT-R11",),
)
STUCK = Rule(
    code="DG160",
    name="stuck-state",
    severity=Severity.ERROR,
    message="every event of state `{state}` of `{entity}` leads back to it",
    why="It is not an end, for it has events, and no row can ever leave it.",
    help="let one event lead to another state, or write `{state}: {{}}` if it is an end",
    rulebook=("LINT-R11",),
)
UNFIRED = Rule(
    code="DG161",
    name="unfired-states",
    severity=Severity.WARN,
    message="no operation fires {events}, so `{entity}` stays `{first}` for ever",
    why="States that nothing changes are decoration: lists filtered by them show everything, or nothing.",
    help="{advice}",
    rulebook=("LINT-R12",),
)
UNFIRED_EVENT = Rule(
    code="DG162",
    name="unfired-event",
    severity=Severity.INFO,
    message="no operation fires `{entity}.{event}`",
    why="The event gets no endpoint, no scope and no test.",
    help="{advice}",
    rulebook=("LINT-R12",),
)
LEFT_TO_PEER = Rule(
    code="DG185",
    name="states-left-to-a-peer",
    severity=Severity.INFO,
    message="no operation fires {events}; only messages of `{peer}` move `{entity}` on from `{first}`",
    why="Which message causes which event is then this package's assumption, and a flow of its own in it.",
    help="{advice}",
    rulebook=("LINT-R12",),
)
RULES = (UNREACHABLE, STUCK, UNFIRED, UNFIRED_EVENT, LEFT_TO_PEER)


def dead_ends(requirements: Requirements, ledger: Ledger) -> None:
    """Report states that cannot be reached from the first one, and states that cannot be left."""
    for entity in requirements.entities:
        reached = reachable(entity)
        for state in entity.states:
            place = ledger.span(f"domain.{entity.key}.states.{state.name}")
            if state.name not in reached:
                ledger.report(UNREACHABLE, place, entity=entity.name, state=state.name)
            if state.transitions and all(transition.to == state.name for transition in state.transitions):
                ledger.report(STUCK, place, entity=entity.name, state=state.name)


def reachable(entity: Entity) -> set[str]:
    """Return the states that a row can come to, by search from the first state."""
    leads = {state.name: [transition.to for transition in state.transitions] for state in entity.states}
    waiting = [entity.states[0].name] if entity.states else []
    reached: set[str] = set()
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting.extend(leads.get(state, []))
    return reached


def lint_events(requirements: Requirements, ledger: Ledger) -> None:
    """Report events that no operation fires, with the wish that most likely should."""
    for entity in requirements.entities:
        events = events_of(entity)
        fired = _fired(requirements, entity, events)
        missing = [event for event in events if event not in fired]
        advice = _advice(requirements, entity, missing)
        if missing and not fired:
            peer = next((one.id for one in requirements.integrations if one.webhooks and entity.key in one.data), "")
            ledger.report(
                LEFT_TO_PEER if peer else UNFIRED,
                _place(entity, missing[0], ledger),
                events=_listed([f"`{entity.name}.{event}`" for event in missing]),
                entity=entity.name,
                first=entity.states[0].name,
                advice=advice,
                peer=peer,
            )
        else:
            for event in missing:
                ledger.report(
                    UNFIRED_EVENT,
                    _place(entity, event, ledger),
                    entity=entity.name,
                    event=event,
                    advice=_advice(requirements, entity, [event]),
                )


def _place(entity: Entity, event: str, ledger: Ledger) -> Span | None:
    state = next(state.name for state in entity.states for transition in state.transitions if transition.event == event)
    return ledger.span(f"domain.{entity.key}.states.{state}.{event}")


def _fired(requirements: Requirements, entity: Entity, events: list[str]) -> set[str]:
    fired: set[str] = set()
    for wish in requirements.requirements:
        for operation in wish.operations:
            if operation.entity == entity.key and operation.verb == "transition":
                fired |= set(events) if operation.event == "*" else {operation.event or ""}
            if operation.entity == entity.key and operation.verb == "sync":
                fired |= set(events)
    return fired & set(events)


def _advice(requirements: Requirements, entity: Entity, missing: list[str]) -> str:
    """Say which wish most likely fires the events: one about an entity that refers to this one, else one about this one."""
    if not missing:
        return ""
    carrier = next((one.id for one in requirements.integrations if entity.key in one.data), None)
    link = _link(requirements, entity, missing)
    if link:
        return link
    if carrier or entity.key in moved(requirements):
        return _carried(requirements, entity, carrier, missing)
    wish = _wish_about(requirements, entity.key)
    place = f"to {wish.id}" if wish else "to a requirement"
    return f"add `transition {entity.name}.{missing[0]}` {place}" + (", or `.*` for every event" if len(missing) > 1 else "")


def _carried(requirements: Requirements, entity: Entity, carrier: str | None, missing: list[str]) -> str:
    """Return the advice for rows that another system changes: a wish that its message triggers."""
    peer = next((one for one in requirements.integrations if one.id == carrier), None)
    message = peer.webhooks.events[0] if peer and peer.webhooks and peer.webhooks.events else ""
    trigger = f"`trigger: on {carrier}.{message}`" if message else "a `trigger`"
    who = f"`{carrier}`" if carrier else "a pipeline"
    return f"if {who} causes it, add a requirement with {trigger} and `transition {entity.name}.{missing[0]}`"


def _link(requirements: Requirements, entity: Entity, missing: list[str]) -> str:
    """Return the advice that an entity referring to this one gives, empty if there is none with a wish about it."""
    for other in requirements.entities:
        wish = _wish_about(requirements, other.key)
        if (
            other.key == entity.key
            or wish is None
            or not any(field.to == entity.key and field.type == "reference" for field in other.fields)
        ):
            continue
        shared = [event for event in events_of(other) if event in missing]
        first = next((event for event in missing if event not in shared), missing[0])
        why = f"`{other.name}` refers to `{entity.name}`"
        why += f", and `{other.name}.{shared[0]}` shares its name with `{entity.name}.{shared[0]}`" if shared else ""
        return f"{why}; write `transition {entity.name}.{first}` in {wish.id} to say that they go together"
    return ""


def _wish_about(requirements: Requirements, key: str) -> Requirement | None:
    """Return the author's first wish that creates or moves an entity."""
    verbs = ("create", "transition", "crud", "update", "sync")
    wishes = [wish for wish in requirements.requirements if not wish.derived_by]
    return next((wish for wish in wishes if any(one.entity == key and one.verb in verbs for one in wish.operations)), None)


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
