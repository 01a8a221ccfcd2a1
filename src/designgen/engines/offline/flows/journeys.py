"""Operations in, the sequences worth drawing out: who asks whom, what commits, what a failure leaves (SVC-030, SVC-031)."""

import re

from designgen.engines.offline.backend.guests import SESSION
from designgen.engines.offline.backend.reading import caller_key, peer_key
from designgen.engines.offline.backend.sync import PUSH
from designgen.engines.offline.flows.clients import client_flows, loading
from designgen.engines.offline.flows.peers import peer_flows, webhook_flows
from designgen.engines.offline.flows.sign_in import keeps_sessions, sign_in
from designgen.engines.offline.flows.steps import APP, DATABASE, PROXY, WEB, WORKER, inside
from designgen.engines.offline.flows.view import View
from designgen.engines.offline.settlements import settlement_of
from designgen.knowledge.wording import duration, listed
from designgen.model.design.api import ApiOperation
from designgen.model.design.flows import Flow, Step
from designgen.model.facts import EntityFacts
from designgen.sizing.effects import Effect, effects

DRAWN = ("create", "event", "import", "export", "action")
QUIET = (
    "UNAUTHENTICATED",
    "FORBIDDEN",
    "MALFORMED_REQUEST",
    "PAYLOAD_TOO_LARGE",
    "UNSUPPORTED_MEDIA_TYPE",
    "QUOTA_EXCEEDED",
    "INTERNAL",
    "OVERLOADED",
)
ELSEWHERE = (SESSION, PUSH, "createUpload", "cancelOperation")
"""Operations that stand in the flow of something larger."""
HOLDS, REFUSED = "alt: every check holds", "else: a check or a guard of the rows fails"
MOST = 40
"""More sequences than this nobody reads; what is drawn is chosen by what an operation does, not by rank."""


def journeys(view: View) -> tuple[Flow, ...]:
    """Return sign-in, what a must requirement changes, what a should requirement creates or moves together, and the worker's duty."""
    ranks = {r.id: r.priority for r in view.facts.requirements.requirements if not r.derived_by}
    chosen = [o for o in view.operations if o.kind in DRAWN and _worth_drawing(view, o, {ranks.get(wish, "") for wish in o.requirements})]
    chosen.sort(key=lambda operation: (not _joint(view, operation), -operation.per_second))
    drawn = [flow for operation in chosen[:MOST] for flow in _flows_of(view, operation)]
    return (*sign_in(view), *client_flows(view), *drawn, *webhook_flows(view), *_retention(view))


def _worth_drawing(view: View, operation: ApiOperation, priorities: set[str]) -> bool:
    """Whether a sequence tells more than one row written: what else moves, who else is asked, what a repeat or a clash does."""
    if operation.sender or operation.name in ELSEWHERE or not priorities & {"must", "should"}:
        return False
    if operation.event and (settlement_of(view.facts, operation.entity, operation.event) or "must" not in priorities):
        return "must" in priorities or bool(_joint(view, operation))
    ruled = {error.name for api in view.apis for error in api.errors if "DATA-068" in error.because and error.status == 409}
    return bool(_joint(view, operation) or operation.idempotency_key or operation.asynchronous or ruled & set(operation.errors)) or (
        operation.method == "put" and "must" in priorities
    )


def _flows_of(view: View, operation: ApiOperation) -> tuple[Flow, ...]:
    if operation.request == "ImportJob":
        return (loading(view, operation),)
    return peer_flows(view, operation) or (_operation(view, operation),)


def _joint(view: View, operation: ApiOperation) -> tuple[Effect, ...]:
    """Return the effects of an operation on other entities."""
    if operation.kind not in ("create", "event"):
        return ()
    return tuple(e for e in effects(view.facts.entities) if e.cause.key == operation.entity and e.event == operation.event)


def _operation(view: View, operation: ApiOperation) -> Flow:
    joint = _joint(view, operation)
    steps = [
        *_arrival(view, operation),
        *_checks(view, operation),
        *inside(HOLDS, [*_writes(view, operation, joint), *_peers(view, operation), *_answer(view, operation)]),
        *inside(REFUSED, _refusal(view, operation)),
    ]
    return Flow(
        key=f"flow:{operation.name}",
        title=operation.summary,
        operation=operation.name,
        steps=tuple(steps),
        transaction=_transaction(view, operation, joint),
        on_failure=_failure(operation, joint),
        because=tuple(dict.fromkeys((*operation.requirements, "SVC-031" if joint else "SVC-030", *(("XREF-04",) if joint else ())))),
    )


