"""`designgen personas`: who is asked, about what, from which file, and what is odd about those files."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer


@dataclass(frozen=True)
class Arguments:
    """What `personas` is told."""

    folder: Annotated[str | None, typer.Option("--personas", metavar="DIR", help="Folder of persona files.")] = None
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array of personas.")] = False


def run(arguments: Arguments) -> int:
    """List who is asked, and about what.

    Also what is wrong with the files that describe them.
    """
    from designgen.cli import report, sources
    from designgen.cli.screen import coloured, say
    from designgen.frontend.personas import read_personas, with_substitutes
    from designgen.interview.plan import seats
    from designgen.model.diagnostic import Severity

    files = sources.personas(arguments.folder, Path())
    brought, said = read_personas(files)
    people = with_substitutes(brought)
    _, vacant = seats(people)
    found = said + vacant
    if arguments.as_json:
        print(report.as_json([person.model_dump(mode="json", exclude={"prompt"}) for person in people]))
    else:
        for person in people:
            say(f"{person.name}  ({person.file})", sys.stdout)
            say(f"  answers: {', '.join(person.sections) or 'no section; reviews'}", sys.stdout)
            say(f"  reads: {', '.join(person.reads) or 'everything its sections may read'}", sys.stdout)
    if found:
        print(report.drawn(found, {file.name: file.text for file in files}, colour=coloured(sys.stderr)), file=sys.stderr)
    return int(any(one.severity is Severity.ERROR for one in found))
