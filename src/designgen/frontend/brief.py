"""Which models have a short form, and who reads it: a scalar in, the values of the long form out."""

import re
from collections.abc import Callable
from typing import Any

from designgen.frontend.field_text import field
from designgen.frontend.identities import leading_id
from designgen.frontend.invariant_text import invariant
from designgen.frontend.ledger import Ledger
from designgen.frontend.operation_text import operation, sort_key
from designgen.frontend.text_rules import UNKNOWN_PART
from designgen.frontend.walk_rules import WRONG_AMOUNT
from designgen.frontend.words import Sentence
from designgen.model.domain import AggregateSource, Field, Invariant, Transition, Volume
from designgen.model.frozen import Frozen
from designgen.model.peers import Interface
from designgen.model.quantities import Count, Rate
from designgen.model.requirements import GivenDecision, OpenQuestion
from designgen.model.wishes import Goal, Operation, SortKey, Stakeholder
from designgen.syntax.nodes import Scalar

Values = dict[str, Any]
Brief = Callable[[Scalar, str, Ledger], Values | None]
NAME = r"[A-Za-z][A-Za-z0-9_]*"


def transition(scalar: Scalar, path: str, ledger: Ledger) -> Values | None:
    """Read the state that an event leads to."""
    ledger.place(f"{path}.to", scalar.mark.span)
    return {"to": scalar.text}


def volume(scalar: Scalar, path: str, ledger: Ledger) -> Values | None:
    """Read a stock such as `8k` or a flow such as `10k/day`."""
    text = scalar.text.strip()
    if re.fullmatch(Count.grammar, text):
        return {"rows": Count.of(text)}
    if re.fullmatch(Rate.grammar, text):
        return {"rate": Rate.of(text)}
    found = re.fullmatch(rf"({Count.grammar}) per ({NAME}(?:\.{NAME})?)", text)
    if found:
        ledger.place(f"{path}.per", scalar.part(scalar.text.rfind(" ") + 1, len(found.groups()[-1])))
        return {"avg": Count.of(found[1]), "per": found.groups()[-1]}
    advice = "write rows such as `8k`, a rate such as `10k/day`, or both: `{{rows: 8k, rate: 100/day, keep: 2y}}`"
    ledger.report(WRONG_AMOUNT, scalar.mark.span, text=text, what="a volume", advice=advice.replace("{{", "{").replace("}}", "}"))
    return None


def source(scalar: Scalar, path: str, ledger: Ledger) -> Values | None:
    """Read what a kept aggregate is computed from: `Order by venue+business_date.month` (V8)."""
    sentence = Sentence(scalar)
    words = sentence.words
    if len(words) not in (1, 3) or (len(words) == 3 and words[1].text != "by"):
        wrong = words[1] if len(words) > 1 else None
        ledger.report(
            UNKNOWN_PART,
            sentence.span(wrong),
            text=scalar.text,
            what="`from`",
            advice="write `Entity by field+field`, such as `Order by venue+placed_at.month`",
        )
        return None
    ledger.place(f"{path}.entity", sentence.span(words[0]))
    parts = words[2].split("+") if len(words) == 3 else []
    for number, part in enumerate(parts):
        ledger.place(f"{path}.by.{number}", sentence.span(part))
    return {"entity": words[0].text, "by": tuple(part.text for part in parts)}


def text_with_id(scalar: Scalar, _path: str, _ledger: Ledger) -> Values | None:
    """Read `G1: every guest sees the menu`, the id already known."""
    return {"text": leading_id(scalar.text)[1]}


def stakeholder(scalar: Scalar, _path: str, _ledger: Ledger) -> Values | None:
    """Read a stakeholder whose concern is not told, or `who: concern`."""
    who, _, cares = scalar.text.partition(": ")
    return {"who": who.strip(), "cares": cares.strip()}


def decision(scalar: Scalar, _path: str, _ledger: Ledger) -> Values | None:
    """Read a decision given as one sentence."""
    return {"decision": scalar.text}


def interface(scalar: Scalar, _path: str, _ledger: Ledger) -> Values | None:
    """Read an interface given by its kind alone."""
    return {"kind": scalar.text}


SHORT: dict[type[Frozen], Brief] = {
    Field: field,
    Operation: operation,
    SortKey: sort_key,
    Invariant: invariant,
    Transition: transition,
    Volume: volume,
    AggregateSource: source,
    Goal: text_with_id,
    OpenQuestion: text_with_id,
    Stakeholder: stakeholder,
    GivenDecision: decision,
    Interface: interface,
}
