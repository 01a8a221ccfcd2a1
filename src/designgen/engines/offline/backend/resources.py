"""Entities in, resources out: the nouns of the API with their paths, schema stems and scopes (API-002..011)."""

from collections import Counter
from dataclasses import dataclass

from designgen.engines.offline.backend.reading import Brief, article, snake, words
from designgen.model.facts import EntityFacts
from designgen.sizing.naming import plural_of
from designgen.syntax.slug import kebab

TAKEN = frozenset({"batches", "changes", "exports", "imports", "operations", "reports", "search", "sync", "uploads", "webhooks"})
"""First path segments of the interface itself; an entity of such a name gets its context in front."""


@dataclass(frozen=True)
class Resource:
    """An entity as the API shows it: schema stem `Tool`, path `/tools`, parameter `tool_id`, scope `lending.tool`."""

    facts: EntityFacts
    stem: str
    rows: str
    parameter: str
    scope: str

    @property
    def key(self) -> str:
        """The entity, `context.Entity`."""
        return self.facts.key

    @property
    def collection(self) -> str:
        """Path of all rows."""
        return f"/{self.rows}"

    @property
    def one(self) -> str:
        """Path of one row."""
        return f"/{self.rows}/{{{self.parameter}}}"

    @property
    def noun(self) -> str:
        """The entity in words."""
        return words(self.facts.entity.name)

    @property
    def a(self) -> str:
        """The entity in words, with an article."""
        return article(self.noun)

    @property
    def many(self) -> str:
        """The entities in words."""
        return words(plural_of(self.facts.entity))

    @property
    def tag(self) -> str:
        """The group of its endpoints."""
        return self.many[:1].upper() + self.many[1:]

    @property
    def states(self) -> tuple[str, ...]:
        """Names of its states."""
        return tuple(state.name for state in self.facts.entity.states)


def resources(brief: Brief) -> dict[str, Resource]:
    """Return the resource of every entity by its key; names that two contexts share get the context in front."""
    shared = Counter(entity.entity.name for entity in brief.facts.entities)
    plurals = Counter(_rows(entity) for entity in brief.facts.entities)
    found = {}
    for entity in brief.facts.entities:
        own = _rows(entity)
        clash = shared[entity.entity.name] > 1 or plurals[own] > 1 or own in TAKEN
        found[entity.key] = _resource(entity, own, clash)
    return found


def _rows(entity: EntityFacts) -> str:
    return kebab(plural_of(entity.entity))


def _resource(entity: EntityFacts, own: str, clash: bool) -> Resource:
    context = entity.entity.context
    prefix = "".join(part.capitalize() for part in context.split("_")) if clash else ""
    return Resource(
        facts=entity,
        stem=prefix + entity.entity.name,
        rows=f"{kebab(context)}-{own}" if clash else own,
        parameter=f"{snake(entity.entity.name)}_id",
        scope=f"{snake(context)}.{snake(entity.entity.name)}",
    )
