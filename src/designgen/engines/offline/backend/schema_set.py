"""Operations in, exactly the schemas they name out, and those that these embed (API-003, API-062)."""

from collections.abc import Iterator

from designgen.engines.offline.backend.paths import resolve
from designgen.engines.offline.backend.reading import Brief, snake
from designgen.engines.offline.backend.resources import Resource
from designgen.engines.offline.backend.rights import peers_read
from designgen.engines.offline.backend.schemas import (
    command_schema,
    create_schema,
    fixed_schema,
    patch_schema,
    read_schema,
    started_name,
    started_schema,
    summary_schema,
)
from designgen.engines.offline.backend.wishes import Wish
from designgen.engines.offline.settlements import settlement_of
from designgen.knowledge.catalogue import load
from designgen.model.design.api import ApiOperation, ObjectSchema, Property
from designgen.model.facts import Attribute
from designgen.sizing.aggregates import amounts
from designgen.sizing.naming import plural_of

EMBEDDED_AT_MOST = 50


def schemas(
    brief: Brief,
    known: dict[str, Resource],
    asked: tuple[Wish, ...],
    operations: tuple[ApiOperation, ...],
    given: tuple[ObjectSchema, ...] = (),
) -> tuple[ObjectSchema, ...]:
    """Return the schemas of the operations, each once, in the order of their use, there for the requirements of all that use them."""
    found: dict[str, ObjectSchema] = {}
    wishes: dict[str, dict[str, None]] = {}
    ready = {schema.name: schema for schema in given}
    byid = {wish.id: wish for wish in asked}
    for operation in operations:
        for name in (operation.request, operation.response):
            if name in ready:
                found |= {inner: ready[inner] for inner in _with_inner(ready, (name,)) if inner not in found}
            elif name and name not in found:
                wish = byid.get(operation.name)
                made = _entity_schemas(brief, known, known[operation.entity], (name, wish)) if wish else (fixed_schema(name),)
                for schema in made:
                    found.setdefault(schema.name, schema)
        for name in _with_inner(found, (operation.request, operation.response)):
            wishes.setdefault(name, {}).update(dict.fromkeys(operation.requirements))
    return tuple(
        schema.model_copy(update={"because": tuple(dict.fromkeys((*wishes.get(name, ()), *schema.because)))})
        for name, schema in found.items()
    )


def _with_inner(found: dict[str, ObjectSchema], names: tuple[str, ...]) -> tuple[str, ...]:
    """Return these schemas and all that they hold."""
    seen: dict[str, None] = {}
    ahead = [name for name in names if name in found]
    while ahead:
        name = ahead.pop()
        if name not in seen:
            seen[name] = None
            ahead += [inner.attribute.of for inner in found[name].properties if inner.attribute.of in found]
    return tuple(seen)


def _entity_schemas(brief: Brief, known: dict[str, Resource], resource: Resource, wanted: tuple[str, Wish]) -> tuple[ObjectSchema, ...]:
    name, wish = wanted
    if name in load("api_shapes"):
        return (fixed_schema(name),)
    if wish.verb == "report":
        return (_report(brief, resource, name, wish),)
    settled = settlement_of(brief.facts, resource.key, wish.event) if wish.verb == "transition" else None
    if settled and name == started_name(settled):
        return (started_schema(settled),)
    if wish.verb == "transition" and name != resource.stem:
        return (_command(brief, resource, name, wish),)
    return entity_schemas(brief, known, resource, (name, wish))


def entity_schemas(brief: Brief, known: dict[str, Resource], resource: Resource, wanted: tuple[str, Wish]) -> tuple[ObjectSchema, ...]:
    """Return the schema of a name such as `Order` or `OrderCreate` for one wish, with what it embeds."""
    name, wish = wanted
    read = (read_schema(brief, resource, _parts(brief, known, resource, "")), *_children(brief, known, resource, ""))
    create = (create_schema(brief, resource, _parts(brief, known, resource, "Create")), *_children(brief, known, resource, "Create"))
    peers = peers_read(brief, resource, wish.actors)
    made = {
        "": read,
        "Create": create,
        "Patch": (patch_schema(brief, resource),),
        "Summary": (summary_schema(brief, resource, wish, peers),),
        "Batch": (_many(resource, name, create[0].name), *create),
        "BatchResult": (_many(resource, name, read[0].name), *read),
        "Change": (_change(resource, name), *read),
    }
    return made[name.removeprefix(resource.stem)]


def _command(brief: Brief, resource: Resource, name: str, wish: Wish) -> ObjectSchema:
    carried = [
        field
        for state in resource.facts.entity.states
        for transition in state.transitions
        if transition.event == wish.event
        for field in transition.with_fields
    ]
    return command_schema(brief, resource, name, (*carried, *wish.operation.with_fields))


