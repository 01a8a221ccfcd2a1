"""A document of OpenAPI 3.1 in, what openapi-spec-validator has against it out; imported only when a document is judged.

Its schemas are judged twice: jsonschema-rs is quick, and only what it does not let pass goes to jsonschema, whose words the
findings carry. So the quick judge may be stricter, and what it refuses for nothing is no finding.
"""

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import jsonschema
import jsonschema_rs
from jsonschema_path.paths import SchemaPath
from jsonschema_specifications import REGISTRY
from openapi_schema_validator import oas31_format_checker
from openapi_schema_validator._specifications import REGISTRY as DIALECTS
from openapi_spec_validator import OpenAPIV31SpecValidator
from openapi_spec_validator.validation.keywords import OpenAPIV3ResponseValidator, OpenAPIV31SchemaValidator
from openapi_spec_validator.validation.registries import KeywordValidatorRegistry
from referencing import Resource

QUICK = ("https://spec.openapis.org/oas/3.1/dialect/base", "https://json-schema.org/draft/2020-12/schema")
RESOLVED = 128


def violations(document: dict[str, Any]) -> Iterator[Any]:
    """Yield the errors of the validator, which opens no address: of the shape of the document, then of what stands in it."""
    if not _passes(_quick_shape(), document):
        yield from _thorough_shape().iter_errors(document)
    rules = KeywordValidatorRegistry({**OpenAPIV31SpecValidator.keyword_validators, "schema": Schemas, "response": Responses})
    root: Any = rules["__root__"]
    yield from root(SchemaPath.from_dict(document, handlers={}, resolved_cache_maxsize=RESOLVED))


class Appeal:
    """A dialect of schemas that is asked only about those which did not pass quickly."""

    def __init__(self, name: str, dialect: Any) -> None:
        self.quick = _quick_dialect(name)
        self.dialect = dialect

    def check_schema(self, schema: Any, format_checker: Any) -> None:
        """Raise what the dialect has against a schema."""
        if not _passes(self.quick, schema):
            self.dialect.check_schema(schema, format_checker=format_checker)


class Schemas(OpenAPIV31SchemaValidator):
    """Judges schemas by their dialect, quickly where they are sound."""

    def _get_validator_class_for_dialect(self, dialect_id: str) -> Any:
        dialect = super()._get_validator_class_for_dialect(dialect_id)
        return Appeal(dialect_id, dialect) if dialect_id in QUICK else dialect


class Responses(OpenAPIV3ResponseValidator):
    """Walks an answer that many operations share once, if nothing was found in it."""

    def __init__(self, registry: Any) -> None:
        super().__init__(registry)
        self.sound: set[int] = set()

    def __call__(self, response_code: str, response: Any) -> Iterator[Any]:
        """Yield what is wrong with an answer."""
        answer = id(response.read_value())
        if answer not in self.sound:
            found = list(super().__call__(response_code, response))
            yield from found
            if not found:
                self.sound.add(answer)


def _passes(judge: Any, value: Any) -> bool:
    """Whether the quick judge lets a value pass; one that it cannot take does not."""
    try:
        return bool(judge.is_valid(value))
    except ValueError:
        return False


@cache
def _shape() -> Any:
    """Return the schema of a document, without that of the schemas in it."""
    return json.loads((files("openapi_spec_validator") / "resources/schemas/v3.1/schema.json").read_text(encoding="utf-8"))


@cache
def _quick_shape() -> Any:
    return jsonschema_rs.Draft202012Validator(_shape(), validate_formats=False, offline=True)


@cache
def _thorough_shape() -> Any:
    """Return the judge with its anchors indexed once; left alone it searches them at every reference."""
    name = _shape()["$id"]
    known = REGISTRY.with_resource(name, Resource.from_contents(_shape())).crawl()
    return jsonschema.Draft202012Validator(_shape()).evolve(_resolver=known.resolver(name))


@cache
def _quick_dialect(name: str) -> Any:
    """Return the judge of schemas; a pattern has to be one that Python can read, as jsonschema demands."""
    formats = {"regex": lambda text: oas31_format_checker.conforms(text, "regex")}
    return jsonschema_rs.Draft202012Validator({"$ref": name}, validate_formats=True, formats=formats, retriever=DIALECTS.contents)
