"""Facts in, the sequences with other systems out: receive a webhook, settle, dispatch, each also as it fails (DIA-010, DIA-011)."""

from collections.abc import Iterator

from designgen.engines.offline.flows.steps import APP, DATABASE, PROXY, answer, ask, caller, lifeline, tell, think, worker
from designgen.engines.offline.flows.view import View
from designgen.engines.offline.retries import tries
from designgen.engines.offline.settlements import Dispatch, Settlement, dispatch_of, reported, settlement_of
from designgen.knowledge.catalogue import load
from designgen.knowledge.wording import duration, listed
from designgen.model.design.api import ApiOperation
from designgen.model.design.flows import Flow, Step
from designgen.model.facts import EntityFacts
from designgen.sizing.effects import moves
from designgen.sizing.naming import snake


def peer_flows(view: View, operation: ApiOperation) -> tuple[Flow, ...]:
    """Return the flows of an operation that another system finishes; none where it ends with its own commit."""
    settled = settlement_of(view.facts, operation.entity, operation.event) if operation.event else None
    sent = dispatch_of(view.facts, operation.entity, operation.event) if operation.event else None
    if settled:
        return (
            _settle(view, operation, settled),
            *((_timeout(view, operation, settled), _repeat(view, operation, settled)) if settled.opens else ()),
        )
    return (_dispatch(view, operation, sent), *_refused(view, operation, sent)) if sent else ()


def webhook_flows(view: View) -> tuple[Flow, ...]:
    """Return one flow for each receiver: check, store, answer, work, give up (DIA-011)."""
    return tuple(_webhook(view, operation) for operation in view.operations if operation.sender)


def _settle(view: View, operation: ApiOperation, one: Settlement) -> Flow:
    steps = [*_before(view, operation, one), *_call(view, operation, one), *_reply(view, operation, one), *_reported(view, one)]
    cause, record = _noun(one.cause), _noun(one.record)
    final = one.after(one.cause, one.event)
    return _flow(
        (f"flow:{operation.name}", operation.summary),
        operation,
        steps,
        f"First the {record} {'as ' + one.waiting if one.opens else 'and what is asked of it'} with the key of the request; "
        f"at the end the {record}, the {cause} as {final}, both histories and the event `{one.event}`.",
        f"Without a report the {cause} stays as it was; "
        f"the worker asks {one.peer} for each {record} that is open longer than {_patience()}.",
    )


def _before(view: View, operation: ApiOperation, one: Settlement) -> list[Step]:
    who, record = caller(view, operation, "human"), _noun(one.record)
    stored = f"insert {record} as {one.waiting}, store the key, commit" if one.opens else f"note the request on the {record}, commit"
    return [
        ask(who, PROXY, f"{operation.method.upper()} {operation.path} with key and If-Match"),
        ask(PROXY, APP, "pass on, within the quota"),
        ask(APP, DATABASE, f"lock the {_noun(one.cause)}, check its state and version"),
        ask(APP, DATABASE, stored),
        answer(DATABASE, APP, "committed before anything is asked outside"),
    ]


def _call(view: View, operation: ApiOperation, one: Settlement) -> list[Step]:
    peer, record = lifeline(view, one.peer), _noun(one.record)
    key = f"{record} id" if one.opens else f"{record} id and version"
    return [
        ask(APP, peer, f"{operation.event} once, Idempotency-Key = {key}"),
        answer(peer, APP, f"accepted, its reference of the {record}"),
        ask(APP, DATABASE, f"store the reference on the {record}"),
        answer(DATABASE, APP, "committed"),
    ]


def _reply(view: View, operation: ApiOperation, one: Settlement) -> list[Step]:
    who = caller(view, operation, "human")
    text = f"202 {operation.response}, {_noun(one.cause)} unchanged"
    return [answer(APP, PROXY, text), answer(PROXY, who, text)]


def _reported(view: View, one: Settlement) -> list[Step]:
    kinds = [kind for kind, entity, event in _messages(view, one.peer) if entity == one.record.key and event == one.confirms]
    both = (
        f"{_noun(one.record)} {one.after(one.record, one.confirms)}, "
        f"{_noun(one.cause)} {one.after(one.cause, one.event)}, histories and outbox, commit"
    )
    return [
        tell(lifeline(view, one.peer), PROXY, f"later: {listed(kinds, 'or') or 'the outcome'}"),
        ask(worker(view), DATABASE, "take the stored event, skip it if seen"),
        ask(worker(view), DATABASE, both),
    ]


