"""What removing one requirement moves: two designs compared part by part, figures aside."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import yaml

from designgen.cast import tools
from designgen.compiler import designed, understood
from designgen.frontend.personas import read_personas
from designgen.frontend.requirements import read_requirements
from designgen.interview.ask import Interview, unheard
from designgen.interview.edition import edition
from designgen.interview.plan import seats
from designgen.knowledge import shipped
from designgen.model.design.item import Item
from designgen.model.design.whole import Design
from designgen.model.frozen import Frozen
from designgen.model.source import Source
from package_builder import DATE

UNITS = (
    "%|k?B|[KMGT]B|ms|s|min|h|d|days?|weeks?|months?|years?|hours?|minutes?|seconds?|milliseconds?"
    "|requests?|reads?|writes?|rows?|connections?|instances?|operations?|bytes|messages?|events?|times|per (?:second|day|hour|year|month)"
)
FIGURE = re.compile(rf"[-+−]?\d(?:[\d.,:/×e ]*\d)?(?:[ /-]?(?:{UNITS})\b)*[kM]?")
RULE = re.compile(r"[A-Z]{2,5}-[A-Z]{0,3}-?\d+[a-z]?")
"""An id of the rulebook, which asks for nothing by itself; ids of requirements are told apart by the requirements."""
RANKED = ("risk:",)
"""Registers of the weightiest: that one is listed says something of all others."""

UNNAMED = ("decision:",)
"""What also rests on team, budget, load and peers, which have no id; a decision that does not change is not there for one wish alone."""


class Part(NamedTuple):
    """One part of a design: what it says with figures masked and without the parts inside it, and why it is there."""

    says: dict[str, object]
    because: frozenset[str]


def without(text: str, wish: str) -> str:
    """Return a requirements text without one requirement, and without what refers to it: needs, pipelines that fill its report."""
    written = yaml.safe_load(text)
    dropped = next(one for one in written["requirements"] if one["id"] == wish)
    reports = {operation.split()[1] for operation in dropped.get("operations", ()) if operation.startswith("report ")}
    if "pipelines" in written:
        written["pipelines"] = [one for one in written["pipelines"] if one.get("sink") not in reports]
    written["requirements"] = [one for one in written["requirements"] if one["id"] != wish]
    for one in written["requirements"]:
        if "needs" in one:
            one["needs"] = [need for need in one["needs"] if need != wish]
    return yaml.safe_dump(written, sort_keys=False, allow_unicode=True, width=1000)


def design_of(text: str) -> Design:
    """Design in memory, drawing and rendering nothing."""
    reading = read_requirements(Source(name="requirements.yaml", text=text))
    assert reading.requirements is not None, [problem.message for problem in reading.diagnostics]
    personas, _ = read_personas(shipped.personas())
    facts, decisions = understood(reading.requirements)
    cast = tools()
    interview = Interview(facts=facts, decisions=decisions, seats=seats(personas)[0], drafts=cast.drafts)
    return designed(interview, cast, edition(DATE, None, reading.places, ()), unheard)[0]


def parts(design: Design) -> dict[str, Part]:
    """Return every part by key: the items of all chapters, and the decisions."""
    found: dict[str, Part] = {}
    for item in design.items():
        key = item.key if item.key not in found else f"{item.key}#{len(found)}"
        found[key] = Part(_own(item), frozenset(item.because))
    for record in (*design.records, *design.conventions):
        decision = record.decision
        said: dict[str, object] = {"choice": decision.choice, "context": decision.context, "consequences": decision.consequences}
        said |= {"drawbacks": decision.drawbacks, "confirmation": decision.confirmation, "revisit": decision.revisit}
        said |= {"options": tuple((one.id, one.veto, tuple(held.condition for held in one.adjustments)) for one in decision.options)}
        said = {name: _figureless(text) for name, text in said.items()}
        found[f"decision:{decision.topic}"] = Part(said, frozenset(decision.because))
    return found


class Reasons:
    """Why parts are there: their own reasons, those of the parts and decisions they name, and no further."""

    def __init__(self, design: Design, wishes: set[str]) -> None:
        self.wishes = wishes
        self.named: dict[str, set[str]] = defaultdict(set)
        for link in design.links:
            self.named[link.item].add(link.reason)
        for record in (*design.records, *design.conventions):
            self.named[record.decision.topic] = self.named[f"decision:{record.decision.topic}"]

    def of(self, key: str) -> set[str]:
        """Return the ids of the requirements a part is there for; what an assumption changes is computed over the whole file."""
        direct = self.named[key]
        if key.startswith(("question:", "risk:")) and any(reason.startswith("assumption:") for reason in direct):
            return self.wishes
        return (direct | self.behind(direct)) & self.wishes

    def behind(self, parts: set[str]) -> set[str]:
        """Return what these parts are there for."""
        return {behind for part in sorted(parts) for behind in self.named.get(part, ())} & self.wishes


def _own(item: Item) -> dict[str, object]:
    names = [name for name in type(item).model_fields if name not in ("key", "because")]
    return {name: _figureless(getattr(item, name)) for name in names}


def _figureless(value: object) -> object:
    if isinstance(value, Item):
        return ""
    if isinstance(value, Frozen):
        return tuple((name, _figureless(getattr(value, name))) for name in type(value).model_fields if name != "because")
    if isinstance(value, tuple):
        return tuple(shown for one in value if (shown := _figureless(one)) != "")
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return "#"
    return FIGURE.sub("#", value) if isinstance(value, str) else value


def differences(whole: Design, less: Design, wish: str) -> Iterator[str]:
    """Yield what removing a requirement moved without being there for it, and what stayed though it was there for it alone."""
    before, after = parts(whole), parts(less)
    known, left = ({one.id for one in design.facts.requirements.requirements} for design in (whole, less))
    moved = known ^ left
    first, second = Reasons(whole, known | left), Reasons(less, known | left)
    for key in sorted({*before, *after}):
        old, new = before.get(key), after.get(key)
        named = first.of(key) | second.of(key) | (set() if old else first.behind(second.named[key]))
        if old and new and old.says == new.says:
            if wish in old.because and not key.startswith(UNNAMED) and not _other_reasons(new, left):
                yield f"{wish}: {key} stays, though only {wish} asks for it"
            if old.because != new.because and not named & moved:
                yield f"{wish}: {key} has other reasons: {sorted(old.because ^ new.because)}"
        elif not named & moved and ((old and new) or not key.startswith(RANKED)):
            yield f"{wish}: {key} {_change(old, new)}"
    yield from (f"{wish}: {key} still names it" for key, part in sorted(after.items()) if wish in part.because)


def _other_reasons(part: Part, wishes: set[str]) -> set[str]:
    """Return the reasons of a part that are no mere rules."""
    return {reason for reason in part.because if reason in wishes or not RULE.fullmatch(reason)}


def _change(old: Part | None, new: Part | None) -> str:
    if new is None or old is None:
        return f"{'disappears' if new is None else 'appears'}, its reasons: {sorted((old or new or Part({}, frozenset())).because)}"
    changed = [f"{name}: {_first_difference(old.says[name], new.says[name])}" for name in old.says if old.says[name] != new.says.get(name)]
    return f"changes, its reasons: {sorted(old.because)}\n    " + "\n    ".join(changed)


def _first_difference(old: object, new: object) -> str:
    if isinstance(old, tuple) and isinstance(new, tuple):
        gone, come = [one for one in old if one not in new], [one for one in new if one not in old]
        return f"- {str(gone)[:300]} + {str(come)[:300]}"
    return f"- {str(old)[:300]} + {str(new)[:300]}"
