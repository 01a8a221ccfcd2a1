"""The names of files in, what a human wrote in them out, ready for the compiler."""

import sys
from pathlib import Path

from designgen.model.errors import InputUnreadable
from designgen.model.source import Source

STDIN = "-"
MOST = 4_000_001
MOST_PERSONA = 1_000_000


def requirements(file: str) -> Source:
    """Read the requirements file, standard input for `-`; InputUnreadable if that cannot be done."""
    if file == STDIN:
        return Source(name="<stdin>", text=_decoded(sys.stdin.buffer.read(MOST), "<stdin>"))
    return Source(name=file, text=text_of(file, f"`designgen init {file}` writes one to start from"))


def text_of(file: str, advice: str = "name a file that exists") -> str:
    """Read a text file whole; InputUnreadable if that cannot be done."""
    path = Path(file)
    if path.is_dir():
        raise InputUnreadable(f"`{file}` is a folder, not a file", advice="name the file in it")
    try:
        with path.open("rb") as opened:
            content = opened.read(MOST)
    except FileNotFoundError:
        raise InputUnreadable(f"`{file}` does not exist", advice=advice) from None
    except OSError as problem:
        raise InputUnreadable(f"`{file}` cannot be read: {problem.strerror}", advice="give the right to read it") from problem
    return _decoded(content, file)


def personas(folder: str | None, beside: Path) -> tuple[Source, ...]:
    """Read the persona files: of `folder`, else of `personas/` in `beside`, else the five that come with designgen."""
    if folder is not None:
        found = _persona_files(Path(folder))
        if not found:
            raise InputUnreadable(f"`{folder}` holds no persona files", advice="persona files are Markdown: NAME.md")
        return found
    from designgen.knowledge import shipped

    return _persona_files(beside / "personas") or shipped.personas()


def styles(path: Path | None) -> bytes:
    """Read the Word document that gives the styles; nothing if none is named."""
    if path is None:
        return b""
    try:
        return path.read_bytes()
    except OSError as problem:
        raise InputUnreadable(f"`{path}` cannot be read: {problem.strerror}", advice="name a Word document, .docx") from problem


def beside(file: str) -> Path:
    """Return the folder in which a requirements file lies; the current one for standard input."""
    return Path() if file == STDIN else Path(file).parent


def _persona_files(folder: Path) -> tuple[Source, ...]:
    """Read the Markdown files of a folder by name; bytes that are no text are shown as such, one bad file blocks no other."""
    if not folder.is_dir():
        return ()
    found = []
    for path in sorted(folder.glob("*.md")):
        if path.is_file():
            with path.open("rb") as opened:
                found.append(Source(name=path.as_posix(), text=opened.read(MOST_PERSONA).decode(errors="replace")))
    return tuple(found)


def _decoded(content: bytes, name: str) -> str:
    if len(content) >= MOST:
        return content.decode(errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        raise InputUnreadable(
            f"`{name}` is not UTF-8 text: byte 0x{content[problem.start]:02x} in line {line}", advice="save the file as UTF-8"
        ) from None
