"""Why each part is there and how each requirement is met: a joined design in, links and coverage out, both ways."""

from collections import defaultdict

from designgen.interview.mentions import mentions
from designgen.model.decision import Record
from designgen.model.design.whole import Coverage, Design, Link
from designgen.model.wishes import Requirement

KINDS = {"table": "tables", "operation": "operations", "runbook": "runbooks"}
LISTED_ELSEWHERE = {"schema", "scope", "error", "index", "failure", "module", "connection", "zone", "personal", "capacity"}


def trace(design: Design) -> tuple[Link, ...]:
    """Return every (item, reason) pair of the design, decisions included, in the order of the chapters; then what each item names."""
    links = [
        Link(item=f"decision:{record.decision.topic}", reason=reason) for record in _records(design) for reason in record.decision.because
    ]
    links += [Link(item=part.key, reason=reason) for part in design.items() for reason in part.because]
    return tuple(dict.fromkeys((*links, *mentions(design))))


def coverage(design: Design, links: tuple[Link, ...]) -> tuple[Coverage, ...]:
    """Return for each requirement what fulfils it, or that it is deferred or still open."""
    reached: dict[str, list[str]] = defaultdict(list)
    for link in links:
        reached[link.reason].append(link.item)
    return tuple(_covered(design, requirement, reached[requirement.id]) for requirement in design.facts.requirements.requirements)


def _covered(design: Design, requirement: Requirement, items: list[str]) -> Coverage:
    grouped: dict[str, list[str]] = defaultdict(list)
    for key in dict.fromkeys(items):
        kind, name = key.split(":", 1)
        if kind == "decision":
            grouped["decisions"].append(name)
        elif kind in KINDS:
            grouped[KINDS[kind]].append(name)
        elif kind not in LISTED_ELSEWHERE:
            grouped["other"].append(key)
    grouped["runbooks"] = list(dict.fromkeys(grouped["runbooks"] + _runbooks(design, grouped)))
    served = bool(grouped["operations"] or grouped["other"])
    state = "covered" if served else "deferred" if requirement.priority == "wont" else "open"
    return Coverage(requirement=requirement.id, state=state, **{name: tuple(keys) for name, keys in grouped.items()})


def _runbooks(design: Design, grouped: dict[str, list[str]]) -> list[str]:
    """Runbooks of the components that serve the operations and hold the tables of a requirement."""
    kinds = {kind for kind, items in (("app", grouped["operations"]), ("database", grouped["tables"])) if items}
    serving = {component.key for component in design.architecture.components if component.kind in kinds}
    return [book.name for book in design.operations.runbooks if book.component in serving]


def _records(design: Design) -> tuple[Record, ...]:
    return design.records + design.conventions
