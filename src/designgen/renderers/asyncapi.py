"""Published events in, `api/asyncapi.yaml` out: AsyncAPI 3.0, CloudEvents inside (API-106..111); no event, no document."""

from collections.abc import Iterator
from typing import Any

from designgen.knowledge.wording import listed
from designgen.model.artifact import Artifact
from designgen.model.design.api import ObjectSchema, Property
from designgen.model.design.flows import Event
from designgen.model.design.whole import Design
from designgen.model.facts import Attribute, EntityFacts
from designgen.renderers.openapi.examples import FIRST_DAY, Scene, example_of, identity
from designgen.renderers.openapi.schemas import object_schema
from designgen.renderers.openapi.types import UUID, money_name, money_schema
from designgen.sizing.domain import Domain
from designgen.syntax.slug import kebab
from designgen.syntax.yaml import dump

Node = dict[str, Any]
VERSION = "3.0.0"
TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def render_asyncapi(design: Design) -> Iterator[Artifact]:
    """Yield the document of the events, where something is published."""
    if design.flows.events:
        title = f"{design.title} events"
        yield Artifact.text("api/asyncapi.yaml", "yaml", dump(document(design)), section="flows", title=title)


def document(design: Design) -> Node:
    """Return the document as plain values."""
    events = design.flows.events
    readers = sorted({consumer for event in events for consumer in event.consumers})
    return {
        "asyncapi": VERSION,
        "info": {
            "title": f"{design.title} events",
            "version": "1.0.0",
            "description": "\n".join(
                (
                    f"What has happened in {design.title}, for {listed(readers)}; {len(events)} kinds of events.",
                    "Each event leaves through the outbox of the transaction that changed the row: at least once, in order for each row.",
                    "A reader remembers `id` and skips what it knows; it skips a `sequence` below the one it has seen for the `subject`.",
                    "Members are only ever added; a breaking change is a new type beside the old one.",
                )
            ),
        },
        "defaultContentType": "application/cloudevents+json",
        "channels": _channels(design),
        "operations": _operations(design),
        "components": {"messages": {_message(event): _message_node(design, event) for event in events}, "schemas": _schemas(design)},
    }


def event_type(design: Design, event: Event) -> str:
    """Return the CloudEvents type: organisation, context, entity, fact, version (API-107)."""
    return f"{design.facts.requirements.project.org or design.title}.{event.name}"


def _channels(design: Design) -> Node:
    found: dict[str, Node] = {}
    for event in design.flows.events:
        node = found.setdefault(
            _channel(event),
            {
                "address": _channel(event),
                "description": f"State events of {event.entity}; the key of the order is its id.",
                "messages": {},
                "x-transport": _transport(design),
            },
        )
        node["messages"][_message(event)] = {"$ref": f"#/components/messages/{_message(event)}"}
    return found


def _operations(design: Design) -> Node:
    found: dict[str, Node] = {}
    for event in design.flows.events:
        name, channel = _message(event), _channel(event)
        reference = {"$ref": f"#/channels/{channel}/messages/{name}"}
        found[f"send{name}"] = {
            "action": "send",
            "channel": {"$ref": f"#/channels/{channel}"},
            "summary": f"Tell that `{event.transition}` of {event.entity} happened",
            "messages": [reference],
            "x-fired-by": list(event.fired_by),
            "x-because": list(event.because),
        }
        for consumer, purpose in zip(event.consumers, event.purposes, strict=False):
            found[f"{_camel(consumer)}Receives{name}"] = {
                "action": "receive",
                "channel": {"$ref": f"#/channels/{channel}"},
                "summary": f"{consumer} {purpose}",
                "messages": [reference],
            }
    return found


def _message_node(design: Design, event: Event) -> Node:
    name = _message(event)
    return {
        "name": name,
        "title": f"{event.entity} {event.name.split('.')[-2].replace('_', ' ')}",
        "summary": f"Published when `{event.transition}` has been committed.",
        "contentType": "application/cloudevents+json",
        "payload": {"$ref": f"#/components/schemas/{name}"},
        "examples": [{"name": "sample", "payload": example(design, event)}],
    }


def _schemas(design: Design) -> Node:
    made: Node = {"Envelope": _envelope(design)}
    for event in design.flows.events:
        made[_message(event)] = _typed(design, event)
        made.setdefault(f"{_stem(event)}Facts", object_schema(_facts(design, event)))
    told = [prop.attribute for event in design.flows.events for prop in _facts(design, event).properties]
    amounts = {money_name(attribute): attribute for attribute in told if attribute.type == "money"}
    return made | {name: money_schema(amounts[name], _currency(design)) for name in sorted(amounts)}


