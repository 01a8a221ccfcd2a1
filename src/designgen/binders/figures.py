"""A drawing in, its place on paper out: in the text if it can be read there, else a page of its own as large as it takes."""

import re

from designgen.binders.blocks import Place

SMALLEST = 6.5
"""Points of the smallest type that is still read on paper."""
POINT = 0.75
"""Points of one pixel; a drawing is never blown up."""
MARGINS = 58.0
"""Points by which a drawing may stand out of the text, half of them on each side."""
SIZE = re.compile(r'<svg[^>]*?\swidth="([0-9.]+)"[^>]*?\sheight="([0-9.]+)"')
TYPE = re.compile(r'font-size="([0-9.]+)')


ROOMS = (
    (481.0, 590.0, "", False),
    (481.0 + MARGINS, 590.0, "", False),
    (540.0, 690.0, "a4", False),
    (780.0, 470.0, "a4", True),
    (730.0, 1010.0, "a3", False),
    (1080.0, 670.0, "a3", True),
)
"""Width and height in points that a drawing may take, from the text to the largest sheet."""


def fitted(svg: str) -> Place:
    """Return the first place where the smallest type can be read; the one that shows it largest if there is none."""
    found = SIZE.search(svg)
    if found is None:
        return Place(ROOMS[0][0], ROOMS[0][1])
    width, height = float(found[1]), float(found[2])
    small = min((float(size) for size in TYPE.findall(svg)), default=12.0)
    scales = [min(POINT, room / width, tall / height) for room, tall, _, _ in ROOMS]
    place = next((place for place, scale in enumerate(scales) if scale * small >= SMALLEST), None)
    if place is None:
        place = max(range(len(ROOMS)), key=lambda index: scales[index])
    return Place(width * scales[place], height * scales[place], ROOMS[place][2], ROOMS[place][3])
