"""The vocabulary of the requirements file as text: what `schema` prints and `init` writes beside the file."""

import json

from designgen.frontend.schema import json_schema


def schema_text() -> str:
    """Return the JSON Schema of requirements, ASCII only, with a final newline."""
    return json.dumps(json_schema(), indent=1) + "\n"
