"""A requirements text in, the five offline sections and their linked design out, asked in the order of a build."""

from functools import cache
from pathlib import Path

from designgen.decisions.decide import decide
from designgen.engines.offline.backend import section as backend
from designgen.engines.offline.database import section as database
from designgen.engines.offline.flows import section as flows
from designgen.engines.offline.integrations import section as integrations
from designgen.engines.offline.platform import section as platform
from designgen.frontend.requirements import read_requirements
from designgen.interview.edition import Edition
from designgen.interview.link import link
from designgen.model.design.whole import Design
from designgen.model.interview import Answer, Persona, PlatformSection, Question, Section
from designgen.model.source import Source
from designgen.sizing.facts import size

EXAMPLES = Path(__file__).parents[2] / "examples"
ORDER = (("backend", backend), ("database", database), ("flows", flows), ("integrations", integrations), ("platform", platform))
PERSONA = Persona(name="asked", description="Asked in a test.")


@cache
def designed(text: str) -> tuple[Question, Design]:
    """Return the question put to the platform persona and the design of all answers."""
    reading = read_requirements(Source(name="requirements.yaml", text=text))
    assert reading.requirements, reading.diagnostics
    facts = size(reading.requirements)
    question = Question(persona=PERSONA, section="backend", facts=facts, decisions=decide(facts))
    sections: list[Section] = []
    for name, engine in ORDER:
        question = question.model_copy(update={"section": name, "earlier": tuple(sections)})
        sections.append(engine.draft(question))
    answers = [Answer(section=section, engine="offline") for section in sections]
    edition = Edition(date="2026-11-20", numbers={}, highest=0, dates={}, places={})
    return question, link(facts, question.decisions, {section.section: PERSONA for section in sections}, answers, edition)


def platform_of(text: str) -> PlatformSection:
    """Return the draft of the platform section."""
    return platform.draft(designed(text)[0])


def toolshed() -> str:
    """Return the text of the smallest example."""
    return (EXAMPLES / "toolshed.yaml").read_text()
