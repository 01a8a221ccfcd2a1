"""The joined design: every name resolved, every part numbered and traced."""

from collections.abc import Iterator

from pydantic import Field as Described

from designgen.model.decision import Record
from designgen.model.design.api import Api
from designgen.model.design.architecture import Architecture, Zone
from designgen.model.design.database import Database
from designgen.model.design.delivery import Delivery
from designgen.model.design.flows import Flows
from designgen.model.design.integrations import Integrations
from designgen.model.design.item import Item
from designgen.model.design.operations import ComposedAvailability, Operations
from designgen.model.design.opinion import ClarifyingQuestion, Opinion
from designgen.model.design.security import Security
from designgen.model.diagnostic import Diagnostic
from designgen.model.facts import Facts
from designgen.model.frozen import Frozen
from designgen.model.source import Places


class Interviewed(Frozen):
    """Who was asked, who answered, and what they said."""

    persona: str
    title: str
    section: str = Described(description="its section, or `review-NAME` of a persona that owes none")
    engine: str = Described(description="empty if nobody was asked")
    opinion: Opinion
    digest: str = Described(default="", description="SHA-256 of the persona file")
    recalled: bool = False
    trouble: tuple[str, ...] = Described(default=(), description="why a draft stands where a model was asked")


class Link(Frozen):
    """One step of the trace: an item and a reason it is there for."""

    item: str
    reason: str


class Coverage(Frozen):
    """How one requirement is met: by which items, or why not yet."""

    requirement: str
    state: str = Described(description="covered, deferred or open")
    decisions: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()
    runbooks: tuple[str, ...] = ()
    other: tuple[str, ...] = ()


class Design(Frozen):
    """Everything the package says, once."""

    title: str
    date: str = Described(description="build date, YYYY-MM-DD; the only date beside those of records")
    facts: Facts
    architecture: Architecture
    zones: tuple[Zone, ...] = ()
    api: tuple[Api, ...] = ()
    database: Database = Database()
    flows: Flows = Flows()
    integrations: Integrations = Integrations()
    operations: Operations = Operations()
    security: Security = Security()
    delivery: Delivery = Delivery()
    availability: ComposedAvailability = ComposedAvailability()
    records: tuple[Record, ...] = ()
    conventions: tuple[Record, ...] = Described(default=(), description="decided topics without a record of their own")
    interviews: tuple[Interviewed, ...] = ()
    questions: tuple[ClarifyingQuestion, ...] = ()
    links: tuple[Link, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    findings: tuple[Diagnostic, ...] = Described(default=(), description="what reading and linking found; checks add theirs")
    places: Places = Described(default_factory=dict, exclude=True)

    def items(self) -> Iterator[Item]:
        """Yield every item of every chapter, in the order of the chapters."""
        yield from items_of((self.architecture, self.zones, self.api, self.database, self.flows, self.integrations))
        yield from items_of((self.operations, self.security, self.delivery, self.questions))


def items_of(part: Frozen | tuple[object, ...]) -> Iterator[Item]:
    """Yield the items inside a chapter, outer before inner."""
    if isinstance(part, Item):
        yield part
    for inner in part if isinstance(part, tuple) else [getattr(part, field) for field in type(part).model_fields]:
        if isinstance(inner, tuple | Frozen):
            yield from items_of(inner)
