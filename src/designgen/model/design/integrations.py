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
    unknowns: tuple[str, ...] = Described(default=(), description="what has to be asked before it is built (DRV-09)")
    when_down: str = Described(default="", description="what still works, what the user sees")


class Integrations(Frozen):
    """The integration architect's design."""

    adapters: tuple[Adapter, ...] = ()
