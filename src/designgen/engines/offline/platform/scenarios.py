"""Operations in, test scenarios out: the happy way and the five ways a caller can be wrong (DEL-031)."""

import re
from collections.abc import Iterator

from designgen.engines.offline.platform.brief import Brief, nearest
from designgen.engines.offline.platform.stakes import some
from designgen.knowledge.wording import article, listed
from designgen.model.design.api import ApiOperation
from designgen.model.design.database import Move, Table
from designgen.model.design.delivery import Level, TestScenario
from designgen.model.facts import Attribute
from designgen.model.wishes import Actor

RULES = {"happy": "DEL-030", "stranger": "API-091", "state": "DATA-065", "stale": "API-063", "replay": "DATA-107", "invalid": "API-070"}
EFFECTS = {
    "/sync/push": "each command answered on its own as applied, duplicate, conflict or rejected",
    "/cancel": "the work stops before its next batch, and reading it shows CANCELLED",
    "/guest-sessions": "a token for the place of the code only, and a second call gives another one",
}
SMALLEST = re.compile(r"fewer than (\d+) ([\w ]+) is left out")
"""How a view says which groups it withholds."""
HAPPY = {
    "create": "201 with Location; reading it back gives the same {sent}{state}",
    "receipt": "201 with {schema}: {shown}{row}",
    "get": "200 with exactly the properties of {schema}: {shown}",
    "list": "200, at most a page of {schema}, in the order asked for",
    "stream": "200; a change made now arrives as {schema}, and after a gap `Last-Event-ID` brings what was missed",
    "search": "200, matches first, at most a page",
    "update": "200; of {sent} only what was sent changed, the version is one higher",
    "replace": "200; the row equals the body",
    "delete": "204; reading it answers 404",
    "event": "200; the status is {target}, and {history}",
    "report": "200 with the sums of the rows put there",
    "action": "the described effect, once",
    "import": "202, and every row arrives or is listed as refused",
    "export": "202, and the file has every row permitted to the caller",
}


def scenarios(brief: Brief) -> tuple[TestScenario, ...]:
    """Return the scenarios of every operation."""
    homes = nearest(brief)
    return tuple(_homed(scenario, homes) for operation in brief.operations for scenario in _of(brief, operation))


def _of(brief: Brief, operation: ApiOperation) -> Iterator[TestScenario]:
    yield _happy(brief, operation)
    if "404" in operation.object_rule and "{" in operation.path and operation.kind not in ("list", "create", "search", "report"):
        yield _scenario(
            operation,
            "stranger",
            f"{_a(operation)} that belongs to somebody else",
            _call(brief, operation),
            "404, and the row is unchanged",
        )
    if operation.kind == "event":
        yield from _wrong_state(brief, operation)
    if operation.if_match == "required":
        given = f"{_a(operation)} that was changed after the caller read it"
        yield _scenario(
            operation,
            "stale",
            given,
            f"{_call(brief, operation)} with the old version in If-Match",
            "412 PRECONDITION_FAILED, and the other change stands",
        )
    if operation.idempotency_key:
        then = "the answer of the first request again, and one row only"
        yield _scenario(
            operation, "replay", "a request whose answer was lost", f"{_call(brief, operation)} again with the same Idempotency-Key", then
        )
    broken = _broken(brief, operation)
    if broken:
        then = f"422 VALIDATION_FAILED that points to `{broken[0]}`, and nothing is stored"
        yield _scenario(operation, "invalid", f"a body in which `{broken[0]}` is {broken[1]}", _call(brief, operation), then)


def _scenario(operation: ApiOperation, kind: str, given: str, when: str, then: str) -> TestScenario:
    level: Level = "component" if kind in ("happy", "invalid") else "integration"
    return TestScenario(
        key=f"test:{operation.name}-{kind}",
        because=(*operation.requirements, "DEL-031", RULES[kind]),
        requirement="",
        operation=operation.name,
        given=given,
        when=when,
        then=then,
        level=level,
    )


def _homed(scenario: TestScenario, homes: dict[str, str]) -> TestScenario:
    return scenario.model_copy(update={"requirement": homes.get(scenario.operation, "")})


def _call(brief: Brief, operation: ApiOperation) -> str:
    base = next((api.base for api in brief.apis if operation in api.operations), "")
    return f"{operation.method.upper()} {base}{operation.path}"


def _noun(operation: ApiOperation) -> str:
    return operation.entity.rsplit(".", 1)[-1]


def _happy(brief: Brief, operation: ApiOperation) -> TestScenario:
    given = _callers(brief, operation)
    given = f"a delivery that {operation.sender} signed" if operation.sender else given
    moves, table = _moves(brief, operation), _table(brief, operation)
    if operation.kind in ("get", "update", "delete", "event", "replace"):
        state = f" in {moves[0].source}" if moves else ""
        given += f" and {_a(operation)}{state}"
    first = _first_state(brief, operation)
    then = HAPPY[_seen(brief, operation)].format(
        row=f"; {table.name} has one row more" if table else "",
        state=f" and status {first}" if first else "",
        schema=operation.response or _noun(operation),
        target=moves[0].target if moves else "the next one",
        sent=_properties(brief, operation.request) or "values",
        shown=_properties(brief, operation.response) or "no more and no fewer",
        history=_history(brief, operation),
    )
    if operation.kind == "action":
        then = _effect(operation)
    groups, missing = _withheld(brief, operation)
    given, then = given + groups, then + missing
    told = _scenario(operation, "happy", given, _call(brief, operation), then)
    return told.model_copy(update={"because": (*told.because, table.key)}) if table else told


