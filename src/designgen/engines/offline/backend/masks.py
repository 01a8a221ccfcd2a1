"""Objects with personal data in, the same with masks out: which members are null for which caller (API-092)."""

from designgen.engines.offline.backend.reading import Brief, words
from designgen.engines.offline.backend.resources import Resource
from designgen.knowledge.wording import listed
from designgen.model.design.api import ApiOperation, Mask, ObjectSchema


def masked(
    brief: Brief, known: dict[str, Resource], operations: tuple[ApiOperation, ...], schemas: tuple[ObjectSchema, ...]
) -> tuple[ObjectSchema, ...]:
    """Return the schemas with their masks: a machine has no use for what tells who a person is."""
    return tuple(_masked(brief, known, operations, schema) for schema in schemas)


def _masked(brief: Brief, known: dict[str, Resource], operations: tuple[ApiOperation, ...], schema: ObjectSchema) -> ObjectSchema:
    if schema.kind not in ("read", "summary") or schema.entity not in known:
        return schema
    hidden = tuple(prop.name for prop in schema.properties if prop.attribute.pii and prop.attribute.nullable)
    readers = dict.fromkeys(name for operation in operations if operation.response == schema.name for name in operation.actors)
    blind = [name for name in readers if hidden and _needs_no_person(brief, known[schema.entity], name)]
    if not blind:
        return schema
    noun = words(known[schema.entity].facts.entity.name)
    are = "is" if len(hidden) == 1 else "are"
    said = f" {listed([f'`{name}`' for name in hidden])} of the {noun} {are} null for {listed(blind)}."
    masks = tuple(Mask(actor=name, hides=hidden) for name in blind)
    return schema.model_copy(update={"masks": masks, "description": schema.description + said})


def _needs_no_person(brief: Brief, resource: Resource, name: str) -> bool:
    """Whether a caller is a machine that never writes the personal members: it creates and changes no such row."""
    written = ("create", "update", "replace", "crud", "import", "sync", "batch")
    writes = any(name in use.actors and use.operation.verb in written for use in resource.facts.uses)
    return brief.actor(name).kind != "human" and not writes
