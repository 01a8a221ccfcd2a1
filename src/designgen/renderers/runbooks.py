"""Design in, one runbook per component and their index out: `runbooks/`."""

import re
from collections.abc import Iterator

from designgen.knowledge import catalogue
from designgen.knowledge.runtimes import commands, runtime_of
from designgen.knowledge.templates import phrase, render
from designgen.knowledge.wording import listed, upper_first
from designgen.model.artifact import Artifact
from designgen.model.design.operations import Alert, Command, Runbook
from designgen.model.design.whole import Design
from designgen.syntax.markdown import anchor, prose, sentences
from designgen.syntax.slug import slug

SECTION = "platform"
LABEL = re.compile(r"\{\{ \$labels\.(\w+) \}\}")
QUEUES = ("job", "webhook_event", "outbox_event")


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
    rows = [row for row in grouped(design) if row["book"] == book.name]
    return render("runbook.md.j2", book=book, goals=", ".join(protected), alerts=rows, prose=prose, sentences=sentences, comment=_comment)


def _comment(text: str) -> str:
    """A remark on one line, as a shell's comment shows it: nothing in it is Markdown."""
    return " ".join(text.split())


def grouped(design: Design) -> list[dict[str, object]]:
    """Return a row per action and condition: alerts that differ in nothing but their job or their threshold share one."""
    titles = {(book.key, mode.key): mode.title for book in design.operations.runbooks for mode in book.failures}
    groups: dict[tuple[str, ...], list[Alert]] = {}
    for alert in design.operations.alerts:
        groups.setdefault((alert.severity, alert.runbook, alert.anchor, _condition(alert)), []).append(alert)
    return [_group(design, key, members, titles) for key, members in groups.items()]


def _condition(alert: Alert) -> str:
    """What an alert says without the name of its job or objective."""
    told = alert.summary.replace(alert.name.removeprefix("job-"), "…") if alert.name.startswith("job-") else alert.summary
    return told.partition(": ")[2] or told


def _group(design: Design, key: tuple[str, ...], members: list[Alert], titles: dict[tuple[str, str], str]) -> dict[str, object]:
    severity, book, mode, condition = key
    title = titles.get((book, mode), "")
    said = members[0].summary if len(members) == 1 else upper_first(condition.replace("Job …", "The job"))
    return {
        "alerts": members,
        "severity": severity,
        "says": LABEL.sub(lambda found: _labelled(design, found[1]), said),
        "title": title or mode,
        "book": book.split(":")[1],
        "anchor": anchor(title),
    }


def _labelled(design: Design, label: str) -> str:
    """The things that a label of an alert may name: what Prometheus fills in later, people read as a choice."""
    peers = [one.name for one in design.integrations.adapters if one.name != "identity-provider"]
    queues = [table.name for table in design.database.tables if table.label in QUEUES]
    return listed(peers if label == "integration" else queues, "or") or f"a {label}"


def _inputs(used: str) -> str:
    """What the code of the platform has to offer so that the commands work: variables, outputs, modules, make targets."""
    named = {
        "variables": re.findall(r"-var (\w+)=", used),
        "outputs": re.findall(r"output -json (\w+)", used),
        "modules": re.findall(r"module\.(\w+)", used),
        "make targets": re.findall(r"make -C deploy (\w+)", used),
    }
    parts = [f"the {kind} {listed([f'`{name}`' for name in sorted(set(names))])}" for kind, names in named.items() if names]
    return upper_first("; ".join(parts)) or "The names above"


def _index(design: Design) -> str:
    used = "\n".join(text for book in design.operations.runbooks for command in _commands(book) for text in (command.run, command.undo))
    names = _names(design)
    typed = commands(runtime_of(_choice(design), _location(design)))
    watched = any(figure.key == "team.ops" and figure.value >= 1 for figure in design.facts.figures)
    known = catalogue.load("failure-modes")["variables"]
    return render(
        "runbooks.md.j2",
        books=design.operations.runbooks,
        rows=grouped(design),
        where=phrase(typed["where"], **names),
        note=phrase(typed["variables"], inputs=_inputs(used), **names),
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
    tenancy = design.facts.requirements.constraints.tenancy

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
        "unit": (tenancy.unit or "tenant").rpartition(".")[2].lower() if tenancy else "tenant",
    }


def _choice(design: Design) -> str:
    records = (*design.records, *design.conventions)
    return next((record.decision.choice for record in records if record.decision.topic == "platform.runtime"), "managed-containers")


def _location(design: Design) -> str:
    wishes = design.facts.requirements
    return (wishes.deployment.location or wishes.constraints.tech.cloud or "").lower()
