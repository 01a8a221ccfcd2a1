"""The planning constants of the formulas, from `knowledge/thresholds.yaml`."""

from designgen.knowledge.catalogue import load


def constants() -> dict[str, float]:
    """Return the constants by name."""
    found: dict[str, float] = load("thresholds")["formulas"]
    return found
