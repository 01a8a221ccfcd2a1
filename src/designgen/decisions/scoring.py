"""The one scorer (ADR-G1 to ADR-G4): a topic and what is known in, scored options, vetoes and single flips out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from designgen.decisions.topics import Modifier, OptionRow, Topic, Veto, words_of
from designgen.knowledge.conditions import holds
from designgen.model.decision import AXES, Axis

BASE, FOCUS, LIMIT, TIE, LOWEST = 3.0, 2.5, 3.0, 0.005, -3.0
CONSTRAINTS = ("skills", "required", "forbidden")

Known = Mapping[str, object]
Weights = dict[Axis, float]


@dataclass(frozen=True)
class Scored:
    """An option with everything that was asked about it."""

    row: OptionRow
    score: float
    modifiers: tuple[tuple[Modifier, bool], ...]
    vetoes: tuple[tuple[Veto, bool], ...]

    @cached_property
    def veto(self) -> Veto | None:
        """The first veto that holds."""
        return next((veto for veto, true in self.vetoes if true), None)

    @cached_property
    def held(self) -> tuple[Modifier, ...]:
        """The modifiers that hold."""
        return tuple(modifier for modifier, true in self.modifiers if true)

    @cached_property
    def fits(self) -> dict[Axis, float]:
        """The fits of the option with its modifiers, none beyond 3."""
        fits = dict(self.row.fits)
        for modifier in self.held:
            for axis, shift in modifier.shifts.items():
                fits[axis] += shift
        return {axis: max(-LIMIT, min(LIMIT, fit)) for axis, fit in fits.items()}

    def under(self, heavy: Weights) -> float:
        """Return the score under focused weights."""
        return sum([heavy[axis] * self.fits[axis] for axis in AXES]) / sum(heavy.values())


class Judge:
    """Evaluates conditions and remembers each answer for the values it was asked with."""

    def __init__(self) -> None:
        self.answers: dict[tuple[object, ...], bool] = {}
        self.scores: dict[tuple[object, ...], tuple[Scored, ...]] = {}

    def score(self, topic: Topic, known: Known, weights: Weights) -> tuple[Scored, ...]:
        """Return the scored options of a topic, remembered for the values it asks for."""
        asked = (topic.key, *weights.values(), *(known.get(name) for name in (*topic.names, *CONSTRAINTS)))
        if asked not in self.scores:
            self.scores[asked] = score(topic, known, weights, self)
        return self.scores[asked]

    def holds(self, condition: str, known: Known) -> bool:
        """Return whether a condition holds; a single name needs no evaluation, and unknown names are false (ADR-G3)."""
        words = words_of(condition)
        if len(words) == 1 and words[0] == condition:
            return bool(known.get(condition, False))
        asked = (condition, *(known.get(word) for word in words))
        if asked not in self.answers:
            self.answers[asked] = holds(condition, known)
        return self.answers[asked]


def weights_of(known: Known) -> Weights:
    """Return the weight of each axis: three or the author's priority, one more where the situation asks for it (ADR-G2).

    `asked` holds what quality scenarios add (SIG-21): 1 for a must, 0.5 for a should, 0.25 for a could.
    """
    priorities, asked = known.get("priorities"), known.get("asked")
    given = priorities if isinstance(priorities, Mapping) else {}
    wanted = asked if isinstance(asked, Mapping) else {}
    weights: Weights = {axis: float(given.get(axis, BASE)) + float(wanted.get(axis, 0)) for axis in AXES}
    extra: dict[str, tuple[Axis, ...]] = {
        "T0": ("A", "I"),
        "restr": ("X",),
        "small": ("O",),
        "rush": ("T",),
        "cheap": ("C",),
        "multi": ("F",),
    }
    for token, axes in extra.items():
        if known.get(token):
            weights |= {axis: weights[axis] + 1 for axis in axes}
    return weights


def focused(weights: Weights, focus: tuple[Axis, ...]) -> Weights:
    """Return the weights with those a topic is about times 2.5 (ADR-G2)."""
    return {axis: weight * (FOCUS if axis in focus else 1) for axis, weight in weights.items()}


def score(topic: Topic, known: Known, weights: Weights, judge: Judge) -> tuple[Scored, ...]:
    """Return the rankable options of a topic, best first, vetoed ones last; addons are not ranked."""
    heavy = focused(weights, topic.focus)
    found = [_asked(option, topic, known, judge) for option in topic.options if option.addon is None]
    return ranked([replace(option, score=option.under(heavy)) for option in found])


def ranked(options: list[Scored]) -> tuple[Scored, ...]:
    """Return options in order: not vetoed, higher score, then operability, cost, place in the catalogue (ADR-G2)."""
    alive = [(option.score, option) for option in options if option.veto is None]
    ordered: list[Scored] = []
    while alive:
        best = _first(alive)
        ordered.append(best)
        alive = [rival for rival in alive if rival[1] is not best]
    out = sorted((option for option in options if option.veto), key=lambda option: -option.score)
    return (*ordered, *out)


def leader(options: Iterable[Scored], heavy: Weights) -> Scored:
    """Return the option that would rank first under focused weights."""
    found = [(option.under(heavy), option) for option in options]
    alive = [rival for rival in found if rival[1].veto is None]
    return _first(alive) if alive else max(found, key=lambda rival: rival[0])[1]


def _first(alive: list[tuple[float, Scored]]) -> Scored:
    top = max(score for score, _ in alive)
    tied = [option for score, option in alive if top - score < TIE]
    return max(tied, key=lambda option: (option.row.fits["O"], option.row.fits["C"]))


def _asked(option: OptionRow, topic: Topic, known: Known, judge: Judge) -> Scored:
    modifiers = [(modifier, judge.holds(modifier.condition, known)) for modifier in option.modifiers]
    if lacks_skill(option, known):
        modifiers.append((Modifier("", f"nobody in the team knows {option.skill}", {"O": -1.0, "T": -1.0}), True))
    vetoes = [(veto, judge.holds(veto.condition, known)) for veto in option.vetoes]
    vetoes += [(Veto("", words), True) for words in constrained(option, topic, known)]
    return Scored(option, 0.0, tuple(modifiers), tuple(vetoes))


def lacks_skill(option: OptionRow, known: Known) -> bool:
    """Return whether the team named its skills and not the one this option needs.

    ADR-G6 counts missing levels of 2; a list of names knows no levels, so a named skill is taken as level 2 and any other as level 1.
    """
    skills = known.get("skills")
    return bool(option.skill and skills and isinstance(skills, tuple) and option.skill not in skills)


def constrained(option: OptionRow, topic: Topic, known: Known) -> list[str]:
    """Return why given technology takes an option out: it is forbidden, or another one is asked for (ADR-G2)."""
    required, forbidden = (known.get(name) or () for name in ("required", "forbidden"))
    words = []
    if isinstance(forbidden, tuple):
        words += [f"the requirements forbid {word}" for word in option.tech if word in forbidden]
    if isinstance(required, tuple) and not set(option.tech) & set(required):
        asked = [word for other in topic.options for word in other.tech if word in required]
        words += [f"the requirements ask for {word}" for word in asked[:1]]
    return words


def trade_off(options: tuple[Scored, ...], heavy: Weights) -> tuple[Axis, Axis] | None:
    """Return the axis that the winner gains most on and the one it pays most with, against the best rival (trade-off point, ADR-G4)."""
    alive = [option for option in options if option.veto is None][:2]
    if len(alive) < 2:
        return None
    first, second = (option.fits for option in alive)
    lead = {axis: heavy[axis] * (first[axis] - second[axis]) for axis in AXES}
    gain, price = max(AXES, key=lead.__getitem__), min(AXES, key=lead.__getitem__)
    return (gain, price) if lead[gain] > 0 > lead[price] else None


@dataclass(frozen=True)
class Change:
    """One fact or one weight turned, and the option that would win then."""

    winner: str
    words: str = ""
    axis: Axis | None = None
    step: float = 0


def flips(topic: Topic, options: tuple[Scored, ...], weights: Weights) -> tuple[Change, ...]:
    """Return the single changes that make another option win: each condition turned, each weight one up and one down (ADR-G4)."""
    winner = options[0].row.id
    heavy = focused(weights, topic.focus)
    found = []
    for changed, words in _toggled(options):
        first = leader(changed, heavy)
        if first.row.id != winner and first.veto is None:
            found.append(Change(first.row.id, words=words))
    for axis in AXES:
        for step in (-1.0, 1.0):
            other = focused({**weights, axis: max(0.0, weights[axis] + step)}, topic.focus)
            best = leader(options, other).row
            if best.id != winner:
                found.append(Change(best.id, axis=axis, step=step))
    return tuple(found)


def _toggled(options: tuple[Scored, ...]) -> Iterator[tuple[list[Scored], str]]:
    """Yield the options with one condition turned wherever it stands, and the words for it."""
    asked: dict[str, tuple[str, bool]] = {}
    for option in options:
        for modifier, true in option.modifiers:
            asked.setdefault(modifier.condition or modifier.says, (modifier.says, true))
        for veto, true in option.vetoes:
            asked.setdefault(veto.condition or veto.says, (veto.says, true))
    asked.pop("true", None)
    for condition, (says, true) in asked.items():
        yield [_turned(option, condition) for option in options], _words(says, true)


def _turned(option: Scored, condition: str) -> Scored:
    """Return an option for which a condition has the other answer; the same where nobody asked."""
    asked = [each.condition or each.says for each, _ in option.modifiers] + [each.condition or each.says for each, _ in option.vetoes]
    if condition not in asked:
        return option
    modifiers = tuple((each, true != (condition == (each.condition or each.says))) for each, true in option.modifiers)
    vetoes = tuple((each, true != (condition == (each.condition or each.says))) for each, true in option.vetoes)
    return replace(option, modifiers=modifiers, vetoes=vetoes)


def _words(says: str, true: bool) -> str:
    return f"If it were not so that {says}" if true else f"If {says}"
