"""Three texts in, one out: what a human changed since the last build stays, the rest follows the generator.

Whole files are compared, never lines. Line ends and a byte order mark are no edit, so that a checkout on another
system does not look like one.
"""

from collections.abc import Container
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import PurePosixPath

from designgen.model.artifact import Artifact, ArtifactKind, Conflict, Merged
from designgen.model.package import Package

ASIDE = "_conflicts/"
"""Folder of the package that holds what could not be published in place; it is carried until a human removes it."""

KINDS: dict[str, ArtifactKind] = {
    ".md": "markdown", ".sql": "sql", ".svg": "svg", ".dot": "dot", ".mmd": "mermaid", ".csv": "csv", ".yaml": "yaml",
    ".yml": "yaml", ".json": "json", ".txt": "text", ".html": "text",
}  # fmt: skip

BOM = b"\xef\xbb\xbf"


@dataclass
class _Outcome:
    """What the files come to, one after the other."""

    previous: Package
    own: dict[str, Artifact]
    gone: set[str]
    artifacts: list[Artifact] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)

    def merged(self, generated: tuple[Artifact, ...]) -> Merged:
        """Freeze it; what is not the generator's goes in order of the paths."""
        asides = {conflict.aside for conflict in self.conflicts}
        return Merged(
            artifacts=tuple(self.artifacts),
            generated=generated,
            conflicts=tuple(sorted(self.conflicts, key=lambda conflict: conflict.path)),
            kept=tuple(artifact for path, artifact in sorted(self.own.items()) if path not in asides),
            deleted=tuple(sorted(self.gone)),
        )


def merge(generated: tuple[Artifact, ...], previous: Package | None) -> Merged:
    """Bring a human's edits, additions and deletions forward into what was generated now."""
    if previous is None:
        return Merged(artifacts=generated, generated=generated)
    wanted = {artifact.path for artifact in generated}
    outcome = _Outcome(previous, _own(previous, wanted), _deleted(previous, wanted))
    for artifact in generated:
        _settle(artifact, outcome)
    return outcome.merged(generated)


def add_bound(merged: Merged, bound: tuple[Artifact, ...], previous: Package | None) -> Merged:
    """Add documents that were bound from the merged pieces; they are never merged, an edited one moves aside.

    Such a document was not among the generated pieces of `merge`, so that an edited one stands among the kept files.
    """
    paths = {artifact.path for artifact in bound}
    gone = {path for path in _deleted(previous, paths) if path in paths} if previous else set()
    kept = {artifact.path: artifact for artifact in merged.kept if artifact.path not in paths}
    for artifact in merged.kept:
        if artifact.path in paths:
            aside = _free(f"{ASIDE}edited/{artifact.path}", kept)
            kept[aside] = artifact.model_copy(update={"path": aside})
    return merged.model_copy(
        update={
            "artifacts": (*merged.artifacts, *(artifact for artifact in bound if artifact.path not in gone)),
            "generated": (*merged.generated, *bound),
            "kept": tuple(artifact for _, artifact in sorted(kept.items())),
            "deleted": tuple(sorted({*merged.deleted, *gone})),
        }
    )


def kind_of(path: str) -> ArtifactKind:
    """Return the kind of a file of the human's own, by its suffix."""
    return KINDS.get(PurePosixPath(path).suffix.lower(), "binary")


def _settle(artifact: Artifact, outcome: _Outcome) -> None:
    path, previous = artifact.path, outcome.previous
    if path in outcome.gone:
        return
    if _blocked(path, outcome.own):
        outcome.conflicts.append(_conflict(artifact, previous))
    elif path not in previous.files:
        outcome.artifacts.append(artifact)
    else:
        content, disputed = _choose(artifact, previous.files[path], previous)
        outcome.artifacts.append(artifact.model_copy(update={"content": content}))
        if disputed:
            outcome.conflicts.append(_conflict(artifact, previous))


def _choose(artifact: Artifact, ours: bytes, previous: Package) -> tuple[bytes, bool]:
    """Return the bytes to publish, and whether both sides changed the file."""
    textual = artifact.kind != "binary"
    if _same(ours, artifact.content, textual):
        return ours, False
    if _pristine(artifact.path, ours, previous, textual):
        return (_styled(artifact.content, ours) if textual else artifact.content), False
    return ours, not _pristine(artifact.path, artifact.content, previous, textual)


def _own(previous: Package, wanted: set[str]) -> dict[str, Artifact]:
    """Return what must be carried: files the generator never wrote, and edited ones it writes no more."""
    found: dict[str, Artifact] = {}
    for path, content in sorted(previous.files.items()):
        if path in wanted:
            continue
        kind = kind_of(path)
        if path not in previous.manifest.files or not _pristine(path, content, previous, kind != "binary"):
            found[path] = Artifact(path=path, kind=kind, content=content)
    return found


def _pristine(path: str, content: bytes, previous: Package, textual: bool) -> bool:
    """Whether `content` is what the generator wrote last time; not known counts as no.

    The digest of the manifest and the base must agree: where one was damaged, nothing is taken for unedited.
    """
    record, base = previous.manifest.files.get(path), previous.base.get(path)
    if base is not None and record is not None and sha256(base).hexdigest() != record.generated:
        return False
    if base is not None:
        return _same(content, base, textual)
    return record is not None and sha256(_plain(content) if textual else content).hexdigest() == record.generated


def _deleted(previous: Package, wanted: set[str]) -> set[str]:
    """Return what a human deleted: wanted again and not there, or deleted earlier and not back."""
    published = {path for path in previous.manifest.files if path in wanted}
    return {path for path in (*published, *previous.manifest.deleted) if path not in previous.files}


def _blocked(path: str, own: dict[str, Artifact]) -> bool:
    """Whether a file of the human's own stands where this one needs a folder, or the other way round."""
    parents = {parent.as_posix() for parent in PurePosixPath(path).parents}
    return any(kept in parents or kept.startswith(f"{path}/") for kept in own)


def _conflict(artifact: Artifact, previous: Package) -> Conflict:
    """Set the generated text aside; a file that lies there already is overwritten only if it is an earlier generated text."""
    known = (artifact.content, previous.base.get(artifact.path))
    taken = {path for path, content in previous.files.items() if content not in known}
    return Conflict(path=artifact.path, generated=artifact.content, aside=_free(f"{ASIDE}{artifact.path}.generated", taken))


def _free(path: str, taken: Container[str]) -> str:
    number, free = 1, path
    while free in taken:
        number += 1
        free = f"{path}-{number}"
    return free


def _same(one: bytes, other: bytes, textual: bool) -> bool:
    return one == other or (textual and _plain(one) == _plain(other))


def _plain(content: bytes) -> bytes:
    return content.removeprefix(BOM).replace(b"\r\n", b"\n")


def _styled(content: bytes, like: bytes) -> bytes:
    """Give generated text the line ends and the byte order mark of the file it replaces."""
    if b"\n" in like and like.count(b"\n") == like.count(b"\r\n"):
        content = content.replace(b"\n", b"\r\n")
    return BOM + content if like.startswith(BOM) else content
