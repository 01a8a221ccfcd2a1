"""Decisions as documents: one MADR 4 file a record, one table for the conventions, an index."""

from collections.abc import Iterator

from designgen.knowledge.templates import render
from designgen.knowledge.wording import listed, lower_first
from designgen.model.artifact import Artifact
from designgen.model.decision import AXIS_NAMES, Decision, Record
from designgen.model.design.whole import Design


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
            axes=AXIS_NAMES,
        )
        yield Artifact.text(record.path, "markdown", text, title=decision.title)
    if design.conventions:
        rows = [_row(record) for record in design.conventions]
        yield Artifact.text("adr/conventions.md", "markdown", render("conventions.md.j2", rows=rows), title="Conventions")


def reason_of(decision: Decision) -> str:
    """Say in half a sentence why the chosen option won: given, or ahead on the axes that weigh most."""
    if decision.status == "accepted":
        return f"it was given: {decision.given_reason}" if decision.given_reason else "it was given"
    rivals = [option for option in decision.options if not option.veto and option.id != decision.choice]
    if not rivals:
        return "every other option is ruled out"
    rival = rivals[0]
    ahead = [name for axis, name in AXIS_NAMES.items() if decision.chosen.fits[axis] > rival.fits[axis]]
    behind = [name for axis, name in AXIS_NAMES.items() if decision.chosen.fits[axis] < rival.fits[axis]]
    if not ahead:
        return f"it ties with {lower_first(rival.title)} and is simpler to operate"
    price = f", at a price in {listed(behind[:2])}" if behind else ""
    return f"it is ahead of {lower_first(rival.title)} in {listed(ahead[:3])}{price}"


def _row(record: Record) -> dict[str, object]:
    decision = record.decision
    rivals = [option.title for option in decision.options if not option.veto and option.id != decision.choice]
    flip = f"{decision.flips[0].change}: {decision.flips[0].winner}" if decision.flips else "no single change"
    return {"decision": decision, "runner_up": rivals[0] if rivals else "none", "flip": flip}
