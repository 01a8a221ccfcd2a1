"""Acceptances in, who is promised to see a change within seconds out (SIG-20)."""

import re

from designgen.model.facts import EntityFacts, Facts
from designgen.sizing.effects import moves

SOON = re.compile(r"\b(\w+) (?:sees?|(?:is|are) (?:shown|notified|told))\b.*\bwithin\b")


def promised_soon(facts: Facts, entity: EntityFacts) -> tuple[str, ...]:
    """Return the requirements that fire an event of an entity and promise that somebody sees the effect within seconds."""
    events = {move.event for _, move in moves(entity)} | {"*"}
    firing = {need for use in entity.uses if use.operation.event in events for need in use.because}
    return tuple(wish.id for wish in facts.requirements.requirements if wish.id in firing and watchers(wish.acceptance))


def watchers(acceptance: tuple[str, ...]) -> tuple[str, ...]:
    """Return who sees, as the acceptances call them: `then the kitchen sees them within 3 s` names the kitchen."""
    return tuple(dict.fromkeys(found[1] for text in acceptance for found in SOON.finditer(text)))
