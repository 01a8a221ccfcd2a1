"""What the backend architect looks up again and again: facts, decided options, words for things."""

import re
from dataclasses import dataclass
from functools import cached_property

from designgen.model.decision import Decision
from designgen.model.facts import EntityFacts, Facts
from designgen.model.interview import Question
from designgen.model.requirements import Requirements
from designgen.model.wishes import Actor
from designgen.sizing.domain import Domain
from designgen.sizing.naming import plural as plural_of_name
from designgen.syntax.slug import kebab, slug

OURS = frozenset({"web", "proxy", "app", "worker", "database", "identity", "observability", "backup", "secrets", "storage"})
"""Names of our own components, which keep their keys."""


@dataclass(frozen=True)
class Brief:
    """The facts and decisions of one question."""

    facts: Facts
    decisions: tuple[Decision, ...] = ()

    @classmethod
    def of(cls, question: Question) -> "Brief":
        """Return what a question lets its reader know."""
        return cls(facts=question.facts, decisions=question.decisions)

    @property
    def requirements(self) -> Requirements:
        """The requirements as written."""
        return self.facts.requirements

    def choice(self, topic: str, default: str = "") -> str:
        """Return the chosen option of a topic, or `default` where the topic was not raised."""
        return next((decision.choice for decision in self.decisions if decision.topic == topic), default)

    def number(self, key: str, default: float = 0) -> float:
        """Return a figure, or `default` where it was not computed."""
        return next((figure.value for figure in self.facts.figures if figure.key == key), default)

    def actor(self, name: str) -> Actor:
        """Return the actor of that name; a human one where a rule invented the name (DEF-02)."""
        return next((actor for actor in self.requirements.actors if actor.name == name), Actor(name=name))

    def entity(self, key: str) -> EntityFacts | None:
        """Return the facts of an entity, or None for a name that is not of the domain."""
        return next((entity for entity in self.facts.entities if entity.key == key), None)

    def person(self, actor: str) -> str:
        """Return the entity that an actor is, `context.Entity`, or an empty text."""
        known = self.actor(actor)
        if known.auth in ("anonymous", "none"):
            return ""
        wanted = snake(known.name)
        return self.domain.resolve(known.entity) or next((e.key for e in self.facts.entities if snake(e.entity.name) == wanted), "")

    @cached_property
    def domain(self) -> Domain:
        """The relations between the entities."""
        return Domain(self.requirements)

    def tenant_column(self, entity: EntityFacts) -> str:
        """The column by which rows of an entity belong to a tenant; empty where there are none."""
        return next((known.name for known in entity.attributes if self.unit and known.target == self.unit), "")

    @property
    def unit(self) -> str:
        """The entity whose rows are tenants, `context.Entity`, or an empty text."""
        return self.domain.tenant_unit


def caller_key(name: str) -> str:
    """Return the component key of an actor; one that is called like a part of ours gets a word of its own."""
    return f"component:{name}-caller" if name in OURS else f"component:{name}"


def peer_key(name: str) -> str:
    """Return the component key of an integration; one that is called like a part of ours gets a word of its own."""
    return f"component:{slug(name)}-system" if slug(name) in OURS else f"component:{slug(name)}"


def words(name: str) -> str:
    """Return a name in words: `DailyTakings` and `daily_takings` are `daily takings`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_\-]+", " ", name)
    return spaced.lower().strip()


def plural(noun: str) -> str:
    """Return the plural of the last word of a noun phrase (API-007)."""
    head, _, last = noun.rpartition(" ")
    return f"{head} {plural_of_name(last)}".strip()


def article(noun: str) -> str:
    """Return a noun phrase with its article: `an order`, `a user`."""
    vowel = noun[:1] in "aeiou" and not re.match(r"(?:uni|use|usa|eu|one\b)", noun)
    return f"{'an' if vowel else 'a'} {noun}"


def snake(name: str) -> str:
    """Return a name as a parameter or scope part: `OrderLine` is `order_line`."""
    return kebab(name).replace("-", "_")
