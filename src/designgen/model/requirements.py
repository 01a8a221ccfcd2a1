"""What the author asked for, with every name resolved; the same models give the JSON Schema for editors.

`None` means that the author was silent: stages after reading fill the gap and say so. Entities are named
`context.Entity` wherever one thing refers to another. `Keyed` marks a tuple that is written as a mapping.
"""

from typing import Annotated, Literal, NamedTuple

from pydantic import Field as Described

from designgen.model.frozen import Frozen
from designgen.model.quantities import Budget, Count, Duration, Growth, Measure, Peak, Rate, Share, Size


class Keyed(NamedTuple):
    """How a tuple of named things is written: a mapping from `key`, or also a list where `listed`.

    With `inner` the mapped value is that one field of the thing, not the thing itself.
    """

    key: str
    inner: str = ""
    listed: bool = False


Verb = Literal[
    "create", "get", "list", "update", "replace", "delete", "crud", "transition", "search", "report", "import", "export",
    "sync", "subscribe", "batch", "upload", "download", "call", "send",
]  # fmt: skip
Priority = Literal["must", "should", "could", "wont"]
Pii = Literal["personal", "contact", "identity", "location", "financial", "credential", "card", "health", "child", "special"]
Kind = Literal[
    "id", "uuid", "string", "text", "email", "phone", "url", "slug", "int", "decimal", "money", "percent", "bool", "date",
    "time", "instant", "local_datetime", "duration", "range", "enum", "json", "file", "geo_point", "geo_polygon", "country",
    "currency", "language", "timezone", "iban", "vat_it", "tax_code_it", "sdi_code", "hash", "secret", "ip", "gapless",
    "reference", "children", "many_to_many", "list", "set",
]  # fmt: skip
Auth = Literal["anonymous", "oidc", "oidc+mfa", "oauth-client", "api-key", "hmac", "mtls", "saml", "x509", "password", "none"]


class Field(Frozen):
    """One field of an entity (REQ-006, REQ-007, V16, V19)."""

    name: str = ""
    type: Kind
    to: str | None = Described(default=None, description="entity this field refers to")
    of: str | None = Described(default=None, description="member type of range, list and set")
    length: int | None = None
    precision: int | None = None
    scale: int | None = None
    values: tuple[str, ...] = ()
    scope: tuple[str, ...] = Described(default=(), description="fields within which a gapless number runs")
    at: str | None = Described(default=None, description="event that gives the number")
    accept: tuple[str, ...] = Described(default=(), description="file types, such as pdf")
    size: Size | None = None
    min: str | None = None
    max: str | None = None
    opt: bool = False
    default: str | None = None
    unique: bool = False
    unique_with: tuple[str, ...] = ()
    immutable: bool = False
    computed: bool = False
    aggregate: str | None = Described(default=None, description="how a kept aggregate is computed, such as sum(total)")
    snapshot: bool = False
    searchable: bool = False
    pii: Pii | None = None
    zone: str | None = None
    was: str | None = None


class Invariant(Frozen):
    """A rule that data must keep (DATA-068, V19); `text` is the author's sentence."""

    text: str = ""
    check: str | None = None
    no_overlap: str | None = None
    at_most: int | None = None
    immutable: bool = False
    per: tuple[str, ...] = ()
    when: dict[str, tuple[str, ...]] = Described(default_factory=dict)


class Transition(Frozen):
    """An event that leads to another state (V18)."""

    event: str = ""
    to: str
    with_fields: tuple[str, ...] = Described(default=(), alias="with")
    by: tuple[str, ...] = ()
    guard: str | None = None


class State(Frozen):
    """One state of an entity and the events that leave it."""

    name: str = ""
    transitions: Annotated[tuple[Transition, ...], Keyed("event")] = ()


class Volume(Frozen):
    """How much of an entity there is (V7)."""

    rows: Count | None = None
    rate: Rate | None = None
    per: str | None = None
    avg: Count | None = None
    max: Count | None = None
    late: Duration | None = None
    keep: Duration | None = None
    growth: Growth | None = None
    payload: Size | None = None


class AggregateSource(Frozen):
    """What a kept aggregate is computed from (V8)."""

    entity: str
    by: tuple[str, ...] = ()


