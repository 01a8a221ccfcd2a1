"""A design in, what people read about its API out: a table of endpoints and the error catalogue, one pair for each audience."""

from collections.abc import Iterator

from designgen.knowledge.catalogue import load
from designgen.knowledge.templates import render
from designgen.knowledge.wording import counted, figure, listed
from designgen.model.artifact import Artifact
from designgen.model.design.api import Api, ApiOperation, ErrorCode
from designgen.model.design.flows import ErrorPolicy
from designgen.model.design.whole import Design
from designgen.renderers.openapi.document import document_path
from designgen.syntax.markdown import anchor, escape, prose

FEW = 3
"""So many operations that cannot raise a code are named instead of all that can."""
EVERYWHERE = (
    "PROOF_REFUSED",
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
        tables = {"rows": rows(api), "masks": masks(api), "limits": limits(api)}
        overview = render("api-readme.md.j2", api=api, prose=prose, intro=introduction(api), **tables, **names)
        yield Artifact.text(f"api/README{ending}.md", "markdown", overview, section="backend", title=f"{api.title}: endpoints")
        errors = [_error(api, error, design.flows.policies) for error in sorted(api.errors, key=lambda error: (error.status, error.name))]
        known = {"rows": errors, "policies": _policies(api, design.flows.policies)}
        text = render("api-errors.md.j2", api=api, prose=prose, **known)
        yield Artifact.text(f"api/errors{ending}.md", "markdown", text, section="backend", title=f"{api.title}: errors")


def introduction(api: Api) -> str:
    """Return what the table shows."""
    writing = [operation for operation in api.operations if operation.method != "get"]
    tags = listed([escape(tag.name.lower()) for tag in api.tags])
    served = [operation.per_second for operation in api.operations]
    return (
        f"{counted(len(api.operations), 'operation')} on {tags}; {len(writing)} of them write; "
        f"their peaks, which need not meet, add up to {figure(float(f'{sum(served):.3g}'))} calls a second."
    )


def limits(api: Api) -> list[dict[str, str]]:
    """Return the limits every caller meets, from the same values as the OpenAPI document."""
    rows = [
        ("rows a page, by default and at most", f"{api.page_default} and {api.page_max}"),
        ("validity of a cursor", f"{api.cursor_hours} hours"),
    ]
    rows = rows if any(operation.page for operation in api.operations) else []
    rows.append(("body of a request", f"{api.body_kb} KB, unless the operation says more"))
    if any(operation.idempotency_key for operation in api.operations):
        rows.append(("memory of an Idempotency-Key", f"{api.idempotency_hours} hours"))
    return [{"name": name, "value": value} for name, value in rows]


def rows(api: Api) -> list[dict[str, object]]:
    """Return one line for each operation."""
    return [_row(operation) for operation in api.operations]


def masks(api: Api) -> list[dict[str, str]]:
    """Return one line for each object and caller that does not see all of it (API-092)."""
    return [
        {"schema": schema.name, "members": ", ".join(f"`{name}`" for name in mask.hides), "actor": mask.actor}
        for schema in api.schemas
        for mask in schema.masks
    ]


def repetition(operation: ApiOperation) -> str:
    """Return what happens when a call is repeated, in two or three words."""
    told = (
        (operation.method == "get", "harmless"),
        (bool(operation.sender), "dropped by event id"),
        (bool(operation.serves), "same outcome by command id"),
        (operation.method == "put" and operation.kind == "create", "same answer by id"),
        (operation.idempotency_key, "same answer by key"),
        (operation.kind == "create" and "DUPLICATE" in operation.errors, "refused, 409"),
        (operation.kind == "create", "**second row**"),
        (operation.kind == "event", "refused, 409"),
    )
    return next((text for holds, text in told if holds), "no further change")


def _row(operation: ApiOperation) -> dict[str, object]:
    own = [code for code in operation.errors if code not in EVERYWHERE]
    return {
        "operation": operation,
        "who": ", ".join(operation.actors) or operation.sender,
        "scope": _proof(operation),
        "rate": f"{figure(operation.per_second)}/s" if operation.per_second else "",
        "p95": f"{figure(operation.p95_ms)} ms" if operation.p95_ms else "",
        "repeat": repetition(operation),
        "errors": ", ".join(f"`{code}`" for code in own),
    }


def _proof(operation: ApiOperation) -> str:
    if operation.scope:
        return f"`{operation.scope}`"
    return f"none: {escape(operation.public)}" if operation.public else f"none; proof by `{'`, `'.join(operation.schemes)}`"


def _error(api: Api, error: ErrorCode, policies: tuple[ErrorPolicy, ...]) -> dict[str, object]:
    raising = [f"`{operation.name}`" for operation in api.operations if error.name in operation.errors]
    spared = [f"`{operation.name}`" for operation in api.operations if error.name not in operation.errors]
    raised = "every operation" if not spared else ", ".join(raising)
    if 0 < len(spared) <= FEW < len(raising):
        raised = f"every operation but {listed(spared)}"
    does = {row["code"]: row["client"] for row in load("errors")}
    policy = next((policy.client_does for policy in policies if error.name in policy.codes), "Show the title and let the person decide.")
    return {"error": error, "anchor": anchor(error.name.replace("_", "-")), "raised": raised, "does": does.get(error.name, policy)}


def _policies(api: Api, policies: tuple[ErrorPolicy, ...]) -> list[ErrorPolicy]:
    known = {error.name for error in api.errors}
    found = [policy.model_copy(update={"codes": tuple(code for code in policy.codes if code in known)}) for policy in policies]
    return [policy for policy in found if policy.codes]
