"""Lints of the figures: measurable scenarios, loads that agree with each other, questions that grow old (LINT-R05, R07, R10, R19, R20)."""

from datetime import date

from designgen.frontend.ledger import Ledger
from designgen.model.diagnostic import Rule, Severity
from designgen.model.requirements import Requirements
from designgen.model.wishes import Load

UNMEASURED = Rule(
    code="DG154",
    name="unmeasured-scenario",
    severity=Severity.ERROR,
    message="quality scenario `{id}` has no measure",
    why="A quality without a number cannot be designed for, tested or promised.",
    help="add a comparator and a unit, such as `measure: p95 <= 400ms`",
    rulebook=("LINT-R05",),
)
PEAK_BELOW_AVERAGE = Rule(
    code="DG156",
    name="peak-below-average",
    severity=Severity.ERROR,
    message="the peak `{peak}` is lower than the average{avg}",
    why="Sizes, pools and prices start from these two; one of them is wrong.",
    help="swap them, or write the peak as a multiple such as `x4`",
    rulebook=("LINT-R07",),
)
OUT_OF_RANGE = Rule(
    code="DG157",
    name="figure-out-of-range",
    severity=Severity.ERROR,
    message="{what} of `{text}` is {outside}",
    why="No system can have it, so every figure computed from it would be wrong.",
    help="{advice}",
    rulebook=("LINT-R07",),
)
BAD_DATE = Rule(
    code="DG158",
    name="no-such-date",
    severity=Severity.ERROR,
    message="`{text}` is no day of the calendar",
    why="Deadlines and waivers are compared with other dates.",
    help="write year, month and day, such as `2027-04-01`",
    rulebook=("REQ-005",),
)
UNREACHABLE_TARGET = Rule(
    code="DG172",
    name="availability-without-crew",
    severity=Severity.WARN,
    message="{target} availability allows {minutes} minutes of downtime a month, with {crew}",
    why="At that target a failure at night has to be noticed and repaired within minutes; someone or something must do it.",
    help="use a managed runtime and database, plan operations staff, or promise less",
    rulebook=("LINT-R10",),
)
RATES_ABOVE_PEAK = Rule(
    code="DG173",
    name="rates-above-peak",
    severity=Severity.WARN,
    message="the operations add up to {sum}/s, the stated peak is {peak}",
    why="Both figures cannot be right, and machines are sized from the larger one.",
    help="raise the peak, or lower the rates of operations that do not peak together",
    rulebook=("LINT-R19",),
)
OLD_QUESTION = Rule(
    code="DG174",
    name="old-question",
    severity=Severity.INFO,
    message="question `{id}` has been open for {days} days",
    why="What depends on it stays provisional.",
    help="answer it, or name who will and when",
    rulebook=("LINT-R20",),
)
RULES = (UNMEASURED, PEAK_BELOW_AVERAGE, OUT_OF_RANGE, BAD_DATE, UNREACHABLE_TARGET, RATES_ABOVE_PEAK, OLD_QUESTION)

MONTH_MINUTES = 43_830


def contradictions(requirements: Requirements, ledger: Ledger) -> None:
    """Report figures that cannot be true."""
    for scenario in requirements.quality.scenarios:
        path = f"quality.scenarios.{scenario.id}"
        if scenario.measure is None and f"{path}.measure" not in ledger.places:
            ledger.report(UNMEASURED, ledger.span(path), id=scenario.id)
    _load(requirements.quality.load, "quality.load", ledger)
    for number, interface in enumerate(requirements.interfaces):
        _load(interface.load, f"interfaces.{number}.load", ledger)
    shares = [("quality.availability.target", requirements.quality.availability.target, "an availability")]
    shares += [(f"integrations.{one.id}.sla", one.sla, "an availability") for one in requirements.integrations]
    for path, share, what in shares:
        if share and not 0 < share.fraction <= 1:
            ledger.report(
                OUT_OF_RANGE,
                ledger.span(path),
                what=what,
                text=share.text,
                outside="not between 0 % and 100 %",
                advice="write it as a percentage, such as `99.9%`",
            )
    _dates(requirements, ledger)


