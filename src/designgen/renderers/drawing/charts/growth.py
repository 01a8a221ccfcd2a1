"""Series over years in, a chart of their growth out: areas on top of each other, or one line; thresholds across, the horizon marked."""

from dataclasses import dataclass

from designgen.renderers.drawing import palette, svg
from designgen.renderers.drawing.charts.plot import HIGH, INK, LEFT, WIDE, Plot, Written, chart, left_axis, lower_axis, steps
from designgen.renderers.drawing.page import Sign
from designgen.renderers.drawing.paper import SMALLEST
from designgen.renderers.drawing.svg import Box, Caption, Face, Stroke
from designgen.renderers.drawing.text import clip, width

SERIES = len(palette.SERIES)


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
        _horizon(plot, growth.horizon),
        lower_axis(plot, tuple(float(year) for year in range(years + 1)), lambda year: "today" if not year else f"year {year:.0f}"),
        *(_threshold(plot, one, growth.written) for one in growth.thresholds),
    )
    signs = tuple(Sign("area", one.name, colour=palette.SERIES[index % SERIES]) for index, one in enumerate(growth.series))
    limits = (Sign("rule", "threshold", "dashed", palette.WEAK),) if growth.thresholds else ()
    return chart(caption, (WIDE, plot.box.bottom + 24), body, (*(signs if growth.stacked else ()), *limits))


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


def _horizon(plot: Plot, years: float) -> str:
    if not 0 < years <= plot.across:
        return ""
    x = plot.x(years)
    line = svg.path(f"M{svg.points((x, plot.box.y))}V{svg.number(plot.box.bottom)}", Stroke(palette.LINE, 1.2, "2 3"))
    return line + svg.line("horizon", x, plot.box.y - 5, Face(SMALLEST, palette.SUB, anchor="middle"))


def _threshold(plot: Plot, one: Threshold, written: Written) -> str:
    y = plot.y(one.value)
    words = clip(f"{one.name}: {written(one.value)}", SMALLEST, plot.box.w - 40)
    line = svg.path(f"M{svg.points((plot.box.x, y))}H{svg.number(plot.box.right)}", Stroke(palette.WEAK, 1.8, "7 4"))
    ground = Box(plot.box.x + 4, y - 17, width(words, SMALLEST, bold=True) + 8, 15)
    return (
        line + svg.rect(ground, palette.WHITE, radius=3) + svg.line(words, ground.x + 4, y - 5.5, Face(SMALLEST, palette.WEAK, bold=True))
    )
