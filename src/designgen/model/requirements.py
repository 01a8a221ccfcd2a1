"""One requirements file, read whole: every name resolved; the same models give the JSON Schema for editors.

`None` means that the author was silent: stages after reading fill the gap and say so.
"""

from typing import Annotated, Literal

from pydantic import Field as Described

from designgen.model.constraints import Constraints, Deployment
from designgen.model.domain import BoundedContext, Entity
from designgen.model.frozen import Frozen, Keyed
from designgen.model.peers import Existing, Integration, Interface, Pipeline
from designgen.model.wishes import Actor, Background, Quality, Requirement


class Project(Frozen):
    """Who asks, where, and in which currency and zone."""

    name: str = Described(pattern=r"^[A-Za-z][A-Za-z0-9 _-]{0,51}$")
    purpose: str = Described(min_length=1)
    title: str | None = None
    org: str | None = None
    country: str | None = Described(default=None, pattern=r"^[A-Z]{2}$")
    timezone: str | None = None
    currency: str | None = Described(default=None, pattern=r"^[A-Z]{3}$")
    locales: tuple[str, ...] = ()
    as_of: str | None = Described(default=None, pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    conventions: tuple[str, ...] = ()


class GivenDecision(Frozen):
    """A decision the author already took; `topic` names the topic key if it is one of ours."""

    id: str = ""
    decision: str
    topic: str | None = None
    choice: str | None = None
    reason: str = ""
    status: str | None = None


class OpenQuestion(Frozen):
    """A question the author already knows to be open."""

    id: str = ""
    text: str
    since: str | None = None


class Waiver(Frozen):
    """A finding the author accepts, with a reason and an end (CORE-06)."""

    rule: str
    reason: str | None = None
    until: str | None = None


class Requirements(Frozen):
    """One requirements file, read whole."""

    designgen: Literal["1"] = "1"
    mode: Literal["greenfield", "review"] = "greenfield"
    project: Project
    context: Background = Background()
    actors: Annotated[tuple[Actor, ...], Keyed("name")] = ()
    requirements: Annotated[tuple[Requirement, ...], Keyed("id", listed=True)] = ()
    quality: Quality = Quality()
    constraints: Constraints = Constraints()
    domain: Annotated[tuple[BoundedContext, ...], Keyed("name", inner="entities")] = ()
    integrations: Annotated[tuple[Integration, ...], Keyed("id", listed=True)] = ()
    pipelines: Annotated[tuple[Pipeline, ...], Keyed("id", listed=True)] = ()
    interfaces: tuple[Interface, ...] = ()
    existing: Existing = Existing()
    deployment: Deployment = Deployment()
    decisions: Annotated[tuple[GivenDecision, ...], Keyed("id", listed=True)] = ()
    questions: Annotated[tuple[OpenQuestion, ...], Keyed("id", inner="text", listed=True)] = ()
    waive: tuple[Waiver, ...] = ()
    assumptions: dict[str, str] = Described(default_factory=dict)
    priorities: dict[str, int] = Described(default_factory=dict)

    @property
    def entities(self) -> tuple[Entity, ...]:
        """All entities in the order written."""
        return tuple(entity for context in self.domain for entity in context.entities)

    def entity(self, key: str) -> Entity:
        """Return the entity named `context.Entity`; KeyError if there is none."""
        for entity in self.entities:
            if entity.key == key:
                return entity
        raise KeyError(key)

    def actor(self, name: str) -> Actor:
        """Return the actor of that name; KeyError if there is none."""
        for actor in self.actors:
            if actor.name == name:
                return actor
        raise KeyError(name)
