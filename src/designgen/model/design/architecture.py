"""Contexts, components and connections (C4 terms), and where they run."""

from typing import Literal

from pydantic import Field as Described

from designgen.model.design.item import Item
from designgen.model.frozen import Frozen

ComponentKind = Literal[
    "person", "device", "system", "web", "app", "worker", "database", "cache", "broker", "storage", "gateway", "proxy",
    "identity", "external", "observability", "backup", "secrets",
]  # fmt: skip


class Module(Item):
    """A bounded context as a module: what it owns and whom it may call; key `module:lending`."""

    entities: tuple[str, ...] = Described(description="context.Entity")
    calls: tuple[str, ...] = Described(default=(), description="modules whose facade it uses")
    purpose: str = ""


class Component(Item):
    """A box of the context or container view; key `component:app`."""

    title: str
    kind: ComponentKind
    technology: str = ""
    does: str = Described(default="", description="what it is there for, one sentence")
    instances: int = 1
    stateful: bool = False
    outside: bool = Described(default=False, description="not ours to run")
    availability: float | None = Described(default=None, description="of one instance, a fraction (ASM-05)")


class Connection(Item):
    """An arrow: who asks whom, for what, how; key `connection:app-database`."""

    source: str = Described(description="component key")
    target: str = Described(description="component key")
    purpose: str
    protocol: str = ""
    mode: Literal["sync", "async", "batch"] = "sync"
    hard: bool = Described(default=True, description="without the target the source cannot do its work (DRV-07)")


class Zone(Item):
    """A frame of the deployment view: region, network, managed service; key `zone:eu-region`."""

    title: str
    inside: str = Described(default="", description="key of the enclosing zone, empty at the top")
    components: tuple[str, ...] = Described(default=(), description="component keys")


class Bottleneck(Item):
    """What limits first, how much there is left, what to do then; key `bottleneck:database`."""

    resource: str
    utilisation: float = Described(description="share of its capacity used at the horizon's peak")
    breaks_at: float = Described(description="multiple of the horizon's peak at which 0.8 is reached (CAP-050)")
    next_step: str


class Architecture(Frozen):
    """The backend architect's view of the system."""

    modules: tuple[Module, ...] = ()
    components: tuple[Component, ...] = ()
    connections: tuple[Connection, ...] = ()
    bottlenecks: tuple[Bottleneck, ...] = ()

    def component(self, key: str) -> Component:
        """Return the component of that key; KeyError if there is none."""
        for component in self.components:
            if component.key == key:
                return component
        raise KeyError(key)
