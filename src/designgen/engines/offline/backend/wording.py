"""Endpoints in, the sentences a caller needs out: what must hold, what happens, what a retry does (API-012)."""

from collections.abc import Iterable

from designgen.engines.offline.backend.reading import Brief, article, words
from designgen.engines.offline.backend.resources import Resource
from designgen.engines.offline.backend.wishes import Wish
from designgen.engines.offline.settlements import Settlement, dispatch_of, settlement_of
from designgen.knowledge.lifetimes import lifetimes
from designgen.knowledge.wording import duration, listed
from designgen.model.design.api import ApiOperation
from designgen.sizing.effects import Effect, effects, moves
from designgen.sizing.once import once

LONGEST_SUMMARY = 60


def summary(text: str) -> str:
    """Return an imperative of at most 60 characters."""
    line = " ".join(text.split())
    if len(line) <= LONGEST_SUMMARY:
        return line
    return line[: LONGEST_SUMMARY + 1].rsplit(" ", 1)[0][:LONGEST_SUMMARY]


def description(brief: Brief, resource: Resource, wish: Wish, operation: ApiOperation) -> str:
    """Return the sentences of one endpoint, each about this endpoint only."""
    sentences = [
        *_deed(brief, resource, wish, operation),
        *_effects(brief, resource, wish),
        operation.object_rule,
        *_repeating(resource, operation),
        *_protected(operation),
        *_waiting(wish, operation),
        *_age(wish, operation),
        _asked_by(wish),
    ]
    return "\n".join(sentence for sentence in sentences if sentence)


def effect_sentence(effect: Effect) -> str:
    """Return what an effect does, for one reader of the API."""
    noun = words(effect.target.entity.name)
    if effect.event:
        return f"The same transaction moves the {noun} from {effect.before} to {effect.after} by `{effect.fires}`."
    return f"The {noun} must be {effect.before}; the same transaction moves it to {effect.after} by `{effect.fires}`."


def _deed(brief: Brief, resource: Resource, wish: Wish, operation: ApiOperation) -> list[str]:
    if operation.kind in ("list", "search", "report"):
        return _reading(resource, wish, operation)
    told = {
        "create": _creating(brief, resource, operation),
        "delete": _deleting(brief, resource),
        "event": _firing(brief, resource, wish, operation),
    }
    told["get"] = [
        f"Returns one {resource.noun}."
        if wish.verb == "get"
        else f"Returns a link to the file of one {resource.noun}, valid for {lifetimes()['file_link']}."
    ]
    told["update"] = [f"Changes the members sent and keeps all others of the {resource.noun}."]
    told["replace"] = [f"Replaces every writable member of the {resource.noun}."]
    return told.get(operation.kind) or _acting(resource, wish, operation)


def _reading(resource: Resource, wish: Wish, operation: ApiOperation) -> list[str]:
    named = [f"`{parameter.name}`" for parameter in operation.parameters if parameter.place == "query" and not parameter.component]
    filters = [name for name in named if name != "`sort`"]
    what = {"sync": "changes of ", "subscribe": "changes of "}.get(wish.verb, "")
    text = f"Returns {what}{resource.many} page by page"
    if operation.media:
        return [f"Sends each change of {resource.many} as a server-sent event; `Last-Event-ID` resumes after a gap."]
    if wish.verb == "report":
        keys = [words(path.replace(".", " ")) for path in wish.operation.by]
        text = (
            f"Returns one line for each {listed(keys)} over all {resource.many}" if keys else f"Returns one line over all {resource.many}"
        )
    if filters:
        text += f", filtered by {listed(filters)}"
    if any(parameter.component == "SearchText" for parameter in operation.parameters):
        text += f", searched by {listed([f'`{a.source}`' for a in resource.facts.attributes if a.searchable])} with `q`"
    orders = [order for parameter in operation.parameters if parameter.name == "sort" for order in parameter.values]
    if orders:
        text += f", ordered by {listed([f'`{order}`' for order in orders], 'or')}, then `id`"
    return [text + "."]


