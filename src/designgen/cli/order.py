"""What a command was told in, what there is to read out: the order, its sources, the day; before anything heavy is imported."""

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import designgen
from designgen.binders.wanted import Wanted
from designgen.cli import sources
from designgen.cli.dates import build_date
from designgen.knowledge import shipped
from designgen.model.source import Source
from designgen.store.pages import read_pages

PAGES = (".prompt.md", ".answer.json", ".answer.md", ".answer.txt", ".cassette.json")
"""How the names of those pages end that a folder of answers or recordings may hold."""

NOTHING = Wanted()
"""No document beside the pages: what commands ask for that publish nothing."""


@dataclass(frozen=True)
class Order:
    """What to compile, and who answers, at which cost; where answers are read and recorded."""

    file: str
    personas: str | None = None
    date: str | None = None
    engine: str = "offline"
    wanted: Wanted = NOTHING
    model: str = ""
    effort: str = ""
    max_cost: float = 5.0
    minutes: float = 30.0
    prices: str | None = None
    replies: str | None = None
    record: str | None = None

    @property
    def identity(self) -> str:
        """What tells who answers from everyone else."""
        return " ".join(part for part in (self.engine, self.model, self.effort) if part)


@dataclass(frozen=True)
class Inputs:
    """All that a build reads besides earlier packages: the day, the requirements, the persona files, answers that people brought."""

    date: str
    wishes: Source
    people: tuple[Source, ...]
    pages: Mapping[str, bytes] = field(default_factory=dict)

    def key(self, who: str, wanted: Wanted = NOTHING) -> str:
        """Return a digest of the inputs, of this program and of the libraries beside it, on this machine."""
        digest = sha256()
        people = (text for one in self.people for text in _texts(one))
        for part in (who, wanted.key(), self.date, *_texts(self.wishes), *people, *_program()):
            content = part.encode("utf-8", "surrogatepass")
            digest.update(f"{len(content)} ".encode())
            digest.update(content)
        for name, content in self.pages.items():
            digest.update(f"{name} {len(content)} ".encode())
            digest.update(content)
        return digest.hexdigest()


def gathered(order: Order, *, fresh: bool = False) -> Inputs:
    """Read what an order names; a `fresh` folder of answers need not be there yet.

    Raises InputUnreadable if something cannot be read, typer.BadParameter if the date is none.
    """
    date = build_date(order.date)
    wishes = sources.requirements(order.file)
    folder = Path(order.replies) if order.replies is not None else None
    pages = read_pages(folder, PAGES) if folder and (folder.exists() or not fresh) else {}
    return Inputs(date, wishes, sources.personas(order.personas, sources.beside(order.file)), pages)


def _texts(source: Source) -> tuple[str, str]:
    return source.name, source.text


def _program() -> Iterator[str]:
    """Yield what tells this installation from any other: Python, the libraries, every file of designgen by size and time."""
    yield sys.version
    for folder in sys.path:
        if Path(folder).is_dir():
            yield from sorted(entry.name for entry in os.scandir(folder) if entry.name.endswith((".dist-info", ".egg-info")))
    templates = (entry for entry in shipped.shipped("templates").iterdir() if entry.is_file())
    for entry in sorted(templates, key=lambda entry: entry.name):
        yield entry.name
        yield entry.read_text(encoding="utf-8")
    yield from _files(Path(designgen.__file__).parent)


def _files(folder: Path) -> Iterator[str]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files(Path(entry.path))
        else:
            found = entry.stat()
            yield f"{entry.path} {found.st_size} {found.st_mtime_ns}"
