"""YAML text in, nodes with places and diagnostics out; plain values in and out for files of our own.

The only door to PyYAML. It is read event by event: its own composer recurses, and a deep file would end the process.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import takewhile
from typing import Any

import yaml

from designgen.model.diagnostic import Diagnostic, Note, Severity
from designgen.model.source import Source, Span
from designgen.syntax.emission import dump
from designgen.syntax.nodes import Mapping, Mark, Node, Scalar, Sequence
from designgen.syntax.plain import plain, typed
from designgen.syntax.yaml_rules import (
    AMBIGUOUS,
    CHARACTER,
    DOCUMENTS,
    DUPLICATE,
    KEY,
    LARGE,
    MERGE,
    RULES,
    TAG,
    UNKNOWN_ALIAS,
    syntax_error,
)

__all__ = ["RULES", "NotYaml", "dump", "load", "read", "trusted"]

BYTES, DEPTH, NODES = 4_000_000, 64, 500_000
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)
ELEVEN = re.compile(r"(?i:yes|no|on|off|y|n)|[0-9]+(?::[0-5]?[0-9])+|0[0-9]+|[0-9]+(?:_[0-9]+)+")
QUOTES = frozenset({"'", '"'})
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class NotYaml(ValueError):
    """A text that cannot be read; `diagnostics` say where and why."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        first = diagnostics[0]
        line = first.span.line if first.span else 1
        super().__init__(f"line {line}: {first.message}")
        self.diagnostics = diagnostics


