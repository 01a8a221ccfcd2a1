"""The chapters of a book in, its printed pages as blocks out: one outline, every link of the package leads to its page.

Code files stay in the package and are not printed; a link to one becomes plain words.
"""

from collections.abc import Iterator
from dataclasses import replace

from designgen.binders.blocks import Block, Contents, Figure, Heading, Paragraph, Pointer, Sheet, Text
from designgen.binders.book import Book, Chapter, Part
from designgen.binders.reading import Reader, Shelf, clean, drawing
from designgen.syntax.markdown import anchors, links


def pages(book: Book) -> tuple[Block, ...]:
    """Return everything that is printed after cover and contents, in order; a page that leads the book stands alone."""
    shelf = _shelf(book)
    found = [block for part in book.parts for block in _plated(_part(part, shelf))]
    place = _after_the_verdict(found)
    return (*found[:place], Contents(), Sheet(), *found[place:])


def _after_the_verdict(blocks: list[Block]) -> int:
    """Return where the second section of the first page begins: what leads a package is one page to sign."""
    sections = [place for place, block in enumerate(blocks) if isinstance(block, Heading) and block.level == 2]
    sheets = [place for place, block in enumerate(blocks) if isinstance(block, Sheet)]
    return min([*sections[1:2], *sheets[1:2]], default=len(blocks))


def _shelf(book: Book) -> Shelf:
    printed = {chapter.path: chapter for chapter in book.chapters if chapter.kind != "code"}
    shelf = Shelf(printed, frozenset())
    pictures = {
        shelf.path(chapter, link.target) for chapter in printed.values() if chapter.kind == "markdown" for link in links(chapter.content)
    }
    drawn = {path for path in pictures if path in printed and printed[path].kind == "svg"}
    labels = {f"{path}#{name}" for path, chapter in printed.items() if chapter.kind == "markdown" for name in anchors(chapter.content)}
    return replace(shelf, shown=frozenset(drawn), labels=frozenset(labels))


def _part(part: Part, shelf: Shelf) -> Iterator[Block]:
    chapters = [one for one in part.chapters if one.kind == "markdown" or (one.kind == "svg" and one.path not in shelf.shown)]
    alone = len(chapters) == 1 and chapters[0].kind == "markdown"
    if not chapters:
        return
    yield Sheet(clean(part.title))
    if not alone:
        yield Heading(1, (Text(clean(part.title)),), (f"part {part.title}",))
    for place, chapter in enumerate(chapters):
        if place:
            yield Sheet()
        yield from (_drawn(chapter),) if chapter.kind == "svg" else _written(chapter, shelf, part.title if alone else "")


def _plated(blocks: Iterator[Block]) -> Iterator[Block]:
    """Move drawings that need a page of their own behind the page that shows them, so that its text flows on."""
    plates: list[Figure] = []
    for block in blocks:
        if isinstance(block, Sheet):
            yield from plates
            plates = []
        if isinstance(block, Figure) and block.place.paper and not block.title:
            plates.append(block)
            yield Pointer(block)
        else:
            yield block
    yield from plates


def _drawn(chapter: Chapter) -> Figure:
    title = Heading(2, (Text(clean(chapter.title)),), (chapter.path,))
    return replace(drawing(chapter, chapter.title), title=title)


def _written(chapter: Chapter, shelf: Shelf, title: str) -> Iterator[Block]:
    """Yield a page; one that is a part of its own carries the title of the part."""
    reader = Reader(chapter, shelf, 1 if title else 2)
    opening, *rest = reader.read() or (Heading(reader.top, (), ()),)
    if not isinstance(opening, Heading) or opening.level != reader.top:
        opening, rest = Heading(reader.top, (Text(clean(chapter.title)),), ()), [opening, *rest]
    pieces = (Text(clean(title)),) if title else opening.pieces or (Text(clean(chapter.title)),)
    if chapter.status:
        number = chapter.path.rpartition("/")[2].partition("-")[0]
        pieces = (Text(f"{number}  "), *pieces)
    yield Heading(reader.top, pieces, (chapter.path, *opening.labels))
    if chapter.status:
        yield Paragraph((Text(f"Status: {chapter.status}"),))
    yield from rest
