"""`designgen ask`: the personas' questions as pages for people who carry them to a model; answers that lie beside them count."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

DONE, WORK_TO_DO, OPEN_POINTS = 0, 1, 5


@dataclass(frozen=True)
class Arguments:
    """What `ask` is told."""

    file: Annotated[str, typer.Argument(metavar="FILE", help="Requirements file; - reads standard input.")]
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Folder for the pages and the answers.")] = Path("questions")
    personas: Annotated[str | None, typer.Option(metavar="DIR", help="Folder of persona files.")] = None
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of the folder.")] = False


def run(arguments: Arguments) -> int:
    """Write each persona's question as a page that any model can answer.

    Beside each lies the JSON Schema of its answer. Answers that were saved there are judged, and later questions show them.
    """
    from designgen.cli import mail, report
    from designgen.cli.compiling import compiled, nothing_before
    from designgen.cli.order import Order, gathered
    from designgen.cli.screen import say

    folder = arguments.output
    order = Order(arguments.file, arguments.personas, engine="handoff", replies=str(folder))
    result = compiled(order, nothing_before, gathered(order, fresh=True))
    if result.refused:
        report.refusal(result.build.diagnostics, result.texts)
        return WORK_TO_DO
    mail.deliver_questions(folder, result.build.project, arguments.file, result.asked)
    mail.deliver_repairs(folder, result.asked)
    wrong = mail.drawn(result.asked, str(folder))
    for one in result.asked:
        say(f"  {one.persona}: {one.state}")
    if arguments.as_json:
        states = {one.section: one.state for one in result.asked}
        print(report.as_json({"folder": str(folder), "states": states, "answers_to_mend": wrong}))
    else:
        print(folder)
    return OPEN_POINTS if any(one.faults for one in result.asked) else DONE
