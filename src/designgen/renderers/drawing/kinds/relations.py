"""An entity-relationship diagram in, SVG out: tables as sheets, crow's feet at the ends of foreign keys."""

import math
from collections.abc import Iterator

from designgen.renderers.drawing import palette, svg
from designgen.renderers.drawing.kinds.boxes import curve
from designgen.renderers.drawing.kinds.tables import Relation, Relational, Row, Sheet
from designgen.renderers.drawing.layout.sketch import Edge, Enclosure, Node, Placement, Point, Sketch
from designgen.renderers.drawing.page import Page, Sign, draw_page, page_of
from designgen.renderers.drawing.svg import Box, Face, Stroke
from designgen.renderers.drawing.text import clip, identifier, width

ROW, HEAD, FOOT, PAD = 18.0, 26.0, 5.0, 9.0
NAME, TYPE, BADGE, TITLE, LABEL = 11.0, 11.0, 11.0, 12.0, 11.0
TYPE_ROOM = 170.0


def sketch_of_tables(view: Relational) -> Sketch:
    """Return what the layout needs to know: sheets, foreign keys from parent to child, a frame for each schema."""
    nodes = tuple(_node(sheet, view.framed) for sheet in view.sheets)
    edges = tuple(_edge(relation) for relation in view.relations)
    schemas = dict.fromkeys(sheet.schema for sheet in view.sheets) if view.framed else {}
    frames = tuple(Enclosure(identifier("f_", schema), schema) for schema in schemas)
    return Sketch(view.name, nodes, edges, frames, ("LR", "TB"), square=True)


def page_of_tables(view: Relational, placed: Placement) -> Page:
    """Return the page around an entity-relationship diagram."""
    return page_of(svg.Caption(view.name, view.title, view.description), (placed.w, placed.h), _signs(view))


def draw_tables(view: Relational, placed: Placement) -> str:
    """Write an entity-relationship diagram as SVG."""
    frames = [(name, placed.frames[identifier("f_", name)]) for name in dict.fromkeys(sheet.schema for sheet in view.sheets) if view.framed]
    body = (
        *(svg.rect(box, palette.FRAME_FILLS[0], Stroke(palette.FRAME_BORDERS[0], 1.2), 10) for _, box in frames),
        *(_foreign_key(relation, placed) for relation in view.relations),
        *(_title(name, box) for name, box in frames),
        *(_sheet(sheet, placed.nodes[sheet.id], view.framed) for sheet in view.sheets),
        *(
            svg.line(relation.words, box.cx, box.cy + 3.9, Face(LABEL, palette.INK, anchor="middle"))
            for relation in view.relations
            if (box := placed.labels.get(relation.id))
        ),
    )
    return draw_page(page_of_tables(view, placed), body)


def _title(name: str, box: Box) -> str:
    """Write the name of a schema on a ground that keeps lines away from it."""
    words = clip(name, TITLE, box.w - 24, bold=True)
    ground = Box(box.x + 8, box.y + 6, width(words, TITLE, bold=True) + 8, 17)
    return svg.rect(ground, palette.FRAME_FILLS[0]) + svg.line(words, box.x + 12, box.y + 19, Face(TITLE, "#3B4A5E", bold=True))


def _signs(view: Relational) -> tuple[Sign, ...]:
    badges = {part for sheet in view.sheets for row in sheet.rows for part in row.badge.split()}
    signs = []
    if "PK" in badges:
        signs.append(Sign("key", "primary key"))
    if "FK" in badges:
        signs.append(Sign("reference", "foreign key"))
    if "UK" in badges:
        signs.append(Sign("unique", "unique"))
    if any(sheet.quiet for sheet in view.sheets):
        signs.append(Sign("grey", "history and platform"))
    if any(row.optional for sheet in view.sheets for row in sheet.rows):
        signs.append(Sign("optional", "may be empty"))
    return tuple(signs)


def _badges(sheet: Sheet) -> float:
    """Return the room of the badges: none, one, or two in a row."""
    marks = max((len(row.badge.split()) for row in sheet.rows), default=0)
    return (0.0, 28.0, 51.0)[marks]


def _heading(sheet: Sheet, framed: bool) -> str:
    return sheet.name.split(".", 1)[-1] if framed else sheet.name


def _node(sheet: Sheet, framed: bool) -> Node:
    names = max((width(_named(row), NAME, "PK" in row.badge) for row in sheet.rows), default=0.0)
    types = max((min(TYPE_ROOM, width(row.type, TYPE)) for row in sheet.rows), default=0.0)
    wide = max(width(_heading(sheet, framed), TITLE, bold=True) + 2 * PAD, _badges(sheet) + names + 16 + types + 2 * PAD, 96.0)
    high = HEAD + ROW * (len(sheet.rows) + (1 if sheet.more else 0)) + FOOT
    words = (sheet.name, *(f"{row.name} {row.badge}".strip() for row in sheet.rows))
    return Node(sheet.id, words, wide, high, identifier("f_", sheet.schema) if framed else "")


