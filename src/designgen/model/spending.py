"""What answers cost: tokens of four kinds, requests, money, time; kept beside the package, never inside it."""

from designgen.model.frozen import Frozen


class Usage(Frozen):
    """Tokens of four kinds: read anew, written to the cache of the service, read from it, answered."""

    input: int = 0
    written: int = 0
    read: int = 0
    output: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        """Return both together."""
        return Usage(
            input=self.input + other.input,
            written=self.written + other.written,
            read=self.read + other.read,
            output=self.output + other.output,
        )

    @property
    def prompt(self) -> int:
        """Tokens of prompts, however they were paid."""
        return self.input + self.written + self.read


class Spent(Frozen):
    """What the answer of one persona cost."""

    persona: str
    section: str
    model: str
    requests: int = 0
    usage: Usage = Usage()
    usd: float = 0
    seconds: float = 0
    ending: str = "answered"
