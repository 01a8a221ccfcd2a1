"""The rules that documents cite, in words: id in, what the rule says and where it comes from out.

The rows lie in `rules/*.yaml`, one catalogue per area, `ID: [what it says, why or source]`.
"""

from functools import cache
from typing import NamedTuple

from designgen.knowledge.catalogue import load, names


class RuleText(NamedTuple):
    """One rule in two sentences."""

    says: str
    why: str


@cache
def rule_texts() -> dict[str, RuleText]:
    """Return every rule by id; ValueError if two catalogues hold one id."""
    found: dict[str, RuleText] = {}
    for name in names("rules"):
        for key, row in load(name).items():
            if key in found:
                raise ValueError(f"rule {key} stands in two catalogues")
            found[key] = RuleText(*row)
    return found
