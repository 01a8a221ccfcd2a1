"""Named figures in, horizontal bars out: each with its value in words, its limit as a mark, its verdict as shade and word."""

from dataclasses import dataclass

from designgen.renderers.drawing import palette, svg
from designgen.renderers.drawing.charts.plot import INK, WIDE, Plot, Written, chart, steps
from designgen.renderers.drawing.page import Sign
from designgen.renderers.drawing.paper import SMALLEST
from designgen.renderers.drawing.svg import Box, Caption, Face, Stroke
from designgen.renderers.drawing.text import widest, width, wrap

ROW, THICK, LEADING = 24.0, 14.0, 13.5
NAMES, NAME_LINES = 190.0, 3


@dataclass(frozen=True)
class Bar:
    """One figure; `limit` is what it is held against, `strong` makes it stand out, `note` follows the value."""

    name: str
    value: float
    limit: float | None = None
    strong: bool = True
    note: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The name as it is broken."""
        return wrap(self.name, SMALLEST, NAMES, bold=self.strong, most=NAME_LINES)

    @property
    def high(self) -> float:
        """The height of its row."""
        return ROW + LEADING * (len(self.lines) - 1)


@dataclass(frozen=True)
class Bars:
    """What a chart of bars shows; the words are those of its legend.

    `share` draws each bar as its share of its own limit, so that limits of seconds and of minutes stand in one chart.
    """

    bars: tuple[Bar, ...]
    written: Written
    value_words: str
    limit_words: str = ""
    other_words: str = ""
    share: bool = False

    def drawn(self, bar: Bar) -> float:
        """Return the length of a bar on the scale of the chart."""
        return bar.value / bar.limit if self.share and bar.limit else bar.value

    def marked(self, bar: Bar) -> float | None:
        """Return where the limit of a bar lies on the scale of the chart; None where it has none."""
        return 1.0 if self.share and bar.limit else bar.limit


def draw_bars(caption: Caption, shown: Bars) -> str:
    """Write bars as SVG, in the order given; values below zero lead to the left of the axis."""
    names = max(widest(bar.lines, SMALLEST, bold=bar.strong) for bar in shown.bars) * 1.03 + 4
    ends = max(width(_words(bar, shown), SMALLEST) for bar in shown.bars) * 1.03 + 12
    reach = max(max(abs(shown.drawn(bar)), shown.marked(bar) or 0.0) for bar in shown.bars)
    low = min(0.0, *(shown.drawn(bar) for bar in shown.bars))
    top = reach if shown.share else steps(reach)[-1]
    span = top - low
    room = WIDE - names - ends
    high = sum(bar.high for bar in shown.bars)
    plot = Plot(Box(names + 8 + room * -low / span, 0, room * (1 + low / span), high), top, 1)
    rows, y = [], 0.0
    for bar in shown.bars:
        rows.append(_bar(plot, y, bar, shown, names))
        y += bar.high
    axis = svg.path(f"M{svg.points((plot.box.x, 0))}V{svg.number(plot.box.bottom)}", Stroke(palette.LINE, 1))
    return chart(caption, (WIDE + 8, plot.box.bottom + 4), (*rows, axis), _signs(shown))


def _bar(plot: Plot, top: float, bar: Bar, shown: Bars, names: float) -> str:
    middle = top + bar.high / 2
    start, end = sorted((plot.x(0), plot.x(shown.drawn(bar))))
    fill = palette.ACCENT if bar.strong else palette.PALE
    first = middle + 4 - LEADING * (len(bar.lines) - 1) / 2
    parts = [
        svg.lines(bar.lines, names, first, Face(SMALLEST, palette.INK, bold=bar.strong, anchor="end"), leading=LEADING),
        svg.rect(Box(start, middle - THICK / 2, max(end - start, 1.5), THICK), fill, Stroke(palette.ACCENT, 1)),
    ]
    reach, limit = end, shown.marked(bar)
    if limit is not None:
        x = plot.x(limit)
        parts.append(svg.path(f"M{svg.points((x, middle - THICK / 2 - 3))}v{svg.number(THICK + 6)}", Stroke(palette.WEAK, 2.6)))
        reach = max(end, x)
    face = Face(SMALLEST, palette.WEAK, bold=True) if _over(bar) else INK
    parts.append(svg.line(_words(bar, shown), reach + 7, middle + 4, face))
    return svg.group(parts, f"{bar.name}: {_words(bar, shown)}")


def _over(bar: Bar) -> bool:
    return bar.limit is not None and bar.value > bar.limit


def _words(bar: Bar, shown: Bars) -> str:
    limit = f" of {shown.written(bar.limit)}{', too much' if _over(bar) else ''}" if bar.limit is not None else ""
    return f"{shown.written(bar.value)}{limit} {bar.note}".rstrip()


def _signs(shown: Bars) -> tuple[Sign, ...]:
    signs = [Sign("area", shown.value_words, colour=palette.ACCENT)] if any(bar.strong for bar in shown.bars) else []
    if shown.other_words and not all(bar.strong for bar in shown.bars):
        signs.append(Sign("area", shown.other_words, colour=palette.PALE))
    if shown.limit_words and any(bar.limit is not None for bar in shown.bars):
        signs.append(Sign("mark", shown.limit_words, colour=palette.WEAK))
    return tuple(signs)
