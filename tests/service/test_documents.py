"""The printed package in the programs that people open it with: poppler reads the PDF, LibreOffice the Word document."""

from pathlib import Path

import pytest

from designgen.binders.book import Book, book
from designgen.binders.docx import written
from designgen.binders.pdf import printed
from designgen.binders.raster import Darkroom
from hostile import HOSTILE, WORDS, hostile_book
from oracles.offices import found, office_pdf, output
from package_builder import example

pytestmark = pytest.mark.oracle
EXAMPLES = ("toolshed", "tavola", "neighbourhoods")
UNTITLED = ("README.md", "traceability.md", "personas.md", "security/README.md")
"""Pages that go by the title of their part."""


def volume(name: str) -> Book:
    built = example(name)
    assert built.design
    return book(built.design, built.merged.artifacts)


def text_of(pdf: Path, in_ci: bool) -> str:
    """The words of a PDF, in lines no more."""
    return " ".join(output(found("pdftotext", in_ci), pdf, "-").split())


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_pdf_says_what_its_pages_say_and_its_links_lead_somewhere(name: str, tmp_path: Path, in_ci: bool) -> None:
    whole = volume(name)
    pdf = tmp_path / f"{name}.pdf"
    pdf.write_bytes(printed(whole))
    text = text_of(pdf, in_ci)
    assert whole.title in text
    for part in whole.parts:
        written = [chapter for chapter in part.chapters if chapter.kind == "markdown" and chapter.path not in UNTITLED]
        for chapter in written:
            title = part.title if len(written) == 1 else chapter.title
            assert " ".join(title.split()) in text, chapter.path
    assert "Signature" in text
    facts = output(found("pdfinfo", in_ci), pdf)
    assert "Tagged:          yes" in facts
    assert f"Title:           {whole.title}" in facts
    places = output(found("pdfinfo", in_ci), "-dests", pdf)
    assert len(places.splitlines()) > 20
    assert "A3" in facts or "A4" in facts


def test_hostile_text_is_printed_as_it_stands(tmp_path: Path, in_ci: bool) -> None:
    pdf = tmp_path / "hostile.pdf"
    pdf.write_bytes(printed(hostile_book()))
    text = text_of(pdf, in_ci)
    assert text.count(WORDS) >= len(HOSTILE)
    assert '#eval("1+1")' in text
    assert "{{ secrets }}" in text
    assert "root:" not in text


@pytest.mark.parametrize("name", EXAMPLES)
def test_libreoffice_opens_the_word_document(name: str, tmp_path: Path, in_ci: bool) -> None:
    document = tmp_path / f"{name}.docx"
    document.write_bytes(written(volume(name), Darkroom()))
    text = text_of(office_pdf(found("soffice", in_ci), document, tmp_path / "profile"), in_ci)
    for words in (name, "Contents", "Decisions awaiting you", "Figure 1: ", "Runbooks", "Traceability"):
        assert words in text


def test_libreoffice_opens_a_hostile_document(tmp_path: Path, in_ci: bool) -> None:
    document = tmp_path / "hostile.docx"
    document.write_bytes(written(hostile_book(), Darkroom()))
    text = text_of(office_pdf(found("soffice", in_ci), document, tmp_path / "profile"), in_ci)
    assert text.count(WORDS) >= len(HOSTILE)
    assert "{{ secrets }}" in text
    assert "root:" not in text
