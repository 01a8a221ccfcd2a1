"""Jobs in, what they return out, in order; each runs in a thread of its own, which ends with the program."""

import threading
from collections.abc import Callable, Sequence

from designgen.model.interview import Answer
from designgen.model.roles import Together


class Running:
    """One job in a thread."""

    def __init__(self, job: Callable[[], Answer]) -> None:
        self._job = job
        self._answer: Answer | None = None
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def result(self) -> Answer:
        """Wait for the job; raise what it raised."""
        while self._thread.is_alive():
            self._thread.join(timeout=0.5)
        if self._failure is not None:
            raise self._failure
        if self._answer is None:
            raise AssertionError("a job ends with an answer or a failure")
        return self._answer

    def _run(self) -> None:
        try:
            self._answer = self._job()
        except BaseException as failure:
            self._failure = failure


def side_by_side(cancelled: threading.Event) -> Together:
    """Return a way to carry out jobs at once, and other work while they wait; an interruption tells them to stop."""

    def together(jobs: Sequence[Callable[[], Answer]], meanwhile: Callable[[], object]) -> list[Answer]:
        running = [Running(job) for job in jobs]
        try:
            if running:
                meanwhile()
            return [one.result() for one in running]
        except BaseException:
            cancelled.set()
            raise

    return together
