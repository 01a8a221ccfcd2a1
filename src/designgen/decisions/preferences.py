"""The author's quality scenarios in, what they add to the weights of the ten axes out, with the scenarios behind it (SIG-21, ADR-G2)."""

from designgen.model.decision import AXES, AXIS_NAMES, Axis
from designgen.model.requirements import Requirements

AXES_OF: dict[str, tuple[Axis, ...]] = {
    "performance_efficiency": ("P",),
    "performance_efficiency.capacity": ("S",),
    "reliability": ("A", "I"),
    "reliability.faultlessness": ("I",),
    "reliability.availability": ("A",),
    "security": ("X",),
    "security.integrity": ("X", "I"),
    "maintainability": ("M", "O"),
    "maintainability.modifiability": ("M",),
    "flexibility": ("F", "S"),
    "flexibility.scalability": ("S",),
    "compatibility": ("F",),
    "interaction_capability": ("P",),
    "safety": ("A", "I"),
    "functional_suitability": ("M",),
    "functional_suitability.functional_correctness": ("I",),
}
"""Which axes a characteristic of ISO/IEC 25010:2023 speaks for, by ALN-06; the longest path that is known decides."""
ADDED = {"must": 1.0, "should": 0.5, "could": 0.25}
"""SIG-21 adds 3, 2, 1 to axes that start at 1; here they start at 3 and the flags of ADR-G2 add 1, so a must is worth one flag."""


def asked_weights(requirements: Requirements) -> tuple[dict[Axis, float], dict[Axis, tuple[str, ...]]]:
    """Return what scenarios add to each axis, and the ids of the scenarios that ask for it.

    The strongest scenario of an axis counts, not their number: three tests of one promise do not make it three times as dear.
    An axis with a number in `priorities` keeps that number, for there the author has weighed it already.
    """
    added: dict[Axis, float] = {}
    reasons: dict[Axis, tuple[str, ...]] = {}
    weighed = priorities_of(requirements)
    for scenario in requirements.quality.scenarios:
        for axis in axes_of(scenario.attr):
            step = ADDED.get(scenario.priority, 0.0)
            if axis not in weighed and step:
                added[axis] = max(added.get(axis, 0.0), step)
                reasons[axis] = (*reasons.get(axis, ()), scenario.id)
    return {axis: added[axis] for axis in AXES if axis in added}, reasons


def priorities_of(requirements: Requirements) -> dict[Axis, int]:
    """Return the author's weights by axis, whether given by letter or by name, such as `C` or `cost`."""
    letters = {word.lower(): axis for axis, name in AXIS_NAMES.items() for word in (axis, name, name.replace(" ", "_"))}
    return {letters[key.strip().lower()]: weight for key, weight in requirements.priorities.items() if key.strip().lower() in letters}


def axes_of(attr: str) -> tuple[Axis, ...]:
    """Return the axes of a path such as `reliability.fault_tolerance`; none for a word outside ISO/IEC 25010."""
    path = attr.strip().lower()
    while path:
        if path in AXES_OF:
            return AXES_OF[path]
        path = path.rpartition(".")[0]
    return ()
