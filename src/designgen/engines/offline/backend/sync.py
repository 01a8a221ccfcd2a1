"""Wishes to work offline in, the pair of endpoints that serves them all out, with its objects (API-056, API-057, INT-085..087)."""

from dataclasses import dataclass

from designgen.engines.offline.backend.parameters import CURSOR, LIMIT
from designgen.engines.offline.backend.reading import Brief, snake
from designgen.engines.offline.backend.resources import Resource
from designgen.engines.offline.backend.rights import object_rule, public_reason, schemes
from designgen.engines.offline.backend.schema_set import entity_schemas
from designgen.engines.offline.backend.wishes import Wish
from designgen.knowledge.catalogue import load
from designgen.knowledge.templates import phrase
from designgen.knowledge.wording import duration, listed
from designgen.model.design.api import ApiOperation, ObjectSchema, Parameter, Property
from designgen.model.facts import Attribute, Facts, Use
from designgen.sizing.effects import moves

PULL, PUSH = "pullChanges", "pushCommands"
TAG = "Offline work"
LAST = ("QUOTA_EXCEEDED", "INTERNAL", "OVERLOADED")


@dataclass(frozen=True)
class Synced:
    """One entity that devices carry: its wish, and the commands they may record on it; none where they only read."""

    resource: Resource
    wish: Wish
    commands: tuple[str, ...]

    @property
    def label(self) -> str:
        """The entity as a value of `type`."""
        return snake(self.resource.stem).upper()


def synced(known: dict[str, Resource], asked: tuple[Wish, ...]) -> tuple[Synced, ...]:
    """Return what devices carry, in the order of the domain."""
    return tuple(Synced(known[w.entity], w, _commands(known[w.entity], w)) for w in asked if w.verb == "sync")


def sync_endpoints(brief: Brief, known: dict[str, Resource], asked: tuple[Wish, ...]) -> tuple[ApiOperation, ...]:
    """Return `pullChanges` and, where devices may write, `pushCommands`."""
    carried = synced(known, asked)
    pushed = tuple(one for one in carried if one.commands)
    if not carried:
        return ()
    return (_pull(brief, carried, pushed), *((_push(brief, pushed),) if pushed else ()))


def sync_schemas(brief: Brief, known: dict[str, Resource], asked: tuple[Wish, ...]) -> tuple[ObjectSchema, ...]:
    """Return the objects of both endpoints and the rows that they carry."""
    carried = synced(known, asked)
    pushed = tuple(one for one in carried if one.commands)
    found = [_change(carried)] if carried else []
    for one in carried:
        found += entity_schemas(brief, known, one.resource, (one.resource.stem, one.wish))
    if pushed:
        needs = dict.fromkeys(need for one in carried for need in one.resource.facts.because)
        made = (*_command_schemas(pushed), *_result_schemas(pushed))
        found += [schema.model_copy(update={"because": (*needs, *schema.because)}) for schema in made]
    for one in pushed:
        endings = [ending for ending, kind in (("Create", "CREATE"), ("Patch", "UPDATE")) if kind in one.commands]
        found += [s for ending in endings for s in entity_schemas(brief, known, one.resource, (one.resource.stem + ending, one.wish))]
    return tuple({schema.key: schema for schema in found}.values())


def answered(facts: Facts, operations: tuple[ApiOperation, ...]) -> Facts:
    """Return the facts with each use and access path under the name of the endpoint that answers it."""
    names = {served: operation.name for operation in operations for served in operation.serves}
    writing = {served for operation in operations if operation.method != "get" for served in operation.serves}
    if not names:
        return facts
    entities = []
    for entity in facts.entities:
        uses = tuple(_renamed(use, names, writing) for use in entity.uses)
        paths = tuple(path.model_copy(update={"operation": names.get(path.operation, path.operation)}) for path in entity.paths)
        entities.append(entity.model_copy(update={"uses": uses, "paths": paths}))
    return facts.model_copy(update={"entities": tuple(entities)})


def _renamed(use: Use, names: dict[str, str], writing: set[str]) -> Use:
    return use.model_copy(update={"id": names[use.id], "writes": use.id in writing}) if use.id in names else use


def _commands(resource: Resource, wish: Wish) -> tuple[str, ...]:
    """Return what a device may record: what its people may do with a connection; all where nobody else writes the entity."""
    events = dict.fromkeys(move.event for _, move in moves(resource.facts))
    others = [use for use in resource.facts.uses if use.writes and use.operation.verb != "sync"]
    theirs = [use.operation for use in others if set(use.actors) & set(wish.actors)]
    if not others or (set(wish.actors) & set(resource.facts.entity.writers) and not theirs):
        return ("CREATE", "UPDATE", *(event.upper() for event in events))
    verbs = {operation.verb for operation in theirs}
    fired = {operation.event for operation in theirs if operation.verb == "transition"}
    found = ["CREATE"] if verbs & {"create", "crud"} else []
    found += ["UPDATE"] if verbs & {"update", "crud"} else []
    return (*found, *(event.upper() for event in events if event in fired or "*" in fired))


