"""How it is kept running: objectives, alerts, runbooks, recovery, capacity, cost."""

from typing import Literal

from pydantic import Field as Described

from designgen.model.design.item import Item
from designgen.model.frozen import Frozen


class Objective(Item):
    """A service level objective over 30 days; key `slo:api-availability`."""

    title: str
    indicator: str = Described(description="what is counted, in words")
    target: float = Described(description="fraction of good events")
    threshold_ms: float | None = None
    error_query: str = Described(description="PromQL of bad over valid events, `{window}` for the range")
    minutes_per_month: float = Described(default=0, description="error budget in a 30-day month")
    operations: tuple[str, ...] = ()
    per_second: float | None = Described(
        default=None, description="events it counts; None if they are the requests of its operations, 0 if they are checks at intervals"
    )

    @property
    def burns(self) -> bool:
        """Whether its budget burns by events, so that burn rates say something."""
        return self.per_second is None or self.per_second > 0


class Alert(Item):
    """A rule that calls someone; key `alert:ApiBurnFast`."""

    summary: str
    expression: str = Described(description="PromQL")
    hold: str = Described(default="", description="`for` of the rule, such as 5m")
    severity: Literal["page", "ticket"] = "page"
    runbook: str = Described(description="runbook key")
    anchor: str = Described(default="", description="failure mode key within the runbook")
    objective: str = ""


class Command(Frozen):
    """One command of a runbook; `undo` is given where it changes something."""

    run: str
    shows: str = Described(default="", description="what a good and a bad answer look like")
    changes: bool = False
    destroys: bool = False
    undo: str = ""


class FailureMode(Item):
    """One way to fail (OPS-003); key `failure:database-locks`."""

    title: str
    rule: str = Described(default="", description="catalogue id, such as FM-DB-03; empty where a persona added it")
    detection: str
    impact: str
    triage: tuple[Command, ...] = ()
    decide: str = Described(default="", description="if this, then that")
    mitigation: tuple[Command, ...] = ()
    verify: str
    escalate: str
    prevent: str


class Runbook(Item):
    """What to do when a component misbehaves; key `runbook:database`."""

    title: str
    component: str = Described(description="component key")
    purpose: str
    objectives: tuple[str, ...] = Described(default=(), description="slo keys it protects")
    routine: tuple[Command, ...] = ()
    failures: tuple[FailureMode, ...] = ()

    @property
    def path(self) -> str:
        """File of the runbook inside the package."""
        return f"runbooks/{self.name}.md"


class RecoveryStep(Frozen):
    """One step of the recovery estimate (REL-031)."""

    what: str
    minutes: float
    formula: str = ""


class Recovery(Item):
    """How a store comes back (REL-030..034); key `recovery:database`."""

    component: str
    tier: str
    rpo_s: float
    rto_s: float
    method: str
    steps: tuple[RecoveryStep, ...]
    rehearsal: str

    @property
    def minutes(self) -> float:
        """Estimated time to be back."""
        return sum(step.minutes for step in self.steps)


class CapacityLine(Item):
    """One figure of the capacity plan; key `capacity:pool`."""

    what: str
    value: str
    figure: str = Described(default="", description="figure key it shows")
    formula: str = ""


class AvailabilityPart(Frozen):
    """One factor of the composed availability (CAP-043)."""

    component: str
    availability: float
    note: str = ""


class ComposedAvailability(Frozen):
    """What the parts allow together, against what was asked."""

    parts: tuple[AvailabilityPart, ...] = ()
    change_minutes: float = Described(default=0, description="minutes a month lost to our own deployments (DRV-10)")
    composed: float = 1
    target: float = 0

    @property
    def meets(self) -> bool:
        """Whether the composition reaches the target."""
        return self.composed >= self.target


class Operations(Frozen):
    """How the platform is run."""

    objectives: tuple[Objective, ...] = ()
    alerts: tuple[Alert, ...] = ()
    runbooks: tuple[Runbook, ...] = ()
    recoveries: tuple[Recovery, ...] = ()
    capacity: tuple[CapacityLine, ...] = ()
