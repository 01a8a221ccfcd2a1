"""A build, what it reads, a clock in; builds again whenever what it reads has changed, until somebody stops it."""

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from designgen.cli.endings import failure
from designgen.cli.screen import say
from designgen.model.errors import DesigngenError

PAUSE = 0.5
"""Seconds between two looks."""
STOPPED = 0

Sight = tuple[tuple[str, int, int], ...]


def watch(build: Callable[[], int], look: Callable[[], Sight], ticks: Iterable[None]) -> int:
    """Build at each tick that sees something new; whatever the author has to repair, watching goes on until Ctrl-C."""
    seen: Sight | None = None
    try:
        for _ in ticks:
            now = look()
            if now != seen:
                seen = now
                _built(build)
    except KeyboardInterrupt:
        say("stopped watching")
    return STOPPED


def sight(paths: Iterable[Path]) -> Sight:
    """Return name, size and time of files, and of the files in folders; what is not there is not seen."""
    return tuple(entry for path in paths for entry in _files(path))


def ticks() -> Iterator[None]:
    """Tick for ever."""
    while True:
        yield
        time.sleep(PAUSE)


def _built(build: Callable[[], int]) -> None:
    try:
        build()
    except (DesigngenError, OSError) as problem:
        failure(problem, as_json=False)
    say("watching; Ctrl-C stops")


def _files(path: Path) -> Iterator[tuple[str, int, int]]:
    try:
        members = sorted(path.iterdir()) if path.is_dir() else [path]
        for member in members:
            found = member.stat()
            yield str(member), found.st_size, found.st_mtime_ns
    except OSError:
        return
