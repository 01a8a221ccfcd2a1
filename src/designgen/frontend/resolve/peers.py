"""Actors, integrations, pipelines, interfaces and constraints with names as written in, with names resolved out."""

import re

from designgen.frontend.identities import pascal
from designgen.frontend.names import Names
from designgen.frontend.resolve_rules import TRIGGER
from designgen.frontend.walk_rules import WRONG_WORD
from designgen.frontend.words import similar
from designgen.frontend.written import amount
from designgen.model.constraints import Constraints
from designgen.model.peers import Existing, Integration, Interface, Pipeline
from designgen.model.quantities import Duration
from designgen.model.wishes import Actor

PROTOCOLS = (
    "https",
    "graphql",
    "grpc",
    "soap",
    "sftp",
    "ftps",
    "as2",
    "mqtt",
    "amqp",
    "kafka",
    "jdbc",
    "smtp",
    "webhook",
    "oidc",
    "saml",
    "ldap",
    "scim",
)
FORMATS = ("json", "xml", "csv", "fixed", "x12", "edifact", "hl7v2", "fhir-r4")
ENTITY = re.compile(r"(?:[a-z][a-z0-9_]*\.)?[A-Z][A-Za-z0-9]*")


class Peers:
    """Resolves what stands around the domain."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.ledger = names.ledger

    def actors(self, actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """Return the actors; one whose name is an entity's is that entity (V4)."""
        return tuple(self._actor(actor) for actor in actors)

    def _actor(self, actor: Actor) -> Actor:
        path = f"actors.{actor.name}"
        if actor.idp:
            self.names.known("integration", actor.idp, self.names.integrations, f"{path}.idp", f"`idp` of actor `{actor.name}`")
        if actor.entity:
            return actor.model_copy(update={"entity": self.names.entity(actor.entity, f"{path}.entity", f"actor `{actor.name}`")})
        found = self.names.find(pascal(actor.name))
        return actor.model_copy(update={"entity": found}) if found else actor

    def integrations(self, integrations: tuple[Integration, ...]) -> tuple[Integration, ...]:
        """Return the integrations with their data as entities and their protocol in the words of V9."""
        return tuple(self._integration(one) for one in integrations)

    def _integration(self, one: Integration) -> Integration:
        path = f"integrations.{one.id}"
        data = tuple(
            self.names.entity(name, f"{path}.data.{number}", f"integration `{one.id}`") or name for number, name in enumerate(one.data)
        )
        if one.protocol and not one.protocol.startswith("other:"):
            self._word("protocol", one.protocol, PROTOCOLS, f"{path}.protocol", "write `other:name` for one that is not among them")
        if one.format:
            self._word("format", one.format, FORMATS, f"{path}.format", "leave it out if it is none of them")
        return one.model_copy(update={"data": data})

    def _word(self, what: str, text: str, words: tuple[str, ...], path: str, otherwise: str) -> None:
        if text not in words:
            listed = f"the {what}s are {', '.join(f'`{word}`' for word in words)}; {otherwise}"
            self.ledger.report(WRONG_WORD, self.ledger.span(path), text=text, what=what, advice=similar(what, text, words, listed))

    def pipelines(self, pipelines: tuple[Pipeline, ...]) -> tuple[Pipeline, ...]:
        """Return the pipelines with source and sink as entities where they are."""
        resolved = []
        for one in pipelines:
            path = f"pipelines.{one.id}"
            if one.every:
                self._schedule(one.every, f"{path}.every")
            ends = {name: self._end(text, f"{path}.{name}") for name, text in (("source", one.source), ("sink", one.sink))}
            resolved.append(one.model_copy(update=ends))
        return tuple(resolved)

    def _end(self, text: str, path: str) -> str:
        if not ENTITY.fullmatch(text) or text in self.names.reports:
            return text
        return self.names.entity(text, path, f"`{path.rpartition('.')[2]}`") or text

    def _schedule(self, text: str, path: str) -> None:
        span, _, at = text.partition(" at ")
        timed = not at or re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", at)
        if not timed or not amount(Duration, span):
            self.ledger.report(TRIGGER, self.ledger.span(path), text=text, help="write `15m`, or `1d at 02:00`")

    def interfaces(self, interfaces: tuple[Interface, ...]) -> tuple[Interface, ...]:
        """Return the interfaces, their actors checked."""
        for number, one in enumerate(interfaces):
            for at, name in enumerate(one.actors):
                self.names.known("actor", name, self.names.actors, f"interfaces.{number}.actors.{at}", "an interface")
        return interfaces

    def existing(self, existing: Existing) -> Existing:
        """Return the existing systems with the entities they own."""
        systems = []
        known = self.names.integrations | self.names.pipelines
        for one in existing.systems:
            path = f"existing.systems.{one.id}"
            owns = tuple(
                self.names.entity(name, f"{path}.owns.{number}", f"system `{one.id}`") or name for number, name in enumerate(one.owns)
            )
            for number, name in enumerate(one.reached_by):
                self.names.known("integration", name, known, f"{path}.reached_by.{number}", f"system `{one.id}`")
            systems.append(one.model_copy(update={"owns": owns}))
        return existing.model_copy(update={"systems": tuple(systems)})

    def constraints(self, constraints: Constraints) -> Constraints:
        """Return the constraints with tenancy unit and residency resolved."""
        unit = constraints.tenancy.unit
        if unit:
            key = self.names.entity(unit, "constraints.tenancy.unit", "`tenancy`")
            tenancy = constraints.tenancy.model_copy(update={"unit": key or unit})
            constraints = constraints.model_copy(update={"tenancy": tenancy})
        for number, place in enumerate(constraints.residency if isinstance(constraints.residency, tuple) else ()):
            owner, _, name = place.by.rpartition(".")
            path = f"constraints.residency.{number}.by"
            found = self.names.entity(owner, path, "`residency`") if place.by else None
            if found:
                self.names.field((found,), name, path)
        for crew in constraints.team.teams if isinstance(constraints.team.teams, tuple) else ():
            for number, name in enumerate(crew.owns):
                self.names.known(
                    "context", name, self.names.contexts, f"constraints.team.teams.{crew.id}.owns.{number}", f"team `{crew.id}`"
                )
        return constraints
