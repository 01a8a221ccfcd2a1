"""Promises about one operation or one pipeline that its own parts cannot keep: a design in, a diagnostic at the promise out."""

from collections.abc import Iterator

from designgen.knowledge.wording import duration, millis
from designgen.model.artifact import Artifact
from designgen.model.design.integrations import Pipeline
from designgen.model.design.whole import Design
from designgen.model.diagnostic import Diagnostic, Rule, Severity
from designgen.model.facts import Use
from designgen.model.source import Span
from designgen.sizing.calls import legs
from designgen.sizing.latency import composed_p95, longest

STALE = Rule(
    code="DG348",
    name="pipeline-slower-than-promise",
    severity=Severity.WARN,
    message="`{operation}` promises figures no older than {promised}, and `{pipeline}` may leave them {limit} old",
    why="Between two runs figures age by a whole interval and by the run itself; one that is half an interval late is not yet noticed.",
    help="write `every: {often}` for `{pipeline}`, or `stale {whole}` for `{operation}`",
    rulebook=("SVC-080", "REL-003"),
)
SLOW = Rule(
    code="DG349",
    name="promise-below-parts",
    severity=Severity.WARN,
    message="`{operation}` promises a p95 of {promised}, and its parts come to {composed}; {largest} takes most",
    why="Means add and so do variances; what the parts need on an ordinary day cannot be promised away.",
    help="promise {composed} or more, or let {largest} answer outside the request",
    rulebook=("CAP-040", "CAP-041"),
)
RULES = (STALE, SLOW)
SHORTER, LONGER = (60.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 21_600.0, 43_200.0, 86_400.0), 60.0


def check_promises(design: Design, _artifacts: tuple[Artifact, ...] = ()) -> Iterator[Diagnostic]:
    """Report each pipeline that runs too seldom for what is promised of it, and each p95 below the sum of its parts."""
    accepted = {waiver.rule for waiver in design.facts.requirements.waive}
    for found in (*_pipelines(design), *_latencies(design)):
        if not accepted & {found.code, *found.because}:
            yield found


def _pipelines(design: Design) -> Iterator[Diagnostic]:
    for pipeline in design.integrations.pipelines:
        for use in served(design, pipeline):
            if use.stale_s < pipeline.fresh_s:
                yield STALE.at(
                    _place(design, use, "stale") or design.places.get(f"pipelines.{pipeline.title}.every"),
                    operation=use.id,
                    pipeline=pipeline.title,
                    promised=duration(use.stale_s),
                    limit=duration(pipeline.fresh_s),
                    often=_written(_often(pipeline, use)),
                    whole=_written(-(-pipeline.fresh_s // LONGER) * LONGER),
                    subject=pipeline.key,
                )


def served(design: Design, pipeline: Pipeline) -> tuple[Use, ...]:
    """Return the reports that show what a pipeline makes and promise how old it is at most."""
    sink = pipeline.sink.rsplit(".", 1)[-1]
    return tuple(
        use
        for use in design.facts.uses
        if use.operation.verb == "report" and use.stale_s and use.operation.entity.rsplit(".", 1)[-1] == sink
    )


def _often(pipeline: Pipeline, use: Use) -> float:
    """The longest round interval at which a run that is as late as now would still keep the promise."""
    most = use.stale_s * pipeline.every_s / pipeline.fresh_s
    return max((span for span in SHORTER if span <= most), default=max(1.0, most // 1))


def _written(seconds: float) -> str:
    """A span as the requirements write it."""
    for size, unit in ((86_400, "d"), (3600, "h"), (60, "m")):
        if seconds % size == 0:
            return f"{seconds / size:.0f}{unit}"
    return f"{seconds:.0f}s"


def _latencies(design: Design) -> Iterator[Diagnostic]:
    uses = {use.id: use for use in design.facts.uses}
    for operation in (one for api in design.api for one in api.operations):
        parts = legs(design, operation)
        composed = composed_p95(parts)
        if operation.p95_ms and composed > operation.p95_ms:
            yield SLOW.at(
                _place(design, uses[operation.name], "p95") if operation.name in uses else None,
                operation=operation.name,
                promised=millis(operation.p95_ms),
                composed=millis(composed),
                largest=f"`{longest(parts).name}`",
                subject=operation.key,
            )


def _place(design: Design, use: Use, part: str) -> Span | None:
    """Where the promise of an operation was written: its own words, else the operation, else the requirement."""
    for wish in design.facts.requirements.requirements:
        if use.operation in wish.operations and wish.id in use.because:
            path = f"requirements.{wish.id}.operations.{wish.operations.index(use.operation)}"
            return design.places.get(f"{path}.{part}") or design.places.get(path) or design.places.get(f"requirements.{wish.id}")
    return None
