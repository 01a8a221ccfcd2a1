"""An OpenAPI document as plain values in, what is wrong with it out, as (JSON pointer, sentence).

With `openapi_rules` the only door to openapi-spec-validator and jsonschema. Both would follow `$ref`s to the network and to files,
and both end with an exception on some documents; here no reference leaves the document, and every crash is a finding.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Found = tuple[str, str]
DEEPEST = 100
METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def problems(document: Any) -> tuple[Found, ...]:
    """Return what the specification forbids: shape, references, path parameters, duplicate ids, examples against schemas."""
    if not isinstance(document, Mapping):
        return (("", "the document is not a mapping"),)
    broken = tuple(_unsound(document, "", 0)) or tuple(_references(document))
    if broken:
        return tuple(sorted(set(broken)))
    return tuple(sorted({*_specification(document), *_examples(document)}))


def mismatches(schema: Any, value: Any, document: Mapping[str, Any]) -> tuple[Found, ...]:
    """Return where `value` does not fit `schema`, whose references lead into `document`; pointers are relative to the value."""
    from jsonschema import Draft202012Validator
    from referencing import Registry

    if not isinstance(schema, Mapping):
        return ()
    rooted = {**schema, "components": document.get("components", {})}
    nowhere: Registry[Any] = Registry()
    try:
        judge = Draft202012Validator(rooted, registry=nowhere, format_checker=Draft202012Validator.FORMAT_CHECKER)
        return tuple((pointer(error.absolute_path), error.message[:300]) for error in judge.iter_errors(value))
    except Exception as crash:  # whatever the library makes of an odd schema is the schema's fault
        return (("", f"the schema cannot be used: {type(crash).__name__}"),)


def resolve(document: Any, reference: str) -> Any:
    """Return what `#/a/b` leads to; KeyError if it leads nowhere or out of the document."""
    if not reference.startswith("#/"):
        raise KeyError(reference)
    node = document
    for part in reference[2:].split("/"):
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(node, dict) and name in node:
            node = node[name]
        elif isinstance(node, list) and name.isdigit() and int(name) < len(node):
            node = node[int(name)]
        else:
            raise KeyError(reference)
    return node


def pointer(path: Iterable[str | int]) -> str:
    """Return a JSON pointer (RFC 6901)."""
    return "".join(map(_step, path))


def _step(part: object) -> str:
    return "/" + str(part).replace("~", "~0").replace("/", "~1")


def operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield path, method and node of every operation."""
    paths = document.get("paths")
    for path, entry in paths.items() if isinstance(paths, Mapping) else ():
        for method, node in entry.items() if isinstance(entry, Mapping) else ():
            if method in METHODS and isinstance(node, Mapping):
                yield str(path), method, node


def _specification(document: Mapping[str, Any]) -> Iterator[Found]:
    """Yield what the meta-schema and the semantic rules of the validator find."""
    from designgen.syntax.openapi_rules import violations

    if not str(document.get("openapi", "")).startswith("3.1."):
        yield "/openapi", "the document does not say version 3.1"
        return
    try:
        for error in violations(dict(document)):
            yield pointer(error.absolute_path), str(error.message)[:300]
    except Exception as crash:  # broken templates and cycles end the validator instead of being reported
        yield "", f"the document cannot be validated: {type(crash).__name__}: {str(crash)[:200]}"


def _unsound(node: Any, place: str, depth: int) -> Iterator[Found]:
    """Yield keys that are no text, and nesting nobody can follow; both end the validator."""
    if depth > DEEPEST:
        yield place, f"nested deeper than {DEEPEST} levels"
    elif isinstance(node, dict):
        for key, inner in node.items():
            here = place + _step(key)
            if not isinstance(key, str):
                yield here, f"the key {key!r} is no text; quote it"
            yield from _unsound(inner, here, depth + 1)
    elif isinstance(node, list):
        for number, inner in enumerate(node):
            yield from _unsound(inner, f"{place}/{number}", depth + 1)


def _references(document: Mapping[str, Any]) -> Iterator[Found]:
    for place, node in nodes(document):
        reference = node.get("$ref")
        if reference is None or _in_example(place):
            continue
        if not isinstance(reference, str) or not reference.startswith("#"):
            yield place, f"the reference `{reference}` leaves the document"
            continue
        try:
            resolve(document, reference)
        except KeyError:
            yield place, f"the reference `{reference}` leads nowhere"


def nodes(document: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every mapping of the document with its pointer."""
    if isinstance(document, dict):
        yield place, document
        for key, inner in document.items():
            yield from nodes(inner, place + _step(key))
    elif isinstance(document, list):
        for number, inner in enumerate(document):
            yield from nodes(inner, f"{place}/{number}")


def _examples(document: Mapping[str, Any]) -> Iterator[Found]:
    """Yield examples of media types and parameters that do not fit their schema (LINT-A14)."""
    for place, node in nodes(document):
        if "schema" not in node or _in_example(place):
            continue
        if "example" in node:
            yield from _judged(node["schema"], node["example"], document, f"{place}/example")
        named = node.get("examples")
        for name, example in named.items() if isinstance(named, Mapping) else ():
            if isinstance(example, Mapping) and "value" in example:
                yield from _judged(node["schema"], example["value"], document, f"{place}/examples{_step(name)}/value")


def _judged(schema: Any, value: Any, document: Mapping[str, Any], place: str) -> Iterator[Found]:
    for inner, message in mismatches(schema, value, document):
        yield place + inner, f"the example does not fit: {message}"


def _in_example(place: str) -> bool:
    return "/examples/" in place or "/example/" in place or place.endswith(("/example", "/value"))
