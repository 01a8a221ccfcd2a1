"""A design in, its charts out, each only where a picture shows what a table hides: growth, budgets, scores, risks, the plan."""

from dataclasses import replace

from designgen.knowledge.wording import counted, figure, listed, millis, percent, size
from designgen.model.decision import Record
from designgen.model.design.database import Table
from designgen.model.design.whole import Design
from designgen.renderers.drawing.album import Picture
from designgen.renderers.drawing.charts.bars import Bar, Bars, draw_bars
from designgen.renderers.drawing.charts.growth import Growth, Series, Threshold, draw_growth
from designgen.renderers.drawing.charts.matrix import draw_matrix
from designgen.renderers.drawing.charts.plan import Stretch, draw_plan
from designgen.renderers.drawing.svg import Caption
from designgen.renderers.drawing.text import plain
from designgen.sizing.availability import downtime_minutes
from designgen.sizing.calls import legs
from designgen.sizing.effort import weeks_between
from designgen.sizing.latency import composed_p95
from designgen.sizing.storage import rows_at

FAR = 4.0
"""A limit further away than this many times the horizon's peak is left to the table."""
BEYOND = 2
"""Years shown after the horizon."""
YEAR_S = 31_536_000
MOST_LIMITS, MOST_TABLES, MOST_BARS, MOST_RISKS = 3, 4, 12, 40
FEWEST_OPTIONS, FEWEST_SHARES, MOST_SHARES = 2, 3, 20


def load(design: Design) -> tuple[Picture, ...]:
    """The peak load over the years against what gives way first; none where no limit is near."""
    known = {one.key: one.value for one in design.facts.figures}
    peak, growth, horizon = (known.get(key, 0.0) for key in ("load.peak_rps", "load.growth", "load.horizon_years"))
    top = known.get("load.peak_rps_horizon", peak * (1 + growth) ** horizon)
    near = sorted((one for one in design.architecture.bottlenecks if one.breaks_at <= FAR), key=lambda one: (one.breaks_at, one.key))
    if not near or not peak or not horizon:
        return ()
    values = tuple(top * (1 + growth) ** (year - horizon) for year in _years(horizon))
    limits = tuple(Threshold(f"{plain(one.resource)} 80 % used", top * one.breaks_at) for one in near[:MOST_LIMITS])
    said = listed([f"{one.name} at {figure(round(one.value))} a second" for one in limits])
    alt = f"The peak grows from {figure(round(values[0]))} requests a second to {figure(round(top))} in {figure(horizon)} years; {said}."
    shown = Growth((Series("requests a second", values),), limits, horizon, lambda value: figure(round(value)), "requests a second, peak")
    return (_growth("chart-load", f"{plain(design.title)}: load and its limits", alt, shown),)


def storage(design: Design) -> tuple[Picture, ...]:
    """The bytes of the largest tables over the years; none where nothing grows."""
    known = {one.key: one.value for one in design.facts.figures}
    growth, horizon, total = (known.get(key, 0.0) for key in ("load.growth", "load.horizon_years", "storage.bytes_horizon"))
    tables = sorted(design.database.tables, key=lambda one: (-one.population.bytes_at_horizon, one.name))
    large = [one for one in tables if one.population.bytes_at_horizon and one.population.rows_at_horizon][:MOST_TABLES]
    if not large or not horizon:
        return ()
    series = [Series(plain(one.name), _bytes(one, growth, horizon)) for one in large]
    at_horizon = sum(one.population.bytes_at_horizon for one in large)
    rest = max(0.0, total - at_horizon) / at_horizon
    sums = [sum(one.values[year] for one in series) for year in range(len(series[0].values))]
    series.append(Series("all others", tuple(value * rest for value in sums)))
    limits = tuple(
        Threshold(f"time to partition {plain(large[0].name)}", one.threshold)
        for one in design.facts.crossings
        if one.key == "partitioning.size" and one.threshold <= total * FAR
    )
    most = size(large[0].population.bytes_at_horizon)
    alt = f"At the horizon {size(total)} are stored; the largest table, {plain(large[0].name)}, holds {most} of it."
    shown = Growth(tuple(series), limits, horizon, size, "stored, with indexes", stacked=True)
    return (_growth("chart-storage", f"{plain(design.title)}: storage", alt, shown),)


