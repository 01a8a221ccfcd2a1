"""`designgen check`: reads, designs and checks without writing anything."""

import sys
from dataclasses import dataclass
from typing import Annotated

import typer

DONE, WORK_TO_DO = 0, 1


@dataclass(frozen=True)
class Arguments:
    """What `check` is told."""

    file: Annotated[str, typer.Argument(metavar="FILE", help="Requirements file; - reads standard input.")]
    personas: Annotated[str | None, typer.Option(metavar="DIR", help="Folder of persona files.")] = None
    strict: Annotated[bool, typer.Option("--strict", help="Fail while the design has findings above info.")] = False
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array of diagnostics.")] = False


def run(arguments: Arguments) -> int:
    """Read, design and check without writing.

    Every finding is shown at its line.
    """
    from designgen.cli import report
    from designgen.cli.compiling import compiled, nothing_before
    from designgen.cli.order import Order
    from designgen.cli.screen import coloured
    from designgen.cli.terminal import by_place, record

    result = compiled(Order(arguments.file, arguments.personas), nothing_before)
    found = sorted(result.build.diagnostics, key=by_place)
    if arguments.as_json:
        print(report.as_json([record(one) for one in found]))
    else:
        print(report.drawn(found, result.texts, colour=coloured(sys.stdout)))
    return WORK_TO_DO if result.refused or (arguments.strict and result.weighty) else DONE
