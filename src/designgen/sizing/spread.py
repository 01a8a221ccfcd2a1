"""Uses and the rates that are known in, a rate for every use out: what is left of the peak, shared (CORE-08)."""

from designgen.knowledge.wording import listed
from designgen.model.domain import Entity
from designgen.model.facts import Use
from designgen.model.requirements import Requirements
from designgen.sizing.ledger import Ledger

Uses = dict[str, tuple[Use, ...]]
LEAST = 0.05
BORN = ("create", "upload", "batch")


def spread(uses: Uses, rates: dict[str, float], requirements: Requirements, ledger: Ledger) -> Uses:
    """Return the uses with rates; those without one share what the rated ones leave of the peak, at least a twentieth.

    What happens to a row only once happens no more often than rows are created.
    """
    everything = [use for found in uses.values() for use in found]
    peak, ratio = ledger.number("load.peak_rps"), ledger.number("load.read_ratio")
    filled, words = dict(rates), []
    for writes, part, noun in ((False, ratio, "read"), (True, 1 - ratio, "write")):
        silent = [use for use in everything if use.writes is writes and use.id not in rates]
        taken = sum(rate for use in everything if use.writes is writes and (rate := rates.get(use.id)) is not None)
        share = max(LEAST * peak * part, peak * part - taken) / len(silent) if silent else 0.0
        most = {use.id: limit for use in silent if (limit := _limit(use, uses[use.entity], rates, requirements)) is not None}
        bounded = [use.id for use in silent if most.get(use.id, share) < share]
        filled |= {use.id: min(share, most.get(use.id, share)) for use in silent}
        if len(silent) > len(bounded):
            words.append(f"each of {len(silent) - len(bounded)} {noun} operations gets {share:.3g} per second")
        for limit in sorted({most[name] for name in bounded}):
            names = listed([name for name in bounded if most[name] == limit])
            words.append(f"{names} at most the {limit:.3g} per second at which rows are created")
    if words:
        shown = listed(words)
        ledger.assume("load.spread", "load.spread", shown=shown, value=shown, project=requirements.project.name)
    return {key: tuple(use.model_copy(update={"per_second": round(filled[use.id], 6)}) for use in found) for key, found in uses.items()}


def _limit(use: Use, beside: tuple[Use, ...], rates: dict[str, float], requirements: Requirements) -> float | None:
    """Return how often an operation can happen where each row passes it a known number of times; None where nothing bounds it."""
    creating = [other.id for other in beside if other.operation.verb in BORN]
    if not creating or any(name not in rates for name in creating):
        return None
    times = 1 if use.operation.verb == "delete" else passes(requirements.entity(use.entity), use.operation.event or "")
    return sum(rates[name] for name in creating) * times if times else None


def passes(entity: Entity, event: str) -> int:
    """Return how often at most one row passes an event; 0 where its states form a circle, which has no end, and where nothing fires it."""
    leads = {state.name: [(move.event == event, move.to) for move in state.transitions] for state in entity.states}

    def longest(state: str, seen: tuple[str, ...]) -> int | None:
        ways = [(fires, None if to in seen else longest(to, (*seen, to))) for fires, to in leads.get(state, [])]
        if any(after is None for _, after in ways):
            return None
        return max((fires + after for fires, after in ways if after is not None), default=0)

    return (longest(entity.states[0].name, (entity.states[0].name,)) or 0) if entity.states else 0