def _caller(view: View, operation: ApiOperation) -> tuple[str, bool]:
    name = operation.actors[0] if operation.actors else "user"
    return caller_key(name), view.actor(name).kind == "human" and view.has(WEB)


def _arrival(view: View, operation: ApiOperation) -> list[Step]:
    caller, human = _caller(view, operation)
    call = f"{operation.method.upper()} {operation.path}"
    first = [Step(source=caller, target=WEB, text=_imperative(operation))] if human else []
    source = WEB if human else caller
    key = " with Idempotency-Key" if operation.idempotency_key else ""
    return [*first, Step(source=source, target=PROXY, text=call + key), Step(source=PROXY, target=APP, text="pass on, within the quota")]


def _imperative(operation: ApiOperation) -> str:
    return operation.summary[:1].lower() + operation.summary[1:]


def _checks(view: View, operation: ApiOperation) -> list[Step]:
    human = bool(operation.actors) and view.actor(operation.actors[0]).signs_in
    proof = "session" if human and keeps_sessions(view) else "token"
    said = [f"check {proof} and scope `{operation.scope}`"] if operation.scope else []
    if operation.request:
        said.append(f"validate `{operation.request}`")
    return [Step(source=APP, target=APP, text=text, mode="self") for text in said]


def _writes(view: View, operation: ApiOperation, joint: tuple[Effect, ...]) -> list[Step]:
    entity = view.entity(operation.entity)
    table = entity.table if entity else "platform.operation"
    steps = ["begin"]
    if operation.idempotency_key:
        steps.append("store the Idempotency-Key, or find the first answer")
    steps += [f"lock the {_row(effect.target.table)} row, check {effect.before}" for effect in joint]
    if operation.kind == "event" and entity:
        steps.append(f"lock the {_row(table)} row, check owner and state")
    steps.append(_change(view, operation, table))
    steps += [f"move {effect.target.table} to {effect.after} by `{effect.fires}`" for effect in joint]
    return [
        *(Step(source=APP, target=DATABASE, text=text) for text in steps),
        Step(source=DATABASE, target=APP, text="committed", mode="reply"),
    ]


def _row(table: str) -> str:
    return table.rpartition(".")[2].replace("_", " ")


def _change(view: View, operation: ApiOperation, table: str) -> str:
    entity = view.entity(operation.entity)
    if operation.asynchronous:
        return f"record the operation `{operation.name}` as PENDING"
    if operation.kind == "event" and entity:
        ways = [t.to for state in entity.entity.states for t in state.transitions if t.event == operation.event]
        return f"set {table} to {listed(list(dict.fromkeys(ways)), 'or')}"
    first = f" as {entity.first_state}" if entity and entity.first_state else ""
    return f"insert into {table}{first}, or find the same row under this id" if operation.method == "put" else f"insert into {table}{first}"


def _peers(view: View, operation: ApiOperation) -> list[Step]:
    waits = re.search(r"Waits for ([^.]+)\.", operation.description)
    known = [peer.id for peer in view.facts.requirements.integrations]
    called = [name for name in known if waits and name in waits[1]]
    found = []
    for name in called:
        target = peer_key(name) if view.has(peer_key(name)) else caller_key(name)
        found.append(Step(source=APP, target=target, text=f"ask, with our id of {operation.name} as its key"))
        found.append(Step(source=target, target=APP, text="outcome, or nothing within the time allowed", mode="reply"))
    return found


def _answer(view: View, operation: ApiOperation) -> list[Step]:
    caller, human = _caller(view, operation)
    text = f"{operation.status}" + (f" {operation.response}" if operation.response else "")
    source = WEB if human else caller
    back = [Step(source=APP, target=PROXY, text=text, mode="reply"), Step(source=PROXY, target=source, text=text, mode="reply")]
    return [*back, *([Step(source=WEB, target=caller, text="show the outcome", mode="reply")] if human else [])]


