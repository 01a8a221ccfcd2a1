"""What became of one request: every ending is a value; nothing but our own mistakes is raised."""

from dataclasses import dataclass
from typing import Literal

from designgen.model.spending import Usage

Kind = Literal[
    "answered", "truncated", "refused", "stopped", "too large", "limited", "spend limit", "overloaded", "transient", "foreign", "denied",
    "unpaid", "unknown model", "rejected", "redirected", "untrusted", "cancelled",
]  # fmt: skip

PATIENT = frozenset({"limited", "overloaded", "transient", "foreign"})
"""Endings after which the same request may succeed."""
CLOSING = frozenset({"denied", "unpaid", "unknown model", "redirected", "untrusted", "spend limit"})
"""Endings after which no other request can succeed either."""


@dataclass(frozen=True)
class Request:
    """One request: what is said in which order, and how long the answer may be."""

    model: str
    system: tuple[str, ...]
    turns: tuple[str, ...]
    max_tokens: int
    effort: str = ""
    structured: bool = True
    thinking: bool = False

    @property
    def bytes(self) -> int:
        """Size of its texts; no token is shorter than a byte."""
        return sum(len(text.encode("utf-8", "surrogatepass")) for text in (*self.system, *self.turns))


@dataclass(frozen=True)
class Outcome:
    """How a request ended: the text of the answer, or words about the failure; what it used, as far as that is known."""

    kind: Kind
    text: str = ""
    detail: str = ""
    usage: Usage | None = None
    received: int = 0
    billed: bool = True
    wait: float | None = None
    hopeless: bool = False
