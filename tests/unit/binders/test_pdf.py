"""The printed package: standards, the same bytes, hostile and foreign text."""

import re

import pytest

from designgen.binders.book import Book, Chapter, Part, book, edition
from designgen.binders.pdf import bind_pdf, printed, source
from hostile import hostile_book
from package_builder import example

EXAMPLES = ("toolshed", "tavola", "neighbourhoods")


def claims(pdf: bytes) -> tuple[bool, bool]:
    """Whether a PDF promises PDF/A-2b and PDF/UA-1."""
    archived = re.search(rb"pdfaid:part>2<.*?pdfaid:conformance>B<|pdfaid:conformance>B<.*?pdfaid:part>2<", pdf, re.DOTALL)
    return archived is not None, b"pdfuaid:part>1<" in pdf


def paper(text: str) -> Book:
    return Book("Shed", "", "2026-11-20", (Part("Part", (Chapter("a.md", "A", "markdown", f"# A\n\n{text}\n"),)),))


@pytest.mark.parametrize(("name", "audience"), [*((name, "all") for name in EXAMPLES), ("toolshed", "executive"), ("toolshed", "engineer")])
def test_every_edition_is_archivable_and_accessible(name: str, audience: str) -> None:
    """typst refuses to write a standard that it cannot keep, so that the claim is a proof."""
    built = example(name)
    assert built.design
    (made,) = bind_pdf(built.design, built.merged.artifacts, audience)
    assert (made.path, made.kind, made.content[:5]) == ("design-package.pdf", "binary", b"%PDF-")
    assert claims(made.content) == (True, True)
    assert b"/StructTreeRoot" in made.content


def test_the_same_package_gives_the_same_bytes() -> None:
    built = example("toolshed")
    assert built.design
    whole = book(built.design, built.merged.artifacts)
    assert printed(whole) == printed(whole)


def test_hostile_text_is_a_string_and_nothing_else() -> None:
    assert claims(printed(hostile_book())) == (True, True)
    body = source(hostile_book(), "all").split("#cover(")[1]
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', "", body)
    assert set(re.findall(r"#([a-z-]+)", bare)) <= {
        "heading", "label", "par", "lead", "strong", "emph", "strike", "list", "enum", "listing", "tabled", "drawing", "sheet", "pagebreak",
        "contents", "place-of", "plate-of", "to", "out", "code", "cell-code", "note", "separator", "linebreak", "v", "set",
    }  # fmt: skip
    assert not re.search(r"[$@*_`<>=/]|eval|import", re.sub(r"start: \d+|#contents\(\)", "", bare).replace("flipped", ""))


def test_text_that_no_font_shows_still_prints_without_a_promise() -> None:
    pdf = printed(paper("\U000f1234 private"))
    assert pdf.startswith(b"%PDF-")
    assert claims(pdf) == (False, False)


def test_an_edition_holds_its_chapters_only() -> None:
    built = example("tavola")
    assert built.design
    whole = book(built.design, built.merged.artifacts)
    text = source(edition(whole, "executive"), "executive")
    assert "For decision makers" in text
    assert '"runbooks/app.md"' not in text.replace('label("runbooks', "")


def test_an_empty_page_and_a_broken_drawing_are_no_harm() -> None:
    chapters = (Chapter("a.md", "A", "markdown", ""), Chapter("b.md", "B", "markdown", "![x](gone.svg)\n\n| |\n|---|\n"))
    assert printed(Book("", "", "2026-11-20", (Part("P", chapters),))).startswith(b"%PDF-")


def table(*cells: str) -> str:
    return "\n".join(f"| {row} |" for row in (" | ".join("abcdefgh"[: len(cells)]), "|".join(["---"] * len(cells)), " | ".join(cells)))


def test_what_belongs_together_stays_on_one_page() -> None:
    text = source(
        paper(f"Look first:\n\n```sh\nls\n```\n\nNo more.\n\n{table('one', 'two')}\n\n{table('word ' * 300)}\n\n{table('word ' * 9000)}"),
        "all",
    )
    assert '#lead[#"Look first:";]\n#listing("ls", true, 8)\n#par[#"No more.";]' in text
    assert re.findall(r'\("left",[^()]*\), "(\w*)"', text) == ["table", "row", ""]
    assert '#listing("' + "x" * 3000 + '", false, 7)' in source(paper("```\n" + "x" * 3000 + "\n```"), "all")


def test_a_row_that_is_longer_than_a_page_goes_on_overleaf() -> None:
    pdf = printed(paper(table("word " * 9000)))
    assert pdf.count(b"/Type/Page/") > 4


def test_names_break_at_their_signs_before_they_break_anywhere() -> None:
    wide = table(
        "createReservation",
        "POST /reservations/{reservation_id}/cancel",
        "ordering.order.pay_refund_cancel",
        "7 words",
        "x " * 60,
        "VALIDATION_FAILED",
    )
    text = source(paper(wide), "all")
    assert '#"createReservation";' in text
    assert "reservations/\u200b{reservation_" in text


def test_the_running_head_names_the_part() -> None:
    assert '#set page(header: running("Shed", "Part"))' in source(paper("words"), "all")
