"""A view and its positions in, SVG out: frames behind, lines, labels on white, cards on top, legend below."""

import math
from collections.abc import Iterator

from designgen.renderers.drawing import palette, svg
from designgen.renderers.drawing.icons import icon_definition
from designgen.renderers.drawing.kinds.cards import (
    ICON,
    LABEL,
    LABEL_STEP,
    PAD_X,
    PAD_Y,
    SMALL_ICON,
    SUBTITLE,
    SUBTITLE_STEP,
    TITLE,
    TITLE_STEP,
    Arrow,
    Graph,
    Measured,
    framed,
    key_of,
    label_lines,
    measure,
    numbers,
)
from designgen.renderers.drawing.layout.sketch import Enclosure, Placement, Point, Route
from designgen.renderers.drawing.page import Page, Sign, draw_page, number_sign, page_of
from designgen.renderers.drawing.svg import Box, Face, Stroke
from designgen.renderers.drawing.text import widest


def page_of_graph(graph: Graph, placed: Placement) -> Page:
    """Return the page around a view."""
    return page_of(svg.Caption(graph.name, graph.title, graph.description), (placed.w, placed.h), _signs(graph), key_of(graph))


def draw_graph(graph: Graph, placed: Placement) -> str:
    """Write a view as SVG."""
    depths = {frame.id: _depth(graph.frames, frame) for frame in graph.frames}
    ordered = sorted((frame for frame in framed(graph) if frame.id in placed.frames), key=lambda frame: depths[frame.id])
    known = numbers(graph)
    body = [
        *(_frame(frame, placed.frames[frame.id], depths[frame.id]) for frame in ordered),
        *(_line(arrow, placed.routes[arrow.id]) for arrow in graph.arrows if arrow.id in placed.routes),
        *(_frame_title(frame, placed.frames[frame.id], depths[frame.id]) for frame in ordered),
        *(_card(measure(card), placed.nodes[card.id], graph.name) for card in graph.cards),
        *(
            number_sign(known[arrow.id], placed.labels[arrow.id].cx, placed.labels[arrow.id].cy)
            if graph.numbered
            else _label(arrow, placed.labels[arrow.id], _ground(placed, depths, placed.labels[arrow.id]))
            for arrow in graph.arrows
            if arrow.id in placed.labels
        ),
    ]
    icons = sorted({card.icon for card in graph.cards if card.icon})
    size = SMALL_ICON if any(card.flat for card in graph.cards) else ICON
    definitions = tuple(icon_definition(icon, f"{graph.name}-{_slug(icon)}", size) for icon in icons)
    return draw_page(page_of_graph(graph, placed), tuple(body), definitions)


def arrow_head(tip: Point, base: Point, colour: str, *, hollow: bool = False) -> str:
    """Write an arrow head from its base to its tip, filled or `hollow`."""
    dx, dy = tip[0] - base[0], tip[1] - base[1]
    length = math.hypot(dx, dy) or 1.0
    ux, uy = dx / length * 3.6, dy / length * 3.6
    corners = svg.points(tip, (base[0] - uy, base[1] + ux), (base[0] + uy, base[1] - ux))
    return svg.path(f"M{corners}Z", Stroke(colour, 1.2) if hollow else None, palette.WHITE if hollow else colour)


def curve(routes: tuple[Route, ...]) -> str:
    """Return the path data of a route, or of the two halves of one with a label between."""
    return "".join(f"M{svg.points(route.points[0])}C{svg.points(*route.points[1:])}" for route in routes)


def _line(arrow: Arrow, routes: tuple[Route, ...]) -> str:
    colour = palette.FAINT if arrow.soft else palette.LINE
    parts = [svg.path(curve(routes), palette.stroke(arrow.style, colour))]
    last = routes[-1]
    if last.tip:
        parts.append(arrow_head(last.tip, last.points[-1], colour, hollow=arrow.soft))
    return svg.group(parts, arrow.words)


def _ground(placed: Placement, depths: dict[str, int], box: Box) -> str:
    """Return the colour behind a label: of the innermost frame that holds all of it, white where a border crosses it."""
    around = [depths[key] for key, frame in placed.frames.items() if frame.overlap(box) >= box.w * box.h - 0.01]
    crossed = any(0 < frame.overlap(box) < box.w * box.h - 0.01 for frame in placed.frames.values())
    return palette.FRAME_FILLS[max(around) % len(palette.FRAME_FILLS)] if around and not crossed else palette.WHITE


def _label(arrow: Arrow, box: Box, fill: str) -> str:
    text, detail = label_lines(arrow)
    first = box.y + LABEL_STEP - 2.2
    face = Face(LABEL, palette.INK, anchor="middle")
    quiet = Face(LABEL, palette.SUB, anchor="middle")
    words = svg.lines(text, box.cx, first, face, leading=LABEL_STEP)
    return svg.rect(box, fill, radius=4) + words + svg.lines(detail, box.cx, first + len(text) * LABEL_STEP, quiet, leading=LABEL_STEP)


def _depth(frames: tuple[Enclosure, ...], frame: Enclosure) -> int:
    outer = next((other for other in frames if other.id == frame.inside), None)
    return _depth(frames, outer) + 1 if outer else 0