class Entity(Frozen):
    """A thing of the domain."""

    name: str = ""
    context: str = ""
    root: bool | None = None
    part_of: str | None = None
    extends: str | None = None
    from_source: AggregateSource | None = Described(default=None, alias="from")
    anonymous: bool = False
    fields: Annotated[tuple[Field, ...], Keyed("name")] = ()
    unique: tuple[str, ...] = Described(default=(), description="combinations such as building+carrier")
    invariants: tuple[Invariant, ...] = ()
    states: Annotated[tuple[State, ...], Keyed("name", inner="transitions")] = ()
    volume: Volume | None = None
    writers: tuple[str, ...] = ()
    conflict: str | None = None
    table: str | None = None
    plural: str | None = None
    keep: Duration | None = None
    history: bool | None = None
    pii: Pii | None = None
    system_of_record: str | None = None
    was: str | None = None

    @property
    def key(self) -> str:
        """The one name of this entity everywhere: `context.Entity`."""
        return f"{self.context}.{self.name}"


class BoundedContext(Frozen):
    """A part of the domain with one language."""

    name: str = ""
    entities: Annotated[tuple[Entity, ...], Keyed("name")] = ()


class Project(Frozen):
    """Who asks, where, and in which currency and zone."""

    name: str = Described(pattern=r"^[A-Za-z][A-Za-z0-9 _-]{0,51}$")
    purpose: str = Described(min_length=1)
    title: str | None = None
    org: str | None = None
    country: str | None = Described(default=None, pattern=r"^[A-Z]{2}$")
    timezone: str | None = None
    currency: str | None = Described(default=None, pattern=r"^[A-Z]{3}$")
    locales: tuple[str, ...] = ()
    as_of: str | None = Described(default=None, pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    conventions: tuple[str, ...] = ()


class Goal(Frozen):
    """A measurable aim."""

    id: str = ""
    text: str


class Stakeholder(Frozen):
    """Someone with a concern (ISO/IEC/IEEE 42010)."""

    who: str
    cares: str = ""


class Background(Frozen):
    """Why the system is wanted."""

    goals: Annotated[tuple[Goal, ...], Keyed("id", inner="text", listed=True)] = ()
    non_goals: tuple[str, ...] = ()
    stakeholders: tuple[Stakeholder, ...] = ()
    glossary: dict[str, str] = Described(default_factory=dict)


class Actor(Frozen):
    """Someone or something that uses the system (V4)."""

    name: str = ""
    kind: Literal["human", "system", "device"] = "human"
    auth: Auth | None = None
    clients: tuple[str, ...] = ()
    count: Count | None = None
    daily: Count | None = None
    concurrent: Count | None = None
    offline: Duration | None = None
    entity: str | None = None
    idp: str | None = None
    role: str | None = None


class SortKey(Frozen):
    """One key of an order; `-placed_at` is descending."""

    field: str
    descending: bool = False


class Operation(Frozen):
    """What an actor does (REQ-008, V5, V19); `text` is as written."""

    verb: Verb
    entity: str = Described(default="", description="context.Entity; the name of a report that is no entity; empty for messages and calls")
    event: str | None = None
    by: tuple[str, ...] = ()
    range: str | None = None
    sort: tuple[SortKey, ...] = ()
    over: str | None = None
    returns: tuple[str, ...] = ()
    rate: Rate | None = None
    p95: Duration | None = None
    stale: Duration | None = None
    size: Size | None = None
    own: bool = False
    via: tuple[str, ...] = ()
    through: str | None = None
    with_fields: tuple[str, ...] = Described(default=(), alias="with")
    text: str = ""


class Requirement(Frozen):
    """One wish, with the operations that fulfil it."""

    id: str = ""
    title: str = ""
    priority: Priority = "should"
    goal: str | None = None
    actor: tuple[str, ...] = ()
    operations: tuple[Operation, ...] = ()
    acceptance: tuple[str, ...] = ()
    trigger: str | None = None
    needs: tuple[str, ...] = ()
    derived_by: str | None = Described(default=None, description="rule that derived it; absent when the author wrote it")


class Load(Frozen):
    """Requests per second of the whole system."""

    avg: Rate | None = None
    peak: Peak | None = None
    peak_window: str | None = None
    season: str | None = None
    read_ratio: Share | None = None
    growth: Growth | None = None
    horizon: Duration | None = None
    payload: Size | None = None


class Availability(Frozen):
    """Promised availability and what may be lost in a disaster."""

    target: Share | None = None
    window: str | None = None
    rpo: Duration | None = None
    rto: Duration | None = None


class Latency(Frozen):
    """Default percentiles of interactive operations (V3)."""

    p50: Duration | None = None
    p95: Duration | None = None
    p99: Duration | None = None


class Scenario(Frozen):
    """A quality scenario in one line (ISO/IEC 25010:2023 attribute path)."""

    id: str = ""
    attr: str = ""
    source: str = ""
    when: str = ""
    environment: str = ""
    then: str = ""
    measure: Measure | None = None
    priority: Priority = "should"


class Quality(Frozen):
    """How well the system has to do its work."""

    load: Load = Load()
    availability: Availability = Availability()
    latency: Latency = Latency()
    scenarios: Annotated[tuple[Scenario, ...], Keyed("id", listed=True)] = ()


class Tech(Frozen):
    """Given technology."""

    language: str | None = None
    framework: str | None = None
    database: str | None = None
    extensions: tuple[str, ...] = ()
    cloud: str | None = None
    forbid: tuple[str, ...] = ()
    require: tuple[str, ...] = ()


class Crew(Frozen):
    """One team of several (V14)."""

    id: str = ""
    size: int | None = None
    owns: tuple[str, ...] = ()


class Team(Frozen):
    """Who builds and runs it."""

    size: int | None = None
    devs: int | None = None
    ops: int | None = None
    skills: tuple[str, ...] = ()
    teams: Annotated[tuple[Crew, ...], Keyed("id", listed=True)] | int = ()


class Spending(Frozen):
    """Money for running and for building."""

    infra: Budget | None = None
    build: Budget | None = None


class Tenancy(Frozen):
    """Whose data is kept apart from whose."""

    unit: str | None = None
    count: Count | None = None
    growth: Growth | None = None
    isolation: str | None = None
    at: str | None = None


class MoneyRules(Frozen):
    """How money is kept and rounded."""

    type: str | None = None
    rounding: str | None = None
    vat: str | None = None


class Migration(Frozen):
    """How an existing system is left (V12)."""

    approach: Literal["gradual", "parallel", "big_bang"] | None = None
    over: Duration | None = None
    max_downtime: Duration | None = None
    by: str | None = None


class Residence(Frozen):
    """Where whose data has to stay (V15)."""

    subjects: str = ""
    by: str = ""
    place: str = Described(default="", alias="in")


class Constraints(Frozen):
    """What is fixed from outside."""

    tech: Tech = Tech()
    team: Team = Team()
    budget: Spending = Spending()
    deadline: str | None = Described(default=None, pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    compliance: tuple[str, ...] = ()
    residency: str | tuple[Residence, ...] | None = None
    tenancy: Tenancy = Tenancy()
    money: MoneyRules = MoneyRules()
    migration: Migration = Migration()
    thresholds: dict[str, str] = Described(default_factory=dict)


class Webhooks(Frozen):
    """What a peer sends to us."""

    events: tuple[str, ...] = ()
    signature: str | None = None
    rate: Rate | None = None
    retry_window: Duration | None = None


class Integration(Frozen):
    """Another system that we talk to (V9)."""

    id: str = ""
    direction: Literal["in", "out", "both"] = "out"
    protocol: str | None = None
    format: str | None = None
    intermediary: str | None = Described(default=None, alias="via")
    auth: str | None = None
    webhooks: Webhooks | None = None
    limit: Rate | None = None
    rate: Rate | None = None
    rate_out: Rate | None = None
    latency: Latency = Latency()
    sla: Share | None = None
    timeout: Duration | None = None
    max_payload: Size | None = None
    data: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    provider: str | None = None
    trigger: str | None = None
    owner: str | None = None


class Pipeline(Frozen):
    """Data that arrives or leaves in bulk."""

    id: str = ""
    kind: Literal["batch", "micro_batch", "stream"] = "batch"
    source: str = ""
    sink: str = ""
    every: str | None = None
    rows: Count | None = None
    late: Duration | None = None
    quality: tuple[str, ...] = ()
    contract: str | None = Described(default=None, alias="schema")
    backfill: str | None = None


class Interface(Frozen):
    """A way in (V2)."""

    id: str = ""
    kind: Literal["rest", "graphql", "grpc", "events", "websocket", "sse", "mqtt"] = "rest"
    audience: Literal["own-clients", "partners", "public", "internal", "devices"] = "own-clients"
    actors: tuple[str, ...] = ()
    load: Load = Load()
    custom_methods: Literal["segment", "colon", "noun"] | None = None
    versioning: Literal["path", "media-type"] | None = None
    case: Literal["snake", "camel"] | None = None


class System(Frozen):
    """An existing system (V10)."""

    id: str = ""
    kind: str | None = None
    tech: str | None = None
    owns: tuple[str, ...] = ()
    reached_by: tuple[str, ...] = ()
    fate: Literal["keep", "wrap", "replace", "retire"] | None = None
    until: str | None = None
    window: str | None = None
    knowledge: Literal["good", "poor"] | None = None


class Existing(Frozen):
    """What is there already."""

    ddl: tuple[str, ...] = ()
    openapi: tuple[str, ...] = ()
    compose: tuple[str, ...] = ()
    stats: tuple[str, ...] = ()
    pain: tuple[str, ...] = ()
    systems: Annotated[tuple[System, ...], Keyed("id", listed=True)] = ()


class NextDeployment(Frozen):
    """Where it will run later (V13)."""

    target: str | None = None
    platform: str | None = None
    location: str | None = None
    regions: tuple[str, ...] = ()
    after: Duration | None = None


class Deployment(Frozen):
    """Where it runs."""

    target: Literal["vm", "managed-containers", "kubernetes", "serverless", "on-prem", "edge"] | None = None
    platform: str | None = None
    location: str | None = None
    regions: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    next: NextDeployment | None = None


class GivenDecision(Frozen):
    """A decision the author already took; `topic` names the topic key if it is one of ours."""

    id: str = ""
    decision: str
    topic: str | None = None
    choice: str | None = None
    reason: str = ""
    status: str | None = None


class OpenQuestion(Frozen):
    """A question the author already knows to be open."""

    id: str = ""
    text: str
    since: str | None = None


class Waiver(Frozen):
    """A finding the author accepts, with a reason and an end (CORE-06)."""

    rule: str
    reason: str | None = None
    until: str | None = None


class Requirements(Frozen):
    """One requirements file, read whole."""

    designgen: Literal["1"] = "1"
    mode: Literal["greenfield", "review"] = "greenfield"
    project: Project
    context: Background = Background()
    actors: Annotated[tuple[Actor, ...], Keyed("name")] = ()
    requirements: Annotated[tuple[Requirement, ...], Keyed("id", listed=True)] = ()
    quality: Quality = Quality()
    constraints: Constraints = Constraints()
    domain: Annotated[tuple[BoundedContext, ...], Keyed("name", inner="entities")] = ()
    integrations: Annotated[tuple[Integration, ...], Keyed("id", listed=True)] = ()
    pipelines: Annotated[tuple[Pipeline, ...], Keyed("id", listed=True)] = ()
    interfaces: tuple[Interface, ...] = ()
    existing: Existing = Existing()
    deployment: Deployment = Deployment()
    decisions: Annotated[tuple[GivenDecision, ...], Keyed("id", listed=True)] = ()
    questions: Annotated[tuple[OpenQuestion, ...], Keyed("id", inner="text", listed=True)] = ()
    waive: tuple[Waiver, ...] = ()
    assumptions: dict[str, str] = Described(default_factory=dict)
    priorities: dict[str, int] = Described(default_factory=dict)

    @property
    def entities(self) -> tuple[Entity, ...]:
        """All entities in the order written."""
        return tuple(entity for context in self.domain for entity in context.entities)

    def entity(self, key: str) -> Entity:
        """Return the entity named `context.Entity`; KeyError if there is none."""
        for entity in self.entities:
            if entity.key == key:
                return entity
        raise KeyError(key)

    def actor(self, name: str) -> Actor:
        """Return the actor of that name; KeyError if there is none."""
        for actor in self.actors:
            if actor.name == name:
                return actor
        raise KeyError(name)
