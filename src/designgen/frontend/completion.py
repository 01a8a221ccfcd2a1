"""Requirements as written in, requirements that later stages can rely on out: older spellings turned, gaps filled (A.3).

What is filled says so: derived requirements carry the rule, sizing lists the rest as assumptions.
"""

from designgen.frontend.names import events_of
from designgen.model.domain import BoundedContext, Entity
from designgen.model.peers import Integration, Interface
from designgen.model.requirements import Requirements
from designgen.model.wishes import Actor, Operation, Requirement

STAFF = ("oidc+mfa", "x509", "saml")


def tidy(written: Requirements) -> Requirements:
    """Turn accepted older spellings into the present ones (V5, V9, V13) and give every entity its context."""
    domain = tuple(_context(context) for context in written.domain)
    tech, deployment = written.constraints.tech, written.deployment
    if tech.cloud and not deployment.location:
        deployment = deployment.model_copy(update={"location": tech.cloud})
    integrations = tuple(_integration(one) for one in written.integrations)
    interfaces = _interfaces(written.interfaces)
    return written.model_copy(update={"domain": domain, "deployment": deployment, "integrations": integrations, "interfaces": interfaces})


def _interfaces(interfaces: tuple[Interface, ...]) -> tuple[Interface, ...]:
    """Name the interfaces without an id by their kind, numbered where there are several."""
    taken = {one.id for one in interfaces}
    named = []
    for one in interfaces:
        free = (name for name in (one.kind, *(f"{one.kind}-{number}" for number in range(2, len(interfaces) + 2))) if name not in taken)
        named.append(one if one.id else one.model_copy(update={"id": next(free)}))
        taken.add(named[-1].id)
    return tuple(named)


def _context(context: BoundedContext) -> BoundedContext:
    entities = tuple(entity.model_copy(update={"context": context.name}) for entity in context.entities)
    return context.model_copy(update={"entities": entities})


def _integration(one: Integration) -> Integration:
    update: dict[str, object] = {}
    protocol, dash, form = (one.protocol or "").partition("-")
    if dash and protocol == "https" and not one.format:
        update |= {"protocol": protocol, "format": form}
    if one.rate_out:
        update |= {"limit": one.limit or one.rate, "rate": one.rate_out, "rate_out": None}
    return one.model_copy(update=update) if update else one


def complete(written: Requirements) -> Requirements:
    """Fill what the author left out: actors (DEF-02), requirements of untouched roots (DEF-03), the interface (DEF-16)."""
    actors = written.actors or _actors(written)
    interfaces = written.interfaces or _ways_in(written)
    wishes = tuple(_with_actor(wish, actors) if not written.actors else wish for wish in written.requirements)
    filled = written.model_copy(update={"actors": actors, "interfaces": interfaces, "requirements": wishes})
    derived = tuple(_derived(filled, entity) for entity in filled.entities if _untouched(filled, entity))
    return filled.model_copy(update={"requirements": (*wishes, *derived)})


def _actors(written: Requirements) -> tuple[Actor, ...]:
    """One user; an administrator too where an entity is written by nobody the author named."""
    user = Actor(name="user", kind="human", auth="oidc")
    alone = any(_untouched(written, entity) and not entity.writers for entity in written.entities)
    return (user, Actor(name="admin", kind="human", auth="oidc+mfa")) if alone and written.requirements else (user,)


def _ways_in(written: Requirements) -> tuple[Interface, ...]:
    """One REST interface for own clients; events inside where two contexts react to one change (DEF-16)."""
    reacting: dict[str, set[str]] = {}
    for wish in written.requirements:
        if (wish.trigger or "").startswith("on "):
            contexts = {operation.entity.partition(".")[0] for operation in wish.operations if operation.entity}
            reacting.setdefault(wish.trigger or "", set()).update(contexts)
    rest = Interface(id="rest", kind="rest", audience="own-clients")
    several = any(len(contexts) >= 2 for contexts in reacting.values())
    return (rest, Interface(id="events", kind="events", audience="internal")) if several else (rest,)


def _with_actor(wish: Requirement, actors: tuple[Actor, ...]) -> Requirement:
    return wish if wish.actor or wish.trigger else wish.model_copy(update={"actor": (actors[0].name,)})


def touched(written: Requirements) -> set[str]:
    """Return the keys of the entities that an operation of the author's names."""
    operations = [operation for wish in written.requirements if not wish.derived_by for operation in wish.operations]
    return {key for operation in operations for key in (operation.entity, operation.over, operation.through) if key}


def moved(written: Requirements) -> set[str]:
    """Return the keys of the entities that a pipeline or an integration carries."""
    ends = {end for pipeline in written.pipelines for end in (pipeline.source, pipeline.sink)}
    return ends | {key for integration in written.integrations for key in integration.data}


def _untouched(written: Requirements, entity: Entity) -> bool:
    return not entity.part_of and not entity.from_source and entity.key not in touched(written)


def _derived(written: Requirements, entity: Entity) -> Requirement:
    """The least destructive set: create, get, list, update and every event; only reads where others write the rows."""
    name, fed = entity.key, bool(entity.system_of_record) or entity.key in moved(written)
    verbs = ("get", "list") if fed else ("create", "get", "list", "update")
    operations = [Operation.model_validate({"verb": verb, "entity": name, "text": f"{verb} {entity.name}"}) for verb in verbs]
    events = () if fed else events_of(entity)
    operations += [Operation(verb="transition", entity=name, event=event, text=f"transition {entity.name}.{event}") for event in events]
    return Requirement(
        id=f"DEF-03:{name}",
        title=f"{'See' if fed else 'Maintain'} {entity.name}",
        priority="should",
        actor=_keepers(written, entity),
        operations=tuple(operations),
        derived_by="DEF-03",
    )


def _keepers(written: Requirements, entity: Entity) -> tuple[str, ...]:
    """Who maintains an entity nobody asked for: its writers, itself, the best protected staff, anyone who signs in."""
    people = [actor for actor in written.actors if actor.kind == "human" and actor.auth not in ("anonymous", "none")]
    choices = (
        [actor.name for actor in written.actors if actor.name in entity.writers],
        [actor.name for actor in written.actors if actor.entity == entity.key],
        [actor.name for actor in people if actor.auth in STAFF],
        [actor.name for actor in people],
        [actor.name for actor in written.actors],
    )
    return tuple(next((choice for choice in choices if choice), []))
