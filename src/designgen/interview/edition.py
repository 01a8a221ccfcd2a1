"""What makes this build this one: the date, and what an earlier package fixed; a previous package in, an Edition out."""

from collections.abc import Mapping
from dataclasses import dataclass

from designgen.model.diagnostic import Diagnostic
from designgen.model.package import Package
from designgen.model.source import Places


@dataclass(frozen=True)
class Edition:
    """The date of a build, the numbers its records already have, where the wishes stand, what reading found."""

    date: str
    numbers: Mapping[str, str]
    highest: int
    dates: Mapping[str, str]
    places: Places
    findings: tuple[Diagnostic, ...] = ()


def edition(date: str, previous: Package | None, places: Places, findings: tuple[Diagnostic, ...]) -> Edition:
    """Return the edition of a build; a record keeps its number for ever, and its date while its choice stands."""
    records = previous.manifest.records if previous else {}
    return Edition(
        date=date,
        numbers={entry.topic: number for number, entry in records.items()},
        highest=previous.manifest.highest_record if previous else 0,
        dates={f"{entry.topic}={entry.choice}": entry.date for entry in records.values()},
        places=places,
        findings=findings,
    )
