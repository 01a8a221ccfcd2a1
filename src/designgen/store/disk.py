"""Every way in which publishing touches the disk, one small method each.

Apart so that the tests of faults can stop the world between any two of them.
"""

import os
from pathlib import Path

from designgen.store.exchange import exchange


class Disk:
    """The real disk; each method is durable or atomic only as far as it says."""

    def make_folder(self, path: Path) -> None:
        """Create one folder; FileExistsError if the name is taken."""
        path.mkdir(mode=0o755)

    def write(self, path: Path, content: bytes) -> None:
        """Create a file that does not exist yet and bring its bytes to the disk."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        with os.fdopen(os.open(path, flags, 0o644), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def sync(self, folder: Path) -> None:
        """Bring the names of a folder to the disk."""
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def rename(self, source: Path, target: Path) -> None:
        """Give a file or folder another name; an empty folder at the target is replaced."""
        source.rename(target)

    def exchange(self, one: Path, other: Path) -> bool:
        """Swap two folders in one step; False if the system cannot."""
        return exchange(one, other)

    def unlink(self, path: Path) -> None:
        """Remove one file or link."""
        path.unlink()

    def remove_folder(self, path: Path) -> None:
        """Remove one empty folder."""
        path.rmdir()

    def clear(self, path: Path) -> None:
        """Remove a folder with everything in it; links are removed, never followed."""
        if path.is_symlink() or not path.is_dir():
            self.unlink(path)
            return
        for entry in sorted(path.iterdir()):
            self.clear(entry)
        self.remove_folder(path)
