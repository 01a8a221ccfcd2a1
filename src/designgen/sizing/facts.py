"""Requirements in, facts out: figures with provenance, the shape and use of every entity, assumptions, what is not needed yet.

`outline` holds what no number can change, so that a sensitivity run repeats `measure` alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from designgen.model.facts import EntityFacts, Facts, Use
from designgen.model.requirements import Requirements
from designgen.sizing.crossings import crossings_of
from designgen.sizing.domain import Domain
from designgen.sizing.files import size_files
from designgen.sizing.flags import raise_flags, unknown_peer_figures
from designgen.sizing.histories import with_passages
from designgen.sizing.ingress import size_webhooks
from designgen.sizing.ledger import Ledger
from designgen.sizing.load import size_load
from designgen.sizing.machinery import size_machinery
from designgen.sizing.paths import finding, paths_of
from designgen.sizing.population import populate
from designgen.sizing.promises import size_people, size_promises
from designgen.sizing.shapes import shape
from designgen.sizing.signals import size_machines, size_signals
from designgen.sizing.uses import Wish, uses_of

NOTHING: Mapping[str, float] = {}


@dataclass(frozen=True)
class Outline:
    """Everything about the domain that no figure can change: entities with uses and wishes to find rows, rates still open."""

    domain: Domain
    uses: dict[str, tuple[Use, ...]]
    shapes: tuple[EntityFacts, ...]
    finding: dict[str, tuple[Wish, ...]]


def size(requirements: Requirements, overrides: Mapping[str, float] = NOTHING) -> Facts:
    """Return the facts of the requirements; `overrides` replace defaulted figures by key."""
    return measure(outline(requirements), overrides)


def outline(requirements: Requirements) -> Outline:
    """Return the shape and the uses of every entity."""
    domain = Domain(requirements)
    uses = uses_of(domain)
    shapes = [shape(entity, domain, uses[key]) for key, entity in domain.entities.items()]
    return Outline(domain, uses, tuple(_with_reasons(facts, domain, uses) for facts in shapes), finding(domain))


def _with_reasons(facts: EntityFacts, domain: Domain, uses: dict[str, tuple[Use, ...]]) -> EntityFacts:
    """Return a part that nobody names with the reasons of its whole: whoever needs the order needs its lines."""
    parent = domain.parent(facts.entity)
    if facts.because or not parent:
        return facts
    wanted = {reason for use in uses[parent] for reason in use.because}
    reasons = tuple(wish.id for wish in domain.requirements.requirements if wish.id in wanted)
    return facts.model_copy(update={"because": reasons})


def measure(drawn: Outline, overrides: Mapping[str, float], *, silent: bool = False) -> Facts:
    """Return the facts of an outline with all its numbers; `silent` leaves out what is only read by people."""
    ledger, domain = Ledger(overrides, silent=silent), drawn.domain
    size_people(domain.requirements, ledger)
    rated = size_load(domain.requirements, drawn.uses, ledger)
    size_promises(domain, drawn.uses, ledger)
    shapes = tuple(_with_rates(facts, rated[facts.key], drawn) for facts in drawn.shapes)
    shapes = with_passages(populate(shapes, domain, ledger), ledger)
    unknown_peer_figures(domain, ledger)
    size_signals(domain, shapes, ledger)
    size_webhooks(domain, shapes, ledger)
    size_files(domain.requirements, shapes, ledger)
    machinery = size_machinery(domain, shapes, ledger)
    size_machines(domain, shapes, ledger)
    raise_flags(domain, shapes, ledger)
    return Facts(
        requirements=domain.requirements,
        figures=tuple(ledger.figures.values()),
        flags=tuple(ledger.flags.values()),
        entities=shapes,
        assumptions=tuple(ledger.assumptions.values()),
        crossings=() if silent else crossings_of(domain, shapes, machinery, ledger),
        machinery=machinery,
    )


def _with_rates(facts: EntityFacts, uses: tuple[Use, ...], drawn: Outline) -> EntityFacts:
    rated = facts.model_copy(update={"uses": uses})
    return rated.model_copy(update={"paths": paths_of(rated, drawn.domain, drawn.finding[facts.key])})
