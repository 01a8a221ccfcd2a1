"""Tables and what guards them, free of any dialect; the renderer maps types and writes SQL."""

from typing import Literal

from pydantic import Field as Described

from designgen.model.design.item import Item
from designgen.model.facts import Attribute, Population
from designgen.model.frozen import Frozen


class Column(Frozen):
    """A column: the attribute it stores and the comment it carries."""

    name: str
    attribute: Attribute
    generated: str = Described(default="", description="identity, or an expression over columns of the row")
    comment: str = ""


class CheckConstraint(Frozen):
    """A CHECK in the common subset of SQL, written over column names."""

    name: str
    expression: str
    because: tuple[str, ...] = ()


class ForeignKey(Frozen):
    """A reference; columns and target columns pair up."""

    name: str
    columns: tuple[str, ...]
    target: str = Described(description="table, schema-qualified")
    target_columns: tuple[str, ...] = ("id",)
    on_delete: Literal["cascade", "restrict", "set null", "keep"] = Described(
        default="restrict", description="`keep`: the id stays when the row it names is purged; a trigger looks at it when it is written"
    )
    because: tuple[str, ...] = ()


class KeyPart(Frozen):
    """One part of an index: a column or an expression, ascending unless said otherwise."""

    expression: str
    descending: bool = False


class Index(Item):
    """An index with the operations it serves; key `index:tool_status_name_idx`."""

    table: str
    parts: tuple[KeyPart, ...]
    unique: bool = False
    method: Literal["btree", "gin", "gist", "brin"] = "btree"
    operator_class: str = ""
    where: str = ""
    include: tuple[str, ...] = ()
    serves: tuple[str, ...] = Described(default=(), description="operation ids, or `constraint` / `foreign key`")


class Exclusion(Frozen):
    """No two rows with equal keys and overlapping ranges (DATA-118)."""

    name: str
    equal: tuple[str, ...]
    overlap: str
    where: str = ""
    because: tuple[str, ...] = ()


class Move(Frozen):
    """A permitted change of state."""

    source: str
    target: str
    event: str


class StateGuard(Frozen):
    """The last line of defence behind the service: only these changes of `column` pass (DATA-065)."""

    column: str = "status"
    first: str
    moves: tuple[Move, ...]
    history: str = Described(default="", description="table that keeps every change, schema-qualified")
    frozen: tuple[str, ...] = Described(default=(), description="states in which the row may not change (DATA-067)")
    free: tuple[str, ...] = Described(default=(), description="columns that may change even then, beside the state and who changed it")


class TriggerRule(Frozen):
    """A rule of a table that no constraint can express; `statement` makes the function, the trigger calls it."""

    name: str = Described(description="name of function and trigger")
    moment: str = Described(description="such as BEFORE INSERT OR UPDATE OF parent_id")
    statement: str = Described(default="", description="CREATE FUNCTION; empty where `calls` names a shared one")
    calls: str = Described(default="", description="function with its arguments, if not the one of this name")
    says: str
    because: tuple[str, ...] = ()


class Retention(Frozen):
    """How long rows stay, and who removes them."""

    keep_days: int
    measured_from: str = Described(description="column whose date counts")
    states: tuple[str, ...] = Described(default=(), description="states in which rows go; all of them if none is named")
    job: str = Described(description="job key that removes them")
    rule: str


