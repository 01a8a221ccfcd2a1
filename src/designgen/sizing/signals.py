"""The signals that decisions listen to: tenants, events, peers, privacy, offline times, storage, machines (A.4)."""

import re
from collections.abc import Iterable, Iterator

from designgen.knowledge.catalogue import load
from designgen.model.facts import EntityFacts, Figure
from designgen.model.quantities import DAY
from designgen.model.requirements import Requirements
from designgen.sizing import capacity, storage
from designgen.sizing.aggregates import reports, rows_per_call
from designgen.sizing.availability import planned
from designgen.sizing.capacity import Traffic
from designgen.sizing.constants import constants
from designgen.sizing.domain import Domain
from designgen.sizing.files import imports
from designgen.sizing.histories import history_population, kept_histories
from designgen.sizing.ledger import Ledger
from designgen.sizing.privacy import rank

PUSH = re.compile(r"\bwithin\s+([0-9.]+)\s*(ms|seconds?|s|minutes?|min)\b")
SECONDS = {"ms": 0.001, "s": 1, "second": 1, "seconds": 1, "min": 60, "minute": 60, "minutes": 60}


def size_signals(domain: Domain, shapes: tuple[EntityFacts, ...], ledger: Ledger) -> None:
    """Note the signals that need no storage figures."""
    for figure in (
        *_counts(domain, shapes),
        *_events(domain, shapes),
        *_people(domain.requirements, shapes),
        _tenants(domain.requirements, ledger),
    ):
        ledger.derived(figure)


def _derived(key: str, value: float, unit: str, rule: str, formula: str) -> Figure:
    return Figure(key=key, value=value, unit=unit, provenance="derived", rule=rule, formula=formula)


def _asked(figure: Figure, requirements: Iterable[str]) -> Figure:
    """Return a figure that is there for these requirements, not for the system as a whole."""
    return figure.model_copy(update={"because": tuple(dict.fromkeys(requirements))})


def _counts(domain: Domain, shapes: tuple[EntityFacts, ...]) -> Iterator[Figure]:
    requirements = domain.requirements
    roots = [entity.name for entity in domain.entities.values() if not domain.parent(entity)]
    yield _derived(
        "contexts.count",
        len(requirements.domain),
        "contexts",
        "SIG-05",
        "contexts of the domain: " + ", ".join(c.name for c in requirements.domain),
    )
    yield _derived("entities.count", len(domain.entities), "entities", "SIG-05", "entities of the domain")
    yield _derived("entities.roots", len(roots), "entities", "SIG-05", "entities that no other contains")
    references = sum(len(domain.references(entity)) for entity in domain.entities.values())
    yield _derived("entities.references", references, "references", "SIG-04", "fields that lead to another entity")
    invariants = [invariant for entity in domain.entities.values() for invariant in entity.invariants]
    yield _derived("entities.invariants", len(invariants), "invariants", "SIG-06", "invariants of the domain")
    writes = [use for facts in shapes for use in facts.uses if use.writes]
    crossing = sum(_crosses(use.entity, use.operation.over, use.operation.through) for use in writes)
    for key, entity in domain.entities.items():
        crossing += sum(
            any(re.search(rf"\b{other.name}\b", rule.text) and other.context != entity.context for other in domain.entities.values())
            for rule in domain.entities[key].invariants
        )
    total = len(writes) + len(invariants)
    yield _derived(
        "consistency.cross_tx",
        crossing / total if total else 0,
        "share",
        "SIG-06",
        f"{crossing} of {total} writes and invariants name two contexts",
    )
    yield _derived(
        "operations.count", sum(len(facts.uses) for facts in shapes), "operations", "REQ-008", "operations after expansion and merging"
    )
    joins = max(
        (1 + len([1 for name in use.operation.by if "." in name]) for facts in shapes for use in facts.uses if not use.writes), default=0
    )
    yield _derived("reads.joins", joins, "entities", "SIG-04", "most entities that one read touches")


def _crosses(entity: str, *others: str | None) -> bool:
    context = entity.partition(".")[0]
    return any(other and "." in other and other.partition(".")[0] != context for other in others)


def _tenants(requirements: Requirements, ledger: Ledger) -> Figure:
    tenancy, years = requirements.constraints.tenancy, ledger.number("load.horizon_years")
    if not tenancy.unit:
        return _derived("tenancy.tenants_horizon", 0, "tenants", "SIG-12", "no tenancy unit")
    growth = tenancy.growth.per_year if tenancy.growth else ledger.number("load.growth")
    count = tenancy.count.number if tenancy.count else 1
    return _derived(
        "tenancy.tenants_horizon", round(count * (1 + growth) ** years), "tenants", "SIG-12", f"{count:g} × (1 + {growth:g}) ^ {years:g}"
    )


