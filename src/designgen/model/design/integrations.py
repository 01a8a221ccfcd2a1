"""Systems of others: what we know, how we call them, how we survive them."""

from pydantic import Field as Described

from designgen.model.design.item import Item
from designgen.model.frozen import Frozen


class Setting(Frozen):
    """One figure of an adapter with its reason."""

    name: str
    value: str
    rule: str
    reason: str
    path: str = Described(default="", description="where the configuration holds it, such as timeouts.read_ms; empty if it is no setting")
    amount: float | str | bool | None = Described(default=None, description="the value as the configuration holds it")


class Chapter(Frozen):
    """One subject of a design: what holds, and each figure with its reason."""

    title: str
    says: str = ""
    settings: tuple[Setting, ...] = ()


class ContractTest(Frozen):
    """Something the adapter is shown to do against a fake of its peer (INT-103)."""

    name: str
    given: str
    then: str
    rule: str


class Adapter(Item):
    """One peer and capability (INT-005); key `adapter:identity-provider`."""

    title: str
    component: str = Described(description="component key of the peer")
    direction: str
    protocol: str
    auth: str
    purpose: str
    style: str = Described(description="how we couple: sync request, async command, event, poll, file (INT-002)")
    data: tuple[str, ...] = Described(default=(), description="context.Entity that travel")
    settings: tuple[Setting, ...] = ()
    chapters: tuple[Chapter, ...] = Described(default=(), description="availability, receiving, repeats, comparison, rules of the peer")
    tests: tuple[ContractTest, ...] = ()
    per_second: float = Described(default=0, description="calls to the peer at the peak; 0 if we never call it")
    callers: tuple[str, ...] = Described(default=(), description="operations that wait for its answer")
    p50_ms: float = Described(default=0, description="median of its answers as planned with")
    p99_ms: float = Described(default=0, description="99th percentile of its answers as planned with")
    receives: bool = Described(default=False, description="whether the peer calls us")
    fiscal: bool = Described(default=False, description="whether documents of the tax authority travel")
    money: bool = Described(default=False, description="whether both sides hold amounts that are compared every night")
    unknowns: tuple[str, ...] = Described(default=(), description="what has to be asked before it is built (DRV-09)")
    when_down: str = Described(default="", description="what still works, what the user sees")


class Pipeline(Item):
    """Data that arrives or is summed up in bulk; key `pipeline:takings`."""

    title: str
    purpose: str
    source: str
    sink: str = Described(description="context.Entity, or the name of the report")
    every_s: float
    fresh_s: float = Described(description="age after which what it produces breaks its promise")
    chapters: tuple[Chapter, ...] = ()


class OfflineSync(Item):
    """What the devices of one actor keep and how it comes back; key `offline:waiter`."""

    actor: str
    purpose: str
    entities: tuple[str, ...] = Described(default=(), description="context.Entity that a device holds")
    away_s: float = Described(description="longest time without a connection that is promised")
    chapters: tuple[Chapter, ...] = ()


class Integrations(Frozen):
    """The integration architect's design."""

    adapters: tuple[Adapter, ...] = ()
    pipelines: tuple[Pipeline, ...] = ()
    offline: tuple[OfflineSync, ...] = ()
