"""The package built before, as the binders see it: pictures that need not be drawn again."""

from collections.abc import Callable
from functools import cached_property
from hashlib import sha256

from designgen.binders.docx import PATH, recalled
from designgen.model.package import Package


class Earlier:
    """Finds the previous package, and remembers it; only a Word document that nobody edited is believed."""

    def __init__(self, previous: Callable[[str], Package | None]) -> None:
        self._previous = previous
        self._package: Package | None = None

    def find(self, project: str) -> Package | None:
        """Return the latest package of a project."""
        self._package = self._previous(project)
        return self._package

    def picture(self, digest: str) -> bytes | None:
        """Return the picture of a drawing, if the package holds it."""
        return self._pictures.get(digest)

    @cached_property
    def _pictures(self) -> dict[str, bytes]:
        package = self._package
        record, content = (package.manifest.files.get(PATH), package.files.get(PATH)) if package else (None, None)
        if record is None or content is None or sha256(content).hexdigest() != record.generated:
            return {}
        return recalled(content)