def _events(domain: Domain, shapes: tuple[EntityFacts, ...]) -> Iterator[Figure]:
    """Yield what is published and received (SIG-14, SIG-15): state changes that someone outside the entity's context waits for."""
    requirements = domain.requirements
    subscribers = {facts.key: subscribers_of(facts.key, domain) for facts in shapes}
    published = [use for facts in shapes for use in facts.uses if use.operation.verb in ("create", "transition") and subscribers[facts.key]]
    published += [use for facts in shapes for use in facts.uses if use.operation.verb == "send"]
    rate = sum(use.per_second for use in published)
    formula = f"peak rate of {len(published)} operations that others wait for"
    yield _asked(_derived("events.rate", rate, "1/s", "SIG-14", formula), (need for use in published for need in use.because))
    yield _derived(
        "events.fanout",
        max((len(names) for names in subscribers.values()), default=0),
        "subscribers",
        "SIG-15",
        "most subscribers of one entity's changes",
    )
    yield _derived("integrations.count", len(requirements.integrations), "peers", "SIG-13", "integrations")
    ends = {end for pipeline in requirements.pipelines for end in (pipeline.source, pipeline.sink)}
    served = (r.id for r in requirements.requirements if any(ends & {one.entity, one.over} for one in r.operations))
    yield _asked(_derived("pipelines.count", len(requirements.pipelines), "pipelines", "SIG-13", "pipelines"), served)


def subscribers_of(key: str, domain: Domain) -> tuple[str, ...]:
    """Return who reacts to changes of an entity: peers we send it to, pipelines that read it, requirements triggered by it."""
    requirements, entity = domain.requirements, domain.entities[key]
    found = [
        peer.id
        for peer in requirements.integrations
        if peer.direction in ("out", "both") and any(domain.resolve(name) == key for name in peer.data)
    ]
    found += [pipeline.id for pipeline in requirements.pipelines if pipeline.kind == "stream" and domain.resolve(pipeline.source) == key]
    found += [
        wish.id for wish in requirements.requirements if wish.trigger and wish.trigger.startswith((f"on {entity.name}.", f"on {key}."))
    ]
    return tuple(found)


def _people(requirements: Requirements, shapes: tuple[EntityFacts, ...]) -> Iterator[Figure]:
    offline = max((actor.offline.seconds for actor in requirements.actors if actor.offline), default=0)
    yield _derived("offline.seconds", offline, "s", "SIG-11", "longest time an actor works offline")
    ranks = [rank(attribute.pii) for facts in shapes for attribute in facts.attributes]
    yield _derived("pii.rank", max(ranks, default=0), "", "SIG-10", "highest privacy class of any field")
    yield _derived("pii.fields", sum(place > 0 for place in ranks), "fields", "SIG-10", "personal fields")
    clients = {client for actor in requirements.actors for client in actor.clients} or {"web"}
    yield _derived("clients.kinds", len(clients), "kinds", "SIG-13", "kinds of client: " + ", ".join(sorted(clients)))
    external = [way for way in requirements.interfaces if way.audience in ("partners", "public")]
    yield _derived("interfaces.external", len(external), "interfaces", "SIG-13", "interfaces for partners or the public")
    yield _derived("regions.count", max(1, len(requirements.deployment.regions)), "regions", "SIG-19", "regions of the deployment")
    texts = [(wish.id, text) for wish in requirements.requirements for text in wish.acceptance]
    waits = [(float(found[1]) * SECONDS[found[2]], wish) for wish, text in texts for found in PUSH.finditer(text)]
    waits += [(5.0, need) for facts in shapes for use in facts.uses if use.operation.verb == "subscribe" for need in use.because]
    formula = "shortest `within` of an acceptance, 5 s for a subscription, 0 for none"
    shortest = min((wait for wait, _ in waits), default=0)
    yield _asked(_derived("push.seconds", shortest, "s", "SIG-20", formula), (wish for _, wish in waits))


def size_machines(domain: Domain, shapes: tuple[EntityFacts, ...], ledger: Ledger) -> None:
    """Note storage, connections and machines, after the entities have their populations (CALC-06 to CALC-08)."""
    rows, reads, writes = shapes, ledger.number("load.read_rps"), ledger.number("load.write_rps")
    heavy = _heavy_reports(shapes, ledger) * _grown(ledger)
    traffic = Traffic(max(0.0, reads - heavy), writes, heavy)
    size = sum(facts.population.bytes_at_horizon for facts in rows) + _history_bytes(shapes, domain)
    size += ledger.number("webhooks.bytes_horizon") + ledger.number("machinery.bytes_horizon")
    text = "rows at the horizon × (row + indexes) × 1.2, with status histories, received webhooks and the other tables of the machinery"
    ledger.derived(_derived("storage.bytes_horizon", size, "B", "CALC-06", text))
    wal = storage.wal_bytes_per_day(_writes_per_day(ledger), _bytes_per_write(shapes)) + _loaded_wal(shapes, ledger)
    text = "rows written a day × (row + indexes) × 3"
    ledger.derived(_derived("storage.wal_bytes_per_day", wal, "B per day", "CALC-06", text))
    backup = storage.backup_bytes(size, wal)
    ledger.derived(_derived("storage.backup_bytes", backup, "B", "CALC-06", "size × 0.5 × 7 full copies + 7 days of log"))
    vcpu = capacity.database_vcpu(traffic)
    used = "(reads × 1 ms + writes × 3 ms + reports × 100 ms) ÷ 0.5"
    asking = (wish.id for wish in domain.requirements.requirements if wish.operations)
    ledger.derived(_asked(_derived("database.vcpu_used", capacity.database_vcpu_used(traffic), "vCPU", "CALC-08", used), asking))
    ledger.derived(_derived("database.vcpu", vcpu, "vCPU", "CALC-08", "rounded up, at least 2"))
    ledger.derived(
        _derived(
            "database.ram_gb",
            capacity.database_ram_gb(_hot_bytes(shapes, ledger)),
            "GB",
            "CALC-08",
            "1.25 × rows of the last 90 days and all stock, at least 4 GB",
        )
    )
    _application(domain.requirements, traffic, vcpu, ledger)


