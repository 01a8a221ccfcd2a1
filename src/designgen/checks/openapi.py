"""The OpenAPI documents of a package in, what is wrong with them out: as a parser sees them, hand-edited or not."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from designgen.model.artifact import Artifact
from designgen.model.design.whole import Design
from designgen.model.diagnostic import Diagnostic, Rule, Severity
from designgen.model.source import Source, Span
from designgen.syntax.nodes import Mapping as MappingNode
from designgen.syntax.nodes import Node
from designgen.syntax.nodes import Sequence as SequenceNode
from designgen.syntax.openapi import nodes, operations, problems
from designgen.syntax.plain import plain
from designgen.syntax.yaml import read

UNREADABLE = Rule(
    code="DG320",
    name="unreadable-openapi",
    severity=Severity.ERROR,
    message="`{path}` is no YAML: {problem}",
    why="A document that cannot be parsed serves no client, no gateway and no generator.",
    help="repair the line, or delete the file so that the next build writes it anew",
)
BROKEN = Rule(
    code="DG321",
    name="invalid-openapi",
    severity=Severity.ERROR,
    message="`{path}` breaks OpenAPI 3.1 at `{pointer}`: {problem}",
    why="Generators, gateways and mock servers refuse or misread a document that breaks the specification.",
    rulebook=("LINT-A01", "LINT-A03", "LINT-A14"),
)
UNNAMED = Rule(
    code="DG322",
    name="operation-without-identity",
    severity=Severity.ERROR,
    message="`{path}`: {method} {route} has {problem}",
    why="The operation id is the method name of every generated client and the key of objectives, tests and logs.",
    rulebook=("LINT-A02", "LINT-A25"),
)
UNGUARDED = Rule(
    code="DG323",
    name="operation-without-security",
    severity=Severity.ERROR,
    message="`{path}`: {method} {route} {problem}",
    why="An operation that does not say who may call it is open to everyone who finds it.",
    help="name a security scheme that the document defines, or say with `x-public` why nobody has to sign in",
    rulebook=("LINT-A09", "LINT-A10"),
)
UNPROBLEMATIC = Rule(
    code="DG324",
    name="answer-missing",
    severity=Severity.ERROR,
    message="`{path}`: {method} {route} {problem}",
    why="A client can only treat the failures that the contract names, and one body for all of them.",
    rulebook=("LINT-A05", "LINT-A06", "LINT-A08", "LINT-A11", "LINT-A17"),
)
LOOSE = Rule(
    code="DG325",
    name="loose-schema",
    severity=Severity.WARN,
    message="`{path}`: `{pointer}` {problem}",
    why="A limit that the contract does not state is found by the first caller who exceeds it, in the database.",
    rulebook=("LINT-A12", "LINT-A13", "LINT-A16"),
)
RULES = (UNREADABLE, BROKEN, UNNAMED, UNGUARDED, UNPROBLEMATIC, LOOSE)
SUMMARY_AT_MOST = 60
CONDITIONAL = ("patch", "put", "delete")


def check_openapi(_design: Design, artifacts: tuple[Artifact, ...]) -> Iterator[Diagnostic]:
    """Report what a validator, a gateway or a client generator would stumble over."""
    for artifact in artifacts:
        if artifact.kind == "openapi":
            yield from _checked(artifact)


def _checked(artifact: Artifact) -> Iterator[Diagnostic]:
    try:
        text = artifact.content.decode()
    except UnicodeDecodeError:
        yield UNREADABLE.at(
            Span(file=artifact.path, line=1, column=1), path=artifact.path, problem="it is not UTF-8", subject=artifact.path
        )
        return
    tree, diagnostics = read(Source(name=artifact.path, text=text))
    errors = [found for found in diagnostics if found.severity is Severity.ERROR]
    if errors or tree is None:
        for found in errors:
            yield UNREADABLE.at(found.span, path=artifact.path, problem=found.message, subject=artifact.path)
        return
    document = plain(tree)
    found_broken = problems(document)
    for pointer, problem in found_broken:
        span = place(tree, pointer, artifact.path)
        yield BROKEN.at(span, path=artifact.path, pointer=pointer or "/", problem=problem, subject=artifact.path)
    if isinstance(document, Mapping) and not found_broken:
        yield from _rules(artifact.path, document, tree)


def place(tree: Node, pointer: str, file: str) -> Span:
    """Return the line that a JSON pointer leads to, or the last one on the way that exists."""
    node, span = tree, tree.mark.span
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        inner: Node | None = None
        if isinstance(node, MappingNode):
            inner = node.get(name)
            span = next((key.mark.span for key, _ in node.entries if key.text == name), span)
        elif isinstance(node, SequenceNode) and name.isdigit() and int(name) < len(node.elements):
            inner = node.elements[int(name)]
            span = inner.mark.span
        if inner is None:
            break
        node = inner
    return span.model_copy(update={"file": file})


def _rules(path: str, document: Mapping[str, Any], tree: Node) -> Iterator[Diagnostic]:
    schemes = document.get("components", {}).get("securitySchemes", {})
    tags = {tag.get("name") for tag in document.get("tags", [])}
    for route, method, node in operations(document):
        span = place(tree, f"/paths/{route.replace('~', '~0').replace('/', '~1')}/{method}", path)
        for rule, problem in (*_identity(node, tags), *_security(document, node, schemes), *_answers(document, method, route, node)):
            subject = str(node.get("operationId", route))
            yield rule.at(span, path=path, method=method.upper(), route=route, problem=problem, subject=subject)
    for pointer, problem in _schemas(document):
        yield LOOSE.at(place(tree, pointer, path), path=path, pointer=pointer, problem=problem, subject=path)


def _identity(node: Mapping[str, Any], tags: set[Any]) -> Iterator[tuple[Rule, str]]:
    name = node.get("operationId")
    if not isinstance(name, str) or not re.fullmatch(r"[a-z][A-Za-z0-9]*", name):
        yield UNNAMED, f"the operationId `{name}`, which is no lowerCamel name" if name else "no operationId"
    if not node.get("summary") or not node.get("description"):
        yield UNNAMED, "no summary or no description"
    elif len(str(node["summary"])) > SUMMARY_AT_MOST:
        yield UNNAMED, f"a summary of more than {SUMMARY_AT_MOST} characters"
    unknown = [tag for tag in node.get("tags", []) if tag not in tags]
    if unknown or not node.get("tags"):
        yield UNNAMED, f"the tag `{unknown[0]}`, which the document does not describe" if unknown else "no tag"


def _security(document: Mapping[str, Any], node: Mapping[str, Any], schemes: Mapping[str, Any]) -> Iterator[tuple[Rule, str]]:
    needs = node.get("security", document.get("security"))
    if needs is None:
        yield UNGUARDED, "does not say who may call it"
        return
    if (not needs or {} in needs) and not node.get("x-public"):
        yield UNGUARDED, "needs no token and does not say why"
    for scheme in sorted({name for need in needs for name in need}):
        if scheme not in schemes:
            yield UNGUARDED, f"names the security scheme `{scheme}`, which the document does not define"


def _answers(document: Mapping[str, Any], method: str, route: str, node: Mapping[str, Any]) -> Iterator[tuple[Rule, str]]:
    answers = node.get("responses", {})
    for status, who in _wanted(document, method, route, node).items():
        if status not in answers:
            yield UNPROBLEMATIC, f"has no answer `{status}` for {who}"
    if not any(status.startswith("2") for status in answers):
        yield UNPROBLEMATIC, "has no answer for success"
    if method in ("get", "delete") and "requestBody" in node:
        yield UNPROBLEMATIC, "carries a body, which proxies drop"
    for status, answer in answers.items():
        known = _resolved(document, answer)
        content = known.get("content", {})
        if status == "202" and "x-webhook" not in node and "Location" not in known.get("headers", {}):
            yield UNPROBLEMATIC, "answers 202 without a `Location` to poll"
        if not status.startswith(("2", "3")) and content and "application/problem+json" not in content:
            yield UNPROBLEMATIC, f"answers `{status}` with another body than problem+json"


def _wanted(document: Mapping[str, Any], method: str, route: str, node: Mapping[str, Any]) -> dict[str, str]:
    """Return the answers that every such operation has to name, and for whom (API-073)."""
    wanted = {"default": "our own fault", "429": "callers over their quota"}
    if "x-webhook" in node:
        return wanted | {"401": "senders who cannot prove who they are", "413": "bodies over the limit"}
    if node.get("security"):
        wanted |= {"401": "callers without a token", "403": "callers without the scope"}
    if "{" in route:
        wanted["404"] = "rows that do not exist"
    if "requestBody" in node:
        wanted["422"] = "bodies that do not pass"
    conditions = {_header(document, one).lower() for one in node.get("parameters", []) if isinstance(one, Mapping)}
    if "if-match" in conditions and method in CONDITIONAL:
        wanted["412"] = "changes that come too late"
    return wanted


def _schemas(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for pointer, node in nodes(document.get("components", {}).get("schemas", {}), "/components/schemas"):
        kind = node.get("type")
        kinds = kind if isinstance(kind, list) else [kind]
        if "string" in kinds and not {"maxLength", "enum", "const"} & set(node):
            yield pointer, "is a text without `maxLength`"
        if "array" in kinds and "maxItems" not in node:
            yield pointer, "is a list without `maxItems`"
        if "integer" in kinds and not {"minimum", "maximum", "enum"} & set(node):
            yield pointer, "is a whole number without bounds"
        if "nullable" in node and pointer.count("/") > 3:
            yield pointer, "uses `nullable`, which OpenAPI 3.1 does not know"


def _header(document: Mapping[str, Any], parameter: Mapping[str, Any]) -> str:
    known = _resolved(document, parameter)
    return str(known.get("name", "")) if known.get("in") == "header" else ""


def _resolved(document: Mapping[str, Any], node: Any) -> Mapping[str, Any]:
    if not isinstance(node, Mapping):
        return {}
    reference = node.get("$ref")
    if not isinstance(reference, str):
        return node
    kind, _, name = reference.removeprefix("#/components/").partition("/")
    found = document.get("components", {}).get(kind, {}).get(name, {})
    return found if isinstance(found, Mapping) else {}
