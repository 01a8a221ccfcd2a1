"""A design and one of its operations in, what a call waits for out: edge, hops, token, processor, database, peers (CAP-040)."""

from designgen.knowledge import catalogue
from designgen.model.design.api import ApiOperation
from designgen.model.design.whole import Design
from designgen.sizing.aggregates import reports, rows_per_call
from designgen.sizing.capacity import cpu_ms
from designgen.sizing.latency import Leg

EXPORT = "export"


def legs(design: Design, operation: ApiOperation) -> tuple[Leg, ...]:
    """Return the stretches of one call; a report costs what its rows cost to read, not what any report might (CAP-024)."""
    known = catalogue.load("constants")["legs"]
    work = cpu_ms(design.facts.requirements.constraints.tech.language)
    inner = [Leg(name, known[name]["p50"], known[name]["p99"], times) for name, times in (("edge", 1), ("hop", 2), ("token", 1))]
    served = {*operation.serves, operation.name}
    peers = [Leg(adapter.name, adapter.p50_ms, adapter.p99_ms) for adapter in design.integrations.adapters if served & set(adapter.callers)]
    return (*inner, _database(design, operation), Leg("processor", work, work), *peers)


def _database(design: Design, operation: ApiOperation) -> Leg:
    known = catalogue.load("constants")["legs"]
    kind = "report" if operation.kind == EXPORT else "read" if operation.method == "get" else "write"
    if operation.kind != "report":
        return Leg(kind, known[kind]["p50"], known[kind]["p99"])
    read, scanned = known["read"], 1000 * report_rows(design, operation.name) / catalogue.load("constants")["scan_rows_per_s"]
    return Leg("report", read["p50"] + scanned, read["p99"] + 3 * scanned)


def report_rows(design: Design, name: str) -> float:
    """Return the rows that one call of a report reads at the horizon; 0 for a stored result or what is no report (DATA-101)."""
    entities = {entity.key: entity for entity in design.facts.entities}
    if any(view.stored and name in view.serves for view in design.database.views):
        return 0.0
    years = design.facts.number("load.horizon_years")
    return next((rows_per_call(facts, path, entities, years) for facts, use, path in reports(entities) if use.id == name), 0.0)
