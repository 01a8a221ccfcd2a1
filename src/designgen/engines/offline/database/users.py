"""Tables of the machinery in, the operations and jobs that write and read them out, by the groups that the catalogue names.

A caller never names these tables, so its endpoint does not say that it writes them; what the endpoint is says it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from designgen.engines.offline.database.ground import Ground
from designgen.engines.offline.flows.events import events
from designgen.engines.offline.flows.view import View
from designgen.knowledge.catalogue import load
from designgen.model.design.api import ApiOperation
from designgen.model.design.architecture import Architecture
from designgen.model.design.database import Job, Table
from designgen.model.design.flows import Event
from designgen.sizing.domain import Domain
from designgen.sizing.machinery import audited_uses

WORKING = ("take-", "load-")
RECEIVED = "work-webhooks"


class Scene(NamedTuple):
    """What a group is picked from."""

    ground: Ground
    jobs: Sequence[Job]


def _endpoints(wanted: Callable[[ApiOperation], bool]) -> Callable[[Scene], Iterable[str]]:
    return lambda scene: (operation.name for operation in scene.ground.operations if wanted(operation))


def _followed(scene: Scene) -> Iterable[str]:
    """The writes of what devices follow; a trigger notes each."""
    synced = [facts for facts in scene.ground.facts.entities if any(use.operation.verb == "sync" for use in facts.uses)]
    return (use.id for facts in synced for use in facts.uses if use.writes)


def _following(scene: Scene) -> Iterable[str]:
    uses = (use for facts in scene.ground.facts.entities for use in facts.uses)
    return (use.id for use in uses if use.operation.verb == "sync" and not use.writes)


def _audited(scene: Scene) -> Iterable[str]:
    facts = scene.ground.facts
    return (use.id for use in audited_uses(facts.entities, Domain(facts.requirements)))


def _telling(scene: Scene) -> Iterable[str]:
    """What lets an event happen that others read: operations, and the job that works on what peers sent."""
    ground = scene.ground
    names = {operation.name for operation in ground.operations}
    received = [job.key for job in scene.jobs if job.name == RECEIVED]
    for one in (name for event in _published(ground) for name in event.fired_by):
        yield from [one] if one in names else received


def _published(ground: Ground) -> tuple[Event, ...]:
    return tuple(events(View(ground.facts, dict(ground.choices), Architecture(), ground.api)))


GROUPS: Mapping[str, Callable[[Scene], Iterable[str]]] = {
    "keyed": _endpoints(lambda operation: operation.idempotency_key),
    "starting": _endpoints(lambda operation: operation.asynchronous),
    "polling": _endpoints(lambda operation: operation.response == "Operation" and operation.kind == "get"),
    "cancelling": _endpoints(lambda operation: operation.response == "Operation" and operation.kind == "action"),
    "loading": _endpoints(lambda operation: operation.kind == "import"),
    "receiving": _endpoints(lambda operation: bool(operation.sender)),
    "telling": _telling,
    "working": lambda scene: (job.key for job in scene.jobs if job.name.startswith(WORKING)),
    "followed": _followed,
    "following": _following,
    "audited": _audited,
}


def users(ground: Ground, table: Table, jobs: Sequence[Job], way: str) -> list[str]:
    """Return who writes (`written_by`) or reads (`read_by`) a table of the machinery, as its row of the catalogue says."""
    row = load("platform_tables").get(table.label, {}) if table.schema_name == "platform" else {}
    scene = Scene(ground, jobs)
    return [name for group in row.get(way, ()) for name in GROUPS[group](scene)]


def carried(ground: Ground, table: Table) -> tuple[str, ...]:
    """Return the requirements behind the events that a table of the machinery carries."""
    row = load("platform_tables").get(table.label, {}) if table.schema_name == "platform" else {}
    if "telling" not in row.get("written_by", ()):
        return ()
    wishes = {wish.id for wish in ground.facts.requirements.requirements}
    return tuple(dict.fromkeys(reason for event in _published(ground) for reason in event.because if reason in wishes))