def _typed(design: Design, event: Event) -> Node:
    """Return what tells one type of event from the others: its name, where it comes from, what it carries."""
    own: Node = {
        "source": {"const": f"/{event.name.split('.')[0]}"},
        "type": {"const": event_type(design, event)},
        "data": {"$ref": f"#/components/schemas/{_stem(event)}Facts"},
    }
    typed = {"type": "object", "required": list(own), "properties": own}
    return {"description": f"`{event.transition}` of {event.entity}.", "allOf": [{"$ref": "#/components/schemas/Envelope"}, typed]}


def _envelope(design: Design) -> Node:
    """Return the CloudEvents envelope that all types share."""
    members: Node = {
        "id": {"type": "string", "format": "uuid", "maxLength": 36, "description": "Id of the outbox row; readers remember it."},
        "source": {"type": "string", "format": "uri-reference", "maxLength": 200, "description": "Context that speaks."},
        "specversion": {"const": "1.0"},
        "type": {"type": "string", "maxLength": 200, "description": "What happened, with the version of its form."},
        "subject": {"type": "string", "pattern": UUID, "maxLength": 36, "description": "Id of the row."},
        "time": {"type": "string", "format": "date-time", "maxLength": 35, "description": "When it was committed."},
        "datacontenttype": {"const": "application/json"},
        "dataschema": {"type": "string", "format": "uri-reference", "maxLength": 200, "description": "Form of `data`."},
        "traceparent": {"type": "string", "maxLength": 55, "description": "Trace of the request that caused it."},
        "partitionkey": {"type": "string", "maxLength": 36, "description": "Equal to `subject`: events of one row stay in order."},
        "sequence": {"type": "string", "maxLength": 20, "pattern": "^[0-9]+$", "description": "Version of the row after the change."},
    }
    if _tenant(design):
        members["tenantid"] = {"type": "string", "pattern": UUID, "maxLength": 36, "description": "Whose row it is."}
    return {
        "type": "object",
        "description": "Members that every event has (CloudEvents 1.0).",
        "required": list(members),
        "properties": members,
    }


def _tenant(design: Design) -> str:
    """Return the entity whose rows are tenants, or an empty text."""
    return Domain(design.facts.requirements).tenant_unit


def example(design: Design, event: Event) -> Node:
    """Return a sample event that its own schema accepts."""
    facts = _facts(design, event)
    entity = design.facts.entity(event.entity)
    after = next((m.to for s in entity.entity.states for m in s.transitions if m.event == event.transition), "")
    scene = Scene(schemas={}, entities={entity.key: entity}, currency=_currency(design), status=after)
    told = example_of(scene, facts)
    row = identity(event.entity)
    made: Node = {
        "id": identity(event.key),
        "source": f"/{event.name.split('.')[0]}",
        "specversion": "1.0",
        "type": event_type(design, event),
        "subject": row,
        "time": f"{FIRST_DAY}T09:15:00Z",
        "datacontenttype": "application/json",
        "dataschema": f"asyncapi.yaml#/components/schemas/{facts.name}",
        "traceparent": TRACE,
        "partitionkey": row,
        "sequence": str(told.get("version", 1)),
    }
    if tenant := _tenant(design):
        made["tenantid"] = identity(tenant)
    return {**made, "data": told}


def _facts(design: Design, event: Event) -> ObjectSchema:
    """Return what an event tells, under the names that the HTTP interface uses."""
    entity = design.facts.entity(event.entity)
    attributes = [_attribute(entity, name) for name in event.payload]
    properties = tuple(Property(name=_shown(a), attribute=a) for a in attributes)
    text = f"What readers of {event.entity} act on: ids and facts, nothing personal."
    return ObjectSchema(key=f"schema:{_stem(event)}Facts", entity=event.entity, kind="read", properties=properties, description=text)


def _attribute(entity: EntityFacts, name: str) -> Attribute:
    return next((a for a in entity.attributes if a.name == name), Attribute(name=name, type="int", low=1, high=2**53 - 1))


def _shown(attribute: Attribute) -> str:
    return attribute.source if attribute.type == "money" and attribute.source else attribute.name


def _transport(design: Design) -> str:
    chosen = {one.decision.topic: one.decision.choice for one in (*design.records, *design.conventions)}
    return chosen.get("messaging.broker", "postgres-queue")


def _currency(design: Design) -> str:
    return design.api[0].currency if design.api else design.facts.requirements.project.currency or "EUR"


def _channel(event: Event) -> str:
    return ".".join(event.name.split(".")[:2])


def _stem(event: Event) -> str:
    return "".join(part[:1].upper() + part[1:] for part in event.name.split(".")[1].split("_"))


def _message(event: Event) -> str:
    fact = event.name.split(".")[2]
    return _stem(event) + "".join(part[:1].upper() + part[1:] for part in fact.split("_")) + _later(event)


def _later(event: Event) -> str:
    version = event.name.rpartition(".")[2]
    return "" if version == "v1" else version.upper()


def _camel(name: str) -> str:
    first, *rest = kebab(name).split("-")
    return first + "".join(part.capitalize() for part in rest)
