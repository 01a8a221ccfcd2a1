"""The names of one requirements file, to look up: entities, fields along references, states, events, actors, peers.

A look-up that fails is reported where the name was written and gives None; nothing is guessed.
"""

from collections.abc import Iterable

from designgen.frontend.identities import pascal, snake
from designgen.frontend.ledger import Ledger
from designgen.frontend.resolve_rules import AMBIGUOUS, LONG_PATH, UNKNOWN_ENTITY, UNKNOWN_EVENT, UNKNOWN_FIELD, UNKNOWN_NAME, UNKNOWN_STATE
from designgen.frontend.words import nearest, similar
from designgen.model.domain import Entity, Field
from designgen.model.requirements import Requirements

DATE_PARTS = ("year", "quarter", "month", "week", "day", "hour", "dow")
DATED = frozenset({"date", "instant", "local_datetime", "time"})
SYSTEM = {"id": "id", "version": "int", "created_at": "instant", "updated_at": "instant", "created_by": "uuid", "updated_by": "uuid"}
HOPS = 2
HOMES = {
    "actor": "actors",
    "goal": "context.goals",
    "integration": "integrations",
    "system": "existing.systems",
    "context": "domain",
}


class Names:
    """Everything that has a name in one file."""

    def __init__(self, requirements: Requirements, ledger: Ledger) -> None:
        self.ledger = ledger
        self.entities = {entity.key: entity for entity in requirements.entities}
        self.simple: dict[str, list[str]] = {}
        for key, entity in self.entities.items():
            self.simple.setdefault(entity.name, []).append(key)
        self.actors = {actor.name for actor in requirements.actors}
        self.goals = {goal.id for goal in requirements.context.goals}
        self.integrations = {integration.id for integration in requirements.integrations}
        self.pipelines = {pipeline.id for pipeline in requirements.pipelines}
        self.interfaces = {interface.id for interface in requirements.interfaces}
        self.systems = {system.id for system in requirements.existing.systems}
        self.contexts = {context.name for context in requirements.domain}
        self.requirements = {requirement.id for requirement in requirements.requirements}
        self.reports: set[str] = set()

    def find(self, name: str) -> str | None:
        """Return the key of an entity if the name means exactly one, without reporting."""
        if name in self.entities:
            return name
        keys = self.simple.get(name, [])
        return keys[0] if len(keys) == 1 else None

    def entity(self, name: str, path: str, where: str) -> str | None:
        """Return the key of the entity a name means; report a name that means none or several."""
        key = self.find(name)
        if key is None and not self.several(name, path):
            advice = self.advice(name)
            self.ledger.report(UNKNOWN_ENTITY, self.ledger.span(path), where=where, name=name, advice=advice)
        return key

    def several(self, name: str, path: str) -> bool:
        """Report a name that means several entities; return whether it does."""
        keys = self.simple.get(name, [])
        if len(keys) > 1:
            candidates = ", ".join(f"`{key}`" for key in keys)
            self.ledger.report(AMBIGUOUS, self.ledger.span(path), name=name, number=len(keys), candidates=candidates)
        return len(keys) > 1

    def advice(self, name: str) -> str:
        """Return the help for an entity nobody knows."""
        context, _, simple = name.rpartition(".")
        if context and simple in self.simple:
            return f"`{simple}` is in another context: `{self.simple[simple][0]}`"
        return similar("entity", simple, self.simple, f"describe it under `domain`: `{pascal(simple)}: {{fields: {{...}}}}`")

    def known(self, what: str, name: str, names: Iterable[str], path: str, where: str) -> bool:
        """Report a name that is none of these; return whether it is one."""
        names = set(names)
        if name in names:
            return True
        otherwise = f"describe it under `{HOMES[what]}`; there is none yet"
        self.ledger.report(
            UNKNOWN_NAME, self.ledger.span(path), where=where, what=f"{what}", name=name, advice=similar(what, name, names, otherwise)
        )
        return False

    def state(self, entity: Entity, name: str, path: str) -> bool:
        """Report a state an entity does not have; return whether it has it."""
        states = [state.name for state in entity.states]
        if name in states:
            return True
        advice = similar("state", name, states, f"`{entity.name}` has no states")
        self.ledger.report(UNKNOWN_STATE, self.ledger.span(path), name=name, entity=entity.name, advice=advice)
        return False

    def event(self, entity: Entity, name: str, path: str, more: tuple[str, ...] = ()) -> bool:
        """Report an event that no state of an entity has; return whether one has it."""
        events = [*events_of(entity), *more]
        if name in events or (name == "*" and events):
            return True
        otherwise = f"`{entity.name}` has no states; describe them: `states: {{OPEN: {{{name}: CLOSED}}, CLOSED: {{}}}}`"
        self.ledger.report(
            UNKNOWN_EVENT, self.ledger.span(path), name=name, entity=entity.name, advice=similar("event", name, events, otherwise)
        )
        return False

    def field(self, starts: tuple[str, ...], text: str, path: str) -> Field | None:
        """Return the field at the end of a path such as `building.neighbourhood`; report a path that leads nowhere.

        `starts` are the entities the path may begin at; date parts end a path, at most two references are followed.
        """
        first = text.partition(".")[0]
        start = next((key for key in starts if self._leads(self.entities[key], first)), None)
        if start is None:
            self._no_field(self.entities[starts[0]], first, path, starts)
            return None
        return self._follow(self.entities[start], text, path)

    def _follow(self, entity: Entity, text: str, path: str) -> Field | None:
        found: Field | None = None
        hops = 0
        for step in text.split("."):
            if found is None or found.to:
                entity = self.entities.get(found.to or "", entity) if found else entity
                hops += found is not None
                after = self._leads(entity, step)
                if after is None:
                    self._no_field(entity, step, path, (entity.key,))
                    return None
                found = after
            elif step in DATE_PARTS and ({found.type, found.of or ""} & DATED):
                found = Field(name=step, type="int")
            else:
                self._no_step(entity, found, step, path)
                return None
        if hops > HOPS:
            self.ledger.report(LONG_PATH, self.ledger.span(path), name=text, hops=hops)
        return found

    def _leads(self, entity: Entity, name: str) -> Field | None:
        """Return the field a step means, with what it leads to; parents can be reached by their name."""
        for field in entity.fields:
            if field.name == name:
                return field.model_copy(update={"to": self.find(field.to)}) if field.to else field
        if name == "status" and entity.states:
            return Field(name=name, type="enum", values=tuple(state.name for state in entity.states))
        parent = self.find(entity.part_of) if entity.part_of else None
        if parent and snake(self.entities[parent].name) == name:
            return Field(name=name, type="reference", to=parent)
        if entity.extends and (above := self.find(entity.extends)) and above != entity.key:
            return next((field for field in self.entities[above].fields if field.name == name), None)
        return Field.model_validate({"name": name, "type": SYSTEM[name]}) if name in SYSTEM else None

    def _no_field(self, entity: Entity, name: str, path: str, starts: tuple[str, ...]) -> None:
        fields = [field.name for key in starts for field in self.entities[key].fields] + (["status"] if entity.states else [])
        advice = similar("field", name, fields, f"the fields of `{entity.name}` are {', '.join(f'`{one}`' for one in fields)}")
        if name in self.simple or snake(name) in {snake(simple) for simple in self.simple}:
            references = [field.name for field in entity.fields if field.to and self.find(field.to) == self.find(pascal(name))]
            advice = f"the field that refers to `{pascal(name)}` is `{references[0]}`" if references else advice
        self.ledger.report(UNKNOWN_FIELD, self.ledger.span(path), name=name, entity=entity.name, advice=advice)

    def _no_step(self, entity: Entity, field: Field, step: str, path: str) -> None:
        dated = bool({field.type, field.of or ""} & DATED)
        close = nearest(step, DATE_PARTS)
        parts = f"the parts of a date are {', '.join(f'`{part}`' for part in DATE_PARTS)}"
        advice = (
            (f"a date part with a similar name exists: `{close}`" if close else parts)
            if dated
            else f"`{field.name}` is a {field.type} and refers to no other entity"
        )
        self.ledger.report(UNKNOWN_FIELD, self.ledger.span(path), name=step, entity=f"{entity.name}.{field.name}", advice=advice)


def events_of(entity: Entity) -> list[str]:
    """Return the events of an entity in the order written, each once."""
    return list(dict.fromkeys(transition.event for state in entity.states for transition in state.transitions))
