"""Phases with their weeks in, a roadmap out: one bar a phase on a scale of weeks, what is shown at its end, the given date as a rule."""

from dataclasses import dataclass

from designgen.renderers.drawing import palette, svg
from designgen.renderers.drawing.charts.plot import RULE, WHOLE, Plot, chart, lower_axis, steps
from designgen.renderers.drawing.page import Sign
from designgen.renderers.drawing.paper import SMALLEST
from designgen.renderers.drawing.svg import Box, Caption, Face, Stroke
from designgen.renderers.drawing.text import width, wrap

NAMES, ROOM = 190.0, 470.0
BAR = 20.0


@dataclass(frozen=True)
class Stretch:
    """One phase: its name, the week it begins, how many weeks it takes, its effort in words."""

    name: str
    start: float
    weeks: float
    words: str


def draw_plan(caption: Caption, stretches: tuple[Stretch, ...], deadline: float | None) -> str:
    """Write a roadmap as SVG; `deadline` is in weeks from the start."""
    names = [wrap(one.name, SMALLEST, NAMES - 14, bold=True, most=3) for one in stretches]
    highs = [max(34.0, 15.0 * len(lines) + 12) for lines in names]
    end = max(one.start + one.weeks for one in stretches)
    values = steps(max(end, deadline or 0.0), 8, WHOLE)
    plot = Plot(Box(NAMES, 18, ROOM, sum(highs)), values[-1], 1)
    rules = (svg.path(f"M{svg.points((plot.x(value), plot.box.y))}V{svg.number(plot.box.bottom)}", RULE) for value in values)
    rows = []
    y = plot.box.y
    for one, lines, high in zip(stretches, names, highs, strict=True):
        rows.append(_row(plot, one, lines, Box(0, y, plot.box.right, high), plot.x(deadline) if deadline else None))
        y += high
    axis = lower_axis(plot, values, lambda value: f"week {value:g}")
    body = (*rules, _date(plot, deadline) if deadline else "", *rows, axis)
    signs = (Sign("rule", "given date", "dashed", palette.WEAK),) if deadline else ()
    return chart(caption, (NAMES + ROOM + 20, plot.box.bottom + 24), body, signs)


def _row(plot: Plot, one: Stretch, lines: tuple[str, ...], row: Box, deadline: float | None) -> str:
    box = Box(plot.x(one.start), row.cy - BAR / 2, plot.x(one.start + one.weeks) - plot.x(one.start), BAR)
    first = row.cy + 4 - 7.5 * (len(lines) - 1)
    wide = width(one.words, SMALLEST) * 1.03
    words = _words(one.words, box, wide, (plot.box.x, row.right + 20), deadline)
    return svg.group(
        [
            svg.lines(lines, 0, first, Face(SMALLEST, palette.INK, bold=True), leading=15),
            svg.rect(box, palette.PALE, Stroke(palette.ACCENT, 1.2), 4),
            words,
        ],
        f"{one.name}: {one.words}",
    )


def _words(words: str, box: Box, wide: float, sides: tuple[float, float], deadline: float | None) -> str:
    """Write the words after their bar, before it where they would leave the page or cross the date, else inside it."""
    end = box.right + 8 + wide
    free = end <= sides[1] and not (deadline is not None and box.right < deadline < end)
    before = not free and box.x - 8 - wide >= sides[0]
    if not free and not before and end > sides[1] and wide < box.w:
        return svg.line(words, box.cx, box.cy + 4, Face(SMALLEST, palette.INK, anchor="middle"))
    face = Face(SMALLEST, palette.INK, anchor="end" if before else "start", halo=palette.WHITE)
    return svg.line(words, box.x - 8 if before else box.right + 8, box.cy + 4, face)


def _date(plot: Plot, deadline: float) -> str:
    x = plot.x(deadline)
    line = svg.path(f"M{svg.points((x, plot.box.y))}V{svg.number(plot.box.bottom)}", Stroke(palette.WEAK, 1.8, "7 4"))
    return line + svg.line(f"week {deadline:.1f}", x, plot.box.y - 5, Face(SMALLEST, palette.WEAK, bold=True, anchor="middle"))
