"""What a command was told in, a Build in memory out, with the texts that its diagnostics point into."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

import typer

from designgen import cast
from designgen.cli import mail
from designgen.cli.earlier import Earlier
from designgen.cli.order import Inputs, Order, gathered
from designgen.cli.screen import say
from designgen.cli.voices import settings
from designgen.compiler import Options, Sources, compile
from designgen.engines.handoff.letters import Consultation
from designgen.interview.ask import Heard, unheard
from designgen.model.artifact import Build
from designgen.model.diagnostic import Diagnostic, Severity
from designgen.model.errors import Bug
from designgen.model.interview import Answer, Persona
from designgen.model.package import Package
from designgen.model.roles import Recall, nothing
from designgen.model.source import Source
from designgen.model.spending import Spent

PARSED = frozenset({"DG310", "DG320", "DG321"})
"""What checks find when a script or an API document cannot be read by the real parser."""

WEIGHTY = frozenset({Severity.BLOCKER, Severity.ERROR, Severity.WARN})


@dataclass(frozen=True)
class Compiled:
    """A build, and the text of everything its diagnostics point into, by name."""

    build: Build
    texts: dict[str, str]
    account: tuple[Spent, ...] = ()
    asked: tuple[Consultation, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether the author has to correct the file before there is a design."""
        return not self.build.publishable

    @property
    def weighty(self) -> tuple[Diagnostic, ...]:
        """What `--strict` does not let pass: every finding above info."""
        return tuple(found for found in self.build.diagnostics if found.severity in WEIGHTY)


@dataclass(frozen=True)
class Memory:
    """What is known of earlier builds that were not published, and where answers are kept as they come."""

    recall: Recall = nothing
    keep: Heard = unheard


def compiled(order: Order, previous: Callable[[str], Package | None], inputs: Inputs | None = None, memory: Memory = Memory()) -> Compiled:
    """Read the sources, unless they are read, and compile them; `previous` finds the latest package of a project.

    Raises InputUnreadable if a source cannot be read, typer.BadParameter for an engine nobody knows.
    """
    if order.engine not in cast.ENGINES:
        raise typer.BadParameter(f"there is no engine `{order.engine}`; there is {', '.join(cast.ENGINES)}", param_hint="--engine")
    mail.checked(order)
    read = inputs or gathered(order)
    anew = order.record is not None
    earlier = Earlier(forgetful(previous) if anew else previous)
    asked: list[Consultation] = []
    tools = cast.tools(order.engine, settings(order), _brought(order, read, asked.append), cast.binders(order.wanted, earlier.picture))

    def heard(persona: Persona, answer: Answer) -> None:
        memory.keep(persona, answer)
        if order.record is not None:
            mail.keep_recording(order.record, persona, answer)
        if sys.stderr.isatty():
            _heard(persona, answer)

    options = Options(date=read.date, heard=heard, recall=nothing if anew else memory.recall)
    build = compile(Sources(read.wishes, read.people), earlier.find, tools, options)
    promised(build)
    return Compiled(build, _texts(build, (read.wishes, *read.people)), tools.engine.account(), tuple(asked))


def forgetful(previous: Callable[[str], Package | None]) -> Callable[[str], Package | None]:
    """Return who finds the latest package of a project without the answers in it, so that every question is asked."""

    def found(project: str) -> Package | None:
        package = previous(project)
        return package.model_copy(update={"answers": {}}) if package else None

    return found


def _brought(order: Order, read: Inputs, tell: Callable[[Consultation], None]) -> cast.Brought:
    if order.engine == "recorded":
        return cast.Brought(cassettes=mail.cassettes(read.pages, order.replies or ""))
    return cast.Brought(letters=mail.letters(read.pages), tell=tell)


def promised(build: Build) -> None:
    """Raise Bug if a file that nobody edited does not parse: what we generate must."""
    ours = {artifact.path: artifact.content for artifact in build.merged.generated}
    untouched = {artifact.path for artifact in build.merged.artifacts if ours.get(artifact.path) == artifact.content}
    for found in build.diagnostics:
        if found.code in PARSED and found.subject in untouched:
            raise Bug(found.message, safe="nothing was published")


def nothing_before(_project: str) -> None:
    """Answer that no package was built before, for commands that write none."""


def _texts(build: Build, read: tuple[Source, ...]) -> dict[str, str]:
    """Return the texts of the sources, and of those artifacts that a diagnostic points into."""
    named = {found.span.file for found in build.diagnostics if found.span}
    built = {artifact.path: artifact.content.decode(errors="replace") for artifact in build.merged.artifacts if artifact.path in named}
    return {**built, **{source.name: source.text for source in read}}


def _heard(persona: Persona, answer: Answer) -> None:
    source = "recalled" if answer.recalled else answer.engine
    say(f"  {persona.name} answered: {answer.section.section} ({source})")