class Table(Item):
    """A table; key `table:lending.tool`."""

    schema_name: str
    label: str = Described(description="table name without schema")
    comment: str
    entity: str = Described(default="", description="context.Entity; empty for platform tables")
    kind: Literal["entity", "history", "join", "transition", "platform", "aggregate", "unlinked", "staging", "temporal"] = "entity"
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...] = ("id",)
    uniques: tuple[Index, ...] = ()
    checks: tuple[CheckConstraint, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    indexes: tuple[Index, ...] = ()
    guard: StateGuard | None = None
    triggers: tuple[TriggerRule, ...] = ()
    logged: bool = Described(default=True, description="false: an unlogged table, empty after a crash")
    versioned: bool = Described(default=False, description="carries version and updated_at, kept by a trigger (DATA-042)")
    append_only: bool = False
    tenant_column: str = Described(default="", description="column that row security compares (DATA-076)")
    retention: Retention | None = None
    population: Population = Population()
    writers: tuple[str, ...] = Described(default=(), description="operation ids and job keys that write it")
    readers: tuple[str, ...] = Described(default=(), description="operation ids and job keys that read it")

    def column(self, name: str) -> Column:
        """Return the column of that name; KeyError if there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def sought(self, reference: ForeignKey) -> tuple[str, ...]:
        """Return the columns that find the rows of a reference; beside the table's own id, that of the other end alone."""
        others = tuple(name for name in reference.columns if (name,) != self.primary_key)
        return others or reference.columns


class View(Item):
    """A query with a name; key `view:energy.intensity`; a stored one is refreshed by its job (DATA-101, DATA-086)."""

    comment: str
    statement: str = Described(description="the query, in the package's dialect")
    columns: tuple[Column, ...] = ()
    stored: bool = False
    unique: tuple[str, ...] = Described(default=(), description="columns that tell its rows apart")
    index: Index | None = Described(default=None, description="unique index of a stored view")
    invoker: bool = Described(default=False, description="the caller's rights and row security hold")
    reads: tuple[str, ...] = Described(default=(), description="tables it reads")
    serves: tuple[str, ...] = Described(default=(), description="operation ids")


class Routine(Item):
    """A function that a job calls; key `routine:energy.load_energy_declaration`."""

    statement: str = Described(description="CREATE FUNCTION, in the package's dialect")
    signature: str = Described(default="()", description="types of its arguments, in parentheses")
    says: str


class Invariant(Item):
    """A rule of the domain and who enforces it (DATA-068); key `invariant:lending.Loan.1`."""

    entity: str
    text: str
    enforced_by: str = Described(description="constraint or index name, `trigger NAME`, `job NAME`, or `application`")


class Job(Item):
    """Work on a schedule, with everything that makes it a duty someone carries; key `job:purge-loan`."""

    does: str
    role: str = Described(description="database role it runs under")
    every_s: int
    at: str = Described(default="", description="local time of day, where it matters")
    statement: str = Described(default="", description="SQL it runs, in the package's dialect")
    tables: tuple[str, ...] = ()
    batch: int = 5000
    alert: str = Described(default="", description="alert key that tells when it did not run")


class Role(Item):
    """A database role and what it may do; key `role:app`."""

    login: bool = False
    may: tuple[str, ...] = Described(description="sentences for the dictionary")
    grants: tuple[tuple[str, str], ...] = Described(description="(privileges, table or schema), such as (SELECT, INSERT; lending.tool)")


class Session(Item):
    """Settings of connections of one role: pool and timeouts (CALC-07, DATA-151); key `session:app`."""

    role: str
    pool_per_instance: int
    instances: int
    statement_timeout_s: float
    lock_timeout_s: float = 2
    idle_timeout_s: float = 30


class Database(Frozen):
    """The database lead's design."""

    engine: Literal["postgresql", "mysql", "sqlite"] = "postgresql"
    version: str = "15"
    schemas: tuple[str, ...] = ()
    extensions: tuple[tuple[str, str], ...] = Described(default=(), description="(name, what needs it)")
    tables: tuple[Table, ...] = ()
    views: tuple[View, ...] = ()
    routines: tuple[Routine, ...] = ()
    invariants: tuple[Invariant, ...] = ()
    roles: tuple[Role, ...] = ()
    sessions: tuple[Session, ...] = ()
    jobs: tuple[Job, ...] = ()

    def table(self, name: str) -> Table:
        """Return the table named `schema.table`; KeyError if there is none."""
        for table in self.tables:
            if table.name == name:
                return table
        raise KeyError(name)
