"""Facts in, decisions out: every topic whose trigger holds, scored, worded, and marked for a record of its own or for the conventions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from designgen.decisions.case import Case
from designgen.decisions.names import names_of, plain
from designgen.decisions.peers import subjects_of
from designgen.decisions.scoring import Judge, Weights, weights_of
from designgen.decisions.topics import topics
from designgen.decisions.wording import worded
from designgen.model.decision import Decision
from designgen.model.facts import Facts


@dataclass
class Round:
    """One pass over the catalogue: what is known, what was chosen so far."""

    facts: Facts
    judge: Judge
    known: dict[str, object]
    weights: Weights = field(default_factory=dict)

    def fix(self, topic: str, choice: str) -> None:
        """Make a choice known to the topics that follow."""
        self.known[f"choice_{plain(topic)}"] = choice


def decide(facts: Facts) -> tuple[Decision, ...]:
    """Return the decisions in catalogue order."""
    opened = begin(facts, Judge())
    decided = [worded(case, facts, opened.weights, opened.judge) for case in cases(opened)]
    return recorded(decided, facts)


def begin(facts: Facts, judge: Judge) -> Round:
    """Return a round that has chosen nothing yet."""
    known = names_of(facts)
    return Round(facts, judge, known, weights_of(known))


def cases(opened: Round, fixed: Mapping[str, str] = MappingProxyType({})) -> Iterator[Case]:
    """Yield each topic whose trigger holds, for each of its subjects, scored; later ones know the earlier choices.

    `fixed` holds choices that stand whatever the scores say, by topic.
    """
    wishes = {decision.topic: decision for decision in opened.facts.requirements.decisions if decision.topic}
    for topic in topics():
        for subject, names in subjects_of(topic.repeat, opened.facts):
            known = {**opened.known, **names}
            if not opened.judge.holds(topic.when, known):
                continue
            key = f"{topic.key}.{subject}" if subject else topic.key
            options = opened.judge.score(topic, known, opened.weights)
            wish = wishes.get(key)
            given = wish if wish and any(option.row.id == wish.choice for option in options) else None
            case = Case(key, topic, options, given, known, fixed.get(key))
            opened.fix(key, case.chosen.row.id)
            yield case


def choices(facts: Facts, judge: Judge) -> dict[str, str]:
    """Return only which option wins each topic, for runs that need no words."""
    return {case.key: case.chosen.row.id for case in cases(begin(facts, judge))}


def recorded(decided: list[Decision], facts: Facts) -> tuple[Decision, ...]:
    """Mark which decisions become records: hardest to reverse first, then the closest; the author's own always (DESIGN 5)."""
    requirements = facts.requirements
    limit = 4 + 2 * len(requirements.domain) + len(requirements.integrations) + len(requirements.pipelines)
    order = sorted(decided, key=lambda decision: (decision.status != "accepted", -decision.reversal, decision.margin))
    chosen = {decision.topic for decision in order[:limit]}
    return tuple(decision.model_copy(update={"recorded": decision.topic in chosen}) for decision in decided)
