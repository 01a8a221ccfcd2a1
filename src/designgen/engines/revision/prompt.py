"""A question in, the prompt for it out: what all personas share first, this persona's task last, so that a service can cache the front.

Figures, entities and decisions stand in the shared part: every persona gets the same ones, and with them it is long enough to be kept.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, get_args

from designgen.decisions.owners import OWNERS
from designgen.decisions.stored import stored
from designgen.engines.revision.application import MOST as MOST_CHANGES
from designgen.engines.revision.contract import Kind, contract
from designgen.engines.revision.drafted import drafted, few, fields_of, known, told
from designgen.engines.revision.faults import Fault, listing
from designgen.engines.revision.notation import notation
from designgen.engines.revision.opinions import MOST_SAID, MOST_SENTENCES
from designgen.engines.revision.placing import parts
from designgen.knowledge.templates import render
from designgen.knowledge.wording import counted, figure, listed, lower_first, percent
from designgen.model.decision import Decision, Option
from designgen.model.design.opinion import Opinion
from designgen.model.facts import Attribute, EntityFacts, Facts, Figure, Use
from designgen.model.interview import Question, Section
from designgen.model.wishes import Verb
from designgen.syntax.conditions import FUNCTIONS

UNSLICED = ("section:",)
CLEAR_MARGIN = 0.5
"""From this lead on nobody has to weigh what speaks against each option."""


@dataclass(frozen=True)
class Prompt:
    """What a model reads: `shared` is the same for all personas of a build, `material` is theirs alone, `task` comes last."""

    shared: str
    material: str
    task: str

    @property
    def whole(self) -> str:
        """The prompt as one text."""
        return "\n\n".join(part.strip("\n") for part in (self.shared, self.material, self.task)) + "\n"

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


def _shared(question: Question) -> str:
    facts = question.facts
    shaped, apart = stored(facts, question.decisions)
    return render(
        "prompt-shared.md.j2",
        project=told(facts.requirements.project.model_dump(mode="json", exclude_defaults=True)),
        figures="\n".join(_figures(facts)),
        entities="\n".join(_entity(entity, apart.get(entity.key, ())) for entity in shaped.entities),
        decisions="\n".join(_decision(decision) for decision in question.decisions),
        verbs=", ".join(get_args(Verb)),
        most={"changes": MOST_CHANGES, "sentences": MOST_SENTENCES, "said": MOST_SAID},
    )


def _figures(facts: Facts) -> Iterator[str]:
    """Yield each figure with its reason, but none of what this system has none of; an assumption stands where its figure stands."""
    assumed = {one.key.removeprefix("assumption:"): one for one in facts.assumptions}
    for one in facts.figures:
        assumption = assumed.pop(one.key, None)
        if one.value == 0 and one.provenance == "derived":
            continue
        formula = f"; {assumption.statement if assumption else one.formula}" if assumption or one.formula else ""
        yield _line(f"{one.key} = {_measured(one)} ({one.provenance}{formula})")
    yield from (_line(f"{crossing.key}: {crossing.statement}") for crossing in facts.crossings)
    yield from (_line(f"{assumption.key} = {assumption.value}: {assumption.statement}") for assumption in assumed.values())


def _measured(one: Figure) -> str:
    """Write a value with its unit; a share keeps all its nines, since 99.99 % is not 1."""
    return percent(one.value) if one.unit == "share" else f"{figure(one.value)} {one.unit}".strip()


def _line(text: str) -> str:
    return told(text)[1:-1].replace('\\"', '"')


def _decision(decision: Decision) -> str:
    others = [option.id for option in decision.options if option.id != decision.choice and not option.veto]
    return told(
        {
            "topic": decision.topic,
            "asks": decision.question,
            "owner": OWNERS.get(decision.owner, decision.owner),
            "choice": decision.choice,
            **({"status": "accepted"} if decision.status == "accepted" else {"margin": round(decision.margin, 2)}),
            "other options": others,
        }
    )


def _owned(question: Question) -> tuple[Decision, ...]:
    """Return the topics that this persona may turn."""
    return tuple(one for one in question.decisions if OWNERS.get(one.owner) == question.section and one.status != "accepted")


def _argued(decision: Decision, question: Question) -> str:
    """Write a topic with what speaks for and against each of its options."""
    flips = [f"{flip.winner}: {lower_first(flip.change)}" for flip in decision.flips]
    return told(
        {
            "topic": decision.topic,
            "choice": decision.choice,
            "options": [_option(option, decision.margin > CLEAR_MARGIN) for option in decision.options],
            **({"would turn": flips} if flips else {}),
            "because": few(known(decision.because, question)),
        }
    )


def _option(option: Option, clear: bool) -> dict[str, Any]:
    named = {"id": option.id, "title": option.title}
    if option.veto:
        return {**named, "ruled out": option.veto}
    return {**named, "score": round(option.score, 2), "for": option.pros, **({} if clear else {"against": option.cons})}


def _material(question: Question) -> str:
    if question.draft is None:
        raise ValueError(f"the question about `{question.section}` carries no draft")
    return render(
        "prompt-material.md.j2",
        requirements="\n".join(f"{name}: {told(value)}" for name, value in _slice(question).items()),
        earlier=[{"name": one.section, "text": "\n".join(_exports(one, question))} for one in question.earlier],
        owned="\n".join(_argued(one, question) for one in _owned(question)),
        section=question.section,
        reviews=question.reviews,
        draft="\n".join(drafted(question.draft, question)),
        said="\n".join(_said(question.draft.opinion)),
    )


def _slice(question: Question) -> dict[str, Any]:
    """Return the parts of the requirements that the persona declares to read; all of them if it declares none."""
    whole = question.facts.requirements.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    reads = [name for name in question.persona.reads if not name.startswith(UNSLICED)]
    return {name: _written(value) for name, value in whole.items() if (name in reads or not reads) and name != "project"}


def _written(value: Any) -> Any:
    """Write what was read from a short form as its author did; the resolved form stands with the entities and figures."""
    if isinstance(value, dict):
        if isinstance(value.get("text"), str) and "id" not in value:
            return value["text"]
        return {name: _written(inner) for name, inner in value.items() if inner not in (None, "", [], {})}
    return [_written(inner) for inner in value] if isinstance(value, list) else value


def _entity(entity: EntityFacts, apart: tuple[Attribute, ...]) -> str:
    """Tell an entity as its table holds it; `apart` are the columns that another table keeps."""
    return told(
        {
            "entity": entity.key,
            "table": entity.table,
            "columns": [_column(one) for one in entity.attributes],
            **({"in a table of its own": [_column(one) for one in apart]} if apart else {}),
            "rows at the horizon": figure(entity.population.rows_at_horizon),
            "operations": [_use(use) for use in entity.uses],
            "found by": [f"{path.operation}: {', '.join(path.equality)}" for path in entity.paths if path.equality],
            "unique": [", ".join(names) for names in _uniques(entity)],
        }
    )


def _column(one: Attribute) -> str:
    return f"{one.name} {one.type}{'' if one.nullable else ' not null'}"


def _uniques(entity: EntityFacts) -> Iterator[tuple[str, ...]]:
    """Yield what no two rows share, beside the key."""
    yield from dict.fromkeys((*((one.name,) for one in entity.attributes if one.unique and one.role != "key"), *entity.uniques))


def _use(use: Use) -> str:
    by = listed(use.actors) or "a schedule"
    return f"{use.id} by {by}, {figure(use.per_second)}/s, p95 {figure(use.p95_ms)} ms, {listed(use.because)}"


def _exports(section: Section, question: Question) -> Iterator[str]:
    """Yield what later personas read of a section: its parts in short, and what its persona said; reviewers see more kinds."""
    owed = contract(section.section)
    for key, part in parts(section).items():
        kind = owed.kind(key)
        shown = (kind.seen if question.reviews else kind.tells) if kind else ()
        if shown:
            yield told({"key": key, **fields_of(part, shown, question)})
    yield from _said(section.opinion)


def _said(opinion: Opinion) -> Iterator[str]:
    """Yield what a persona concluded, worried about, asked and found."""
    yield from (f"concludes: {_line(text)}" for text in opinion.conclusions)
    yield from (f"worries: {_line(text)}" for text in opinion.concerns)
    yield from (f"asks {one.key}: {_line(one.text)} Assumed: {_line(one.assumed)}" for one in opinion.questions)
    yield from (f"finds {one.key} ({one.severity}): {_line(one.statement)}" for one in opinion.findings)


def _task(question: Question) -> str:
    owed = contract(question.section)
    return render(
        "prompt-review.md.j2" if question.reviews else "prompt-task.md.j2",
        persona=question.persona.name,
        prompt=question.persona.prompt.replace("<", "‹").replace(">", "›"),
        section=question.section,
        owned=bool(_owned(question)),
        into=any(kind.inside and "add" in kind.may for kind in owed.kinds.values()),
        kinds=[_explained(kind) for kind in owed.kinds.values() if "add" in kind.may or _holds(question, kind)],
    )


def _holds(question: Question, kind: Kind) -> bool:
    """Return whether the draft has parts of a kind; what it has none of needs no words."""
    return question.draft is not None and any(key.startswith(f"{kind.word}:") for key in parts(question.draft))


def _explained(kind: Kind) -> dict[str, Any]:
    """Return what a page says of a kind: what it is, what may be done, how a new one is called, what belongs into each field."""
    return {
        "word": kind.word,
        "is": kind.meaning,
        "may": listed(list(kind.may), "or"),
        "named": kind.named if "add" in kind.may else "",
        "fields": [{"name": name, "type": _type(kind, name), "means": " ".join(kind.meanings[name].split())} for name in kind.open],
    }


def _type(kind: Kind, name: str) -> str:
    """Return what values a field has, whether an added part needs it, and which value stands where none is shown."""
    field = kind.type.model_fields[name]
    limits = kind.between.get(name)
    said = [notation(field.annotation) + (f" from {limits[0]:g} to {limits[1]:g}" if limits else "")]
    if field.is_required():
        said += ["an added part needs it"] if "add" in kind.may else []
    elif field.default or field.default is False:
        said.append(f"usually {json.dumps(field.default)}")
    if name in kind.grows:
        said.append("an entry is added, or takes the place of the whole old one of that name or title; none can be taken away")
    if "expression" in (kind.text.get(name), kind.text.get(f"{name}.expression")):
        said.append(f"over the columns of one row; it calls nothing but {listed(list(FUNCTIONS), 'and')}")
    if kind.text.get(name) == "lines":
        said.append("one sentence a line")
    return "; ".join(said)
