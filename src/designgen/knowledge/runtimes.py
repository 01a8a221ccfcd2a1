"""The chosen platform in, the words of the failure-mode catalogue that fit it out: which commands an operator types."""

from typing import Any

from designgen.knowledge import catalogue

CLOUDS = ("aws", "azure", "gcp")


def runtime_of(choice: str, location: str) -> str:
    """Return which commands fit: Kubernetes, machines, a cloud's own, or infrastructure as code while no cloud is chosen.

    `choice` is an option id of `platform.runtime`, `location` what the author wrote of the place, perhaps nothing.
    """
    if choice in ("kubernetes", "self-kubernetes"):
        return "kubernetes"
    if choice == "vm":
        return "vm"
    return location if choice == "managed-containers" and location in CLOUDS else "terraform"


def commands(runtime: str) -> dict[str, Any]:
    """Return the commands of a runtime by purpose; what it lacks is done by infrastructure as code."""
    known: dict[str, dict[str, Any]] = catalogue.load("failure-modes")["runtimes"]
    return known["terraform"] | known[runtime]
