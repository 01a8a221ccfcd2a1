"""One Markdown page in, its blocks out: headings in outline order, links resolved against the shelf of printed pages.

Text that cannot be seen, and text that would turn the direction of its neighbours, is left out here, once for all formats.
"""

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from designgen.binders.blocks import (
    Align,
    Anchor,
    Block,
    Blocks,
    Break,
    Figure,
    Heading,
    Inline,
    Link,
    Listing,
    Paragraph,
    Piece,
    Preformatted,
    Quote,
    Rule,
    Style,
    Styled,
    Table,
    Text,
    drawn,
    words,
)  # fmt: skip
from designgen.binders.book import Chapter
from designgen.binders.figures import fitted
from designgen.syntax.markdown import anchor, tokens

DEEPEST = 6
WORLD = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
"""Control characters, tags, and what turns the direction of the text around it: a name must not rearrange its sentence."""
NAMED = re.compile(r'<a (?:id|name)="([^"]+)"')
BROKEN = re.compile(r"<br ?/?>", re.IGNORECASE)
DESCRIBED = re.compile(r"<desc[^>]*>([^<]*)</desc>")
STYLES: dict[str, Style] = {"strong_open": "strong", "em_open": "emphasis", "s_open": "struck"}
ALIGNS: dict[str, Align] = {"text-align:center": "center", "text-align:right": "right"}


@dataclass(frozen=True)
class Shelf:
    """The printed chapters by path, the drawings that some page shows, the labels that a link can lead to."""

    printed: dict[str, Chapter]
    shown: frozenset[str]
    labels: frozenset[str] = frozenset()

    def path(self, chapter: Chapter, target: str) -> str:
        """Return the path inside the package that a link of a chapter names."""
        file = target.partition("#")[0]
        return posixpath.normpath(posixpath.join(posixpath.dirname(chapter.path), file)) if file else chapter.path

    def label(self, chapter: Chapter, target: str) -> str:
        """Return the label that a link of a chapter leads to; empty if that page is not printed."""
        path, name = self.path(chapter, target), target.partition("#")[2]
        if path not in self.printed:
            return ""
        if self.printed[path].kind == "svg":
            return drawn(path)
        return f"{path}#{name}" if f"{path}#{name}" in self.labels else path


def clean(text: str) -> str:
    """Return text without what is not seen; a tab is four blanks."""
    return UNSEEN.sub("", text.replace("\t", "    "))


def drawing(chapter: Chapter, caption: str) -> Figure:
    """Return the figure of a drawing; what it describes stands in place of it for those who do not see it."""
    described = DESCRIBED.search(chapter.content)
    alternative = clean(unescape(described[1])) if described else ""
    said = " ".join(alternative.split()) or clean(caption)
    return Figure(chapter.path, chapter.content, clean(caption), said, fitted(chapter.content))


