"""Entities in, objects of the API out: what is read, what may be sent, what a list shows (API-062, API-092)."""

from collections.abc import Iterable

from designgen.engines.offline.backend.parameters import shown_name
from designgen.engines.offline.backend.reading import Brief, article, snake, words
from designgen.engines.offline.backend.resources import Resource
from designgen.engines.offline.backend.wishes import Wish
from designgen.engines.offline.settlements import Settlement
from designgen.knowledge.catalogue import load
from designgen.knowledge.lifetimes import lifetimes
from designgen.knowledge.templates import phrase
from designgen.model.design.api import ObjectSchema, Property
from designgen.model.domain import Entity
from designgen.model.facts import Attribute
from designgen.sizing.moments import event_of

SHOWN_SYSTEM = ("created_at", "updated_at")
GUARDED = ("special", "health", "card", "child", "financial", "credential")
NAMING = ("contact", "identity", "personal", "location", "financial", "child")
"""Classes that lead to a person; beside an anonymous answer they are kept in a table of their own (DATA-085)."""
DISPLAY = ("name", "title", "label", "display_name", "nickname")
BULKY = ("text", "json", "file", "geo_polygon", "children")


def readable(resource: Resource) -> tuple[Attribute, ...]:
    """Return the attributes an answer may hold; credentials and secrets never leave (LINT-A24), nor what would name an anonymous sender."""
    return tuple(
        attribute
        for attribute in whole(resource)
        if attribute.type != "secret"
        and attribute.pii != "credential"
        and not (attribute.pii in NAMING and resource.facts.entity.anonymous)
        and (attribute.role != "system" or attribute.name in SHOWN_SYSTEM)
    )


def writable(brief: Brief, resource: Resource) -> tuple[Attribute, ...]:
    """Return the attributes a client may send: none that the server, the token or a state event sets (API-062)."""
    return tuple(
        attribute
        for attribute in whole(resource)
        if attribute.role in ("data", "reference")
        and (not attribute.server or attribute.type == "file" or _parent(brief, resource, attribute))
        and not from_token(brief, attribute)
        and not event_of(resource.facts.entity, attribute)
    )


def whole(resource: Resource) -> tuple[Attribute, ...]:
    """Return the attributes as one value each: the columns of a file and of a local time are put together again."""
    kinds = {field.name: field for field in resource.facts.entity.fields}
    found: dict[str, Attribute] = {}
    for attribute in resource.facts.attributes:
        field = kinds.get(attribute.source)
        if field is not None and field.type == "file":
            nullable = field.opt
            found.setdefault(
                field.name, Attribute(name=field.name, type="file", source=field.name, nullable=nullable, server=True, pii=attribute.pii)
            )
        elif field is None or field.type != "local_datetime" or attribute.type == "local_datetime":
            found[attribute.name] = attribute
    return tuple(found.values())


def _parent(brief: Brief, resource: Resource, attribute: Attribute) -> bool:
    """Whether the attribute names the containing row, which a separate `create` has to say (API-004)."""
    return attribute.role == "reference" and attribute.target == brief.domain.parent(resource.facts.entity)


def from_token(brief: Brief, attribute: Attribute) -> bool:
    """Whether the value comes from the caller's token: the owner, or the tenant (API-010)."""
    return attribute.owner or bool(brief.unit and attribute.role == "reference" and attribute.target == brief.unit)


def shown_in_lists(resource: Resource, wish: Wish | None, peers: bool) -> tuple[Attribute, ...]:
    """Return what a list shows: no bulky field, no guarded class, and to peers nothing personal but the name (API-092)."""
    own = wish is not None and wish.own
    kept = [a for a in readable(resource) if a.type not in BULKY and a.role != "system" and a.pii not in GUARDED]
    if peers and not own:
        kept = [a for a in kept if not a.pii or a.name in DISPLAY]
    return tuple(kept)


def read_schema(brief: Brief, resource: Resource, parts: tuple[Property, ...] = ()) -> ObjectSchema:
    """Return `X`: everything a caller may see of one row."""
    sent, entity = {attribute.name for attribute in writable(brief, resource)}, resource.facts.entity
    properties = tuple(
        Property(name=shown_name(a), attribute=a, required=True, read_only=a.name not in sent, description=meaning(brief, a, entity))
        for a in readable(resource)
    )
    return _schema(resource, resource.stem, "read", properties + parts, f"One {resource.noun} as it is stored.")


def create_schema(brief: Brief, resource: Resource, parts: tuple[Property, ...] = ()) -> ObjectSchema:
    """Return `XCreate`: what a client sends for a new row."""
    properties = tuple(
        Property(name=shown_name(a), attribute=a, required=not a.nullable and a.default is None, description=meaning(brief, a))
        for a in writable(brief, resource)
    )
    return _schema(resource, f"{resource.stem}Create", "create", properties + parts, f"What makes a new {resource.noun}.")


