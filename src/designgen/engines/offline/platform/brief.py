"""A question to the platform persona in, the parts of the design it may build on out, by name.

Also the one vocabulary of names that catalogue conditions and texts of this section may use.
"""

from collections import Counter
from dataclasses import dataclass
from math import ceil

from designgen.engines.offline.backend.sync import answered
from designgen.knowledge.runtimes import runtime_of
from designgen.knowledge.wording import listed
from designgen.model.decision import Decision
from designgen.model.design.api import Api, ApiOperation
from designgen.model.design.architecture import Architecture, Component
from designgen.model.design.database import Database, Table
from designgen.model.design.flows import Flows
from designgen.model.design.integrations import Adapter, Integrations, OfflineSync, Pipeline
from designgen.model.design.opinion import Opinion
from designgen.model.facts import Facts
from designgen.model.interview import BackendSection, DatabaseSection, FlowsSection, IntegrationsSection, Question
from designgen.model.wishes import Actor
from designgen.sizing.availability import Releases, releases
from designgen.sizing.repeats import Repeats
from designgen.syntax.slug import slug

PII_RANK = ("personal", "contact", "identity", "location", "financial", "credential", "card", "health", "child", "special")
SENSITIVE = frozenset(PII_RANK[PII_RANK.index("financial") :])
RESTRICTED = frozenset(("card", "health", "child", "special"))


PROBES = {
    "saas": "at the hosted service, outside {region}, and calls people from there",
    "cloud-native": "in a second region of the cloud, and calls people from there",
    "self-hosted": "at another provider, outside {region}, and calls people itself",
}
"""Where the probe from outside stands, by who keeps the metrics."""


@dataclass(frozen=True)
class Brief:
    """What earlier personas designed, and what was decided."""

    facts: Facts
    decisions: tuple[Decision, ...]
    architecture: Architecture
    apis: tuple[Api, ...]
    database: Database
    flows: Flows
    adapters: tuple[Adapter, ...]
    opinions: tuple[Opinion, ...] = ()
    pipelines: tuple[Pipeline, ...] = ()
    offline: tuple[OfflineSync, ...] = ()

    @property
    def name(self) -> str:
        """The project's name as files, metrics and commands spell it."""
        return slug(self.facts.requirements.project.name)

    def choice(self, topic: str, default: str = "") -> str:
        """Return the option that was chosen for a topic."""
        return next((decision.choice for decision in self.decisions if decision.topic == topic), default)

    def number(self, key: str, default: float = 0.0) -> float:
        """Return a figure, or the default where sizing had no reason to compute it."""
        return next((figure.value for figure in self.facts.figures if figure.key == key), default)

    @property
    def operations(self) -> tuple[ApiOperation, ...]:
        """Every endpoint of every API."""
        return tuple(operation for api in self.apis for operation in api.operations)

    def of_kind(self, *kinds: str) -> tuple[Component, ...]:
        """Return the components of these kinds in the order they were designed."""
        return tuple(component for component in self.architecture.components if component.kind in kinds)

    def has(self, key: str) -> bool:
        """Whether a component of that key was designed."""
        return any(component.key == key for component in self.architecture.components)

    @property
    def app(self) -> str:
        """Key of the component that serves the API."""
        return next((component.key for component in self.of_kind("app")), "component:app")

    @property
    def worker(self) -> str:
        """Key of the component that runs the jobs: a worker if there is one, else the application."""
        return next((component.key for component in self.of_kind("worker")), self.app)

    @property
    def personal_tables(self) -> tuple[Table, ...]:
        """Tables with at least one column of personal data."""
        return tuple(table for table in self.database.tables if any(column.attribute.pii for column in table.columns))

    @property
    def classes(self) -> frozenset[str]:
        """Privacy classes that any column carries."""
        return frozenset(str(column.attribute.pii) for table in self.personal_tables for column in table.columns if column.attribute.pii)

    @property
    def runtime(self) -> str:
        """Which commands of the catalogue fit."""
        return runtime_of(self.choice("platform.runtime", "managed-containers"), self.cloud)

    @property
    def cloud(self) -> str:
        """The location that was given: aws, azure, gcp, on-prem, edge, other, or nothing."""
        deployment, tech = self.facts.requirements.deployment, self.facts.requirements.constraints.tech
        return (deployment.location or tech.cloud or "").lower()

    @property
    def region(self) -> str:
        """The regions that were given, or nothing."""
        return ", ".join(self.facts.requirements.deployment.regions)

    @property
    def releases(self) -> Releases:
        """How new versions go out, and how often."""
        return releases(self.choice("platform.release", "rolling"), self.number("app.instances", 1), self.number("team.devs", 4))

    @property
    def probe_place(self) -> str:
        """Where the probe stands: a lost region takes with it whatever watches from inside (REL-017)."""
        region = f"the region {self.region}" if self.region else "the region"
        return PROBES.get(self.choice("platform.observability", "saas"), PROBES["self-hosted"]).format(region=region)

    @property
    def unwatched(self) -> bool:
        """Whether nobody is paid to answer at night (OPS-010)."""
        return self.number("team.ops") < 1

    def is_open(self, actor: Actor) -> bool:
        """Whether an actor calls without any proof of who it is: no sign-in, no token, so no right to lose (API-086)."""
        return Repeats(self.facts.requirements, tuple(self.facts.uses)).is_open(actor)


