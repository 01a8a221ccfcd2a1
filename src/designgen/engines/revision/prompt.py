"""A question in, the prompt for it out: what all personas share first, this persona's task last, so that a service can cache the front.

Figures and decisions stand in the shared part: every persona gets the same ones, and with them it is long enough to be kept.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from designgen.decisions.owners import OWNERS
from designgen.engines.revision.contract import Contract, Kind, contract
from designgen.engines.revision.faults import Fault, listing
from designgen.engines.revision.notation import notation
from designgen.engines.revision.placing import parts
from designgen.knowledge.templates import render
from designgen.knowledge.wording import counted, figure, listed
from designgen.model.decision import Decision
from designgen.model.design.item import Item
from designgen.model.facts import EntityFacts, Facts, Use
from designgen.model.interview import Question, Section

UNSLICED = ("section:",)
FORM = {
    "changes": [
        {
            "action": "add | replace | remove",
            "key": "kind:name",
            "into": None,
            "fields": [{"name": "field", "value": "text or JSON"}],
            "reason": "one sentence",
            "requirements": ["FR-1"],
        }
    ],
    "choices": [{"topic": "area.question", "choice": "option id", "reason": "one sentence", "requirements": []}],
    "conclusions": ["one sentence"],
    "concerns": ["one sentence"],
    "questions": [
        {
            "key": "question:name",
            "text": "",
            "why": "",
            "assumed": "",
            "changes": "",
            "ask": "product owner | operations | third party | legal",
        }
    ],
    "dissents": [{"topic": "area.question", "choice": "option id", "reason": "one sentence"}],
    "findings": [
        {"key": "finding:name", "severity": "blocker | error | warn | info", "statement": "", "repair": "", "requirements": ["FR-1"]}
    ],
}


@dataclass(frozen=True)
class Prompt:
    """What a model reads: `shared` is the same for all personas of a build, `material` is theirs alone, `task` comes last."""

    shared: str
    material: str
    task: str

    @property
    def whole(self) -> str:
        """The prompt as one text."""
        return f"{self.shared}\n{self.material}\n{self.task}"

    @property
    def digest(self) -> str:
        """SHA-256 of the prompt: what tells this question from any other."""
        return sha256(self.whole.encode("utf-8", "surrogatepass")).hexdigest()


def prompt_for(question: Question) -> Prompt:
    """Return the prompt of a question that carries its draft."""
    return Prompt(shared=_shared(question), material=_material(question), task=_task(question))


def repair_prompt(faults: Iterable[Fault]) -> str:
    """Return what is said to a model whose answer had faults."""
    found = tuple(faults)
    return render("prompt-repair.md.j2", count=counted(len(found), "fault"), faults=listing(found))


def told(value: object) -> str:
    """Write a value as JSON on one line that cannot end the tags around it."""
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": ")).replace("<", "\\u003c").replace(">", "\\u003e")


def _shared(question: Question) -> str:
    facts = question.facts
    return render(
        "prompt-shared.md.j2",
        project=told(facts.requirements.project.model_dump(mode="json", exclude_defaults=True)),
        figures="\n".join(_figures(facts)),
        decisions="\n".join(_decision(decision) for decision in question.decisions),
    )


def _figures(facts: Facts) -> Iterator[str]:
    for one in facts.figures:
        formula = f"; {one.formula}" if one.formula else ""
        yield told(f"{one.key} = {figure(one.value)}{f' {one.unit}' if one.unit else ''} ({one.provenance}{formula})")[1:-1]
    for crossing in facts.crossings:
        yield told(f"{crossing.key}: {crossing.statement}")[1:-1]
    for assumption in facts.assumptions:
        yield told(f"{assumption.key} = {assumption.value}: {assumption.statement}")[1:-1]


def _decision(decision: Decision) -> str:
    options = [
        {"id": option.id, "title": option.title, **({"ruled out": option.veto} if option.veto else {"score": option.score})}
        for option in decision.options
    ]
    return told(
        {
            "topic": decision.topic,
            "owner": OWNERS.get(decision.owner, decision.owner),
            "status": decision.status,
            "choice": decision.choice,
            "margin": decision.margin,
            "options": options,
        }
    )


def _material(question: Question) -> str:
    if question.draft is None:
        raise ValueError(f"the question about `{question.section}` carries no draft")
    slice_ = _slice(question)
    earlier = [{"name": section.section, "text": _exports(section)} for section in question.earlier]
    opinion = question.draft.opinion
    said = {
        "conclusions": opinion.conclusions,
        "concerns": opinion.concerns,
        "questions": [one.text for one in opinion.questions],
        "findings": [one.statement for one in opinion.findings],
    }
    return render(
        "prompt-material.md.j2",
        requirements="\n".join(f"{name}: {told(value)}" for name, value in slice_.items()),
        entities="\n".join(_entity(entity) for entity in question.facts.entities),
        earlier=earlier,
        section=question.section,
        draft="\n".join(_drafted(question.draft, contract(question.section))),
        said=told(said),
    )


def _slice(question: Question) -> dict[str, Any]:
    """Return the parts of the requirements that the persona declares to read; all of them if it declares none."""
    whole = question.facts.requirements.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    reads = [name for name in question.persona.reads if not name.startswith(UNSLICED)]
    return {name: value for name, value in whole.items() if (name in reads or not reads) and name != "project"}


def _entity(entity: EntityFacts) -> str:
    return told(
        {
            "entity": entity.key,
            "table": entity.table,
            "columns": [f"{one.name} {one.type}{'' if one.nullable else ' not null'}" for one in entity.attributes],
            "rows at the horizon": figure(entity.population.rows_at_horizon),
            "uses": [_use(use) for use in entity.uses],
            "found by": [f"{path.operation}: {', '.join(path.equality)}" for path in entity.paths if path.equality],
        }
    )


def _use(use: Use) -> str:
    by = listed(use.actors) or "a schedule"
    return f"{use.id} by {by}, {figure(use.per_second)}/s, p95 {figure(use.p95_ms)} ms, {listed(use.because)}"


def _exports(section: Section) -> str:
    owed = contract(section.section)
    lines = []
    for key, part in parts(section).items():
        kind = owed.kind(key)
        if kind is not None:
            lines.append(told({"key": key, **_fields(part, (*kind.open[:2], *kind.shows[:4]))}))
    return "\n".join(lines)


def _drafted(section: Section, owed: Contract) -> Iterator[str]:
    for key, part in parts(section).items():
        kind = owed.kind(key)
        if kind is not None:
            reads = _fields(part, kind.shows)
            yield told({"key": key, **_fields(part, kind.open), **({"reads": reads} if reads else {}), "because": part.because})


def _fields(part: Item, names: Iterable[str]) -> dict[str, Any]:
    written = part.model_dump(mode="json", exclude_defaults=True, include=set(names))
    found = {name: _short(written[name]) for name in names if name in written}
    return {name: value for name, value in found.items() if value not in ("", [], {}, None)}


def _short(value: Any) -> Any:
    """Write columns by their names; what stands behind them is told with the entities."""
    if isinstance(value, list) and value and all(isinstance(one, dict) and "attribute" in one for one in value):
        return [one["name"] for one in value]
    return value


def _task(question: Question) -> str:
    owed = contract(question.section)
    owned = [f"`{one.topic}`" for one in question.decisions if OWNERS.get(one.owner) == question.section and one.status != "accepted"]
    grows = [f"`{name}` of `{kind.word}`" for kind in owed.kinds.values() for name in kind.grows]
    return render(
        "prompt-task.md.j2",
        persona=question.persona.name,
        prompt=question.persona.prompt.replace("<", "‹").replace(">", "›"),
        section=question.section,
        owned=listed(owned) or "you own none",
        grows=listed(grows),
        kinds=[{"word": kind.word, "may": ", ".join(kind.may), "fields": _open(kind)} for kind in owed.kinds.values()],
        form=json.dumps(FORM, indent=1),
    )


def _open(kind: Kind) -> str:
    said = []
    for name in kind.open:
        limits = kind.between.get(name)
        between = f" from {limits[0]:g} to {limits[1]:g}" if limits else ""
        said.append(f"`{name}`: {notation(kind.annotation(name))}{between}")
    return "; ".join(said)
