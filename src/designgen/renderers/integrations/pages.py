"""Design in; a page and a configuration schema per system of others, pipelines, offline work and their index out: `integrations/`."""

from collections.abc import Iterator

from designgen.knowledge import catalogue
from designgen.knowledge.templates import render
from designgen.knowledge.wording import counted, listed, spelled
from designgen.model.artifact import Artifact
from designgen.model.design.integrations import Adapter, Pipeline
from designgen.model.design.operations import Runbook
from designgen.model.design.whole import Design
from designgen.renderers.integrations.code import LANGUAGES, code, command, language_of
from designgen.renderers.integrations.config import config_schema, modes
from designgen.renderers.pictures import figures, integrations, lineage
from designgen.sizing.naming import snake
from designgen.syntax.markdown import prose, sentences

SECTION = "integrations"
SIGN_IN = "identity-provider"
FAMILIES = {
    "file": ("sftp", "ftps", "as2", "ftp"),
    "message": ("mqtt", "amqp", "kafka"),
    "webhook": ("webhook",),
    "oidc": ("oidc", "saml", "ldap", "scim"),
}


def render_integrations(design: Design) -> Iterator[Artifact]:
    """Render `integrations/`: the index, each adapter's design and configuration schema, the pipelines, working offline."""
    yield Artifact.text("integrations/README.md", "markdown", _index(design), section=SECTION, title="Integrations")
    for adapter in design.integrations.adapters:
        files = tuple(code(design, adapter, SECTION))
        text = render(
            "integration.md.j2",
            adapter=adapter,
            data=listed([f"`{name}`" for name in adapter.data]),
            redirect=adapter.name == SIGN_IN,
            runbook=_runbook(design, adapter),
            failures=_failures(adapter),
            files=[one.path.rsplit("/", 1)[1] for one in files],
            breaker="breaker, " if any(one.path.startswith("breaker.") for one in adapter.settings) else "",
            limiter="limiter, " if any(one.path.startswith("limiter.") for one in adapter.settings) else "",
            modes=listed([mode.replace("_", " ") for mode in modes(adapter)]),
            later=_later(adapter, files),
            run=command(design, adapter),
            prose=prose,
            spelled=spelled,
            sentences=sentences,
        )
        yield Artifact.text(f"integrations/{adapter.name}/design.md", "markdown", text, section=SECTION, title=adapter.title)
        schema = config_schema(adapter, design.facts.requirements.project.name, environments(design))
        title = f"Configuration of {adapter.title}"
        yield from files
        yield Artifact.text(f"integrations/{adapter.name}/config.schema.json", "json", schema, section=SECTION, title=title)
    yield from _flows(design)


def _later(adapter: Adapter, files: tuple[Artifact, ...]) -> str:
    """Return the contract tests that the printed file does not hold, because they need the database; empty without code."""
    printed = files[-1].content.decode() if files else ""
    names = [f"`{adapter.name}-{one.name}`" for one in adapter.tests if f"{adapter.name}-{one.name}" not in printed]
    return listed(names) if files else ""


def environments(design: Design) -> tuple[str, ...]:
    """Return the environments that were given, else the usual three."""
    return design.facts.requirements.deployment.environments or ("dev", "staging", "prod")


def _flows(design: Design) -> Iterator[Artifact]:
    project = design.facts.requirements.project.name
    if design.integrations.pipelines:
        rows = [_pipeline(design, one) for one in design.integrations.pipelines]
        text = render(
            "pipelines.md.j2", project=project, lineage=figures(lineage(design)), pipelines=rows, prose=prose, sentences=sentences
        )
        yield Artifact.text("integrations/pipelines.md", "markdown", text, section=SECTION, title="Pipelines")
    if design.integrations.offline:
        text = render("offline.md.j2", project=project, syncs=design.integrations.offline, prose=prose, sentences=sentences)
        yield Artifact.text("integrations/offline.md", "markdown", text, section=SECTION, title="Working offline")