def _timeout(view: View, operation: ApiOperation, one: Settlement) -> Flow:
    peer, record, who = lifeline(view, one.peer), _noun(one.record), caller(view, operation, "human")
    steps = [
        *_before(view, operation, one),
        ask(APP, peer, f"{operation.event} once, Idempotency-Key = {record} id"),
        think(APP, "no answer within the time allowed: outcome unknown"),
        answer(APP, PROXY, f"504 UPSTREAM_TIMEOUT, {record} stays {one.waiting}"),
        answer(PROXY, who, f"504 UPSTREAM_TIMEOUT, {record} stays {one.waiting}"),
        ask(worker(view), DATABASE, f"find the {record} open longer than {_patience()}"),
        ask(worker(view), peer, f"what became of this {record} id?"),
        answer(peer, worker(view), "settled, failed, or never heard of"),
        ask(worker(view), DATABASE, f"{_ends(one)}, commit"),
    ]
    return _flow(
        (f"flow:{operation.name}-timeout", f"{operation.summary}: {one.peer} does not answer"),
        operation,
        steps,
        f"The {record} was stored before the call, so that its fate can be asked for under its own id.",
        f"Nobody repeats blindly: the worker asks {one.peer}, and only a {record} it never heard of is sent again with the same key.",
    )


def _repeat(view: View, operation: ApiOperation, one: Settlement) -> Flow:
    peer, who, record = lifeline(view, one.peer), caller(view, operation, "human"), _noun(one.record)
    steps = [
        ask(who, PROXY, f"{operation.method.upper()} {operation.path}, same key as before"),
        ask(PROXY, APP, "pass on, within the quota"),
        ask(APP, DATABASE, "find the first answer under the key"),
        answer(DATABASE, APP, f"202 {operation.response}"),
        answer(APP, PROXY, f"202 {operation.response}, Idempotency-Replayed"),
        answer(PROXY, who, f"202 {operation.response}, Idempotency-Replayed"),
        tell(peer, PROXY, "the same event a second time"),
        ask(PROXY, APP, "pass on"),
        ask(APP, DATABASE, "insert event; its id is there already"),
        answer(APP, PROXY, "202, nothing queued"),
        answer(PROXY, peer, "202"),
    ]
    return _flow(
        (f"flow:{operation.name}-duplicate", f"{operation.summary}: everything arrives twice"),
        operation,
        steps,
        f"One {record} for one key, one effect for one event id; both are unique in the database.",
        "A second delivery changes nothing; another body under the same key answers 422 IDEMPOTENCY_KEY_REUSED.",
    )


def _patience() -> str:
    """Return how long work may stay open before the worker asks what became of it: the interval of the sweep (INT-064)."""
    return duration(load("api_webhooks")["sweep_s"])


def _ends(one: Settlement) -> str:
    ways = [one.after(one.record, event) for event in (one.confirms, *one.fails)]
    return f"{_noun(one.record)} {listed(list(dict.fromkeys(ways)), 'or')}"


def _dispatch(view: View, operation: ApiOperation, one: Dispatch) -> Flow:
    noun, peer, who = _noun(one.entity), lifeline(view, one.peer), caller(view, operation)
    good = _outcomes(view, one)[0]
    steps = [
        ask(who, PROXY, f"{operation.method.upper()} {operation.path}"),
        ask(PROXY, APP, "pass on, within the quota"),
        ask(APP, DATABASE, f"{noun} {one.sent}, history, outbox command, commit"),
        answer(DATABASE, APP, "committed"),
        answer(APP, PROXY, f"{operation.status} {operation.response}"),
        answer(PROXY, who, f"{operation.status} {operation.response}"),
        ask(worker(view), DATABASE, "take the command, oldest first"),
        ask(worker(view), peer, f"send the {noun}, our id as its reference"),
        answer(peer, worker(view), "taken, or refused at the door"),
        ask(worker(view), DATABASE, "note the outcome on the command"),
        tell(peer, PROXY, f"later: {good[0]}"),
        ask(worker(view), DATABASE, f"take the stored event, {noun} {good[2]}, commit"),
    ]
    return _flow(
        (f"flow:{operation.name}", operation.summary),
        operation,
        steps,
        f"The {noun} as {one.sent}, the line of its history and the command in the outbox; the call to {one.peer} comes after the commit.",
        f"While {one.peer} is down commands wait in order; a lost answer is looked up by our id before it is sent again.",
    )