def latency(design: Design) -> tuple[Picture, ...]:
    """How much of its promised p95 each operation of a must uses, the tightest first."""
    musts = {one.id for one in design.facts.requirements.requirements if one.priority == "must"}
    wanted = [one for api in design.api for one in api.operations if one.p95_ms and musts & set(one.requirements)]
    bars = [Bar(one.name, round(composed_p95(legs(design, one)), 1), float(one.p95_ms)) for one in wanted]
    bars.sort(key=lambda bar: (-bar.value / (bar.limit or 1), bar.name))
    if not bars:
        return ()
    first = bars[0]
    tightest = f"{first.name}: {millis(round(first.value))} of {millis(first.limit or 0)}"
    alt = f"Composed p95 of {len(bars)} operations against their promises; the tightest is {tightest}."
    shown = Bars(tuple(bars[:MOST_BARS]), lambda value: millis(round(value)), "composed p95", "promised p95", share=True)
    most = f", the tightest {MOST_BARS} of {len(bars)}" if len(bars) > MOST_BARS else ""
    return (_bars("chart-latency", f"{plain(design.title)}: latency of the musts{most}", alt, shown),)


def budgets(design: Design) -> tuple[Picture, ...]:
    """The minutes a month that each part may lose, and all together against the target."""
    composed = design.availability
    if not composed.parts:
        return ()
    titles = {one.key: plain(one.title) for one in design.architecture.components}
    lost = [
        (titles.get(part.component) or plain(part.component.split(":", 1)[-1]), downtime_minutes(part.availability))
        for part in composed.parts
    ]
    lost.append(("our own deployments", composed.change_minutes))
    bars = [Bar(name, round(minutes, 1), strong=False) for name, minutes in sorted(lost, key=lambda pair: (-pair[1], pair[0]))]
    allowed, together = downtime_minutes(composed.target), downtime_minutes(composed.composed)
    bars.append(Bar("together", round(together, 1), round(allowed, 1)))
    verdict = "reaches" if composed.meets else "misses"
    budget = f"the target of {percent(composed.target)} allows {figure(round(allowed, 1))}: the design {verdict} it"
    alt = f"The parts lose {figure(round(together, 1))} minutes a month together, {budget}."
    shown = Bars(tuple(bars), lambda value: f"{figure(value)} min", "all parts, a month", "error budget", "one part")
    return (_bars("chart-budget", f"{plain(design.title)}: error budget", alt, shown),)


def scores(record: Record) -> tuple[Picture, ...]:
    """The scores of a decision's options; none where only one option was left."""
    decision = record.decision
    if len([option for option in decision.options if not option.veto]) < FEWEST_OPTIONS:
        return ()
    bars = tuple(
        Bar(plain(one.title), round(one.score, 2), strong=one.id == decision.choice, note="(ruled out)" if one.veto else "")
        for one in decision.options
    )
    rival = decision.rivals[0]
    second = f"{plain(rival.title)} {rival.score:.2f}"
    alt = f"{plain(decision.chosen.title)} scores {decision.chosen.score:.2f}, {second}, on a scale from -3 to 3."
    shown = Bars(bars, lambda value: f"{value:.2f}", "chosen", other_words="other option")
    name = f"chart-{record.path.removeprefix('adr/').removesuffix('.md')}"
    return (_bars(name, f"{plain(decision.title)}: scores", alt, shown),)


def all_scores(design: Design) -> tuple[Picture, ...]:
    """The scores of every record."""
    return tuple(picture for record in design.records for picture in scores(record))


def risks(design: Design) -> tuple[Picture, ...]:
    """The risks by likelihood and impact, numbered as in their table."""
    numbered = tuple((number, one.likelihood, one.impact) for number, one in enumerate(design.delivery.risks[:MOST_RISKS], 1))
    if not numbered:
        return ()
    severe = [str(number) for number, likelihood, impact in numbered if likelihood * impact >= 15]
    needing = f"numbers {listed(severe)} need" if len(severe) > 1 else f"number {severe[0]} needs" if severe else "none needs"
    alt = f"{len(numbered)} risks by likelihood and impact; {needing} an owner and a plan now."
    title = f"{plain(design.title)}: risks"
    return (Picture("chart-risks", title, alt, draw_matrix(Caption("chart-risks", title, alt), numbered)),)


