"""What the shape of a domain says beyond its counts: enumerations, changes that go together, reports, proof, papers of the state.

Each function answers one topic of the catalogue; texts name the things, conditions ask for the numbers.
"""

import re

from designgen.decisions.things import some
from designgen.knowledge.catalogue import load
from designgen.knowledge.wording import listed
from designgen.model.facts import EntityFacts, Facts
from designgen.model.peers import Integration
from designgen.sizing.aggregates import is_heavy, reports, rows_per_call
from designgen.sizing.naming import snake

FISCAL = re.compile(r"\b(?:IT-SDI|FATTURAPA|PEPPOL|XRECHNUNG|FACTUR-X|KSEF|CFDI)\b")
FISCAL_TYPES = ("sdi_code",)
PRIVATE = ("jdbc", "ldap", "sftp", "ftp", "ftps")
FILES = ("sftp", "ftp", "ftps", "as2")


def names_of_structure(facts: Facts) -> dict[str, object]:
    """Return the names that the topics of structure ask for."""
    return _enumerations(facts) | _together(facts) | _reports(facts) | _proof(facts) | _fiscal(facts) | _peers(facts) | _legacy(facts)


def _enumerations(facts: Facts) -> dict[str, object]:
    """The sets of values (ADR-08); those of states are kept by the guard of the table."""
    sets = [
        (f"`{known.entity.name}.{one.source}`", len(one.values))
        for known in facts.entities
        for one in known.attributes
        if one.values and one.role != "status" and one.source
    ]
    return {
        "enum_count": len(sets),
        "enum_list": some([name for name, _ in sets]) or "no field",
        "enum_most": max((size for _, size in sets), default=0),
        "enum_longest": max(sets, key=lambda pair: pair[1])[0] if sets else "no field",
    }


def _together(facts: Facts) -> dict[str, object]:
    """Pairs of entities in two contexts whose events share a name, where one refers to the other: they happen together (ADR-19)."""
    pairs = [
        (f"`{target.entity.name}.{event}`", f"`{known.entity.name}.{event}`", peers_of(known, facts))
        for known in facts.entities
        for target in facts.entities
        if target.entity.context != known.entity.context and any(one.target == target.key for one in known.attributes)
        for event in sorted(_events(known) & _events(target))
    ]
    pairs += _charged(facts)
    outside = tuple(dict.fromkeys(peer for *_, peers in pairs for peer in peers))
    return {
        "together_count": len(pairs),
        "together_list": listed([f"{first} with {second}" for first, second, _ in pairs]) or "nothing",
        "together_outside": bool(outside),
        "together_peers": listed(list(outside)) or "no peer",
    }


def _charged(facts: Facts) -> list[tuple[str, str, tuple[str, ...]]]:
    """Pairs of an event that cannot be taken back and the row of money that proves it, such as an order paid and its payment."""
    words = load("lexicon")["charging_entities"]
    return [
        (f"`{known.entity.name}.{use.operation.event}`", f"its `{money.entity.name}`", peers_of(money, facts))
        for known in facts.entities
        for use in known.uses
        for money in facts.entities
        if use.irreversible
        and use.operation.event
        and use.operation.event not in _events(money)
        and snake(money.entity.name) in words
        and money.entity.context != known.entity.context
        and any(one.target == known.key for one in money.attributes)
    ]


def _events(known: EntityFacts) -> set[str]:
    return {move.event for state in known.entity.states for move in state.transitions}


def peers_of(known: EntityFacts, facts: Facts) -> tuple[str, ...]:
    """Return the integrations that act on rows of an entity."""
    return tuple(peer.id for peer in facts.requirements.integrations if known.key in peer.data or known.entity.name in peer.data)


def _reports(facts: Facts) -> dict[str, object]:
    """What one call of the dearest report reads: rows divided by the distinct values of what it is grouped by (DATA-101)."""
    known, years = {one.key: one for one in facts.entities}, facts.number("load.horizon_years")
    asked = [(rows_per_call(one, path, known, years), use) for one, use, path in reports(known)]
    dearest = max(asked, key=lambda found: found[0] * max(found[1].per_second, 1e-9), default=None)
    if dearest is None:
        return {"report_list": "no report", "report_rows": 0.0, "report_rows_per_s": 0.0, "report_stale_s": 0.0, "report_heavy": False}
    rows, use = dearest
    return {
        "report_list": listed([f"`{one.id}`" for _, one in asked]),
        "report_rows": float(round(rows)),
        "report_rows_per_s": rows * use.per_second,
        "report_stale_s": use.stale_s,
        "report_heavy": is_heavy(rows, use),
    }


