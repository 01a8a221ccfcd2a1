"""Decisions and what their owners chose otherwise in, the decisions after that out; what earlier owners decided stays."""

from collections.abc import Collection, Sequence

from designgen.decisions.decide import begin, cases, recorded
from designgen.decisions.scoring import Judge
from designgen.decisions.wording import worded
from designgen.model.decision import Decision, Turned
from designgen.model.design.opinion import TopicChoice
from designgen.model.facts import Facts


def revise(
    facts: Facts, decisions: Sequence[Decision], choices: Sequence[TopicChoice], by: str, settled: Collection[str]
) -> tuple[Decision, ...]:
    """Return the decisions once `by` has chosen otherwise; topics of `settled` owners keep their choice, others are scored again."""
    turned = {choice.topic: choice for choice in choices}
    kept = {decision.topic: decision for decision in decisions if decision.owner in settled}
    fixed = {topic: decision.choice for topic, decision in kept.items()} | {topic: choice.choice for topic, choice in turned.items()}
    opened = begin(facts, Judge())
    found: dict[str, Decision] = {}
    for case in cases(opened, fixed):
        if case.key in kept and case.key not in turned:
            found[case.key] = kept[case.key]
            continue
        decision = worded(case, facts, opened.weights, opened.judge)
        found[case.key] = _turned(decision, turned[case.key], by) if case.key in turned else decision
    return recorded([*found.values(), *(decision for topic, decision in kept.items() if topic not in found)], facts)


def _turned(decision: Decision, choice: TopicChoice, by: str) -> Decision:
    titles = {option.id: option.title for option in decision.options}
    told = Turned(by=by, instead=titles.get(choice.instead, choice.instead), reason=choice.reason)
    return decision.model_copy(update={"turned": told, "because": tuple(dict.fromkeys((*decision.because, *choice.because)))})