def _edge(relation: Relation) -> Edge:
    room = (width(relation.words, LABEL) * 1.03 + 6, 16.0)
    return Edge(relation.id, relation.parent, relation.child, (relation.words,), room, arrow=False)


def _named(row: Row) -> str:
    return f"{row.name} ?" if row.optional else row.name


def _sheet(sheet: Sheet, place: Box, framed: bool) -> str:
    head, border = (palette.GREY, palette.GREY_BORDER) if sheet.quiet else (palette.ACCENT, palette.FRAME_BORDERS[0])
    parts = [svg.rect(place, palette.WHITE, Stroke(border, 1.2), 7)]
    corner = svg.points((place.x, place.y + HEAD))
    bow = f"M{corner}v{svg.number(7 - HEAD)}a7 7 0 0 1 7 -7h{svg.number(place.w - 14)}a7 7 0 0 1 7 7v{svg.number(HEAD - 7)}Z"
    parts.append(svg.path(bow, fill=head))
    title = clip(_heading(sheet, framed), TITLE, place.w - 2 * PAD, bold=True)
    parts.append(svg.line(title, place.x + PAD, place.y + 18, Face(TITLE, palette.WHITE, bold=True)))
    room = _badges(sheet)
    for index, row in enumerate(sheet.rows):
        parts.extend(_row(row, Box(place.x, place.y + HEAD + 2 + ROW * index, place.w, ROW), room, index % 2 == 1))
    if sheet.more:
        low = place.y + HEAD + 2 + ROW * len(sheet.rows) + 13
        parts.append(svg.line(f"… {sheet.more} more", place.x + PAD + room, low, Face(TYPE, palette.SUB)))
    return svg.group(parts, sheet.name)


def _row(row: Row, box: Box, room: float, striped: bool) -> Iterator[str]:
    if striped:
        yield svg.rect(Box(box.x + 1, box.y, box.w - 2, box.h), palette.STRIPE)
    x = box.x + 6
    for mark in row.badge.split():
        fill = palette.KEY_FILL if mark == "PK" else palette.REFERENCE_FILL
        tag = Box(x, box.y + 2, 21, 14)
        yield svg.rect(tag, fill, radius=3)
        yield svg.line(mark, tag.cx, box.y + 13, Face(BADGE, palette.NOTE_INK, bold=True, anchor="middle"))
        x += 23
    base = box.y + 13
    yield svg.line(_named(row), box.x + PAD + room, base, Face(NAME, palette.INK, bold="PK" in row.badge))
    yield svg.line(clip(row.type, TYPE, TYPE_ROOM), box.right - PAD, base, Face(TYPE, palette.SUB, anchor="end"))


def _foreign_key(relation: Relation, placed: Placement) -> str:
    routes = placed.routes[relation.id]
    start, end = routes[0].points, routes[-1].points
    first, last = start[0], end[-1]
    parent = "01" if relation.optional else "11"
    child = "01" if relation.single else "0n"
    line = Stroke(palette.LINE, 1.3)
    parts = [
        svg.path(curve(routes), line),
        *_foot(parent, first, _angle(first, start[1], start[2]), line),
        *_foot(child, last, _angle(last, end[-2], end[-3]), line),
    ]
    return svg.group(parts, relation.words)


def _angle(end: Point, near: Point, far: Point) -> float:
    point = near if math.hypot(near[0] - end[0], near[1] - end[1]) > 0.5 else far
    return math.atan2(point[1] - end[1], point[0] - end[0])


def _foot(kind: str, tip: Point, angle: float, line: Stroke) -> Iterator[str]:
    """Yield the signs of one end in a frame whose x axis leads away from the table (crow's foot notation)."""

    def spot(x: float, y: float) -> Point:
        return tip[0] + x * math.cos(angle) - y * math.sin(angle), tip[1] + x * math.sin(angle) + y * math.cos(angle)

    def bar(x: float) -> str:
        return f"M{svg.points(spot(x, -5.5))}L{svg.points(spot(x, 5.5))}"

    if kind == "0n":
        yield svg.path(f"M{svg.points(spot(0, -6))}L{svg.points(spot(11, 0))}L{svg.points(spot(0, 6))}", line)
        yield svg.circle(*spot(15, 0), 4, palette.WHITE, line)
    elif kind == "01":
        yield svg.path(bar(6), line)
        yield svg.circle(*spot(13, 0), 4, palette.WHITE, line)
    else:
        yield svg.path(bar(6) + bar(10), line)