class Reader:
    """Reads one chapter; headings start at level `top` and never skip one."""

    def __init__(self, chapter: Chapter, shelf: Shelf, top: int) -> None:
        self.top = top
        self._chapter, self._shelf = chapter, shelf
        self._level = top
        self._seen: Counter[str] = Counter()
        self._readers = self._readings()

    def read(self) -> Blocks:
        """Return the blocks of the page."""
        return self._blocks(iter(tokens(self._chapter.content)), "")

    def _blocks(self, stream: Iterator[Any], until: str) -> Blocks:
        found: list[Block] = []
        for token in stream:
            if token.type == until:
                break
            read = self._readers.get(token.type)
            if read:
                found.extend(read(token, stream))
        return tuple(found)

    def _readings(self) -> dict[str, Callable[[Any, Iterator[Any]], Blocks]]:
        return {
            "heading_open": self._heading,
            "paragraph_open": self._paragraph,
            "fence": self._code,
            "code_block": self._code,
            "bullet_list_open": self._list,
            "ordered_list_open": self._list,
            "blockquote_open": lambda _token, stream: (Quote(self._blocks(stream, "blockquote_close")),),
            "table_open": self._table,
            "hr": lambda _token, _stream: (Rule(),),
            "html_block": self._html,
        }

    def _heading(self, token: Any, stream: Iterator[Any]) -> Blocks:
        pieces = self._inline(next(stream).children or [])
        next(stream)
        wanted = self.top + int(token.tag[1]) - 1
        self._level = min(wanted, self._level + 1, DEEPEST)
        name = anchor(words(pieces))
        label = f"{name}-{self._seen[name]}" if self._seen[name] else name
        self._seen[name] += 1
        return (Heading(self._level, pieces, (f"{self._chapter.path}#{label}",)),)

    def _paragraph(self, _token: Any, stream: Iterator[Any]) -> Blocks:
        children = next(stream).children or []
        next(stream)
        if children and all(child.type in ("image", "softbreak", "hardbreak") for child in children):
            return tuple(block for child in children if child.type == "image" for block in self._figure(child))
        pieces = self._inline(children)
        return (Paragraph(pieces),) if pieces else ()

    def _figure(self, image: Any) -> Blocks:
        path = self._shelf.path(self._chapter, str(image.attrGet("src") or ""))
        chapter = self._shelf.printed.get(path)
        caption = "".join(child.content for child in image.children or []) or image.content
        if chapter is None or chapter.kind != "svg":
            return (Paragraph((Text(clean(caption)),)),)
        return (drawing(chapter, chapter.title if caption == path.rpartition("/")[2].removesuffix(".svg") else caption),)

    def _code(self, token: Any, _stream: Iterator[Any]) -> Blocks:
        language = (token.info or "").split()
        return (Preformatted(clean(token.content.rstrip("\n")), clean(language[0]) if language else ""),)

    def _list(self, token: Any, stream: Iterator[Any]) -> Blocks:
        items = []
        for inner in stream:
            if inner.type == token.type.replace("open", "close"):
                break
            items.append(self._blocks(stream, "list_item_close"))
        ordered = token.type.startswith("ordered")
        return (Listing(tuple(items), int(token.attrGet("start") or 1) if ordered else None),)

    def _table(self, _token: Any, stream: Iterator[Any]) -> Blocks:
        rows: list[list[Inline]] = []
        aligns: list[Align] = []
        for token in stream:
            if token.type == "table_close":
                break
            if token.type == "tr_open":
                rows.append([])
            elif token.type in ("th_open", "td_open"):
                rows[-1].append(self._inline(next(stream).children or []))
                if token.type == "th_open":
                    aligns.append(ALIGNS.get(str(token.attrGet("style")), "left"))
        return (Table(tuple(rows[0]), tuple(tuple(row) for row in rows[1:]), tuple(aligns)),)

    def _html(self, token: Any, _stream: Iterator[Any]) -> Blocks:
        """Keep the anchors of raw HTML; any other is shown as it was written."""
        found = NAMED.findall(token.content)
        if re.sub(r"</?a\b[^>]*>", "", token.content).strip():
            return (Preformatted(clean(token.content.strip()), "html"),)
        return (Paragraph(tuple(Anchor(f"{self._chapter.path}#{name}") for name in found)),)

    def _inline(self, children: list[Any]) -> Inline:
        """Nest the flat run of inline tokens."""
        stack: list[list[Piece]] = [[]]
        opened: list[Any] = []
        for token in children:
            if token.type.endswith("_open"):
                opened.append(token)
                stack.append([])
            elif token.type.endswith("_close"):
                inner = tuple(stack.pop())
                stack[-1].extend(self._closed(opened.pop(), inner))
            else:
                stack[-1].extend(self._piece(token))
        return tuple(stack[0])

    def _closed(self, token: Any, inner: Inline) -> Inline:
        if token.type != "link_open":
            return (Styled(STYLES[token.type], inner),) if token.type in STYLES else inner
        target = str(token.attrGet("href") or "")
        if WORLD.match(target):
            return (Link(inner, address=clean(target)),)
        label = self._shelf.label(self._chapter, target)
        return (Link(inner, label=label),) if label and inner else inner

    def _piece(self, token: Any) -> Inline:
        if token.type == "softbreak":
            return (Text(" "),)
        if token.type == "hardbreak" or (token.type == "html_inline" and BROKEN.fullmatch(token.content)):
            return (Break(),)
        if token.type == "html_inline":
            return tuple(Anchor(f"{self._chapter.path}#{name}") for name in NAMED.findall(token.content))
        text = clean(token.content)
        return (Text(text, code=token.type == "code_inline"),) if text else ()
