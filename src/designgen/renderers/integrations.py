"""Design in, one page per system of others and their index out: `integrations/`."""

from collections.abc import Iterator

from designgen.knowledge import catalogue
from designgen.knowledge.templates import render
from designgen.knowledge.wording import counted, listed
from designgen.model.artifact import Artifact
from designgen.model.design.integrations import Adapter
from designgen.model.design.operations import Runbook
from designgen.model.design.whole import Design
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
    """Render `integrations/README.md` and `integrations/<id>/design.md`."""
    yield Artifact.text("integrations/README.md", "markdown", _index(design), section=SECTION, title="Integrations")
    for adapter in design.integrations.adapters:
        text = render(
            "integration.md.j2",
            adapter=adapter,
            data=listed([f"`{name}`" for name in adapter.data]),
            redirect=adapter.name == SIGN_IN,
            runbook=_runbook(design, adapter),
            failures=_failures(adapter),
            prose=prose,
            sentences=sentences,
        )
        yield Artifact.text(f"integrations/{adapter.name}/design.md", "markdown", text, section=SECTION, title=adapter.title)


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
        return "\n".join(lines)
    lines += [
        f"{name} works with {counted(len(peers), 'system')} of others{' and a provider that signs people in' if sign_in else ''}.",
        "",
    ]
    lines += ["| system | direction | protocol | coupling | carries | not known yet |", "|---|---|---|---|---|---|"]
    lines += [_row(adapter) for adapter in design.integrations.adapters]
    return "\n".join(lines)


def _row(adapter: Adapter) -> str:
    carried = ", ".join(f"`{name}`" for name in adapter.data) or "sign-ins"
    style = adapter.style.split(":", 1)[0]
    cells = (
        f"[{prose(adapter.title)}]({adapter.name}/design.md)",
        adapter.direction,
        prose(adapter.protocol),
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
    families |= {"webhook"} if adapter.style.startswith("event") else set()
    return [(row["sign"], row["class"], row["deed"]) for row in catalogue.load("peer-failures") if families & set(row["of"])]
