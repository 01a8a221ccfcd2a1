"""Time and chance, handed in so that tests can replace both."""

import random
import threading
import time
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Clock:
    """The real ones: seconds that pass, waiting that an interruption ends, a number from 0 to 1."""

    cancelled: threading.Event = field(default_factory=threading.Event)

    def now(self) -> float:
        """Return seconds since some moment."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait, unless the build is interrupted."""
        self.cancelled.wait(seconds)

    def chance(self) -> float:
        """Return a number from 0 to 1."""
        return random.SystemRandom().random()
