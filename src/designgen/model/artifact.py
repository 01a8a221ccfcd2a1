"""Files that are not yet on disk, and what a build holds."""

from typing import Literal

from pydantic import Field as Described

from designgen.model.design.whole import Design
from designgen.model.diagnostic import Diagnostic
from designgen.model.frozen import Frozen
from designgen.model.interview import Answer

ArtifactKind = Literal["markdown", "sql", "openapi", "svg", "dot", "mermaid", "csv", "yaml", "json", "text", "binary"]


class Artifact(Frozen):
    """A file of the package: its path, its bytes, the persona section it belongs to."""

    path: str
    kind: ArtifactKind
    content: bytes
    section: str = Described(default="", description="section whose persona owns the file; empty for the compiler's own")
    title: str = ""

    @classmethod
    def text(cls, path: str, kind: ArtifactKind, text: str, *, section: str = "", title: str = "") -> "Artifact":
        """Make an artifact of text: UTF-8, LF, one final newline."""
        content = (text.rstrip("\n") + "\n").encode()
        return cls(path=path, kind=kind, content=content, section=section, title=title)


class Conflict(Frozen):
    """A file that a human and the generator both changed; the human's stays, `generated` goes beside it."""

    path: str
    generated: bytes
    aside: str = Described(default="", description="where the generated text goes inside the package")


class Merged(Frozen):
    """Artifacts after the human's edits came forward."""

    artifacts: tuple[Artifact, ...] = Described(description="as they will be published")
    generated: tuple[Artifact, ...] = Described(description="as the generator wrote them: the next merge base")
    conflicts: tuple[Conflict, ...] = ()
    kept: tuple[Artifact, ...] = Described(default=(), description="files of the human's own")
    deleted: tuple[str, ...] = ()


class Build(Frozen):
    """Everything `write` needs, in memory."""

    project: str = Described(description="slug of the project")
    date: str
    design: Design | None
    merged: Merged = Merged(artifacts=(), generated=())
    diagnostics: tuple[Diagnostic, ...] = ()
    inputs: dict[str, str] = Described(default_factory=dict, description="name to SHA-256 of every input")
    engine: str = ""
    answers: tuple[Answer, ...] = ()

    @property
    def findings(self) -> tuple[str, ...]:
        """What went wrong with the engine on the way, in words."""
        return tuple(finding for answer in self.answers for finding in answer.findings)

    @property
    def unpaid(self) -> bool:
        """Whether the budget ended before every persona had answered."""
        return any(answer.unpaid for answer in self.answers)

    @property
    def publishable(self) -> bool:
        """Whether there is a design; input errors leave none."""
        return self.design is not None

    @property
    def folder(self) -> str:
        """Name of the dated folder."""
        return f"{self.date}-{self.project}"
