"""`designgen schema`: the JSON Schema of the requirements file, for editors."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Arguments:
    """What `schema` is told: nothing."""


def run(_arguments: Arguments) -> int:
    """Print the JSON Schema of requirements."""
    print(text(), end="")
    return 0


def text() -> str:
    """Return the schema as JSON with a final newline."""
    import json

    from designgen.frontend.schema import json_schema

    return json.dumps(json_schema(), indent=1, ensure_ascii=True) + "\n"
