"""What stands around the system: integrations, pipelines, interfaces, systems that are there already."""

from typing import Annotated, Literal

from pydantic import Field as Described

from designgen.model.frozen import Frozen, Keyed
from designgen.model.quantities import Count, Duration, Rate, Share, Size
from designgen.model.wishes import Latency, Load


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
