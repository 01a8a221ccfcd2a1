"""Resources and wishes in, one API document per audience out (API-001): operations, schemas, errors, scopes, limits."""

from collections.abc import Iterable
from math import ceil

from designgen.engines.offline.backend.errors import catalogue
from designgen.engines.offline.backend.guests import entry
from designgen.engines.offline.backend.jobs import companions
from designgen.engines.offline.backend.masks import masked
from designgen.engines.offline.backend.operations import endpoint
from designgen.engines.offline.backend.quotas import rate_policies
from designgen.engines.offline.backend.reading import Brief
from designgen.engines.offline.backend.resources import Resource, resources
from designgen.engines.offline.backend.rights import separated
from designgen.engines.offline.backend.schema_set import schemas
from designgen.engines.offline.backend.sync import sync_endpoints, sync_schemas
from designgen.engines.offline.backend.webhooks import receiver_schemas, receivers
from designgen.engines.offline.backend.wishes import Wish, wishes
from designgen.knowledge.catalogue import load
from designgen.model.design.api import Api, ApiOperation, Tag
from designgen.model.design.item import Item
from designgen.model.wishes import Actor
from designgen.syntax.slug import slug

PRINCIPAL = {"own-clients": ("human", "device"), "partners": ("system",), "public": ("human", "system", "device"), "internal": ("system",)}
PLATFORM = {
    "Jobs and files": "Work that outlives its request, and files.",
    "Offline work": "What devices pull before they lose the connection, and push when it is back.",
    "Guests": "Tokens of people without an account.",
}
PARTS = ("operations", "schemas", "errors", "scopes")


def apis(brief: Brief) -> tuple[Api, ...]:
    """Return one API for each audience that has something to call."""
    known = resources(brief)
    asked = wishes(brief)
    called = ((audience, tuple(w for wish in asked if (w := _called_by(wish, actors)))) for audience, actors in audiences(brief))
    found: list[Api] = []
    taken: set[str] = set()
    for made in separated(brief, tuple(_api(brief, audience, known, theirs) for audience, theirs in called if theirs)):
        parts = {name: _told_apart(getattr(made, name), made.audience, taken) for name in PARTS}
        found.append(made.model_copy(update=parts))
        taken |= {part.key for group in parts.values() for part in group}
    return _with_receivers(brief, tuple(found), taken)


def _with_receivers(brief: Brief, found: tuple[Api, ...], taken: set[str]) -> tuple[Api, ...]:
    """Return the documents with the receivers of webhooks in the internal one, which partners never get to see (API-070)."""
    operations = receivers(brief)
    if not operations:
        return found
    project = brief.requirements.project
    tag = Tag(name=operations[0].tag, description="What other systems report to us.", group="Platform")
    inner = next((api for api in found if api.audience == "internal"), None) or Api(
        key="api:internal",
        title=f"{project.title or project.name} webhooks",
        summary="Receives what other systems report; each message is checked, stored, and worked on later.",
        audience="internal",
        host=host(brief),
        environments=brief.requirements.deployment.environments or ("staging", "prod"),
        security="none",
        currency=project.currency or "EUR",
        because=(*dict.fromkeys(need for operation in operations for need in operation.requirements), "API-070"),
    )
    every = (*inner.operations, *operations)
    parts = {
        "operations": operations,
        "schemas": receiver_schemas(brief),
        "errors": tuple(error for error in catalogue(brief, every) if error.name not in {known.name for known in inner.errors}),
    }
    told = {name: (*getattr(inner, name), *_told_apart(made, "internal", taken)) for name, made in parts.items()}
    whole = inner.model_copy(update={**told, "tags": (*inner.tags, tag)})
    return (*(api for api in found if api.audience != "internal"), whole)


def _told_apart(parts: tuple[Item, ...], audience: str, taken: set[str]) -> tuple[Item, ...]:
    """Return the parts with keys of their own where an earlier document has a part of the same name."""
    return tuple(part.model_copy(update={"key": f"{part.key}@{audience}"}) if part.key in taken else part for part in parts)


