"""A design in, its views as graphs out: context, containers, deployment (C4; DIA-001, DIA-002, DIA-005)."""

from collections.abc import Iterable
from dataclasses import replace

from designgen.model.design.architecture import Component, Connection
from designgen.model.design.whole import Design
from designgen.renderers.drawing.icons import icon_for
from designgen.renderers.drawing.kinds.cards import Arrow, Card, Graph
from designgen.renderers.drawing.layout.sketch import Enclosure, LineStyle
from designgen.renderers.drawing.text import identifier, plain

STYLES: dict[str, LineStyle] = {"sync": "solid", "async": "dashed", "batch": "dotted"}
KIND_WORDS = {
    "person": "Person",
    "device": "Device",
    "system": "Calling system",
    "web": "Browser client",
    "app": "Application",
    "worker": "Worker",
    "database": "Database",
    "cache": "Cache",
    "broker": "Message broker",
    "storage": "File storage",
    "gateway": "Gateway",
    "proxy": "Reverse proxy",
    "identity": "Identity provider",
    "external": "External system",
    "observability": "Observability",
    "backup": "Backup",
    "secrets": "Secret store",
}
CALLERS = ("person", "device", "system", "external")
UNITS = {"person": "people", "device": "devices"}
CARE = ("observability", "backup", "secrets")
MOST_CARDS, MOST_PLACED = 9, 12


def context_view(design: Design) -> Graph:
    """Return the system as one box with the people and systems around it."""
    around = [component for component in design.architecture.components if is_around(component)]
    names = {component.key for component in around}
    arrows: dict[tuple[str, str], list[Connection]] = {}
    for connection in design.architecture.connections:
        ends = tuple(node_id(end) if end in names else "c_system" for end in (connection.source, connection.target))
        if ends[0] != ends[1]:
            arrows.setdefault((ends[0], ends[1]), []).append(connection)
    purpose = plain(design.facts.requirements.project.purpose)
    system = Card("c_system", plain(design.title), purpose, look="system")
    people = [card_of(design, component) for component in around if component.kind in ("person", "device")]
    others = [card_of(design, component) for component in around if component.kind not in ("person", "device")]
    return described(
        "context",
        f"{plain(design.title)}: context",
        (*people, system, *others),
        tuple(_joined(index, ends, found) for index, (ends, found) in enumerate(arrows.items())),
    )


def container_views(design: Design) -> tuple[Graph, ...]:
    """Return what runs and talks; what only operation needs moves to a view of its own when one would hold too much."""
    components = design.architecture.components
    if len(components) <= MOST_CARDS:
        return (_containers(design, "containers", "containers", components),)
    care = {component.key for component in components if component.kind in CARE}
    touching = [connection for connection in design.architecture.connections if _ends(connection) & care]
    cared = {end for connection in touching for end in _ends(connection)}
    main = tuple(component for component in components if component.key not in care)
    second = tuple(component for component in components if component.key in cared | care)
    views = [_containers(design, "containers", "containers", main)]
    if second:
        views.append(_containers(design, "containers-operation", "what operation needs", second, only=care))
    return tuple(views)


def deployment_view(design: Design) -> Graph | None:
    """Return where components run, frame in frame; None if the design says nothing about places.

    People do not run anywhere. Among many components the lines to what only operation needs are left to its own view.
    """
    if not design.zones:
        return None
    frames = tuple(Enclosure(frame_id(zone.key), plain(zone.title), frame_id(zone.inside) if zone.inside else "") for zone in design.zones)
    known = {component.key: component for component in design.architecture.components if component.kind != "person"}
    placed = [(zone.key, key) for zone in design.zones for key in zone.components if key in known]
    inside = {key for _, key in placed}
    care = {key for key, component in known.items() if component.kind in CARE} if len(known) > MOST_PLACED else set()
    talks = [one for one in design.architecture.connections if _ends(one) & inside and _ends(one) <= set(known) and not _ends(one) & care]
    near = {end for connection in talks for end in _ends(connection)} - inside
    loose = [component.key for component in known.values() if component.key in near]
    spots: dict[str, list[str]] = {}
    cards: list[Card] = []
    for zone, key in [*placed, *(("", key) for key in loose)]:
        id = node_id(key) if key not in spots else f"{node_id(key)}_{len(spots[key]) + 1}"
        spots.setdefault(key, []).append(id)
        cards.append(replace(card_of(design, known[key], id, frame_id(zone) if zone else ""), flat=True))
    arrows = tuple(arrow for index, connection in enumerate(talks) for arrow in _spread(index, connection, spots))
    return described("deployment", f"{plain(design.title)}: deployment", tuple(cards), arrows, frames)


def is_outside(component: Component) -> bool:
    """Whether a component stands outside the frame of what is ours; the client in a browser is ours, wherever it runs."""
    return component.kind in CALLERS or (component.outside and component.kind != "web")


def is_around(component: Component) -> bool:
    """Whether the context shows a component by itself: a caller or a system of others, not what the platform brings along."""
    return component.kind in CALLERS or (component.outside and component.kind == "identity")


