"""What a diagram is of in, the name of its files out, so that documents and drawings agree."""

from designgen.model.design.flows import Flow
from designgen.model.domain import Entity
from designgen.syntax.slug import kebab, slug


def states_of(entity: Entity) -> str:
    """Return the name of the state diagram of an entity."""
    return f"state-{kebab(entity.context)}-{kebab(entity.name)}"


def sequence_of(flow: Flow) -> str:
    """Return the name of the sequence diagram of a flow."""
    return f"sequence-{slug(flow.name)}"