def _load(load: Load, path: str, ledger: Ledger) -> None:
    if load.avg and load.peak and load.peak.per_second is not None and load.peak.per_second < load.avg.per_second:
        ledger.report(PEAK_BELOW_AVERAGE, ledger.span(f"{path}.peak"), peak=load.peak.text, avg=f" of `{load.avg.text}`")
    if load.peak and load.peak.times is not None and load.peak.times < 1:
        ledger.report(PEAK_BELOW_AVERAGE, ledger.span(f"{path}.peak"), peak=load.peak.text, avg="")
    if load.read_ratio and not 0 <= load.read_ratio.fraction <= 1:
        advice = "write the share of reads, such as `0.82`"
        ledger.report(
            OUT_OF_RANGE,
            ledger.span(f"{path}.read_ratio"),
            what="a read ratio",
            text=load.read_ratio.text,
            outside="not between 0 and 1",
            advice=advice,
        )
    if load.growth and load.growth.per_year < -1:
        advice = "write the change per year, such as `25%/y` or `-10%/y`"
        ledger.report(
            OUT_OF_RANGE,
            ledger.span(f"{path}.growth"),
            what="a growth",
            text=load.growth.text,
            outside="below -100 %",
            advice=advice,
        )


def _dates(requirements: Requirements, ledger: Ledger) -> None:
    written = [("project.as_of", requirements.project.as_of), ("constraints.deadline", requirements.constraints.deadline)]
    written += [(f"questions.{one.id}.since", one.since) for one in requirements.questions]
    written += [(f"waive.{number}.until", one.until) for number, one in enumerate(requirements.waive)]
    written += [("constraints.migration.by", requirements.constraints.migration.by)]
    for path, text in written:
        if text and day(text) is None:
            ledger.report(BAD_DATE, ledger.span(path), text=text)


def day(text: str | None) -> date | None:
    """Return the date of `2027-04-01`, None if there is no such day."""
    try:
        return date.fromisoformat(text) if text and len(text) == 10 else None
    except ValueError:
        return None


def lint_figures(requirements: Requirements, ledger: Ledger) -> None:
    """Report figures that are possible and yet do not fit together."""
    _target(requirements, ledger)
    peak = requirements.quality.load.peak
    rates = [operation.rate for wish in requirements.requirements for operation in wish.operations if operation.rate]
    total = sum(rate.per_second for rate in rates if rate.kind == "peak" and not rate.each)
    if peak and peak.per_second and total > peak.per_second:
        ledger.report(RATES_ABOVE_PEAK, ledger.span("quality.load.peak"), sum=f"{total:g}", peak=f"`{peak.text}`")
    today = day(requirements.project.as_of)
    for question in requirements.questions:
        since = day(question.since)
        if today and since and (today - since).days > 30:
            ledger.report(OLD_QUESTION, ledger.span(f"questions.{question.id}"), id=question.id, days=(today - since).days)


def _target(requirements: Requirements, ledger: Ledger) -> None:
    target, team, deployment = requirements.quality.availability.target, requirements.constraints.team, requirements.deployment
    managed = deployment.target in ("managed-containers", "serverless", None)
    budget = requirements.constraints.budget.infra
    tiny = budget is not None and 0 < budget.monthly < 100
    alone = team.ops in (0, None) and not managed
    if target and 0.9995 <= target.fraction < 1 and (tiny or alone):
        crew = f"`{budget.text}` to run it" if tiny and budget else "nobody to operate it and a runtime that is not managed"
        minutes = f"{(1 - target.fraction) * MONTH_MINUTES:.1f}"
        ledger.report(UNREACHABLE_TARGET, ledger.span("quality.availability.target"), target=f"`{target.text}`", minutes=minutes, crew=crew)
