"""What is fixed from outside: technology, people, money, law, tenants, the place where it runs."""

from typing import Annotated, Literal

from pydantic import Field as Described

from designgen.model.frozen import Frozen, Keyed
from designgen.model.quantities import Budget, Count, Duration, Growth


class Tech(Frozen):
    """Given technology."""

    language: str | None = None
    framework: str | None = None
    database: str | None = None
    extensions: tuple[str, ...] = ()
    cloud: str | None = None
    forbid: tuple[str, ...] = ()
    require: tuple[str, ...] = ()


class Crew(Frozen):
    """One team of several (V14)."""

    id: str = ""
    size: int | None = None
    owns: tuple[str, ...] = ()


class Team(Frozen):
    """Who builds and runs it."""

    size: int | None = None
    devs: int | None = None
    ops: int | None = None
    skills: tuple[str, ...] = ()
    teams: Annotated[tuple[Crew, ...], Keyed("id", listed=True)] | int = ()


class Spending(Frozen):
    """Money for running and for building."""

    infra: Budget | None = None
    build: Budget | None = None


class Tenancy(Frozen):
    """Whose data is kept apart from whose."""

    unit: str | None = None
    count: Count | None = None
    growth: Growth | None = None
    isolation: str | None = None
    at: str | None = None


class MoneyRules(Frozen):
    """How money is kept and rounded."""

    type: str | None = None
    rounding: str | None = None
    vat: str | None = None


class Migration(Frozen):
    """How an existing system is left (V12)."""

    approach: Literal["gradual", "parallel", "big_bang"] | None = None
    over: Duration | None = None
    max_downtime: Duration | None = None
    by: str | None = None


class Residence(Frozen):
    """Where whose data has to stay (V15)."""

    subjects: str = ""
    by: str = ""
    place: str = Described(default="", alias="in")


class Constraints(Frozen):
    """What is fixed from outside."""

    tech: Tech = Tech()
    team: Team = Team()
    budget: Spending = Spending()
    deadline: str | None = Described(default=None, pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    compliance: tuple[str, ...] = ()
    residency: str | tuple[Residence, ...] | None = None
    tenancy: Tenancy = Tenancy()
    money: MoneyRules = MoneyRules()
    migration: Migration = Migration()
    thresholds: dict[str, str] = Described(default_factory=dict)


class NextDeployment(Frozen):
    """Where it will run later (V13)."""

    target: str | None = None
    platform: str | None = None
    location: str | None = None
    regions: tuple[str, ...] = ()
    after: Duration | None = None


class Deployment(Frozen):
    """Where it runs."""

    target: Literal["vm", "managed-containers", "kubernetes", "serverless", "on-prem", "edge"] | None = None
    platform: str | None = None
    location: str | None = None
    regions: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    next: NextDeployment | None = None
