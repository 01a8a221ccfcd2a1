"""Risks by likelihood and impact in, a matrix of five by five out: numbers in its cells, the zones told by products as well as by shade."""

from designgen.renderers.drawing import palette, svg
from designgen.renderers.drawing.charts.plot import chart
from designgen.renderers.drawing.page import Sign, number_sign
from designgen.renderers.drawing.paper import SMALLEST
from designgen.renderers.drawing.svg import Box, Caption, Face, Stroke

CELL_W, CELL_H = 92.0, 58.0
SCALE = 5
LEFT = 70.0
ABREAST = 4
ZONES = ((15, "#F3B58A", "product from 15: owner and plan now"), (8, "#FBE3B5", "from 8: a date"), (0, "#EDF3FA", "below 8: watched"))
"""Lowest product of a zone, its colour, what is done there."""
Numbered = tuple[int, int, int]


def draw_matrix(caption: Caption, risks: tuple[Numbered, ...]) -> str:
    """Write (number, likelihood, impact) of risks as SVG; a cell with more than eight says how many more."""
    cells: dict[tuple[int, int], list[int]] = {}
    for number, likelihood, impact in risks:
        cells.setdefault((likelihood, impact), []).append(number)
    places = [(likelihood, impact) for likelihood in range(SCALE, 0, -1) for impact in range(1, SCALE + 1)]
    body = (*(_cell(likelihood, impact, cells.get((likelihood, impact), [])) for likelihood, impact in places), *_axes())
    signs = tuple(Sign("area", words, colour=colour) for _, colour, words in ZONES)
    return chart(caption, (LEFT + SCALE * CELL_W, SCALE * CELL_H + 42), body, signs)


def _cell(likelihood: int, impact: int, numbers: list[int]) -> str:
    box = Box(LEFT + (impact - 1) * CELL_W, (SCALE - likelihood) * CELL_H, CELL_W, CELL_H)
    colour = next(colour for least, colour, _ in ZONES if likelihood * impact >= least)
    product = svg.line(str(likelihood * impact), box.right - 6, box.bottom - 6, Face(SMALLEST, palette.INK, anchor="end"))
    parts = [svg.rect(box, colour, Stroke(palette.WHITE, 2)), product]
    shown = numbers if len(numbers) <= 2 * ABREAST else numbers[: 2 * ABREAST - 1]
    for place, number in enumerate(shown):
        row, column = divmod(place, ABREAST)
        parts.append(number_sign(number, box.x + 14 + column * 21, box.y + 18 + row * 23))
    if len(shown) < len(numbers):
        parts.append(
            svg.line(f"+{len(numbers) - len(shown)}", box.x + 14 + 3 * 21, box.y + 45, Face(SMALLEST, palette.INK, anchor="middle"))
        )
    return svg.group(parts, f"likelihood {likelihood}, impact {impact}: {', '.join(map(str, numbers)) or 'none'}")


def _axes() -> tuple[str, ...]:
    middle = Face(SMALLEST, palette.SUB, anchor="middle")
    low = SCALE * CELL_H
    across = (svg.line(str(value), LEFT + (value - 0.5) * CELL_W, low + 16, middle) for value in range(1, SCALE + 1))
    end = Face(SMALLEST, palette.SUB, anchor="end")
    up = (svg.line(str(value), LEFT - 8, (SCALE - value + 0.5) * CELL_H + 4, end) for value in range(1, SCALE + 1))
    names = (
        svg.line("impact", LEFT + SCALE * CELL_W / 2, low + 34, Face(SMALLEST, palette.INK, bold=True, anchor="middle")),
        svg.line("likelihood", 0, low + 16, Face(SMALLEST, palette.INK, bold=True)),
    )
    return (*across, *up, *names)
