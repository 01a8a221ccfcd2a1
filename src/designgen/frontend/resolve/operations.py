"""Wishes with names as written in, with names resolved out: entities, events, filters, actors, goals, triggers."""

import re

from designgen.frontend.ledger import Ledger
from designgen.frontend.names import Names, events_of
from designgen.frontend.operation_text import VERBS, sentence_of
from designgen.frontend.resolve_rules import NO_ENTITY, NO_EVENT, TRIGGER, UNKNOWN_EVENT, UNKNOWN_NAME
from designgen.frontend.words import similar
from designgen.frontend.written import amount
from designgen.model.quantities import Duration
from designgen.model.requirements import Requirements
from designgen.model.wishes import Operation, Requirement

EVERY = re.compile(r"every (\S+)(?: at ([01][0-9]|2[0-3]):([0-5][0-9]))?")
ON = re.compile(r"on ([\w-]+)\.([\w.-]+)")
AROUND = re.compile(r"(\S+) (before|after) ([\w.]+)\.(\w+)")
CHANGES = ("created", "updated", "deleted", "changed")


class Operations:
    """Resolves the requirements of one file."""

    def __init__(self, names: Names, written: Requirements) -> None:
        self.names = names
        self.ledger: Ledger = names.ledger
        self.written = written

    def resolve(self) -> tuple[Requirement, ...]:
        """Return the requirements with every name resolved."""
        return tuple(self._requirement(wish) for wish in self.written.requirements)

    def _requirement(self, wish: Requirement) -> Requirement:
        path = f"requirements.{wish.id}"
        where = f"requirement `{wish.id}`"
        for number, name in enumerate(wish.actor):
            self.names.known("actor", name, self.names.actors, f"{path}.actor.{number}", where)
        if wish.goal and self.names.goals:
            self.names.known("goal", wish.goal, self.names.goals, f"{path}.goal", where)
        if wish.trigger:
            self.trigger(wish.trigger, f"{path}.trigger")
        operations = tuple(self._operation(one, f"{path}.operations.{number}") for number, one in enumerate(wish.operations))
        return wish.model_copy(update={"operations": operations})

    def _operation(self, operation: Operation, path: str) -> Operation:
        if not operation.text:
            operation = operation.model_copy(update={"text": sentence_of(dict(operation))})
        found = self._subject(operation, path)
        if found is None:
            return operation
        starts = tuple(key for key in (found.over, found.entity, found.through) if key in self.names.entities)
        self._via(found, path)
        if starts:
            self._event(found, path)
            self._fields(found, starts, path)
        return found

    def _subject(self, operation: Operation, path: str) -> Operation | None:
        """Return the operation with its entities resolved, None if it is about nothing."""
        update: dict[str, object] = {}
        for name, written in (("over", operation.over), ("through", operation.through)):
            if written:
                key = self.names.entity(written, f"{path}.{name}", f"`{name}`")
                if key is None:
                    return None
                update[name] = key
        key = self.names.find(operation.entity)
        if key:
            return operation.model_copy(update={**update, "entity": key})
        return self._other_subject(operation.model_copy(update=update), path)

    def _other_subject(self, operation: Operation, path: str) -> Operation | None:
        """Resolve what is no entity: the name of a report, of a message, of a system that is called."""
        name = operation.entity
        if self.names.several(name, f"{path}.entity"):
            return None
        known = self._without_entity(operation, name)
        if known:
            return known
        shown = " ".join(operation.text.split()[:2])
        place = f"{path}.entity" if f"{path}.entity" in self.ledger.places else path
        self.ledger.report(NO_ENTITY, self.ledger.span(place), operation=shown, advice=self._advice(operation))
        return None

    def _without_entity(self, operation: Operation, name: str) -> Operation | None:
        reads = operation.verb in ("get", "list", "subscribe", "export", "download") and name in self.names.reports
        called = operation.verb in ("call", "send") and name in self.names.integrations
        carried = operation.verb == "import" and name in self.names.pipelines
        if reads or (operation.verb == "report" and operation.over):
            return operation
        if called or carried:
            return operation.model_copy(update={"entity": "", "via": (name, *operation.via)})
        if operation.verb == "send" and operation.via:
            return operation.model_copy(update={"entity": "", "event": name})
        return None

    def _advice(self, operation: Operation) -> str:
        if operation.verb == "report" and not self.names.simple.get(operation.entity):
            return f"say what it is computed from: `report {operation.entity} over Entity by field`"
        if operation.verb == "call":
            return similar("integration", operation.entity, self.names.integrations, "describe it under `integrations`")
        if operation.entity.lower() in VERBS:
            return "write one verb and then the entity"
        return self.names.advice(operation.entity)

    def _event(self, operation: Operation, path: str) -> None:
        if not operation.event:
            if operation.verb == "transition":
                self._no_event(operation, path)
            return
        entity = self.names.entities.get(operation.entity)
        if entity is None:
            return
        place = f"{path}.event"
        if operation.verb in ("upload", "download"):
            self.names.field((entity.key,), operation.event, place)
        elif operation.verb in ("transition", "subscribe", "send", "batch", "sync"):
            self.names.event(
                entity,
                operation.event,
                place,
                () if operation.verb == "transition" else (*CHANGES, "*", *(state.name.lower() for state in entity.states)),
            )
        else:
            advice = f"write `transition {entity.name}.{operation.event}` if it is an event, `with {operation.event}` if it is a field"
            self.ledger.report(UNKNOWN_EVENT, self.ledger.span(place), name=operation.event, entity=entity.name, advice=advice)

    def _no_event(self, operation: Operation, path: str) -> None:
        entity = self.names.entities.get(operation.entity)
        name = entity.name if entity else operation.entity
        event = (events_of(entity) if entity else [])[:1] or ["event"]
        shown = " ".join(operation.text.split()[:2])
        self.ledger.report(NO_EVENT, self.ledger.span(f"{path}.entity"), operation=shown, example=f"{name}.{event[0]}")

    def _fields(self, operation: Operation, starts: tuple[str, ...], path: str) -> None:
        """Check every field an operation names."""
        for group, fields in (("by", operation.by), ("returns", operation.returns), ("with_fields", operation.with_fields)):
            for number, name in enumerate(fields):
                self.names.field(starts, name, _place(path, f"{group}.{number}"))
        for number, key in enumerate(operation.sort):
            if not (operation.verb == "report" and operation.over):
                self.names.field(starts, key.field, _place(path, f"sort.{number}"))
        if operation.range:
            self.names.field(starts, operation.range, f"{path}.range")

    def _via(self, operation: Operation, path: str) -> None:
        known = self.names.integrations | self.names.pipelines | self.names.interfaces | self.names.systems
        written = [name for name in operation.via if name]
        for number, name in enumerate(written):
            self.names.known("integration", name, known, f"{path}.via.{number}", "`via`")

    def trigger(self, text: str, path: str) -> None:
        """Check a trigger: a schedule, an event, or a span around a date (V6)."""
        every, on, around = EVERY.fullmatch(text), ON.fullmatch(text), AROUND.fullmatch(text)
        if every and amount(Duration, every[1]):
            return
        if on:
            self._event_of(on[1], on[2], path)
        elif around and amount(Duration, around[1]):
            key = self.names.entity(around[3], path, "the trigger")
            if key:
                self.names.field((key,), around[4], path)
        else:
            self.ledger.report(TRIGGER, self.ledger.span(path), text=text)

    def _event_of(self, name: str, event: str, path: str) -> None:
        if name in self.names.integrations:
            messages = next((one.webhooks.events for one in self.written.integrations if one.id == name and one.webhooks), ())
            if messages and event not in messages:
                advice = similar("event", event, messages)
                self.ledger.report(UNKNOWN_NAME, self.ledger.span(path), where="the trigger", what="event", name=event, advice=advice)
            return
        context, _, inner = event.rpartition(".")
        name, event = (f"{name}.{context}", inner) if context else (name, event)
        key = self.names.entity(name, path, "the trigger")
        if key:
            entity = self.names.entities[key]
            self.names.event(entity, event, path, (*CHANGES, *(state.name.lower() for state in entity.states)))


def _place(path: str, part: str) -> str:
    return f"{path}.{part}"
