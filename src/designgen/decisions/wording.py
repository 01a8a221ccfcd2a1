"""A scored case in, a decision with all its sentences out; every text is a row of the catalogue filled with this system's facts."""

from collections.abc import Iterator

from designgen.decisions.case import Case
from designgen.decisions.names import ROOTS, plain
from designgen.decisions.preferences import asked_weights
from designgen.decisions.scoring import Judge, Scored, Weights, flips, focused, trade_off
from designgen.knowledge.templates import phrase
from designgen.model.decision import AXIS_NAMES, Adjustment, Axis, Decision, Driver, Flip, Option
from designgen.model.facts import Facts
from designgen.sizing.repeats import Repeats

MOST_FLIPS = 8
RESTING = {"has_push": ("push_seconds",)}
"""Figures behind a word of the conditions that is no figure itself."""
WHOLE = frozenset({"entity_list", "first_entity", "first_table", "versioned_list", "writer_list", "together_list"})
"""Gaps that are filled by comparing all entities with each other."""
KEYED = frozenset({"keyed_list", "keyed_any"})
"""Gaps that name the operations whose repeats need a key."""
DEEDS = {"has_imports": ("import",), "has_reports": ("report",)}
"""Verbs behind a word of the conditions."""


def worded(case: Case, facts: Facts, weights: Weights, judge: Judge) -> Decision:
    """Return the decision about a case."""
    topic, row, known = case.topic, case.chosen.row, case.known
    return Decision(
        topic=case.key,
        title=fill(topic.title, known),
        question=fill(topic.question, known),
        owner=topic.owner,
        rule=topic.rule,
        reversal=topic.reversal,
        options=tuple(_option(option, known) for option in case.options),
        choice=row.id,
        margin=case.margin,
        status="accepted" if case.given else "proposed",
        given_reason=(case.given.reason or case.given.decision) if case.given else "",
        context=fill(topic.context, known),
        drivers=_drivers(case, weights, facts),
        addons=tuple(_addons(case, judge)),
        flips=() if case.given or case.fixed else _flips(case, weights),
        trade_off="" if case.given or case.fixed else _trade_off(case, weights),
        consequences=tuple(fill(text, known) for text in row.means or row.pros),
        drawbacks=tuple(fill(text, known) for text in row.cons),
        confirmation=fill(row.confirmation or topic.confirmation, known),
        revisit=fill(row.revisit or topic.revisit, known),
        activates=tuple(dict.fromkeys((*topic.activates, *row.activates))),
        because=because(case, facts),
    )


def fill(text: str, known: dict[str, object]) -> str:
    """Fill the gaps of a text and make it one line."""
    return " ".join(phrase(text, **known).split())


def _addons(case: Case, judge: Judge) -> Iterator[str]:
    """Yield what joins the chosen option: unranked extras whose condition holds, and options that serve a part of the topic."""
    titles = {option.id: option.title for option in case.topic.options}
    for option in case.topic.options:
        if option.addon and judge.holds(option.addon.condition, case.known):
            yield fill(f"{option.title}: {option.addon.says}", case.known)
    for part in case.topic.combine:
        if part.option != case.chosen.row.id and judge.holds(part.condition, case.known):
            yield fill(f"{titles[part.option]}: {part.says}", case.known)


def _option(option: Scored, known: dict[str, object]) -> Option:
    row = option.row
    return Option(
        id=row.id,
        title=fill(row.title, known),
        score=round(option.score, 3),
        fits=row.fits,
        adjustments=tuple(
            Adjustment(condition=fill(modifier.says, known), axis=axis, delta=shift)
            for modifier in option.held
            for axis, shift in modifier.shifts.items()
        ),
        veto=fill(option.veto.says, known) if option.veto else "",
        pros=tuple(fill(text, known) for text in row.pros),
        cons=tuple(fill(text, known) for text in row.cons),
    )


