"""Who is asked about what, in which order: personas, facts and decisions in, questions out as earlier answers arrive."""

from collections.abc import Sequence

from designgen.model.decision import Decision
from designgen.model.diagnostic import Diagnostic, Rule, Severity
from designgen.model.facts import Facts
from designgen.model.interview import Persona, Question, Section, SectionId

ORDER: tuple[SectionId, ...] = ("backend", "database", "flows", "integrations", "platform")
"""The order of DESIGN 6: the three in the middle do not read each other."""

READS: dict[SectionId, tuple[SectionId, ...]] = {
    "backend": (),
    "database": ("backend",),
    "flows": ("backend",),
    "integrations": ("backend",),
    "platform": ("backend", "database", "flows", "integrations"),
}
"""Which earlier sections a section may build on."""


def waves() -> tuple[tuple[SectionId, ...], ...]:
    """Return the seats in the order they are asked, those together that do not read each other."""
    found: list[tuple[SectionId, ...]] = []
    for section in ORDER:
        if found and not set(READS[section]) & set(found[-1]):
            found[-1] += (section,)
        else:
            found.append((section,))
    return tuple(found)


WAVES = waves()

NOBODY = Rule(
    code="DG201",
    name="nobody-owes-section",
    severity=Severity.ERROR,
    message="no persona owes the section `{section}`",
    why="Each section of the package has one persona that answers for it; without one, part of the design would be missing.",
    help="add `sections: [{section}]` to the front matter of one persona file",
)
TWICE = Rule(
    code="DG202",
    name="section-owed-twice",
    severity=Severity.ERROR,
    message="the section `{section}` is owed by `{first}` and by `{second}`",
    why="Two answers to one question cannot both be the design.",
    help="remove `{section}` from the `sections:` of one of the two persona files",
)
RULES = (NOBODY, TWICE)


def seats(personas: Sequence[Persona]) -> tuple[dict[SectionId, Persona], tuple[Diagnostic, ...]]:
    """Return which persona answers which section, and what is wrong with that."""
    taken: dict[SectionId, Persona] = {}
    found: list[Diagnostic] = []
    for section in ORDER:
        owners = [persona for persona in personas if section in persona.sections]
        if not owners:
            found.append(NOBODY.at(None, section=section))
        elif len(owners) > 1:
            found.append(TWICE.at(None, section=section, first=owners[0].name, second=owners[1].name))
        if owners:
            taken[section] = owners[0]
    return taken, tuple(found)


def exported(section: Section) -> Section:
    """Return what later personas read of a section; another voice that says the same is no other question for them."""
    return section.model_copy(update={"opinion": section.opinion.heard})


def question(section: SectionId, persona: Persona, facts: Facts, decisions: tuple[Decision, ...], answered: Sequence[Section]) -> Question:
    """Return what `persona` is asked: the facts, the decisions, and what it may read of earlier sections."""
    earlier = tuple(exported(known) for known in answered if known.section in READS[section])
    return Question(persona=persona, section=section, facts=facts, decisions=decisions, earlier=earlier)
