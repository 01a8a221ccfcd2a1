"""`designgen schema`: the JSON Schema of the requirements file, for editors."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Arguments:
    """What `schema` is told: nothing."""


def run(_arguments: Arguments) -> int:
    """Print the JSON Schema of requirements."""
    from designgen.cli.vocabulary import schema_text

    print(schema_text(), end="")
    return 0
