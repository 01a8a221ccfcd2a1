"""Peers that send webhooks in, how many arrive, how long their bytes are kept and what that takes out (SIG-14, DATA-108)."""

from math import ceil

from designgen.knowledge.catalogue import load
from designgen.model.facts import EntityFacts, Figure
from designgen.model.peers import Integration
from designgen.model.quantities import DAY, YEAR
from designgen.sizing import storage
from designgen.sizing.domain import Domain
from designgen.sizing.ledger import Ledger
from designgen.sizing.naming import plural_of
from designgen.sizing.storage import BOOL, INSTANT, SMALLINT, UUID, varying

COLUMNS = [
    UUID, INSTANT, varying(6), varying(30), varying(22), BOOL, varying(400), varying(1100), varying(9), SMALLINT, INSTANT,
    varying(1), INSTANT,
]  # fmt: skip
KEYS = ([UUID], [varying(6), varying(30)], [INSTANT])


def size_webhooks(domain: Domain, shapes: tuple[EntityFacts, ...], ledger: Ledger) -> None:
    """Note how many webhooks arrive, for how long they stay, and the rows and bytes at the horizon."""
    per_day = sum(_per_day(peer, domain, shapes, ledger) for peer in domain.requirements.integrations if peer.webhooks)
    ledger.derived(_figure("ingress.rate", per_day / DAY, "1/s", "SIG-14", "webhooks received, on average"))
    keep = keep_days(domain.requirements.integrations)
    years, growth = ledger.number("load.horizon_years"), ledger.number("load.growth")
    rows = storage.rows_at(0, per_day * 365, growth, years, keep / 365)
    row = storage.heap_bytes_per_row(storage.row_bytes(COLUMNS)) + sum(storage.index_bytes_per_row(key) for key in KEYS)
    ledger.derived(_figure("webhooks.keep_days", keep, "days", "DATA-108", "the larger of 30 days and twice the longest retry window"))
    ledger.derived(_figure("webhooks.rows_horizon", rows, "rows", "CALC-03", f"{per_day:g} a day, kept {keep} days"))
    ledger.derived(_figure("webhooks.bytes_horizon", storage.total_bytes([(rows, row)]), "B", "CALC-06", "rows × (row + indexes) × 1.2"))


def keep_days(peers: tuple[Integration, ...]) -> int:
    """Return how long received webhooks stay: long enough to see a sender's last retry twice over, and no longer (DATA-108)."""
    windows = [peer.webhooks.retry_window.seconds for peer in peers if peer.webhooks and peer.webhooks.retry_window]
    return max(int(load("thresholds")["webhooks"]["keep_days"]), ceil(2 * max(windows, default=0) / DAY))


def _per_day(peer: Integration, domain: Domain, shapes: tuple[EntityFacts, ...], ledger: Ledger) -> float:
    """Return a peer's webhooks a day: as given, else two for each new row of what it tells of."""
    if peer.webhooks and peer.webhooks.rate:
        return peer.webhooks.rate.per_second * DAY
    told = {domain.resolve(name) for name in peer.data}
    about = [facts for facts in shapes if facts.key in told and facts.population.rows_per_year]
    daily = sum(facts.population.rows_per_year for facts in about) * DAY / YEAR
    if not daily:
        return 0.0
    things = " and ".join(plural_of(facts.entity) for facts in about)
    each = ledger.default(f"webhooks.{peer.id}", "webhooks.per_row", peer=peer.id, things=things, daily=daily)
    return each * daily


def _figure(key: str, value: float, unit: str, rule: str, formula: str) -> Figure:
    return Figure(key=key, value=value, unit=unit, provenance="derived", rule=rule, formula=formula)
