"""A design and its merged artifacts in, the printed package as one PDF out: tagged, archivable, the same bytes every time.

The door to typst. A letter that no font shows is printed as a box, and the file then promises no standard.
"""

from datetime import UTC, datetime
from typing import Literal

from designgen.binders.blocks import labels
from designgen.binders.book import Book, book, edition
from designgen.binders.fonts import fonts_for
from designgen.binders.pages import pages
from designgen.binders.pdf_blocks import Typesetter, literal
from designgen.binders.reading import clean
from designgen.knowledge.shipped import template
from designgen.model.artifact import Artifact
from designgen.model.design.whole import Design

STANDARDS: tuple[Literal["a-2b"], Literal["ua-1"]] = ("a-2b", "ua-1")
UNTITLED = "Design package"
EDITIONS = {"all": "Complete", "executive": "For decision makers", "engineer": "For engineers"}


def bind_pdf(design: Design, artifacts: tuple[Artifact, ...], audience: str = "all") -> tuple[Artifact, ...]:
    """Return the PDF of an edition."""
    content = printed(edition(book(design, artifacts), audience), audience)
    return (Artifact(path="design-package.pdf", kind="binary", content=content, title=design.title),)


def source(volume: Book, audience: str) -> str:
    """Return the typst source of a book."""
    blocks = pages(volume)
    year, month, day = (int(part) for part in volume.date.split("-"))
    title = clean(volume.title) or UNTITLED
    return "\n".join(
        (
            template("document.typ"),
            f"#show: body => package({literal(title)}, datetime(year: {year}, month: {month}, day: {day}), body)",
            f"#cover({literal(title)}, {literal(clean(volume.subtitle))}, {literal(EDITIONS[audience])}, {literal(volume.date)})",
            Typesetter(title, labels(blocks)).blocks(blocks),
        )
    )


def printed(volume: Book, audience: str = "all") -> bytes:
    """Return the PDF of a book."""
    import typst

    text = source(volume, audience)
    stamp = int(datetime.fromisoformat(volume.date).replace(tzinfo=UTC).timestamp())
    fonts = fonts_for(text)
    try:
        return bytes(typst.compile(text.encode(), font_paths=fonts, timestamp=stamp, pdf_standards=list(STANDARDS)))
    except typst.TypstError as problem:
        if "could not be displayed" not in str(problem):
            raise
        return bytes(typst.compile(text.encode(), font_paths=fonts, timestamp=stamp))
