"""The output folder of one command: opened, locked and recovered when the compiler first asks for the previous package."""

import platform
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from designgen.cli.compiling import Memory
from designgen.model.artifact import Build
from designgen.model.interview import Answer, Persona
from designgen.model.package import Package
from designgen.model.spending import Spent
from designgen.store.pending import forget_answers, keep_answer, pending_answer
from designgen.store.publish import Published, publish
from designgen.store.receipts import Receipt, forget, keep
from designgen.store.root import OutputRoot, output_root
from designgen.store.tree import read_tree


class Desk:
    """Where a build is put down; its lock is held until `stack` closes."""

    def __init__(self, path: Path, stack: ExitStack) -> None:
        self._path, self._stack = path, stack
        self._started = datetime.now(UTC)
        self._root: OutputRoot | None = None
        self._package: Package | None = None

    def previous(self, project: str) -> Package | None:
        """Return the latest package of a project."""
        self._package = self._open().latest(project)
        return self._package

    @property
    def memory(self) -> Memory:
        """What builds that ended early left, and where this one leaves its answers."""
        return Memory(recall=lambda key: pending_answer(self._path, key), keep=self._keep)

    def publish(self, build: Build, account: tuple[Spent, ...] = ()) -> Published:
        """Put a build on disk, with an account of this run that no checksum covers."""
        ended = datetime.now(UTC)
        run: dict[str, object] = {
            "engine": build.engine,
            "python": platform.python_version(),
            "started": self._started.isoformat(timespec="seconds"),
            "asked": [answer.section.section for answer in build.answers if not answer.recalled],
            "recalled": [answer.section.section for answer in build.answers if answer.recalled],
            "open": list(build.findings),
            "milliseconds": round((ended - self._started).total_seconds() * 1000),
        }
        if account:
            run |= {"answers": [one.model_dump() for one in account], "usd": round(sum(one.usd for one in account), 6)}
        published = publish(self._open(), build, self._package, run)
        forget_answers(self._path, [answer.key for answer in build.answers])
        return published

    def remember(self, build: Build, key: str, receipt: Receipt | None) -> None:
        """Keep what the next build has to say if nothing changes until then; forget it if that build has to work."""
        root = self._open()
        files, _ = read_tree(root.path / build.folder)
        meant = {artifact.path: artifact.content for artifact in (*build.merged.artifacts, *build.merged.kept)}
        if receipt is None or files != meant:
            forget(root.path, build.project)
        else:
            keep(root.path, build.project, key, receipt)

    def _keep(self, _persona: Persona, answer: Answer) -> None:
        if not answer.recalled and answer.engine != "offline":
            keep_answer(self._path, answer)

    def _open(self) -> OutputRoot:
        if self._root is None:
            self._root = self._stack.enter_context(output_root(self._path))
        return self._root
