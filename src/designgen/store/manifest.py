"""A Build in, every file of its package out as bytes: documents, checksums, manifest, merge base, design.

Everything here is deterministic; times stand in `run.json`, which `publish` writes and no digest covers.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version

from designgen.changes.merge import ASIDE
from designgen.model.artifact import Build
from designgen.model.package import FileRecord, Manifest, Package, RecordEntry, SectionRecord
from designgen.store.tree import MANIFEST, OWN, SUMS

BASE = f"{OWN}/base.zip"
DESIGN = f"{OWN}/design.json"
SECTIONS = f"{OWN}/sections"
UNTOLD = {"findings": {"__all__": {"span", "notes"}}, "interviews": {"__all__": {"recalled"}}}
"""What must not show in a package: lines and columns move with the layout of the requirements, and a recalled answer is as good as
any (DESIGN 9)."""


def canonical(value: object) -> bytes:
    """Write JSON with sorted keys and a final newline."""
    return (json.dumps(value, sort_keys=True, ensure_ascii=False, indent=1) + "\n").encode()


def package_files(build: Build, previous: Package | None, serial: int) -> dict[str, bytes]:
    """Return every file of the package by path, except `run.json`."""
    merged = build.merged
    files = {artifact.path: artifact.content for artifact in (*merged.artifacts, *merged.kept)}
    files |= {conflict.aside: conflict.generated for conflict in merged.conflicts}
    files[MANIFEST] = canonical(manifest_of(build, previous, serial).model_dump(mode="json"))
    files[BASE] = stored_zip({artifact.path: artifact.content for artifact in merged.generated if artifact.kind != "binary"})
    if build.design is not None:
        files[DESIGN] = (build.design.model_dump_json(exclude=UNTOLD) + "\n").encode()
    files |= {section_path(answer.section.section): answer.section.canonical() for answer in build.answers}
    files[SUMS] = checksums(files)
    return files


def manifest_of(build: Build, previous: Package | None, serial: int) -> Manifest:
    """Return the package's account of itself; `conflicts` lists what lies aside until a human removes it."""
    merged = build.merged
    pristine = {artifact.path: artifact.content for artifact in merged.generated}
    aside = {conflict.aside for conflict in merged.conflicts} | {artifact.path for artifact in merged.kept}
    records = _records(build)
    numbers = [int(number) for number in records if number.isdigit()]
    return Manifest(
        project=build.project,
        date=build.date,
        serial=serial,
        designgen=release(),
        engine=build.engine,
        inputs=dict(build.inputs),
        files={
            artifact.path: FileRecord(
                kind=artifact.kind,
                section=artifact.section,
                generated=digest(pristine.get(artifact.path, artifact.content)),
                published=digest(artifact.content),
            )
            for artifact in merged.artifacts
        },
        records=records,
        sections={
            answer.section.section: SectionRecord(key=answer.key, engine=answer.engine, body=digest(answer.section.canonical()))
            for answer in build.answers
        },
        highest_record=max([*numbers, previous.manifest.highest_record if previous else 0]),
        conflicts=tuple(sorted(path for path in aside if path.startswith(ASIDE))),
        kept=tuple(sorted(artifact.path for artifact in merged.kept if not artifact.path.startswith(ASIDE))),
        deleted=merged.deleted,
    )


def section_path(section: str) -> str:
    """Return where the answer of a section is kept."""
    return f"{SECTIONS}/{section}.json"


def checksums(files: Mapping[str, bytes]) -> bytes:
    """Write the digests of files in the format of coreutils, by path."""
    return "".join(_line(path, content) for path, content in sorted(files.items())).encode()


def stored_zip(files: Mapping[str, bytes]) -> bytes:
    """Pack files without compression and without times: the same bytes on every machine."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()


def digest(content: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal."""
    return sha256(content).hexdigest()


def release() -> str:
    """Return the version of designgen that runs; `unreleased` from a checkout that was never installed."""
    try:
        return version("designgen")
    except PackageNotFoundError:
        return "unreleased"


def _records(build: Build) -> dict[str, RecordEntry]:
    if build.design is None:
        return {}
    return {
        record.number: RecordEntry(
            topic=record.decision.topic, choice=record.decision.choice, status=record.decision.status, date=record.date
        )
        for record in build.design.records
    }


def _line(path: str, content: bytes) -> str:
    escaped = path.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    mark = "" if escaped == path else "\\"
    return f"{mark}{digest(content)}  {escaped}\n"
