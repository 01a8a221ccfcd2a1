"""`designgen explain`: a name in, what it is and why it is there out."""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer


@dataclass(frozen=True)
class Arguments:
    """What `explain` is told."""

    name: Annotated[str, typer.Argument(metavar="NAME", help="Rule, diagnostic, topic, or anything a package names.")]
    file: Annotated[str | None, typer.Argument(metavar="[FILE]", help="Requirements file to design in memory.")] = None
    package: Annotated[Path | None, typer.Option("--in", metavar="PACKAGE", help="Package to look in; else the latest in ./output.")] = None


def run(arguments: Arguments) -> int:
    """Lead any name back to its reasons.

    Rule ids, diagnostic codes, topics, and whatever a package names: tables, indexes, operations, alerts, figures.
    """
    from designgen.cli.lookup import catalogued, design_of, nearest
    from designgen.cli.reasons import Reasons
    from designgen.cli.screen import say

    found = design_of(arguments.file, arguments.package)
    reasons = Reasons(found.design) if found else None
    parts = [*catalogued(arguments.name), *(reasons.explain(arguments.name) if reasons else ())]
    if found and parts:
        parts.append(f"in {found.where}")
    if parts:
        say("\n\n".join(parts), sys.stdout)
        return 0
    say(f"error: nothing here is named `{arguments.name}`")
    for near in nearest(arguments.name, reasons.names if reasons else ()):
        say(f"help: a similar name exists: `{near}`")
    if reasons is None:
        say("note: no package was looked in; `--in PACKAGE` names one, else the latest in ./output is taken")
    return 1
