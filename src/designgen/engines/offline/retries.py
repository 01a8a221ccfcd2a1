"""The waits between tries of what others sent, in; how many tries that makes and how it is told, out (INT-057, DATA-110).

The waits have one home, `constants.yaml`; the database, the designs of adapters and the flows read them here.
"""

from designgen.knowledge.catalogue import load
from designgen.knowledge.wording import duration, listed


def waits_s() -> tuple[int, ...]:
    """Return the seconds before the second try, the third, and so on."""
    return tuple(load("constants")["webhook_waits_s"])


def tries() -> int:
    """Return after how many tries a person has to look."""
    return len(waits_s()) + 1


def told_waits() -> str:
    """Write the waits as a sentence does."""
    return listed([duration(wait) for wait in waits_s()])


def survived() -> str:
    """Write how long an outage of ours may last without an event being given up."""
    return duration(sum(waits_s()))
