"""Named figures in, horizontal bars out: each with its value in words, its limit as a mark, its verdict as shade and word."""

from dataclasses import dataclass

from designgen.renderers.drawing import palette, svg
from designgen.renderers.drawing.charts.plot import INK, WIDE, Plot, Written, chart, steps
from designgen.renderers.drawing.page import Sign
from designgen.renderers.drawing.paper import SMALLEST
from designgen.renderers.drawing.svg import Box, Caption, Face, Stroke
from designgen.renderers.drawing.text import clip, width

ROW, THICK = 24.0, 14.0
NAMES = 190.0


@dataclass(frozen=True)
class Bar:
    """One figure; `limit` is what it is held against, `strong` makes it stand out, `note` follows the value."""

    name: str
    value: float
    limit: float | None = None
    strong: bool = True
    note: str = ""


@dataclass(frozen=True)
class Bars:
    """What a chart of bars shows; the words are those of its legend."""

    bars: tuple[Bar, ...]
    written: Written
    value_words: str
    limit_words: str = ""
    other_words: str = ""


def draw_bars(caption: Caption, shown: Bars) -> str:
    """Write bars as SVG, in the order given; values below zero lead to the left of the axis."""
    names = min(NAMES, max(width(bar.name, SMALLEST) for bar in shown.bars) * 1.03 + 4)
    ends = max(width(_words(bar, shown), SMALLEST) for bar in shown.bars) * 1.03 + 12
    reach = max(max(abs(bar.value), bar.limit or 0.0) for bar in shown.bars)
    low = min(0.0, *(bar.value for bar in shown.bars))
    span = steps(reach)[-1] - low
    room = WIDE - names - ends
    plot = Plot(Box(names + 8 + room * -low / span, 0, room * (1 + low / span), ROW * len(shown.bars)), steps(reach)[-1], 1)
    axis = svg.path(f"M{svg.points((plot.box.x, 0))}V{svg.number(plot.box.bottom)}", Stroke(palette.LINE, 1))
    body = (*(_bar(plot, index, bar, shown, names) for index, bar in enumerate(shown.bars)), axis)
    return chart(caption, (WIDE + 8, plot.box.bottom + 4), body, _signs(shown))


def _bar(plot: Plot, index: int, bar: Bar, shown: Bars, names: float) -> str:
    y = index * ROW
    start, end = sorted((plot.x(0), plot.x(bar.value)))
    fill = palette.ACCENT if bar.strong else palette.PALE
    parts = [
        svg.line(clip(bar.name, SMALLEST, NAMES), names, y + 16, Face(SMALLEST, palette.INK, bold=bar.strong, anchor="end")),
        svg.rect(Box(start, y + 5, max(end - start, 1.5), THICK), fill, Stroke(palette.ACCENT, 1)),
    ]
    reach = end
    if bar.limit is not None:
        x = plot.x(bar.limit)
        parts.append(svg.path(f"M{svg.points((x, y + 2))}v{svg.number(THICK + 6)}", Stroke(palette.WEAK, 2.6)))
        reach = max(end, x)
    parts.append(svg.line(_words(bar, shown), reach + 7, y + 16, INK))
    return svg.group(parts, f"{bar.name}: {_words(bar, shown)}")


def _words(bar: Bar, shown: Bars) -> str:
    limit = f" of {shown.written(bar.limit)}" if bar.limit is not None else ""
    return f"{shown.written(bar.value)}{limit} {bar.note}".rstrip()


def _signs(shown: Bars) -> tuple[Sign, ...]:
    signs = [Sign("area", shown.value_words, colour=palette.ACCENT)]
    if shown.other_words and not all(bar.strong for bar in shown.bars):
        signs.append(Sign("area", shown.other_words, colour=palette.PALE))
    if shown.limit_words and any(bar.limit is not None for bar in shown.bars):
        signs.append(Sign("rule", shown.limit_words, colour=palette.WEAK))
    return tuple(signs)
