"""What the requirements come to: figures with provenance, the logical shape and use of every entity, assumptions.

Facts hold numbers and durations, no dates; every number says its formula and what it was computed from (CORE-03).
"""

from typing import Literal

from pydantic import Field as Described

from designgen.model.domain import Entity, Pii
from designgen.model.frozen import Frozen
from designgen.model.requirements import Requirements
from designgen.model.wishes import Operation, SortKey

Provenance = Literal["given", "derived", "defaulted", "assumed"]


class Figure(Frozen):
    """A number with its unit and its history; six significant digits are kept."""

    key: str
    value: float
    unit: str = ""
    provenance: Provenance
    rule: str = Described(default="", description="rule or formula id, such as CALC-03")
    formula: str = Described(default="", description="the formula in words, with the numbers put in")
    inputs: tuple[str, ...] = Described(default=(), description="keys of the figures it was computed from")
    because: tuple[str, ...] = Described(default=(), description="requirement ids it rests on")


class Flag(Frozen):
    """A yes or no that conditions ask for, with the fact behind it."""

    name: str
    holds: bool
    why: str = ""


class Assumption(Frozen):
    """Something the author did not say and we filled in (CORE-03)."""

    key: str
    statement: str
    value: str
    rule: str
    sensitivity: tuple[str, ...] = Described(default=(), description="which decisions flip at x0.5, x2, x10")
    flips: bool = Described(default=False, description="whether a decision flips within that range")
    asks: str = Described(default="", description="the question that would replace the assumption")


class Attribute(Frozen):
    """One logical column of an entity, the common root of the table column and of the API property.

    `source` is the field it comes from, empty for what we add; `role` says who gives it its value.
    """

    name: str
    type: str = Described(description="a type of B.1: uuid string text int decimal money bool date instant enum json ...")
    source: str = ""
    role: Literal["key", "data", "reference", "status", "system"] = "data"
    target: str | None = Described(default=None, description="entity a reference leads to, context.Entity")
    length: int | None = None
    precision: int | None = None
    scale: int | None = None
    low: int | None = None
    high: int | None = None
    values: tuple[str, ...] = ()
    of: str | None = None
    pattern: str | None = None
    nullable: bool = False
    unique: bool = False
    default: str | None = None
    pii: Pii | None = None
    server: bool = Described(default=False, description="set by the server, read-only in the API")
    owner: bool = Described(default=False, description="refers to the actor who owns the row; taken from the token")
    write_once: bool = False
    searchable: bool = False
    bytes: float = Described(default=0, description="average payload (CALC-04)")
    because: tuple[str, ...] = ()


class AccessPath(Frozen):
    """How one operation finds rows: the base of an index (DATA-117) and of query parameters (API-044)."""

    operation: str = Described(description="operation id, such as listTools")
    equality: tuple[str, ...] = ()
    sort: tuple[SortKey, ...] = ()
    range: str | None = None
    search: tuple[str, ...] = ()
    per_second: float = 0
    because: tuple[str, ...] = ()


class Use(Frozen):
    """One operation of one requirement, resolved: who does what to which entity, how often and how fast."""

    id: str = Described(description="operation id of API-009: lowerCamel verb and entity, such as createLoan")
    operation: Operation
    entity: str
    actors: tuple[str, ...] = ()
    per_second: float = Described(default=0, description="peak rate")
    p95_ms: float
    stale_s: float = 0
    writes: bool = False
    irreversible: bool = Described(default=False, description="SIG-22")
    trigger: str = Described(default="", description="what starts it where nobody calls it (V6), such as `every 1d at 02:00`")
    because: tuple[str, ...] = Described(default=(), description="requirement ids")


class Population(Frozen):
    """How many rows an entity has, today and at the horizon (CALC-01, -03, -06)."""

    rows_now: float = 0
    rows_per_year: float = 0
    keep_s: float | None = None
    rows_at_horizon: float = 0
    row_bytes: float = 0
    index_bytes: float = 0
    bytes_at_horizon: float = 0


class EntityFacts(Frozen):
    """The logical shape of one entity and how it is used; database and API both build on it."""

    key: str
    entity: Entity
    table: str = Described(description="schema-qualified, such as lending.tool")
    attributes: tuple[Attribute, ...]
    uniques: tuple[tuple[str, ...], ...] = ()
    paths: tuple[AccessPath, ...] = ()
    uses: tuple[Use, ...] = ()
    owner: str | None = Described(default=None, description="attribute that names the owning actor's row")
    soft_delete: bool = False
    history: bool = Described(default=False, description="keeps a status history (DATA-066)")
    population: Population = Population()
    passed: Population = Described(default=Population(), description="the rows of a status history of it: states that its rows reach")
    because: tuple[str, ...] = Described(default=(), description="requirement ids that need this entity")

    def attribute(self, name: str) -> Attribute:
        """Return the attribute of that name; KeyError if there is none."""
        for attribute in self.attributes:
            if attribute.name == name:
                return attribute
        raise KeyError(name)

    @property
    def first_state(self) -> str | None:
        """The state a new row has."""
        return self.entity.states[0].name if self.entity.states else None


class PlatformSize(Frozen):
    """What a table of the machinery comes to where a design has it; which ones it has is decided later."""

    name: str = Described(description="a row of the catalogue of platform tables")
    population: Population
    wanted: bool = Described(default=False, description="whether the facts alone call for it")


class Crossing(Frozen):
    """An absence with its reason: what was measured, the threshold, and when it is crossed (CORE-05)."""

    key: str
    statement: str
    measured: float
    threshold: float
    unit: str
    years: float | None = Described(default=None, description="years from the build until it is crossed; None is never")
    rule: str
    because: tuple[str, ...] = ()


class Facts(Frozen):
    """Everything that decisions and sections may build on."""

    requirements: Requirements
    figures: tuple[Figure, ...] = ()
    flags: tuple[Flag, ...] = ()
    entities: tuple[EntityFacts, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    crossings: tuple[Crossing, ...] = ()
    machinery: tuple[PlatformSize, ...] = ()

    def figure(self, key: str) -> Figure:
        """Return the figure of that key; KeyError if there is none."""
        for figure in self.figures:
            if figure.key == key:
                return figure
        raise KeyError(key)

    def number(self, key: str) -> float:
        """Return the value of a figure."""
        return self.figure(key).value

    def holds(self, flag: str) -> bool:
        """Whether a flag holds; one nobody raised does not (ADR-G3)."""
        return any(known.holds for known in self.flags if known.name == flag)

    def entity(self, key: str) -> EntityFacts:
        """Return the facts of the entity named `context.Entity`; KeyError if there is none."""
        for entity in self.entities:
            if entity.key == key:
                return entity
        raise KeyError(key)

    @property
    def uses(self) -> tuple[Use, ...]:
        """All uses, entity by entity."""
        return tuple(use for entity in self.entities for use in entity.uses)
