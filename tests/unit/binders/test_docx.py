"""The Word document: real styles, places that exist, lists that begin anew, a user's own styles, the same bytes, hostile text."""

import io
import zipfile
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Inches, RGBColor

from designgen.binders.book import Book, Chapter, Part, book
from designgen.binders.docx import recalled, written
from designgen.binders.raster import Darkroom, digest
from designgen.model.errors import InputUnreadable
from hostile import HOSTILE, WORDS, hostile_book
from package_builder import example

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def whole(name: str = "toolshed") -> Book:
    built = example(name)
    assert built.design
    return book(built.design, built.merged.artifacts)


def paper(text: str) -> Book:
    return Book("Shed", "Lends tools", "2026-11-20", (Part("Part", (Chapter("a.md", "A", "markdown", f"# A\n\n{text}\n"),)),))


def opened(volume: Book, **given: object) -> Document:
    return Document(io.BytesIO(written(volume, Darkroom(), **given)))


@pytest.fixture(scope="module")
def shed() -> Document:
    return opened(whole())


def test_titles_have_heading_styles_in_order(shed: Document) -> None:
    levels = [int(one.style.name[-1]) for one in shed.paragraphs if one.style.name.startswith("Heading")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert [one.text for one in shed.paragraphs[:2]] == ["toolshed", "Neighbours lend tools to each other and see what is free."]


def test_every_link_inside_leads_to_a_bookmark_that_stands_once(shed: Document) -> None:
    body = shed.element.body
    marks = [one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))]
    led = {one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))} - {None}
    assert len(marks) == len(set(marks))
    assert len(led) > 40
    assert led <= set(marks)


def test_contents_are_there_before_any_program_computes_them(shed: Document) -> None:
    entries = [one.text.strip() for one in shed.paragraphs if one.style.name in ("toc 1", "toc 2", "TOC 1", "TOC 2")]
    assert {"Overview", "Verdict", "Decisions", "0001  API style: REST with OpenAPI", "Runbooks"} <= set(entries)
    kinds = [one.get(qn("w:fldCharType")) for one in shed.element.body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")


def test_heads_of_tables_repeat_and_figures_have_captions_and_words(shed: Document) -> None:
    heads = [table for table in shed.tables if table._tbl.tr_lst[0].find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None]
    assert len(heads) > len(shed.tables) / 2
    told = [one.get("descr") for one in shed.element.body.iter(qn("wp:docPr"))]
    captions = [one for one in shed.paragraphs if one.style.name == "Caption" and one.text.startswith("Figure ")]
    assert len(told) == len(captions) == len([one for one in whole().chapters if one.kind == "svg"])
    assert all(told)


def test_numbered_lists_begin_anew() -> None:
    document = opened(paper("1. one\n2. two\n\ntext\n\n1. again\n\ntext\n\n7. seven\n\n* dot"))
    used = [one.get(qn("w:val")) for one in document.element.body.iter(qn("w:numId"))]
    assert used[0] == used[1]
    assert len(set(used)) == 4
    starts = [one.get(qn("w:val")) for one in document.part.numbering_part.element.iter(qn("w:startOverride"))]
    assert starts[-3:] == ["1", "1", "7"]


def test_the_same_package_gives_the_same_bytes_and_names_no_time() -> None:
    one, other = written(whole(), Darkroom()), written(whole(), Darkroom())
    assert one == other
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert Document(io.BytesIO(one)).core_properties.modified.replace(tzinfo=UTC) == datetime(2026, 11, 20, tzinfo=UTC)


def test_a_reference_document_gives_styles_page_and_header() -> None:
    own = Document()
    own.styles["Heading 1"].font.color.rgb = RGBColor(0xAA, 0, 0)
    own.sections[0].page_width, own.sections[0].left_margin = Inches(8), Inches(1.5)
    own.sections[0].header.paragraphs[0].text = "House of Tools"
    own.add_paragraph("old words")
    held = io.BytesIO()
    own.save(held)
    document = opened(whole("tavola"), reference=held.getvalue())
    assert document.styles["Heading 1"].font.color.rgb == RGBColor(0xAA, 0, 0)
    assert document.sections[0].page_width == Inches(8)
    assert document.sections[0].header.paragraphs[0].text == "House of Tools"
    assert "old words" not in [one.text for one in document.paragraphs]
    assert {"Code Block", "Table Text"} <= {style.name for style in document.styles}
    widest = max(sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid) for table in document.tables)
    assert widest <= (Inches(8) - Inches(1.5) - own.sections[0].right_margin) / 635 + 20


