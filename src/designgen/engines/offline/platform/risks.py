"""What earlier personas found and what this design rests on, in; the register of risks out, highest first (DEL-050)."""

import re

from designgen.engines.offline.platform.brief import Brief
from designgen.engines.offline.platform.opinion import standing
from designgen.engines.offline.platform.recovery import keeps_targets
from designgen.knowledge import catalogue
from designgen.knowledge.templates import phrase
from designgen.knowledge.wording import lower_first
from designgen.model.decision import Decision
from designgen.model.design.delivery import Risk
from designgen.model.design.operations import ComposedAvailability
from designgen.model.design.opinion import ClarifyingQuestion, Finding
from designgen.model.facts import Assumption

IMPACT = {"blocker": 5, "error": 4, "warn": 3, "info": 2}
LIKELY = {"blocker": 4, "error": 3, "warn": 3, "info": 2}
MOST = 10
QUESTIONS = 4
MOST_IMPACT = 5
MANY = 4
"""Items that rest on an assumed answer from which a wrong one spreads."""
STRANGE = {"product owner": 2, "operations": 2, "legal": 3, "third party": 3}
"""How likely the answer of somebody differs from ours: who stands further off surprises more."""
MARGINS = ((4, 0.02), (3, 0.1), (2, 0.2))
"""Likelihood, and the margin below which it holds."""
TURNING = re.compile(r"x[\d.]+ \(([^)]+)\)")
WEEKS = 2
OWED_FROM = 0.999
PROVISIONAL_VALUE = 3.0


def risks(brief: Brief, composed: ComposedAvailability) -> tuple[Risk, ...]:
    """Return at most ten risks, by score."""
    found = [*_operating(brief, composed)]
    found += [_finding(one) for opinion in brief.opinions for one in opinion.findings if one.severity in ("blocker", "error", "warn")]
    found += [_question(brief, one) for one in _weighty(brief)]
    found += [_close_call(one) for one in brief.decisions if one.close_call and one.reversal >= 2 and one.status != "accepted"]
    found += [_assumption(one) for one in brief.facts.assumptions if one.flips]
    unique = {risk.key: risk for risk in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda risk: (-risk.score, risk.key))[:MOST])


def _operating(brief: Brief, composed: ComposedAvailability) -> list[Risk]:
    estimate, allowed = keeps_targets(brief)
    words, found = standing(brief, composed), []
    if not composed.meets:
        found.append(_told("availability", "risk:availability", ("CAP-043", "availability.target"), (4, 4), words))
    if brief.unwatched and composed.target >= OWED_FROM:
        found.append(_told("night", "risk:nobody-awake", ("OPS-010", "team.ops"), (3, 4), words))
    if estimate > allowed > 0:
        found.append(_told("restore", "risk:recovery-time", ("REL-031", "recovery.rto_s"), (2, 5), words))
    return found


def _told(row: str, key: str, because: tuple[str, ...], score: tuple[int, int], words: dict[str, object]) -> Risk:
    filled = {name: phrase(text, **words) for name, text in catalogue.load("judgements")["risks"][row].items()}
    return Risk(key=key, because=because, likelihood=score[0], impact=score[1], **filled)


def _finding(one: Finding) -> Risk:
    return Risk(
        key=f"risk:{one.name}",
        because=(*one.because, one.key),
        sentence=f"{one.statement.rstrip('.')}. Left alone, {_hurt(one)}.",
        likelihood=LIKELY[one.severity],
        impact=IMPACT[one.severity],
        response=f"Avoid: {_lower(one.repair)}" if one.repair else "Accept until it is measured.",
        trigger=f"work on {one.because[0] if one.because else one.path or one.name} begins while finding {one.name} stands",
    )


def _hurt(one: Finding) -> str:
    """What a finding endangers: the requirement or rule it names first."""
    return f"{one.because[0]} is not met" if one.because else f"{one.name.replace('-', ' ')} reaches production"


