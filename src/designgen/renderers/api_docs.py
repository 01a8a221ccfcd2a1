"""A design in, what people read about its API out: a table of endpoints and the error catalogue, one pair for each audience."""

from collections.abc import Iterator

from designgen.knowledge.catalogue import load
from designgen.knowledge.templates import render
from designgen.knowledge.wording import counted, figure, listed
from designgen.model.artifact import Artifact
from designgen.model.design.api import Api, ApiOperation, ErrorCode
from designgen.model.design.flows import ErrorPolicy
from designgen.model.design.whole import Design
from designgen.renderers.openapi import document_path
from designgen.syntax.markdown import anchor, escape, prose

EVERYWHERE = (
    "UNAUTHENTICATED",
    "FORBIDDEN",
    "QUOTA_EXCEEDED",
    "INTERNAL",
    "OVERLOADED",
    "MALFORMED_REQUEST",
    "PAYLOAD_TOO_LARGE",
    "UNSUPPORTED_MEDIA_TYPE",
)


def render_api_docs(design: Design) -> Iterator[Artifact]:
    """Yield `api/README.md` and `api/errors.md`, and a pair more for each further audience."""
    for place, api in enumerate(design.api):
        ending = "" if place == 0 else f"-{api.audience}"
        names = {"document": document_path(api, place).removeprefix("api/"), "errors": f"errors{ending}.md"}
        overview = render("api-readme.md.j2", api=api, prose=prose, intro=introduction(api), rows=rows(api), limits=limits(api), **names)
        yield Artifact.text(f"api/README{ending}.md", "markdown", overview, section="backend", title=f"{api.title}: endpoints")
        errors = [_error(api, error, design.flows.policies) for error in sorted(api.errors, key=lambda error: (error.status, error.name))]
        known = {"rows": errors, "counts": _counts(api), "policies": _policies(api, design.flows.policies)}
        text = render("api-errors.md.j2", api=api, prose=prose, **known)
        yield Artifact.text(f"api/errors{ending}.md", "markdown", text, section="backend", title=f"{api.title}: errors")


def introduction(api: Api) -> str:
    """Return what the table shows, in two sentences."""
    writing = [operation for operation in api.operations if operation.method != "get"]
    tags = listed([escape(tag.name.lower()) for tag in api.tags])
    served = [operation.per_second for operation in api.operations]
    return (
        f"{counted(len(api.operations), 'operation')} on {tags}; {len(writing)} of them write.\n"
        f"Together they are called {figure(float(f'{sum(served):.3g}'))} times a second in the busiest hour."
    )


def limits(api: Api) -> list[dict[str, str]]:
    """Return the limits every caller meets, from the same values as the OpenAPI document."""
    rows = [
        ("requests of one caller in 60 s", str(api.rate_limit)),
        ("rows a page, by default and at most", f"{api.page_default} and {api.page_max}"),
        ("validity of a cursor", f"{api.cursor_hours} hours"),
        ("body of a request", f"{api.body_kb} KB"),
    ]
    if any(operation.idempotency_key for operation in api.operations):
        rows.append(("memory of an Idempotency-Key", f"{api.idempotency_hours} hours"))
    return [{"name": name, "value": value} for name, value in rows]


def rows(api: Api) -> list[dict[str, object]]:
    """Return one line for each operation."""
    return [_row(operation) for operation in api.operations]


def repetition(operation: ApiOperation) -> str:
    """Return what happens when a call is repeated, in two or three words."""
    if operation.method == "get":
        return "harmless"
    if operation.idempotency_key:
        return "same answer by key"
    if operation.kind == "create":
        return "refused, 409" if "DUPLICATE" in operation.errors else "**second row**"
    return "refused, 409" if operation.kind == "event" else "no further change"


def _row(operation: ApiOperation) -> dict[str, object]:
    own = [code for code in operation.errors if code not in EVERYWHERE]
    return {
        "operation": operation,
        "who": ", ".join(operation.actors),
        "scope": f"`{operation.scope}`" if operation.scope else f"none: {escape(operation.public)}",
        "rate": f"{figure(operation.per_second)}/s" if operation.per_second else "",
        "p95": f"{figure(operation.p95_ms)} ms",
        "repeat": repetition(operation),
        "errors": ", ".join(f"`{code}`" for code in own),
    }


def _error(api: Api, error: ErrorCode, policies: tuple[ErrorPolicy, ...]) -> dict[str, object]:
    raising = [f"`{operation.name}`" for operation in api.operations if error.name in operation.errors]
    raised = "every operation" if len(raising) == len(api.operations) else ", ".join(raising)
    does = {row["code"]: row["client"] for row in load("errors")}
    policy = next((policy.client_does for policy in policies if error.name in policy.codes), "Shows the title and lets the person decide.")
    return {"error": error, "anchor": anchor(error.name.replace("_", "-")), "raised": raised, "does": does.get(error.name, policy)}


def _counts(api: Api) -> str:
    again = [error for error in api.errors if error.retryable]
    return f"{counted(len(api.errors), 'code')} can occur; {len(again)} of them may go away by waiting."


def _policies(api: Api, policies: tuple[ErrorPolicy, ...]) -> list[ErrorPolicy]:
    known = {error.name for error in api.errors}
    found = [policy.model_copy(update={"codes": tuple(code for code in policy.codes if code in known)}) for policy in policies]
    return [policy for policy in found if policy.codes]
