"""Series over years in, a chart of their growth out: areas on top of each other, or one line; thresholds across, the horizon marked."""

from dataclasses import dataclass

from designgen.renderers.drawing import palette, svg
from designgen.renderers.drawing.charts.plot import HIGH, INK, LEFT, WIDE, Plot, Written, chart, left_axis, lower_axis, steps
from designgen.renderers.drawing.page import Sign
from designgen.renderers.drawing.paper import SMALLEST
from designgen.renderers.drawing.svg import Box, Caption, Face, Stroke
from designgen.renderers.drawing.text import clip, widest, width, wrap

SERIES = len(palette.SERIES)
NAMES, LEADER, LEADING = 150.0, 22.0, 13.5


@dataclass(frozen=True)
class Series:
    """One quantity at each full year from today."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Threshold:
    """A value that should not be passed, and what is reached there."""

    name: str
    value: float


@dataclass(frozen=True)
class Growth:
    """What a chart of growth shows; `stacked` series add up."""

    series: tuple[Series, ...]
    thresholds: tuple[Threshold, ...]
    horizon: float
    written: Written
    unit: str
    stacked: bool = False


def draw_growth(caption: Caption, growth: Growth) -> str:
    """Write a chart of growth as SVG."""
    years = len(growth.series[0].values) - 1
    total = [sum(one.values[year] for one in growth.series) for year in range(years + 1)]
    top = max(*total, *(one.value for one in growth.thresholds), 0.0)
    values = steps(top * 1.02)
    plot = Plot(Box(LEFT, 22, WIDE - LEFT - 14, HIGH), float(years), values[-1])
    draw = _areas if growth.stacked else _lines
    body = (
        svg.line(growth.unit, 0, 8, INK),
        left_axis(plot, values, growth.written),
        draw(plot, growth.series),
        _horizon(plot, growth, total),
        lower_axis(plot, tuple(float(year) for year in range(years + 1)), lambda year: "today" if not year else f"year {year:.0f}"),
        *(_threshold(plot, one, growth.written) for one in growth.thresholds),
    )
    names, room = _names(plot, growth.series) if growth.stacked else ("", 0.0)
    limits = (Sign("rule", "threshold", "dashed", palette.WEAK),) if growth.thresholds else ()
    return chart(caption, (WIDE + room, plot.box.bottom + 24), (*body, names), limits)


def _lines(plot: Plot, series: tuple[Series, ...]) -> str:
    parts = []
    for index, one in enumerate(series):
        colour = palette.SERIES[index % SERIES]
        spots = [(plot.x(year), plot.y(value)) for year, value in enumerate(one.values)]
        parts.append(svg.path(f"M{svg.points(*spots)}", Stroke(colour, 2.2)))
        parts.extend(svg.circle(x, y, 3, palette.WHITE, Stroke(colour, 1.8)) for x, y in spots)
    return "".join(parts)


def _areas(plot: Plot, series: tuple[Series, ...]) -> str:
    below = [0.0] * len(series[0].values)
    parts = []
    for index, one in enumerate(series):
        above = [low + value for low, value in zip(below, one.values, strict=True)]
        upper = [(plot.x(year), plot.y(value)) for year, value in enumerate(above)]
        lower = [(plot.x(year), plot.y(value)) for year, value in reversed([*enumerate(below)])]
        parts.append(svg.path(f"M{svg.points(*upper, *lower)}Z", Stroke(palette.WHITE, 1), palette.SERIES[index % SERIES]))
        below = above
    return "".join(parts)


def _names(plot: Plot, series: tuple[Series, ...]) -> tuple[str, float]:
    """Return the name of each area beside its end, so that no colour has to be looked up, and the room names take."""
    lines = [wrap(one.name, SMALLEST, NAMES, most=2) for one in series]
    ends, low = [], 0.0
    for one in series:
        ends.append(plot.y(low + one.values[-1] / 2))
        low += one.values[-1]
    parts = []
    for index, (end, middle) in enumerate(zip(ends, _apart(ends, lines, plot.box), strict=True)):
        colour, right = palette.SERIES[index % SERIES], plot.box.right
        parts.append(
            svg.path(f"M{svg.points((right, end), (right + 6, end), (right + 14, middle), (right + LEADER, middle))}", Stroke(colour, 1.6))
        )
        first = middle + 4 - LEADING * (len(lines[index]) - 1) / 2
        parts.append(svg.lines(lines[index], right + LEADER + 4, first, INK, leading=LEADING))
    return "".join(parts), max(widest(one, SMALLEST) for one in lines) * 1.03 + LEADER - 6


def _apart(ends: list[float], lines: list[tuple[str, ...]], box: Box) -> list[float]:
    """Return heights near those wanted, from the lowest up, at which no two names meet."""
    highs = [LEADING * len(one) + 3 for one in lines]
    places, top = [], box.bottom
    for end, high in zip(ends, highs, strict=True):
        places.append(min(end, top - high / 2))
        top = places[-1] - high / 2
    low = box.y
    for index in range(len(places) - 1, -1, -1):
        places[index] = max(places[index], low + highs[index] / 2)
        low = places[index] + highs[index] / 2
    return places


def _horizon(plot: Plot, growth: Growth, total: list[float]) -> str:
    years = growth.horizon
    if not 0 < years <= plot.across:
        return ""
    x = plot.x(years)
    words = f"horizon: {growth.written(total[int(years)])}" if years == int(years) else "horizon"
    line = svg.path(f"M{svg.points((x, plot.box.y))}V{svg.number(plot.box.bottom)}", Stroke(palette.LINE, 1.2, "2 3"))
    return line + svg.line(words, x, plot.box.y - 5, Face(SMALLEST, palette.SUB, anchor="middle"))


def _threshold(plot: Plot, one: Threshold, written: Written) -> str:
    y = plot.y(one.value)
    words = clip(f"{one.name}: {written(one.value)}", SMALLEST, plot.box.w - 40)
    line = svg.path(f"M{svg.points((plot.box.x, y))}H{svg.number(plot.box.right)}", Stroke(palette.WEAK, 1.8, "7 4"))
    ground = Box(plot.box.x + 4, y - 17, width(words, SMALLEST, bold=True) + 8, 15)
    return (
        line + svg.rect(ground, palette.WHITE, radius=3) + svg.line(words, ground.x + 4, y - 5.5, Face(SMALLEST, palette.WEAK, bold=True))
    )