def _embedded(brief: Brief, known: dict[str, Resource], resource: Resource) -> Iterator[tuple[str, Resource]]:
    """Yield the contained entities that are written with their parent: those that nobody writes on their own (API-003)."""
    named = {
        brief.domain.resolve(field.to): field.name
        for field in resource.facts.entity.fields
        if field.type in ("children", "list") and field.to
    }
    for key, child in known.items():
        if key == resource.key or brief.domain.parent(child.facts.entity) != resource.key:
            continue
        if not any(use.writes for use in child.facts.uses):
            yield snake(named.get(key, plural_of(child.facts.entity))), child


def _parts(brief: Brief, known: dict[str, Resource], resource: Resource, ending: str) -> tuple[Property, ...]:
    found = []
    for name, child in _embedded(brief, known, resource):
        volume = child.facts.entity.volume
        most = int(volume.max.number) if volume and volume.max else EMBEDDED_AT_MOST
        attribute = Attribute(name=name, type="children", target=child.key, of=f"{child.stem}{ending}", high=max(1, most))
        found.append(
            Property(name=name, attribute=attribute, description=f"The {child.many} of the {resource.noun}, at most {max(1, most)}.")
        )
    return tuple(found)


def _children(brief: Brief, known: dict[str, Resource], resource: Resource, ending: str) -> tuple[ObjectSchema, ...]:
    made: list[ObjectSchema] = []
    for _, child in _embedded(brief, known, resource):
        parts = _parts(brief, known, child, ending)
        schema = create_schema(brief, child, parts) if ending else read_schema(brief, child, parts)
        up = {a.name for a in child.facts.attributes if a.role == "reference" and a.target == resource.key}
        kept = tuple(p for p in schema.properties if p.name not in up and p.attribute.role != "system")
        made.append(schema.model_copy(update={"properties": kept}))
        made.extend(_children(brief, known, child, ending))
    return tuple(made)


def _report(brief: Brief, resource: Resource, name: str, wish: Wish) -> ObjectSchema:
    """Return the row of a report: what it is grouped by, then what it returns, else how many rows were counted."""
    keys = [a for path in wish.operation.by if (a := resolve(brief, resource.facts, path))]
    named = brief.domain.resolve(wish.operation.entity)
    kept = brief.entity(named) if named and named != resource.key else None
    values = [a for path in wish.operation.returns if (a := resolve(brief, resource.facts, path))]
    if kept and not values:
        values = [a for a in kept.attributes if a.role == "data"]
    sums = [] if kept or wish.operation.returns else [_total(a) for a in amounts(resource.facts)]
    count = Attribute(name="row_count", type="int", low=0, high=2**53 - 1, server=True, because=("DATA-101",))
    safe = [a for a in (*keys, *values, *sums) if not a.pii]
    properties = {a.name: Property(name=a.name, attribute=a, read_only=True) for a in (*safe, count)}
    return ObjectSchema(
        key=f"schema:{name}",
        entity="",
        kind="read",
        properties=tuple(properties.values()),
        description=f"One line of the report over {resource.many}.",
        because=wish.because,
    )


def _total(attribute: Attribute) -> Attribute:
    """Return the sum of an amount: six more digits than the amount (DATA-050)."""
    name = f"{attribute.source or attribute.name}_sum"
    wide = (attribute.precision or 12) + 6
    low = 0 if attribute.low is not None and attribute.low >= 0 else None
    return attribute.model_copy(update={"name": name, "source": name, "precision": wide, "nullable": False, "low": low, "high": None})


def _change(resource: Resource, name: str) -> ObjectSchema:
    attributes = (
        Attribute(name="id", type="uuid", role="key"),
        Attribute(name="kind", type="enum", values=("UPSERT", "DELETE")),
        Attribute(name="row", type="embedded", of=resource.stem, nullable=True),
        Attribute(name="changed_at", type="instant"),
    )
    text = f"One change of {resource.a}; `row` is null where it was deleted."
    return _free(name, "read", attributes, text)


def _many(resource: Resource, name: str, inner: str) -> ObjectSchema:
    listing = Attribute(name="items", type="children", of=inner, low=1, high=100)
    return _free(name, "command" if inner.endswith("Create") else "read", (listing,), f"At most 100 {resource.many} of one transaction.")


def _free(name: str, kind: str, attributes: tuple[Attribute, ...], text: str) -> ObjectSchema:
    """Return a schema that shows no row of a table."""
    properties = tuple(Property(name=a.name, attribute=a) for a in attributes)
    return ObjectSchema.model_validate(
        {"key": f"schema:{name}", "entity": "", "kind": kind, "properties": properties, "description": text, "because": ("API-056",)}
    )
