"""Figures in, what limits first out: share used at the planned peak, and the multiple at which 0.8 is reached (CAP-046, CAP-050)."""

from collections.abc import Mapping
from math import log

from designgen.engines.offline.backend.reading import Brief
from designgen.knowledge.catalogue import load
from designgen.knowledge.templates import phrase
from designgen.knowledge.wording import duration, figure
from designgen.model.design.architecture import Bottleneck
from designgen.model.quantities import YEAR
from designgen.sizing.capacity import cpu_ms
from designgen.syntax.slug import slug

FULL = 0.8
CORES = 1


def bottlenecks(brief: Brief) -> tuple[Bottleneck, ...]:
    """Return the limits, the fullest first; every utilisation is at the horizon's peak."""
    found = [_database_cpu(brief), _connections(brief), _instances(brief), _writes(brief), *_peers(brief)]
    return tuple(sorted((limit for limit in found if limit), key=lambda limit: (-limit.utilisation, limit.key)))


def years_left(utilisation: float, growth: float) -> float | None:
    """Return the years after the horizon until 0.8 is reached: ln(0.8 / u) / ln(1 + g); None is never (CAP-046)."""
    if utilisation <= 0 or growth <= 0 or utilisation >= FULL:
        return 0.0 if utilisation >= FULL else None
    return log(FULL / utilisation) / log(1 + growth)


def _database_cpu(brief: Brief) -> Bottleneck | None:
    """CPU seconds a second over cores: 1 ms a read, 3 ms a write (CALC-08)."""
    cores = brief.number("database.vcpu")
    if not cores:
        return None
    used = (brief.number("load.read_rps") * 1 + brief.number("load.write_rps") * 3) / 1000 / cores
    values = {"size": figure(cores), "twice": figure(2 * cores)}
    return _limit(brief, "database-cpu", ("database CPU", used, "CALC-08"), values)


def _connections(brief: Brief) -> Bottleneck | None:
    """Busy connections over those that are open and served: the pools of all instances, or the ceiling of the database (CALC-07)."""
    ceiling, opened, each = brief.number("pool.ceiling"), brief.number("pool.open"), brief.number("pool.per_instance")
    if not ceiling or not opened:
        return None
    wider = ceiling // brief.number("app.instances", 1)
    used = brief.number("pool.busy") / min(ceiling, opened)
    values = {name: figure(value) for name, value in {"each": each, "wider": wider, "open": opened, "ceiling": ceiling}.items()}
    values |= {"size": figure(brief.number("database.vcpu")), "cores": figure((ceiling + 1) // 2)}
    step = "connections" if wider > each else "connections-full"
    return _limit(brief, "connections", ("database connections", used, "CALC-07"), values, step)


def _instances(brief: Brief) -> Bottleneck | None:
    """CPU seconds a second over instances of one core (ASM-07)."""
    instances = brief.number("app.instances")
    if not instances:
        return None
    work = cpu_ms(brief.requirements.constraints.tech.language)
    used = brief.number("load.peak_rps_horizon") * work / 1000 / (instances * CORES)
    each, ceiling = brief.number("pool.per_instance"), brief.number("pool.ceiling")
    opened = 2 * instances * each
    values: dict[str, object] = {"twice": figure(2 * instances), "each": figure(each), "open": figure(opened), "ceiling": figure(ceiling)}
    return _limit(brief, "app", ("application instances", used, "ASM-07"), {**values, "fits": opened <= ceiling})


def _writes(brief: Brief) -> Bottleneck | None:
    """Write transactions a second over what one primary bears (ASM-08)."""
    ceiling = float(load("components")["write_ceiling"])
    writing = sorted((use for use in brief.facts.uses if use.writes), key=lambda use: (-use.per_second, use.id))
    if not writing:
        return None
    hottest = writing[0].entity.rpartition(".")[2]
    return _limit(brief, "writes", ("write transactions", brief.number("load.write_rps") / ceiling, "ASM-08"), {"hottest": hottest})


def _peers(brief: Brief) -> list[Bottleneck | None]:
    """Our calls a second over the limit of a peer, which does not grow with us (SVC-025)."""
    found: list[Bottleneck | None] = []
    growth = (1 + brief.number("load.growth")) ** brief.number("load.horizon_years", 3)
    for peer in brief.requirements.integrations:
        limit, ours = peer.limit or peer.rate, peer.rate_out or (peer.rate if peer.limit else None)
        if not limit or not ours or peer.direction == "in":
            continue
        used = ours.per_second * growth / limit.per_second
        values = {"peer": peer.id, "limit": figure(limit.per_second)}
        found.append(_limit(brief, f"peer-{slug(peer.id)}", (f"calls to {peer.id}", used, "SVC-025"), values))
    return found


def _limit(brief: Brief, key: str, measured: tuple[str, float, str], values: Mapping[str, object], step: str = "") -> Bottleneck | None:
    resource, used, rule = measured
    used = float(f"{used:.3g}")
    if used <= 0:
        return None
    multiple = float(f"{FULL / used:.3g}")
    steps = load("components")["next_steps"]
    text = phrase(steps[step or ("peer" if key.startswith("peer-") else key)], **values, doubled=figure(2 * multiple))
    left = years_left(used, brief.number("load.growth"))
    when = "It is due before launch." if left == 0 else f"At the planned growth that is {_far(left)}." if left is not None else ""
    return Bottleneck(
        key=f"bottleneck:{key}",
        resource=resource,
        utilisation=used,
        breaks_at=multiple,
        next_step=f"{text} {when}".strip(),
        because=(*(wish.id for wish in brief.requirements.requirements if wish.priority != "wont"), "CAP-046", "CAP-050", rule),
    )


def _far(years: float) -> str:
    return "more than 20 years after the horizon" if years > 20 else f"{duration(max(years, 1 / 12) * YEAR)} after the horizon"