def _transaction(view: View, operation: ApiOperation, joint: tuple[Effect, ...]) -> str:
    entity = view.entity(operation.entity)
    parts = [f"the {_row(entity.table)} row" if entity and not operation.asynchronous else "the operation to poll"]
    parts += [f"the state of its {_row(effect.target.table)}" for effect in joint]
    if entity and entity.history and operation.kind == "event":
        parts.append("the line of the status history")
    if operation.idempotency_key:
        parts.append("the stored answer under its key")
    if len(parts) == 1:
        return f"{parts[0][:1].upper()}{parts[0][1:]} alone."
    locks = " Rows are locked by table, then by id, so two calls cannot wait for each other." if joint else ""
    return f"{listed(parts)[:1].upper()}{listed(parts)[1:]} commit together.{locks}"


def _refusal(view: View, operation: ApiOperation) -> list[Step]:
    """Return the failure path: what the caller gets when a check or a guard of the rows fails."""
    caller, human = _caller(view, operation)
    refusals = [code for code in operation.errors if code not in QUIET] or ["FORBIDDEN"]
    source = WEB if human else caller
    return [
        Step(source=APP, target=PROXY, text=f"{listed(refusals, 'or')}; nothing is stored", mode="reply"),
        Step(source=PROXY, target=source, text="the same", mode="reply"),
    ]


def _failure(operation: ApiOperation, joint: tuple[Effect, ...]) -> str:
    refusals = [code for code in operation.errors if code not in QUIET]
    said = [f"Refused as {listed(refusals, 'or')}; then nothing is stored."] if refusals else ["Nothing is stored."]
    if operation.idempotency_key:
        said.append("After a lost answer the client repeats with the same key and gets the first answer.")
    elif operation.method == "put" and operation.kind == "create":
        said.append("After a lost answer the client repeats under the same id: 200, and no second row.")
    elif operation.kind == "create" and "DUPLICATE" not in operation.errors:
        said.append("After a lost answer the client lists before it repeats.")
    if joint and not operation.event:
        said.append(f"Of two callers at once the first wins; the second gets {_held(joint[0])}.")
    return " ".join(said)


def _held(effect: Effect) -> str:
    return f"{_row(effect.target.table)} not {effect.before}".upper().replace(" ", "_")


def _retention(view: View) -> tuple[Flow, ...]:
    removed = _removed(view)
    if not removed or not view.has(WORKER):
        return ()
    kept = [entity for entity in view.facts.entities if entity.population.keep_s]
    steps = [Step(source=WORKER, target=DATABASE, text="take the lock of the job; leave if another holds it")]
    for table, told in removed:
        block = f"loop: until no such {table} row is left"
        steps.append(Step(source=WORKER, target=DATABASE, text=f"delete a batch of {told}, commit", within=block))
    steps.append(Step(source=DATABASE, target=WORKER, text="counts, written to the log of the job", mode="reply"))
    return (
        Flow(
            key="flow:retention",
            title="Remove rows whose time has passed",
            steps=tuple(steps),
            transaction=f"Each batch of {listed([table for table, _ in removed])} alone, so that no lock lasts longer than one batch.",
            on_failure="Batches already committed stay removed; the next run goes on where this one ended.",
            because=tuple(dict.fromkeys((*(need for entity in kept for need in entity.because), "DATA-082"))),
        ),
    )


def _removed(view: View) -> list[tuple[str, str]]:
    """Return each table that a purge empties, with the rows it takes (DATA-082)."""
    kept = [entity for entity in view.facts.entities if entity.population.keep_s]
    found = [(entity.table, _outlived(entity)) for entity in kept[:4]]
    if any(operation.idempotency_key for operation in view.operations):
        found.append(("platform.idempotency_key", "platform.idempotency_key rows that expired"))
    if view.choices.get("identity.session") == "server-session":
        found.append(("platform.login_session", "platform.login_session rows that expired"))
    return found


def _outlived(entity: EntityFacts) -> str:
    """Return which rows of an entity are old enough; a span that nobody gave leaves open business alone."""
    given = entity.entity.keep or (entity.entity.volume and entity.entity.volume.keep)
    ends = [] if given else [state.name for state in entity.entity.states if not state.transitions]
    state = f" in state {listed(ends, 'or')}" if ends else ""
    return f"{entity.table} rows{state} older than {duration(entity.population.keep_s or 0)}"
