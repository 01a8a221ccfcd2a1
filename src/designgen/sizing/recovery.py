"""Bytes and targets in, the minutes until a store is back out (REL-030, REL-031)."""

from dataclasses import dataclass

from designgen.knowledge import catalogue

TIERS = (
    ("D0", 60.0, 1.0, "active in several places, synchronous or consensus replication"),
    ("D1", 15 * 60.0, 60.0, "hot standby with automatic promotion"),
    ("D2", 4 * 3600.0, 15 * 60.0, "warm standby, or point-in-time recovery kept ready in code"),
    ("D3", 24 * 3600.0, 24 * 3600.0, "restore into an environment built from code"),
)


@dataclass(frozen=True)
class Restore:
    """Minutes of each stretch of a restore."""

    provision: float
    copy: float
    replay: float
    smoke: float
    switch: float

    @property
    def minutes(self) -> float:
        """Until callers are served again."""
        return self.provision + self.copy + self.replay + self.smoke + self.switch


def tier(rto_s: float, rpo_s: float) -> tuple[str, str]:
    """Return the recovery tier and its pattern; the stricter of the two targets decides (REL-030)."""
    for name, slowest, oldest, pattern in TIERS:
        if rto_s <= slowest or rpo_s <= oldest:
            return name, pattern
    return "D4", "backup only"


def restore(stored: float, log: float, *, logical: bool = False) -> Restore:
    """Return the time to restore `stored` bytes and replay `log` bytes of changes (REL-031, rates of ASM-10)."""
    rates = catalogue.load("constants")["restore"]
    speed = rates["logical_bytes_per_s"] if logical else rates["snapshot_bytes_per_s"]
    return Restore(
        provision=float(rates["provision_minutes"]),
        copy=stored / speed / 60,
        replay=log / rates["replay_bytes_per_s"] / 60,
        smoke=float(rates["smoke_minutes"]),
        switch=float(rates["dns_minutes"]),
    )


def allowed_minutes(rto_s: float) -> float:
    """Return how long the estimate may be: 0.7 of the target, the rest is for deciding (REL-031)."""
    return rto_s / 60 * float(catalogue.load("constants")["restore"]["share_of_rto"])
