"""Markdown pages as blocks: outline, links, what cannot be seen, columns, the place of a drawing."""

from itertools import pairwise

import pytest

from designgen.binders.blocks import (
    Anchor,
    Figure,
    Heading,
    Link,
    Listing,
    Paragraph,
    Pointer,
    Preformatted,
    Sheet,
    Table,
    Text,
    labels,
    words,
)
from designgen.binders.book import Book, Chapter, Part
from designgen.binders.columns import LINE, broken, columns
from designgen.binders.figures import fitted
from designgen.binders.pages import pages


def drawn(width: int, height: int, letters: float = 10) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"><title>Map</title>'
        f'<desc>Two boxes &amp; a line.</desc><text font-size="{letters}">x</text></svg>'
    )


def chapter(path: str, content: str, kind: str = "markdown") -> Chapter:
    return Chapter(path, path, kind, content)


def printed(*chapters: Chapter) -> tuple:
    return pages(Book("Shed", "Lends tools", "2026-11-20", (Part("Part", chapters),)))


def links_of(blocks: tuple) -> list[Link]:
    pieces = [piece for block in blocks if isinstance(block, Paragraph) for piece in block.pieces]
    return [piece for piece in pieces if isinstance(piece, Link)]


def test_headings_never_skip_a_level() -> None:
    found = [
        block.level
        for block in printed(chapter("a.md", "# A\n\n#### deep\n\n## B\n"), chapter("b.md", "### no title\n"))
        if isinstance(block, Heading)
    ]
    assert all(after <= before + 1 for before, after in pairwise(found))
    assert found[:4] == [1, 2, 3, 3]


def test_links_between_pages_lead_inside_and_others_become_words() -> None:
    one = chapter(
        "x/one.md", "# One\n\n[two](../two.md#the-end) [yaml](../api.yaml) [world](https://example.org/) [js](javascript:alert(1))\n"
    )
    blocks = printed(one, chapter("two.md", "# Two\n\n## The end\n"), chapter("api.yaml", "a: 1", "code"))
    assert [(words(link.pieces), link.label, link.address) for link in links_of(blocks)] == [
        ("two", "two.md#the-end", ""),
        ("world", "", "https://example.org/"),
    ]
    assert {link.label for link in links_of(blocks) if link.label} <= labels(blocks)


def test_a_link_to_a_missing_place_of_a_printed_page_leads_to_the_page() -> None:
    blocks = printed(chapter("one.md", "# One\n\n[x](two.md#gone)\n"), chapter("two.md", "# Two\n"))
    assert [link.label for link in links_of(blocks)] == ["two.md"]


def test_repeated_headings_and_html_anchors_are_places() -> None:
    found = labels(printed(chapter("a.md", '# A\n\n## B\n\n## B\n\n| x |\n|---|\n| <a id="y"></a>z |\n')))
    assert {"a.md", "a.md#a", "a.md#b", "a.md#b-1", "a.md#y"} <= found


def test_what_is_not_seen_and_turns_text_is_left_out() -> None:
    text = "a\u202eb\u2066c\x07d\u200be"
    blocks = printed(chapter("a.md", f"# T\n\n{text} `{text}`\n\n```sh\n{text}\n```\n"))
    paragraph = next(block for block in blocks if isinstance(block, Paragraph))
    assert words(paragraph.pieces) == "abcde abcde"
    assert next(block for block in blocks if isinstance(block, Preformatted)).text == "abcde"


def test_lists_quotes_and_numbers() -> None:
    blocks = printed(chapter("a.md", "# T\n\n3. three\n   * inner\n4. four\n\n> said\n"))
    listing = next(block for block in blocks if isinstance(block, Listing))
    assert (listing.start, len(listing.items)) == (3, 2)
    assert isinstance(listing.items[0][1], Listing)
    assert listing.items[0][1].start is None


def test_a_drawing_that_is_shown_is_no_chapter_and_one_that_is_not_is_one() -> None:
    page = chapter("a.md", "# A\n\n![Map of it](d/shown.svg)\n")
    blocks = printed(page, chapter("d/shown.svg", drawn(400, 300), "svg"), chapter("d/other.svg", drawn(400, 300), "svg"))
    figures = [block for block in blocks if isinstance(block, Figure)]
    assert [(one.caption, one.alternative, one.title is None) for one in figures] == [
        ("Map of it", "Two boxes & a line.", True),
        ("d/other.svg", "Two boxes & a line.", False),
    ]


def test_a_drawing_with_a_page_of_its_own_follows_the_text() -> None:
    blocks = printed(
        chapter("a.md", "# A\n\n![Map](m.svg)\n\nafter\n"), chapter("m.svg", drawn(1000, 500), "svg"), chapter("b.md", "# B\n")
    )
    kinds = [type(block) for block in blocks]
    assert kinds.index(Pointer) < kinds.index(Paragraph) < kinds.index(Figure)
    assert Sheet in kinds[kinds.index(Figure) :]


@pytest.mark.parametrize(
    ("size", "paper", "flipped"),
    [((600, 400), "", False), ((710, 500), "", False), ((1000, 500), "a4", True), ((900, 1200), "a3", False), ((1400, 700), "a3", True)],
)
def test_a_drawing_takes_the_smallest_place_where_it_can_be_read(size: tuple[int, int], paper: str, flipped: bool) -> None:
    place = fitted(drawn(*size))
    assert (place.paper, place.flipped) == (paper, flipped)
    assert place.width / size[0] * 10 >= 6.5
    assert place.height / size[1] == pytest.approx(place.width / size[0])


def test_columns_fill_the_line_and_break_no_word_that_fits() -> None:
    cells = [(Text("getVenue"),), (Text("a sentence of many words " * 9),), (Text("x" * 200),)]
    table = Table(tuple((Text(name),) for name in ("operation", "says", "address")), (tuple(cells),), ("left",) * 3)
    found = columns(table)
    assert sum(one.share for one in found) == pytest.approx(1, abs=0.01)
    assert found[0].letters >= len("operation")
    assert sum(one.letters for one in found) <= LINE
    pieces = broken(cells[2], found[2].letters)
    assert max(map(len, words(pieces).split("\u200b"))) <= found[2].letters
    assert words(pieces).replace("\u200b", "") == "x" * 200
    assert broken(cells[0], found[0].letters) == cells[0]


def test_anchors_in_cells_stay() -> None:
    table = next(block for block in printed(chapter("a.md", '# A\n\n| x |\n|---|\n| <a id="y"></a>z |\n')) if isinstance(block, Table))
    assert table.rows[0][0] == (Anchor("a.md#y"), Text("z"))


def test_a_link_to_a_drawing_leads_to_the_figure() -> None:
    page = chapter("a.md", "# A\n\n[the map](d/m.svg)\n\n![Map](d/m.svg)\n")
    blocks = printed(page, chapter("d/m.svg", drawn(400, 300), "svg"))
    figure = next(block for block in blocks if isinstance(block, Figure))
    assert [link.label for link in links_of(blocks)] == [figure.label]
    assert figure.label in labels(blocks)
