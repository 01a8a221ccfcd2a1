"""Lints of the requirements as sentences: who wants what, measurably, one thing at a time (LINT-R03, R04, R06, R16, R17)."""

import re
from collections.abc import Iterator
from functools import cache

from designgen.frontend.ledger import Ledger
from designgen.knowledge.catalogue import load
from designgen.model.diagnostic import Rule, Severity
from designgen.model.requirements import Requirements
from designgen.model.source import Span

IDLE_ACTOR = Rule(
    code="DG151",
    name="idle-actor",
    severity=Severity.WARN,
    message="no requirement names actor `{name}`",
    why="An actor without a wish gets no screen, no scope and no test; either a wish is missing or the actor is.",
    help="name `{name}` in the requirement it takes part in, or remove it",
    rulebook=("LINT-R03",),
)
NOBODY = Rule(
    code="DG152",
    name="wish-of-nobody",
    severity=Severity.WARN,
    message="requirement `{id}` names no actor",
    why="Who acts decides authorisation, load and the client; nobody cannot be authorised.",
    help="add `actor: {name}`, or a `trigger` if the system acts by itself",
    rulebook=("LINT-R03",),
)
VAGUE = Rule(
    code="DG153",
    name="vague-word",
    severity=Severity.WARN,
    message="`{word}` promises without a measure",
    why="Two readers will test two different things; a number ends the discussion before it begins.",
    help="put a number and a unit in the same sentence, such as `p95 <= 400ms` or `within 3 s`",
    rulebook=("LINT-R04",),
)
TWO_WISHES = Rule(
    code="DG155",
    name="two-wishes-in-one",
    severity=Severity.WARN,
    message="requirement `{id}` asks for two things: {first} and {second}",
    why="A requirement that is half done can be neither accepted nor deferred.",
    help="split it in two, each with its own priority and acceptance",
    rulebook=("LINT-R06",),
)
ALL_MUST = Rule(
    code="DG166",
    name="too-many-musts",
    severity=Severity.INFO,
    message="{share} % of the requirements are `must`",
    why="When most wishes are vital, none can give way to a date or a budget; the MoSCoW guideline keeps 40 % free.",
    help="mark what a first release can live without as `should`",
    rulebook=("LINT-R16",),
)
IDLE_GOAL = Rule(
    code="DG167",
    name="idle-goal",
    severity=Severity.WARN,
    message="no requirement serves goal `{id}`",
    why="A goal that nothing serves will not be reached by what is built.",
    help="add `goal: {id}` to the requirement that serves it",
    rulebook=("LINT-R17",),
)
NO_GOAL = Rule(
    code="DG168",
    name="wish-without-goal",
    severity=Severity.INFO,
    message="{names} serve no goal",
    why="A wish that serves no goal is the first candidate to be deferred.",
    help="add `goal:` to each, or a goal that they serve",
    rulebook=("LINT-R17",),
)
RULES = (IDLE_ACTOR, NOBODY, VAGUE, TWO_WISHES, ALL_MUST, IDLE_GOAL, NO_GOAL)


def lint_wishes(requirements: Requirements, ledger: Ledger) -> None:
    """Report actors, goals and sentences that will not hold in a review."""
    _actors(requirements, ledger)
    _goals(requirements, ledger)
    for path, text in _sentences(requirements):
        _vague(path, text, ledger)
    for wish in requirements.requirements:
        verbs = two_verbs(wish.title)
        if verbs:
            ledger.report(
                TWO_WISHES, ledger.span(f"requirements.{wish.id}.title"), id=wish.id, first=f"`{verbs[0]}`", second=f"`{verbs[1]}`"
            )
    wishes = [wish for wish in requirements.requirements if not wish.derived_by]
    musts = sum(wish.priority == "must" for wish in wishes)
    if len(wishes) >= 5 and musts / len(wishes) > 0.6:
        ledger.report(ALL_MUST, ledger.span("requirements"), share=round(100 * musts / len(wishes)))


def _actors(requirements: Requirements, ledger: Ledger) -> None:
    used = {name for wish in requirements.requirements if not wish.derived_by for name in wish.actor}
    used |= {name for interface in requirements.interfaces for name in interface.actors}
    used |= {integration.id for integration in requirements.integrations}
    written = any(not wish.derived_by for wish in requirements.requirements)
    for actor in requirements.actors:
        if written and actor.name not in used and f"actors.{actor.name}" in ledger.places:
            ledger.report(IDLE_ACTOR, ledger.span(f"actors.{actor.name}"), name=actor.name)
    for wish in requirements.requirements:
        if not wish.actor and not wish.trigger and not wish.derived_by:
            ledger.report(NOBODY, ledger.span(f"requirements.{wish.id}"), id=wish.id, name=requirements.actors[0].name)


def _goals(requirements: Requirements, ledger: Ledger) -> None:
    goals = requirements.context.goals
    wishes = [wish for wish in requirements.requirements if not wish.derived_by]
    served = {wish.goal for wish in wishes}
    if not goals or not wishes:
        return
    for goal in goals:
        if goal.id not in served:
            ledger.report(IDLE_GOAL, ledger.span(f"context.goals.{goal.id}"), id=goal.id)
    free = [f"`{wish.id}`" for wish in wishes if not wish.goal]
    if free and len(free) < len(wishes):
        ledger.report(NO_GOAL, ledger.span("requirements"), names=", ".join(free))


def _sentences(requirements: Requirements) -> Iterator[tuple[str, str]]:
    for wish in requirements.requirements:
        if not wish.derived_by:
            yield f"requirements.{wish.id}.title", wish.title
            for number, text in enumerate(wish.acceptance):
                yield f"requirements.{wish.id}.acceptance.{number}", text
    for goal in requirements.context.goals:
        yield f"context.goals.{goal.id}", goal.text
    for scenario in requirements.quality.scenarios:
        if scenario.measure is None:
            yield f"quality.scenarios.{scenario.id}.then", scenario.then


@cache
def _patterns() -> tuple[re.Pattern[str], frozenset[str]]:
    words = load("vague_words")
    listed = sorted({word for language in words["vague"].values() for word in language}, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, listed))})(?![\w-])", re.IGNORECASE), frozenset(words["verbs"])


def _vague(path: str, text: str, ledger: Ledger) -> None:
    pattern, _ = _patterns()
    offset = 0
    for sentence in re.split(r"(?<=[.;!?])\s", text[:4000]):
        found = pattern.search(sentence)
        if found and not re.search(r"[0-9]", sentence):
            ledger.report(VAGUE, within(ledger.span(path), text, offset + found.start(), len(found[0])), word=found[0])
            return
        offset += len(sentence) + 1


def within(span: Span | None, text: str, start: int, length: int) -> Span | None:
    """Return the place of a part of a text, the whole place where the text does not stand as written."""
    margin = (span.length - len(text)) // 2 if span and span.length - len(text) in (0, 2) else -1
    if span is None or margin < 0:
        return span
    return span.model_copy(update={"column": span.column + margin + start, "length": length})


def two_verbs(title: str) -> tuple[str, str] | None:
    """Return the two verbs of a title that asks for two things, such as `Book and pay`; None if it asks for one."""
    _, verbs = _patterns()
    words = re.findall(r"[a-z]+(?:/or)?", title.lower()[:400])
    for number, word in enumerate(words[1:-1], 1):
        if word in ("and", "or", "and/or") and words[0] in verbs and words[number + 1] in verbs:
            return words[0], words[number + 1]
    return None
