"""The chapters of a book in, the pages of the site out: each with its HTML, its place in the navigation, its mark."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from designgen.binders.book import Book, Chapter
from designgen.binders.site.commands import code_block
from designgen.binders.site.drawings import drawing
from designgen.binders.site.escaping import attribute, text
from designgen.binders.site.places import Places, address, place
from designgen.binders.site.prose import Prose

BEFORE = ""
"""Key of the note that stands before the second heading of a page."""
NUMBERED = re.compile(r"adr/(\d{4})-")


@dataclass(frozen=True)
class Page:
    """One page: its id, what the navigation calls it, its HTML; a drawing that stands on another page has no HTML of its own."""

    id: str
    label: str
    html: str = ""
    number: str = ""
    state: str = ""
    kind: str = "text"
    file: str = ""

    @property
    def href(self) -> str:
        """Link to the page."""
        return address(self.id)


@dataclass(frozen=True)
class Section:
    """The pages of one part of the book."""

    title: str
    pages: tuple[Page, ...]


@dataclass
class Figures:
    """Draws each SVG once, where it is first asked for."""

    svgs: Mapping[str, str]
    pictures: dict[str, str] = field(default_factory=dict)

    def draw(self, href: str, caption: str) -> str:
        """Return the figure of the drawing that stands at `href`; empty if it has been drawn or cannot be."""
        path = next((path for path in self.svgs if address(path) == href), "")
        if not path or path in self.pictures:
            return ""
        picture = drawing(self.svgs[path], re.sub(r"\W", "-", path.rpartition("/")[2].removesuffix(".svg")) + f"-{len(self.pictures)}-")
        if not picture:
            return ""
        self.pictures[path] = picture
        name = attribute(caption)
        return (
            f'</p><figure class="drawing" id="{attribute(path)}">'
            f'<div class="view" role="group" tabindex="0" aria-label="{name}">{picture}</div>'
            f"<figcaption>{text(caption)}</figcaption></figure><p>"
        )


Notes = Callable[[Chapter], Mapping[str, str]]


def sections(book: Book, places: Places, figures: Figures, notes: Notes, made: Mapping[str, Page]) -> Iterator[Section]:
    """Yield the parts; `made` holds pages that somebody else wrote, by the path of the chapter they stand for."""
    texts = {chapter.path: _text(chapter, places, figures, notes) for chapter in book.chapters if chapter.kind == "markdown"}
    for part in book.parts:
        pages = [made.get(chapter.path) or texts.get(chapter.path) or _further(chapter, figures) for chapter in part.chapters]
        yield Section(part.title, tuple(pages))


def _text(chapter: Chapter, places: Places, figures: Figures, notes: Notes) -> Page:
    prose = Prose(chapter.path, places, figures.draw, notes(chapter))
    html = prose.html(chapter.content)
    html = html.replace("<h2 ", f"{prose.notes[BEFORE]}<h2 ", 1) if BEFORE in prose.notes else html
    number = NUMBERED.match(chapter.path)
    label = "Verdict" if chapter.path == "README.md" else chapter.title
    kind = "runbook" if chapter.path.startswith("runbooks/") else "text"
    return Page(place(chapter.path), label, html, number[1] if number else "", chapter.status, kind, chapter.path)


def _further(chapter: Chapter, figures: Figures) -> Page:
    """Show a drawing that no text shows, or a program text."""
    if chapter.kind == "svg" and chapter.path in figures.pictures:
        return Page(place(chapter.path), chapter.title, kind="drawing", file=chapter.path)
    identity = place(chapter.path, "page")
    if chapter.kind == "svg":
        shown = figures.draw(address(place(chapter.path)), chapter.title)
        body = shown.removeprefix("</p>").removesuffix("<p>") or code_block(chapter.content, "xml")
        title = f"<h1>{text(chapter.title)}</h1>"
        return Page(identity, chapter.title, title + body, kind="drawing", file=chapter.path)
    title = f'<h1 id="{attribute(place(chapter.path))}">{text(chapter.title)}</h1>'
    beside = f'<p class="beside"><a href="{quote(chapter.path)}">{text(chapter.path)}</a></p>'
    html = title + beside + code_block(chapter.content, chapter.language)
    return Page(identity, chapter.path.rpartition("/")[2], html, kind="code", file=chapter.path)
