"""Answers in, one Design out: chapters joined, records numbered, every part traced to its reasons."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from designgen.interview.edition import Edition
from designgen.interview.trace import coverage, trace
from designgen.model.decision import Decision, Record
from designgen.model.design.architecture import Architecture
from designgen.model.design.opinion import ClarifyingQuestion, Finding, Opinion
from designgen.model.design.whole import Design, Interviewed
from designgen.model.diagnostic import Diagnostic, Rule, Severity
from designgen.model.facts import Facts
from designgen.model.interview import (
    Answer,
    BackendSection,
    DatabaseSection,
    FlowsSection,
    IntegrationsSection,
    Persona,
    PlatformSection,
    ReviewSection,
)
from designgen.model.source import Places
from designgen.sizing.availability import Releases, compose, releases

S = TypeVar("S")

STATED = Rule(
    code="DG210",
    name="persona-finding",
    severity=Severity.WARN,
    message="{statement}",
    why="A persona that answered for its section found something in the requirements that stands in the way of a good design.",
)
REVIEWED = Rule(
    code="DG215",
    name="reviewer-finding",
    severity=Severity.WARN,
    message="`{persona}` remarks: {statement}",
    why="A persona that owes no section read all of them and found something that its trade would not let pass.",
)
RULES = (STATED, REVIEWED)


def link(facts: Facts, decisions: Sequence[Decision], seats: Mapping[str, Persona], answers: Sequence[Answer], edition: Edition) -> Design:
    """Join the answers of the five sections into the design of one package, with what reviewers said about it."""
    backend, platform = _section(answers, BackendSection), _section(answers, PlatformSection)
    architecture = _joined(backend.architecture, platform.architecture)
    records, conventions = _numbered(decisions, edition)
    design = Design(
        title=facts.requirements.project.title or facts.requirements.project.name,
        date=edition.date,
        facts=facts,
        architecture=architecture,
        zones=platform.zones,
        api=backend.api,
        database=_section(answers, DatabaseSection).database,
        flows=_section(answers, FlowsSection).flows,
        integrations=_section(answers, IntegrationsSection).integrations,
        operations=platform.operations,
        security=platform.security,
        delivery=platform.delivery,
        availability=compose(
            architecture.components,
            architecture.connections,
            facts.number("availability.target"),
            _choice(decisions, "availability.topology", "single-zone"),
            _releases(facts, decisions),
        ),
        records=records,
        conventions=conventions,
        interviews=_interviews(seats, answers),
        questions=_ranked(answer.section.opinion for answer in answers),
        findings=edition.findings + _stated(seats, answers, edition.places),
        places=edition.places,
    )
    links = trace(design)
    return design.model_copy(update={"links": links, "coverage": coverage(design, links)})


def _section(answers: Sequence[Answer], kind: type[S]) -> S:
    return next(answer.section for answer in answers if isinstance(answer.section, kind))


def _choice(decisions: Sequence[Decision], topic: str, default: str) -> str:
    return next((decision.choice for decision in decisions if decision.topic == topic), default)


def _releases(facts: Facts, decisions: Sequence[Decision]) -> Releases:
    return releases(_choice(decisions, "platform.release", "rolling"), facts.number("app.instances"), facts.number("team.devs"))


def _joined(first: Architecture, second: Architecture) -> Architecture:
    return Architecture(
        modules=first.modules + second.modules,
        components=first.components + second.components,
        connections=first.connections + second.connections,
        bottlenecks=first.bottlenecks + second.bottlenecks,
    )


def _numbered(decisions: Sequence[Decision], edition: Edition) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
    """Number the decisions: a topic keeps its number for ever, a new one gets the next; conventions have none."""
    highest, records = edition.highest, []
    for decision in decisions:
        if not decision.recorded:
            continue
        number = edition.numbers.get(decision.topic)
        if number is None:
            highest += 1
            number = f"{highest:04d}"
        date = edition.dates.get(f"{decision.topic}={decision.choice}", edition.date)
        records.append(Record(number=number, decision=decision, date=date))
    conventions = tuple(Record(number="", decision=decision) for decision in decisions if not decision.recorded)
    return tuple(sorted(records, key=lambda record: record.number)), conventions


def _interviews(seats: Mapping[str, Persona], answers: Sequence[Answer]) -> tuple[Interviewed, ...]:
    """Return who was asked and what they said, then who was not asked: reviewers where no model plays them."""
    asked = {answer.section.section: _interviewed(seats[answer.section.section], answer) for answer in answers}
    silent = {
        seat: Interviewed(persona=one.name, title=one.description, section=seat, engine="", opinion=Opinion(), digest=one.digest)
        for seat, one in seats.items()
        if seat not in asked
    }
    return (*asked.values(), *silent.values())


def _interviewed(persona: Persona, answer: Answer) -> Interviewed:
    return Interviewed(
        persona=persona.name,
        title=persona.description,
        section=answer.section.section,
        engine=answer.engine,
        opinion=answer.section.opinion,
        digest=persona.digest,
        recalled=answer.recalled,
        trouble=answer.findings,
    )


def _stated(seats: Mapping[str, Persona], answers: Sequence[Answer], places: Places) -> tuple[Diagnostic, ...]:
    """Turn what personas found into diagnostics at the wish it is about; what a reviewer found carries its name."""
    return tuple(
        rule.at(
            places.get(finding.path),
            statement=finding.statement,
            persona=seats[answer.section.section].name,
            subject=finding.key,
            help=finding.repair,
        ).model_copy(update={"severity": Severity(finding.severity), "because": finding.because})
        for answer in answers
        for rule, found in _found(answer)
        for finding in found
    )


def _found(answer: Answer) -> tuple[tuple[Rule, tuple[Finding, ...]], ...]:
    """Return what a persona found, then what it proposed in vain, each with the rule that words it."""
    opinion = answer.section.opinion
    return (REVIEWED if isinstance(answer.section, ReviewSection) else STATED, opinion.findings), (STATED, opinion.dropped)


def _ranked(opinions: Iterable[Opinion]) -> tuple[ClarifyingQuestion, ...]:
    """Merge the questions of all personas, the most telling first; two that share a key are one question."""
    merged: dict[str, ClarifyingQuestion] = {}
    for opinion in opinions:
        for question in opinion.questions:
            known = merged.get(question.key)
            merged[question.key] = _both(known, question) if known else question
    return tuple(sorted(merged.values(), key=lambda question: (-question.value, question.key)))


def _both(first: ClarifyingQuestion, second: ClarifyingQuestion) -> ClarifyingQuestion:
    leading, other = (first, second) if first.value >= second.value else (second, first)
    return leading.model_copy(
        update={
            "because": tuple(dict.fromkeys(leading.because + other.because)),
            "provisional": tuple(dict.fromkeys(leading.provisional + other.provisional)),
        }
    )
