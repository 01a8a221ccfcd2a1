"""A requirements text in, the design of its API out: facts, decisions, the two sections that speak about it."""

from functools import cache
from pathlib import Path

from designgen.decisions.decide import decide
from designgen.engines.offline.backend import section as backend
from designgen.engines.offline.flows import section as flows
from designgen.frontend.requirements import read_requirements
from designgen.model.design.whole import Design
from designgen.model.interview import BackendSection, FlowsSection, Persona, Question
from designgen.model.source import Source
from designgen.sizing.facts import size

EXAMPLES = Path(__file__).parents[2] / "examples"


def asked(text: str) -> Question:
    """Return the question about the backend of a requirements text."""
    reading = read_requirements(Source(name="requirements.yaml", text=text))
    assert reading.requirements, reading.diagnostics
    facts = size(reading.requirements)
    return Question(persona=Persona(name="asked", description="Asked in a test."), section="backend", facts=facts, decisions=decide(facts))


def sections(text: str) -> tuple[BackendSection, FlowsSection]:
    """Return the drafts of the backend architect and of the integration engineer."""
    question = asked(text)
    first = backend.draft(question)
    return first, flows.draft(question.model_copy(update={"section": "flows", "earlier": (first,)}))


def design(text: str) -> Design:
    """Return a design that holds the interface, its flows and the facts."""
    first, second = sections(text)
    facts = asked(text).facts
    return Design(title="tested", date="2026-11-20", facts=facts, architecture=first.architecture, api=first.api, flows=second.flows)


@cache
def example(name: str) -> Design:
    """Return the design of a shipped example."""
    return design(example_text(name))


def example_text(name: str) -> str:
    """Return the text of a shipped example."""
    return (EXAMPLES / f"{name}.yaml").read_text()
