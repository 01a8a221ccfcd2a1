"""The records of a design in, the rows of the list of decisions out: state, scores, lead, what turning back costs."""

from collections.abc import Mapping
from typing import Any

from designgen.binders.site.places import address
from designgen.model.decision import Decision, Option, Record
from designgen.model.design.whole import Design

COSTS = ("hours", "weeks", "months")
SCALE = 3.0
"""Scores reach from -3 to 3 (ADR-S2)."""


def decided(design: Design, states: Mapping[str, str], pages: Mapping[str, str]) -> dict[str, Any]:
    """Return what the list shows; `states` are the states that a human set in the files, by path."""
    rows = [_row(record, states.get(record.path) or record.decision.status, pages) for record in design.records]
    return {
        "rows": rows,
        "awaiting": sum(row["status"] == "proposed" for row in rows),
        "close": sum(row["close"] for row in rows),
        "conventions": [_small(record.decision) for record in design.conventions],
        "conventions_page": address(pages["adr/conventions.md"]) if "adr/conventions.md" in pages else "",
    }


def margin(decision: Decision) -> tuple[str, str]:
    """Return the lead of the choice and over what; empty where no rival is left."""
    if not decision.rivals:
        return "", ""
    return f"{decision.margin:+.2f}", decision.rivals[0].title


def _row(record: Record, status: str, pages: Mapping[str, str]) -> dict[str, Any]:
    decision = record.decision
    lead, rival = margin(decision)
    return {
        "number": record.number,
        "href": address(pages[record.path]) if record.path in pages else "",
        "title": decision.title,
        "question": decision.question,
        "chosen": decision.chosen.title,
        "status": status,
        "margin": lead,
        "rival": rival,
        "close": bool(decision.rivals) and decision.close_call,
        "against": bool(decision.rivals) and decision.margin < 0,
        "cost": COSTS[decision.reversal - 1],
        "options": [_bar(option, decision.choice) for option in decision.options],
    }


def _small(decision: Decision) -> dict[str, Any]:
    lead, rival = margin(decision)
    flip = decision.flips[0] if decision.flips else None
    return {
        "title": decision.title,
        "chosen": decision.chosen.title,
        "margin": lead,
        "rival": rival,
        "flip": f"{flip.change}: {flip.winner}" if flip else "",
    }


def _bar(option: Option, choice: str) -> dict[str, Any]:
    """Place a score on a line of 100 from the least to the best."""
    at = round(50 + max(-SCALE, min(SCALE, option.score)) / SCALE * 50, 1)
    return {
        "title": option.title,
        "score": f"{option.score:.2f}",
        "from": min(50.0, at),
        "width": round(abs(at - 50), 1),
        "chosen": option.id == choice,
        "veto": option.veto,
    }
