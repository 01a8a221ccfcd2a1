"""What reading gives: the requirements, where each part was written, and what is to be said about it."""

from pydantic import Field as Described

from designgen.model.diagnostic import Diagnostic, Severity
from designgen.model.frozen import Frozen
from designgen.model.requirements import Requirements
from designgen.model.source import Places


class Reading(Frozen):
    """One requirements file, read; `requirements` is None if an input error stops the build."""

    requirements: Requirements | None
    places: Places = Described(default_factory=dict, description="dotted path to the place it was written")
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The diagnostics that stop a build."""
        return tuple(found for found in self.diagnostics if found.severity is Severity.ERROR)
