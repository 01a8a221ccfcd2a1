"""What the system is for: goals, actors, requirements with their operations, and how well they have to be met."""

from typing import Annotated, Literal

from pydantic import Field as Described

from designgen.model.frozen import Frozen, Keyed
from designgen.model.quantities import Count, Duration, Growth, Measure, Peak, Rate, Share, Size

Verb = Literal[
    "create", "get", "list", "update", "replace", "delete", "crud", "transition", "search", "report", "import", "export",
    "sync", "subscribe", "batch", "upload", "download", "call", "send",
]  # fmt: skip


Priority = Literal["must", "should", "could", "wont"]


Auth = Literal["anonymous", "oidc", "oidc+mfa", "oauth-client", "api-key", "hmac", "mtls", "saml", "x509", "password", "none"]


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

    @property
    def signs_in(self) -> bool:
        """Whether this person proves who it is at an identity provider; a silent `auth` means so (API-085)."""
        return self.kind == "human" and self.auth in (None, "oidc", "oidc+mfa", "saml", "password")


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
