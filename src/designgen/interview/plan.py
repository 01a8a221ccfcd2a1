"""Who is asked about what, in which order: personas, facts and decisions in, questions out as earlier answers arrive."""

from collections.abc import Mapping, Sequence

from designgen.model.decision import Decision
from designgen.model.diagnostic import Diagnostic, Rule, Severity
from designgen.model.facts import Facts
from designgen.model.interview import REVIEW, Persona, Question, Section, SectionId
from designgen.syntax.slug import slug

ORDER: tuple[SectionId, ...] = ("backend", "database", "flows", "integrations", "platform")
"""The order of DESIGN 6: the three in the middle do not read each other."""

READS: dict[str, tuple[SectionId, ...]] = {
    "backend": (),
    "database": ("backend",),
    "flows": ("backend",),
    "integrations": ("backend",),
    "platform": ("backend", "database", "flows", "integrations"),
}
"""Which earlier sections a section may build on; a review reads all of them."""


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


def seats(personas: Sequence[Persona]) -> tuple[dict[str, Persona], tuple[Diagnostic, ...]]:
    """Return which persona answers which section, then who reviews, and what is wrong with that."""
    taken: dict[str, Persona] = {}
    found: list[Diagnostic] = []
    for section in ORDER:
        owners = [persona for persona in personas if section in persona.sections]
        if not owners:
            found.append(NOBODY.at(None, section=section))
        elif len(owners) > 1:
            found.append(TWICE.at(None, section=section, first=owners[0].name, second=owners[1].name))
        if owners:
            taken[section] = owners[0]
    for persona in personas:
        if not persona.sections:
            taken[_review(persona, taken)] = persona
    return taken, tuple(found)


def reviews(chairs: Mapping[str, Persona]) -> tuple[str, ...]:
    """Return the reviews among the seats: they are asked last, and do not read each other."""
    return tuple(seat for seat in chairs if seat.startswith(REVIEW))


def _review(persona: Persona, taken: Mapping[str, Persona]) -> str:
    """Return what the review of a persona is called; names that differ in signs only are numbered."""
    name = f"{REVIEW}{slug(persona.name)}"
    numbered = [name, *(f"{name}-{number}" for number in range(2, len(taken) + 2))]
    return next(one for one in numbered if one not in taken)


def exported(section: Section) -> Section:
    """Return what later personas read of a section; another voice that says the same is no other question for them."""
    return section.model_copy(update={"opinion": section.opinion.heard})


def question(section: str, persona: Persona, facts: Facts, decisions: tuple[Decision, ...], answered: Sequence[Section]) -> Question:
    """Return what `persona` is asked: the facts, the decisions, and what it may read of earlier sections."""
    reads = READS.get(section, ORDER)
    earlier = tuple(exported(known) for known in answered if known.section in reads)
    return Question(persona=persona, section=section, facts=facts, decisions=decisions, earlier=earlier)
