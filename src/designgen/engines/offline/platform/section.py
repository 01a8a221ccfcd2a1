"""The system integration architect without a model: where it runs, how it is kept running, secured and delivered.

Reads what the personas before designed; each chapter has a module of its own beside this one.
"""

from dataclasses import replace

from designgen.engines.offline.platform.alerts import alerts
from designgen.engines.offline.platform.brief import Brief, brief_of, words
from designgen.engines.offline.platform.capacity import capacity
from designgen.engines.offline.platform.delivery import Counts, phases
from designgen.engines.offline.platform.objectives import objectives
from designgen.engines.offline.platform.opinion import opinion
from designgen.engines.offline.platform.recovery import recoveries
from designgen.engines.offline.platform.risks import risks
from designgen.engines.offline.platform.runbooks import runbooks
from designgen.engines.offline.platform.scenarios import scenarios
from designgen.engines.offline.platform.security import security
from designgen.engines.offline.platform.topology import arrows, extras, zones
from designgen.model.design.architecture import Architecture
from designgen.model.design.delivery import Delivery
from designgen.model.design.operations import Operations
from designgen.model.interview import PlatformSection, Question
from designgen.sizing.availability import compose


def draft(question: Question) -> PlatformSection:
    """Answer the platform section from the rulebook alone."""
    brief = brief_of(question)
    added = extras(brief)
    architecture = Architecture(components=added, connections=arrows(brief, added))
    whole = replace(brief, architecture=_joined(brief.architecture, architecture))
    names = words(whole)
    operations, protected = _operations(whole, names), security(whole, names)
    composed = compose(
        whole.architecture.components,
        whole.architecture.connections,
        whole.number("availability.target"),
        whole.choice("availability.topology", "single-zone"),
        whole.releases,
    )
    delivery = _delivery(whole, names, operations)
    return PlatformSection(
        architecture=architecture,
        zones=zones(brief, added),
        operations=operations,
        security=protected,
        delivery=delivery.model_copy(update={"risks": risks(whole, composed)}),
        opinion=opinion(whole, operations, delivery, composed),
    )


def _joined(first: Architecture, second: Architecture) -> Architecture:
    return first.model_copy(
        update={"components": first.components + second.components, "connections": first.connections + second.connections}
    )


def _operations(brief: Brief, names: dict[str, object]) -> Operations:
    goals = objectives(brief)
    rules = alerts(brief, names, goals)
    books = runbooks(brief, names, goals, rules)
    return Operations(objectives=goals, alerts=rules, runbooks=books, recoveries=recoveries(brief), capacity=capacity(brief))


def _delivery(brief: Brief, names: dict[str, object], operations: Operations) -> Delivery:
    counts = Counts(
        alerts=len(operations.alerts),
        runbooks=len(operations.runbooks),
        latency=f"{len([goal for goal in operations.objectives if goal.threshold_ms is not None])} latency classes",
    )
    return Delivery(phases=phases(brief, names, counts), scenarios=scenarios(brief))