def _pull(brief: Brief, carried: tuple[Synced, ...], pushed: tuple[Synced, ...]) -> ApiOperation:
    labels = tuple(one.label for one in carried)
    types = Parameter(name="types", place="query", values=labels, repeats=True, description="Only changes of these kinds of rows.")
    only = [one.resource.many for one in carried if not one.commands]
    said = [
        f"Returns {listed([one.resource.many for one in carried])} that changed since the cursor, oldest first, deletions as tombstones.",
        "Without a cursor it returns every row, page by page; a cursor older than the tombstones answers 410 RESYNC_REQUIRED.",
        f"Devices only read {listed(only)}." if only and pushed else "",
    ]
    writing = {one.wish.id for one in pushed}
    return _operation(brief, carried, "API-056").model_copy(
        update={
            "key": f"operation:{PULL}",
            "method": "get",
            "path": "/sync/changes",
            "summary": "Pull what changed since the last pull",
            "description": _told(said, brief, carried),
            "kind": "list",
            "scope": _scope(brief, carried, "read"),
            "parameters": (types, CURSOR, LIMIT),
            "response": "SyncChange",
            "page": True,
            "cache": "no-store",
            "serves": tuple(one.wish.id for one in carried if one.wish.id not in writing),
            "errors": (
                "INVALID_CURSOR",
                "UNKNOWN_PARAMETER",
                *_access(brief, carried),
                "RESYNC_REQUIRED",
                "VALIDATION_FAILED",
                *LAST,
            ),
        }
    )


def _push(brief: Brief, pushed: tuple[Synced, ...]) -> ApiOperation:
    return _operation(brief, pushed, "API-056").model_copy(
        update={
            "key": f"operation:{PUSH}",
            "method": "post",
            "path": "/sync/push",
            "summary": "Push commands recorded offline",
            "description": _told(_pushing(brief, pushed), brief, pushed),
            "kind": "action",
            "scope": _scope(brief, pushed, "write"),
            "request": "SyncCommands",
            "response": "SyncResults",
            "cache": "no-store",
            "serves": tuple(one.wish.id for one in pushed),
            "errors": (
                "MALFORMED_REQUEST",
                *_access(brief, pushed),
                "PAYLOAD_TOO_LARGE",
                "UNSUPPORTED_MEDIA_TYPE",
                "VALIDATION_FAILED",
                *LAST,
            ),
        }
    )


def _pushing(brief: Brief, pushed: tuple[Synced, ...]) -> list[str]:
    """Say what a push does, with the conflict rule of each kind of row (API-057)."""
    row = load("api_sync")
    longest = max((brief.actor(name).offline for one in pushed for name in one.wish.actors), key=lambda d: d.seconds if d else 0)
    span = f" for up to {duration(longest.seconds)}" if longest and longest.seconds else ""
    conflicts = row["conflicts"]
    return [
        f"Applies up to {row['commands_at_most']} commands recorded without a connection{span}, in the order recorded for each row.",
        "Each command has its own outcome; one that fails stops later commands on the same row only.",
        *(
            phrase(conflicts.get(one.resource.facts.entity.conflict, conflicts["server_wins"]), many=one.resource.many, a=one.resource.a)
            for one in pushed
        ),
        "A `command_id` already applied answers DUPLICATE, so a device repeats a batch whose answer was lost.",
    ]


def _operation(brief: Brief, carried: tuple[Synced, ...], rule: str) -> ApiOperation:
    actors = tuple(dict.fromkeys(name for one in carried for name in one.wish.actors))
    needs = tuple(dict.fromkeys(need for one in carried for need in one.wish.requirements))
    rules = tuple(dict.fromkeys(object_rule(brief, one.resource, one.wish) for one in carried))
    return ApiOperation(
        key="operation:sync",
        method="get",
        path="/sync",
        tag=TAG,
        summary="",
        description="",
        kind="list",
        actors=actors,
        schemes=schemes(brief, actors),
        public=public_reason(brief, actors),
        object_rule=" ".join(rules),
        p95_ms=min(one.wish.p95_ms for one in carried),
        per_second=round(sum(one.wish.per_second for one in carried), 6),
        requirements=needs,
        because=(*needs, rule, "API-057"),
    )


