"""Modules, components, connections, bottlenecks, availability, flows: `architecture/README.md`."""

from collections.abc import Iterator

from designgen.knowledge.templates import render
from designgen.knowledge.wording import counted, figure, listed, percent
from designgen.model.artifact import Artifact
from designgen.model.design.whole import Design
from designgen.renderers import pictures

CALLERS = ("person", "device", "web", "system")
PICTURES = (
    ("context", pictures.context),
    ("containers", pictures.containers),
    ("modules", pictures.modules),
    ("dependencies", pictures.dependencies),
    ("lives", pictures.lives),
    ("deployment", pictures.deployment),
)


def render_architecture(design: Design) -> Iterator[Artifact]:
    """Render the document of the architecture chapter."""
    titles = {component.key: component.title for component in design.architecture.components}
    connections = [
        {"source": titles.get(one.source, one.source), "target": titles.get(one.target, one.target), "connection": one}
        for one in design.architecture.connections
    ]
    flows = [{**dict(flow), "figures": pictures.figures(pictures.flow(design, flow))} for flow in design.flows.flows]
    text = render(
        "architecture.md.j2",
        design=design,
        who=_who(design),
        intro=_intro(design),
        components=[component for component in design.architecture.components if component.kind not in ("person", "device")],
        connections=connections,
        flows=flows,
        limit=_limit(design),
        pictures={name: pictures.figures(subject(design)) for name, subject in PICTURES},
    )
    yield Artifact.text("architecture/README.md", "markdown", text, section="backend", title="Architecture")


def _who(design: Design) -> str:
    people = [
        f"{actor.name} ({counted(actor.count.number, 'account')})" if actor.count else actor.name
        for actor in design.facts.requirements.actors
    ]
    outside = [component.title for component in design.architecture.components if component.outside and component.kind not in CALLERS]
    peers = f"It relies on {listed(outside)}, which others run." if outside else "It relies on no system of others."
    return f"Who uses it: {listed(people)}.\n{peers}"


def _limit(design: Design) -> str:
    """What gives way first, with its margin and the next step."""
    found = sorted(design.architecture.bottlenecks, key=lambda one: (one.breaks_at, one.key))
    if not found:
        return "Nothing reaches its limit within the horizon."
    first = found[0]
    used = percent(float(f"{first.utilisation:.3g}"))
    full = f"the horizon's peak takes {used} of their capacity, {figure(first.breaks_at)} times that peak takes what may be planned with"
    return f"First to give way: {first.resource}; {full}.\n{first.next_step}"


def _intro(design: Design) -> str:
    modules = design.architecture.modules
    crossing = [
        f"{module.name} uses {listed([name.removeprefix('module:') for name in module.calls])}" for module in modules if module.calls
    ]
    return f"Across the fences, {listed(crossing)}." if crossing else "No module calls another."
