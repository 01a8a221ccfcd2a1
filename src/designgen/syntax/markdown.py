"""Markdown in, links and anchors out; author text in, Markdown that shows it literally out.

The door to markdown-it-py, which is imported only when a document is parsed.
"""

import re
from collections import Counter
from functools import cache, lru_cache
from threading import Lock
from typing import Any, NamedTuple


class MarkdownLink(NamedTuple):
    """A link or an image: its text, where it leads, the 1-based line of the block it stands in."""

    text: str
    target: str
    line: int


def anchor(title: str) -> str:
    """Return the anchor that Git hosts give a heading."""
    return re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-")


def escape(text: object) -> str:
    """Escape one line of an author's text so that Markdown shows it as written."""
    line = _inline(" ".join(str(text).split()))
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", re.sub(r"^([#+-])", r"\\\1", line))


def prose(text: object) -> str:
    """Escape a sentence of ours that may hold author text; its code spans stay code, also inside a table cell."""
    parts = re.split(r"(`[^`\n]+`)", " ".join(str(text).split()))
    return "".join(part.replace("|", "\\|") if part.startswith("`") and len(part) > 2 else _inline(part) for part in parts)


def sentences(text: object, indent: str = "") -> str:
    """Escape a paragraph and put each of its sentences on a line of its own."""
    found = re.split(r"(?<=[.!?])(?<!Art\.) (?=[A-Z`])", " ".join(str(text).split()))
    return f"\n{indent}".join(prose(one) for one in found)


def _inline(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|~])", r"\\\1", text)


def links(markdown: str) -> tuple[MarkdownLink, ...]:
    """Return every link and image of a document in reading order; what stands in code is none."""
    found = []
    for block in _tokens(markdown):
        line = block.map[0] + 1 if block.map else 1
        children = block.children or []
        for place, token in enumerate(children):
            if token.type == "link_open":
                found.append(MarkdownLink(_text(children[place + 1 :]), str(token.attrGet("href") or ""), line))
            elif token.type == "image":
                found.append(MarkdownLink(token.content, str(token.attrGet("src") or ""), line))
    return tuple(found)


def anchors(markdown: str) -> tuple[str, ...]:
    """Return the anchors of a document, sorted: its headings, repeated ones numbered as Git hosts do, and HTML ids."""
    tokens = _tokens(markdown)
    seen: Counter[str] = Counter()
    found = set(re.findall(r"<a (?:id|name)=\"([^\"]+)\"", markdown))
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            name = anchor(_text(tokens[place + 1].children or []))
            found.add(f"{name}-{seen[name]}" if seen[name] else name)
            seen[name] += 1
    return tuple(sorted(found))


def title(markdown: str) -> str:
    """Return the visible text of the first heading; empty if there is none."""
    tokens = _tokens(markdown)
    found = (tokens[place + 1].children or [] for place, token in enumerate(tokens) if token.type == "heading_open")
    return _text(next(found, []))


def tokens(markdown: str) -> tuple[Any, ...]:
    """Return the block tokens of a document, as markdown-it-py names them; they are shared, so nobody changes them."""
    return tuple(_tokens(markdown))


def _text(tokens: list[Any]) -> str:
    """The visible text up to the end of the link, or of the heading."""
    words = []
    for token in tokens:
        if token.type == "link_close":
            break
        if token.type in ("text", "code_inline"):
            words.append(token.content)
    return "".join(words)


def _tokens(markdown: str) -> list[Any]:
    """Parse a document; one that the checks and all binders want, even at the same time, is parsed once."""
    with _turn():
        return _parsed(markdown)


@lru_cache(maxsize=512)
def _parsed(markdown: str) -> list[Any]:
    parsed: list[Any] = _parser().parse(markdown)
    return parsed


@cache
def _turn() -> Lock:
    return Lock()


@cache
def _parser() -> Any:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table")
