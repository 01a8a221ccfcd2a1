"""Endpoints in, the endpoints they need beside them out: operations to poll, tickets to upload with (API-060, API-061)."""

from typing import Any

from designgen.engines.offline.backend.parameters import KEY
from designgen.engines.offline.backend.reading import Brief
from designgen.engines.offline.backend.rights import public_reason, schemes
from designgen.knowledge.lifetimes import lifetimes
from designgen.knowledge.wording import listed
from designgen.model.design.api import ApiOperation, Parameter
from designgen.model.facts import Attribute

TAG = "Jobs and files"
ID = Attribute(name="id", type="uuid", role="key")
JOB = Parameter(name="operation_id", place="path", required=True, attribute=ID, description="Id of the operation.")
ALWAYS = ("UNAUTHENTICATED", "FORBIDDEN")
LAST = ("QUOTA_EXCEEDED", "INTERNAL", "OVERLOADED")
LEFT = {
    "import": "A file whose rows are not stored by then leaves none",
    "export": "A file that is not written by then leaves nothing",
    "action": "What has left by then is not taken back",
}


def companions(brief: Brief, operations: tuple[ApiOperation, ...]) -> tuple[ApiOperation, ...]:
    """Return what asynchronous operations and imports need: `getOperation`, `cancelOperation`, `createUpload`."""
    starting = [operation for operation in operations if operation.asynchronous]
    loading = [operation for operation in operations if operation.request == "ImportJob" or _takes_file(brief, operation)]
    return (*(_polling(brief, starting) if starting else ()), *(_uploading(brief, loading) if loading else ()))


def _takes_file(brief: Brief, operation: ApiOperation) -> bool:
    """Whether the body of an operation names an uploaded file."""
    entity = brief.entity(operation.entity)
    written = operation.kind in ("create", "update", "replace")
    return written and entity is not None and any(field.type == "file" for field in entity.entity.fields)


def _polling(brief: Brief, starting: list[ApiOperation]) -> tuple[ApiOperation, ...]:
    names = ", ".join(f"`{operation.name}`" for operation in starting)
    common = _common(brief, starting, "API-060")
    get = ApiOperation(
        key="operation:getOperation",
        method="get",
        path="/operations/{operation_id}",
        summary="Get the state of an operation",
        description=(
            f"Returns how far work started by {names} is.\nOnly its starter sees it; kept for {lifetimes()['operation']} after its end."
        ),
        kind="get",
        scope="platform.operation.read" if common["schemes"] else "",
        parameters=(JOB,),
        response="Operation",
        errors=(*_access(common), "NOT_FOUND", *LAST),
        cache="no-store",
        **common,
    )
    cancel = ApiOperation(
        key="operation:cancelOperation",
        method="post",
        path="/operations/{operation_id}/cancel",
        summary="Cancel an operation",
        description=(f"Stops work started by {names} that is PENDING or RUNNING.\n{_left(starting)}.\nRepeating it changes nothing."),
        kind="action",
        scope="platform.operation.write" if common["schemes"] else "",
        parameters=(JOB,),
        response="Operation",
        errors=(*_access(common), "NOT_FOUND", "ILLEGAL_TRANSITION", *LAST),
        cache="no-store",
        **common,
    )
    return get, cancel


def _left(starting: list[ApiOperation]) -> str:
    """What stopped work leaves behind: a file is stored whole or not at all (SVC-080)."""
    return ".\n".join(dict.fromkeys(LEFT[one.kind] for one in starting))


def _uploading(brief: Brief, loading: list[ApiOperation]) -> tuple[ApiOperation, ...]:
    names = ", ".join(f"`{operation.name}`" for operation in loading)
    common = _common(brief, loading, "API-061")
    return (
        ApiOperation(
            key="operation:createUpload",
            method="post",
            path="/uploads",
            summary="Announce a file to upload",
            description=(
                f"Returns an address for one PUT of the announced bytes; {names} takes the ticket.\n"
                "The file is checked for type, size and hash before it is read."
            ),
            kind="create",
            scope="platform.upload.write" if common["schemes"] else "",
            parameters=(KEY,),
            request="UploadRequest",
            response="UploadTicket",
            status=201,
            idempotency_key=True,
            errors=(
                "MALFORMED_REQUEST",
                "IDEMPOTENCY_KEY_REQUIRED",
                *_access(common),
                "IDEMPOTENCY_IN_PROGRESS",
                "PAYLOAD_TOO_LARGE",
                "UNSUPPORTED_MEDIA_TYPE",
                "VALIDATION_FAILED",
                "IDEMPOTENCY_KEY_REUSED",
                *LAST,
            ),
            cache="no-store",
            **{**common, "object_rule": _uploader(common)},
        ),
    )


def _uploader(common: dict[str, Any]) -> str:
    return f"Any {listed(common['actors'], 'or')} with the scope; the file is read only by work of whoever announced it."


def _access(common: dict[str, Any]) -> tuple[str, ...]:
    return ALWAYS if common["schemes"] else ()


def _common(brief: Brief, operations: list[ApiOperation], rule: str) -> dict[str, Any]:
    actors = tuple(dict.fromkeys(name for operation in operations for name in operation.actors))
    ways = schemes(brief, actors)
    needs = tuple(dict.fromkeys(need for operation in operations for need in operation.requirements))
    return {
        "tag": TAG,
        "actors": actors,
        "schemes": ways,
        "public": public_reason(brief, actors),
        "object_rule": "The starter of the work only; others get 404." if ways else "Whoever knows the id, which is random.",
        "p95_ms": 200.0,
        "per_second": round(sum(operation.per_second for operation in operations), 6),
        "requirements": needs,
        "because": (*needs, rule),
    }
