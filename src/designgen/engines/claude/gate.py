"""Which request may go now: a few in flight at once, all of them waiting when the service asks for it, none after a final refusal."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from designgen.engines.claude.clock import Clock

ABREAST = 4
PATIENCE = 3
"""Sections in a row that may fail before nobody is asked any more."""


class Gate:
    """What the requests of one build share beside the money."""

    def __init__(self, clock: Clock) -> None:
        self.limit = ABREAST
        self.closed = ""
        self._clock = clock
        self._flying = 0
        self._failed = 0
        self._pause = 0.0
        self._warm: dict[str, threading.Event] = {}
        self._change = threading.Condition()

    @contextmanager
    def passed(self, model: str) -> Iterator[None]:
        """Wait until a request may go; the first one to a model goes ahead, so that the others find its front in the cache."""
        first = self._first(model)
        if not first:
            self._warm[model].wait()
        with self._change:
            while self._flying >= self.limit:
                self._change.wait()
            self._flying += 1
            pause = self._pause - self._clock.now()
        try:
            if pause > 0:
                self._clock.sleep(pause)
            yield
        finally:
            self.begun(model)
            with self._change:
                self._flying -= 1
                self._change.notify_all()

    def begun(self, model: str) -> None:
        """Say that an answer of a model begins: the front of its prompt is in the cache."""
        self._warm[model].set()

    def throttled(self, seconds: float) -> None:
        """Let nobody go for some seconds, and fewer at once from now on."""
        with self._change:
            self._pause = max(self._pause, self._clock.now() + seconds)
            self.limit = max(1, self.limit // 2)

    def close(self, reason: str) -> None:
        """Let nobody go any more."""
        with self._change:
            self.closed = self.closed or reason

    def ended(self, *, well: bool) -> None:
        """Say how a section ended; after some failures in a row nobody goes any more."""
        with self._change:
            self._failed = 0 if well else self._failed + 1
            if self._failed >= PATIENCE:
                self.closed = self.closed or f"{PATIENCE} sections failed one after the other"

    def _first(self, model: str) -> bool:
        with self._change:
            if model in self._warm:
                return False
            self._warm[model] = threading.Event()
            return True
