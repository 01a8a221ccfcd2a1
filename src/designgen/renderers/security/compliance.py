"""Frameworks of the requirements and the design in; duty by duty where the package meets it out (CMP-001..003)."""

from designgen.knowledge import catalogue, conditions
from designgen.knowledge.templates import phrase
from designgen.knowledge.wording import counted, duration, listed
from designgen.model.design.whole import Design

RESTRICTED = frozenset(("card", "health", "child", "special"))


def frameworks(design: Design) -> list[dict[str, object]]:
    """Return per framework its rows; one that the catalogue does not know says so."""
    names = _names(design)
    found: list[dict[str, object]] = []
    for wanted in design.facts.requirements.constraints.compliance:
        row = next((one for one in catalogue.load("compliance") if wanted.upper() in one["matches"]), None)
        if row is None:
            found.append({"title": wanted, "rows": []})
            continue
        rows = [
            {
                "duty": phrase(one["duty"], **names),
                "met": phrase(one["met"], **names),
                "where": [phrase(path, **names) for path in one["where"]],
            }
            for one in row["rows"]
            if conditions.holds(one.get("when", "true"), names)
        ]
        found.append({"title": row["title"], "rows": rows})
    return found


def _names(design: Design) -> dict[str, object]:
    requirements = design.facts.requirements
    peers = [one for one in design.integrations.adapters if one.name != "identity-provider"]
    classes = {str(column.attribute.pii) for table in design.database.tables for column in table.columns if column.attribute.pii}
    fiscal = next((one for one in peers if one.fiscal), None)
    erasing = [job.name for job in design.database.jobs if job.name.startswith("erase-")]
    consumers = [actor.name for actor in requirements.actors if actor.kind == "human" and actor.auth in ("anonymous", "none", None)]
    limits: dict[str, object] = catalogue.load("providers")["fiscal"]
    return limits | {
        "personal": bool(classes),
        "restricted": bool(classes & RESTRICTED),
        "dpia": f"{listed(sorted(classes & RESTRICTED))} data is stored",
        "peers": len(peers),
        "webhooks": any(one.receives for one in peers),
        "money_peers": any(one.money for one in peers),
        "fiscal": fiscal is not None,
        "fiscal_name": fiscal.name if fiscal else "",
        "fiscal_keep": _kept(design, fiscal.data if fiscal else ()),
        "money_names": listed([one.name for one in peers if one.money]),
        "personal_tables": listed([f"`{one.table}`" for one in design.security.data]) or "no table holds personal data",
        "erasing": f"jobs {listed(erasing)} after an order in the erasure ledger"
        if erasing
        else "by hand with the statement of the runbook",
        "processors": listed([one.name for one in peers if _personal(design, one.data)]) or "none of the systems of others",
        "threat_count": len(design.security.threats),
        "residency": _residency(design),
        "region": listed(list(requirements.deployment.regions)) or "not chosen yet",
        "card_free": _card(design),
        "consumers": listed(consumers) or "everyone",
        "locales": listed(list(requirements.project.locales)) or "the language of the service",
    }


def _personal(design: Design, entities: tuple[str, ...]) -> bool:
    return any(column.attribute.pii for table in design.database.tables if table.entity in entities for column in table.columns)


def _residency(design: Design) -> str:
    wanted = design.facts.requirements.constraints.residency
    return wanted if isinstance(wanted, str) else "per row, see the requirements" if wanted else "not given"


def _card(design: Design) -> str:
    made = next((one for one in design.facts.requirements.decisions if "card" in (one.decision or "").lower()), None)
    columns = counted(sum(len(table.columns) for table in design.database.tables), "column")
    return (
        f"{made.id}: {made.decision}; none of the {columns} can hold a card number"
        if made
        else f"none of the {columns} can hold a card number"
    )


def _kept(design: Design, entities: tuple[str, ...]) -> str:
    for table in design.database.tables:
        if table.entity in entities and table.retention:
            return (
                f"`{table.name}` is kept {duration(table.retention.keep_days * 86_400)}; file and receipts go to preservation before that"
            )
    return "rows have no end; file and receipts go to preservation"
