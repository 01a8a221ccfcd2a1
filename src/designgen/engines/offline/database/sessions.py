"""Figures of the pool in, the settings of each role's connections out (CALC-07, DATA-151)."""

from designgen.engines.offline.database.ground import Ground
from designgen.engines.offline.database.rights import LATER
from designgen.model.design.database import Session

WORKER_CONNECTIONS = 2
PATIENT_S = 300.0


def sessions(ground: Ground) -> tuple[Session, ...]:
    """Return pool and timeouts of application, worker and reader; a stuck transaction would keep vacuum from its work."""
    instances = int(ground.figure("app.instances", 2))
    per_instance = int(ground.figure("pool.per_instance", 5))
    return (
        _session(ground, "app", (per_instance, instances), 15.0, ("CALC-07", "DATA-151")),
        _session(ground, "worker", (WORKER_CONNECTIONS, ground.workers), _patience(ground), ("SVC-007", "DATA-151")),
        _session(ground, "readonly", (1, 1), PATIENT_S, ("DATA-151",)),
    )


def _patience(ground: Ground) -> float:
    """Return how long a statement of the worker may run: never less than what was promised of the work it carries out."""
    return max([PATIENT_S, *(use.p95_ms / 1000 for use in ground.facts.uses if use.operation.verb in LATER)])


def _session(ground: Ground, role: str, pool: tuple[int, int], statement_s: float, because: tuple[str, ...]) -> Session:
    name = ground.role(role)
    return Session(
        key=f"session:{name}", because=because, role=name, pool_per_instance=pool[0], instances=pool[1], statement_timeout_s=statement_s
    )
