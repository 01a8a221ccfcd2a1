"""Adapters in, the integration map out (DIA-004): which data travels which way, by which protocol, how the caller proves who it is."""

from dataclasses import replace

from designgen.knowledge.wording import spelled
from designgen.model.design.integrations import Adapter
from designgen.model.design.whole import Design
from designgen.renderers.drawing.kinds.cards import Arrow, Card, Graph
from designgen.renderers.drawing.kinds.views import card_of, described, node_id
from designgen.renderers.drawing.layout.sketch import LineStyle
from designgen.renderers.drawing.text import plain

LINES: tuple[tuple[LineStyle, str], ...] = (("solid", "a caller waits"), ("dashed", "nobody waits"))
MOST_NAMES = 3


def integration_view(design: Design) -> Graph | None:
    """Return the system and its peers; None where it has none or only signs people in, which one sentence says."""
    known = {component.key: component for component in design.architecture.components}
    adapters = [adapter for adapter in design.integrations.adapters if adapter.component in known]
    if all(known[adapter.component].kind == "identity" for adapter in adapters):
        return None
    system = Card("c_system", plain(design.title), f"{len(adapters)} adapters" if len(adapters) > 1 else "1 adapter", look="system")
    cards = {adapter.component: card_of(design, known[adapter.component]) for adapter in adapters}
    arrows = tuple(arrow for index, adapter in enumerate(adapters) for arrow in _ways(index, adapter))
    view = described("integrations", f"{plain(design.title)}: integration map", (system, *cards.values()), arrows)
    return replace(view, line_words=LINES)


def _ways(index: int, adapter: Adapter) -> list[Arrow]:
    """Return an arrow for each direction in which something is asked or told."""
    peer = node_id(adapter.component)
    names = [plain(name.rsplit(".", 1)[-1]) for name in adapter.data]
    data = ", ".join(names[:MOST_NAMES]) or plain(adapter.title)
    detail = f"{spelled(plain(adapter.protocol))}, {spelled(plain(adapter.auth).split(';')[0])}"
    waits: LineStyle = "solid" if adapter.style.startswith(("sync", "redirect")) else "dashed"
    found = []
    if adapter.direction in ("out", "both"):
        rate = f", {adapter.per_second:.3g}/s at the peak" if adapter.per_second else ""
        found.append(Arrow(f"o{index}", "c_system", peer, f"{data}{rate}", detail, waits))
    if adapter.direction in ("in", "both") or adapter.receives:
        found.append(Arrow(f"i{index}", peer, "c_system", f"reports on {data}", "webhook" if adapter.receives else detail, "dashed"))
    return found