def node_id(key: str) -> str:
    """Return a name that DOT and Mermaid take without quotes: `component:app` as `c_app`."""
    return identifier("c_", key.split(":", 1)[-1])


def frame_id(key: str) -> str:
    """Return the name of a frame: `zone:eu-region` as `f_eu_region`."""
    return identifier("f_", key.split(":", 1)[-1])


def _containers(design: Design, name: str, title: str, components: Iterable[Component], only: set[str] | None = None) -> Graph:
    shown = tuple(components)
    keys = {component.key for component in shown}
    frame = Enclosure("f_system", plain(design.title))
    cards = tuple(card_of(design, component, frame="" if is_outside(component) else frame.id) for component in shown)
    talks = [connection for connection in design.architecture.connections if _ends(connection) <= keys]
    arrows = tuple(_arrow(f"e{index}", connection) for index, connection in enumerate(talks) if only is None or _ends(connection) & only)
    return described(name, f"{plain(design.title)}: {title}", cards, arrows, (frame,))


def described(name: str, title: str, cards: tuple[Card, ...], arrows: tuple[Arrow, ...], frames: tuple[Enclosure, ...] = ()) -> Graph:
    """Return a view whose description tells its boxes and arrows to those who cannot see it."""
    names = {card.id: card.title for card in cards}
    boxes = "; ".join(f"{card.title} ({card.subtitle})" if card.subtitle else card.title for card in cards)
    talk = "; ".join(_sentence(arrow, names) for arrow in arrows)
    description = plain(f"Boxes: {boxes}. Arrows: {talk or 'none'}.")
    return Graph(name, title, description, cards, arrows, frames)


def _sentence(arrow: Arrow, names: dict[str, str]) -> str:
    return f"{names[arrow.source]} to {names[arrow.target]}" + (f": {arrow.words}" if arrow.words else "")


def card_of(design: Design, component: Component, id: str = "", frame: str = "") -> Card:
    """Return the card of a component: its title, kind, technology, numbers and picture."""
    location = design.facts.requirements.deployment.location or design.facts.requirements.constraints.tech.cloud or ""
    return Card(
        id=id or node_id(component.key),
        title=plain(component.title),
        subtitle=_subtitle(design, component),
        icon=icon_for(component.kind, component.technology, location),
        look="outside" if is_outside(component) and component.kind not in ("person", "device") else "card",
        copies=max(1, component.instances),
        frame=frame,
        tip=plain(component.does),
    )


def _subtitle(design: Design, component: Component) -> str:
    """Return the kind where the title does not say it, the technology, how many people or instances there are."""
    actor = next((actor for actor in design.facts.requirements.actors if actor.name == component.name), None)
    word, technology = KIND_WORDS[component.kind], plain(component.technology)
    parts = [technology] if technology and technology.lower() not in word.lower() else []
    if actor and actor.count:
        parts.append(f"{actor.count} {UNITS.get(component.kind, 'systems')}")
    if component.instances > 1:
        parts.append(f"{component.instances} instances")
    told = f"{component.title} {' '.join(parts)}".lower()
    if not parts or (component.kind != "person" and word.lower() not in told):
        parts.insert(0, word)
    glued = (part.replace(" ", "\N{NO-BREAK SPACE}") if len(part) <= 18 else part for part in parts)
    return "\N{NO-BREAK SPACE}· ".join(glued)


def _ends(connection: Connection) -> set[str]:
    return {connection.source, connection.target}


def _arrow(id: str, connection: Connection) -> Arrow:
    ends = (node_id(connection.source), node_id(connection.target))
    words = (plain(connection.purpose), plain(connection.protocol))
    return Arrow(id, *ends, *words, STYLES[connection.mode], not connection.hard)


def _joined(index: int, ends: tuple[str, str], found: list[Connection]) -> Arrow:
    """Return one arrow for all connections between two boxes; it waits if one of them waits."""
    purposes = list(dict.fromkeys(plain(connection.purpose) for connection in found))
    protocols = list(dict.fromkeys(plain(connection.protocol) for connection in found if connection.protocol))
    modes = {connection.mode for connection in found}
    mode = next(mode for mode in ("sync", "async", "batch") if mode in modes)
    soft = not any(connection.hard for connection in found)
    return Arrow(f"e{index}", *ends, "; ".join(purposes), ", ".join(protocols), STYLES[mode], soft)


def _spread(index: int, connection: Connection, spots: dict[str, list[str]]) -> Iterable[Arrow]:
    """Yield the arrows between all places of two components, labelled once, with the protocol."""
    words = plain(connection.protocol or connection.purpose)
    for number, source in enumerate(spots.get(connection.source, ())):
        for other, target in enumerate(spots.get(connection.target, ())):
            first = number == other == 0
            yield Arrow(
                f"e{index}_{number}_{other}", source, target, words if first else "", "", STYLES[connection.mode], not connection.hard
            )
