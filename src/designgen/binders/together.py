"""Binders in, one binder out that lets them work at the same time: typst and the drawing of pictures leave Python free."""

from concurrent.futures import ThreadPoolExecutor

from designgen.model.artifact import Artifact
from designgen.model.design.whole import Design
from designgen.model.roles import Binder


def together(*lanes: tuple[Binder, ...]) -> Binder:
    """Return a binder that runs lanes beside each other, the binders of a lane in turn; what they make comes in the given order."""

    def bind(design: Design, artifacts: tuple[Artifact, ...]) -> tuple[Artifact, ...]:
        def run(lane: tuple[Binder, ...]) -> list[Artifact]:
            return [made for binder in lane for made in binder(design, artifacts)]

        with ThreadPoolExecutor(max_workers=max(len(lanes), 1)) as pool:
            return tuple(made for found in pool.map(run, lanes) for made in found)

    return bind
