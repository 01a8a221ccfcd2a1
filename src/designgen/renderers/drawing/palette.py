"""Colours and line styles of all drawings; what a colour says is always said by a line style, a shape or a word as well."""

from designgen.renderers.drawing.layout.sketch import LineStyle
from designgen.renderers.drawing.svg import Face, Stroke

INK = "#1F2937"
SUB = "#55606E"
LINE = "#5B6B7F"
FAINT = "#7A8798"
ACCENT = "#1F4E8C"
WHITE = "#FFFFFF"
CARD_BORDER = "#CBD5E1"
OUTSIDE_FILL = "#F6F7F9"
OUTSIDE_BORDER = "#8593A5"
FRAME_FILLS = ("#F3F7FC", "#FFFFFF", "#F7FAF5")
FRAME_BORDERS = ("#A9C3E6", "#C4D3E6", "#BCD3B4")
STRIPE = "#F6F8FB"
PALE = "#DCE8F7"
PALE_BORDER = "#7FA3D3"
NOTE_FILL = "#FFF8E1"
NOTE_BORDER = "#E8C766"
NOTE_INK = "#5B4A12"
KEY_FILL = "#FDE9C8"
REFERENCE_FILL = "#E3ECF8"
GREY, GREY_BORDER = "#5A6779", "#C3CBD6"
WEAK, WEAK_FILL = "#B3400A", "#FFF1E6"
SERIES = ("#1F4E8C", "#E69F00", "#2E8B74", "#9A5BA5", "#7A8798", "#56B4E9")
"""Colours of charts that stay apart for colour-blind readers (after Okabe and Ito); each series has its own marker or dash as well."""

HEADING = Face(16, ACCENT, bold=True)
SMALL = Face(11, SUB)
MARGIN = 20.0


def stroke(style: LineStyle, colour: str = LINE, width: float = 1.4) -> Stroke:
    """Return the stroke of a line style: solid, dashes of 6, dots of 1.5."""
    if style == "dashed":
        return Stroke(colour, width, "6 4")
    if style == "dotted":
        return Stroke(colour, width + 0.3, "0.5 4", dotted=True)
    return Stroke(colour, width)
