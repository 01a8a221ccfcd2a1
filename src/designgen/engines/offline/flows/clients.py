"""Operations in, the sequences of clients out: a guest's token, work offline, a file that is loaded (DIA-013, API-061, API-086)."""

from designgen.engines.offline.backend.guests import SESSION
from designgen.engines.offline.backend.reading import caller_key
from designgen.engines.offline.backend.sync import PULL, PUSH
from designgen.engines.offline.flows.steps import APP, DATABASE, PROXY, STORAGE, answer, ask, caller, inside, think, worker
from designgen.engines.offline.flows.view import View
from designgen.knowledge.wording import duration
from designgen.model.design.api import ApiOperation
from designgen.model.design.flows import Flow, Step


def client_flows(view: View) -> tuple[Flow, ...]:
    """Return the flows that begin in a client and are more than one request."""
    known = {operation.name: operation for operation in view.operations}
    found = []
    if SESSION in known:
        found.append(_guest(view, known[SESSION]))
    if PUSH in known:
        found.append(_offline(view, known[PUSH], known[PULL]))
    return tuple(found)


def loading(view: View, operation: ApiOperation) -> Flow:
    """Return the flow of an import: announce, put, start, work, poll."""
    who, work = caller(view, operation), worker(view)
    stores = view.has(STORAGE)
    put = [ask(who, STORAGE, "PUT the announced bytes"), answer(STORAGE, who, "stored")] if stores else []
    check = [ask(work, STORAGE, "read, compare size and SHA-256")] if stores else []
    steps = [
        ask(who, PROXY, "POST /uploads: size, type, SHA-256"),
        ask(PROXY, APP, "pass on, within the quota"),
        answer(APP, PROXY, "201 ticket with signed address"),
        answer(PROXY, who, "201 ticket"),
        *put,
        ask(who, PROXY, f"POST {operation.path} with key"),
        ask(PROXY, APP, "pass on"),
        ask(APP, DATABASE, "operation PENDING, job queued, commit"),
        answer(APP, PROXY, "202, Location of the operation"),
        answer(PROXY, who, "202"),
        ask(work, DATABASE, "take the job, operation RUNNING"),
        *check,
        ask(work, DATABASE, "copy the lines into staging"),
        ask(work, DATABASE, "merge what passes, keep refused lines apart"),
        ask(work, DATABASE, "operation SUCCEEDED with its counts, commit"),
        ask(who, PROXY, "GET /operations/{operation_id}"),
        ask(PROXY, APP, "pass on"),
        answer(APP, PROXY, "SUCCEEDED, link to the refused lines"),
        answer(PROXY, who, "SUCCEEDED"),
    ]
    return Flow(
        key=f"flow:{operation.name}",
        title=operation.summary,
        operation=operation.name,
        steps=tuple(steps),
        transaction="The operation with its job; later all rows of the file with the counts of its load, so nobody sees half a file.",
        on_failure="A line that breaks a rule is kept with its code and stops no other; a run that dies leaves no row and starts anew.",
        because=(*operation.requirements, "API-059", "API-061"),
    )


def _guest(view: View, operation: ApiOperation) -> Flow:
    guest, client = caller_key(operation.actors[0]), caller(view, operation)
    steps = [
        ask(guest, client, "scan the code of the place"),
        ask(client, PROXY, f"POST {operation.path} with the signed code"),
        ask(PROXY, APP, "pass on, within the quota `entry`"),
        think(APP, "check signature, expiry and withdrawal"),
        ask(APP, DATABASE, "read which place the code names"),
        answer(DATABASE, APP, "the place and its tenant"),
        answer(APP, PROXY, "200 GuestSession"),
        answer(PROXY, client, "200 GuestSession"),
        think(client, "keep the token in memory only"),
    ]
    return Flow(
        key="flow:guest-session",
        title=operation.summary,
        operation=operation.name,
        steps=_apart(steps),
        transaction="Nothing is stored: the token carries place, scopes and end, signed by us.",
        on_failure="A refused code answers 403 ENTRY_REFUSED; withdrawing the code of a place ends every token made from it.",
        because=(*operation.requirements, "API-086"),
    )


def _offline(view: View, push: ApiOperation, pull: ApiOperation) -> Flow:
    person, client = caller_key(push.actors[0]), caller(view, push)
    longest = max((view.actor(name).offline for name in push.actors), key=lambda d: d.seconds if d else 0)
    span = duration(longest.seconds) if longest and longest.seconds else "some time"
    steps = [
        *_recording(person, client, span),
        ask(client, PROXY, f"POST {push.path}: commands in order"),
        ask(PROXY, APP, "pass on, within the quota"),
        *inside(
            "loop: each command of the batch",
            [ask(APP, DATABASE, "seen before? row, state, version"), ask(APP, DATABASE, "apply and note command_id, commit")],
        ),
        answer(APP, PROXY, "APPLIED, DUPLICATE, CONFLICT or REJECTED each"),
        answer(PROXY, client, "outcome of each command"),
        ask(client, PROXY, f"GET {pull.path}?cursor="),
        answer(PROXY, client, "changes, tombstones, next cursor"),
        think(client, "rebase what is still recorded on the new rows"),
        answer(client, person, "show CONFLICT and REJECTED with both versions"),
    ]
    return Flow(
        key="flow:offline-sync",
        title=f"Work offline for {span}, then reconcile",
        operation=push.name,
        steps=_apart(steps),
        transaction="Each command alone with its `command_id`, so that one that fails takes no other back.",
        on_failure="A batch sent again answers DUPLICATE for what was applied; after 410 RESYNC_REQUIRED the device keeps its commands.",
        because=tuple(dict.fromkeys((*push.requirements, "DIA-013", "INT-086", "API-056"))),
    )


def _recording(person: str, client: str, span: str) -> list[Step]:
    return [
        ask(person, client, f"work without a connection, up to {span}"),
        think(client, "record command_id, row_id, base_version, body"),
        think(client, "connection is back, or the app starts"),
    ]


def _apart(steps: list[Step]) -> tuple[Step, ...]:
    """Return the steps without those that a caller without a client of its own would send to itself."""
    return tuple(step for step in steps if step.source != step.target or step.mode == "self")
