"""A crowded view in, parts of it out that belong together; what links two parts is drawn in both.

Lines are dealt out in the order in which they are reached from the first box, so that a part holds neighbours; a box with many lines
stands in several parts.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from designgen.renderers.drawing.kinds.cards import Arrow, Card, Graph
from designgen.renderers.drawing.kinds.tables import Relation, Relational, Sheet
from designgen.renderers.drawing.layout.sketch import Enclosure

ARROWS, CARDS, SHEETS = 14, 11, 8
_FEWEST = 2


def graph_parts(view: Graph) -> tuple[Graph, ...]:
    """Return parts of a view with about half of its lines, or with as many as a page takes; the view alone where nothing can be parted."""
    pages = max(2, -(-len(view.arrows) // ARROWS))
    most = max(1, -(-len(view.arrows) // pages))
    groups = _dealt([(arrow, arrow.source, arrow.target) for arrow in _reached(view.arrows)], most, CARDS)
    linked = {end for arrow in view.arrows for end in (arrow.source, arrow.target)}
    parts = [_part(view, {end for arrow in group for end in (arrow.source, arrow.target)}, group) for group in groups]
    loose = [card for card in view.cards if card.id not in linked]
    fewest = CARDS if linked or len(loose) > CARDS else max(_FEWEST, -(-len(loose) // 2))
    parts.extend(_part(view, {card.id for card in loose[at : at + fewest]}, ()) for at in range(0, len(loose), fewest))
    return tuple(parts) if len(parts) > 1 else (view,)


def table_parts(view: Relational) -> tuple[Relational, ...]:
    """Return parts of an entity-relationship diagram: each table whole in one of them, its parents by their keys alone elsewhere."""
    order = _neighbours(view)
    if len(order) < _FEWEST:
        return (view,)
    pages = max(2, -(-len(order) // SHEETS))
    cuts = [round(index * len(order) / pages) for index in range(pages + 1)]
    return tuple(_tables(view, order[start:end]) for start, end in pairwise(cuts))


def _reached(arrows: tuple[Arrow, ...]) -> list[Arrow]:
    """Return the lines in the order in which a walk along them from the first meets them."""
    left, found = list(arrows), []
    known: set[str] = set()
    while left:
        arrow = next((one for one in left if one.source in known), None) or next((one for one in left if one.target in known), left[0])
        own = [one for one in left if one.source == arrow.source]
        found.extend(own)
        left = [one for one in left if one.source != arrow.source]
        known |= {end for one in own for end in (one.source, one.target)}
    return found


def _dealt(lines: Iterable[tuple[Arrow, str, str]], most: int, boxes: int) -> list[tuple[Arrow, ...]]:
    groups: list[list[Arrow]] = []
    ends: set[str] = set()
    for arrow, source, target in lines:
        if not groups or len(groups[-1]) >= most or len(ends | {source, target}) > boxes:
            groups.append([])
            ends = set()
        groups[-1].append(arrow)
        ends |= {source, target}
    return [tuple(group) for group in groups]


def _part(view: Graph, ids: set[str], arrows: tuple[Arrow, ...]) -> Graph:
    cards = tuple(card for card in view.cards if card.id in ids)
    order = {arrow.id: index for index, arrow in enumerate(view.arrows)}
    kept = tuple(sorted(arrows, key=lambda arrow: order[arrow.id]))
    return replace(view, cards=cards, arrows=kept, frames=_frames(view, cards), description=_told(view, cards, kept))


def _frames(view: Graph, cards: tuple[Card, ...]) -> tuple[Enclosure, ...]:
    inside = {frame.id: frame.inside for frame in view.frames}
    wanted: set[str] = set()
    for card in cards:
        frame = card.frame
        while frame:
            wanted.add(frame)
            frame = inside.get(frame, "")
    return tuple(frame for frame in view.frames if frame.id in wanted)


def _told(view: Graph, cards: tuple[Card, ...], arrows: tuple[Arrow, ...]) -> str:
    names = {card.id: card.title for card in cards}
    talk = "; ".join(f"{names[one.source]} to {names[one.target]}{f': {one.words}' if one.words else ''}" for one in arrows)
    return f"A part of {view.title}. Boxes: {', '.join(names.values())}. Arrows: {talk or 'none'}."


def _neighbours(view: Relational) -> list[Sheet]:
    """Return the sheets that are shown whole, parents before the children that refer to them, schema by schema."""
    whole = [sheet for sheet in view.sheets if not sheet.guest]
    near: dict[str, list[Relation]] = {}
    for relation in view.relations:
        near.setdefault(relation.parent, []).append(relation)
        near.setdefault(relation.child, []).append(relation)
    found: dict[str, Sheet] = {}
    byid = {sheet.id: sheet for sheet in whole}
    for first in whole:
        queue = [first.id]
        while queue:
            id = queue.pop(0)
            if id in found or id not in byid:
                continue
            found[id] = byid[id]
            queue.extend(end for relation in near.get(id, ()) for end in (relation.parent, relation.child))
    return list(found.values())


def _tables(view: Relational, chunk: list[Sheet]) -> Relational:
    ids = {sheet.id for sheet in chunk}
    relations = tuple(relation for relation in view.relations if relation.child in ids)
    parents = {relation.parent for relation in relations} - ids
    guests = tuple(sheet.as_guest() for sheet in view.sheets if sheet.id in parents)
    kept = tuple(sheet for sheet in view.sheets if sheet.id in ids)
    names = {sheet.id: sheet.name for sheet in view.sheets}
    told = "; ".join(f"{one.words} of {names[one.child]} refers to {names[one.parent]}" for one in relations)
    described = f"A part of {view.title}. Tables: {', '.join(sheet.name for sheet in kept)}. Foreign keys: {told or 'none'}."
    framed = len({sheet.schema for sheet in (*kept, *guests)}) > 1
    return replace(view, sheets=(*kept, *guests), relations=relations, description=described, framed=framed)
