"""The Markdown of one page in, its HTML out: links that lead inside the site, drawings in place, commands ready to copy.

Raw HTML of a page is shown as text; only anchors of ours keep their meaning.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from designgen.binders.site.commands import code_block
from designgen.binders.site.escaping import attribute, name, text
from designgen.binders.site.grids import Cell, grid
from designgen.binders.site.places import OUTSIDE, WORD, Places, place
from designgen.syntax.markdown import anchor, tokens

ANCHOR = re.compile(r'<a (?:id|name)="([^"]+)">|</a>|<!--.*?-->', re.DOTALL)
"""What of raw HTML is not shown; inside a line Markdown gives the two halves of an anchor apart."""
PLAIN = {"em": "em", "strong": "strong", "s": "s", "blockquote": "blockquote", "bullet_list": "ul", "list_item": "li"}
SEVERITIES = frozenset(("blocker", "error", "warn", "info", "page", "ticket", "covered", "deferred", "open", "proposed", "accepted"))


@dataclass
class Prose:
    """Writes one page; `notes` stand after the heading whose anchor they are for, `draw` gives the figure of a path, once."""

    page: str
    places: Places
    draw: Callable[[str, str], str]
    notes: Mapping[str, str] = field(default_factory=dict)
    _anchors: Counter[str] = field(default_factory=Counter)
    _linked: bool = False

    def html(self, markdown: str) -> str:
        """Return the page."""
        return "".join(self._blocks(tokens(markdown)))

    def _blocks(self, found: Sequence[Any]) -> Iterator[str]:
        at = 0
        while at < len(found):
            token = found[at]
            if token.type == "table_open":
                end = _end(found, at)
                yield grid(list(self._rows(found[at:end])))
                at = end
            elif token.type == "heading_open":
                yield self._heading(token.tag, found[at + 1])
                at += 2
            else:
                yield self._block(token)
            at += 1

    def _block(self, token: Any) -> str:
        if token.type == "inline":
            return self._inline(token.children)
        if token.type in ("paragraph_open", "paragraph_close"):
            return "" if token.hidden else f"<{'/' if token.nesting < 0 else ''}p>"
        if token.type in ("fence", "code_block"):
            return code_block(token.content, token.info.split(" ")[0] if token.info else "")
        if token.type == "html_block":
            return self._raw(token.content, "p")
        if token.type == "hr":
            return "<hr>"
        return _tag(token)

    def _heading(self, tag: str, inline: Any) -> str:
        known = anchor("".join(child.content for child in inline.children if child.type in ("text", "code_inline")))
        self._anchors[known] += 1
        repeated = self._anchors[known] - 1
        identity = place(self.page, f"{known}-{repeated}" if repeated else known)
        self._linked = True
        words = self._inline(inline.children)
        self._linked = False
        note = "" if repeated else self.notes.get(known, "")
        return f'<{tag} id="{attribute(identity)}">{words}</{tag}>{note}'

    def _rows(self, found: Sequence[Any]) -> Iterator[list[Cell]]:
        row: list[Cell] = []
        for at, token in enumerate(found):
            if token.type in ("th_open", "td_open"):
                inline = found[at + 1]
                row.append(Cell(self._inline(inline.children), _marked(inline.children), "right" in str(token.attrs.get("style", ""))))
            elif token.type == "tr_close":
                yield row
                row = []

    def _inline(self, children: Sequence[Any]) -> str:
        parts = []
        open_links = 0
        for token in children:
            if token.type == "link_open":
                open_links += 1
                self._linked = True
                parts.append(self._link(str(token.attrGet("href") or "")))
            elif token.type == "link_close":
                open_links -= 1
                self._linked = open_links > 0
                parts.append("</a>")
            else:
                parts.append(self._span(token))
        return "".join(parts)

    def _span(self, token: Any) -> str:
        if token.type == "text":
            return self._words(token.content)
        if token.type == "code_inline":
            return self._named(token.content)
        if token.type == "image":
            return self._image(token)
        if token.type in ("softbreak", "hardbreak"):
            return "\n" if token.type == "softbreak" else "<br>"
        return self._raw(token.content, "") if token.type == "html_inline" else _tag(token)

    def _words(self, content: str) -> str:
        """Escape a text; names of requirements, tables and operations in it become links."""
        if self._linked:
            return text(content)
        parts, end = [], 0
        for found in WORD.finditer(content):
            led = self.places.word(found[0])
            if led:
                parts += [text(content[end : found.start()]), f'<a href="{attribute(led)}">{name(found[0])}</a>']
                end = found.end()
        return "".join((*parts, text(content[end:])))

    def _named(self, content: str) -> str:
        led = "" if self._linked else self.places.word(content)
        code = f"<code>{name(content)}</code>"
        return f'<a href="{attribute(led)}">{code}</a>' if led else code

    def _link(self, target: str) -> str:
        led = self.places.destination(target, self.page)
        if not led:
            return '<a role="link" aria-disabled="true">'
        rel = ' rel="noreferrer"' if led.startswith(OUTSIDE) else ""
        return f'<a href="{attribute(led)}"{rel}>'

    def _image(self, token: Any) -> str:
        target, caption = str(token.attrGet("src") or ""), token.content
        led = self.places.destination(target, self.page)
        if not led.startswith("#"):
            return text(caption)
        return self.draw(led, caption) or f'<a href="{attribute(led)}">{text(caption)}</a>'

    def _raw(self, content: str, tag: str) -> str:
        anchors = "".join(f'<span id="{attribute(place(self.page, found[1]))}"></span>' for found in ANCHOR.finditer(content) if found[1])
        left = ANCHOR.sub("", content).strip()
        return anchors + (f"<{tag}>{text(left)}</{tag}>" if left and tag else text(left))


def _tag(token: Any) -> str:
    kind = token.type.rsplit("_", 1)[0]
    if kind == "ordered_list":
        start = token.attrGet("start") if token.nesting > 0 else None
        return f'<ol start="{int(start)}">' if start else f"<{'/' if token.nesting < 0 else ''}ol>"
    tag = PLAIN.get(kind)
    return f"<{'/' if token.nesting < 0 else ''}{tag}>" if tag else text(token.content)


def _marked(children: Sequence[Any]) -> str:
    """Return the one word of a cell that says how serious a row is."""
    content = children[0].content if len(children) == 1 else ""
    return content if content in SEVERITIES else ""


def _end(found: Sequence[Any], at: int) -> int:
    return next((place for place in range(at, len(found)) if found[place].type == "table_close"), len(found) - 1)
