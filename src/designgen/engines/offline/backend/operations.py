"""Wishes in, endpoints out: method, path, rights, conditions, cache, errors of each (API-020..061, API-073)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from designgen.engines.offline.backend.errors import errors_of
from designgen.engines.offline.backend.guests import is_open
from designgen.engines.offline.backend.parameters import (
    CHALLENGE,
    IF_MATCH,
    IF_MATCH_REQUIRED,
    KEY,
    RESUME,
    list_parameters,
    path_parameter,
)
from designgen.engines.offline.backend.reading import Brief, snake, words
from designgen.engines.offline.backend.resources import Resource
from designgen.engines.offline.backend.rights import object_rule, parties, public_reason, schemes
from designgen.engines.offline.backend.schemas import started_name
from designgen.engines.offline.backend.wishes import Wish
from designgen.engines.offline.backend.wording import description, summary
from designgen.engines.offline.settlements import settlement_of
from designgen.knowledge.catalogue import load
from designgen.model.design.api import ApiOperation, Parameter
from designgen.sizing.repeats import Repeats
from designgen.syntax.slug import kebab

CHANGES = ("update", "replace", "delete", "event")
SECRETIVE = ("special", "health", "card", "child", "financial", "credential")


@dataclass(frozen=True)
class Names:
    """Fills the gaps of a catalogue row for one wish."""

    brief: Brief
    resource: Resource
    wish: Wish

    def fill(self, text: str) -> str:
        """Return the text with its gaps filled."""
        event, resource = self.wish.event, self.resource
        report = self.wish.operation.entity.rpartition(".")[2] or resource.stem
        settled = settlement_of(self.brief.facts, resource.key, event)
        values = {
            "{collection}": resource.collection,
            "{one}": resource.one,
            "{rows}": resource.rows,
            "{event}": kebab(event),
            "{Event}": pascal(event),
            "{Event_words}": words(event).capitalize(),
            "{X}": resource.stem,
            "{a}": resource.a,
            "{many}": resource.many,
            "{report}": kebab(report),
            "{Report}": pascal(report),
            "{report_words}": words(report),
            "{started}": started_name(settled) if settled else resource.stem,
            "{peer}": " and ".join(self.wish.via) or "the partner",
        }
        for gap, value in values.items():
            text = text.replace(gap, value)
        return text


def pascal(name: str) -> str:
    """Return a name in PascalCase: `mark_paid` is `MarkPaid`."""
    return "".join(part[:1].upper() + part[1:] for part in words(name).split())


def endpoint(brief: Brief, resource: Resource, wish: Wish) -> ApiOperation:
    """Return the endpoint of one wish; what devices carry offline has endpoints of its own (API-056)."""
    rows: Mapping[str, Mapping[str, Any]] = load("api_operations")
    return _endpoint(brief, resource, wish, rows[_shape(brief, resource, wish)])


def _shape(brief: Brief, resource: Resource, wish: Wish) -> str:
    """Return the row of the catalogue: a slow report is a job (API-059), a new row may bring its own id (API-055)."""
    if wish.verb == "create" and _brings_id(brief, resource, wish):
        return "put"
    if wish.verb == "transition" and settlement_of(brief.facts, resource.key, wish.event):
        return "settle"
    if wish.verb == "subscribe" and brief.choice("realtime.channel") == "sse":
        return "stream"
    return "export" if wish.verb == "report" and wish.p95_ms > 10_000 else wish.verb


def _brings_id(brief: Brief, resource: Resource, wish: Wish) -> bool:
    """Whether the client makes the id of a new row: decided so, or because it works offline; then no second row can arise."""
    replaced = any(use.operation.verb == "replace" for use in resource.facts.uses)
    offline = any(actor.offline and actor.offline.seconds > 0 for actor in map(brief.actor, wish.actors))
    unique = brief.choice("datastore.identifiers", "uuid-v7") in ("uuid-v7", "uuid-v4")
    return unique and not replaced and (offline or brief.choice("api.idempotency") == "client-id-put")


def _endpoint(brief: Brief, resource: Resource, wish: Wish, row: Mapping[str, Any]) -> ApiOperation:
    names = Names(brief, resource, wish)
    public, ways = public_reason(brief, wish.actors), schemes(brief, wish.actors)
    draft = ApiOperation(
        key=f"operation:{wish.id}",
        method=row["method"],
        path=custom_path(brief, names.fill(row["path"])),
        tag=resource.tag,
        summary=summary(names.fill(row["summary"])),
        description="",
        kind=row["kind"],
        entity=resource.key,
        event=wish.event,
        actors=wish.actors,
        scope=_scope(resource, wish, row["access"]) if ways else "",
        public=public,
        schemes=ways,
        object_rule=object_rule(brief, resource, wish),
        request=_request(resource, wish, names.fill(row.get("request", ""))),
        response="Receipt" if _from_nobody(brief, wish) and resource.facts.entity.anonymous else names.fill(row.get("response", "")),
        status=row.get("status", 200),
        idempotency_key=_needs_key(brief, wish, row),
        if_match=_if_match(brief, resource, row["kind"], wish.irreversible),
        etag=bool(row.get("etag")) and versioned(resource),
        page=bool(row.get("page")),
        asynchronous=bool(row.get("asynchronous")),
        media=row.get("media", ""),
        cache=_cache(resource, wish, bool(public) and not brief.unit) if row["method"] == "get" else "no-store",
        p95_ms=wish.p95_ms,
        per_second=wish.per_second,
        requirements=wish.requirements,
        because=tuple(dict.fromkeys((*wish.because, *(parties(brief, resource) if row["method"] == "get" else ()), *_because(wish, row)))),
    )
    draft = draft.model_copy(update={"parameters": _parameters(brief, resource, wish, draft)})
    draft = draft.model_copy(update={"errors": errors_of(brief, resource, wish, draft)})
    return draft.model_copy(update={"description": description(brief, resource, wish, draft)})


def _scope(resource: Resource, wish: Wish, access: str) -> str:
    """Return the scope of an endpoint; a report has its own, since who sees one row must not see the sum of all (API-090)."""
    if wish.verb == "report":
        return f"{resource.scope.partition('.')[0]}.{snake(wish.operation.entity.rpartition('.')[2] or resource.stem)}.read"
    return f"{resource.scope}.{access}"


def custom_path(brief: Brief, path: str) -> str:
    """Return the path in the style of custom methods that the interface asks for (API-031)."""
    styles = [interface.custom_methods for interface in brief.requirements.interfaces if interface.custom_methods]
    if "}/" in path and styles[:1] == ["colon"]:
        head, _, tail = path.rpartition("/")
        return f"{head}:{tail}"
    return path


def versioned(resource: Resource) -> bool:
    """Whether rows count their changes, which gives the ETag (DATA-042)."""
    return any(attribute.name == "version" for attribute in resource.facts.attributes)


def _request(resource: Resource, wish: Wish, name: str) -> str:
    """Return the schema of the body; a state event without values has none."""
    if wish.verb != "transition":
        return name
    carried = [
        transition
        for state in resource.facts.entity.states
        for transition in state.transitions
        if transition.event == wish.event and transition.with_fields
    ]
    return name if carried or wish.operation.with_fields else ""


def _needs_key(brief: Brief, wish: Wish, row: Mapping[str, Any]) -> bool:
    """Whether a repeated request could do harm: irreversible, from a machine, or from a device that was offline (API-051)."""
    if row["method"] not in ("post", "patch") or brief.choice("api.idempotency", "key-store") == "none":
        return False
    repeats = Repeats(brief.requirements, tuple(brief.facts.uses))
    return bool(row.get("asynchronous")) or any(repeats.harms(use) for use in wish.uses)


def _from_nobody(brief: Brief, wish: Wish) -> bool:
    """Whether rows arrive from people who prove nothing: robots and floods have to be held off (API-094)."""
    return wish.verb == "create" and any(is_open(brief, name) for name in wish.actors)


def _if_match(brief: Brief, resource: Resource, kind: str, irreversible: bool) -> str:
    """Return whether a change must name the version it rests on (API-048)."""
    if kind not in CHANGES or not versioned(resource):
        return ""
    if kind == "delete" or (kind == "event" and not irreversible):
        return "optional"
    writers = {actor for use in resource.facts.uses if use.writes for actor in use.actors}
    offline = any((actor.offline.seconds if actor.offline else 0) > 0 for actor in map(brief.actor, sorted(writers)))
    money = any(attribute.type == "money" for attribute in resource.facts.attributes)
    return "required" if len(writers) > 1 or offline or money else "optional"


def _cache(resource: Resource, wish: Wish, public: bool) -> str:
    """Return Cache-Control (API-050): never stored for guarded data, checked each time for personal data, kept for catalogues.

    What everyone may read is kept by shared caches: half its age fresh, half served while it is fetched anew, never older.
    """
    classes = {attribute.pii for attribute in resource.facts.attributes if attribute.pii}
    if classes & set(SECRETIVE):
        return "no-store"
    if classes or wish.stale_s <= 0 or wish.verb in ("sync", "subscribe", "download"):
        return "private, no-cache"
    if public:
        return f"public, max-age={int(wish.stale_s / 2)}, stale-while-revalidate={int(wish.stale_s / 2)}"
    return f"private, max-age={int(wish.stale_s)}"


def _parameters(brief: Brief, resource: Resource, wish: Wish, operation: ApiOperation) -> tuple[Parameter, ...]:
    found: list[Parameter] = []
    if f"{{{resource.parameter}}}" in operation.path:
        found.append(path_parameter(resource))
    if operation.page:
        found.extend(list_parameters(brief, resource, wish))
    if operation.if_match:
        found.append(IF_MATCH_REQUIRED if operation.if_match == "required" else IF_MATCH)
    if operation.idempotency_key:
        found.append(KEY)
    if operation.media and operation.method == "get":
        found.append(RESUME)
    if _from_nobody(brief, wish):
        found.append(CHALLENGE)
    return tuple(found)


def _because(wish: Wish, row: Mapping[str, Any]) -> tuple[str, ...]:
    rules = {"list": "API-020", "get": "API-021", "create": "API-022", "update": "API-023", "replace": "API-025", "delete": "API-026"}
    rules |= {"transition": "API-027", "search": "API-047", "sync": "API-056", "push": "API-056", "batch": "API-058", "upload": "API-061"}
    if row.get("kind") == "create" and row["method"] == "put":
        return ("API-055",)
    if row.get("media"):
        return ("API-103",)
    return (rules.get(wish.verb, "API-059" if row.get("asynchronous") else "API-028"),)