def _seen(brief: Brief, operation: ApiOperation) -> str:
    """By what success shows: a stream by its events, a creation that nothing reads back by its answer and its row."""
    if operation.media and operation.method == "get":
        return "stream"
    read = any(one.kind in ("get", "list") and one.entity == operation.entity for one in brief.operations)
    return "receipt" if operation.kind == "create" and not (operation.entity and read) else operation.kind


def _withheld(brief: Brief, operation: ApiOperation) -> tuple[str, str]:
    """The groups that show what a report leaves out, as its view says, and what becomes of the small one (DATA-086)."""
    texts = [one.comment for one in brief.database.views if operation.name in one.serves and "DATA-086" in one.because]
    found = next((match for text in texts for match in SMALLEST.finditer(text)), None)
    if found is None:
        return "", ""
    least, things = int(found[1]), found[2]
    return f", a group of {least} {things} and one of {least - 1}", "; the smaller group is left out"


def _callers(brief: Brief, operation: ApiOperation) -> str:
    """Who may call an operation, and what each of them proves: a sign-in, a token, or nothing."""
    known = {actor.name: actor for actor in brief.facts.requirements.actors}
    found = [_proven(brief, known[name]) for name in operation.actors if name in known and operation.scope]
    return listed(found, "or") or "a caller without sign-in"


def _proven(brief: Brief, actor: Actor) -> str:
    if actor.signs_in:
        return f"a signed-in {actor.name}"
    return f"{article(actor.name)} {'without sign-in' if brief.is_open(actor) else 'with its token'}"


def _properties(brief: Brief, schema: str) -> str:
    """Some properties of a schema by name."""
    found = next((one for api in brief.apis for one in api.schemas if one.name == schema), None)
    return some([f"`{one.name}`" for one in found.properties]) if found else ""


def _history(brief: Brief, operation: ApiOperation) -> str:
    table = _table(brief, operation)
    kept = table.guard.history if table and table.guard else ""
    return f"{kept} has one row more" if kept else "the version is one higher"


def _effect(operation: ApiOperation) -> str:
    """What an action leaves behind, by what it acts on."""
    if operation.sender:
        return "2xx, one row in platform.webhook_event, its effect later and once"
    for part, effect in EFFECTS.items():
        if part in operation.path:
            return effect
    return f"{operation.status}, and {operation.summary[:1].lower()}{operation.summary[1:].rstrip('.')} happened once"


def _a(operation: ApiOperation) -> str:
    """What an operation acts on, with its article: an entity, else the last thing its path names."""
    named = [part for part in operation.path.split("/") if part and not part.startswith("{")]
    return article(_noun(operation) or (named[0].removesuffix("s") if named else "row"))


def _table(brief: Brief, operation: ApiOperation) -> Table | None:
    return next((one for one in brief.database.tables if one.entity == operation.entity and one.kind == "entity"), None)


def _first_state(brief: Brief, operation: ApiOperation) -> str:
    table = _table(brief, operation)
    return table.guard.first if table and table.guard else ""


def _moves(brief: Brief, operation: ApiOperation) -> tuple[Move, ...]:
    if not operation.event:
        return ()
    tables = [one for one in brief.database.tables if one.entity == operation.entity and one.guard]
    return tuple(move for table in tables if table.guard for move in table.guard.moves if move.event == operation.event)


def _wrong_state(brief: Brief, operation: ApiOperation) -> Iterator[TestScenario]:
    moves = _moves(brief, operation)
    entity = next((one for one in brief.facts.entities if one.key == operation.entity), None)
    states = [state.name for state in entity.entity.states] if entity else []
    wrong = next((state for state in states if state not in {move.source for move in moves}), "")
    if moves and wrong:
        then = "409 ILLEGAL_TRANSITION, and neither status nor history changed"
        yield _scenario(operation, "state", f"{_a(operation)} in {wrong}", _call(brief, operation), then)


def _broken(brief: Brief, operation: ApiOperation) -> tuple[str, str] | None:
    """A property of the body and a value it must refuse."""
    schema = next((one for api in brief.apis for one in api.schemas if one.name == operation.request), None)
    if schema is None or operation.kind not in ("create", "replace"):
        return None
    for candidate in schema.properties:
        wrong = _wrong_value(candidate.attribute)
        if wrong:
            return candidate.name, wrong
    required = next((one.name for one in schema.properties if one.required), "")
    return (required, "missing") if required else None


def _wrong_value(attribute: Attribute) -> str:
    if attribute.type == "string" and attribute.length:
        return f"{attribute.length + 1} characters long"
    if attribute.type == "email":
        return "without an @"
    if attribute.type == "money" and attribute.low == 0:
        return "negative"
    if attribute.type == "enum":
        return "none of its values"
    if attribute.high is not None:
        return str(attribute.high + 1)
    return ""
