"""Facts and decisions in, the facts as tables hold them out: places, what is encrypted, what stands apart (DATA-022, -081, -085).

Everything later in the database section sees only the stored shape, so no index, right or erasure can miss a part of it; whoever
revises a design reads the same shape.
"""

from collections.abc import Iterable, Mapping, Sequence

from designgen.model.decision import Decision
from designgen.model.facts import AccessPath, Attribute, EntityFacts, Facts
from designgen.sizing.privacy import is_sealed

NAMING = ("personal", "contact", "identity", "location")


def stored(facts: Facts, decisions: Iterable[Decision]) -> tuple[Facts, dict[str, tuple[Attribute, ...]]]:
    """Return the facts as tables hold them, and by entity the attributes that may not stand beside an anonymous answer."""
    shaped, apart = parted(placed(facts))
    return sealed(shaped) if uses_envelope(decisions) else shaped, apart


def uses_envelope(decisions: Iterable[Decision]) -> bool:
    """Return whether the decision on personal data encrypts fields, as its choice or beside it."""
    decision = next((known for known in decisions if known.topic == "data.pii"), None)
    if decision is None:
        return False
    title = next((option.title for option in decision.options if option.id == "envelope"), "")
    return decision.choice == "envelope" or bool(title and any(addon.startswith(title) for addon in decision.addons))


def sealed(facts: Facts) -> Facts:
    """Return the facts with each highly sensitive attribute as cipher text, key id and, where it is looked up, a blind index."""
    return facts.model_copy(update={"entities": tuple(map(_sealed, facts.entities))})


def _sealed(entity: EntityFacts) -> EntityFacts:
    hidden = {known.name for known in entity.attributes if is_sealed(known)}
    if not hidden:
        return entity
    looked_up = {name for names in entity.uniques for name in names} | {name for path in entity.paths for name in path.equality}
    looked_up |= {known.name for known in entity.attributes if known.unique}
    attributes = [part for known in entity.attributes for part in (_parts(known, looked_up) if known.name in hidden else (known,))]
    names = {name: f"{name}_bidx" for name in hidden}
    return entity.model_copy(
        update={
            "attributes": tuple(attributes),
            "uniques": tuple(tuple(names.get(name, name) for name in combination) for combination in entity.uniques),
            "paths": tuple(_path(path, names) for path in entity.paths),
        }
    )


def _parts(attribute: Attribute, looked_up: set[str]) -> tuple[Attribute, ...]:
    plain: dict[str, object] = dict.fromkeys(("length", "precision", "scale", "low", "high", "pattern", "of", "default"))
    plain |= {"values": (), "unique": False, "searchable": False, "because": (*attribute.because, "DATA-081")}
    name = attribute.name
    cipher = attribute.model_copy(update={**plain, "name": f"{name}_enc", "type": "sealed", "bytes": attribute.bytes + 28})
    key = attribute.model_copy(update={**plain, "name": f"{name}_kid", "type": "key_id", "length": 64, "bytes": 12})
    if name not in looked_up:
        return cipher, key
    blind = {**plain, "name": f"{name}_bidx", "type": "blind_index", "length": 32, "unique": attribute.unique, "bytes": 32}
    return cipher, key, attribute.model_copy(update=blind)


def _path(path: AccessPath, names: Mapping[str, str]) -> AccessPath:
    equality = tuple(names.get(name, name) for name in path.equality)
    return path.model_copy(update={"equality": equality, "sort": tuple(key for key in path.sort if key.field not in names)})


def parted(facts: Facts) -> tuple[Facts, dict[str, tuple[Attribute, ...]]]:
    """Return the facts without what would name who answered anonymously, and those attributes by entity."""
    apart = {entity.key: _naming(entity.attributes) for entity in facts.entities if entity.entity.anonymous}
    found = {key: attributes for key, attributes in apart.items() if attributes}
    return facts.model_copy(update={"entities": tuple(_without(entity, found.get(entity.key, ())) for entity in facts.entities)}), found


def _naming(attributes: Sequence[Attribute]) -> tuple[Attribute, ...]:
    return tuple(known for known in attributes if known.role == "data" and known.pii in NAMING)


def _without(entity: EntityFacts, apart: tuple[Attribute, ...]) -> EntityFacts:
    if not apart:
        return entity
    gone = {attribute.name for attribute in apart}
    kept = tuple(attribute for attribute in entity.attributes if attribute.name not in gone)
    return entity.model_copy(update={"attributes": kept})


def placed(facts: Facts) -> Facts:
    """Return the facts with places as they are stored: without PostGIS a point is two numbers, an area is GeoJSON (DATA-022)."""
    if "postgis" in (name.lower() for name in facts.requirements.constraints.tech.extensions):
        return facts
    return facts.model_copy(update={"entities": tuple(map(_placed, facts.entities))})


def _placed(entity: EntityFacts) -> EntityFacts:
    parts = {attribute.name: _place(attribute) for attribute in entity.attributes}
    wanted = [(name,) for name, found in parts.items() if len(found) > 1 and entity.attribute(name).unique]
    uniques = [tuple(part.name for name in names for part in parts[name]) for names in (*entity.uniques, *wanted)]
    attributes = tuple(part for found in parts.values() for part in found)
    return entity.model_copy(update={"attributes": attributes, "uniques": tuple(uniques)})


def _place(attribute: Attribute) -> tuple[Attribute, ...]:
    if attribute.type == "geo_polygon":
        return (attribute.model_copy(update={"type": "json"}),)
    if attribute.type != "geo_point":
        return (attribute,)
    axes = (("lat", 90), ("lon", 180))
    return tuple(
        attribute.model_copy(
            update={
                "name": f"{attribute.name}_{axis}",
                "type": "decimal",
                "precision": 9,
                "scale": 6,
                "low": -most,
                "high": most,
                "bytes": 8,
                "unique": False,
            }
        )
        for axis, most in axes
    )