def _application(requirements: Requirements, traffic: Traffic, vcpu: int, ledger: Ledger) -> None:
    cpu_ms = capacity.cpu_ms(requirements.constraints.tech.language)
    redundant = ledger.number("availability.target") >= (planned("app") or 1)
    count = capacity.app_instances(ledger.number("load.peak_rps_horizon"), cpu_ms, redundant)
    formula = f"peak × {cpu_ms:g} ms ÷ 0.5" + (", at least 2 because one alone does not keep the target" if redundant else "")
    ledger.derived(_derived("app.instances", count, "instances", "ASM-07", formula))
    pool = capacity.connection_pool(traffic, count, vcpu)
    ledger.derived(_derived("pool.busy", pool.busy, "connections", "CALC-07", "reads × 4 ms + writes × 12 ms + reports × 300 ms"))
    ledger.derived(_derived("pool.total", pool.total, "connections", "CALC-07", "3 × busy, rounded up, + 2 per instance"))
    ledger.derived(_derived("pool.ceiling", pool.ceiling, "connections", "CALC-07", "busy at once: 2 × vCPU + 1, at least 10"))
    ledger.derived(
        _derived(
            "pool.per_instance", pool.per_instance, "connections", "CALC-07", "the smaller of total and ceiling ÷ instances, at least 5"
        )
    )
    ledger.derived(_derived("pool.open", pool.per_instance * count, "connections", "CALC-07", f"{pool.per_instance} × {count} instances"))


def _grown(ledger: Ledger) -> float:
    return float((1 + ledger.number("load.growth")) ** ledger.number("load.horizon_years"))


def _writes_per_day(ledger: Ledger) -> float:
    return ledger.number("load.avg_rps") * _grown(ledger) * (1 - ledger.number("load.read_ratio")) * DAY


def _bytes_per_write(shapes: tuple[EntityFacts, ...]) -> float:
    weights = [(sum(use.per_second for use in facts.uses if use.writes), facts.population) for facts in shapes]
    total = sum(rate for rate, _ in weights)
    return sum(rate * (population.row_bytes + population.index_bytes) for rate, population in weights) / total if total else 0


def _loaded_wal(shapes: tuple[EntityFacts, ...], ledger: Ledger) -> float:
    """Return the log of the rows that files bring on a day, which no rate of requests counts (CALC-06)."""
    loaded = {use.entity for use in imports(shapes)}
    brought = [facts.population for facts in shapes if facts.key in loaded]
    return sum(storage.wal_bytes_per_day(one.rows_per_year / 365 * _grown(ledger), one.row_bytes + one.index_bytes) for one in brought)


def _history_bytes(shapes: tuple[EntityFacts, ...], domain: Domain) -> float:
    """Return the bytes of the status histories (DATA-066)."""
    return sum(history_population(facts, facts.key in domain.tenant_owned).bytes_at_horizon for facts in kept_histories(shapes))


def _heavy_reports(shapes: tuple[EntityFacts, ...], ledger: Ledger) -> float:
    """Return the peak rate of the reports that read so much that they cost what a report costs; others are reads (DATA-101)."""
    known, years = {facts.key: facts for facts in shapes}, ledger.number("load.horizon_years")
    least = load("thresholds")["aggregates"]["rows_per_call"]
    return sum(use.per_second for facts, use, path in reports(known) if rows_per_call(facts, path, known, years) >= least)


def _hot_bytes(shapes: tuple[EntityFacts, ...], ledger: Ledger) -> float:
    share = constants()["hot_days"] / 365
    total = 0.0
    for facts in shapes:
        rows = facts.population.rows_at_horizon
        if facts.population.rows_per_year:
            rows = min(rows, facts.population.rows_per_year * share * _grown(ledger))
        total += rows * (facts.population.row_bytes + facts.population.index_bytes)
    return total
