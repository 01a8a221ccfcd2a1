"""Design in, one runbook per component and their index out: `runbooks/`."""

import re
from collections.abc import Iterator

from designgen.knowledge import catalogue
from designgen.knowledge.runtimes import commands, runtime_of
from designgen.knowledge.templates import phrase, render
from designgen.model.artifact import Artifact
from designgen.model.design.operations import Command, Runbook
from designgen.model.design.whole import Design
from designgen.syntax.markdown import anchor, prose, sentences
from designgen.syntax.slug import slug

SECTION = "platform"


def render_runbooks(design: Design) -> Iterator[Artifact]:
    """Render `runbooks/README.md` and each runbook."""
    if not design.operations.runbooks:
        return
    yield Artifact.text("runbooks/README.md", "markdown", _index(design), section=SECTION, title="Runbooks")
    for book in design.operations.runbooks:
        yield Artifact.text(book.path, "markdown", _book(design, book), section=SECTION, title=book.title)


def _book(design: Design, book: Runbook) -> str:
    goals = {goal.key: goal for goal in design.operations.objectives}
    protected = [f"[{prose(goals[key].title)}](../operations/slo.md)" for key in book.objectives if key in goals]
    rows = [row for row in _rows(design) if row["book"] == book.name]
    return render("runbook.md.j2", book=book, goals=", ".join(protected), alerts=rows, prose=prose, sentences=sentences, comment=_comment)


def _comment(text: str) -> str:
    """A remark on one line, as a shell's comment shows it: nothing in it is Markdown."""
    return " ".join(text.split())


def _rows(design: Design) -> list[dict[str, object]]:
    titles = {(book.key, mode.key): mode.title for book in design.operations.runbooks for mode in book.failures}
    found: list[dict[str, object]] = []
    for alert in design.operations.alerts:
        title = titles.get((alert.runbook, alert.anchor), "")
        found.append({"alert": alert, "title": title or alert.anchor, "book": alert.runbook.split(":")[1], "anchor": anchor(title)})
    return found


def _index(design: Design) -> str:
    used = "\n".join(text for book in design.operations.runbooks for command in _commands(book) for text in (command.run, command.undo))
    names = _names(design)
    typed = commands(runtime_of(_choice(design), _location(design)))
    watched = any(figure.key == "team.ops" and figure.value >= 1 for figure in design.facts.figures)
    known = catalogue.load("failure-modes")["variables"]
    return render(
        "runbooks.md.j2",
        books=design.operations.runbooks,
        rows=_rows(design),
        where=phrase(typed["where"], **names),
        note=phrase(typed["variables"], **names),
        variables=[(name, phrase(text, **names)) for name, text in known.items() if re.search(rf"\$\{{?{name}\b", used)],
        project=design.facts.requirements.project.name,
        first="15 minutes" if watched else "30 minutes in working hours",
        second="30 minutes" if watched else "one hour in working hours",
        prose=prose,
        sentences=sentences,
    )


def _commands(book: Runbook) -> Iterator[Command]:
    yield from book.routine
    for mode in book.failures:
        yield from mode.triage
        yield from mode.mitigation


def _names(design: Design) -> dict[str, object]:
    """The names that the catalogue's words about variables and places may use."""
    name = slug(design.facts.requirements.project.name)
    kinds = {component.kind: component.name for component in design.architecture.components}
    roles = [role.name for role in design.database.roles]

    def role(ending: str) -> str:
        return next((one for one in roles if one.endswith(ending)), ending)

    return {
        "name": name,
        "project": design.facts.requirements.project.name,
        "service": f"{name}-{kinds.get('app', 'app')}",
        "worker_service": f"{name}-{kinds.get('worker', kinds.get('app', 'app'))}",
        "reader": role("readonly"),
        "owner": role("owner"),
        "worker": role("worker"),
        "privacy": role("privacy"),
    }


def _choice(design: Design) -> str:
    records = (*design.records, *design.conventions)
    return next((record.decision.choice for record in records if record.decision.topic == "platform.runtime"), "managed-containers")


def _location(design: Design) -> str:
    wishes = design.facts.requirements
    return (wishes.deployment.location or wishes.constraints.tech.cloud or "").lower()
