"""Who is asked, what, and what they owe: personas, questions, the five section contracts, reviews."""

from typing import Literal

from pydantic import Field as Described

from designgen.model.decision import Decision
from designgen.model.design.api import Api
from designgen.model.design.architecture import Architecture, Zone
from designgen.model.design.database import Database
from designgen.model.design.delivery import Delivery
from designgen.model.design.flows import Flows
from designgen.model.design.integrations import Integrations
from designgen.model.design.operations import Operations
from designgen.model.design.opinion import Opinion
from designgen.model.design.security import Security
from designgen.model.facts import Facts
from designgen.model.frozen import Frozen

SectionId = Literal["backend", "database", "flows", "integrations", "platform"]
REVIEW = "review-"
REVIEW_PATTERN = f"^{REVIEW}[a-z0-9-]{{1,60}}$"
"""What a review is called where sections are named; each reviewer has one of its own."""


class Persona(Frozen):
    """A Markdown file in the format of Claude Code subagents, with the sections it owes."""

    name: str
    description: str
    model: str = "inherit"
    color: str = ""
    tools: tuple[str, ...] = ()
    sections: tuple[SectionId, ...] = ()
    reads: tuple[str, ...] = Described(default=(), description="parts of the requirements and sections it may read")
    prompt: str = ""
    file: str = ""
    digest: str = ""


class BackendSection(Frozen):
    """What the backend architect owes: modules, components, connections, API, bottlenecks."""

    section: Literal["backend"] = "backend"
    architecture: Architecture
    api: tuple[Api, ...] = ()
    opinion: Opinion = Opinion()


class DatabaseSection(Frozen):
    """What the database lead owes: tables, indexes, roles, sessions, jobs."""

    section: Literal["database"] = "database"
    database: Database
    opinion: Opinion = Opinion()


class FlowsSection(Frozen):
    """What the integration engineer owes: flows, events, failure policies, questions."""

    section: Literal["flows"] = "flows"
    flows: Flows
    opinion: Opinion = Opinion()


class IntegrationsSection(Frozen):
    """What the integration architect owes: adapters to the systems of others."""

    section: Literal["integrations"] = "integrations"
    integrations: Integrations
    opinion: Opinion = Opinion()


class PlatformSection(Frozen):
    """What the system integration architect owes: where it runs, how it is kept running, secured, delivered."""

    section: Literal["platform"] = "platform"
    architecture: Architecture = Described(default=Architecture(), description="components that only operation needs")
    zones: tuple[Zone, ...] = ()
    operations: Operations = Operations()
    security: Security = Security()
    delivery: Delivery = Delivery()
    opinion: Opinion = Opinion()


class ReviewSection(Frozen):
    """What a persona that owes no section says about all of them; it changes nothing."""

    section: str = Described(pattern=REVIEW_PATTERN)
    opinion: Opinion = Opinion()


Section = BackendSection | DatabaseSection | FlowsSection | IntegrationsSection | PlatformSection | ReviewSection


class Question(Frozen):
    """One persona, one section or review, and all it may know; what is not in here cannot influence the answer.

    `earlier` are the sections of personas asked before, as far as this one reads them.
    """

    persona: Persona
    section: str
    facts: Facts
    decisions: tuple[Decision, ...] = ()
    earlier: tuple[Section, ...] = ()
    draft: Section | None = None

    @property
    def reviews(self) -> bool:
        """Whether it asks for a review of all sections instead of one section."""
        return self.section.startswith(REVIEW)


class Transcript(Frozen):
    """What was said word for word: the replies of a model to one question, in their order, and which model it was."""

    question: str = Described(description="SHA-256 of the prompt")
    replies: tuple[str, ...]
    voice: str = ""


class Answer(Frozen):
    """A section and who gave it."""

    section: Section
    engine: str
    recalled: bool = False
    key: str = Described(default="", description="key of the question; empty if the answer must not be recalled")
    findings: tuple[str, ...] = Described(default=(), description="what went wrong on the way, in words")
    unpaid: bool = Described(default=False, description="the draft stands because the budget ended")
    transcript: Transcript | None = Described(default=None, description="for recordings; none where no model spoke")
