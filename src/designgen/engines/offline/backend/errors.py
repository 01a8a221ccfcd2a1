"""Endpoints in, the errors each can raise out (API-072, API-073): general codes, and one per rule of the domain."""

import re
from collections.abc import Iterator

from designgen.engines.offline.backend.reading import Brief, article, snake, words
from designgen.engines.offline.backend.resources import Resource
from designgen.engines.offline.backend.wishes import Wish
from designgen.engines.offline.settlements import settlement_of
from designgen.knowledge.error_codes import conditional, general
from designgen.knowledge.wording import past_tense
from designgen.model.design.api import ApiOperation, ErrorCode
from designgen.model.domain import Invariant, Transition
from designgen.model.facts import EntityFacts
from designgen.sizing.effects import Effect, effects, moves
from designgen.sizing.once import once

SIGNS = {"=": " equals ", "+": " plus ", "-": " minus ", "*": " times ", ">": " above ", "<": " below "}
WRITES = ("create", "update", "replace", "batch", "push", "import")
CHANGES = ("create", "update", "replace", "import", "action")
FILLER = frozenset({"a", "an", "the", "of", "is", "are", "in", "to", "be", "when", "must", "than", "each", "every"})


def errors_of(brief: Brief, resource: Resource, wish: Wish, operation: ApiOperation) -> tuple[str, ...]:
    """Return the codes an endpoint can answer with, by status, then in the order of the catalogue."""
    codes = {"QUOTA_EXCEEDED", "INTERNAL", "OVERLOADED"}
    codes |= _access(operation) | _body(operation) | conditional(operation)
    if operation.page:
        codes |= {"INVALID_CURSOR", "UNKNOWN_PARAMETER", "VALIDATION_FAILED"}
    settled = settlement_of(brief.facts, resource.key, wish.event) if wish.verb == "transition" else None
    waits = settled is not None and brief.choice(f"integration.style.{settled.peer}", "sync") == "sync"
    if (wish.via and not operation.asynchronous) or waits:
        codes |= {"UPSTREAM_FAILED", "UPSTREAM_TIMEOUT"}
    if any(parameter.component == "ChallengeToken" for parameter in operation.parameters):
        codes.add("CHALLENGE_FAILED")
    codes |= _domain(brief, resource, wish, operation)
    known = {error.name: error for error in (*general(), *specific(brief))}
    ranks = {name: rank for rank, name in enumerate(known)}
    return tuple(sorted(codes, key=lambda code: (known[code].status, ranks[code])))


def catalogue(brief: Brief, operations: tuple[ApiOperation, ...]) -> tuple[ErrorCode, ...]:
    """Return the errors that some endpoint raises, the general ones first; each is there for the requirements of its endpoints."""
    wishes: dict[str, dict[str, None]] = {}
    for operation in operations:
        for code in operation.errors:
            wishes.setdefault(code, {}).update(dict.fromkeys(operation.requirements))
    known = [_kept_by(brief, error, operations) for error in (*general(), *specific(brief)) if error.name in wishes]
    return tuple(error.model_copy(update={"because": tuple(dict.fromkeys((*wishes[error.name], *error.because)))}) for error in known)


def _kept_by(brief: Brief, error: ErrorCode, operations: tuple[ApiOperation, ...]) -> ErrorCode:
    """Say of CONFLICT what keeps a row: the event of another that holds it, where deleting only marks it (DATA-047)."""
    refusing = {operation.entity for operation in operations if error.name == "CONFLICT" and "CONFLICT" in operation.errors}
    marked = [facts for facts in brief.facts.entities if facts.key in refusing and facts.soft_delete]
    if not marked:
        return error
    holding = [effect for effect in effects(brief.facts.entities) if effect.target in marked and not effect.event]
    told = [_held_by(effect) for effect in holding]
    rest = [error.meaning] if len(marked) < len(refusing) else []
    return error.model_copy(update={"meaning": " ".join(dict.fromkeys((*told, *rest)))})


def _held_by(effect: Effect) -> str:
    held, by = words(effect.target.entity.name), article(words(effect.cause.entity.name))
    return f"The {held} is {effect.after} through {by}, so it cannot be removed."


def specific(brief: Brief) -> tuple[ErrorCode, ...]:
    """Return one error for each invariant, each guard and each row that another one holds (API-072)."""
    found: dict[str, ErrorCode] = {}
    for entity in brief.facts.entities:
        for error in (*(error for _, error in _invariants(entity)), *_guards(entity)):
            found.setdefault(error.key, error)
    for effect in effects(brief.facts.entities):
        if effect.event:
            continue
        error = _held(effect)
        found.setdefault(error.key, error)
    return tuple(found.values())


def held_code(effect: Effect) -> str:
    """Return the code for a row that is not in the state an effect needs: `TOOL_NOT_FREE`."""
    return f"{snake(effect.target.entity.name)}_not_{snake(effect.before)}".upper()


def _access(operation: ApiOperation) -> set[str]:
    codes = {"UNAUTHENTICATED", "FORBIDDEN"} if operation.schemes else set()
    return codes | ({"NOT_FOUND"} if "{" in operation.path else set())


def _body(operation: ApiOperation) -> set[str]:
    return {"MALFORMED_REQUEST", "VALIDATION_FAILED", "PAYLOAD_TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE"} if operation.request else set()


