"""A design in, its pictures by subject out; documents and the files under `diagrams/` ask here, so they name the same pictures."""

from collections.abc import Callable, Iterable
from itertools import chain

from designgen.model.design.flows import Flow
from designgen.model.design.whole import Design
from designgen.renderers import charts
from designgen.renderers.drawing.album import Picture, pictures_of, sheets_of, talks_of
from designgen.renderers.drawing.kinds.cards import Graph
from designgen.renderers.drawing.kinds.dataflow import dataflow_view
from designgen.renderers.drawing.kinds.lineage import lineage_view
from designgen.renderers.drawing.kinds.modules import module_view
from designgen.renderers.drawing.kinds.peers import integration_view
from designgen.renderers.drawing.kinds.sequence import sequence_view
from designgen.renderers.drawing.kinds.states import state_view
from designgen.renderers.drawing.kinds.tables import entity_views
from designgen.renderers.drawing.kinds.views import container_views, context_view, deployment_view
from designgen.renderers.drawing.kinds.weakness import dependency_view
from designgen.renderers.drawing.text import plain
from designgen.syntax.markdown import escape

Subject = Callable[[Design], tuple[Picture, ...]]


def context(design: Design) -> tuple[Picture, ...]:
    """The system among people and systems of others."""
    return pictures_of(context_view(design)) if design.architecture.components else ()


def containers(design: Design) -> tuple[Picture, ...]:
    """What runs and talks."""
    return _all(container_views(design)) if design.architecture.components else ()


def modules(design: Design) -> tuple[Picture, ...]:
    """What the application is made of."""
    return _all((module_view(design),))


def deployment(design: Design) -> tuple[Picture, ...]:
    """Where it runs."""
    return _all((deployment_view(design),))


def dataflow(design: Design) -> tuple[Picture, ...]:
    """Personal data across trust boundaries."""
    return _all((dataflow_view(design),))


def integrations(design: Design) -> tuple[Picture, ...]:
    """The systems of others and what travels."""
    return _all((integration_view(design),))


def lineage(design: Design) -> tuple[Picture, ...]:
    """What pipelines fill, and from what."""
    return _all((lineage_view(design),))


def dependencies(design: Design) -> tuple[Picture, ...]:
    """What cannot work without what."""
    return _all((dependency_view(design),))


def tables(design: Design) -> tuple[Picture, ...]:
    """The tables and their references."""
    return tuple(picture for view in entity_views(design.database, plain(design.title)) for picture in sheets_of(view))


def lives(design: Design) -> tuple[Picture, ...]:
    """The states of each entity that has some."""
    return _all(map(state_view, design.facts.requirements.entities))


def flow(design: Design, one: Flow) -> tuple[Picture, ...]:
    """The messages of one flow."""
    sequence = sequence_view(one, design.architecture)
    return talks_of(sequence) if sequence else ()


def flows(design: Design) -> tuple[Picture, ...]:
    """The messages of every flow."""
    return tuple(picture for one in design.flows.flows for picture in flow(design, one))


SUBJECTS: tuple[tuple[Subject, str], ...] = (
    (context, "backend"),
    (containers, "backend"),
    (modules, "backend"),
    (dependencies, "backend"),
    (deployment, "platform"),
    (dataflow, "platform"),
    (integrations, "integrations"),
    (lineage, "integrations"),
    (tables, "database"),
    (lives, "database"),
    (flows, "flows"),
    (charts.load, "platform"),
    (charts.storage, "platform"),
    (charts.latency, "platform"),
    (charts.budgets, "platform"),
    (charts.all_scores, ""),
    (charts.plan, "platform"),
    (charts.effort, "platform"),
    (charts.risks, "platform"),
)
"""Each subject with the section whose persona owns its files."""


def figures(pictures: Iterable[Picture], up: str = "../") -> str:
    """Write pictures as Markdown images, one a paragraph, with a text for those who cannot see them."""
    return "\n\n".join(f"![{escape(one.short)}]({up}diagrams/{one.name}.svg)" for one in pictures)


def _all(views: Iterable[Graph | None]) -> tuple[Picture, ...]:
    return tuple(chain.from_iterable(pictures_of(view) for view in views if view))
