"""A view and its positions in, SVG out: frames behind, lines, labels on white, cards on top, legend below."""

import math
from collections.abc import Iterator

from designgen.renderers.drawing import palette, svg
from designgen.renderers.drawing.cards import (
    ICON,
    LABEL,
    LABEL_STEP,
    PAD_Y,
    SUBTITLE,
    SUBTITLE_STEP,
    TITLE,
    TITLE_STEP,
    Arrow,
    Graph,
    Measured,
    framed,
    label_lines,
    measure,
)
from designgen.renderers.drawing.icons import icon_definition
from designgen.renderers.drawing.legend import Sign, draw_page
from designgen.renderers.drawing.sketch import Enclosure, Placement, Point, Route
from designgen.renderers.drawing.svg import Box, Face, Stroke


def draw_graph(graph: Graph, placed: Placement) -> str:
    """Write a view as SVG."""
    depths = {frame.id: _depth(graph.frames, frame) for frame in graph.frames}
    ordered = sorted((frame for frame in framed(graph) if frame.id in placed.frames), key=lambda frame: depths[frame.id])
    body = [
        *(_frame(placed.frames[frame.id], depths[frame.id]) for frame in ordered),
        *(_line(arrow, placed.routes[arrow.id]) for arrow in graph.arrows if arrow.id in placed.routes),
        *(_frame_title(frame, placed.frames[frame.id], depths[frame.id]) for frame in ordered),
        *(_card(measure(card), placed.nodes[card.id], graph.name) for card in graph.cards),
        *(
            _label(arrow, placed.labels[arrow.id], _ground(placed, depths, placed.labels[arrow.id]))
            for arrow in graph.arrows
            if arrow.id in placed.labels
        ),
    ]
    icons = sorted({card.icon for card in graph.cards if card.icon})
    caption = svg.Caption(graph.name, graph.title, graph.description)
    definitions = tuple(icon_definition(icon, f"{graph.name}-{_slug(icon)}", ICON) for icon in icons)
    return draw_page(caption, (placed.w, placed.h), tuple(body), _signs(graph), definitions)


def arrow_head(tip: Point, base: Point, colour: str) -> str:
    """Write a filled arrow head from its base to its tip."""
    dx, dy = tip[0] - base[0], tip[1] - base[1]
    length = math.hypot(dx, dy) or 1.0
    ux, uy = dx / length * 3.6, dy / length * 3.6
    corners = svg.points(tip, (base[0] - uy, base[1] + ux), (base[0] + uy, base[1] - ux))
    return svg.path(f"M{corners}Z", fill=colour)


def curve(route: Route) -> str:
    """Return the path data of a route."""
    return f"M{svg.points(route.points[0])}C{svg.points(*route.points[1:])}"


def _line(arrow: Arrow, route: Route) -> str:
    colour = palette.FAINT if arrow.soft else palette.LINE
    parts = [svg.path(curve(route), palette.stroke(arrow.style, colour))]
    if route.tip:
        parts.append(arrow_head(route.tip, route.points[-1], colour))
    words = " ".join(part for part in (arrow.text, f"[{arrow.detail}]" if arrow.detail else "") if part)
    return svg.group(parts, words)


def _ground(placed: Placement, depths: dict[str, int], box: Box) -> str:
    """Return the colour behind a label: of the innermost frame that holds all of it, white where a border crosses it."""
    around = [depths[key] for key, frame in placed.frames.items() if frame.overlap(box) >= box.w * box.h - 0.01]
    crossed = any(0 < frame.overlap(box) < box.w * box.h - 0.01 for frame in placed.frames.values())
    return palette.FRAME_FILLS[max(around) % len(palette.FRAME_FILLS)] if around and not crossed else palette.WHITE


def _label(arrow: Arrow, box: Box, fill: str) -> str:
    text, detail = label_lines(arrow)
    first = box.y + 2 + LABEL_STEP - 3.2
    face = Face(LABEL, palette.INK, anchor="middle")
    quiet = Face(LABEL - 0.5, palette.SUB, anchor="middle")
    return svg.group(
        [
            svg.rect(box, fill, radius=4),
            svg.lines(text, box.cx, first, face, leading=LABEL_STEP),
            svg.lines(detail, box.cx, first + len(text) * LABEL_STEP, quiet, leading=LABEL_STEP),
        ]
    )


def _depth(frames: tuple[Enclosure, ...], frame: Enclosure) -> int:
    outer = next((other for other in frames if other.id == frame.inside), None)
    return _depth(frames, outer) + 1 if outer else 0


def _frame(box: Box, depth: int) -> str:
    look = depth % len(palette.FRAME_FILLS)
    return svg.rect(box, palette.FRAME_FILLS[look], Stroke(palette.FRAME_BORDERS[look], 1.2), 10)


def _frame_title(frame: Enclosure, box: Box, depth: int) -> str:
    halo = palette.FRAME_FILLS[depth % len(palette.FRAME_FILLS)]
    lines = frame.lines or (frame.title,)
    return svg.lines(lines, box.x + 12, box.y + 19, Face(TITLE, "#3B4A5E", bold=True, halo=halo), leading=TITLE_STEP)


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
    top = box.y + PAD_Y + (10 if system else 0)
    if measured.pictured:
        place: dict[str, str | float] = {"xlink:href": f"#{name}-{_slug(card.icon)}", "x": box.cx - ICON / 2, "y": top}
        yield svg.element("use", place)
        top += ICON + 6
    bold = Face(TITLE + 2 if system else TITLE, palette.WHITE if system else palette.INK, bold=True, anchor="middle")
    yield svg.lines(measured.title, box.cx, top + 12, bold, leading=TITLE_STEP)
    below = top + len(measured.title) * TITLE_STEP
    quiet = Face(SUBTITLE, "#DCE8F7" if system else palette.SUB, anchor="middle")
    yield svg.lines(measured.subtitle, box.cx, below + 10.5, quiet, leading=SUBTITLE_STEP)


def _signs(graph: Graph) -> tuple[Sign, ...]:
    """Return the legend: only what the drawing shows."""
    signs: list[Sign] = []
    styles = {arrow.style for arrow in graph.arrows}
    states = any(card.look in ("state", "final") for card in graph.cards)
    if not states:
        words = {"solid": "waits for the answer", "dashed": "does not wait", "dotted": "in batches"}
        signs.extend(Sign("line", words[style], style) for style in ("solid", "dashed", "dotted") if style in styles)
    if any(arrow.soft for arrow in graph.arrows):
        signs.append(Sign("soft", "works on without it"))
    if any(card.look == "outside" for card in graph.cards):
        signs.append(Sign("outside", "run by others"))
    if any(card.copies > 1 for card in graph.cards):
        signs.append(Sign("copies", "several instances"))
    if states:
        signs.extend((Sign("start", "begins here"), *((Sign("stop", "ends here"),) if any(c.look == "stop" for c in graph.cards) else ())))
    return tuple(signs)


def _slug(icon: str) -> str:
    return icon.replace("/", "-")
