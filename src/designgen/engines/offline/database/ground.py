"""What every part of the database section stands on: a question in, facts, choices, names and rights looked up out."""

from collections.abc import Mapping
from dataclasses import dataclass

from designgen.decisions.stored import stored
from designgen.engines.offline.backend.sync import answered
from designgen.knowledge.catalogue import load
from designgen.model.design.api import Api, ApiOperation
from designgen.model.facts import Attribute, EntityFacts, Facts
from designgen.model.interview import BackendSection, Question
from designgen.syntax.slug import slug

LONGEST_PREFIX = 40


@dataclass(frozen=True)
class Ground:
    """The facts as stored, the choice of each topic, the API asked for earlier, the table of each entity, the prefix of roles.

    `apart` holds the attributes that may not stand beside an anonymous answer, by entity; `workers` counts what works later, as the
    architecture draws it.
    """

    facts: Facts
    choices: Mapping[str, str]
    api: tuple[Api, ...]
    tables: Mapping[str, str]
    tenants: Mapping[str, str]
    prefix: str
    apart: Mapping[str, tuple[Attribute, ...]]
    workers: int = 1

    def choice(self, topic: str) -> str:
        """Return the option chosen for a topic, empty if the topic was not decided."""
        return self.choices.get(topic, "")

    def tenant_column(self, entity: str) -> str:
        """Return the column that names the tenant of an entity's rows, empty if its rows belong to nobody."""
        return self.tenants.get(entity, "")

    def tenant_reference(self, entity: str) -> str:
        """Return the column that refers to the tenant; empty for the tenant itself, whose own id it is."""
        column = self.tenant_column(entity)
        return "" if column == "id" else column

    @property
    def tenant_name(self) -> str:
        """The column that names the tenant wherever rows belong to one; empty without shared tables."""
        return next((column for column in self.tenants.values() if column != "id"), "")

    def role(self, name: str) -> str:
        """Return the database role for `owner`, `app`, `worker` and so on; a cluster shares its roles, hence the prefix."""
        return f"{self.prefix}_{name}"

    def figure(self, key: str, otherwise: float) -> float:
        """Return a figure, or `otherwise` where the facts have none."""
        return next((known.value for known in self.facts.figures if known.key == key), otherwise)

    @property
    def operations(self) -> tuple[ApiOperation, ...]:
        """All endpoints of the API, document by document."""
        return tuple(operation for api in self.api for operation in api.operations)

    @property
    def currency(self) -> str:
        """The currency of amounts."""
        return self.facts.requirements.project.currency or (self.api[0].currency if self.api else "EUR")

    def parent(self, entity: EntityFacts) -> str:
        """Return the entity whose rows contain this one's, `context.Entity`; empty for a root."""
        part_of = entity.entity.part_of
        if part_of:
            return next((key for key in self.tables if key == part_of or key.endswith(f".{part_of}")), "")
        for other in self.facts.entities:
            for field in other.entity.fields:
                if field.type in ("children", "list") and field.to in (entity.key, entity.entity.name):
                    return other.key
        return ""

    def terminal_states(self, entity: EntityFacts) -> tuple[str, ...]:
        """Return the states that nothing leaves."""
        return tuple(state.name for state in entity.entity.states if not state.transitions)

    def open_states(self, entity: EntityFacts) -> tuple[str, ...]:
        """Return the states that something leaves, where there is also an end to reach; else none."""
        ends = self.terminal_states(entity)
        return tuple(state.name for state in entity.entity.states if state.name not in ends) if ends else ()

    def unsettled_states(self, entity: EntityFacts) -> tuple[str, ...]:
        """Return the open states that wait for something; one that only a reversal leaves, such as a refund, waits for nothing."""
        reversals = set(load("lexicon")["reversals"])
        settled = {state.name for state in entity.entity.states if {move.event for move in state.transitions} <= reversals}
        return tuple(name for name in self.open_states(entity) if name not in settled)

    def is_kept_by_law(self, entity: EntityFacts) -> bool:
        """Return whether rows are documents that the law numbers and keeps; no erasure changes them (DATA-083)."""
        return any(field.type == "gapless" for field in entity.entity.fields)

    def outlives(self, entity: EntityFacts, attribute: Attribute) -> bool:
        """Return whether rows stay longer than the rows they refer to, as the author gave both spans."""
        if attribute.role != "reference" or attribute.target not in self.tables or attribute.target == entity.key:
            return False
        target = self.facts.entity(attribute.target or "")
        given = target.entity.keep or (target.entity.volume and target.entity.volume.keep)
        if not given or self.parent(entity) == target.key or attribute.nullable:
            return False
        mine, theirs = entity.population.keep_s, target.population.keep_s
        return theirs is not None and (mine is None or mine > theirs)

    def referrers(self, entity: str) -> tuple[tuple[EntityFacts, str], ...]:
        """Return (entity, attribute) of every reference that leads to an entity."""
        return tuple(
            (facts, attribute.name)
            for facts in self.facts.entities
            for attribute in facts.attributes
            if attribute.role == "reference" and attribute.type != "many_to_many" and attribute.target == entity
        )


def ground(question: Question) -> Ground:
    """Return the ground of one question."""
    facts, apart = stored(question.facts, question.decisions)
    backend = next((section for section in question.earlier if isinstance(section, BackendSection)), None)
    boxes = backend.architecture.components if backend else ()
    facts = answered(facts, tuple(o for api in backend.api for o in api.operations)) if backend else facts
    choices = {decision.topic: decision.choice for decision in question.decisions}
    facts = with_histories(facts, choices.get("data.history", ""))
    return Ground(
        facts=facts,
        choices=choices,
        api=backend.api if backend else (),
        tables={entity.key: entity.table for entity in facts.entities},
        tenants=_tenants(facts, choices.get("tenancy.isolation", "")),
        prefix=slug(facts.requirements.project.name, LONGEST_PREFIX).replace("-", "_"),
        apart=apart,
        workers=max((one.instances for one in boxes if one.kind == "worker"), default=1),
    )


def with_histories(facts: Facts, choice: str) -> Facts:
    """Return the facts with a history for every entity with states, where that was decided and no rule singles any out (DATA-066).

    What the author ruled out stays out.
    """
    if choice != "status-history" or any(entity.history for entity in facts.entities):
        return facts
    kept = (
        entity.model_copy(update={"history": bool(entity.entity.states) and entity.entity.history is None}) for entity in facts.entities
    )
    return facts.model_copy(update={"entities": tuple(kept)})


def _tenants(facts: Facts, isolation: str) -> dict[str, str]:
    """Return the tenant column of each entity that has one; only shared tables need it (DATA-075, ADR-07)."""
    unit = facts.requirements.constraints.tenancy.unit
    if not unit or isolation not in ("shared-rls", "pool-and-silo"):
        return {}
    key = next((entity.key for entity in facts.entities if unit in (entity.key, entity.entity.name)), "")
    owned = {key: "id"} if key else {}
    for entity in facts.entities:
        referring = [attribute for attribute in entity.attributes if key and attribute.target == key and attribute.type != "many_to_many"]
        column = next((attribute.name for attribute in referring if not attribute.nullable), "")
        if column and entity.key != key:
            owned[entity.key] = column
    return owned
