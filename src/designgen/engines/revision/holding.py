"""Texts that hold another field of their part in, what is written without it out; and the other way round.

A description ends in the rule of its rows. The page shows each once and each is changed once; here they come together again.
"""

from typing import Any

from designgen.engines.revision.contract import Kind
from designgen.model.design.item import Item


def without(kind: Kind, part: Item, fields: dict[str, Any]) -> dict[str, Any]:
    """Return fields of a part with each held text taken out of the text that holds it."""
    found = dict(fields)
    for outer, inner in kind.holds.items():
        if outer in found and _held(part, outer, inner):
            found[outer] = "\n".join(line for line in found[outer].split("\n") if line != getattr(part, inner))
    return found


def together(kind: Kind, part: Item, fields: dict[str, Any]) -> dict[str, Any]:
    """Return the new fields of a part with each held text, old or new, put into the text that holds it."""
    found = dict(fields)
    for outer, inner in kind.holds.items():
        if (outer in found or inner in found) and _held(part, outer, inner):
            old = getattr(part, inner)
            found[outer] = _woven(getattr(part, outer), found.get(outer), old, found.get(inner, old))
    return found


def _held(part: Item, outer: str, inner: str) -> bool:
    return bool(getattr(part, inner)) and getattr(part, inner) in getattr(part, outer).split("\n")


def _woven(draft: str, changed: str | None, old: str, new: str) -> str:
    """Return a text with the new rule in it: where the old one stood, else before the closing line that the draft has too."""
    if changed is None or (old in changed and new not in changed):
        return (draft if changed is None else changed).replace(old, new).strip("\n")
    if new in changed:
        return changed
    lines = changed.split("\n")
    at = len(lines) - (lines[-1] == draft.rpartition("\n")[2])
    return "\n".join((*lines[:at], new, *lines[at:]))
