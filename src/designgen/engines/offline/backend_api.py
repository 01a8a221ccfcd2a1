"""Resources and wishes in, one API document per audience out (API-001): operations, schemas, errors, scopes, limits."""

from collections.abc import Iterable
from math import ceil

from designgen.engines.offline.backend_errors import catalogue
from designgen.engines.offline.backend_jobs import companions
from designgen.engines.offline.backend_operations import endpoints
from designgen.engines.offline.backend_reading import Brief
from designgen.engines.offline.backend_resources import Resource, resources
from designgen.engines.offline.backend_rights import scopes
from designgen.engines.offline.backend_schema_set import schemas
from designgen.engines.offline.backend_wishes import Wish, wishes
from designgen.knowledge.catalogue import load
from designgen.model.design.api import Api, ApiOperation, Tag
from designgen.model.design.item import Item
from designgen.model.wishes import Actor
from designgen.syntax.slug import slug

PRINCIPAL = {"own-clients": ("human", "device"), "partners": ("system",), "public": ("human", "system", "device"), "internal": ("system",)}
AT_ONCE = 0.2
PARTS = ("operations", "schemas", "errors", "scopes")


def apis(brief: Brief) -> tuple[Api, ...]:
    """Return one API for each audience that has something to call."""
    known = resources(brief)
    asked = wishes(brief)
    found: list[Api] = []
    taken: set[str] = set()
    for audience, actors in audiences(brief):
        theirs = tuple(w for wish in asked if (w := _called_by(wish, actors)))
        if theirs:
            made = _api(brief, audience, known, theirs)
            parts = {name: _told_apart(getattr(made, name), audience, taken) for name in PARTS}
            found.append(made.model_copy(update=parts))
            taken |= {part.key for group in parts.values() for part in group}
    return tuple(found)


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


def requests_a_minute(brief: Brief, operations: Iterable[ApiOperation]) -> int:
    """Return the quota of one caller in a minute: three times its share of the peak, at least 60 (API-075)."""
    quotas = [60]
    for actor in brief.requirements.actors:
        rate = sum(operation.per_second for operation in operations if actor.name in operation.actors)
        quotas.append(ceil(3 * 60 * rate / _concurrent(actor)))
    return max(quotas)


def _concurrent(actor: Actor) -> float:
    """Return how many of an actor work at once; unknown is one in five."""
    if actor.concurrent:
        return max(1.0, actor.concurrent.number)
    return max(1.0, AT_ONCE * actor.count.number) if actor.count else 1.0


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
    made = [operation for wish in theirs for operation in endpoints(brief, known[wish.entity], wish)]
    operations = distinct((*made, *companions(brief, tuple(made))))
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
        schemas=schemas(brief, known, theirs, operations),
        errors=catalogue(brief, operations),
        scopes=scopes(operations),
        currency=project.currency or "EUR",
        idempotency_hours=_hours(brief),
        rate_limit=requests_a_minute(brief, operations),
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
                operation.tag, Tag(name=operation.tag, description="Work that outlives its request, and files.", group="Platform")
            )
        else:
            text = f"{resource.many.capitalize()} of the context {resource.facts.entity.context.replace('_', ' ')}."
            found.setdefault(operation.tag, Tag(name=operation.tag, description=text, group=resource.facts.entity.context))
    return tuple(found.values())


def _hours(brief: Brief) -> int:
    """Return how long a key is kept: one day, or one day after the longest time offline (DATA-107)."""
    longest = max((actor.offline.seconds for actor in brief.requirements.actors if actor.offline), default=0)
    return 24 + ceil(longest / 3600)
