"""The backend architect's question in, its section out: modules, components, API, limits, opinion."""

from designgen.engines.offline.backend.api import apis
from designgen.engines.offline.backend.bottlenecks import bottlenecks
from designgen.engines.offline.backend.components import components, connections
from designgen.engines.offline.backend.modules import modules
from designgen.engines.offline.backend.opinion import opinion
from designgen.engines.offline.backend.reading import Brief
from designgen.model.design.architecture import Architecture
from designgen.model.interview import BackendSection, Question


def draft(question: Question) -> BackendSection:
    """Answer the backend section from facts and decisions alone."""
    brief = Brief.of(question)
    architecture = Architecture(
        modules=modules(brief), components=components(brief), connections=connections(brief), bottlenecks=bottlenecks(brief)
    )
    interfaces = apis(brief)
    return BackendSection(architecture=architecture, api=interfaces, opinion=opinion(brief, architecture, interfaces))
