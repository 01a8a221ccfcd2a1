"""Components, places and personal data in, the flow of data across trust boundaries out (DIA-006; the ground of STRIDE)."""

from dataclasses import replace

from designgen.model.design.architecture import Connection
from designgen.model.design.whole import Design
from designgen.renderers.drawing.kinds.cards import Arrow, Graph
from designgen.renderers.drawing.kinds.views import CARE, card_of, described, frame_id, node_id
from designgen.renderers.drawing.layout.sketch import Enclosure, LineStyle
from designgen.renderers.drawing.text import plain

LINES: tuple[tuple[LineStyle, str], ...] = (("solid", "carries personal data"), ("dashed", "carries none"))


def dataflow_view(design: Design) -> Graph | None:
    """Return who exchanges data with whom across which boundaries; None where no personal data or no place is known."""
    if not design.security.data or not design.zones:
        return None
    home = {key: zone for zone in design.zones for key in reversed(zone.components)}
    shown = [one for one in design.architecture.components if one.key in home and one.kind not in CARE]
    keys = {one.key for one in shown}
    talks = [one for one in design.architecture.connections if {one.source, one.target} <= keys]
    linked = {end for one in talks for end in (one.source, one.target)}
    cards = tuple(
        replace(card_of(design, one, frame=frame_id(home[one.key].key)), icon="", subtitle=_holds(design, one.key), copies=1)
        for one in shown
        if one.key in linked
    )
    used = {card.frame for card in cards}
    frames = tuple(Enclosure(frame_id(zone.key), plain(zone.title), trust=True) for zone in design.zones if frame_id(zone.key) in used)
    flows: dict[tuple[str, str, LineStyle], list[str]] = {}
    for one in talks:
        style: LineStyle = "solid" if _personal(design, one) else "dashed"
        flows.setdefault((node_id(one.source), node_id(one.target), style), []).append(plain(one.purpose))
    arrows = tuple(
        Arrow(f"d{index}", source, target, "; ".join(dict.fromkeys(purposes)), "", style)
        for index, ((source, target, style), purposes) in enumerate(flows.items())
    )
    view = described("data-flow", f"{plain(design.title)}: personal data across trust boundaries", cards, arrows, frames)
    return replace(view, line_words=LINES)


def _holds(design: Design, component: str) -> str:
    """Return which personal data rests in a component, empty if none does."""
    if not component.endswith(":database"):
        return ""
    tables = [plain(one.table.rsplit(".", 1)[-1]) for one in design.security.data]
    return f"keeps {', '.join(tables[:3])}" + (f" and {len(tables) - 3} more" if len(tables) > 3 else "")


def _personal(design: Design, connection: Connection) -> bool:
    """Whether personal data travels: to a peer if what its adapter sends is personal, inside wherever rows travel."""
    ends = (connection.source, connection.target)
    adapter = next((one for one in design.integrations.adapters if one.component in ends), None)
    owners = {table.name: table.entity for table in design.database.tables}
    personal = {owners.get(one.table, one.table) for one in design.security.data}
    if adapter:
        return bool(personal & set(adapter.data))
    kinds = {one.kind for one in design.architecture.components if one.key in ends}
    return not kinds & {"identity", "external"}
