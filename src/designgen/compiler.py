"""The whole pipeline, read first: sources in, one build in memory out; nothing here touches the world.

understand: read, size, decide; design: ask, link; publish: render, merge, check and bind at once. `cli` writes what comes out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from designgen.changes.merge import add_bound, merge
from designgen.decisions.decide import decide
from designgen.decisions.findings import check_given
from designgen.decisions.sensitivity import with_sensitivity
from designgen.frontend.personas import read_personas, with_substitutes
from designgen.frontend.requirements import read_requirements
from designgen.interview.ask import Heard, ask, unheard
from designgen.interview.edition import Edition, edition
from designgen.interview.link import link
from designgen.interview.plan import seats
from designgen.interview.rehearsal import remembered
from designgen.interview.sitting import Interview
from designgen.model.artifact import Artifact, Build
from designgen.model.decision import Decision
from designgen.model.design.whole import Design
from designgen.model.diagnostic import Diagnostic, Severity, by_weight
from designgen.model.facts import Facts
from designgen.model.interview import Answer, Persona
from designgen.model.package import Package
from designgen.model.requirements import Requirements
from designgen.model.roles import Binder, Check, Recall, Tools, nothing
from designgen.model.source import Source
from designgen.sizing.facts import size
from designgen.syntax.slug import slug


@dataclass(frozen=True)
class Sources:
    """What a human wrote: one requirements file, the persona files."""

    requirements: Source
    personas: tuple[Source, ...]


@dataclass(frozen=True)
class Options:
    """How this build is made: its date (YYYY-MM-DD, read once by the caller), who hears of progress, who knows earlier answers."""

    date: str
    heard: Heard = unheard
    recall: Recall = nothing


def compile(sources: Sources, previous: Callable[[str], Package | None], tools: Tools, options: Options) -> Build:
    """Compile one requirements file into one package; input errors give a build without a design.

    `previous` finds the latest package of a project by its slug.
    """
    reading = read_requirements(sources.requirements)
    brought, said = read_personas(sources.personas)
    personas = with_substitutes(brought)
    chairs, vacant = seats(personas)
    found = reading.diagnostics + said + vacant
    if reading.requirements is None or any(problem.severity is Severity.ERROR for problem in found):
        return Build(project="", date=options.date, design=None, diagnostics=found)

    project = slug(reading.requirements.project.name)
    package = previous(project)
    facts, decisions = understood(reading.requirements)
    found += tuple(check_given(reading.requirements, decisions))

    interview = Interview(facts, decisions, chairs, remembered(tools.drafts), known(package, options.recall))
    linked, answers = designed(interview, tools, edition(options.date, package, reading.places, found), options.heard)
    problems = linked.findings + checked(tools.checks, linked, ())
    design = linked.model_copy(update={"findings": by_weight(problems)})

    merged = merge(rendered(tools, design), package)
    binding = [tools.start(partial(bound, bind, design, merged.artifacts)) for bind in tools.binders]
    problems += checked(tools.inspections, design, merged.artifacts)
    documents = tuple(document for made in binding for document in made())
    return Build(
        project=project,
        date=options.date,
        design=design,
        merged=add_bound(merged, documents, package),
        diagnostics=problems,
        inputs=digests(reading.requirements, personas),
        engine=tools.engine.name,
        answers=answers,
    )


def understood(requirements: Requirements) -> tuple[Facts, tuple[Decision, ...]]:
    """Size and decide; each assumption of the facts then says what it could flip."""
    sized = size(requirements)
    decisions = decide(sized)
    return with_sensitivity(requirements, sized, decisions), decisions


def known(package: Package | None, recall: Recall) -> Recall:
    """Return who knows an answer given before: the previous package, else what was kept of a build that did not end."""
    return lambda key: (package.answers.get(key) if package else None) or recall(key)


def designed(interview: Interview, tools: Tools, volume: Edition, heard: Heard) -> tuple[Design, tuple[Answer, ...]]:
    """Ask all personas and link their answers; an engine may have a section examined as part of a whole package."""

    def linked(answers: tuple[Answer, ...]) -> Design:
        decisions = interview.settled({answer.section.section: answer for answer in answers})
        return link(interview.facts, decisions, interview.seats, answers, volume)

    def examined(answers: tuple[Answer, ...]) -> tuple[Diagnostic, ...]:
        design = linked(answers)
        return checked(tools.checks + tools.inspections, design, rendered(tools, design))

    answers = ask(interview, tools.engine, examined, heard, tools.together)
    return linked(answers), answers


def rendered(tools: Tools, design: Design) -> tuple[Artifact, ...]:
    """Return all source artifacts of a design, by path."""
    artifacts = [artifact for render in tools.renderers for artifact in render(design)]
    return tuple(sorted(artifacts, key=lambda artifact: artifact.path))


def checked(checks: tuple[Check, ...], design: Design, artifacts: tuple[Artifact, ...]) -> tuple[Diagnostic, ...]:
    """Return everything the checks find, in the order of the checks."""
    return tuple(problem for check in checks for problem in check(design, artifacts))


def bound(bind: Binder, design: Design, artifacts: tuple[Artifact, ...]) -> tuple[Artifact, ...]:
    """Return what a binder makes of the merged artifacts."""
    return tuple(bind(design, artifacts))


def digests(requirements: Requirements, personas: tuple[Persona, ...]) -> dict[str, str]:
    """Return the SHA-256 of every input by name: of what the requirements say, not of how they are laid out."""
    said = sha256(requirements.model_dump_json(by_alias=True).encode()).hexdigest()
    return {"requirements": said, **{persona.file: persona.digest for persona in personas}}