@lru_cache(maxsize=16)
def read(source: Source) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Return the one document of a source and every mistake found; None if nothing can be made of it.

    What the checks have read, the site need not read again.
    """
    if len(source.text) > BYTES or len(source.text.encode(errors="surrogatepass")) > BYTES:
        return None, (LARGE.at(Span(file=source.name, line=1, column=1), what=f"{BYTES // 1_000_000} MB"),)
    builder = Builder(source.name)
    text = source.text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = FORBIDDEN.sub("\ufffd", builder.characters(text))
    try:
        for event in yaml.parse(text, Loader=LOADER):
            builder.take(event)
    except Full as full:
        builder.diagnostics.append(LARGE.at(full.span, what=full.what))
        return None, builder.found()
    except yaml.MarkedYAMLError as problem:
        builder.diagnostics.append(_problem(problem, source.name, text))
        return None, builder.found()
    return builder.document, builder.found()


def load(text: str, name: str) -> Any:
    """Return plain values of a text of our own, scalars typed as YAML 1.2 does; raises NotYaml."""
    node, diagnostics = read(Source(name=name, text=text))
    errors = tuple(found for found in diagnostics if found.severity is Severity.ERROR)
    if errors:
        raise NotYaml(errors)
    return None if node is None else plain(node)


def trusted(text: str) -> Any:
    """Return what `load` returns, without places and findings: for texts that come with us and that the tests have loaded."""
    events = yaml.parse(text, Loader=LOADER)
    return next(_trusted(event, events) for event in events if isinstance(event, yaml.NodeEvent))


def _trusted(event: Any, rest: Iterator[Any]) -> Any:
    """Return the value that begins with an event; the iterator then stands behind it."""
    if isinstance(event, yaml.ScalarEvent):
        return event.value if event.style else typed(event.value)
    inside = takewhile(lambda each: not isinstance(each, yaml.CollectionEndEvent), rest)
    if isinstance(event, yaml.SequenceStartEvent):
        return [_trusted(each, rest) for each in inside]
    return {key.value: _trusted(next(rest), rest) for key in inside}


class Full(Exception):
    """A limit was reached."""

    def __init__(self, what: str, span: Span) -> None:
        super().__init__(what)
        self.what = what
        self.span = span


@dataclass(slots=True)
class Frame:
    """A mapping or sequence that is still open."""

    mark: Mark
    mapping: bool
    anchor: str | None
    children: list[Node] = field(default_factory=list)
    keys: list[Scalar | None] = field(default_factory=list)
    seen: dict[str, Scalar] = field(default_factory=dict)
    size: int = 1

    @property
    def wants_key(self) -> bool:
        """Whether the next node is a key."""
        return self.mapping and len(self.keys) == len(self.children)

    def close(self) -> Node:
        """Return the finished node; keys that could not be used are left out with their values."""
        if not self.mapping:
            return Sequence(self.mark, tuple(self.children))
        return Mapping(self.mark, tuple((key, child) for key, child in zip(self.keys, self.children, strict=True) if key))


class Builder:
    """Makes nodes of events, one document, within the limits."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.document: Node | None = None
        self.diagnostics: list[Diagnostic] = []
        self.frames: list[Frame] = []
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.nodes = 0
        self.documents = 0
        self.takes: dict[type, Callable[[Any], None]] = {
            yaml.DocumentStartEvent: self._start,
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._open,
            yaml.SequenceStartEvent: self._open,
            yaml.MappingEndEvent: self._close,
            yaml.SequenceEndEvent: self._close,
            yaml.AliasEvent: self._alias,
        }

    def found(self) -> tuple[Diagnostic, ...]:
        """Return the diagnostics in the order of the text."""
        return tuple(sorted(self.diagnostics, key=lambda one: (one.span.line, one.span.column) if one.span else (0, 0)))

    def characters(self, text: str) -> str:
        """Report characters that no requirements file needs, at most one a line; return the text."""
        reported = 0
        for found in FORBIDDEN.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            if line != reported:
                span = Span(file=self.file, line=line, column=found.start() - text.rfind("\n", 0, found.start()))
                self.diagnostics.append(CHARACTER.at(span, code=f"U+{ord(found[0]):04X}"))
            reported = line
        return text

    def take(self, event: Any) -> None:
        """Take the next event of the parser; of a second document nothing but its start counts."""
        kind = type(event)
        if kind in self.takes and (self.documents < 2 or kind is yaml.DocumentStartEvent):
            self.takes[kind](event)

    def _start(self, event: Any) -> None:
        self.documents += 1
        if self.documents == 2:
            self.diagnostics.append(DOCUMENTS.at(self._mark(event).span))

    def _mark(self, event: Any) -> Mark:
        start, end = event.start_mark, event.end_mark
        line, column = start.line, start.column
        length = end.column - column if end.line == line else 1
        return Mark(self.file, line + 1, column + 1, length)

    def _count(self, number: int, mark: Mark) -> None:
        self.nodes += number
        if self.nodes > NODES:
            raise Full(f"{NODES:,} nodes", mark.span)

    def _node(self, event: Any) -> Mark:
        """Count a node and refuse its tag; return its place."""
        mark = self._mark(event)
        self._count(1, mark)
        if event.tag:
            shown = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.diagnostics.append(TAG.at(mark.span, tag=shown))
        return mark

    def _scalar(self, event: Any) -> None:
        mark = self._node(event)
        text, style = event.value, event.style
        margin = 1 if style in QUOTES else 0
        verbatim = mark.length == len(text) + 2 * margin and event.end_mark.line == event.start_mark.line
        scalar = Scalar(mark, text, bool(style), mark.column + margin if verbatim else 0)
        if self.frames and self.frames[-1].wants_key:
            self._key(scalar)
            return
        if not style and ELEVEN.fullmatch(text):
            self.diagnostics.append(AMBIGUOUS.at(mark.span, text=text))
        self._add(scalar, event.anchor, 1)

    def _key(self, scalar: Scalar) -> None:
        frame = self.frames[-1]
        first = frame.seen.get(scalar.text)
        if scalar.text == "<<" and not scalar.quoted:
            self.diagnostics.append(MERGE.at(scalar.mark.span))
            frame.keys.append(None)
        elif first:
            note = Note(message="written here first", span=first.mark.span)
            self.diagnostics.append(DUPLICATE.at(scalar.mark.span, notes=(note,), key=scalar.text, line=first.mark.line))
            frame.keys.append(None)
        else:
            frame.seen[scalar.text] = scalar
            frame.keys.append(scalar)

    def _open(self, event: Any) -> None:
        mark = self._node(event)
        if len(self.frames) >= DEPTH:
            raise Full(f"{DEPTH} levels", mark.span)
        self.frames.append(Frame(mark, isinstance(event, yaml.MappingStartEvent), event.anchor))

    def _close(self, _event: Any) -> None:
        frame = self.frames.pop()
        self._add(frame.close(), frame.anchor, frame.size)

    def _alias(self, event: Any) -> None:
        mark = self._mark(event)
        open_anchors = {frame.anchor for frame in self.frames}
        if event.anchor in open_anchors or event.anchor not in self.anchors:
            self.diagnostics.append(UNKNOWN_ALIAS.at(mark.span, name=event.anchor))
            self._add(Scalar(mark, "", False, 0), None, 1)
            return
        node, size = self.anchors[event.anchor]
        self._count(size, mark)
        self._add(node, None, size)

    def _add(self, node: Node, anchor: str | None, size: int) -> None:
        if anchor:
            self.anchors[anchor] = (node, size)
        if not self.frames:
            self.document = node
            return
        frame = self.frames[-1]
        frame.size += size
        if frame.wants_key:
            self.diagnostics.append(KEY.at(node.mark.span))
            frame.keys.append(None)
            return
        frame.children.append(node)


def _problem(problem: yaml.MarkedYAMLError, file: str, text: str) -> Diagnostic:
    """Describe a text that is not YAML, at the place where the parser gave up."""
    marks = [mark for mark in (problem.problem_mark, problem.context_mark) if mark]
    spans = [Span(file=file, line=mark.line + 1, column=mark.column + 1) for mark in marks] or [Span(file=file, line=1, column=1)]
    words = problem.problem or problem.context or ""
    ends_early = "end of stream" in words
    return syntax_error(words, spans[-1] if ends_early else spans[0], spans[-1], text)
