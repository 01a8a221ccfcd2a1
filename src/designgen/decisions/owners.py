"""Whose decision a topic is: the seat of each owner that the catalogue of topics names."""

from designgen.model.interview import SectionId

OWNERS: dict[str, SectionId] = {
    "backend-system-architect": "backend",
    "system-integration-lead": "database",
    "integration-engineer": "flows",
    "integration-architect": "integrations",
    "system-integration-architect": "platform",
}
"""The seat of each owner; whoever sits there may choose otherwise."""
