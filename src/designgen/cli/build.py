"""`designgen build`: one requirements file in, one dated folder out; if nothing changed, only a look at what stands."""

import json
from dataclasses import dataclass, fields, replace
from itertools import chain, repeat
from pathlib import Path
from typing import Annotated

import typer

from designgen.binders.wanted import Audience, Documents, Wanted
from designgen.cli import sources
from designgen.cli.screen import say

DONE = 0


@dataclass(frozen=True)
class Arguments:
    """What `build` is told."""

    file: Annotated[str, typer.Argument(metavar="FILE", help="Requirements file; - reads standard input.")]
    output: Annotated[Path, typer.Option("--output", "-o", metavar="ROOT", help="Folder that receives the dated folder.")] = Path("output")
    date: Annotated[str | None, typer.Option(metavar="DATE", help="Date of the package, YYYY-MM-DD; else today.")] = None
    engine: Annotated[str, typer.Option(metavar="ENGINE", help="Who answers: offline, claude, handoff or recorded.")] = "offline"
    replies: Annotated[str | None, typer.Option(metavar="DIR", help="Folder with answers (handoff) or recordings (recorded).")] = None
    record: Annotated[str | None, typer.Option(metavar="DIR", help="Ask every question anew and record the answers here.")] = None
    model: Annotated[str, typer.Option(metavar="MODEL", help="Model for all personas: opus, sonnet, haiku or an id; else theirs.")] = ""
    effort: Annotated[str, typer.Option(metavar="EFFORT", help="How hard a model thinks: low, medium, high, xhigh, max.")] = ""
    max_cost: Annotated[float, typer.Option("--max-cost", metavar="USD", help="What the answers of this build may cost.")] = 5.0
    minutes: Annotated[float, typer.Option("--timeout", metavar="MINUTES", help="How long a model may be asked.")] = 30.0
    prices: Annotated[str | None, typer.Option(metavar="FILE", help="Prices that replace ours, as YAML.")] = None
    personas: Annotated[str | None, typer.Option(metavar="DIR", help="Folder of persona files.")] = None
    strict: Annotated[bool, typer.Option("--strict", help="Publish nothing while the design has findings above info.")] = False
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of the folder.")] = False
    documents: Annotated[Documents, typer.Option(help="Which documents to bind: none, the site, or site, PDF and Word.")] = Documents.ALL
    audience: Annotated[Audience, typer.Option("--for", help="Whose edition the PDF and the Word document are.")] = Audience.ALL
    reference: Annotated[
        Path | None, typer.Option("--reference-docx", metavar="FILE", help="Word document whose styles and page to take.")
    ] = None
    png: Annotated[bool, typer.Option("--png", help="Write a PNG of every drawing beside it.")] = False
    watching: Annotated[bool, typer.Option("--watch", help="Build again whenever the file, the personas or the styles change.")] = False
    show: Annotated[bool, typer.Option("--open", help="Open the package when it is published.")] = False


def run(arguments: Arguments) -> int:
    """Publish the design package of a file.

    It appears as ROOT/DATE-NAME/, whole or not at all; edits of earlier packages come along.
    """
    if not arguments.watching:
        return _built(arguments)
    if arguments.file == "-":
        raise typer.BadParameter("standard input does not change; name a file", param_hint="--watch")
    from designgen.cli.watch import sight, ticks, watch

    shown = chain([arguments], repeat(replace(arguments, show=False)))
    return watch(lambda: _built(next(shown)), lambda: sight(_read(arguments)), ticks())


def _read(arguments: Arguments) -> tuple[Path, ...]:
    """Return what a build reads, as far as it may change while somebody watches."""
    people = Path(arguments.personas) if arguments.personas else sources.beside(arguments.file) / "personas"
    return (Path(arguments.file), people, *((arguments.reference,) if arguments.reference else ()))


def _built(arguments: Arguments) -> int:
    from designgen.cli.order import Order, gathered
    from designgen.store.receipts import find

    wanted = Wanted(arguments.documents, arguments.audience, sources.styles(arguments.reference), arguments.png)
    asked = {field.name: getattr(arguments, field.name) for field in fields(Order) if field.name != "wanted"}
    order = Order(**asked, wanted=wanted)
    inputs = gathered(order)
    key = inputs.key(order.identity, wanted)
    standing = find(arguments.output, key) if order.record is None else None
    folder: Path | None
    if standing is not None and not (arguments.strict and standing.weighty):
        for line in standing.lines:
            say(line)
        code, folder, told = DONE, arguments.output / standing.folder, {**standing.told, "written": False}
    else:
        from designgen.cli.publishing import published

        code, folder, told = published(order, inputs, arguments.output, key, strict=arguments.strict)
    if arguments.as_json:
        print(json.dumps({**told, "exit": code, "folder": folder and str(folder)}, sort_keys=True, indent=1))
    elif folder:
        print(folder)
    if folder and arguments.show:
        typer.launch(str(next(page for page in (folder / "index.html", folder / "README.md") if page.is_file())))
    return code
