"""The sentence of an invariant in, its long form out, where the sentence is one of the patterns of DATA-068.

A sentence that is none of them stays a sentence: the design then says that the application keeps it.
"""

import re
from typing import Any

from designgen.frontend.ledger import Ledger
from designgen.syntax.nodes import Scalar

Values = dict[str, Any]
WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)*")
NAME = r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)?"
WHEN = rf"(?: when ({NAME}) (?:in ?\(([^()]*)\)|(?:=|is) ?([A-Za-z0-9_]+)))?"
OVERLAP = re.compile(rf"no overlap of ({NAME})(?: per ({NAME}(?: ?\+ ?{NAME})*))?{WHEN}", re.IGNORECASE)
AT_MOST = re.compile(rf"at most ([0-9]{{1,9}}|one)(?: [A-Za-z][A-Za-z0-9_]*){{0,3}}? per ({NAME}(?: ?\+ ?{NAME})*){WHEN}", re.IGNORECASE)
IMMUTABLE = re.compile(
    rf"(?:an? |the )?([A-Za-z][A-Za-z0-9_]*)(?: {NAME})? (?:is|are) (?:immutable|read-only|never changed)", re.IGNORECASE
)
TERM = rf"(?:{NAME}|-?[0-9]{{1,15}}(?:\.[0-9]{{1,9}})?)"
CHECK = re.compile(rf"{TERM}(?: ?[-+*/] ?{TERM}){{0,15}} ?(?:<=|>=|!=|<>|<|>|=) ?{TERM}(?: ?[-+*/] ?{TERM}){{0,15}}")


def invariant(scalar: Scalar, path: str, ledger: Ledger) -> Values | None:
    """Return the values of an invariant's long form and the sentence as written."""
    text = " ".join(scalar.text.split())[:2000]
    ledger.place(f"{path}.text", scalar.mark.span)
    values = parsed(text)
    _places(values, scalar, path, ledger)
    return {"text": text, **values}


def _places(values: Values, scalar: Scalar, path: str, ledger: Ledger) -> None:
    """Remember where each name of the sentence stands."""
    named = {"no_overlap": values.get("no_overlap", "")}
    named |= {f"per.{number}": name for number, name in enumerate(values.get("per", ()))}
    named |= {f"check.{number}": word for number, word in enumerate(WORD.findall(values.get("check", "")))}
    for name, states in values.get("when", {}).items():
        named |= {f"when.{name}": name} | {f"when.{name}.{number}": state for number, state in enumerate(states)}
    for part, name in named.items():
        found = re.search(rf"(?<![\w.]){re.escape(name)}(?![\w])", scalar.text) if name else None
        if found:
            ledger.place(f"{path}.{part}", scalar.part(found.start(), len(name)))


def parsed(text: str) -> Values:
    """Return what a sentence says, nothing if it is none of the patterns."""
    if found := OVERLAP.fullmatch(text):
        return {"no_overlap": found[1], "per": _names(found[2]), "when": _when(found, 3)}
    if found := AT_MOST.fullmatch(text):
        return {"at_most": 1 if found[1].lower() == "one" else int(found[1]), "per": _names(found[2]), "when": _when(found, 3)}
    if (found := IMMUTABLE.fullmatch(text)) and found[1].isupper():
        return {"immutable": True, "when": {"status": (found[1],)}}
    return {"check": text} if CHECK.fullmatch(text) else {}


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split("+")) if text else ()


def _when(found: re.Match[str], group: int) -> dict[str, tuple[str, ...]]:
    if not found[group]:
        return {}
    values = found[group + 1] or found[group + 2]
    return {found[group]: tuple(value for value in re.split(r"[ ,|]+", values.strip()) if value)}


def sentence_of(values: Values) -> str:
    """Return the sentence of an invariant that was written long."""
    per = f" per {'+'.join(values['per'])}" if values.get("per") else ""
    conditions = [f"{name} in ({', '.join(found)})" for name, found in values.get("when", {}).items()]
    when = f" when {' and '.join(conditions)}" if conditions else ""
    if values.get("no_overlap"):
        return f"no overlap of {values['no_overlap']}{per}{when}"
    if values.get("at_most"):
        return f"at most {values['at_most']}{per}{when}"
    if values.get("immutable"):
        states = values.get("when", {}).get("status", ())
        return f"{' or '.join(states)} is immutable" if states else "is immutable"
    return f"{values.get('check', '')}{when}".strip()