def brief_of(question: Question) -> Brief:
    """Take apart what the question holds."""
    architecture, database, flows = Architecture(), Database(), Flows()
    apis: tuple[Api, ...] = ()
    outside = Integrations()
    for section in question.earlier:
        match section:
            case BackendSection():
                architecture, apis = section.architecture, section.api
            case DatabaseSection():
                database = section.database
            case FlowsSection():
                flows = section.flows
            case IntegrationsSection():
                outside = section.integrations
            case _:
                pass
    opinions = tuple(section.opinion for section in question.earlier)
    facts = answered(question.facts, tuple(one for api in apis for one in api.operations))
    return Brief(
        facts, question.decisions, architecture, apis, database, flows, outside.adapters, opinions, outside.pipelines, outside.offline
    )


def words(brief: Brief) -> dict[str, object]:
    """Return the names that conditions and texts of the catalogues may use."""
    return {**_numbers(brief), **_flags(brief), **_flow_flags(brief), **_names(brief)}


def _numbers(brief: Brief) -> dict[str, object]:
    sessions = brief.database.sessions
    pool = sum(one.pool_per_instance * one.instances for one in sessions) or brief.number("pool.total")
    return {
        "target": brief.number("availability.target"),
        "instances": max(1, int(brief.number("app.instances", 1))),
        "double": 2 * max(1, int(brief.number("app.instances", 1))),
        "pool": int(pool),
        "peak": brief.number("load.peak_rps"),
        "surge": ceil(5 * max(1.0, brief.number("load.peak_rps"))),
        "rpo_s": brief.number("recovery.rpo_s"),
        "tenants": brief.number("tenancy.tenants_horizon"),
        "jobs": len(brief.database.jobs),
        "peers": len([adapter for adapter in brief.adapters if adapter.name != "identity-provider"]),
        "devs": brief.number("team.devs"),
        "ops": brief.number("team.ops"),
    }


def _flags(brief: Brief) -> dict[str, object]:
    requirements, operations = brief.facts.requirements, brief.operations
    attributes = [attribute for entity in brief.facts.entities for attribute in entity.attributes]
    return {
        "engine": brief.database.engine,
        "runtime": brief.runtime,
        "humans": any(actor.kind == "human" and actor.auth not in ("anonymous", "none") for actor in requirements.actors),
        "anonymous": any(actor.auth == "anonymous" for actor in requirements.actors),
        "machines": any(actor.kind != "human" for actor in requirements.actors),
        "identity": brief.has("component:identity") or any(adapter.name == "identity-provider" for adapter in brief.adapters),
        "proxy": bool(brief.of_kind("proxy", "gateway")),
        "cache": bool(brief.of_kind("cache")),
        "broker": bool(brief.of_kind("broker")),
        "storage": bool(brief.of_kind("storage")),
        "money": any(attribute.type == "money" for attribute in attributes),
        "personal": bool(brief.classes),
        "restricted": bool(brief.classes & RESTRICTED),
        "owned": any("404" in operation.object_rule for operation in operations),
        "replay": any(operation.idempotency_key for operation in operations),
        "versions": any(operation.if_match for operation in operations),
        "guards": any(table.guard for table in brief.database.tables),
        "outbox": any(table.label.startswith("outbox") for table in brief.database.tables),
        "events": bool(brief.flows.events),
        "pitr": brief.choice("backup.strategy", "snapshot-pitr") != "daily-dump",
        "session": brief.choice("identity.session", "server-session"),
        "own_passwords": brief.choice("identity.provider") == "home-grown",
        "multi_zone": brief.choice("availability.topology", "single-zone") != "single-zone",
        "uploads": any(attribute.type == "file" for attribute in attributes),
        "exports": any(operation.kind in ("export", "report", "search") for operation in operations),
        "unwatched": brief.unwatched,
    }