def _creating(brief: Brief, resource: Resource, operation: ApiOperation) -> list[str]:
    said = [f"Stores a new {resource.noun}" + (f" in the state {resource.states[0]}." if resource.states else ".")]
    if operation.method == "put":
        said.append("The client makes the id, a UUID version 7, and keeps it for every retry.")
    unique = [f"`{a.name}`" for a in resource.facts.attributes if a.unique and a.role == "data"]
    if unique:
        said.append(f"{listed(unique)} must be new, else the answer is 409 DUPLICATE.")
    return [*said, *_once_only(brief, resource, resource.states[:1])]


def _once_only(brief: Brief, resource: Resource, states: Iterable[str]) -> list[str]:
    """Say that a row comes once for a thing and a period, where its states say in which of them (DATA-036)."""
    found = once(resource.facts, brief.tenant_column(resource.facts))
    if found is None:
        return []
    per = " and ".join(f"`{known.source or known.name}`" for known in (*found.things, *found.periods))
    held = [state for state in states if state not in found.replaced] if found.replaced else []
    return [f"One {resource.noun}{f' that is {listed(held)}' if held else ''} exists for a {per}; a second one answers 409 DUPLICATE."]


def _deleting(brief: Brief, resource: Resource) -> list[str]:
    if resource.facts.soft_delete:
        held = sorted({e.after for e in effects(brief.facts.entities) if e.target.key == resource.key and not e.event})
        said = [f"Marks the {resource.noun} as deleted; it disappears from every answer and stays for rows that refer to it."]
        return said + [f"While it is {listed(held, 'or')} the answer is 409 CONFLICT."] * bool(held)
    return [f"Removes the {resource.noun} for good."]


def _firing(brief: Brief, resource: Resource, wish: Wish, operation: ApiOperation) -> list[str]:
    settled = settlement_of(brief.facts, resource.key, wish.event)
    if settled:
        return _settling(resource, settled)
    sent = dispatch_of(brief.facts, resource.key, wish.event)
    ways = [(state.name, transition.to) for state, transition in moves(resource.facts) if transition.event == wish.event]
    guards = [transition.guard for _, transition in moves(resource.facts) if transition.event == wish.event and transition.guard]
    said = [f"Moves the {resource.noun} from {source} to {target}." for source, target in ways]
    if ways:
        said.append("Any other state answers 409 ILLEGAL_TRANSITION.")
    said += _once_only(brief, resource, [target for _, target in ways]) if "DUPLICATE" in operation.errors else []
    if sent:
        said.append(f"The same transaction queues it for {sent.peer}; the worker sends it, and {sent.peer} reports the outcome later.")
    return said + [f"Guard: {guard}." for guard in dict.fromkeys(guards)]


def _settling(resource: Resource, settled: Settlement) -> list[str]:
    record = words(settled.record.entity.name)
    after, final = settled.after(settled.cause, settled.event), settled.after(settled.record, settled.confirms)
    before = listed([state.name for state, move in moves(settled.cause) if move.event == settled.event], "or")
    first = (
        f"Stores {article(record)} as {settled.waiting}, then asks {settled.peer} with the id of the {record} as its key."
        if settled.opens
        else f"Asks {settled.peer} to {settled.confirms} the {record} that is {settled.waiting}, with a key made from its id and version."
    )
    return [
        f"{first} Any state of the {resource.noun} but {before} answers 409 ILLEGAL_TRANSITION.",
        f"The {resource.noun} stays {before} until {settled.peer} reports the outcome.",
        f"Then one transaction moves the {record} to {final} and the {resource.noun} to {after}.",
        f"The caller polls the {resource.noun}; an attempt given up leaves it {before}.",
    ]


