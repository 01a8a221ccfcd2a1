"""What the integration engineer looks at: facts, decisions, the architect's interface and components."""

from dataclasses import dataclass

from designgen.model.design.api import Api, ApiOperation
from designgen.model.design.architecture import Architecture
from designgen.model.facts import EntityFacts, Facts
from designgen.model.interview import BackendSection, Question
from designgen.model.wishes import Actor


@dataclass(frozen=True)
class View:
    """One question, opened."""

    facts: Facts
    choices: dict[str, str]
    architecture: Architecture
    apis: tuple[Api, ...]

    @classmethod
    def of(cls, question: Question) -> "View":
        """Return what the question lets its reader see."""
        backend = next((section for section in question.earlier if isinstance(section, BackendSection)), None)
        return cls(
            facts=question.facts,
            choices={decision.topic: decision.choice for decision in question.decisions},
            architecture=backend.architecture if backend else Architecture(),
            apis=backend.api if backend else (),
        )

    @property
    def operations(self) -> tuple[ApiOperation, ...]:
        """Every operation of every document."""
        return tuple(operation for api in self.apis for operation in api.operations)

    def entity(self, key: str) -> EntityFacts | None:
        """Return the facts of an entity, or None."""
        return next((entity for entity in self.facts.entities if entity.key == key), None)

    def actor(self, name: str) -> Actor:
        """Return an actor; a human one where a rule invented the name."""
        return next((actor for actor in self.facts.requirements.actors if actor.name == name), Actor(name=name))

    def has(self, component: str) -> bool:
        """Whether the container view shows that component."""
        return any(known.key == component for known in self.architecture.components)

    def title(self, component: str) -> str:
        """Return the title of a component."""
        return next((known.title for known in self.architecture.components if known.key == component), component.partition(":")[2])
