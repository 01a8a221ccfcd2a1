"""The things an author describes: entities, fields, states, invariants, volumes; `None` means the author was silent.

Entities are named `context.Entity` wherever one thing refers to another.
"""

from typing import Annotated, Literal

from pydantic import Field as Described

from designgen.model.frozen import Frozen, Keyed
from designgen.model.quantities import Count, Duration, Growth, Rate, Size

Kind = Literal[
    "id", "uuid", "string", "text", "email", "phone", "url", "slug", "int", "decimal", "money", "percent", "bool", "date",
    "time", "instant", "local_datetime", "duration", "range", "enum", "json", "file", "geo_point", "geo_polygon", "country",
    "currency", "language", "timezone", "iban", "vat_it", "tax_code_it", "sdi_code", "hash", "secret", "ip", "gapless",
    "reference", "children", "many_to_many", "list", "set",
]  # fmt: skip


Pii = Literal["personal", "contact", "identity", "location", "financial", "credential", "card", "health", "child", "special"]


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
