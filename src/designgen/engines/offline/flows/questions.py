"""Facts in, the questions that would change the design out, the most telling first (CLQ-001, CLQ-002).

Every question names something of this system; what a rule can derive is not asked (CLQ-004).
"""

from collections.abc import Iterator
from typing import Any

from designgen.engines.offline.flows.callers import access_questions, peer_questions, reader_questions, watcher_questions
from designgen.engines.offline.flows.view import View
from designgen.knowledge.catalogue import load
from designgen.knowledge.wording import listed
from designgen.model.design.opinion import ClarifyingQuestion
from designgen.model.facts import Assumption, EntityFacts
from designgen.sizing.effects import Effect, effects
from designgen.sizing.naming import plural_of, snake

MOST, LEAST_VALUE = 10, 3
ENDING = frozenset({"due", "expires", "expiry", "until", "deadline", "ends", "valid_until", "expire"})


def questions(view: View) -> tuple[ClarifyingQuestion, ...]:
    """Return at most ten questions worth at least three points."""
    found = [*_effects(view), *_overdue(view), *_assumed(view), *access_questions(view), *reader_questions(view), *peer_questions(view)]
    found += watcher_questions(view)
    worth = [question for question in found if question.value >= LEAST_VALUE]
    return tuple(sorted(worth, key=lambda question: (-question.value, question.key))[:MOST])


def _effects(view: View) -> Iterator[ClarifyingQuestion]:
    """Ask about effects that equal names imply and nobody wrote."""
    pairs: dict[tuple[str, str], list[Effect]] = {}
    for effect in effects(view.facts.entities):
        pairs.setdefault((effect.cause.key, effect.target.key), []).append(effect)
    for group in pairs.values():
        yield _effect_question(view, group)


def _effect_question(view: View, group: list[Effect]) -> ClarifyingQuestion:
    cause, target = _noun(group[0].cause), _noun(group[0].target)
    deeds = [f"does {_deed(effect, cause, target)}" for effect in group]
    touched = [
        o.name
        for o in view.operations
        if o.entity == group[0].cause.key and o.event in {e.event for e in group} and o.kind in ("create", "event")
    ]
    moved = listed([f"from {e.before} to {e.after}" for e in group])
    return ClarifyingQuestion(
        key=f"question:effect-{snake(group[0].cause.entity.name)}-{snake(group[0].target.entity.name)}".replace("_", "-"),
        text=f"{listed(deeds)[:1].upper()}{listed(deeds)[1:]}?",
        why=f"Both have the event `{group[-1].fires}`, and no requirement fires the one of the {target}.",
        assumed=f"Yes: one transaction moves the {target} {moved}.",
        changes=f"Without it two {_many(group[0].cause)} could hold one {target}, or somebody moves the {target} by hand.",
        value=10,
        provisional=tuple(f"flow:{name}" for name in touched),
        because=tuple(dict.fromkeys((*group[0].cause.because, f"table:{group[0].target.table}", "SVC-031"))),
    )


def _deed(effect: Effect, cause: str, target: str) -> str:
    first = f"`{effect.event}` of the {cause}" if effect.event else f"a new {cause}"
    return f"{first} move its {target} from {effect.before} to {effect.after} by `{effect.fires}`"


def _overdue(view: View) -> Iterator[ClarifyingQuestion]:
    """Ask what happens when a date passes that no event and no trigger watches."""
    timed = " ".join(r.trigger or "" for r in view.facts.requirements.requirements)
    for entity in view.facts.entities:
        running = [state.name for state in entity.entity.states if state.transitions]
        dates = [f.name for f in entity.entity.fields if f.type in ("date", "instant") and set(snake(f.name).split("_")) & ENDING]
        for name in dates:
            if running and f"{entity.entity.name}." not in timed:
                yield _overdue_question(view, entity, name, running[0])


def _overdue_question(view: View, entity: EntityFacts, name: str, state: str) -> ClarifyingQuestion:
    noun = _noun(entity)
    return ClarifyingQuestion(
        key=f"question:overdue-{snake(entity.entity.name)}".replace("_", "-"),
        text=f"What happens when `{name}` of a {noun} has passed and it is still {state}?",
        why=f"`{name}` is stored, and no event, job or message looks at it.",
        assumed=f"Nothing: the {noun} stays {state} and nobody is told.",
        changes="A reminder needs a nightly job and a way to reach people; a consequence needs a state of its own.",
        value=8,
        provisional=(f"schema:{entity.entity.name}",) if view.apis else (),
        because=tuple(dict.fromkeys((*entity.because, "DATA-069"))),
    )


def _assumed(view: View) -> Iterator[ClarifyingQuestion]:
    """Ask for assumptions by what another answer would change."""
    for assumption in view.facts.assumptions:
        if not assumption.asks:
            continue
        name = assumption.key.removeprefix("assumption:")
        row = next(row for row in load("questions") if name.startswith(row["starts"]))
        yield _assumption_question(view, assumption, name, row)


def _assumption_question(view: View, assumption: Assumption, name: str, row: dict[str, Any]) -> ClarifyingQuestion:
    flips = f" Decisions that would change: {listed(list(assumption.sensitivity))}." if assumption.flips else ""
    return ClarifyingQuestion(
        key=f"question:{name.replace('.', '-').replace('_', '-').lower()}",
        text=assumption.asks,
        why=f"{assumption.rule} filled in what the file leaves open.",
        assumed=assumption.statement,
        changes=f"{row['changes']}{flips}",
        ask=row["ask"],
        value=float(row["value"] + (3 * len(assumption.sensitivity) if assumption.flips else 0)),
        provisional=_resting(view, name),
        because=(assumption.key, "CLQ-001"),
    )


def _resting(view: View, name: str) -> tuple[str, ...]:
    """Return the operations whose contract rests on an assumption about one entity."""
    entity = name.partition(".")[2]
    if name.startswith("irreversible."):
        return tuple(o.key for o in view.operations if o.entity == entity and o.idempotency_key)
    return ()


def _noun(entity: EntityFacts) -> str:
    return snake(entity.entity.name).replace("_", " ")


def _many(entity: EntityFacts) -> str:
    return snake(plural_of(entity.entity)).replace("_", " ")
