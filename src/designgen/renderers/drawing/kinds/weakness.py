"""Components and their hard connections in, the dependency graph out (DIA-021): what stops what, and which part has no second."""

from dataclasses import replace

from designgen.knowledge.wording import figure
from designgen.model.design.architecture import Component
from designgen.model.design.whole import Design
from designgen.renderers.drawing.kinds.cards import Arrow, Graph, Look
from designgen.renderers.drawing.kinds.views import card_of, described, is_outside, node_id
from designgen.renderers.drawing.layout.sketch import LineStyle
from designgen.renderers.drawing.text import plain
from designgen.sizing.availability import downtime_minutes, planned, single_points

LINES: tuple[tuple[LineStyle, str], ...] = (("solid", "cannot work without"), ("dashed", "works on without for a while"))
PEOPLE = ("person", "device")


def dependency_view(design: Design) -> Graph | None:
    """Return who depends on whom, with single points of failure marked; None where nothing depends on anything for its work."""
    components = tuple(one for one in design.architecture.components if one.kind not in PEOPLE)
    keys = {one.key for one in components}
    depends = [one for one in design.architecture.connections if {one.source, one.target} <= keys]
    if not any(one.hard for one in depends):
        return None
    weak = {one.key for one in single_points(components, design.architecture.connections, topology_of(design))}
    linked = {end for one in depends for end in (one.source, one.target)}
    cards = tuple(
        replace(card_of(design, one), subtitle=_minutes(design, one), flat=True, look="weak" if one.key in weak else _look(one))
        for one in components
        if one.key in linked
    )
    pairs: dict[tuple[str, str], bool] = {}
    for one in depends:
        pairs[(one.source, one.target)] = pairs.get((one.source, one.target), False) or one.hard
    arrows = tuple(
        Arrow(f"e{index}", node_id(source), node_id(target), style="solid" if hard else "dashed")
        for index, ((source, target), hard) in enumerate(pairs.items())
    )
    view = described("dependencies", f"{plain(design.title)}: dependencies and weak parts", cards, arrows)
    told = ", ".join(card.title for card in cards if card.look == "weak") or "none"
    return replace(view, description=f"{view.description} Single points of failure: {told}.", line_words=LINES)


def topology_of(design: Design) -> str:
    """Return how many zones and regions hold the system, as decided; one zone if nobody decided."""
    decided = (record.decision for record in (*design.records, *design.conventions))
    return next((one.choice for one in decided if one.topic == "availability.topology"), "single-zone")


def _look(component: Component) -> Look:
    return "outside" if is_outside(component) else "card"


def _minutes(design: Design, component: Component) -> str:
    """Return how long a month the part may be away, as it is planned with."""
    share = component.availability if component.availability is not None else planned(component.kind, topology_of(design))
    return f"down {figure(round(downtime_minutes(share), 1))} min a month" if share else ""
