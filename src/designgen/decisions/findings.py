"""What is wrong with decisions the author took: unknown topics or choices, choices that a veto or the scores speak against (CORE-07)."""

from collections.abc import Iterator

from designgen.decisions.topics import topics
from designgen.model.decision import Decision
from designgen.model.diagnostic import Diagnostic, Rule, Severity
from designgen.model.requirements import Requirements

UNKNOWN_TOPIC = Rule(
    code="DG601",
    name="unknown-topic",
    severity=Severity.WARN,
    message="decision {id} names the topic `{topic}`, which is none of ours",
    why="A decision that no topic knows is printed but steers nothing.",
    help="the topics are listed by `designgen explain topics`",
    rulebook=("CORE-07",),
)
UNKNOWN_CHOICE = Rule(
    code="DG602",
    name="unknown-choice",
    severity=Severity.WARN,
    message="decision {id} chooses `{choice}`, which is no option of `{topic}`",
    why="The topic is scored as if nothing had been decided.",
    help="the options are {options}",
    rulebook=("CORE-07",),
)
VETOED_CHOICE = Rule(
    code="DG603",
    name="vetoed-choice",
    severity=Severity.ERROR,
    message="decision {id} chooses `{choice}` for `{topic}`, although {veto}",
    why="The author's decision stands, and the package says what speaks against it.",
    help="the best option without a veto is `{best}`",
    rulebook=("CORE-07",),
)
WEAK_CHOICE = Rule(
    code="DG604",
    name="weak-choice",
    severity=Severity.INFO,
    message="decision {id} chooses `{choice}` for `{topic}`, {gap:.2f} points below `{best}`",
    why="A clear dissent belongs into the record.",
    help="the record shows both options side by side",
    rulebook=("ADR-S6",),
)
RULES: tuple[Rule, ...] = (UNKNOWN_TOPIC, UNKNOWN_CHOICE, VETOED_CHOICE, WEAK_CHOICE)
CLEAR = 0.5


def check_given(requirements: Requirements, decisions: tuple[Decision, ...]) -> Iterator[Diagnostic]:
    """Report what speaks against the author's own decisions; they stand all the same."""
    known = {topic.key: topic for topic in topics()}
    decided = {decision.topic: decision for decision in decisions}
    for given in requirements.decisions:
        if not given.topic:
            continue
        row = known.get(given.topic) or known.get(given.topic.rpartition(".")[0])
        if row is None:
            yield UNKNOWN_TOPIC.at(None, subject=given.id, id=given.id, topic=given.topic)
        elif given.choice not in [option.id for option in row.options]:
            options = ", ".join(option.id for option in row.options)
            yield UNKNOWN_CHOICE.at(None, subject=given.id, id=given.id, topic=given.topic, choice=given.choice, options=options)
        elif given.topic in decided:
            yield from _against(given.id, decided[given.topic])


def _against(id: str, decision: Decision) -> Iterator[Diagnostic]:
    best = next((option for option in decision.options if not option.veto), decision.chosen)
    chosen, topic = decision.chosen, decision.topic
    if chosen.veto:
        yield VETOED_CHOICE.at(None, subject=topic, id=id, choice=chosen.id, topic=topic, best=best.id, veto=chosen.veto)
    elif best.score - chosen.score >= CLEAR:
        gap = best.score - chosen.score
        yield WEAK_CHOICE.at(None, subject=topic, id=id, choice=chosen.id, topic=topic, best=best.id, gap=gap)
