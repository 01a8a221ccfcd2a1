"""A package on disk in, the answers it remembers out, by the key of their question.

What is read here was lying about where anyone could write: it is bounded, its digest is compared, and it is validated
like a fresh answer. What does not pass is asked again.
"""

import re
from pathlib import Path

from pydantic import ValidationError

from designgen.model.errors import WorldError
from designgen.model.interview import (
    REVIEW_PATTERN,
    BackendSection,
    DatabaseSection,
    FlowsSection,
    IntegrationsSection,
    PlatformSection,
    ReviewSection,
    Section,
)
from designgen.model.package import Manifest, SectionRecord
from designgen.store.manifest import SECTIONS, digest, section_path
from designgen.store.tree import read_bounded

MOST = 32 << 20
CONTRACTS: dict[str, type[Section]] = {
    "backend": BackendSection,
    "database": DatabaseSection,
    "flows": FlowsSection,
    "integrations": IntegrationsSection,
    "platform": PlatformSection,
}


class Damaged(Exception):
    """A section cannot be used; says why."""


def section_read(name: str, content: bytes) -> Section:
    """Read the section or review of that name; KeyError if there is none such, ValidationError if it does not fit."""
    owed = ReviewSection if re.fullmatch(REVIEW_PATTERN, name) else CONTRACTS[name]
    return owed.model_validate_json(content)


def read_answers(folder: Path, manifest: Manifest) -> tuple[dict[str, Section], tuple[str, ...]]:
    """Return the remembered sections by key, and words about those that cannot be used."""
    answers: dict[str, Section] = {}
    notes: list[str] = []
    for name, record in sorted(manifest.sections.items()):
        if not record.key:
            continue
        try:
            answers[record.key] = _section(folder, name, record)
        except Damaged as damaged:
            notes.append(f"the stored answer `{section_path(name)}` {damaged}; its question was asked again")
    return answers, tuple(notes)


def _section(folder: Path, name: str, record: SectionRecord) -> Section:
    if not (name in CONTRACTS or re.fullmatch(REVIEW_PATTERN, name)) or (folder / SECTIONS).is_symlink():
        raise Damaged("is none of ours")
    try:
        content = read_bounded(folder / section_path(name), MOST)
    except (OSError, WorldError):
        raise Damaged("cannot be read") from None
    if digest(content) != record.body:
        raise Damaged("is not as it was written")
    try:
        return section_read(name, content)
    except ValidationError:
        raise Damaged("does not fit its contract") from None