def _refused(view: View, operation: ApiOperation, one: Dispatch) -> Iterator[Flow]:
    """Yield the flow of the outcome that leads back to a state from which the event can be fired again."""
    again = {state.name for state, move in moves(one.entity) if move.event == one.event}
    back = [outcome for outcome in _outcomes(view, one) if outcome[2] in again]
    if not back:
        return
    kind, event, state = back[0]
    noun, peer, who = _noun(one.entity), lifeline(view, one.peer), caller(view, operation)
    steps = [
        tell(peer, PROXY, f"{kind}: refused, with its reasons"),
        ask(PROXY, APP, "pass on"),
        ask(APP, DATABASE, "store as received, commit"),
        answer(APP, PROXY, "202"),
        answer(PROXY, peer, "202"),
        ask(worker(view), DATABASE, f"`{event}`: {noun} {state}, reasons kept, commit"),
        ask(who, PROXY, f"read the {noun}, see the reasons"),
        ask(who, PROXY, f"{operation.method.upper()} {operation.path} again, once mended"),
        ask(PROXY, APP, "pass on"),
        ask(APP, DATABASE, f"{noun} {one.sent}, new command, commit"),
        ask(worker(view), peer, f"send the {noun} again, a new reference"),
    ]
    kept = [f"`{f.name}`" for f in one.entity.entity.fields if f.type == "gapless"]
    keeps = f" {listed(kept)} stays the same: a refused {noun} does not use up another number." if kept else ""
    yield _flow(
        (f"flow:{operation.name}-refused", f"{operation.summary}: {one.peer} refuses"),
        operation,
        steps,
        f"Each change of the {noun} with the line of its history.{keeps}",
        f"The {noun} stays {state} until somebody mends it; nothing is sent again by itself.",
    )


def _outcomes(view: View, one: Dispatch) -> list[tuple[str, str, str]]:
    """Return message, event and state of what the receiver can report, in the order of its messages."""
    found = []
    for kind, entity, event in _messages(view, one.peer):
        if entity == one.entity.key and event in one.outcomes:
            found.append((kind, event, next(move.to for _, move in moves(one.entity) if move.event == event)))
    return found


def _webhook(view: View, operation: ApiOperation) -> Flow:
    peer, work = lifeline(view, operation.sender), worker(view)
    effects = [
        f"`{event}` of {snake(entity.rpartition('.')[2]).replace('_', ' ')}"
        for _, entity, event in _messages(view, operation.sender)
        if event
    ]
    opens = settlements_of(view, operation.sender)
    tolerance = load("api_webhooks")["tolerance_s"]
    proof = "certificate" if operation.schemes == ("mtls",) else f"signature, {tolerance} s of tolerance"
    joint = f" and {listed(sorted({_noun(one.cause) for one in opens}))}" if opens else ""
    steps = [
        tell(peer, PROXY, f"POST {operation.path}"),
        ask(PROXY, APP, "pass on, size and quota checked"),
        think(
            APP,
            f"check {proof}",
        ),
        ask(APP, DATABASE, "insert webhook_event as received"),
        answer(DATABASE, APP, "committed, or known already"),
        answer(APP, PROXY, "202, no work done yet"),
        answer(PROXY, peer, "202"),
        ask(work, DATABASE, "take events that are due, skip locked"),
        think(work, "read the body; an unknown kind is IGNORED"),
        ask(work, DATABASE, f"{listed(effects[:2]) or 'nothing yet'}{joint}, PROCESSED, commit"[:110]),
        ask(work, DATABASE, f"on failure: FAILED, next try later; DEAD after {tries()}"),
    ]
    return _flow(
        (f"flow:{operation.name}", operation.summary),
        operation,
        steps,
        "First the event as received, alone; later its effect and its mark PROCESSED, both or none.",
        "A wrong proof answers 401; what cannot be stored answers 503, and the sender tries again; DEAD events wait for a person.",
    )


def settlements_of(view: View, peer: str) -> list[Settlement]:
    """Return the settlements that a peer finishes."""
    found = (settlement_of(view.facts, e.key, m.event) for e in view.facts.entities for _, m in moves(e))
    return [one for one in found if one and one.peer == peer]


def _messages(view: View, peer: str) -> list[tuple[str, str, str]]:
    known = next((one for one in view.facts.requirements.integrations if one.id == peer), None)
    return [(kind, entity.key, event) for kind, entity, event in reported(view.facts, known) if entity] if known else []


def _flow(named: tuple[str, str], operation: ApiOperation, steps: list[Step], transaction: str, failure: str) -> Flow:
    because = tuple(dict.fromkeys((*operation.requirements, "SVC-037", "DIA-010", "DIA-011")))
    return Flow(
        key=named[0],
        title=named[1],
        operation=operation.name,
        steps=tuple(steps),
        transaction=transaction,
        on_failure=failure,
        because=because,
    )


def _noun(entity: EntityFacts) -> str:
    return snake(entity.entity.name).replace("_", " ")
