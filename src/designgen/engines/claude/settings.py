"""What a build is told about the model engine: which model, how hard it thinks, how much it may cost and take."""

from collections.abc import Callable
from dataclasses import dataclass

from designgen.engines.claude.prices import Prices

EFFORTS = ("low", "medium", "high", "xhigh", "max")


def untold(_line: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Settings:
    """The limits hold for the whole build, except the number of requests, which holds for one section."""

    model: str = ""
    effort: str = ""
    max_cost: float = 5.0
    max_requests: int = 6
    minutes: float = 30.0
    prices: Prices | None = None
    tell: Callable[[str], None] = untold

    @property
    def identity(self) -> str:
        """What of it shapes an answer."""
        return " ".join(["claude", *([f"model={self.model}"] if self.model else []), *([f"effort={self.effort}"] if self.effort else [])])