def plan(design: Design) -> tuple[Picture, ...]:
    """The phases on a scale of weeks, with the given date."""
    found: list[Stretch] = []
    start = 0.0
    for phase in design.delivery.phases:
        found.append(Stretch(plain(phase.title), start, phase.weeks, f"{figure(phase.weeks)} weeks, {_days(phase.days)}"))
        start += phase.weeks
    if not start:
        return ()
    wanted, begins = design.facts.requirements.constraints.deadline, design.facts.requirements.project.as_of
    deadline = weeks_between(begins, wanted) if wanted and begins else None
    alt = f"{len(found)} phases take {figure(round(start, 1))} weeks" + (
        f"; the given date is in week {deadline:.1f}." if deadline else "."
    )
    title = f"{plain(design.title)}: roadmap"
    return (Picture("roadmap", title, alt, draw_plan(Caption("roadmap", title, alt), tuple(found), deadline)),)


def effort(design: Design) -> tuple[Picture, ...]:
    """The planned engineer-days by requirement, and by phase what serves the whole; none where the plan has few parts."""
    wishes = {one.id: plain(one.title) or one.id for one in design.facts.requirements.requirements}
    spent: dict[str, Bar] = {}
    total = sum(phase.days for phase in design.delivery.phases)
    for phase in design.delivery.phases:
        for piece in phase.work:
            own = next((reason for reason in piece.because if reason in wishes), "")
            known = spent.get(own or phase.key) or Bar(wishes.get(own) or plain(phase.title), 0.0, strong=bool(own))
            days = known.value + piece.days
            spent[own or phase.key] = replace(known, value=days, note=f"({round(days / total * 100)} %)")
    bars = sorted(spent.values(), key=lambda bar: (-bar.value, bar.name))[:MOST_SHARES]
    if len(bars) < FEWEST_SHARES:
        return ()
    asked = sum(bar.value for bar in spent.values() if bar.strong)
    first = f"{bars[0].name}, {_days(bars[0].value)}"
    alt = f"{_days(total)} in all, {figure(round(asked, 1))} of them for single requirements; the largest part is {first}."
    most = f", the largest {MOST_SHARES} of {len(spent)} parts" if len(spent) > MOST_SHARES else ""
    shown = Bars(tuple(bars), lambda value: figure(round(value, 1)), "engineer-days of a requirement", other_words="rest of a phase")
    return (_bars("chart-effort", f"{plain(design.title)}: where the effort goes{most}", alt, shown),)


def _days(days: float) -> str:
    return counted(round(days, 1), "engineer-day")


def _years(horizon: float) -> range:
    return range(int(horizon) + BEYOND + 1)


def _bytes(table: Table, growth: float, horizon: float) -> tuple[float, ...]:
    """Return the bytes of a table at each year, as its rows grow (CALC-03), so that the horizon has the planned figure."""
    rows = table.population
    keep = rows.keep_s / YEAR_S if rows.keep_s else None

    def grown(years: float) -> float:
        if rows.rows_per_year:
            return rows_at(rows.rows_now, rows.rows_per_year, growth, years, keep)
        return rows.rows_now * (rows.rows_at_horizon / rows.rows_now) ** (years / horizon) if rows.rows_now else rows.rows_at_horizon

    each = rows.bytes_at_horizon / max(1.0, grown(horizon))
    return tuple(grown(year) * each for year in _years(horizon))


def _growth(name: str, title: str, alt: str, shown: Growth) -> Picture:
    return Picture(name, title, alt, draw_growth(Caption(name, title, alt), shown))


def _bars(name: str, title: str, alt: str, shown: Bars) -> Picture:
    return Picture(name, title, alt, draw_bars(Caption(name, title, alt), shown))