def _told(said: list[str], brief: Brief, carried: tuple[Synced, ...]) -> str:
    needs = [need for one in carried for need in one.wish.requirements if not need.startswith("DEF-")]
    rule = " ".join(dict.fromkeys(object_rule(brief, one.resource, one.wish) for one in carried))
    asked = f"Asked for by {listed(list(dict.fromkeys(needs)))}." if needs else ""
    return "\n".join(text for text in (*said, rule, asked) if text)


def _scope(brief: Brief, carried: tuple[Synced, ...], right: str) -> str:
    ways = schemes(brief, tuple(name for one in carried for name in one.wish.actors))
    return f"platform.sync.{right}" if ways else ""


def _access(brief: Brief, carried: tuple[Synced, ...]) -> tuple[str, ...]:
    return ("UNAUTHENTICATED", "FORBIDDEN") if _scope(brief, carried, "read") else ()


def _change(carried: tuple[Synced, ...]) -> ObjectSchema:
    rows = [_row(one, one.resource.stem, "The row as it is now; null for other types and for a tombstone.") for one in carried]
    return _free(
        "SyncChange",
        "read",
        (
            *_plain(("type", "enum", tuple(one.label for one in carried)), ("kind", "enum", ("UPSERT", "TOMBSTONE"))),
            Property(name="row_id", attribute=Attribute(name="row_id", type="uuid")),
            Property(name="version", attribute=Attribute(name="version", type="int", low=1, high=2**53 - 1)),
            *rows,
            Property(name="changed_at", attribute=Attribute(name="changed_at", type="instant")),
        ),
        "One change; the member named like its `type` holds the row.",
    )


def _command_schemas(pushed: tuple[Synced, ...]) -> list[ObjectSchema]:
    listing = Attribute(name="commands", type="children", of="SyncCommand", low=1, high=load("api_sync")["commands_at_most"])
    kinds = tuple(dict.fromkeys(kind for one in pushed for kind in one.commands))
    bodies = [_row(one, f"{one.resource.stem}Create", "Body of CREATE.") for one in pushed if "CREATE" in one.commands]
    bodies += [_row(one, f"{one.resource.stem}Patch", "Body of UPDATE.", "_changes") for one in pushed if "UPDATE" in one.commands]
    version = Attribute(name="base_version", type="int", low=1, high=2**53 - 1, nullable=True)
    own, row, when = (Attribute(name=n, type=t) for n, t in (("command_id", "uuid"), ("row_id", "uuid"), ("recorded_at", "instant")))
    made = (
        Property(name="command_id", attribute=own, description="Made by the device; kept for every retry."),
        *_plain(("type", "enum", tuple(one.label for one in pushed)), ("kind", "enum", kinds)),
        Property(name="row_id", attribute=row, description="For CREATE a UUID version 7 made by the device."),
        Property(name="base_version", attribute=version, description="Version the device saw; null for CREATE."),
        Property(
            name="recorded_at",
            attribute=when,
            description="Clock of the device; orders, decides nothing.",
        ),
        *bodies,
    )
    outer = (Property(name="commands", attribute=listing),)
    return [
        _free("SyncCommands", "command", outer, "Commands recorded offline, oldest first."),
        _free("SyncCommand", "command", made, "One command on one row."),
    ]


def _result_schemas(pushed: tuple[Synced, ...]) -> list[ObjectSchema]:
    listing = Attribute(name="results", type="children", of="SyncResult", high=load("api_sync")["commands_at_most"])
    rows = [_row(one, one.resource.stem, "The row of the server, where the outcome is CONFLICT.") for one in pushed]
    problem = Attribute(name="problem", type="embedded", of="Problem", nullable=True)
    made = (
        Property(name="command_id", attribute=Attribute(name="command_id", type="uuid")),
        *_plain(("outcome", "enum", ("APPLIED", "DUPLICATE", "CONFLICT", "REJECTED"))),
        Property(name="problem", attribute=problem, description="Why it was not applied; null for APPLIED and DUPLICATE."),
        *rows,
    )
    outer = (Property(name="results", attribute=listing),)
    return [
        _free("SyncResults", "read", outer, "What became of each command, in the order sent."),
        _free("SyncResult", "read", made, "What became of one command."),
    ]


def _row(one: Synced, schema: str, text: str, ending: str = "") -> Property:
    name = snake(one.resource.stem) + ending
    return Property(name=name, attribute=Attribute(name=name, type="embedded", of=schema, nullable=True), description=text)


def _plain(*rows: tuple[str, str, tuple[str, ...]]) -> tuple[Property, ...]:
    return tuple(Property(name=name, attribute=Attribute(name=name, type=kind, values=values)) for name, kind, values in rows)


def _free(name: str, kind: str, properties: tuple[Property, ...], text: str) -> ObjectSchema:
    return ObjectSchema.model_validate(
        {"key": f"schema:{name}", "entity": "", "kind": kind, "properties": properties, "description": text, "because": ("API-056",)}
    )
