"""What may be spent in, room for the next request out: its ceiling is set aside before it is sent, and what it really cost after."""

import math
import threading


class Purse:
    """Money that several requests in flight share; what they can cost together never exceeds it."""

    def __init__(self, limit: float) -> None:
        self.limit = limit
        self.spent = 0.0
        self._aside = 0.0
        self._change = threading.Condition()

    def take(self, ceiling: float) -> bool:
        """Set the ceiling of a request aside; wait while requests in flight may still leave room; False if they cannot."""
        with self._change:
            while not self._fits(ceiling):
                if self._aside <= 0 or self.spent + ceiling > self.limit:
                    return False
                self._change.wait(timeout=1)
            self._aside += ceiling
            return True

    def settle(self, ceiling: float, cost: float) -> None:
        """Say what a request cost; its ceiling is free again."""
        with self._change:
            self._aside = max(0.0, self._aside - ceiling)
            self.spent += cost
            self._change.notify_all()

    @property
    def left(self) -> float:
        """What no request has spent or set aside."""
        return max(0.0, self.limit - self.spent - self._aside)

    def _fits(self, ceiling: float) -> bool:
        return math.isfinite(ceiling) and self.spent + self._aside + ceiling <= self.limit
