"""A Word document keeps the rules of its format, so that Word opens it without repairing it; a broken one is found out."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from docx.oxml import parse_xml

from designgen.binders.book import Book, Chapter, Part, book
from designgen.binders.docx import written
from designgen.binders.raster import Darkroom
from hostile import hostile_book
from package_builder import example
from word_rules import broken_rules

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
EVERYTHING = """# A

* one
  1. inner

     | a | b |
     | - | -: |
     | `x` | **y** |

| a | b |
| - | - |
| 1 | ~~2~~ |

| a |
| - |

> said [by us](#a):
>
> ```sh
> ls
> ```

---

[out](https://example.org/?a=1&b=2)
"""


def blank(_digest: str) -> bytes:
    return PIXEL


def everything() -> Book:
    return Book("Shed", "Lends tools", "2026-11-20", (Part("Part", (Chapter("a.md", "A", "markdown", EVERYTHING),)),))


def whole(name: str) -> Book:
    built = example(name)
    assert built.design
    return book(built.design, built.merged.artifacts)


def own() -> bytes:
    """A user's own document: a first page and numbers of its own, a picture as bullet, a comment before the lists end."""
    document = Document()
    document.sections[0].different_first_page_header_footer = True
    document.sections[0].header.paragraphs[0].text = "House of Tools"
    numbering = document.part.numbering_part.element
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    numbering.insert(0, parse_xml(f'<w:numPicBullet {space} w:numPicBulletId="0"/>'))
    numbering.append(parse_xml(f'<w:numIdMacAtCleanup {space} w:val="1"/>'))
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def rewritten(document: bytes, path: str, change: Callable[[str], str]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as source, zipfile.ZipFile(held, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content.decode()) if name == path else content)
    return held.getvalue()


@pytest.mark.parametrize("name", ["toolshed", "tavola", "neighbourhoods"])
def test_the_documents_of_the_examples_keep_the_rules(name: str) -> None:
    assert broken_rules(written(whole(name), Darkroom(blank))) == []


@pytest.mark.parametrize("volume", [everything(), hostile_book()])
def test_every_block_and_hostile_text_keep_the_rules(volume: Book) -> None:
    assert broken_rules(written(volume, Darkroom(blank))) == []


def test_a_reference_document_keeps_its_rules() -> None:
    assert broken_rules(written(whole("tavola"), Darkroom(blank), reference=own())) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        ("word/document.xml", r"(<w:pStyle[^>]*/>)(<w:keepNext/>)", r"\2\1", "pPr holds keepNext pStyle in this order"),
        ("word/document.xml", r"</w:tcPr><w:p>.*?</w:p></w:tc>", "</w:tcPr></w:tc>", "a cell does not end"),
        ("word/document.xml", r"<w:bookmarkEnd [^>]*/>", "", "bookmarks do not end as they start"),
        ("word/document.xml", r'w:anchor="place\d+"', 'w:anchor="nowhere"', "a link leads to nowhere"),
        ("word/document.xml", r'<w:fldChar w:fldCharType="end"/>', "", "a field"),
        ("word/document.xml", r'w:pStyle w:val="TableText"', 'w:pStyle w:val="Absent"', "Absent is no paragraph style"),
        ("word/document.xml", r'r:id="rIdAddress1"', 'r:id="rIdAddress9"', "rIdAddress9, which its relations do not name"),
        ("word/document.xml", r"</w:tc></w:tr>", "</w:tc><w:tc><w:p/></w:tc></w:tr>", "a row has 3 cells"),
        ("word/document.xml", r'<w:numId w:val="\d+"/>', '<w:numId w:val="99"/>', "list 99 is not there"),
        ("[Content_Types].xml", r'<Override PartName="/word/styles.xml"[^>]*/>', "", "word/styles.xml is only application/xml"),
        ("word/_rels/document.xml.rels", r'Target="styles.xml"', 'Target="gone.xml"', "relates to word/gone.xml, which is not there"),
    ],
)  # fmt: skip
def test_a_document_that_breaks_a_rule_is_found_out(path: str, old: str, new: str, said: str) -> None:
    document = rewritten(written(everything(), Darkroom(blank)), path, lambda text: re.sub(old, new, text, count=1))
    assert any(said in problem for problem in broken_rules(document))


def test_sections_after_the_first_have_no_first_page_of_their_own() -> None:
    with zipfile.ZipFile(io.BytesIO(written(whole("tavola"), Darkroom(blank)))) as archive:
        sections = re.findall(r"<w:sectPr.*?</w:sectPr>", archive.read("word/document.xml").decode(), re.DOTALL)
    assert ["w:titlePg" in section for section in sections] == [True, *(False for _ in sections[1:])]
    assert len(sections) > 5