def patch_schema(brief: Brief, resource: Resource) -> ObjectSchema:
    """Return `XPatch`: what may change later; every member is optional (RFC 7396)."""
    properties = tuple(
        Property(name=shown_name(a), attribute=a, required=False, description=meaning(brief, a))
        for a in writable(brief, resource)
        if not a.write_once
    )
    cleared = ", null clears one that may be empty" if any(one.attribute.nullable for one in properties) else ""
    text = f"Changes to {resource.a}: what is missing stays{cleared}."
    return _schema(resource, f"{resource.stem}Patch", "patch", properties, text)


def summary_schema(brief: Brief, resource: Resource, wish: Wish | None, peers: bool) -> ObjectSchema:
    """Return `XSummary`: what a list shows of each row."""
    shown = shown_in_lists(resource, wish, peers)
    entity = resource.facts.entity
    properties = tuple(
        Property(name=shown_name(a), attribute=a, required=True, read_only=True, description=meaning(brief, a, entity)) for a in shown
    )
    hidden = [words(shown_name(a)) for a in readable(resource) if a.pii and a not in shown]
    text = f"One {resource.noun} in a list." + (f" Leaves out {' and '.join(hidden)}: other callers have no need of it." if hidden else "")
    return _schema(resource, f"{resource.stem}Summary", "summary", properties, text)


def command_schema(brief: Brief, resource: Resource, name: str, fields: Iterable[str]) -> ObjectSchema:
    """Return the body of a state event that carries values (V18)."""
    wanted = set(fields)
    properties = tuple(
        Property(name=shown_name(a), attribute=a, required=not a.nullable, description=meaning(brief, a))
        for a in resource.facts.attributes
        if a.name in wanted or a.source in wanted
    )
    return _schema(resource, name, "command", properties, f"What the event needs to know about the {resource.noun}.")


def started_name(settled: Settlement) -> str:
    """Return the schema of the answer: `PaymentStarted`, and `PaymentRefundStarted` for what is asked of a payment later."""
    later = "" if settled.opens else "".join(part.capitalize() for part in words(settled.event).split())
    return f"{settled.record.entity.name}{later}Started"


def started_schema(settled: Settlement) -> ObjectSchema:
    """Return what a caller gets while a peer has not yet said how the work ends (SVC-037)."""
    noun = snake(settled.record.entity.name)
    named, peer = noun.replace("_", " "), settled.peer
    members = [
        (
            Attribute(name=f"{noun}_id", type="uuid"),
            f"Id of the {named}; also the key under which {peer} knows it.",
        ),
        (Attribute(name="status", type="enum", values=(settled.waiting,)), f"Stays {settled.waiting} until the outcome is reported."),
    ]
    if settled.opens:
        secret = Attribute(name="client_token", type="string", length=2048)
        members.append((secret, f"What the client hands to {peer} to finish, such as for a check of the payer."))
    return ObjectSchema(
        key=f"schema:{started_name(settled)}",
        entity="",
        kind="read",
        properties=tuple(Property(name=a.name, attribute=a, description=text) for a, text in members),
        description=f"{article(named).capitalize()} whose {'outcome' if settled.opens else settled.event} {peer} has yet to report.",
        because=(*settled.cause.because, "SVC-037"),
    )


def fixed_schema(name: str) -> ObjectSchema:
    """Return an object that belongs to no entity, such as `Operation` (API-060)."""
    row = load("api_shapes")[name]
    properties = []
    for label, entry in row["properties"].items():
        given = {key: value for key, value in entry.items() if key != "description"}
        if "values" in given:
            given["values"] = tuple(given["values"])
        attribute = Attribute(name=label, role="key" if label == "id" else "data", **given)
        required, text = attribute.default is None, phrase(entry.get("description", ""), **lifetimes())
        properties.append(Property(name=label, attribute=attribute, required=required, description=text))
    return ObjectSchema(
        key=f"schema:{name}",
        entity="",
        kind=row["kind"],
        properties=tuple(properties),
        description=row["description"],
        because=("API-060",),
    )


def meaning(brief: Brief, attribute: Attribute, entity: Entity | None = None) -> str:
    """Return what a reader cannot see from name and type: who sets it, what it refers to, what it means for privacy."""
    said = []
    target = brief.entity(attribute.target) if attribute.target else None
    if from_token(brief, attribute):
        said.append(f"The {words(target.entity.name)} of the caller's token." if target else "Taken from the caller's token.")
    elif target:
        said.append(f"Id of the {words(target.entity.name)}.")
    if entity and (event := event_of(entity, attribute)):
        said.append(f"Set when `{event}` happens.")
    if attribute.role == "status":
        said.append("Changes only by its events.")
    if attribute.write_once:
        said.append("Fixed once it is set.")
    if attribute.pii:
        said.append(f"Personal data, class {attribute.pii}.")
    return " ".join(said)


def _schema(resource: Resource, name: str, kind: str, properties: tuple[Property, ...], text: str) -> ObjectSchema:
    return ObjectSchema.model_validate(
        {
            "key": f"schema:{name}",
            "entity": resource.key,
            "kind": kind,
            "properties": properties,
            "description": text,
            "because": (*resource.facts.because, f"table:{resource.facts.table}", "API-062"),
        }
    )
