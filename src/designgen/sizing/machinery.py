"""The tables of the machinery and the load in, their rows and bytes at the horizon out (CALC-06: outbox, inbox, keys, audit, sync).

Which of them a design has is decided later: each is weighed, and those that the facts already call for are figures and count as stored.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from math import ceil
from typing import Any

from designgen.knowledge.catalogue import load
from designgen.knowledge.templates import phrase
from designgen.knowledge.wording import duration
from designgen.model.facts import Attribute, EntityFacts, Figure, PlatformSize, Population, Use
from designgen.model.quantities import DAY
from designgen.sizing import storage
from designgen.sizing.domain import Domain
from designgen.sizing.files import all_files, imports
from designgen.sizing.ledger import Ledger
from designgen.sizing.load import daily_of
from designgen.sizing.population import column_of
from designgen.sizing.repeats import Repeats
from designgen.sizing.storage import Column

SENSITIVE = ("special", "health", "card", "financial", "credential", "child")
AUDITED = ("NIS2", "HIPAA", "PCI-DSS")
ONCE_A_ROW = ("create", "transition")
AUDITED_VERBS = ("create", "update", "replace", "delete", "upload", "import", "export")


def spans(offline_s: float, webhook_days: float) -> dict[str, object]:
    """Return how long rows of the machinery stay where the offline time of a device or a peer's retries decide (DATA-107, -108, -113)."""
    return {
        "idempotency_hours": ceil(24 + offline_s / 3600),
        "tombstone_days": max(30, ceil(offline_s * 4 / DAY)),
        "webhook_days": int(webhook_days),
        "operation_days": load("jobs")["parameters"]["operation_days"],
    }


def size_machinery(domain: Domain, shapes: tuple[EntityFacts, ...], ledger: Ledger) -> tuple[PlatformSize, ...]:
    """Return what each table of the machinery with a rate comes to; note figures of those that are called for, and their sum."""
    known = spans(ledger.number("offline.seconds"), ledger.number("webhooks.keep_days"))
    rates, found, stored = Rates(domain, shapes, ledger), [], 0.0
    for name, row in load("platform_tables").items():
        if "rate" not in row:
            continue
        wanted, per_day = getattr(rates, row["rate"])()
        days = float(phrase(str(row.get("stays_days", row.get("purge", {}).get("keep_days", 0))), **known))
        rows = _rows(per_day, days, ledger)
        size = storage.total_bytes([(rows, _bytes_per_row(name))])
        found.append(_sized(name, rows, size, wanted=wanted))
        if wanted:
            text = f"{_told(per_day)} a day, kept {duration(days * DAY)}" if days else f"{_told(per_day)} at any time"
            ledger.derived(_figure(f"machinery.{name}.rows_horizon", rows, "rows", "CALC-03", text))
            ledger.derived(_figure(f"machinery.{name}.bytes_horizon", size, "B", "CALC-06", "rows × (row + indexes) × 1.2"))
        stored += size if wanted else 0
    total = "rows of outbox, inbox, keys, sync log, audit, imports and sign-ins, as far as this system has them"
    ledger.derived(_figure("machinery.bytes_horizon", stored, "B", "CALC-06", total))
    webhooks, weight = ledger.number("webhooks.rows_horizon"), ledger.number("webhooks.bytes_horizon")
    return (*found, _sized("webhook_event", webhooks, weight, wanted=bool(webhooks)))


def _sized(name: str, rows: float, size: float, *, wanted: bool) -> PlatformSize:
    return PlatformSize(name=name, population=Population(rows_at_horizon=round(rows), bytes_at_horizon=round(size)), wanted=wanted)


def _rows(per_day: float, days: float, ledger: Ledger) -> float:
    """Return the rows at the horizon; what stays no counted days is a number at any time."""
    growth, years = ledger.number("load.growth"), ledger.number("load.horizon_years")
    if not days:
        return per_day * float((1 + growth) ** years)
    return storage.rows_at(0, per_day * 365, growth, years, days / 365)


def _told(number: float) -> str:
    return f"{number:.3g}" if number < 1000 else f"{number:,.0f}".replace(",", " ")


def _figure(key: str, value: float, unit: str, rule: str, formula: str) -> Figure:
    return Figure(key=key, value=value, unit=unit, provenance="derived", rule=rule, formula=formula)


@cache
def _bytes_per_row(name: str) -> float:
    """Return heap and index bytes of one row of a table, from its columns and keys in the catalogue (CALC-01, CALC-02, CALC-04)."""
    row = load("platform_tables")[name]
    columns = {name: _column(known) for name, known in row["columns"].items()}
    keys = [row["key"], *row.get("unique", []), *(index["columns"] for index in row.get("indexes", []))]
    heap = storage.heap_bytes_per_row(storage.row_bytes(list(columns.values())))
    return heap + sum(storage.index_bytes_per_row([columns[name] for name in key], key == ["seq"]) for key in keys)


def _column(row: dict[str, Any]) -> Column:
    kind, length = row["type"], row.get("length")
    average = row.get("bytes") or (min(length, max(4, 0.4 * length), 64) if kind in ("string", "text", "url") and length else 0)
    if kind == "enum" and not isinstance(row["values"], str):
        average = sum(map(len, row["values"])) / len(row["values"])
    size = average or load("field_types").get(kind, {"bytes": 8}).get("bytes") or 32
    attribute = Attribute(name="any", type=kind, low=row.get("low"), high=row.get("high"), bytes=size * (0.5 if row.get("opt") else 1))
    return column_of(attribute)


