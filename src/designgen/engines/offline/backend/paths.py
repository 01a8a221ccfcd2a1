"""A path such as `building.neighbourhood` or `period.year` in, the attribute it ends at out, under its name as a parameter (REQ-008)."""

from designgen.engines.offline.backend.reading import Brief, snake
from designgen.model.facts import Attribute, EntityFacts

PARTS = {
    "year": ("int", 1900, 2200),
    "quarter": ("int", 1, 4),
    "month": ("int", 1, 12),
    "week": ("int", 1, 53),
    "day": ("int", 1, 31),
    "hour": ("int", 0, 23),
    "dow": ("int", 1, 7),
}


def resolve(brief: Brief, entity: EntityFacts, path: str) -> Attribute | None:
    """Return the attribute that a path of at most two hops ends at, with the name it has as a parameter (REQ-008)."""
    steps = path.split(".")
    name = "_".join((*(snake(step).removesuffix("_id") for step in steps[:-1]), snake(steps[-1])))
    last = _attribute(entity, steps[0])
    if last is None or len(steps) == 1:
        return last
    if steps[-1] in PARTS:
        kind, low, high = PARTS[steps[-1]]
        return Attribute(name=name, type=kind, low=low, high=high)
    for step in steps[1:]:
        target = brief.entity(last.target) if last and last.target else None
        last = _attribute(target, step) if target else None
    if last is None:
        return None
    ending = "_id" if last.role == "reference" and not name.endswith("_id") else ""
    return last.model_copy(update={"name": name + ending})


def _attribute(entity: EntityFacts, name: str) -> Attribute | None:
    named = (name, f"{name}_id")
    return next((a for a in entity.attributes if a.name in named or (a.source == name and a.source)), None)
