"""A revised section in, the same with what follows from its changes out: errors of what is demanded, SQL of a batch, order of risks.

Which errors an operation can answer is computed; a persona that makes it demand a key or a version has changed that too.
"""

import re
from collections.abc import Iterator

from designgen.knowledge.error_codes import CONDITIONAL, conditional, general
from designgen.model.design.api import Api, ApiOperation, ErrorCode
from designgen.model.design.database import Job
from designgen.model.design.item import Item
from designgen.model.interview import BackendSection, PlatformSection, Section


def followed(section: Section) -> Section:
    """Return a section whose operations answer what their conditions call for, and whose risks stand by their weight."""
    if isinstance(section, BackendSection):
        apis = tuple(map(_followed, section.api))
        return section.model_copy(update={"api": apis}) if apis != section.api else section
    if isinstance(section, PlatformSection):
        ordered = tuple(sorted(section.delivery.risks, key=lambda risk: -risk.score))
        return section.model_copy(update={"delivery": section.delivery.model_copy(update={"risks": ordered})})
    return section


def carried_out(known: Item, part: Item) -> Item:
    """Return a changed part whose SQL does what the change says: a job takes as many rows as its batch."""
    if not isinstance(known, Job) or not isinstance(part, Job) or known.batch == part.batch:
        return part
    return part.model_copy(update={"statement": re.sub(rf"\bLIMIT {known.batch}\b", f"LIMIT {part.batch}", part.statement)})


def _followed(api: Api) -> Api:
    if all(conditional(one) == CONDITIONAL & set(one.errors) for one in api.operations):
        return api
    known = {error.name: error for error in general()} | {error.name: error for error in api.errors}
    operations = tuple(_answering(one, known) for one in api.operations)
    return api.model_copy(update={"operations": operations, "errors": tuple(_raised(api, operations, known))})


def _answering(operation: ApiOperation, known: dict[str, ErrorCode]) -> ApiOperation:
    """Return an operation with its codes by status, those of one status in the order of the catalogue."""
    codes = (set(operation.errors) - CONDITIONAL) | conditional(operation)
    ranks = list(known)
    ordered = sorted(codes, key=lambda code: (known[code].status, ranks.index(code)))
    return operation.model_copy(update={"errors": tuple(ordered)})


def _raised(api: Api, operations: tuple[ApiOperation, ...], known: dict[str, ErrorCode]) -> Iterator[ErrorCode]:
    """Yield the errors of the catalogue that are still raised, then the new ones, each for the requirements of its operations."""
    listed = {error.key for error in api.errors}
    of_api = next((f"@{error.key.partition('@')[2]}" for error in api.errors if "@" in error.key), "")
    wishes: dict[str, dict[str, None]] = {}
    for one in operations:
        for code in one.errors:
            wishes.setdefault(code, {}).update(dict.fromkeys(one.requirements))
    for code, error in known.items():
        if code in wishes:
            new = error.key not in listed
            yield error.model_copy(update={"key": f"{error.key}{of_api}", "because": (*wishes[code], *error.because)}) if new else error
