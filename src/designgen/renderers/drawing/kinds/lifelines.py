"""A sequence in, SVG out, without a layout engine: columns as wide as their messages, one row a message."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from designgen.renderers.drawing import palette, svg
from designgen.renderers.drawing.kinds.boxes import arrow_head
from designgen.renderers.drawing.kinds.sequence import Activity, Block, Lifeline, Message, Sequence
from designgen.renderers.drawing.page import Page, Sign, draw_page, number_sign, page_of
from designgen.renderers.drawing.paper import LARGEST, paper_for, scale_on
from designgen.renderers.drawing.svg import Box, Face, Stroke
from designgen.renderers.drawing.text import clip, widest, width, wrap

TEXT, HEAD = 11.0, 12.0
STEP, HEAD_STEP = 14.0, 15.0
TEXT_ROOMS, HEAD_ROOM = (190.0, 160.0, 135.0, 110.0, 92.0), 84.0
NUMBER = 22.0
BAR = 10.0
LOOP = 34.0
MESSAGE_LINES, NOTE_LINES = 9, 10
TITLE_ROW, BLOCK_END = 24.0, 10.0
TITLE_ROOM = 330.0
"""Width up to which a frame grows so that its title is read whole."""


@dataclass(frozen=True)
class _Plan:
    """Everything measured: where columns stand, where rows lie, how texts break."""

    heads: Mapping[str, tuple[str, ...]]
    columns: Mapping[str, float]
    widths: Mapping[str, float]
    texts: tuple[tuple[str, ...], ...]
    rows: tuple[float, ...]
    head: float
    end: float
    w: float


def draw_sequence(sequence: Sequence) -> str:
    """Write a sequence as SVG, its texts broken so that it prints largest."""
    plan = _plan_of(sequence)
    notes, _ = _notes(sequence, plan)
    body = (
        *(_column(line, plan) for line in sequence.lifelines),
        *(_frame(block, sequence, plan) for block in sequence.blocks),
        *(_bar(activity, plan) for activity in sequence.activities),
        *(_message(index, message, sequence, plan) for index, message in enumerate(sequence.messages)),
        *(_block_title(block, sequence, plan) for block in sequence.blocks),
        *(_head(line, plan) for line in sequence.lifelines),
        *notes,
    )
    return draw_page(_page(sequence, plan), body)


def sequence_parts(sequence: Sequence) -> tuple[Sequence, ...]:
    """Return a sequence in as many parts as stay legible, cut between messages; the notes stand below the last."""
    if _page(sequence, _plan_of(sequence)).legible or len(sequence.messages) < 2:
        return (sequence,)
    half = _middle(sequence)
    return tuple(part for cut in (sequence.cut(0, half), sequence.cut(half, len(sequence.messages))) for part in sequence_parts(cut))


def _middle(sequence: Sequence) -> int:
    """Return the message nearest to the middle before which a sequence may be cut: outside its blocks, where there is such a place."""
    count = len(sequence.messages)
    inside = {index for block in sequence.blocks for index in range(block.first + 1, block.last + 1)}
    places = range(1, count)
    return min(places, key=lambda index: (abs(index - count / 2) + (count / 4 if index in inside else 0), index))


def _page(sequence: Sequence, plan: _Plan) -> Page:
    low = _notes(sequence, plan)[1]
    return page_of(svg.Caption(sequence.name, sequence.title, sequence.description), (plan.w, low), _signs(sequence))


@lru_cache(maxsize=256)
def _plan_of(sequence: Sequence) -> _Plan:
    """Return the first plan that prints at full size, from wide texts to narrow ones; else the one that prints largest."""
    best, most = None, 0.0
    for room in TEXT_ROOMS:
        plan = _plan(sequence, room)
        page = _page(sequence, plan)
        scale = round(scale_on(paper_for(page.w, page.h), page.w, page.h), 4)
        if best is None or scale > most:
            best, most = plan, scale
        if most >= LARGEST:
            break
    if best is None:
        raise ValueError(f"no room for the texts of {sequence.name}")
    return best


def _signs(sequence: Sequence) -> tuple[Sign, ...]:
    modes = {message.mode for message in sequence.messages}
    signs = (("sync", Sign("line", "call")), ("reply", Sign("reply", "answer")), ("async", Sign("open", "message, nobody waits")))
    return tuple(sign for mode, sign in signs if mode in modes)


def _plan(sequence: Sequence, room: float) -> _Plan:
    heads = {line.id: wrap(line.title, HEAD, HEAD_ROOM, bold=True, most=3) for line in sequence.lifelines}
    widths = {key: max(80.0, widest(lines, HEAD, bold=True) + 24) for key, lines in heads.items()}
    texts = tuple(wrap(message.text, TEXT, max(room, _longest(message.text)), most=MESSAGE_LINES) for message in sequence.messages)
    columns, w = _columns(sequence, widths, texts)
    head = 14 + HEAD_STEP * max(len(lines) for lines in heads.values())
    rows: list[float] = []
    begins, ends = ({getattr(block, end) for block in sequence.blocks} for end in ("first", "last"))
    y = head + 16
    for index, (message, text) in enumerate(zip(sequence.messages, texts, strict=True)):
        y += TITLE_ROW if index in begins else 0.0
        loops = message.mode == "self"
        y += STEP * (len(text) + 1) / 2 + 12 if loops else STEP * len(text) + 9
        rows.append(y)
        y += STEP * (len(text) - 1) / 2 + 6 if loops else 0.0
        y += BLOCK_END if index in ends else 0.0
    plan = _Plan(heads, columns, widths, texts, tuple(rows), head, y + 18, w)
    return replace(plan, w=max(plan.w, *(_around(block, sequence, plan).right for block in sequence.blocks), 0.0))


def _longest(text: str) -> float:
    """Return the width of the longest word up to a limit, so that words break only where they are very long."""
    return min(150.0, max((width(word, TEXT) for word in text.split(" ")), default=0.0))


def _columns(sequence: Sequence, widths: Mapping[str, float], texts: tuple[tuple[str, ...], ...]) -> tuple[dict[str, float], float]:
    """Return the middle of each column: gaps grow until every text fits between the lines it spans."""
    ids = [line.id for line in sequence.lifelines]
    place = {id: index for index, id in enumerate(ids)}
    gaps = [(widths[a] + widths[b]) / 2 + 14 for a, b in pairwise(ids)]
    tail = widths[ids[-1]] / 2
    spans = sorted(range(len(texts)), key=lambda i: (abs(place[sequence.messages[i].source] - place[sequence.messages[i].target]), i))
    for index in spans:
        message = sequence.messages[index]
        need = widest(texts[index], TEXT) + NUMBER + 20
        low, high = sorted((place[message.source], place[message.target]))
        if low == high:
            need += LOOP - 6
            high = low + 1
        if high >= len(ids):
            tail = max(tail, need)
        elif (missing := need - sum(gaps[low:high])) > 0:
            gaps[low:high] = [gap + missing / (high - low) for gap in gaps[low:high]]
    x = widths[ids[0]] / 2
    columns = {ids[0]: x}
    for id, gap in zip(ids[1:], gaps, strict=True):
        x += gap
        columns[id] = x
    return columns, x + tail


def _head(line: Lifeline, plan: _Plan) -> str:
    lines = plan.heads[line.id]
    box = Box(plan.columns[line.id] - plan.widths[line.id] / 2, 0, plan.widths[line.id], plan.head)
    fill, ink, border = palette.WHITE, palette.INK, Stroke(palette.FRAME_BORDERS[0], 1.3)
    if line.person:
        fill, ink, border = palette.ACCENT, palette.WHITE, Stroke(palette.ACCENT, 1.3)
    elif line.outside:
        fill, border = palette.OUTSIDE_FILL, Stroke(palette.OUTSIDE_BORDER, 1.3, "5 3")
    first = box.cy + 4.3 - HEAD_STEP * (len(lines) - 1) / 2
    words = svg.lines(lines, box.cx, first, Face(HEAD, ink, bold=True, anchor="middle"), leading=HEAD_STEP)
    return svg.group([svg.rect(box, fill, border, min(18.0, box.h / 2) if line.person else 7), words], line.title)


def _column(line: Lifeline, plan: _Plan) -> str:
    x = svg.number(plan.columns[line.id])
    return svg.path(f"M{x} {svg.number(plan.head)}V{svg.number(plan.end)}", Stroke("#C3CCD8", 1.2, "4 4"))


def _bar(activity: Activity, plan: _Plan) -> str:
    x = plan.columns[activity.lifeline] - BAR / 2 + activity.level * 4
    top, low = plan.rows[activity.first], plan.rows[activity.last]
    return svg.rect(Box(x, top - 2, BAR, low - top + 4), palette.PALE, Stroke(palette.PALE_BORDER, 1), 2)


def _around(block: Block, sequence: Sequence, plan: _Plan) -> Box:
    """Return the box around the messages of a block: from their topmost words to below the last arrow."""
    inside = range(block.first, block.last + 1)
    ends = [plan.columns[end] for index in inside for end in (sequence.messages[index].source, sequence.messages[index].target)]
    selves = [index for index in inside if sequence.messages[index].mode == "self"]
    loops = [plan.columns[sequence.messages[index].source] + LOOP + 22 + widest(plan.texts[index], TEXT) for index in selves]
    left = min(ends) - 18
    titled = _kind_room(block) + min(TITLE_ROOM, width(block.title, TEXT)) + 18
    right = max(*(end + 18 for end in ends), *loops, left + titled)
    top = plan.rows[block.first] - STEP * len(plan.texts[block.first]) - TITLE_ROW
    low = plan.rows[block.last] + (STEP * len(plan.texts[block.last]) / 2 + 6 if block.last in selves else 7)
    if block.first in selves:
        top = plan.rows[block.first] - STEP * (len(plan.texts[block.first]) + 1) / 2 - TITLE_ROW - 4
    return Box(left, top, right - left, low - top)


def _frame(block: Block, sequence: Sequence, plan: _Plan) -> str:
    return svg.rect(
        _around(block, sequence, plan), "none", palette.stroke("dashed" if block.kind == "else" else "solid", palette.FAINT, 1.2), 4
    )


def _block_title(block: Block, sequence: Sequence, plan: _Plan) -> str:
    """Write the kind of a block in its corner and what it is about beside it, clear of the lifelines behind."""
    box = _around(block, sequence, plan)
    kind = _kind_room(block)
    title = clip(block.title, TEXT, box.w - kind - 16)
    ground = Box(box.x + kind + 2, box.y + 1.5, width(title, TEXT) + 8, 15)
    return svg.group(
        [
            svg.rect(Box(box.x, box.y, kind, 17), palette.PALE, Stroke(palette.FAINT, 1.2), 3),
            svg.line(block.kind, box.x + 7, box.y + 12.5, Face(TEXT, palette.INK, bold=True)),
            svg.rect(ground, palette.WHITE),
            svg.line(title, ground.x + 4, box.y + 12.5, Face(TEXT, palette.INK)),
        ]
    )


def _kind_room(block: Block) -> float:
    return width(block.kind, TEXT, bold=True) + 14


def _active(sequence: Sequence, lifeline: str, index: int) -> float:
    """Return half of the bar where one is drawn at a message, so that arrows end at its edge."""
    return BAR / 2 if any(a.lifeline == lifeline and a.first <= index <= a.last for a in sequence.activities) else 0.0


def _message(index: int, message: Message, sequence: Sequence, plan: _Plan) -> str:
    y, text = plan.rows[index], plan.texts[index]
    if message.mode == "self":
        return svg.group([*_loop(index, message, sequence, plan)], message.text)
    way = 1.0 if plan.columns[message.target] > plan.columns[message.source] else -1.0
    start = plan.columns[message.source] + way * _active(sequence, message.source, index)
    end = plan.columns[message.target] - way * _active(sequence, message.target, index)
    middle = (plan.columns[message.source] + plan.columns[message.target]) / 2 + NUMBER / 2
    parts = [*_arrow(message, (start, end), y, way), *_words(sequence.first + index, text, middle, y - 6 - STEP * (len(text) - 1))]
    return svg.group(parts, message.text)


def _arrow(message: Message, ends: tuple[float, float], y: float, way: float) -> Iterator[str]:
    style = palette.stroke("dashed" if message.mode == "reply" else "solid")
    if message.mode == "sync":
        yield svg.path(f"M{svg.points((ends[0], y))}H{svg.number(ends[1] - 7 * way)}", style)
        yield arrow_head((ends[1], y), (ends[1] - 8 * way, y), palette.LINE)
        return
    yield svg.path(f"M{svg.points((ends[0], y))}H{svg.number(ends[1])}", style)
    tip = ((ends[1] - 7 * way, y - 3.8), (ends[1], y), (ends[1] - 7 * way, y + 3.8))
    yield svg.path(f"M{svg.points(tip[0])}L{svg.points(*tip[1:])}", Stroke(palette.LINE, 1.4))


def _words(number: int, text: tuple[str, ...], middle: float, y: float) -> Iterator[str]:
    """Yield the number of a message and its text above the arrow."""
    left = middle - widest(text, TEXT) / 2 - 12
    yield number_sign(number, left, y - 3.8)
    yield svg.lines(text, left + 12, y, Face(TEXT, palette.INK, halo=palette.WHITE), leading=STEP)


def _loop(index: int, message: Message, sequence: Sequence, plan: _Plan) -> Iterator[str]:
    x = plan.columns[message.source] + _active(sequence, message.source, index)
    y, text = plan.rows[index], plan.texts[index]
    top = y - 8
    yield svg.path(f"M{svg.points((x, top))}h{svg.number(LOOP - 8)}v16h{svg.number(14 - LOOP)}", Stroke(palette.LINE, 1.4))
    yield arrow_head((x, top + 16), (x + 8, top + 16), palette.LINE)
    first = y + 3.8 - STEP * (len(text) - 1) / 2
    yield number_sign(sequence.first + index, x + LOOP + 4, first - 3.8)
    yield svg.lines(text, x + LOOP + 16, first, Face(TEXT, palette.INK, halo=palette.WHITE), leading=STEP)


def _notes(sequence: Sequence, plan: _Plan) -> tuple[tuple[str, ...], float]:
    """Return the notes below the lifelines and where the drawing ends."""
    y = plan.end + 12
    parts: list[str] = []
    for head, text in sequence.notes:
        lines = wrap(f"{head}: {text}", TEXT, plan.w - 32, most=NOTE_LINES)
        high = 14 + STEP * len(lines)
        corner = svg.points((0, y))
        shape = f"M{corner}H{svg.number(plan.w - 9)}l9 9V{svg.number(y + high)}H0Z"
        words = svg.lines(lines, 12, y + 18, Face(TEXT, palette.NOTE_INK), leading=STEP)
        parts.append(svg.group([svg.path(shape, Stroke(palette.NOTE_BORDER, 1), palette.NOTE_FILL), words]))
        y += high + 8
    return tuple(parts), y - 8 if sequence.notes else plan.end
