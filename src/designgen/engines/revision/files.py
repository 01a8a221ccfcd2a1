"""A section or review in, how the names of its files begin out; the names of files in, whom they may be about out."""

import re
from collections.abc import Iterable

from designgen.engines.revision.contract import SECTIONS
from designgen.model.interview import REVIEW

REVIEWED = re.compile(rf"{len(SECTIONS) + 1}-({REVIEW}[a-z0-9-]{{1,60}})\.")


def stem(section: str) -> str:
    """Return what the names of all files about a section begin with: its turn and its name; reviews come last."""
    return f"{(*SECTIONS, section).index(section) + 1}-{section}"


def sections(names: Iterable[str]) -> tuple[str, ...]:
    """Return the five sections, then the reviews that files of these names are about."""
    found = (REVIEWED.match(name) for name in names)
    return (*SECTIONS, *sorted({one[1] for one in found if one}))
