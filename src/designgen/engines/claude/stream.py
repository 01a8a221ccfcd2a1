"""The events of a streamed answer in, its text, usage and ending out, also where the stream breaks off."""

from typing import Any

from designgen.engines.claude.outcome import Kind, Outcome
from designgen.model.spending import Usage


class Reading:
    """An answer as it arrives: its text, its usage, why it ended."""

    def __init__(self) -> None:
        self.text = ""
        self.received = 0
        self.usage: Usage | None = None
        self.stop: str | None = None
        self.category = ""

    def take(self, event: Any) -> None:
        """Take one event of the stream."""
        if event.type == "message_start":
            self.usage = _usage(event.message.usage, Usage())
        elif event.type == "content_block_delta":
            delta = event.delta
            piece = getattr(delta, "text", None) or getattr(delta, "thinking", None) or getattr(delta, "partial_json", None) or ""
            self.received += len(piece)
            if delta.type == "text_delta":
                self.text += piece
        elif event.type == "message_delta":
            self.usage = _usage(event.usage, self.usage or Usage())
            self.stop = event.delta.stop_reason
            self.category = str(getattr(event.delta.stop_details, "category", None) or "")

    def ended(self) -> Outcome:
        """Return how a stream ended that ended in order."""
        if self.stop is None:
            return self.broken("transient", "the answer ended before it was complete")
        kinds: dict[str, Kind] = {
            "end_turn": "answered",
            "stop_sequence": "answered",
            "max_tokens": "truncated",
            "refusal": "refused",
            "model_context_window_exceeded": "too large",
        }
        return Outcome(kinds.get(self.stop, "stopped"), self.text, self.category or self.stop, self.usage, self.received)

    def broken(self, kind: Kind, words: str) -> Outcome:
        """Return how a stream ended that broke off: what arrived is charged at three characters a token, no less than was told."""
        usage = self.usage
        if usage is not None:
            usage = usage.model_copy(update={"output": max(usage.output, -(-self.received // 3))})
        return Outcome(kind, detail=words, usage=usage, received=self.received)


def _usage(told: Any, before: Usage) -> Usage:
    """Return the tokens that a service tells; what it does not tell again stays."""

    def count(name: str, known: int) -> int:
        value = getattr(told, name, None)
        return value if isinstance(value, int) and value >= 0 else known

    return Usage(
        input=count("input_tokens", before.input),
        written=count("cache_creation_input_tokens", before.written),
        read=count("cache_read_input_tokens", before.read),
        output=count("output_tokens", before.output),
    )