def _proof(facts: Facts) -> dict[str, object]:
    """Which of the five reasons for event sourcing hold (SVC-041), and how much more is read than written (SVC-040)."""
    ratio = facts.number("load.read_ratio")
    reasons = []
    if facts.requirements.constraints.compliance and facts.holds("has_history") and facts.holds("has_money"):
        reasons.append("each change has to be proven")
    if facts.number("offline.seconds") > 0:
        reasons.append("commands given offline are merged")
    if any(entity.from_source for entity in facts.requirements.entities):
        reasons.append("aggregates can be rebuilt from what they came from")
    return {
        "source_reasons": len(reasons),
        "source_reasons_text": listed(reasons) or "none",
        "reads_per_write": ratio / (1 - ratio) if ratio < 1 else 1e9,
    }


def _fiscal(facts: Facts) -> dict[str, object]:
    """Documents that a tax authority's exchange has to take (ADR-O32), with how many a month."""
    requirements = facts.requirements
    asked = any(FISCAL.search(word.upper()) for word in requirements.constraints.compliance)
    papers = [known for known in facts.entities if any(one.type in FISCAL_TYPES for one in known.attributes)]
    peers = [peer for peer in requirements.integrations if papers and any(peer.id in peers_of(known, facts) for known in papers)]
    monthly = sum(known.population.rows_per_year for known in papers) / 12
    return {
        "fiscal": bool(papers and (asked or peers)),
        "fiscal_list": listed([known.entity.name for known in papers]) or "no document",
        "fiscal_peers": listed([peer.id for peer in peers]) or "no peer",
        "fiscal_monthly": monthly,
        "fiscal_many": monthly > 50_000,
        "fiscal_few": bool(papers) and monthly < 50,
        "fiscal_via": bool([peer for peer in peers if peer.intermediary]),
        "fiscal_via_text": listed([peer.intermediary for peer in peers if peer.intermediary]) or "no intermediary",
    }


def _peers(facts: Facts) -> dict[str, object]:
    """What topics over all integrations ask for: who is called, who sends rows to us, who speaks over a private line."""
    peers = facts.requirements.integrations
    called = [peer for peer in peers if peer.direction in ("out", "both")]
    told = [peer for peer in peers if peer.direction in ("in", "both") and peer.data]
    pushed = [peer for peer in told if peer.webhooks or peer.protocol == "webhook"]
    private = [peer for peer in peers if (peer.protocol or "").lower() in PRIVATE]
    return {
        "peers_called": len(called),
        "called_list": listed([peer.id for peer in called]) or "no peer",
        "peers_told": len(told),
        "told_list": listed([peer.id for peer in told]) or "no peer",
        "told_push": bool(pushed),
        "told_files": bool([peer for peer in told if (peer.protocol or "").lower() in FILES]),
        "private_count": len(private),
        "private_list": listed([f"{peer.id} ({peer.protocol})" for peer in private]) or "no peer",
        "external_pairs": len(peers),
        "versioned_peers": listed([_format(peer) for peer in peers]) or "no peer",
    }


def _format(peer: Integration) -> str:
    return f"{peer.id} ({peer.format or peer.protocol or 'format unknown'})"


def _legacy(facts: Facts) -> dict[str, object]:
    """What is there already and has to go or stay (ADR-31)."""
    systems = facts.requirements.existing.systems
    migration = facts.requirements.constraints.migration
    downtime = migration.max_downtime.seconds if migration.max_downtime else 0.0
    return {
        "legacy_list": listed([system.id for system in systems]) or "no system",
        "legacy_stays": bool(systems) and all(system.fate in ("keep", "wrap") for system in systems),
        "legacy_poor": any(system.knowledge == "poor" for system in systems),
        "legacy_small": 0 < len(systems) <= 3 and downtime >= 48 * 3600,
    }
