"""Lints of what rows arrive and what matters most: volumes against the load, priorities against the axes (LINT-R19, ADR-G2)."""

from designgen.frontend.ledger import Ledger
from designgen.model.decision import AXIS_NAMES
from designgen.model.diagnostic import Rule, Severity
from designgen.model.domain import Entity
from designgen.model.requirements import Requirements

VOLUME_ABOVE_LOAD = Rule(
    code="DG182",
    name="volume-above-load",
    severity=Severity.WARN,
    message="the volumes bring {arriving}, more than 10 times the {stated}; `{entity}` brings most",
    why="Rows arrive by requests or by a pipeline; machines are sized from the load, so these rows would not be carried.",
    help="correct the rate of `{entity}`, raise the load, or name the pipeline or device that brings the rows",
    rulebook=("LINT-R19",),
)
UNKNOWN_PRIORITY = Rule(
    code="DG183",
    name="unknown-priority",
    severity=Severity.ERROR,
    message="{what}",
    why="Priorities weigh what decisions are scored by; a word that no axis knows would weigh nothing, in silence.",
    help="write one of {names} with a number from 1 to 5",
    rulebook=("ADR-G2",),
)
RULES = (VOLUME_ABOVE_LOAD, UNKNOWN_PRIORITY)
TOO_MUCH = 10


def priorities(requirements: Requirements, ledger: Ledger) -> None:
    """Report priorities of no axis, and weights outside 1 to 5."""
    names = ", ".join(f"`{axis}` ({name})" for axis, name in AXIS_NAMES.items())
    words = {word.lower() for axis, name in AXIS_NAMES.items() for word in (axis, name, name.replace(" ", "_"))}
    for key, weight in requirements.priorities.items():
        place = ledger.span(f"priorities.{key}") or ledger.span("priorities")
        if key.strip().lower() not in words:
            ledger.report(UNKNOWN_PRIORITY, place, what=f"`{key}` is no quality that decisions weigh", names=names)
        elif not 1 <= weight <= 5:
            ledger.report(UNKNOWN_PRIORITY, place, what=f"the priority of `{key}` is {weight}, which is not between 1 and 5", names=names)


def lint_volumes(requirements: Requirements, ledger: Ledger) -> None:
    """Report volumes that imply more than ten times the stated load, in bytes where sizes are known, else in rows."""
    load = requirements.quality.load
    stated = load.avg.per_second if load.avg else load.peak.per_second if load.peak else None
    piped = {pipeline.sink for pipeline in requirements.pipelines}
    rates = [(rows_per_second(one, requirements), one) for one in requirements.entities if not piped & {one.key, one.name}]
    busy = [(rate, one) for rate, one in rates if rate]
    if not stated or not busy:
        return
    sized = load.payload is not None and all(one.volume and one.volume.payload for _, one in busy)
    carried = stated * (load.payload.bytes if sized and load.payload else 1)
    arriving = [(rate * (one.volume.payload.bytes if sized and one.volume and one.volume.payload else 1), one) for rate, one in busy]
    total = sum(amount for amount, _ in arriving)
    if total > TOO_MUCH * carried:
        most = max(arriving, key=lambda pair: pair[0])[1]
        unit = "B/s" if sized else "rows/s"
        ledger.report(
            VOLUME_ABOVE_LOAD,
            ledger.span(f"domain.{most.key}.volume") or ledger.span(f"domain.{most.key}"),
            arriving=f"{total:g} {unit}",
            stated=f"{carried:g} {'B/s' if sized else 'requests/s'} of the load",
            entity=most.name,
        )


def rows_per_second(entity: Entity, requirements: Requirements) -> float:
    """Return the rows of an entity that arrive each second; with `per`, the rate counts for each parent (V7)."""
    volume = entity.volume
    if volume is None or volume.rate is None:
        return 0.0
    parents = 1.0
    if volume.per:
        target = next((field.to for field in entity.fields if field.name == volume.per), None) or volume.per
        parent = next((one for one in requirements.entities if target in (one.key, one.name)), None)
        parents = parent.volume.rows.number if parent and parent.volume and parent.volume.rows else 1.0
    return volume.rate.per_second * parents
