"""Questions about the domain that several formulas ask: who refers to whom, who is a person, what belongs to a tenant."""

from functools import cached_property

from designgen.knowledge.catalogue import load
from designgen.model.domain import Entity, Field
from designgen.model.requirements import Requirements
from designgen.model.wishes import Actor
from designgen.sizing.naming import snake


class Domain:
    """The requirements with the relations between entities worked out once."""

    def __init__(self, requirements: Requirements) -> None:
        self.requirements = requirements
        self.entities = {entity.key: entity for entity in requirements.entities}

    @cached_property
    def actor_entities(self) -> dict[str, Actor]:
        """Entities that are actors themselves: by `actor.entity`, else by the same name."""
        found: dict[str, Actor] = {}
        by_name = {snake(entity.name): entity.key for entity in self.entities.values()}
        for actor in self.requirements.actors:
            key = self.resolve(actor.entity) if actor.entity else by_name.get(snake(actor.name), "")
            if key and actor.auth not in ("anonymous", "none"):
                found.setdefault(key, actor)
        return found

    def resolve(self, name: str | None) -> str:
        """Return `context.Entity` for a name with or without its context; empty if nobody has it."""
        if not name:
            return ""
        if name in self.entities:
            return name
        matches = [key for key, entity in self.entities.items() if entity.name == name]
        return matches[0] if len(matches) == 1 else ""

    def references(self, entity: Entity) -> tuple[Field, ...]:
        """Return the fields of an entity that lead to one other entity."""
        return tuple(field for field in entity.fields if field.type == "reference" and self.resolve(field.to))

    @cached_property
    def referrers(self) -> dict[str, tuple[str, ...]]:
        """For each entity the others that refer to it."""
        found: dict[str, list[str]] = {key: [] for key in self.entities}
        for key, entity in self.entities.items():
            for field in self.references(entity):
                target = self.resolve(field.to)
                if key != target and key not in found[target]:
                    found[target].append(key)
        return {key: tuple(sources) for key, sources in found.items()}

    @cached_property
    def tenant_unit(self) -> str:
        """The entity whose data are kept apart; empty without tenancy."""
        return self.resolve(self.requirements.constraints.tenancy.unit)

    @cached_property
    def tenant_owned(self) -> frozenset[str]:
        """Entities that belong to one tenant: they refer to the unit, or have to refer to something that does (DATA-075)."""
        unit = self.tenant_unit
        owned: set[str] = set()
        while unit:
            more = {key for key, entity in self.entities.items() if key not in owned | {unit} and self._belongs(entity, owned | {unit})}
            if not more:
                break
            owned |= more
        return frozenset(owned)

    def _belongs(self, entity: Entity, owned: set[str]) -> bool:
        if self.parent(entity) in owned:
            return True
        return any(
            self.resolve(field.to) in owned and not field.opt for field in self.references(entity) if self.resolve(field.to) != entity.key
        )

    def parent(self, entity: Entity) -> str:
        """Return the entity that contains this one, by `part_of` or by the parent's list; empty for a root."""
        if entity.part_of:
            return self.resolve(entity.part_of)
        return self._containers.get(entity.key, "")

    @cached_property
    def _containers(self) -> dict[str, str]:
        """For each entity that stands in a list of another the first one whose list names it."""
        found: dict[str, str] = {}
        for key, entity in self.entities.items():
            for field in entity.fields:
                if field.type in ("children", "list"):
                    found.setdefault(self.resolve(field.to), key)
        return found

    def is_person(self, entity: Entity) -> bool:
        """Whether rows of this entity are people: an actor, a word for people, or someone with e-mail or telephone."""
        if entity.key in self.actor_entities or snake(entity.name).split("_")[-1] in load("lexicon")["persons"]:
            return True
        return any(field.type in ("email", "phone") for field in entity.fields)

    def money_fields(self, entity: Entity) -> tuple[Field, ...]:
        """Return the amounts of money an entity holds."""
        return tuple(field for field in entity.fields if field.type == "money")

    def near_money(self, entity: Entity) -> bool:
        """Whether an entity holds money or refers to one that does."""
        if self.money_fields(entity):
            return True
        return any(self.money_fields(self.entities[self.resolve(field.to)]) for field in self.references(entity))

    def is_final(self, entity: Entity) -> bool:
        """Whether an entity comes to an end: it has a state without an exit."""
        return any(not state.transitions for state in entity.states)
