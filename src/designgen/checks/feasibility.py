"""Promises that the decided design cannot keep: a design in, a diagnostic at the promise that asks too much.

Apart from the lints of the reader, because these need decisions and components: what is replicated how, and who waits for whom.
"""

from collections.abc import Iterator
from math import prod

from designgen.model.artifact import Artifact
from designgen.model.design.whole import Design
from designgen.model.diagnostic import Diagnostic, Rule, Severity

LOSSLESS = Rule(
    code="DG345",
    name="no-loss-with-late-copy",
    severity=Severity.ERROR,
    message="no write may be lost (`rpo: {rpo}`), and `{choice}` copies writes after they were answered",
    why="What was answered and not yet copied is gone with the machine; only a copy made before the answer loses nothing.",
    help="choose `multi-zone`, whose standby confirms each write, or allow a loss such as `rpo: 5m`",
    rulebook=("LINT-R08",),
)
ONE_ZONE = Rule(
    code="DG346",
    name="four-nines-in-one-zone",
    severity=Severity.ERROR,
    message="`{target}` is promised from one region and one zone",
    why="A zone alone is away longer than the {minutes} minutes a month that this promise leaves.",
    help="run in several zones, or promise what one zone keeps, such as 99.5%",
    rulebook=("LINT-R08",),
)
SLOW_PEERS = Rule(
    code="DG347",
    name="peers-below-promise",
    severity=Severity.WARN,
    message="{target} is promised, and requests wait for {peers}, which allow {allowed} together",
    why="Whatever a request waits for multiplies into its availability, however well our own parts run.",
    help="send to {weakest} through the outbox, or promise at most {allowed}",
    rulebook=("LINT-R09", "SVC-022"),
)
RULES = (LOSSLESS, ONE_ZONE, SLOW_PEERS)
LATE = ("single-zone", "warm-standby-region", "active-active")
FOUR_NINES = 0.9999


def check_feasibility(design: Design, _artifacts: tuple[Artifact, ...] = ()) -> Iterator[Diagnostic]:
    """Report promises of availability and recovery that decisions or partners contradict, unless the author waived them."""
    accepted = {waiver.rule for waiver in design.facts.requirements.waive}
    for found in (*_recovery(design), *_peers(design)):
        if not accepted & {found.code, *found.because}:
            yield found


def _recovery(design: Design) -> Iterator[Diagnostic]:
    facts = design.facts
    topic = "availability.topology"
    choice = next((one.decision.choice for one in (*design.records, *design.conventions) if one.decision.topic == topic), "")
    target = facts.number("availability.target")
    if facts.number("recovery.rpo_s") == 0 and choice in LATE:
        given = facts.requirements.quality.availability.rpo
        span = design.places.get("quality.availability.rpo")
        yield LOSSLESS.at(span, subject="quality.availability.rpo", rpo=given.text if given else "0", choice=choice)
    if target >= FOUR_NINES and choice == "single-zone" and facts.number("regions.count") <= 1:
        minutes = f"{facts.number('availability.downtime_minutes'):.1f}"
        span = design.places.get("quality.availability.target")
        yield ONE_ZONE.at(span, subject="quality.availability.target", target=percent(target), minutes=minutes)


def _peers(design: Design) -> Iterator[Diagnostic]:
    """Compare the promise with the product of what firm synchronous arrows to other systems promise (SVC-022)."""
    facts = design.facts
    awaited = {arrow.target for arrow in design.architecture.connections if arrow.mode == "sync" and arrow.hard}
    promises = {
        peer.id: facts.number(f"integration.{peer.id}.sla")
        for peer in facts.requirements.integrations
        if f"component:{peer.id}" in awaited and peer.direction != "in"
    }
    target, allowed = facts.number("availability.target"), prod(promises.values())
    if promises and allowed < target:
        weakest = min(promises, key=lambda id: (promises[id], id))
        span = design.places.get("quality.availability.target") or design.places.get(f"integrations.{weakest}")
        shown = ", ".join(f"{id} ({percent(share)})" for id, share in promises.items())
        yield SLOW_PEERS.at(
            span, subject="quality.availability.target", target=percent(target), peers=shown, allowed=percent(allowed), weakest=weakest
        )


def percent(share: float) -> str:
    """Write a share as a percentage with as many digits as it has, rounded to four."""
    return f"{share * 100:.4f}".rstrip("0").rstrip(".") + " %"
