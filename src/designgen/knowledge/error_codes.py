"""The errors that every HTTP interface knows, and those of them that follow from what a request has to carry (API-072)."""

from functools import cache

from designgen.knowledge.catalogue import load
from designgen.model.design.api import ApiOperation, ErrorCode

VERSION, REPEAT = ("PRECONDITION_FAILED",), ("IDEMPOTENCY_KEY_REQUIRED", "IDEMPOTENCY_IN_PROGRESS", "IDEMPOTENCY_KEY_REUSED")
CONDITIONAL = frozenset((*VERSION, "PRECONDITION_REQUIRED", *REPEAT))
"""Codes that an operation answers only because of its If-Match or its Idempotency-Key."""


@cache
def general() -> tuple[ErrorCode, ...]:
    """Return the errors of the catalogue, in its order."""
    return tuple(
        ErrorCode(
            key=f"error:{row['code']}",
            status=row["status"],
            title=row["title"],
            meaning=row["meaning"],
            retryable=bool(row.get("retryable")),
            because=("API-072",),
        )
        for row in load("errors")
    )


def conditional(operation: ApiOperation) -> frozenset[str]:
    """Return the codes that follow from the If-Match and the Idempotency-Key of an operation."""
    codes = VERSION if operation.if_match else ()
    required = ("PRECONDITION_REQUIRED",) if operation.if_match == "required" else ()
    return frozenset((*codes, *required, *(REPEAT if operation.idempotency_key else ())))