@pytest.mark.parametrize("content", [b"no zip", b"PK\x05\x06" + bytes(18)])
def test_a_reference_that_is_no_word_document_is_the_users_to_repair(content: bytes) -> None:
    with pytest.raises(InputUnreadable, match="reference document"):
        written(paper("x"), Darkroom(), reference=content)


def test_hostile_text_is_text() -> None:
    document = opened(hostile_book())
    text = "\n".join(one.text for one in document.paragraphs)
    assert text.count(WORDS) == len(HOSTILE) + 1
    assert "<script>alert(1)</script> <w:p/> ]]> &amp;" in text
    assert "{{ secrets }}" in text
    assert not {"\u202e", "\u2066", "\x07", "\x1b"} & set(text)
    assert [one.target_ref for one in document.part.rels.values() if one.is_external] == []


def test_pictures_of_an_earlier_document_are_not_drawn_again() -> None:
    volume = whole()
    drawings = [one.content for one in volume.chapters if one.kind == "svg"]
    kept = {digest(svg): PIXEL for svg in drawings[1:]}
    second = recalled(written(volume, Darkroom(kept.get)))
    assert [second[digest(svg)] == PIXEL for svg in drawings] == [False, *(True for _ in drawings[1:])]
    assert recalled(b"edited into something else") == {}


def test_nothing_that_is_quoted_is_lost() -> None:
    document = opened(paper("> said\n>\n> * one\n>\n> ```sh\n> ls\n> ```"))
    styles = {one.text: one.style.name for one in document.paragraphs}
    assert (styles["said"], styles["one"], styles["ls"]) == ("Note", "List Paragraph", "Code Block")


def kept(document: Document, text: str) -> bool:
    found = next(one for one in document.element.body.iter(qn("w:p")) if one.text == text)
    return found.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None


def test_what_belongs_together_stays_on_one_page() -> None:
    rows = "\n".join(f"| row {number} |" for number in range(1, 31))
    document = opened(paper(f"Look first:\n\n```\nls\n```\n\nSeen.\n\n| low |\n| - |\n| one |\n| two |\n\n| high |\n| - |\n{rows}\n"))
    told = {
        text: kept(document, text) for text in ("Look first:", "Seen.", "low", "one", "two", "high", "row 1", "row 15", "row 29", "row 30")
    }
    assert [text for text, together in told.items() if together] == ["Look first:", "low", "one", "high", "row 1", "row 29"]
    code = next(one for one in document.paragraphs if one.text == "ls")
    assert code.paragraph_format.keep_together


def test_no_blank_page_follows_a_table_that_fills_one() -> None:
    chapters = tuple(Chapter(f"{name}.md", name, "markdown", f"# {name}\n\n| a |\n| - |\n| b |\n") for name in "AB")
    body = opened(Book("Shed", "Lends tools", "2026-11-20", (Part("Part", chapters),))).element.body
    after = [one.getnext() for one in body.iter(qn("w:tbl"))]
    turned = [one.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None for one in after]
    assert turned == [True, False]


def test_a_drawing_shrinks_a_little_rather_than_leave_the_opening_of_its_page_alone() -> None:
    def height(opening: str) -> int:
        svg = '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="840"><title>T</title><text font-size="16">t</text></svg>'
        chapters = (Chapter("a.md", "A", "markdown", f"# A\n\n{opening}\n\n![t](t.svg)\n"), Chapter("t.svg", "T", "svg", svg))
        document = opened(Book("Shed", "Lends tools", "2026-11-20", (Part("Part", chapters),)))
        return int(next(document.element.body.iter(qn("wp:extent"))).get("cy"))

    opening = "some words " * 60
    natural = height(f"{opening}\n\n| a |\n| - |\n| b |")
    assert 0.85 * natural <= height(opening) < natural
    assert height("long " * 400) == natural


def test_code_in_a_table_is_set_as_small_as_the_table() -> None:
    document = opened(paper("`x`\n\n| a |\n| - |\n| `y` |"))
    runs = {one.text: one.find(f"{qn('w:rPr')}/{qn('w:rStyle')}") for one in document.element.body.iter(qn("w:r"))}
    assert [runs[code].get(qn("w:val")) for code in "xy"] == ["Code", "TableCode"]


def test_the_plain_document_says_nothing_of_the_program_that_made_it() -> None:
    with zipfile.ZipFile(io.BytesIO(written(paper("x"), Darkroom()))) as archive:
        names = archive.namelist()
        settings = archive.read("word/settings.xml").decode()
    assert not [name for name in names if "thumbnail" in name or name.endswith(("app.xml", "stylesWithEffects.xml"))]
    assert 'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"' in settings
