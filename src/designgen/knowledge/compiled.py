"""Compiled templates in, kept beside their texts, and out again for the next build, as Python keeps compiled modules.

Compiling the shipped templates takes longer than filling them. Their code stands in `__pycache__` with the checksum of its text;
where nothing can be written, or Python is told to write no bytecode, nothing is kept.
"""

import sys
from contextlib import suppress
from pathlib import Path
from pickle import UnpicklingError

from jinja2 import BytecodeCache, __version__
from jinja2.bccache import Bucket


class Beside(BytecodeCache):
    """Keeps the code of the templates of a folder; `kind` tells the environments apart that compile differently."""

    def __init__(self, folder: object, kind: str) -> None:
        """Keep nothing where the folder is not one of the file system, such as a part of an archive."""
        self._folder = folder / "__pycache__" if isinstance(folder, Path) else None
        self._suffix = f"{kind}.jinja-{__version__}.{sys.implementation.cache_tag}"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the bucket the code that is kept for its text, if there is any."""
        if self._folder:
            with suppress(OSError, EOFError, UnpicklingError):
                bucket.bytecode_from_string((self._folder / f"{bucket.key}.{self._suffix}").read_bytes())

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of the bucket, if it may and can be written; a reader refuses what was cut off."""
        if self._folder and not sys.dont_write_bytecode:
            with suppress(OSError):
                self._folder.mkdir(exist_ok=True)
                (self._folder / f"{bucket.key}.{self._suffix}").write_bytes(bucket.bytecode_to_string())
