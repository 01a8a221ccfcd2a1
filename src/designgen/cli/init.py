"""`designgen init`: a commented requirements file that builds at once, and the schema that completes it in an editor."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

SCHEMA = "requirements.schema.json"


@dataclass(frozen=True)
class Arguments:
    """What `init` is told."""

    file: Annotated[Path, typer.Argument(metavar="[FILE]", help="File to write; never overwritten.")] = Path("requirements.yaml")
    name: Annotated[str | None, typer.Option(metavar="NAME", help="Name of the project; else that of the folder.")] = None


def run(arguments: Arguments) -> int:
    """Write a requirements file to start from.

    It is commented and builds at once; its JSON Schema for editors is written beside it.
    """
    from designgen.cli.screen import say
    from designgen.cli.vocabulary import schema_text
    from designgen.knowledge.templates import render
    from designgen.syntax.slug import slug

    file = arguments.file
    name = slug(arguments.name or file.resolve().parent.name)
    create(file, render("requirements.yaml.j2", project=name, schema=SCHEMA))
    beside = file.parent / SCHEMA
    if not beside.exists():
        create(beside, schema_text())
    say(f"`{beside}` lets an editor complete and check the file")
    say(f"next: designgen build {file}")
    print(file)
    return 0


def create(path: Path, content: str) -> None:
    """Write a new file; InputUnreadable if there is one, WorldError if the disk refuses."""
    from designgen.model.errors import InputUnreadable, WorldError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(content)
    except FileExistsError:
        raise InputUnreadable(f"`{path}` exists", safe="it was not touched", advice="name another file: designgen init FILE") from None
    except OSError as problem:
        raise WorldError(f"`{path}` cannot be written: {problem.strerror}", advice="choose a folder you may write to") from problem