def audiences(brief: Brief) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the audiences with their actors; an actor no interface names joins the first one (DEF-16)."""
    rest = [interface for interface in brief.requirements.interfaces if interface.kind == "rest"]
    actors = tuple(actor.name for actor in brief.requirements.actors) or ("user",)
    named: dict[str, list[str]] = {interface.audience: [] for interface in rest} or {"own-clients": []}
    for interface in rest:
        named[interface.audience].extend(interface.actors)
    taken = {name for names in named.values() for name in names}
    for name in actors:
        if name not in taken:
            named[_home(brief.actor(name), tuple(named))].append(name)
    return tuple((audience, tuple(dict.fromkeys(names))) for audience, names in named.items())


def host(brief: Brief) -> str:
    """Return the host of the interface: the organisation's domain read backwards, else a name under `.internal` (API-095)."""
    org = brief.requirements.project.org
    name = slug(brief.requirements.project.name)
    if org and "." in org:
        return "api." + ".".join(slug(part) for part in reversed(org.split(".")))
    return f"api.{name}.internal"


def _home(actor: Actor, known: tuple[str, ...]) -> str:
    fitting = [audience for audience in known if actor.kind in PRINCIPAL.get(audience, ("device",))]
    return fitting[0] if fitting else known[0]


def _called_by(wish: Wish, actors: tuple[str, ...]) -> Wish | None:
    uses = []
    for use in wish.uses:
        theirs = tuple(name for name in use.actors if name in actors)
        if theirs:
            uses.append(use.model_copy(update={"actors": theirs}))
    return Wish(id=wish.id, entity=wish.entity, verb=wish.verb, uses=tuple(uses)) if uses else None


def _api(brief: Brief, audience: str, known: dict[str, Resource], theirs: tuple[Wish, ...]) -> Api:
    project = brief.requirements.project
    row = load("api_audiences")[audience]
    made = [endpoint(brief, known[wish.entity], wish) for wish in theirs if wish.verb != "sync"]
    made += sync_endpoints(brief, known, theirs)
    operations = distinct((*made, *companions(brief, tuple(made)), *entry(brief, tuple(made))))
    policies = rate_policies(brief, operations)
    title = project.title or project.name
    return Api(
        key=f"api:{audience}",
        title=f"{title} API" if len(audiences(brief)) == 1 else f"{title} API for {row['readers']}",
        summary=project.purpose,
        audience=audience,
        host=host(brief),
        environments=brief.requirements.deployment.environments or ("staging", "prod"),
        security=row["security"],
        tags=_tags(known, operations),
        operations=operations,
        schemas=masked(brief, known, operations, schemas(brief, known, theirs, operations, sync_schemas(brief, known, theirs))),
        errors=catalogue(brief, operations),
        currency=project.currency or "EUR",
        idempotency_hours=_hours(brief),
        rate_limit=max((policy.quota for policy in policies if not policy.covers), default=60),
        rate_policies=policies,
        because=(*dict.fromkeys(need for operation in operations for need in operation.requirements), "API-001"),
    )


def distinct(operations: Iterable[ApiOperation]) -> tuple[ApiOperation, ...]:
    """Return the operations with paths that no router can confuse; a second one on the same place gets its id as last part."""
    taken: set[tuple[str, str]] = set()
    found = []
    for operation in operations:
        path = operation.path
        while (operation.method, _shape(path)) in taken:
            path = f"{path}/{slug(operation.name)}"
        taken.add((operation.method, _shape(path)))
        found.append(operation.model_copy(update={"path": path}))
    return tuple(found)


def _shape(path: str) -> str:
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))


def _tags(known: dict[str, Resource], operations: tuple[ApiOperation, ...]) -> tuple[Tag, ...]:
    found: dict[str, Tag] = {}
    for operation in operations:
        resource = known.get(operation.entity)
        if resource is None:
            found.setdefault(
                operation.tag,
                Tag(name=operation.tag, description=PLATFORM[operation.tag], group="Platform"),
            )
        else:
            text = f"{resource.many.capitalize()} of the context {resource.facts.entity.context.replace('_', ' ')}."
            found.setdefault(operation.tag, Tag(name=operation.tag, description=text, group=resource.facts.entity.context))
    return tuple(found.values())


def _hours(brief: Brief) -> int:
    """Return how long a key is kept: one day, or one day after the longest time offline (DATA-107)."""
    longest = max((actor.offline.seconds for actor in brief.requirements.actors if actor.offline), default=0)
    return 24 + ceil(longest / 3600)
