"""A field of an entity in, the least value it can have out: amounts, extents and counts do not go below zero (DATA-050).

What corrects something else does: a refund, an adjustment, a balance, a movement of stock. Its name or that of its entity says so,
and then the column stays open. What the author wrote as `min` always holds.
"""

from functools import cached_property

from designgen.knowledge.catalogue import load
from designgen.model.domain import Entity, Field
from designgen.model.facts import Attribute
from designgen.sizing.domain import Domain
from designgen.sizing.naming import plural_of, snake

NUMBERS = ("money", "decimal", "int")


class Signs:
    """The words of one domain that tell whether a number may be negative."""

    def __init__(self, domain: Domain) -> None:
        self.domain = domain

    @cached_property
    def counts(self) -> frozenset[str]:
        """Names of fields that count rows of another entity, such as `buildings`."""
        return frozenset(snake(plural_of(entity)) for entity in self.domain.entities.values())

    def bounded(self, attribute: Attribute, field: Field, entity: Entity) -> Attribute:
        """Return the attribute with zero as its least value where it cannot be negative and the author named no least value."""
        if attribute.type not in NUMBERS or attribute.low is not None or field.min is not None:
            return attribute
        words = {*snake(field.name).split("_"), *snake(entity.name).split("_")}
        if words & set(load("lexicon")["signed_amounts"]) or not self._is_extent(field):
            return attribute
        return attribute.model_copy(update={"low": 0, "because": (*attribute.because, *(("DATA-050",) if field.type != "money" else ()))})

    def _is_extent(self, field: Field) -> bool:
        named = snake(field.name)
        return field.type == "money" or named in self.counts or bool(set(named.split("_")) & set(load("lexicon")["extents"]))
