"""What is not needed yet: measured value, threshold and the years until it is crossed (CORE-05, CALC-09)."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from designgen.knowledge.catalogue import load
from designgen.knowledge.templates import phrase
from designgen.model.facts import Crossing, EntityFacts, PlatformSize, Population
from designgen.model.quantities import YEAR
from designgen.sizing.aggregates import is_heavy, reports, rows_per_call
from designgen.sizing.domain import Domain
from designgen.sizing.ledger import Ledger, six_digits
from designgen.sizing.storage import partition_purge, years_until, years_until_rows
from designgen.sizing.tables import Sized, sized_tables

FAR = 100
TIMED_SHARE = 0.8
WHOLE = {
    "read-replica": "database.vcpu_used",
    "cache": "load.read_rps",
    "broker": "events.rate",
    "sharding.size": "storage.bytes_horizon",
    "sharding.writes": "load.rows_written_per_s",
}


class Gauge(NamedTuple):
    """One threshold with what was measured; `years` counts from the build, None is never; `row` words it."""

    row: str
    subject: str
    measured: float
    threshold: float
    years: float | None
    share: float = 0


def crossings_of(
    domain: Domain, shapes: tuple[EntityFacts, ...], machinery: Sequence[PlatformSize], ledger: Ledger
) -> tuple[Crossing, ...]:
    """Return the thresholds that are not reached at the horizon."""
    rows, project = load("thresholds")["crossings"], domain.requirements.project.name
    tables = list(sized_tables(domain, shapes, machinery))
    found = []
    for gauge in (*_measured(ledger), *_by_size(tables, ledger), *_by_table(shapes, ledger), *_by_report(shapes, ledger)):
        row, left = rows[gauge.row], gauge.years
        if gauge.measured >= gauge.threshold and "blocked" not in gauge.row:
            continue
        found.append(
            Crossing(
                key=gauge.row.removesuffix(".blocked"),
                statement=phrase(row["statement"], project=project, **gauge._asdict()),
                measured=six_digits(gauge.measured),
                threshold=gauge.threshold,
                unit=row["unit"],
                years=None if left is None or left > FAR else round(left, 2),
                rule=row["rule"],
                because=("CORE-05", "CALC-09"),
            )
        )
    return tuple(found)


def _by_report(shapes: tuple[EntityFacts, ...], ledger: Ledger) -> Iterator[Gauge]:
    """Yield what one call of each report reads (DATA-101)."""
    known, growth, years = {facts.key: facts for facts in shapes}, ledger.number("load.growth"), ledger.number("load.horizon_years")
    limit = load("thresholds")["aggregates"]["rows_per_call"]
    for facts, use, path in reports(known):
        rows = rows_per_call(facts, path, known, years)
        if not is_heavy(rows, use):
            left = years_until(limit, rows, growth)
            yield Gauge("aggregate", use.id, rows, limit, None if left is None else left + years)


def _measured(ledger: Ledger) -> Iterator[Gauge]:
    """Yield what is measured at the horizon for the whole system and grows with the load."""
    growth, horizon = ledger.number("load.growth"), ledger.number("load.horizon_years")
    for key, figure in WHOLE.items():
        measured, threshold = ledger.number(figure), load("thresholds")["crossings"][key]["threshold"]
        left = years_until(threshold, measured, growth)
        yield Gauge(key, "", measured, threshold, None if left is None else left + horizon)
    devs = load("thresholds")["crossings"]["service-extraction"]
    yield Gauge("service-extraction", "", ledger.number("team.devs"), devs["threshold"], None)


def _by_table(shapes: tuple[EntityFacts, ...], ledger: Ledger) -> Iterator[Gauge]:
    growth, horizon = ledger.number("load.growth"), ledger.number("load.horizon_years")
    rows = load("thresholds")["crossings"]
    purged = [
        (partition_purge(f.population.rows_per_year, growth, horizon, _keep_years(f.population)), f) for f in shapes if f.population.keep_s
    ]
    if purged:
        monthly, busiest = max(purged, key=lambda pair: pair[0])
        limit = rows["partitioning.purge"]["threshold"]
        left = years_until(limit, monthly, growth) if monthly else None
        yield Gauge("partitioning.purge", busiest.table, monthly, limit, None if left is None else left + horizon)
    searched = [facts for facts in shapes if any(attribute.searchable for attribute in facts.attributes)]
    if searched:
        top = max(searched, key=lambda facts: facts.population.rows_at_horizon)
        limit = rows["search-engine"]["threshold"]
        yield Gauge("search-engine", top.table, top.population.rows_at_horizon, limit, _until_rows(top, limit, growth))


def _by_size(tables: Sequence[Sized], ledger: Ledger) -> Iterator[Gauge]:
    """Yield whether the largest table outgrows memory, and if it does, whether its operations filter by time (DATA-140)."""
    if not tables:
        return
    largest = max(tables, key=lambda table: table.population.bytes_at_horizon)
    growth, horizon = ledger.number("load.growth"), ledger.number("load.horizon_years")
    limit = min(load("thresholds")["crossings"]["partitioning.size"]["threshold"], ledger.number("database.ram_gb") * 1e9)
    size = largest.population.bytes_at_horizon
    reading = [path for path in largest.paths if path.equality or path.range or path.sort]
    timed = sum(path.range is not None for path in reading) / len(reading) if reading else 0.0
    if size >= limit and timed < TIMED_SHARE:
        yield Gauge("partitioning.size.blocked", largest.name, size, limit, None, timed)
    else:
        yield Gauge("partitioning.size", largest.name, size, limit, _until_bytes(largest.population, limit, growth, horizon))


def _keep_years(population: Population) -> float | None:
    return population.keep_s / YEAR if population.keep_s else None


def _until_rows(facts: EntityFacts, threshold: float, growth: float) -> float | None:
    population = facts.population
    if population.rows_per_year:
        return years_until_rows(threshold, population.rows_now, population.rows_per_year, growth, _keep_years(population))
    return years_until(threshold, population.rows_now, growth)


def _until_bytes(population: Population, limit: float, growth: float, horizon: float) -> float | None:
    if population.rows_per_year and population.rows_at_horizon:
        per_row = population.bytes_at_horizon / population.rows_at_horizon
        return years_until_rows(limit / per_row, population.rows_now, population.rows_per_year, growth, _keep_years(population))
    left = years_until(limit, population.bytes_at_horizon, growth)
    return None if left is None else left + horizon