def _weighty(brief: Brief) -> list[ClarifyingQuestion]:
    """The open questions that change most; the others stand on the page of questions."""
    asked = {one.key: one for opinion in brief.opinions for one in opinion.questions if one.value >= PROVISIONAL_VALUE}
    return sorted(asked.values(), key=lambda one: (-one.value, one.key))[:QUESTIONS]


def _question(brief: Brief, one: ClarifyingQuestion) -> Risk:
    """How likely another answer is grows with who has to give it; how much it hurts, with what rests on it and cannot be undone."""
    titles = {wish.id: wish.title or wish.id for wish in brief.facts.requirements.requirements}
    served = next((titles[reason] for reason in one.because if reason in titles), "")
    final = {use.id for use in brief.facts.uses if use.irreversible}
    lasting = any(key.partition(":")[2] in final for key in one.provisional)
    impact = min(MOST_IMPACT, max(2, round(one.value / 2)) + (1 if len(one.provisional) >= MANY else 0) + (1 if lasting else 0))
    return Risk(
        key=f"risk:{one.name}",
        because=(*one.because, one.key, *one.provisional),
        sentence=f"Open: {one.text} Assumed: {one.assumed.rstrip('.')}. Otherwise: {one.changes.rstrip('.')}.",
        likelihood=STRANGE[one.ask],
        impact=impact,
        response=f"Reduce: ask {one.ask} before {f'“{served}”' if served else 'what rests on it'} is built.",
        trigger=f"{one.ask}{f', shown “{served}”,' if served else ''} expects otherwise than “{one.assumed.rstrip('.')}”",
    )


def _close_call(one: Decision) -> Risk:
    flip = one.flips[0] if one.flips else None
    other = (
        flip.winner
        if flip
        else next((option.id for option in one.options if option.id != one.choice and not option.veto), "another option")
    )
    titles = {option.id: option.title for option in one.options}
    words: dict[str, object] = {
        "choice": one.chosen.title,
        "topic": lower_first(one.title),
        "margin": f"{one.margin:.2f}",
        "other": titles.get(other, other),
        "change": f" {_lower(flip.change.rstrip('.'))}" if flip else " once a weight changes",
        "cost": "weeks" if one.reversal == WEEKS else "months",
    }
    risk = _told("close", f"risk:{one.topic.replace('.', '-')}", (one.rule, one.topic), (_close(one.margin), 1 + one.reversal), words)
    return risk.model_copy(update={"trigger": one.revisit}) if one.revisit else risk


def _close(margin: float) -> int:
    """How likely the other option turns out better: the smaller the margin, the likelier (ADR-G4)."""
    return next((likely for likely, most in MARGINS if margin < most), 1)


def _assumption(one: Assumption) -> Risk:
    """A flip within twice is likelier than one at ten times; each decision that turns makes it worse (CORE-03)."""
    near = any(text.startswith(("x2", "x0.5")) for text in one.sensitivity)
    turned = "; ".join(one.sensitivity).count(" becomes ") or 1
    return Risk(
        key=f"risk:{one.key.replace('.', '-')}",
        because=(one.rule, one.key),
        sentence=f"Assumed: {one.statement.rstrip('.')}. If it is wrong: {'; '.join(one.sensitivity).rstrip('.')}.",
        likelihood=3 if near else 2,
        impact=min(MOST_IMPACT, 1 + turned),
        response=f"Reduce: ask “{one.asks}”" if one.asks else "Reduce: measure it in the first phase.",
        trigger=_measured(one),
    )


def _measured(one: Assumption) -> str:
    """The value at which a first decision turns, as the sensitivity of the assumption names it."""
    for text in one.sensitivity:
        found = TURNING.match(text)
        if found:
            return f"{one.key.partition(':')[2]} turns out near {found[1]}; {one.value} is assumed"
    return f"somebody says otherwise than “{one.statement.rstrip('.')}”"


def _lower(text: str) -> str:
    """Begin a sentence in the middle of another; names and codes keep their capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text