def _acting(resource: Resource, wish: Wish, operation: ApiOperation) -> list[str]:
    peers = listed(list(wish.via)) or "the partner system"
    texts = {
        "import": f"Starts loading a file of {resource.many}; every line passes the rules that hold for one {resource.noun}.",
        "export": f"Starts writing {resource.many} to a file.",
        "report": f"Starts computing the report over {resource.many}.",
        "batch": f"Stores up to 100 {resource.many} in one transaction: all of them or none.",
        "upload": f"Announces a file of one {resource.noun} and returns an address to put it to.",
        "call": f"Asks {peers} on behalf of one {resource.noun} and stores the answer.",
        "send": f"Queues the {resource.noun} for sending through {peers}; the outcome is read from the operation.",
    }
    return [texts.get(wish.verb, f"{operation.summary}.")]


def _effects(brief: Brief, resource: Resource, wish: Wish) -> list[str]:
    if wish.verb not in ("create", "transition"):
        return []
    return [effect_sentence(e) for e in effects(brief.facts.entities) if e.cause.key == resource.key and e.event == wish.event]


def _protected(operation: ApiOperation) -> list[str]:
    if not any(parameter.component == "ChallengeToken" for parameter in operation.parameters):
        return []
    said = ["Robots are held off by a challenge, floods by the quota `submission`."]
    said += ["A retry with the same `Idempotency-Key` carries the same proof and needs no new one."] * operation.idempotency_key
    return said + ["The answer is a receipt only: what was sent is not given back."] * (operation.response == "Receipt")


def _repeating(resource: Resource, operation: ApiOperation) -> list[str]:
    if operation.method == "get":
        return []
    if operation.idempotency_key:
        return ["A retry with the same `Idempotency-Key` returns the first answer and has no second effect."]
    told = {
        "event": "Repeating it after success answers 409 and changes nothing.",
        "delete": "Repeating it answers 404.",
        "create": f"Not idempotent: repeating the request stores a second row, so a client first looks for the row{_fresh(resource)}"
        " after a lost answer.",
        "update": "Repeating it changes nothing further.",
        "replace": "Repeating it changes nothing further.",
    }
    if operation.method == "put" and operation.kind == "create":
        told["create"] = "Repeating the same body answers 200 and stores nothing; another body under the id answers 409 DUPLICATE."
    elif "DUPLICATE" in operation.errors:
        told["create"] = "Repeating the request answers 409 DUPLICATE and stores nothing."
    if operation.if_match == "required":
        told["update"] = told["replace"] = "`If-Match` must carry the ETag last read, so that no change of somebody else is lost."
    return [told[operation.kind]] if operation.kind in told else []


def _fresh(resource: Resource) -> str:
    """How a client looks where the list of these rows may be kept for a while (API-050)."""
    kept = any(use.operation.verb in ("list", "search") and use.stale_s > 0 for use in resource.facts.uses)
    return " with `Cache-Control: no-cache`" if kept and not any(attribute.pii for attribute in resource.facts.attributes) else ""


def _waiting(wish: Wish, operation: ApiOperation) -> list[str]:
    if operation.asynchronous:
        return ["Answers 202 at once; `Location` leads to the operation to poll."]
    return [f"Waits for {listed(list(wish.via))}."] if wish.via else []


def _age(wish: Wish, operation: ApiOperation) -> list[str]:
    """Say how old an answer may be, where a cache may keep it or a report is computed before it is asked for."""
    if operation.method == "get" and wish.stale_s > 0 and (wish.verb == "report" or "max-age" in operation.cache):
        return [f"The answer may be up to {duration(wish.stale_s)} old."]
    return []


def _asked_by(wish: Wish) -> str:
    written = [need for need in wish.requirements if not need.startswith("DEF-")]
    if wish.derived:
        return f"Derived: what {listed(written) or 'a default operation'} creates can be read again (API-029)."
    if not written:
        return "No requirement asks for it; it is the default of rule DEF-03."
    return f"Asked for by {listed(written)}."