def _flow_flags(brief: Brief) -> dict[str, object]:
    """What enters, leaves, comes back and is published."""
    states = {state.name for entity in brief.facts.entities for state in entity.entity.states}
    return {
        "webhooks": any(adapter.receives for adapter in brief.adapters),
        "called_peers": any(adapter.settings and adapter.name != "identity-provider" for adapter in brief.adapters),
        "fiscal": any(adapter.fiscal for adapter in brief.adapters),
        "money_peers": any(adapter.money for adapter in brief.adapters),
        "pipelines": bool(brief.pipelines),
        "imports": any(table.label == "import_batch" for table in brief.database.tables),
        "published": "PUBLISHED" in states,
        "anonymous_rows": any(entity.entity.anonymous for entity in brief.facts.entities),
        "queue": any(table.label == "job" for table in brief.database.tables),
        "offline": bool(brief.offline),
    }


def _names(brief: Brief) -> dict[str, object]:
    tables = {table.label: table.name for table in brief.database.tables}
    first = brief.personal_tables[0] if brief.personal_tables else None
    humans = [actor.name for actor in brief.facts.requirements.actors if actor.kind == "human"]
    return {
        "name": brief.name,
        "project": brief.facts.requirements.project.name,
        "service": f"{brief.name}-{brief.app.split(':')[1]}",
        "worker_service": f"{brief.name}-{brief.worker.split(':')[1]}",
        "person": " or ".join(humans) or "caller",
        "people": people(brief),
        "probe_place": brief.probe_place,
        "signed_in": listed([_plural(one.name) for one in brief.facts.requirements.actors if one.signs_in]) or "people",
        "replayed": listed([f"`{operation.name}`" for operation in brief.operations if operation.idempotency_key]),
        "matched": listed([f"`{operation.name}`" for operation in brief.operations if operation.if_match == "required"]),
        "owned_list": listed([f"`{operation.name}`" for operation in brief.operations if "404" in operation.object_rule]),
        "export_list": listed([f"`{one.name}`" for one in brief.operations if one.kind in ("export", "report", "search")]),
        "app": brief.app,
        "reader": next((role.name for role in brief.database.roles if role.name.endswith("readonly")), "readonly"),
        "tables": tables,
        "guarded": [table.name for table in brief.database.tables if table.guard],
        "personal_table": first.name if first else "",
        "personal_columns": ", ".join(column.name for column in first.columns if column.attribute.pii) if first else "",
        "outbox_table": next((name for label, name in tables.items() if label.startswith("outbox")), ""),
        "session_table": next((name for label, name in tables.items() if label.endswith("session")), ""),
        "classes": ", ".join(sorted(brief.classes, key=PII_RANK.index)),
    }


def people(brief: Brief) -> str:
    """Name everyone who uses the system, in the plural."""
    return listed([_plural(actor.name) for actor in brief.facts.requirements.actors if actor.kind == "human"]) or "callers"


def nearest(brief: Brief) -> dict[str, str]:
    """Return for each operation the requirement it belongs to most: of those that name it, the one with the fewest operations."""
    sizes = Counter(wish for operation in brief.operations for wish in operation.requirements)
    return {
        operation.name: min(operation.requirements, key=lambda wish: sizes[wish])
        for operation in brief.operations
        if operation.requirements
    }


def _plural(name: str) -> str:
    """More than one of an actor, in plain words."""
    words = name.replace("_", " ")
    return words if words.endswith("s") else f"{words[:-1]}ies" if words.endswith("y") else f"{words}s"
