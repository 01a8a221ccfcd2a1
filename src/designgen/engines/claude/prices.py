"""The catalogue of models in, the model that a persona asks for and what its tokens cost out; a user's rows replace ours by id."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from designgen.knowledge.catalogue import load
from designgen.model.errors import InputUnreadable
from designgen.model.spending import Usage

MILLION = 1_000_000


@dataclass(frozen=True)
class Rate:
    """USD for a million tokens of each kind."""

    input: float
    written: float
    read: float
    output: float

    def cost(self, usage: Usage) -> float:
        """Return what these tokens cost."""
        paid = self.input * usage.input + self.written * usage.written + self.read * usage.read + self.output * usage.output
        return paid / MILLION


@dataclass(frozen=True)
class Model:
    """One model: its id, what it costs, how much it answers at most; `dear` counts for prompts above `above` tokens."""

    id: str
    rate: Rate
    max_tokens: int
    above: int
    dear: Rate

    def cost(self, usage: Usage) -> float:
        """Return what the tokens of one request cost."""
        return (self.dear if usage.prompt > self.above else self.rate).cost(usage)

    def ceiling(self, prompt: int, output: int) -> float:
        """Return the most that a request of at most so many tokens can cost."""
        usage = Usage(written=prompt, output=output)
        return max(self.rate.cost(usage), self.dear.cost(usage) if prompt > self.above else 0)


class Prices:
    """The catalogue, with the user's rows in front."""

    def __init__(self, own: Mapping[str, Any] | None = None) -> None:
        shipped = load("claude_models")
        self._names: dict[str, str] = {**shipped["names"], **_mapping(own, "names")}
        self._rows: dict[str, Any] = {**shipped["models"], **_mapping(own, "models")}
        self.default = str((own or {}).get("default", shipped["default"]))
        self.as_of = str((own or {}).get("as_of", shipped["as_of"]))

    def named(self, wanted: str) -> str:
        """Return the id of the model that a front matter asks for; words around a known name do not matter."""
        word = wanted.strip()
        if word.startswith("claude-"):
            return word
        lowered = word.lower()
        known = next((id for name, id in self._names.items() if re.search(rf"\b{re.escape(name)}\b", lowered)), None)
        return known or self._names.get(self.default, self.default)

    def model(self, id: str) -> Model | None:
        """Return what is known of a model; a date at the end of its id does not matter; None if it has no row."""
        row = self._rows.get(id) or self._rows.get(re.sub(r"-20\d{6}$", "", id))
        if row is None:
            return None
        try:
            rate = _rate(row)
            long = row.get("long")
            return Model(id, rate, int(row["max_tokens"]), int(long["above"]) if long else MILLION * MILLION, _rate(long) if long else rate)
        except (KeyError, TypeError, ValueError, AttributeError):
            raise InputUnreadable(f"the prices of `{id}` lack a number", advice="give input, output, write, read and max_tokens") from None


def _rate(row: Mapping[str, Any]) -> Rate:
    rate = Rate(float(row["input"]), float(row["write"]), float(row["read"]), float(row["output"]))
    if not all(0 <= price < MILLION for price in (rate.input, rate.written, rate.read, rate.output)):
        raise ValueError(row)
    return rate


def _mapping(own: Mapping[str, Any] | None, name: str) -> dict[str, Any]:
    found = (own or {}).get(name, {})
    if not isinstance(found, dict):
        raise InputUnreadable(
            f"`{name}` of the prices is no mapping", advice="write it like the catalogue that `designgen explain prices` shows"
        )
    return found
