"""Uses in, which of them carry an Idempotency-Key out: one answer for the figures, the decision and the endpoints (API-051)."""

from collections.abc import Iterable
from dataclasses import dataclass

from designgen.knowledge.catalogue import load
from designgen.model.facts import Use
from designgen.model.requirements import Requirements
from designgen.model.wishes import Actor

RETURNING = frozenset({"get", "update", "replace", "delete", "transition", "crud", "upload", "download", "call", "send"})
"""Verbs by which somebody comes back to a row of its own."""


@dataclass(frozen=True)
class Repeats:
    """What a second arrival of the same request would do, by who calls and what for."""

    requirements: Requirements
    uses: tuple[Use, ...]

    def keyed(self, use: Use) -> bool:
        """Whether the endpoint of a use demands a key; a row made offline brings its own id instead (API-055)."""
        posted = load("api_operations").get(use.operation.verb, {}).get("method") in ("post", "patch")
        brings_id = use.operation.verb == "create" and any(works_offline(actor) for actor in self._callers(use))
        return posted and not use.trigger and not brings_id and self.harms(use)

    def harms(self, use: Use) -> bool:
        """Whether a repeat could do harm: it cannot be taken back, a machine or a device without a line sends it, a job starts."""
        callers = self._callers(use)
        job = bool(load("api_operations").get(use.operation.verb, {}).get("asynchronous"))
        unproven = use.operation.verb == "create" and any(self.is_open(actor) for actor in callers)
        return use.irreversible or job or unproven or any(actor.kind != "human" or works_offline(actor) for actor in callers)

    def is_open(self, actor: Actor) -> bool:
        """Whether an actor calls without any proof: it never comes back to a row of its own."""
        return actor.auth == "none" or (actor.auth == "anonymous" and not self.is_guest(actor))

    def is_guest(self, actor: Actor) -> bool:
        """Whether an anonymous actor comes back to a row it made, so that a token has to bind it to that row (API-086)."""
        return actor.auth == "anonymous" and any(use.operation.verb in RETURNING for use in self.uses if actor.name in use.actors)

    def _callers(self, use: Use) -> Iterable[Actor]:
        return [actor for actor in self.requirements.actors if actor.name in use.actors or not use.actors]


def works_offline(actor: Actor) -> bool:
    """Whether an actor goes on working while the line is down."""
    return actor.offline is not None and actor.offline.seconds > 0
