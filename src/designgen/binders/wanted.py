"""Which documents a build binds, for whom, and in whose styles."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256


class Documents(StrEnum):
    """How many documents: none, the site, or all of them."""

    NONE = "none"
    SITE = "site"
    ALL = "all"


class Audience(StrEnum):
    """Who reads the printed documents."""

    ALL = "all"
    EXECUTIVE = "executive"
    ENGINEER = "engineer"


@dataclass(frozen=True)
class Wanted:
    """What is bound; `reference` is a Word document that gives the styles, `png` asks for a picture of every drawing."""

    documents: Documents = Documents.NONE
    audience: Audience = Audience.ALL
    reference: bytes = b""
    png: bool = False

    def key(self) -> str:
        """Return a text that is the same for the same wish only."""
        return f"{self.documents} {self.audience} {self.png} {sha256(self.reference).hexdigest()}"
