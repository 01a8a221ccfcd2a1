"""How the world can fail us; the author's mistakes are diagnostics, never exceptions.

DesigngenError
├── InputUnreadable     a file cannot be read at all                     exit 2
├── WorldError          disk, lock, a missing library                    exit 3
│   ├── FolderBusy      another build holds the output folder
│   └── NotOurFolder    the target is not a designgen package
├── EngineError         an engine gave no usable answer                  its draft stands
│   └── BudgetSpent     the next request could cost more than is left    its draft stands
└── Bug                 designgen broke its own promise                  exit 4
"""


class DesigngenError(Exception):
    """An ending that is not the author's doing: what failed, what is still safe, what to do."""

    def __init__(self, message: str, *, safe: str = "", advice: str = "") -> None:
        super().__init__(message)
        self.safe = safe
        self.advice = advice


class InputUnreadable(DesigngenError):
    """A file that the command names cannot be read."""


class WorldError(DesigngenError):
    """Disk, lock or environment failed."""


class FolderBusy(WorldError):
    """Another build holds the lock of the output folder."""


class NotOurFolder(WorldError):
    """The target exists and is not a package of this project."""


class EngineError(DesigngenError):
    """An engine could not answer; the compiler keeps the draft."""


class BudgetSpent(EngineError):
    """What may be spent does not cover another request."""


class Bug(DesigngenError):
    """Designgen broke one of its own promises, for example its SQL does not parse."""
