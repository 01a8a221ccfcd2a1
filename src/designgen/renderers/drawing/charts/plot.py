"""A range of figures in, a frame with axes out: round steps, faint rules, words in the size of every drawing."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, floor, log10

from designgen.renderers.drawing import palette, svg
from designgen.renderers.drawing.page import Sign, draw_page, page_of
from designgen.renderers.drawing.paper import SMALLEST
from designgen.renderers.drawing.svg import Box, Caption, Face, Stroke

WIDE, HIGH = 520.0, 250.0
LEFT = 62.0
WORDS = Face(SMALLEST, palette.SUB)
INK = Face(SMALLEST, palette.INK)
RULE = Stroke("#E2E8F0", 1)
Written = Callable[[float], str]


@dataclass(frozen=True)
class Plot:
    """The area of a chart and the ranges it shows, both from zero."""

    box: Box
    across: float
    up: float

    def x(self, value: float) -> float:
        """Return where a value of the lower axis lies."""
        return self.box.x + self.box.w * value / self.across

    def y(self, value: float) -> float:
        """Return where a value of the left axis lies."""
        return self.box.bottom - self.box.h * value / self.up


QUARTERS, WHOLE = (1, 2, 2.5, 5, 10), (1, 2, 5, 10)


def steps(top: float, most: int = 5, factors: tuple[float, ...] = QUARTERS) -> tuple[float, ...]:
    """Return round figures from zero to the first at or above `top`, `most` steps at the most."""
    if top <= 0:
        return (0.0, 1.0)
    raw = top / most
    power = 10.0 ** floor(log10(raw))
    step = next(factor * power for factor in factors if factor * power >= raw * 0.999)
    return tuple(step * index for index in range(ceil(top / step - 0.001) + 1))


def left_axis(plot: Plot, values: tuple[float, ...], written: Written) -> str:
    """Write the figures of the left axis with a rule across at each."""
    parts = []
    for value in values:
        y = plot.y(value)
        parts.append(svg.path(f"M{svg.points((plot.box.x, y))}H{svg.number(plot.box.right)}", RULE))
        parts.append(svg.line(written(value), plot.box.x - 8, y + 4, Face(SMALLEST, palette.SUB, anchor="end")))
    return "".join(parts)


def lower_axis(plot: Plot, values: tuple[float, ...], written: Written) -> str:
    """Write the figures of the lower axis."""
    low = plot.box.bottom
    ticks = "".join(svg.path(f"M{svg.points((plot.x(value), low))}v5", Stroke(palette.LINE, 1)) for value in values)
    words = "".join(svg.line(written(value), plot.x(value), low + 18, Face(SMALLEST, palette.SUB, anchor="middle")) for value in values)
    return svg.path(f"M{svg.points((plot.box.x, low))}H{svg.number(plot.box.right)}", Stroke(palette.LINE, 1)) + ticks + words


def chart(caption: Caption, size: tuple[float, float], body: tuple[str, ...], signs: tuple[Sign, ...] = ()) -> str:
    """Write a chart on its page."""
    return draw_page(page_of(caption, size, signs), body)
