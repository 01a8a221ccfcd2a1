"""For each assumed number: which decisions would turn out otherwise at half, twice and ten times its value (CORE-03, ADR-S5)."""

from designgen.decisions.decide import choices
from designgen.decisions.scoring import Judge
from designgen.knowledge.wording import counted, listed
from designgen.model.decision import Decision
from designgen.model.facts import Facts
from designgen.model.requirements import Requirements
from designgen.sizing.facts import Outline, measure, outline

FACTORS = (0.5, 2.0, 10.0)
SHARES = ("load.active_share", "load.read_ratio")
LESS_THAN_ONE = 0.9999


def with_sensitivity(requirements: Requirements, facts: Facts, decisions: tuple[Decision, ...]) -> Facts:
    """Return the facts with a line of sensitivity for each assumed number."""
    drawn, judge = outline(requirements), Judge()
    usual = {decision.topic: decision.choice for decision in decisions}
    numbers = {figure.key: figure.value for figure in facts.figures if figure.provenance == "defaulted"}
    tested = []
    for assumption in facts.assumptions:
        key = assumption.key.removeprefix("assumption:")
        lines = _lines(key, numbers[key], drawn, judge, usual) if key in numbers else _resting(assumption.key, decisions)
        unmoved = (f"none of the {counted(len(decisions), 'decision')} moves",)
        tested.append(assumption.model_copy(update={"sensitivity": lines or unmoved, "flips": bool(lines)}))
    return facts.model_copy(update={"assumptions": tuple(tested)})


def _lines(key: str, value: float, drawn: Outline, judge: Judge, usual: dict[str, str]) -> tuple[str, ...]:
    found = []
    for factor in FACTORS:
        changed = varied(key, value, factor)
        if changed == value:
            continue
        choice = choices(measure(drawn, {key: changed}, silent=True), judge)
        moved = [f"{topic} becomes {choice[topic]}" for topic in usual if topic in choice and choice[topic] != usual[topic]]
        moved += [f"{topic} is no longer asked" for topic in usual if topic not in choice]
        moved += [f"{topic} is asked and becomes {choice[topic]}" for topic in choice if topic not in usual]
        if moved:
            found.append(f"x{factor:g} ({changed:g}): {', '.join(moved)}")
    return tuple(found)


def _resting(key: str, decisions: tuple[Decision, ...]) -> tuple[str, ...]:
    """Return the decisions that rest on an assumption without a number."""
    topics = [decision.topic for decision in decisions if key in decision.because]
    return (f"{listed(topics)} would be decided again",) if topics else ()


def varied(key: str, value: float, factor: float) -> float:
    """Return the varied value; a share stays a share, and a promise of availability is varied by its absences."""
    if key == "availability.target" or key.endswith(".sla"):
        return max(0.0, 1 - (1 - value) * factor)
    if key in SHARES:
        return min(1.0 if key == "load.active_share" else LESS_THAN_ONE, value * factor)
    if key == "team.ops" and value == 0:
        return float(factor > 1) if factor < 10 else 3.0
    return round(value * factor) if key in ("team.devs", "team.ops") else value * factor