def _domain(brief: Brief, resource: Resource, wish: Wish, operation: ApiOperation) -> set[str]:
    """Return what the data itself can refuse."""
    entity, codes = resource.facts, set()
    if operation.kind == "event":
        codes |= {"ILLEGAL_TRANSITION"} | {
            error.name for error in _guards(entity) if error.name.startswith(f"{snake(wish.event).upper()}_")
        }
    if operation.kind == "delete" and _kept_back(brief, entity):
        codes.add("CONFLICT")
    codes |= {error.name for rule, error in _invariants(entity) if _breaks(entity, rule, operation)}
    written = wish.verb in WRITES or (operation.kind == "event" and operation.request)
    if (written and (_unique(entity, wish.verb) or operation.method == "put")) or _meets_another(brief, entity, wish):
        codes.add("DUPLICATE")
    if wish.verb == "create":
        codes |= {held_code(effect) for effect in effects(brief.facts.entities) if effect.cause.key == entity.key and not effect.event}
    return codes


def _unique(entity: EntityFacts, verb: str) -> bool:
    sent = [a for a in entity.attributes if a.unique and (not a.server or a.role == "system") and a.role != "key"]
    changed = [a for a in sent if not a.write_once and a.role != "system"]
    return bool(entity.uniques or (changed if verb in ("update", "replace") else sent))


def _meets_another(brief: Brief, entity: EntityFacts, wish: Wish) -> bool:
    """Whether a row can come where another one of its thing and period is: made there, or moved into its state (DATA-036)."""
    found = once(entity, brief.tenant_column(entity))
    if found is None or wish.verb != "transition":
        return found is not None and wish.verb == "create"
    reached = {move.to for _, move in moves(entity) if move.event == wish.event}
    return bool(found.replaced) and bool(reached - set(found.replaced))


def _kept_back(brief: Brief, entity: EntityFacts) -> bool:
    """Whether a row can be too much in use to be deleted: held by another one, or referred to and not merely marked."""
    if entity.soft_delete:
        return any(effect.target.key == entity.key and not effect.event for effect in effects(brief.facts.entities))
    return any(a.target == entity.key for other in brief.facts.entities if other.entity.part_of is None for a in other.attributes)


def _breaks(entity: EntityFacts, rule: Invariant, operation: ApiOperation) -> bool:
    """Whether a request to this endpoint can break a rule (DATA-068).

    A rule about an event is broken by firing it, a rule about a state by changing a row in it; amounts that the server computes
    come out right whatever is sent.
    """
    if _freezes(rule):
        return operation.kind in ("update", "replace", "delete")
    spoken = {word.lower() for word in re.findall(r"[A-Za-z_]\w*", _told(rule))}
    events = {move.event for state in entity.entity.states for move in state.transitions}
    named = {event for event in events if past_tense(event) in spoken}
    if named:
        return operation.event in named
    sent = operation.kind in CHANGES or (operation.kind == "event" and bool(operation.request))
    return sent and not _computed(entity, rule)


def _computed(entity: EntityFacts, rule: Invariant) -> bool:
    """Whether the server computes what a rule equates: `total = net + vat` holds whatever a client sends."""
    equated = re.match(r"\s*(\w+)\s*=(?!=)", rule.check or rule.text)
    left = equated[1] if equated else ""
    return any(a.server and left in (a.name, a.source) for a in entity.attributes)


def _freezes(rule: Invariant) -> bool:
    return rule.immutable or "immutable" in rule.text


def _told(rule: Invariant) -> str:
    return rule.text or rule.check or (f"no overlap of {rule.no_overlap} per {' and '.join(rule.per)}" if rule.no_overlap else "immutable")


def _invariants(entity: EntityFacts) -> Iterator[tuple[Invariant, ErrorCode]]:
    for number, rule in enumerate(entity.entity.invariants, 1):
        text = _told(rule)
        clash = rule.no_overlap is not None or "overlap" in text or _freezes(rule)
        yield (
            rule,
            ErrorCode(
                key=f"error:{_code(entity, text, number)}",
                status=409 if clash else 422,
                title=f"{words(entity.entity.name).capitalize()} breaks a rule",
                meaning=f"Rule of the domain: {text}.",
                because=(*entity.because, "DATA-068"),
            ),
        )


def _guards(entity: EntityFacts) -> tuple[ErrorCode, ...]:
    guarded: dict[str, Transition] = {}
    for state in entity.entity.states:
        for transition in state.transitions:
            if transition.guard:
                guarded.setdefault(transition.event, transition)
    return tuple(
        ErrorCode(
            key=f"error:{snake(event).upper()}_{snake(entity.entity.name).upper()}_REFUSED",
            status=422,
            title=f"{words(event).capitalize()} refused",
            meaning=f"Guard of `{event}`: {transition.guard}.",
            because=(*entity.because, "API-072"),
        )
        for event, transition in guarded.items()
    )


def _held(effect: Effect) -> ErrorCode:
    noun = words(effect.target.entity.name)
    return ErrorCode(
        key=f"error:{held_code(effect)}",
        status=409,
        title=f"{noun.capitalize()} is not {effect.before}",
        meaning=f"The {noun} that the {words(effect.cause.entity.name)} refers to is in another state than {effect.before}.",
        because=(*effect.cause.because, "SVC-031"),
    )


def _code(entity: EntityFacts, text: str, number: int) -> str:
    spelled = "".join(SIGNS.get(sign, sign) for sign in text)
    kept = [word for word in re.findall(r"[A-Za-z0-9]+", spelled) if word.lower() not in FILLER][:5]
    name = "_".join((snake(entity.entity.name), *kept)).upper()[:60].rstrip("_")
    return name if kept and re.fullmatch(r"[A-Z][A-Z0-9_]*", name) else f"{snake(entity.entity.name)}_rule_{number}".upper()
