"""A design and its merged artifacts in, the package as a book out: parts and chapters in reading order, for every binder.

Which file stands where and who reads it is the catalogue `reading`; what a human changed or added reads like the rest.
"""

import re
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from html import unescape
from typing import Any, Literal

from designgen.knowledge import catalogue
from designgen.model.artifact import Artifact, ArtifactKind
from designgen.model.design.whole import Design
from designgen.syntax.markdown import title

ChapterKind = Literal["markdown", "svg", "code"]
Audience = Literal["executive", "engineer"]

LANGUAGES: dict[ArtifactKind, str] = {"sql": "sql", "openapi": "yaml", "yaml": "yaml", "json": "json"}
FRONT = re.compile(r"\A---\n(.*?\n)---\n+", re.DOTALL)
NAMED = re.compile(r"<title[^>]*>([^<]+)</title>")


@dataclass(frozen=True)
class Chapter:
    """One file as a reader meets it; the front matter of a record is gone, its status stays."""

    path: str
    title: str
    kind: ChapterKind
    content: str
    language: str = ""
    audiences: frozenset[Audience] = frozenset()
    status: str = ""


@dataclass(frozen=True)
class Part:
    """Chapters that belong together."""

    title: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True)
class Book:
    """The whole package, or what one audience reads of it."""

    title: str
    subtitle: str
    date: str
    parts: tuple[Part, ...]

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """All chapters in reading order."""
        return tuple(chapter for part in self.parts for chapter in part.chapters)


def book(design: Design, artifacts: tuple[Artifact, ...]) -> Book:
    """Arrange the files of a package; parts without a file are left out."""
    left = {artifact.path: artifact for artifact in artifacts}
    reading = catalogue.load("reading")
    parts = [Part(row["title"], tuple(_taken(row["pages"], left))) for row in reading["parts"]]
    further = [_chapter(artifact, ["engineer"]) for _, artifact in sorted(left.items()) if artifact.kind in ("markdown", "svg")]
    return Book(
        title=design.title,
        subtitle=design.facts.requirements.project.purpose,
        date=design.date,
        parts=tuple(part for part in (*parts, Part(reading["further"], tuple(further))) if part.chapters),
    )


def edition(whole: Book, audience: str) -> Book:
    """Return what an audience reads: `executive`, `engineer`, or `all` for the book itself."""
    if audience == "all":
        return whole
    parts = [Part(part.title, tuple(one for one in part.chapters if audience in one.audiences)) for part in whole.parts]
    return replace(whole, parts=tuple(part for part in parts if part.chapters))


def _taken(rows: list[dict[str, Any]], left: dict[str, Artifact]) -> list[Chapter]:
    chapters: list[Chapter] = []
    for row in rows:
        paths = sorted(path for path in left if fnmatchcase(path, row["path"]))
        chapters.extend(_chapter(left.pop(path), row["for"]) for path in paths)
    return chapters


def _chapter(artifact: Artifact, audiences: list[Audience]) -> Chapter:
    text = artifact.content.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    readers = frozenset(audiences)
    if artifact.kind == "markdown":
        front = FRONT.match(text)
        status = re.search(r"^status: *(\w+)", front[1], re.MULTILINE) if front else None
        body = text[front.end() :] if front else text
        named = title(body) or artifact.title or artifact.path
        return Chapter(artifact.path, named, "markdown", body, audiences=readers, status=status[1] if status else "")
    if artifact.kind == "svg":
        found = NAMED.search(text)
        named = artifact.title or (unescape(found[1]) if found else artifact.path)
        return Chapter(artifact.path, named, "svg", text, audiences=readers)
    return Chapter(artifact.path, artifact.title or artifact.path, "code", text, LANGUAGES.get(artifact.kind, ""), readers)