def _drivers(case: Case, weights: Weights, facts: Facts) -> tuple[Driver, ...]:
    """Return the facts that were asked for, then the axes the topic is about with their weights (ADR-G7)."""
    reasons = because(case, facts)
    said = [fill(text, case.known) for text in case.topic.drivers]
    said += [fill(modifier.says, case.known) for option in case.options for modifier in option.held]
    asked = asked_weights(facts.requirements)[1]
    axes = [Driver(text=AXIS_NAMES[axis], weight=weights[axis], because=asked.get(axis, ())) for axis in case.topic.focus]
    return (*(Driver(text=text, because=reasons) for text in dict.fromkeys(said) if text), *axes)


def _flips(case: Case, weights: Weights) -> tuple[Flip, ...]:
    """Return the single changes that make another option win."""
    titles = {option.row.id: fill(option.row.title, case.known) for option in case.options}
    found = {}
    for change in flips(case.topic, case.options, weights):
        words = fill(change.words, case.known) if change.axis is None else _weighed(change.axis, change.step, weights)
        found[words, change.winner] = Flip(change=words, winner=titles[change.winner])
    return tuple(found.values())[:MOST_FLIPS]


def _trade_off(case: Case, weights: Weights) -> str:
    pair = trade_off(case.options, focused(weights, case.topic.focus))
    return f"{AXIS_NAMES[pair[0]]} for {AXIS_NAMES[pair[1]]}" if pair else ""


def _weighed(axis: Axis, step: float, weights: Weights) -> str:
    return f"If {AXIS_NAMES[axis]} weighed {weights[axis] + step:g} instead of {weights[axis]:g}"


def because(case: Case, facts: Facts) -> tuple[str, ...]:
    """Return the requirements a topic is about, or that its figures and sentences rest on, then the assumptions of its conditions."""
    flags = {flag.name: flag.why.split(", ") for flag in facts.flags if flag.holds}
    things = [thing for name in case.topic.about for thing in flags.get(name, ())]
    if not WHOLE.isdisjoint(case.topic.spoken):
        things += [entity.key for entity in facts.entities]
    wished = [reason for thing in things for reason in _requirements_of(thing, facts)]
    known = {wish.id for wish in facts.requirements.requirements}
    asked = {*case.topic.names, *case.topic.spoken, *(token for name in case.topic.names for token in RESTING.get(name, ()))}
    if not KEYED.isdisjoint(case.topic.spoken):
        repeats = Repeats(facts.requirements, facts.uses)
        wished += [reason for use in facts.uses if repeats.keyed(use) for reason in use.because if reason in known]
    verbs = {verb for name in case.topic.names for verb in DEEDS.get(name, ())}
    wished += [reason for use in facts.uses if use.operation.verb in verbs for reason in use.because if reason in known]
    wished += [reason for figure in facts.figures if plain(figure.key) in asked for reason in figure.because]
    return tuple(dict.fromkeys((*wished, *assumed(case, facts))))


def _requirements_of(thing: str, facts: Facts) -> tuple[str, ...]:
    for entity in facts.entities:
        if thing == entity.key or thing.startswith(f"{entity.key}."):
            return entity.because
    known = {wish.id for wish in facts.requirements.requirements}
    return next((tuple(reason for reason in use.because if reason in known) for use in facts.uses if use.id == thing), ())


def assumed(case: Case, facts: Facts) -> tuple[str, ...]:
    """Return the keys of the assumptions behind the figures that the topic's conditions ask for."""
    figures = {figure.key: figure for figure in facts.figures}
    by_name = {plain(key): key for key in figures}
    known = {assumption.key for assumption in facts.assumptions}
    pending = [key for name in case.topic.names for key in ROOTS.get(name, (by_name.get(name, name),))]
    seen: dict[str, None] = {}
    while pending:
        key = pending.pop(0)
        if key not in seen:
            seen[key] = None
            pending += figures[key].inputs if key in figures else _family(key, known)
    return tuple(f"assumption:{key}" for key in seen if f"assumption:{key}" in known)


def _family(key: str, known: set[str]) -> list[str]:
    """Return the assumptions that stand together under one word, such as all row counts under `volume`."""
    return sorted(name.removeprefix("assumption:") for name in known if name.startswith(f"assumption:{key}."))
