"""Decisions as documents: one MADR 4 file a record, one table for the conventions, an index."""

from collections.abc import Iterator

from designgen.knowledge.templates import render
from designgen.knowledge.wording import listed, lower_first
from designgen.model.artifact import Artifact
from designgen.model.decision import AXIS_NAMES, Axis, Decision, Option, Record
from designgen.model.design.whole import Design

FOCUS = 2.5
"""What a topic is about weighs two and a half times (ADR-G2)."""


def render_records(design: Design) -> Iterator[Artifact]:
    """Render `adr/NNNN-<topic>.md` for each record and `adr/conventions.md` for the rest."""
    wanted = {requirement.id for requirement in design.facts.requirements.requirements}
    for record in design.records:
        decision = record.decision
        text = render(
            "record.md.j2",
            record=record,
            decision=decision,
            requirements=[reason for reason in decision.because if reason in wanted],
            reason=reason_of(decision),
            context=_context(design, decision),
            axes=AXIS_NAMES,
        )
        yield Artifact.text(record.path, "markdown", text, title=decision.title)
    if design.conventions:
        rows = [_row(record) for record in design.conventions]
        yield Artifact.text("adr/conventions.md", "markdown", render("conventions.md.j2", rows=rows), title="Conventions")


def _context(design: Design, decision: Decision) -> str:
    """The context, and whose wishes rest on it."""
    titles = [
        f"{wish.title or wish.id} ({wish.id})"
        for wish in design.facts.requirements.requirements
        if wish.id in decision.because and not wish.derived_by
    ]
    return f"{decision.context.rstrip('.')}; this serves {listed(titles)}." if titles else decision.context


def reason_of(decision: Decision) -> str:
    """Say in half a sentence why the chosen option won: given, or ahead on the axes that weigh most."""
    if decision.turned:
        return f"{decision.turned.by} chose it: {lower_first(decision.turned.reason.rstrip('.'))}"
    if decision.status == "accepted":
        return f"it was given: {decision.given_reason}" if decision.given_reason else "it was given"
    rivals = [option for option in decision.options if not option.veto and option.id != decision.choice]
    if not rivals:
        return "every other option is ruled out"
    rival = rivals[0]
    lead = _lead(decision, rival)
    ahead = [AXIS_NAMES[axis] for axis, step in lead if step > 0]
    behind = [AXIS_NAMES[axis] for axis, step in reversed(lead) if step < 0]
    if not ahead:
        return f"it ties with {lower_first(rival.title)} and is simpler to operate"
    price = f", at a price in {listed(behind[:2])}" if behind else ""
    return f"it is ahead of {lower_first(rival.title)} in {listed(ahead[:3])}{price}"


def _lead(decision: Decision, rival: Option) -> list[tuple[Axis, float]]:
    """Return by how much the chosen option is ahead on each axis, with what was adjusted: what the topic is about first, the price last."""
    focus = {driver.text for driver in decision.drivers if driver.weight is not None}
    first, second = (_adjusted(option) for option in (decision.chosen, rival))
    lead = [(axis, first[axis] - second[axis]) for axis in AXIS_NAMES]
    return sorted(lead, key=lambda pair: -pair[1] * (FOCUS if AXIS_NAMES[pair[0]] in focus else 1))


def _adjusted(option: Option) -> dict[Axis, float]:
    fits = dict(option.fits)
    for adjustment in option.adjustments:
        fits[adjustment.axis] += adjustment.delta
    return {axis: max(-3.0, min(3.0, fit)) for axis, fit in fits.items()}


def _row(record: Record) -> dict[str, object]:
    decision = record.decision
    rivals = [option.title for option in decision.options if not option.veto and option.id != decision.choice]
    if decision.turned:
        flip = f"{decision.turned.by} chose it instead of {lower_first(decision.turned.instead)}: {decision.turned.reason}"
        return {"decision": decision, "runner_up": rivals[0] if rivals else "none", "flip": flip}
    flip = f"{decision.flips[0].change}: {decision.flips[0].winner}" if decision.flips else "no single change"
    return {"decision": decision, "runner_up": rivals[0] if rivals else "none", "flip": flip}
