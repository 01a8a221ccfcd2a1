"""The one list of pauses between the tries of work that failed in; how often, how long and in which words out (INT-057)."""

from designgen.knowledge.catalogue import load
from designgen.knowledge.wording import listed

UNITS = ((3600, "h"), (60, "min"), (1, "s"))


def pauses() -> tuple[int, ...]:
    """Return the seconds between one try and the next."""
    return tuple(load("jobs")["parameters"]["pauses_s"])


def tries() -> int:
    """Return how often work is tried before a person looks."""
    return len(pauses()) + 1


def told() -> str:
    """Return the pauses in words: `10 s, 1 min and 2 h`."""
    return listed([_short(pause) for pause in pauses()])


def _short(seconds: int) -> str:
    size, word = next((size, word) for size, word in UNITS if seconds % size == 0)
    return f"{seconds // size} {word}"
