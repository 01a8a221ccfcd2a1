"""Diagnostics in, lines for a terminal out: what, where with the author's own text, the way out (DESIGN 8)."""

import unicodedata
from collections.abc import Mapping

from designgen.cli.screen import clean
from designgen.model.diagnostic import Diagnostic, Severity
from designgen.model.source import Span

WIDEST = 160
COLOURS = {Severity.BLOCKER: "1;31", Severity.ERROR: "1;31", Severity.WARN: "1;33", Severity.INFO: "1;36"}
WORDS = {Severity.BLOCKER: "blocker", Severity.ERROR: "error", Severity.WARN: "warning", Severity.INFO: "info"}
RANK = {Severity.BLOCKER: 0, Severity.ERROR: 1, Severity.WARN: 2, Severity.INFO: 3}


def by_place(found: Diagnostic) -> tuple[str, int, int, str, str]:
    """Sort key: file, line, column, code."""
    span = found.span or Span(file="", line=0, column=0)
    return (span.file, span.line, span.column, found.code, found.message)


def by_weight(found: Diagnostic) -> tuple[int, tuple[str, int, int, str, str]]:
    """Sort key: blockers first, then by place."""
    return (RANK[found.severity], by_place(found))


def draw(found: Diagnostic, texts: Mapping[str, str], *, colour: bool = False) -> str:
    """Draw one diagnostic with the lines it points at; `texts` are the sources by name."""
    spans = [span for span in (found.span, *(note.span for note in found.notes)) if span]
    gutter = max((len(str(span.line)) for span in spans), default=1)
    head = f"{WORDS[found.severity]}[{found.code}]"
    if colour:
        head = f"\x1b[{COLOURS[found.severity]}m{head}\x1b[0m"
    lines = [f"{head}: {clean(found.message)}", *_place(found.span, texts, gutter)]
    for note in found.notes:
        lines += [f"note: {clean(note.message)}", *_place(note.span, texts, gutter)]
    if found.help:
        lines.append(f"help: {clean(found.help)}")
    lines.append(f"more: designgen explain {found.code}")
    return "\n".join(lines)


def record(found: Diagnostic) -> dict[str, object]:
    """Return a diagnostic for machines: one flat object, the place in four fields."""
    return {
        "code": found.code,
        "severity": found.severity.value,
        "message": found.message,
        **_spot(found.span),
        "help": found.help,
        "notes": [{"message": note.message, **_spot(note.span)} for note in found.notes],
        "subject": found.subject,
        "because": list(found.because),
    }


def _spot(span: Span | None) -> dict[str, object]:
    if span is None:
        return {"file": None, "line": None, "column": None, "length": None}
    return {"file": span.file, "line": span.line, "column": span.column, "length": span.length}


def _place(span: Span | None, texts: Mapping[str, str], gutter: int) -> list[str]:
    if span is None:
        return []
    blank = " " * gutter
    lines = [f"{blank}--> {clean(span.file)}:{span.line}:{span.column}"]
    shown = _line(texts.get(span.file, ""), span.line)
    if shown is None:
        return lines
    before, marked, after = _cut(shown, span)
    indent, width = " " * _width(clean(before)), max(1, _width(clean(marked)))
    text = clean(before + marked + after).rstrip()
    return [*lines, f"{blank} |", f"{span.line:>{gutter}} | {text}".rstrip(), f"{blank} | {indent}{'^' * width}"]


def _line(text: str, number: int) -> str | None:
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[number - 1] if text and 0 < number <= len(lines) else None


def _cut(line: str, span: Span) -> tuple[str, str, str]:
    """Split a line at the marked text; of a very long line only the part around it is kept."""
    start = min(span.column - 1, len(line))
    end = min(start + max(span.length, 1), len(line))
    before, marked, after = line[:start], line[start:end], line[end:]
    if len(line) <= WIDEST:
        return before, marked, after
    marked = marked if len(marked) <= WIDEST else f"{marked[: WIDEST - 1]}…"
    before = before if len(before) <= WIDEST // 3 else f"…{before[-WIDEST // 3 :]}"
    room = max(0, WIDEST - len(before) - len(marked))
    return before, marked, after if len(after) <= room else f"{after[:room]}…"


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
