"""One build at a time for an output folder: the kernel holds the lock and frees it however a build ends."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from designgen.model.errors import FolderBusy, WorldError

WAIT_S = 2.0
PAUSE_S = 0.05


@contextmanager
def held(file: Path, wait_s: float = WAIT_S) -> Iterator[None]:
    """Hold the lock of `file` for the length of the block; FolderBusy if another build keeps it for `wait_s` seconds."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
    try:
        _take(descriptor, file, wait_s)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"process {os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int, file: Path, wait_s: float) -> None:
    until = time.monotonic() + wait_s
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise _busy(descriptor, file) from None
            time.sleep(PAUSE_S)
        except OSError as problem:
            raise WorldError(
                f"the output folder cannot be locked: {problem.strerror}",
                safe="nothing was read or written",
                advice="choose an output folder on a file system with locks: -o FOLDER",
            ) from problem
        else:
            return


def _busy(descriptor: int, file: Path) -> FolderBusy:
    holder = os.pread(descriptor, 80, 0).decode("ascii", "replace").strip() or "another process"
    return FolderBusy(
        f"another build is writing to `{file.parent.parent}` ({holder})",
        safe="nothing was read or written",
        advice="run the same command again when it is done",
    )
