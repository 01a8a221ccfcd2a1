"""A size in pixels in, the page it goes on and the size it prints at out: A4 with margins of 20 mm and a line for the caption.

Every text of a drawing has at least `SMALLEST` pixels, so a drawing is legible where a pixel prints as `LEAST_SCALE` points or more.
"""

from typing import Literal

Paper = Literal["A4 portrait", "A4 landscape"]
ROOM: dict[Paper, tuple[float, float]] = {"A4 portrait": (482.0, 690.0), "A4 landscape": (728.0, 440.0)}
SMALLEST = 11.0
LEAST_POINTS = 6.5
LEAST_SCALE = LEAST_POINTS / SMALLEST
LARGEST = 0.75
"""Points on paper per pixel that a drawing never exceeds: the size a browser shows."""
SURROUND = (40.0, 90.0)
"""What margins, title and a legend of one row add to a drawing, in pixels."""
_TURNING = 0.95
"""Turning the page is worth it for a twentieth more."""


def scale_on(paper: Paper, w: float, h: float) -> float:
    """Return the points on paper per pixel of a whole drawing of that size."""
    room = ROOM[paper]
    return min(LARGEST, room[0] / w, room[1] / h)


def paper_for(w: float, h: float) -> Paper:
    """Return the page on which a whole drawing of that size prints larger; upright unless turning pays."""
    upright, turned = scale_on("A4 portrait", w, h), scale_on("A4 landscape", w, h)
    return "A4 landscape" if turned * _TURNING > upright or upright < LEAST_SCALE <= turned else "A4 portrait"


def page_scale(w: float, h: float) -> float:
    """Return the points on paper per pixel of a drawing of that inner size, on the better page."""
    wide, high = w + SURROUND[0], h + SURROUND[1]
    return max(scale_on("A4 portrait", wide, high), scale_on("A4 landscape", wide, high))


def print_scale(w: float, h: float) -> float:
    """Rate the inner size of a drawing: points per pixel on the better page; turning it costs a little."""
    wide, high = w + SURROUND[0], h + SURROUND[1]
    return max(scale_on("A4 portrait", wide, high), scale_on("A4 landscape", wide, high) * _TURNING)
