"""A requirements text in, the database that the rulebook drafts for it out, with the backend asked first as in a build."""

from functools import cache
from pathlib import Path

from designgen.decisions.decide import decide
from designgen.engines.offline.backend import section as backend
from designgen.engines.offline.database import section as database
from designgen.frontend.requirements import read_requirements
from designgen.model.interview import DatabaseSection, Persona, Question
from designgen.model.source import Source
from designgen.sizing.facts import size

EXAMPLES = Path(__file__).parents[2] / "examples"


@cache
def example(name: str) -> tuple[Question, DatabaseSection]:
    """Return question and draft of a shipped example."""
    return drafted((EXAMPLES / f"{name}.yaml").read_text())


def drafted(text: str) -> tuple[Question, DatabaseSection]:
    """Return question and draft of the database for a requirements text."""
    reading = read_requirements(Source(name="requirements.yaml", text=text))
    assert reading.requirements, reading.diagnostics
    facts = size(reading.requirements)
    persona = Persona(name="asked", description="Asked in a test.")
    first = Question(persona=persona, section="backend", facts=facts, decisions=decide(facts))
    question = first.model_copy(update={"section": "database", "earlier": (backend.draft(first),)})
    return question, database.draft(question)