def _pipeline(design: Design, one: Pipeline) -> dict[str, object]:
    """A pipeline with the jobs and tables that the database section made for it, and the alert that watches it."""
    label = one.sink.rsplit(".", 1)[-1]
    jobs = [job for job in design.database.jobs if one.name in job.name or one.key in job.because]
    tables = [table.name for table in design.database.tables if table.label.startswith(("import_", f"{snake(label)}_stag"))]
    alert = next((alert for alert in design.operations.alerts if alert.name == f"pipeline-{one.name}-late"), None)
    book = next((book for book in design.operations.runbooks if alert and book.key == alert.runbook), None)
    named = listed([f"`{job.name}`" for job in jobs])
    said = f"Job {named} runs it" if jobs else ""
    if tables and one.sink in {table.entity for table in design.database.tables}:
        said = f"{said or 'It uses'}{', with ' if jobs else ' '}{listed([f'`{name}`' for name in tables])}"
    return {
        "one": one,
        "jobs": f"{said}." if said else "",
        "alert": alert.name if alert and book else "",
        "book": book.path if book else "",
        "book_title": book.title if book else "",
    }


def _index(design: Design) -> str:
    name = prose(design.facts.requirements.project.name)
    peers = [adapter for adapter in design.integrations.adapters if adapter.name != SIGN_IN]
    sign_in = any(adapter.name == SIGN_IN for adapter in design.integrations.adapters)
    lines = [f"# Integrations of {name}", ""]
    if not peers:
        only = f"The requirements of {name} name no system of others"
        lines.append(
            f"{only}; the one it depends on is the [provider that signs people in]({SIGN_IN}/design.md)."
            if sign_in
            else f"{only}, so there is nothing to integrate."
        )
        return "\n".join([*lines, *_also(design)])
    lines += [
        f"{name} works with {counted(len(peers), 'system')} of others{' and a provider that signs people in' if sign_in else ''}.",
        "",
    ]
    lines += [figures(integrations(design)), ""]
    lines += ["| system | direction | protocol | coupling | carries | not known yet |", "|---|---|---|---|---|---|"]
    lines += [_row(adapter) for adapter in design.integrations.adapters]
    return "\n".join([*lines, *_also(design)])


def _also(design: Design) -> list[str]:
    """The pages beside those of the peers."""
    found = []
    if design.integrations.pipelines:
        count = len(design.integrations.pipelines)
        found.append(f"What arrives or is summed up in bulk, {counted(count, 'pipeline')}: [pipelines](pipelines.md).")
    if design.integrations.offline:
        actors = listed([prose(one.actor) for one in design.integrations.offline])
        found.append(f"What devices of {actors} keep and how it comes back: [working offline](offline.md).")
    if any(adapter.name != SIGN_IN for adapter in design.integrations.adapters) and not language_of(design):
        spoken = design.facts.requirements.constraints.tech.language
        why = f"{prose(spoken)} has no template" if spoken else "the requirements name no language"
        found.append(f"Adapter code and its tests are not printed: {why}; `constraints: {{tech: {{language: python}}}}` gives them.")
        found.append(f"Languages with a template: {listed(sorted(LANGUAGES))}.")
    return ["", *found] if found else []


def _row(adapter: Adapter) -> str:
    carried = ", ".join(f"`{name}`" for name in adapter.data) or "sign-ins"
    style = adapter.style.split(":", 1)[0]
    cells = (
        f"[{prose(adapter.title)}]({adapter.name}/design.md)",
        adapter.direction,
        prose(spelled(adapter.protocol)),
        prose(style),
        carried,
        str(len(adapter.unknowns)),
    )
    return f"| {' | '.join(cells)} |"


def _runbook(design: Design, adapter: Adapter) -> Runbook | None:
    wanted = "identity" if adapter.name == SIGN_IN else "peers"
    return next((book for book in design.operations.runbooks if book.name == wanted), None)


def _failures(adapter: Adapter) -> list[tuple[str, str, str]]:
    families = {family for family, protocols in FAMILIES.items() if adapter.protocol.startswith(protocols)} or {"http"}
    families |= {"webhook"} if adapter.receives else set()
    often = next((one.amount for one in adapter.settings if one.path == "retry.max_attempts"), 2)
    tries = (None, "one" if often == 1 else "more")
    rows = [row for row in catalogue.load("peer-failures") if families & set(row["of"]) and row.get("tries") in tries]
    return [(row["sign"], row["class"], row["deed"]) for row in rows]
