"""Requirements and entities in, the order to build them out: what a requirement refers to comes no later than it (DEL-004)."""

from designgen.engines.offline.platform.brief import Brief
from designgen.model.wishes import Requirement

ORDER = {"must": 0, "should": 1, "could": 2}


def ranked(brief: Brief) -> list[Requirement]:
    """Return the requirements that get built, by priority, each after those that make what it refers to.

    A requirement that others need takes their priority if that is higher: an energy declaration needs its building.
    """
    wanted = [one for one in brief.facts.requirements.requirements if one.priority in ORDER]
    found: dict[str, Requirement] = {}
    for one in sorted(wanted, key=lambda one: ORDER[one.priority]):
        for needed in (*_needed(brief, one, wanted), one):
            found.setdefault(needed.id, needed.model_copy(update={"priority": one.priority}))
    return list(found.values())


def _needed(brief: Brief, wish: Requirement, wanted: list[Requirement]) -> list[Requirement]:
    """The requirements that create what the entities of a requirement refer to, the deepest reference first."""
    touched = dict.fromkeys(one.entity for one in brief.operations if wish.id in one.requirements and one.entity)
    return [maker for key in _below(brief, tuple(touched)) for maker in wanted if _makes(brief, maker, key)]


def _below(brief: Brief, keys: tuple[str, ...]) -> list[str]:
    """Entities that must exist before rows of these can: what they and their parts must refer to, and so on."""
    known = {entity.key: entity for entity in brief.facts.entities}
    parts: dict[str, list[str]] = {}
    for entity in brief.facts.entities:
        parts.setdefault(entity.entity.part_of or "", []).append(entity.key)
    found: dict[str, None] = {}

    def visit(key: str, above: frozenset[str]) -> None:
        for attribute in (each for one in (key, *parts.get(key, ())) if one in known for each in known[one].attributes):
            target = attribute.target
            if target and not attribute.nullable and target not in above:
                visit(target, above | {target})
                found[target] = None

    for key in keys:
        visit(key, frozenset((key,)))
    return list(found)


def _makes(brief: Brief, wish: Requirement, entity: str) -> bool:
    return any(one.kind in ("create", "import") and one.entity == entity and wish.id in one.requirements for one in brief.operations)
