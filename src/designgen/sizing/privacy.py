"""Which fields are personal: as tagged, else by their type and name (DEF-14, SIG-10); which of them are encrypted (DATA-081)."""

from designgen.knowledge.catalogue import load
from designgen.model.domain import Entity, Field, Pii
from designgen.model.facts import Attribute
from designgen.sizing.domain import Domain
from designgen.sizing.naming import snake

SEALED = ("special", "health", "child", "credential", "card", "financial")
TAX_KINDS = ("tax_code_it", "vat_it", "iban")


def pii_of(field: Field, entity: Entity, domain: Domain) -> Pii | None:
    """Return the privacy class of a field: its own tag, the entity's, or what its type and name tell; None if not personal."""
    if field.pii or field.type in ("reference", "children", "many_to_many"):
        return field.pii
    return guessed(field, entity, domain) or entity.pii


def guessed(field: Field, entity: Entity, domain: Domain) -> Pii | None:
    """Return the class that type and name tell; words such as `name` and `address` count for people only."""
    lexicon = load("lexicon")
    person = domain.is_person(entity)
    if field.type == "geo_point" and person:
        return "location"
    by_kind: Pii | None = lexicon["pii_kinds"].get(field.type)
    if by_kind:
        return by_kind
    name = snake(field.name)
    words = set(name.split("_")) | {name}
    for table, applies in ((lexicon["pii_words"], True), (lexicon["person_only"], person or bool(words & set(lexicon["persons"])))):
        found: Pii | None = next((pii for pii, known in table.items() if applies and words & set(known)), None)
        if found and field.type in ("string", "text", "date", "enum", "int", "json", "set"):
            return found
    return None


def rank(pii: Pii | None) -> int:
    """Return the place of a class in the order none < contact < … < special (SIG-10)."""
    return int(load("lexicon")["pii_ranks"][pii]) if pii else 0


def is_sealed(attribute: Attribute) -> bool:
    """Return whether the application encrypts an attribute: special, financial and credential classes, tax identities of persons."""
    if attribute.role != "data" or attribute.type == "secret":
        return False
    return attribute.pii in SEALED or (bool(attribute.pii) and attribute.type in TAX_KINDS)