def _frame(frame: Enclosure, box: Box, depth: int) -> str:
    look = depth % len(palette.FRAME_FILLS)
    line = Stroke(palette.WEAK, 1.6, "7 3") if frame.trust else Stroke(palette.FRAME_BORDERS[look], 1.2)
    return svg.rect(box, palette.FRAME_FILLS[look], line, 10)


def _frame_title(frame: Enclosure, box: Box, depth: int) -> str:
    halo = palette.FRAME_FILLS[depth % len(palette.FRAME_FILLS)]
    lines = frame.lines or (frame.title,)
    ink = palette.WEAK if frame.trust else "#3B4A5E"
    ground = Box(box.x + 7, box.y + 4, widest(lines, TITLE, bold=True) + 6, TITLE_STEP * len(lines) + 2)
    return svg.rect(ground, halo) + svg.lines(lines, box.x + 10, box.y + 17, Face(TITLE, ink, bold=True), leading=TITLE_STEP)


def _card(measured: Measured, place: Box, name: str) -> str:
    look = measured.card.look
    if look == "start":
        return svg.circle(place.cx, place.cy, 7, palette.LINE)
    if look == "stop":
        ring = svg.circle(place.cx, place.cy, 7.5, palette.WHITE, Stroke(palette.LINE, 1.6))
        return ring + svg.circle(place.cx, place.cy, 4, palette.LINE)
    box = Box(place.x, place.y + place.h - measured.h, measured.w, measured.h)
    return svg.group([*_shape(measured, box), *_words(measured, box, name)], measured.card.tip or measured.card.title)


def _shape(measured: Measured, box: Box) -> Iterator[str]:
    card = measured.card
    fill, line = palette.WHITE, Stroke(palette.CARD_BORDER, 1.2)
    if card.look == "outside":
        fill, line = palette.OUTSIDE_FILL, Stroke(palette.OUTSIDE_BORDER, 1.2, "5 3")
    elif card.look == "weak":
        fill, line = palette.WEAK_FILL, Stroke(palette.WEAK, 2.4)
    elif card.look == "system":
        fill, line = palette.ACCENT, Stroke(palette.ACCENT, 1.2)
    elif card.look == "state":
        fill, line = "#EEF4FC", Stroke(palette.PALE_BORDER, 1.3)
    elif card.look == "final":
        fill, line = "#F1F3F5", Stroke(palette.OUTSIDE_BORDER, 1.3)
    radius = 11.0 if card.look in ("state", "final") else 8.0
    if card.copies > 1:
        yield svg.rect(box.moved(8, -8), fill, line, radius)
        yield svg.rect(box.moved(4, -4), fill, line, radius)
    yield svg.rect(box, fill, line, radius)


def _words(measured: Measured, box: Box, name: str) -> Iterator[str]:
    card = measured.card
    system = card.look == "system"
    beside = bool(card.icon) and card.flat
    words = len(measured.title) * TITLE_STEP + len(measured.subtitle) * SUBTITLE_STEP
    top = box.cy - words / 2 if beside else box.y + PAD_Y + (10 if system else 0)
    middle = box.cx + (SMALL_ICON + 4) / 2 if beside else box.cx
    if card.icon:
        x, y = (box.x + PAD_X, box.cy - SMALL_ICON / 2) if beside else (box.cx - ICON / 2, top)
        yield svg.element("use", {"xlink:href": f"#{name}-{_slug(card.icon)}", "x": x, "y": y})
        top += 0 if beside else ICON + 6
    bold = Face(TITLE + 2 if system else TITLE, palette.WHITE if system else palette.INK, bold=True, anchor="middle")
    yield svg.lines(measured.title, middle, top + 11.5, bold, leading=TITLE_STEP)
    below = top + len(measured.title) * TITLE_STEP
    quiet = Face(SUBTITLE, "#E8F0FA" if system else palette.SUB, anchor="middle")
    yield svg.lines(measured.subtitle, middle, below + 10.5, quiet, leading=SUBTITLE_STEP)


def _signs(graph: Graph) -> tuple[Sign, ...]:
    """Return the legend: only what the drawing shows."""
    signs: list[Sign] = []
    styles = {arrow.style for arrow in graph.arrows}
    states = any(card.look in ("state", "final") for card in graph.cards)
    if not states:
        signs.extend(Sign("line", words, style) for style, words in graph.line_words if style in styles)
    if any(arrow.soft for arrow in graph.arrows):
        signs.append(Sign("soft", "works on without it"))
    if any(card.look == "outside" for card in graph.cards):
        signs.append(Sign("outside", "run by others"))
    if any(card.look == "weak" for card in graph.cards):
        signs.append(Sign("weak", "single point of failure"))
    if any(frame.trust for frame in graph.frames):
        signs.append(Sign("boundary", "trust boundary"))
    if any(card.copies > 1 for card in graph.cards):
        signs.append(Sign("copies", "several instances"))
    if states:
        signs.extend((Sign("start", "begins here"), *((Sign("stop", "ends here"),) if any(c.look == "stop" for c in graph.cards) else ())))
    return tuple(signs)


def _slug(icon: str) -> str:
    return icon.replace("/", "-")