def audited_uses(shapes: Sequence[EntityFacts], domain: Domain) -> tuple[Use, ...]:
    """Return the writes that an audit log notes: of sensitive data, of money and persons whose who and when no history keeps (DATA-072).

    Nobody is noted beside an anonymous answer; where neither money nor persons are kept, whoever has a log notes every other write.
    """
    named = [facts for facts in shapes if not facts.entity.anonymous]
    touchy = [facts for facts in named if is_sensitive(facts) or (not facts.history and _is_touchy(facts, domain))]
    return tuple(use for facts in touchy or named for use in facts.uses if use.operation.verb in AUDITED_VERBS)


def is_sensitive(facts: EntityFacts) -> bool:
    """Return whether an entity holds data that a law protects above others, of persons who are known."""
    return not facts.entity.anonymous and any(attribute.pii in SENSITIVE for attribute in facts.attributes)


def _is_touchy(facts: EntityFacts, domain: Domain) -> bool:
    return domain.near_money(facts.entity) or any(attribute.pii for attribute in facts.attributes)


class Rates:
    """Rows a day of each kind, today, and whether the facts call for the table."""

    def __init__(self, domain: Domain, shapes: tuple[EntityFacts, ...], ledger: Ledger) -> None:
        self.domain, self.shapes, self.ledger = domain, shapes, ledger
        self.wishes = domain.requirements
        self.rows_a_day = {facts.key: facts.population.rows_per_year / 365 for facts in shapes}

    def _daily(self, uses: Iterator[Use]) -> float:
        """Return how often operations run on an average day; a row is created once and passes an event once, however many try."""
        per_day = 0.0
        for use in uses:
            often = use.per_second / self.ledger.number("load.peak_factor") * DAY
            created = self.rows_a_day.get(use.entity, 0.0) if use.operation.verb in ONCE_A_ROW else 0.0
            per_day += min(often, created) if created else often
        return per_day

    def _uses(self, *verbs: str) -> Iterator[Use]:
        return (use for facts in self.shapes for use in facts.uses if use.operation.verb in verbs)

    def keyed(self) -> tuple[bool, float]:
        """Requests that must have one effect however often they arrive (API-051)."""
        uses = tuple(use for facts in self.shapes for use in facts.uses)
        repeats = Repeats(self.wishes, uses)
        per_day = self._daily(use for use in uses if use.operation.verb != "import" and repeats.keyed(use)) + self.loads()[1]
        return bool(per_day), per_day

    def events(self) -> tuple[bool, float]:
        """Changes that others are told of (SIG-14)."""
        per_day = self.ledger.number("events.rate") / self.ledger.number("load.peak_factor") * DAY
        return bool(per_day) or any(way.kind == "events" for way in self.wishes.interfaces), per_day

    def messages(self) -> tuple[bool, float]:
        """Events taken in: each once for each subscriber at most (SIG-15)."""
        wanted, per_day = self.events()
        return wanted, per_day * self.ledger.number("events.fanout")

    def changes(self) -> tuple[bool, float]:
        """Rows written of what devices follow: each state a row passes, and each update (DATA-113)."""
        synced = [facts for facts in self.shapes if any(use.operation.verb == "sync" for use in facts.uses)]
        passed = sum((facts.passed if facts.entity.states else facts.population).rows_per_year / 365 for facts in synced)
        updated = self._daily(use for facts in synced for use in facts.uses if use.operation.verb in ("update", "replace", "delete"))
        return bool(synced) and any(actor.offline for actor in self.wishes.actors), passed + updated

    def slow(self) -> tuple[bool, float]:
        """Requests answered with 202 (API-060)."""
        per_day = self._daily(self._uses("export")) + self.loads()[1]
        return any(True for _ in self._uses("import", "export")), per_day

    def loads(self) -> tuple[bool, float]:
        """Files loaded in bulk: one from each sender for each run of a pipeline into an entity."""
        known = [one for use in imports(self.shapes) for one in all_files(use, self.wishes)]
        return bool(known), sum(one.per_second * DAY for one in known)

    def rejects(self) -> tuple[bool, float]:
        """Rows put aside: the share at which a load is held, so the most that ever stays (SVC-081)."""
        imported = [facts for facts in self.shapes if any(use.operation.verb == "import" for use in facts.uses)]
        rows = sum(facts.population.rows_per_year for facts in imported) / 365
        return bool(imported), rows * float(load("constants")["reject_share"])

    def audited(self) -> tuple[bool, float]:
        """Writes that the audit log notes, where a law or sensitive data call for one (DATA-072)."""
        law = any(name in AUDITED for name in self.wishes.constraints.compliance)
        noted = audited_uses(self.shapes, self.domain)
        return bool(noted) and (law or any(map(is_sensitive, self.shapes))), self._daily(iter(noted))

    def sign_ins(self) -> tuple[bool, float]:
        """People who are signed in: one session for each, whose row its next request renews."""
        people = [actor for actor in self.wishes.actors if actor.kind == "human" and actor.auth not in ("anonymous", "none")]
        return bool(people), sum(daily_of(actor) for actor in people)
