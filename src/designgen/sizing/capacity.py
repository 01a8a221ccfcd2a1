"""Load on the database and the application: connections, processors, latency budgets, availability (B.10, SIG-08, SVC-022)."""

from collections.abc import Sequence
from math import ceil, prod
from typing import NamedTuple

from designgen.knowledge.catalogue import load
from designgen.sizing.constants import constants


class Traffic(NamedTuple):
    """Requests a second at the horizon's peak, by what they do to the database."""

    reads: float
    writes: float
    reports: float = 0


class Pool(NamedTuple):
    """Database connections: busy on average, wanted, allowed, per instance."""

    busy: float
    total: int
    ceiling: int
    per_instance: int


def busy_connections(traffic: Traffic) -> float:
    """Return the connections in use on average by Little's law (CALC-07)."""
    times = constants()
    return float(traffic.reads * times["db_read_s"] + traffic.writes * times["db_write_s"] + traffic.reports * times["db_report_s"])


def connection_pool(traffic: Traffic, instances: int, cores: int) -> Pool:
    """Return the pool that survives bursts and does not crowd the database (CALC-07; HikariCP, About Pool Sizing)."""
    limits = constants()
    busy = busy_connections(traffic)
    total = ceil(3 * busy) + 2 * instances
    ceiling = max(int(limits["pool_ceiling"]), 2 * cores + 1)
    per_instance = max(int(limits["pool_floor"]), ceil(min(total, ceiling) / instances))
    return Pool(busy, total, ceiling, per_instance)


def database_vcpu_used(traffic: Traffic) -> float:
    """Return the processors the database needs at half load, before the minimum (CALC-08)."""
    cost = constants()
    work = traffic.reads * cost["cpu_read_ms"] + traffic.writes * cost["cpu_write_ms"] + traffic.reports * cost["cpu_report_ms"]
    return float(work / 1000 / cost["db_utilisation"])


def database_vcpu(traffic: Traffic) -> int:
    """Return whole processors for the database, at least two (CALC-08)."""
    return max(int(constants()["min_vcpu"]), ceil(database_vcpu_used(traffic)))


def database_ram_gb(hot_bytes: float) -> int:
    """Return memory that holds the hot rows and their indexes, at least 4 GB (CALC-08)."""
    limits = constants()
    return max(int(limits["min_ram_gb"]), ceil(limits["hot_share"] * hot_bytes / 1e9))


def cpu_ms(language: str | None) -> float:
    """Return the processor time of one request in the language that was asked for (ASM-07)."""
    costs = load("thresholds")["app_cpu_ms"]
    return float(costs.get((language or "default").lower(), costs["default"]))


def app_instances(peak_rps: float, cpu_ms: float, redundant: bool) -> int:
    """Return the single-core instances that serve the peak at half load, two where one may fail (ASM-07, REL-030)."""
    limits = constants()
    return max(2 if redundant else 1, ceil(peak_rps * cpu_ms / 1000 / limits["app_utilisation"]))


def estimated_p95_ms(db_ms: float, joins: int, external_p95_ms: Sequence[float] = ()) -> float:
    """Return the 95th percentile an operation will have: network, application, database, peers it waits for (CALC-10)."""
    return 20 + 5 + 2.5 * db_ms * (1 + joins / 3) + sum(external_p95_ms)


def downtime_minutes(target: float) -> float:
    """Return the minutes a month that an availability allows to be away (SIG-08)."""
    return float((1 - target) * constants()["minutes_per_month"])


def serial_availability(own: float, needed: Sequence[float]) -> float:
    """Return the availability of a part that needs all the others at once (SVC-022)."""
    return own * prod(needed)


def with_fallback(availability: float, masked: float) -> float:
    """Return the availability when a fallback masks a share of the failures (SVC-022)."""
    return 1 - (1 - availability) * (1 - masked)
