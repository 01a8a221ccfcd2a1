"""What moves between the parts: effects across entities, events, and the sequences worth drawing."""

from typing import Literal

from pydantic import Field as Described

from designgen.model.design.item import Item
from designgen.model.frozen import Frozen


class Event(Item):
    """A fact that others react to; key `event:lending.loan.returned.v1`."""

    entity: str
    transition: str
    consumers: tuple[str, ...] = ()
    payload: tuple[str, ...] = ()
    purposes: tuple[str, ...] = Described(default=(), description="what each consumer does with it, in the order of `consumers`")
    fired_by: tuple[str, ...] = Described(default=(), description="operations, or senders of webhooks, that let it happen")


class Step(Frozen):
    """One message of a flow; names are component keys."""

    source: str
    target: str
    text: str
    mode: Literal["sync", "async", "reply", "self"] = "sync"
    within: str = Described(
        default="", description="block of the steps beside it: `loop: until …`, `alt: if …`, `else: if …`; same words, same block"
    )


class Flow(Item):
    """A journey through the components; key `flow:createLoan`."""

    title: str
    operation: str = ""
    steps: tuple[Step, ...]
    transaction: str = Described(default="", description="what commits together")
    on_failure: str = Described(default="", description="what the caller sees and what stays true when it fails")


class ErrorPolicy(Item):
    """How callers treat a class of failures (API-074); key `policy:conflict`."""

    codes: tuple[str, ...]
    client_does: str
    attempts: int = 1


class Flows(Frozen):
    """The integration engineer's design."""

    events: tuple[Event, ...] = ()
    flows: tuple[Flow, ...] = ()
    policies: tuple[ErrorPolicy, ...] = ()
