"""`designgen build`: one requirements file in, one dated folder out."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

DONE, WORK_TO_DO, OPEN_POINTS, CONFLICTS = 0, 1, 5, 6


@dataclass(frozen=True)
class Arguments:
    """What `build` is told."""

    file: Annotated[str, typer.Argument(metavar="FILE", help="Requirements file; - reads standard input.")]
    output: Annotated[Path, typer.Option("--output", "-o", metavar="ROOT", help="Folder that receives the dated folder.")] = Path("output")
    date: Annotated[str | None, typer.Option(metavar="DATE", help="Date of the package, YYYY-MM-DD; else today.")] = None
    engine: Annotated[str, typer.Option(metavar="ENGINE", help="Who answers the personas' questions.")] = "offline"
    personas: Annotated[str | None, typer.Option(metavar="DIR", help="Folder of persona files.")] = None
    strict: Annotated[bool, typer.Option("--strict", help="Publish nothing while the design has findings above info.")] = False
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of the folder.")] = False
    show: Annotated[bool, typer.Option("--open", help="Open the package when it is published.")] = False


def run(arguments: Arguments) -> int:
    """Publish the design package of a file.

    It appears as ROOT/DATE-NAME/, whole or not at all; edits of earlier packages come along.
    """
    from designgen.cli import report
    from designgen.cli.compiling import Order, compiled
    from designgen.cli.desk import Desk

    with ExitStack() as stack:
        desk = Desk(arguments.output, stack)
        result = compiled(Order(arguments.file, arguments.personas, arguments.date, arguments.engine), desk.previous)
        if result.refused or (arguments.strict and result.weighty):
            report.refusal(result.build.diagnostics, result.texts)
            if arguments.as_json:
                print(report.as_json({"exit": WORK_TO_DO, "folder": None, **report.findings(result.build)}))
            return WORK_TO_DO
        published = desk.publish(result.build)
    build = result.build
    code = CONFLICTS if build.merged.conflicts else OPEN_POINTS if build.findings else DONE
    report.account(build, published)
    told = {"exit": code, "folder": str(published.folder), "written": published.written, **report.findings(build)}
    print(report.as_json(told) if arguments.as_json else published.folder)
    if arguments.show:
        typer.launch(str(published.folder / "README.md"))
    return code
