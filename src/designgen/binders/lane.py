"""Binders in, one binder out that lets them work in turn; a job in, what waits for it out, while it works in a thread beside others.

Python itself runs one thread at a time, so two lanes are enough: typst and the drawing of pictures leave it free meanwhile.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from designgen.model.artifact import Artifact
from designgen.model.design.whole import Design
from designgen.model.roles import Binder

T = TypeVar("T")


def lane(*binders: Binder) -> Binder:
    """Return a binder that is all of these, one after the other."""

    def bind(design: Design, artifacts: tuple[Artifact, ...]) -> tuple[Artifact, ...]:
        return tuple(made for binder in binders for made in binder(design, artifacts))

    return bind


def beside(job: Callable[[], T]) -> Callable[[], T]:
    """Start a job in a thread of its own; return what waits for its end."""
    pool = ThreadPoolExecutor(max_workers=1)
    started = pool.submit(job)
    pool.shutdown(wait=False)
    return started.result
