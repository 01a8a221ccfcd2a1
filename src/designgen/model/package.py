"""A package published earlier, as it lies on disk now."""

from pydantic import Field as Described

from designgen.model.frozen import Frozen
from designgen.model.interview import Section


class FileRecord(Frozen):
    """What the manifest says of one file: digests as generated and as published."""

    kind: str
    section: str = ""
    generated: str
    published: str


class RecordEntry(Frozen):
    """What the manifest says of one decision record."""

    topic: str
    choice: str
    status: str
    date: str


class SectionRecord(Frozen):
    """What the manifest says of one answer: the key of its question, who gave it, the digest of its file."""

    key: str
    engine: str
    body: str


class Manifest(Frozen):
    """The package's own account of itself; canonical JSON, no times."""

    format: str = "designgen-package/1"
    project: str
    date: str
    serial: int = 1
    designgen: str
    engine: str
    inputs: dict[str, str] = Described(default_factory=dict)
    files: dict[str, FileRecord] = Described(default_factory=dict)
    records: dict[str, RecordEntry] = Described(default_factory=dict, description="by number")
    highest_record: int = 0
    sections: dict[str, SectionRecord] = Described(default_factory=dict, description="by section")
    conflicts: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()


class Package(Frozen):
    """A previous package: its manifest, the files on disk, and the texts the generator wrote."""

    folder: str
    manifest: Manifest
    files: dict[str, bytes] = Described(default_factory=dict, description="every file as it lies on disk")
    base: dict[str, bytes] = Described(default_factory=dict, description="generated texts, the merge base")
    skipped: tuple[str, ...] = Described(default=(), description="entries that are no plain files, such as links; never followed")
    answers: dict[str, Section] = Described(default_factory=dict, description="sections kept in the package, by key of their question")
    damaged: tuple[str, ...] = Described(default=(), description="sections that could not be read, in words")
