"""Every link leads somewhere: merged artifacts in, a diagnostic for each relative link, anchor or runbook address that does not."""

import re
from collections.abc import Iterator, Mapping
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from designgen.model.artifact import Artifact
from designgen.model.design.whole import Design
from designgen.model.diagnostic import Diagnostic, Rule, Severity
from designgen.model.source import Span
from designgen.syntax.markdown import anchors, links

NO_FILE = Rule(
    code="DG351",
    name="dead-link",
    severity=Severity.ERROR,
    message="{path} links to `{target}`, which the package does not hold",
    why="A reader who follows a dead link in an emergency loses minutes.",
    help="correct the link, or keep the file it names",
    rulebook=("OPS-005",),
)
NO_ANCHOR = Rule(
    code="DG352",
    name="dead-anchor",
    severity=Severity.ERROR,
    message="{path} links to `{target}`, and that file has no heading `#{anchor}`",
    why="An alert that opens the top of a long page leaves the search to the person who was woken.",
    help="headings with an anchor: {known}",
    rulebook=("OPS-005",),
)
RULES = (NO_FILE, NO_ANCHOR)

RUNBOOK_URL = re.compile(r"^\s*runbook_url:\s*[\"']?([^\"'\s]+)", re.MULTILINE)
OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
SHOWN = 8


def check_links(_design: Design, artifacts: tuple[Artifact, ...]) -> Iterator[Diagnostic]:
    """Report every relative link of the Markdown files and every `runbook_url` that does not resolve."""
    files = {artifact.path: artifact for artifact in artifacts}
    folders = {folder for path in files for folder in _folders(path)}
    known: dict[str, tuple[str, ...]] = {}
    for artifact in artifacts:
        for target, line in _targets(artifact):
            yield from _judged(artifact, target, line, (files, folders, known))


def _targets(artifact: Artifact) -> Iterator[tuple[str, int]]:
    """Links of Markdown, from its own folder; addresses of runbooks in rule files, from the root of the package."""
    if artifact.kind == "markdown":
        for link in links(artifact.content.decode(errors="replace")):
            yield link.target, link.line
    elif artifact.path.endswith(".rules.yaml"):
        text = artifact.content.decode(errors="replace")
        for found in RUNBOOK_URL.finditer(text):
            yield f"/{found[1]}", text.count("\n", 0, found.start(1)) + 1


def _judged(
    artifact: Artifact, target: str, line: int, package: tuple[Mapping[str, Artifact], set[str], dict[str, tuple[str, ...]]]
) -> Iterator[Diagnostic]:
    files, folders, known = package
    if not target or OUTSIDE.match(target):
        return
    place, _, fragment = unquote(target).partition("#")
    path = artifact.path if not place else place[1:] if place.startswith("/") else normpath(join(dirname(artifact.path), place))
    span = Span(file=artifact.path, line=line, column=1)
    shown = target.removeprefix("/") if artifact.kind != "markdown" else target
    if path not in files:
        if path.rstrip("/") not in folders or fragment:
            yield NO_FILE.at(span, path=artifact.path, target=shown, subject=shown)
        return
    if fragment and files[path].kind == "markdown":
        if path not in known:
            known[path] = anchors(files[path].content.decode(errors="replace"))
        if fragment not in known[path]:
            listed = ", ".join(f"`{name}`" for name in known[path][:SHOWN]) or "none"
            yield NO_ANCHOR.at(span, path=artifact.path, target=shown, anchor=fragment, known=listed, subject=shown)


def _folders(path: str) -> Iterator[str]:
    while path := dirname(path):
        yield path
    yield "."
