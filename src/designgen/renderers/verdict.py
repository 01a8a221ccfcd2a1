"""A design in, the page that somebody signs out: what was asked, what is decided, what is in the way, what may go wrong.

It leads `README.md`, and through that page the site and the printed documents.
"""

import json
import re
from typing import NamedTuple

from designgen.knowledge.wording import counted, figure, listed, lower_first, percent, upper_first
from designgen.model.decision import Record
from designgen.model.design.delivery import Risk
from designgen.model.design.whole import Design
from designgen.model.diagnostic import Diagnostic, Severity, by_weight

TITLES = 4
"""Requirements whose titles stand on the page; the others are counted."""
HINDRANCES = 3
RISKS = 3
SHAPE = ("architecture.decomposition", "datastore.primary", "platform.runtime")
PLAIN = re.compile(r"[a-z][a-z0-9._-]*")


class Accepting(NamedTuple):
    """The lines that accept every proposed decision, the one to doubt first, and what to run then."""

    lines: tuple[str, ...]
    closest: str
    command: str


def verdict(design: Design) -> tuple[tuple[str, str], ...]:
    """Return (about, sentence): what was asked, what is decided, what it covers, whether it reaches its target, what is open."""
    said = {
        "asked": _asked(design),
        "decided": _shape(design),
        "covers": _covered(design),
        "availability": _reached(design),
        "open": _open(design),
    }
    return tuple((about, sentence) for about, sentence in said.items() if sentence)


class Hindrances(NamedTuple):
    """What has to be settled before anyone signs: the gravest, and how many more there are."""

    first: tuple[Diagnostic, ...]
    more: int


def hindrances(design: Design) -> Hindrances:
    """Return blockers, then errors, those first whose risk is the largest; as many as fit on the page."""
    scores = {risk.name: risk.score for risk in design.delivery.risks}
    grave = [found for found in by_weight(design.findings) if found.severity in (Severity.BLOCKER, Severity.ERROR)]
    ordered = sorted(grave, key=lambda found: (found.severity is not Severity.BLOCKER, -scores.get(found.subject.partition(":")[2], 0)))
    return Hindrances(tuple(ordered[:HINDRANCES]), len(ordered[HINDRANCES:]))


def gravest(design: Design) -> tuple[Risk, ...]:
    """Return the three risks with the highest score."""
    return tuple(sorted(design.delivery.risks, key=lambda risk: -risk.score)[:RISKS])


def accepting(design: Design) -> Accepting:
    """Return a list for `decisions:` of the requirements: one line for each decision that awaits a person."""
    proposed = [record for record in design.records if record.decision.status == "proposed"]
    lines = []
    for record in proposed:
        decision = record.decision
        parts = {"topic": decision.topic, "choice": decision.choice, "decision": decision.chosen.title}
        row = ", ".join(f"{key}: {_scalar(value)}" for key, value in parts.items())
        lines.append(f"- {{{row}}}  # record {record.number}")
    return Accepting(tuple(lines), _closest(proposed), f"designgen build {_argument(source_name(design))}")


def _closest(proposed: list[Record]) -> str:
    """Return which of these decisions won by least, or an empty text where no option was left to win over."""
    contested = [record for record in proposed if record.decision.rivals]
    if not contested:
        return ""
    least = min(contested, key=lambda record: (record.decision.margin, record.number))
    chosen, rival = lower_first(least.decision.chosen.title), lower_first(least.decision.rivals[0].title)
    return f"The closest call is {chosen} over {rival}, by {least.decision.margin:.2f}: read record {least.number} before you copy"


def source_name(design: Design) -> str:
    """Return the file name of the requirements."""
    names = sorted({span.file for span in design.places.values()})
    return names[0].rsplit("/", 1)[-1] if names else "requirements.yaml"


def _asked(design: Design) -> str:
    wanted = [one for one in design.facts.requirements.requirements if not one.derived_by]
    titles = [one.title or one.id for one in sorted(wanted, key=lambda one: one.priority != "must")]
    more = len(titles) - TITLES
    shown = titles[:TITLES] if more > 1 else titles
    rest = f" and {figure(more)} more" if more > 1 else ""
    return f"{upper_first(counted(len(wanted), 'requirement'))}: {'; '.join(shown)}{rest}."


def _shape(design: Design) -> str:
    chosen = {record.decision.topic: record.decision.chosen.title for record in design.records + design.conventions}
    parts = [lower_first(chosen[topic]) for topic in SHAPE if topic in chosen]
    tables = len([table for table in design.database.tables if table.kind == "entity"])
    operations = sum(len(api.operations) for api in design.api)
    return f"{upper_first(listed(parts))}, with {counted(tables, 'entity table')} and {counted(operations, 'operation')}."


def _covered(design: Design) -> str:
    wanted = design.facts.requirements.requirements
    written = [requirement for requirement in wanted if not requirement.derived_by]
    open_ = [row.requirement for row in design.coverage if row.state == "open"]
    derived = len(wanted) - len(written)
    extra = f", and {counted(derived, 'requirement')} that a rule added" if derived else ""
    if open_:
        return f"Of {counted(len(wanted), 'requirement')}, {listed(open_)} {'is' if len(open_) == 1 else 'are'} not yet covered."
    return f"It covers {'the one requirement' if len(written) == 1 else f'all {len(written)} requirements'} written{extra}."


def _reached(design: Design) -> str:
    composed, target = design.availability.composed, design.availability.target
    if not design.availability.parts:
        return ""
    if design.availability.meets:
        return f"Its parts compose to {percent(round(composed, 5))} availability, above the target of {percent(target)}."
    weakest = min(design.availability.parts, key=lambda part: part.availability)
    return (
        f"Its parts compose to {percent(round(composed, 5))} availability, below the target of {percent(target)}; "
        f"the {weakest.component.partition(':')[2]} costs most with {percent(round(weakest.availability, 5))}."
    )


def _open(design: Design) -> str:
    weights = [found.severity for found in design.findings]
    flips = [assumption for assumption in design.facts.assumptions if assumption.flips]
    blockers, errors = weights.count(Severity.BLOCKER), weights.count(Severity.ERROR)
    parts = [counted(blockers, "blocker") if blockers else "No blocker"]
    parts += [counted(errors, "error")] if errors else []
    parts.append(counted(len(design.questions), "open question"))
    parts.append(f"{counted(len(design.facts.assumptions), 'assumption')}, of which {figure(len(flips))} can change a decision")
    return f"{listed(parts)}."


def _scalar(text: str) -> str:
    """Write a text so that YAML reads it as that text: as it is if it is a plain name, else between quotation marks."""
    return text if PLAIN.fullmatch(text) and text not in ("true", "false", "null", "yes", "no", "on", "off", "y", "n") else json.dumps(text)


def _argument(name: str) -> str:
    """Write a file name for a shell."""
    return name if re.fullmatch(r"[\w./-]+", name) and not name.startswith("-") else "'./" + name.replace("'", "'\\''") + "'"
