"""Markdown: anchors as Git hosts give them, links with their line, author text that stays text."""

import pytest

from designgen.syntax.markdown import anchor, anchors, escape, links, prose, sentences


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Errors after a release", "errors-after-a-release"),
        ("Wait: `x_y`?", "wait-x_y"),
        ("502 and 503", "502-and-503"),
        ("Über uns", "über-uns"),
    ],
)
def test_anchor_of_a_heading(title: str, name: str) -> None:
    assert anchor(title) == name


def test_anchors_of_a_document_number_repeated_headings() -> None:
    assert anchors("# A `b`\n\n## Same\n\ntext\n\n## Same\n\n```\n# no heading\n```\n") == ("a-b", "same", "same-1")


def test_links_with_line_and_text() -> None:
    found = links("# A\n\nSee [the *page*](b.md#c) and `[no](x)`.\n\n| a |\n|---|\n| [cell](d.md) |\n\n![picture](e.svg)\n")
    assert [(one.text, one.target, one.line) for one in found] == [("the page", "b.md#c", 3), ("cell", "d.md", 7), ("picture", "e.svg", 9)]


@pytest.mark.parametrize(
    "text", ["<script>", "a | b", "[x](y)", "*bold*", "`code`", "# no heading", "1. no list", "- no list", "snake_case_name"]
)
def test_escaped_text_shows_as_written(text: str) -> None:
    from markdown_it import MarkdownIt

    shown = MarkdownIt("commonmark").enable("table").render(f"| head |\n|---|\n| {escape(text)} |\n")
    cell = shown.split("<td>")[1].split("</td>")[0]
    assert cell.replace("&lt;", "<").replace("&gt;", ">") == text


def test_prose_keeps_code_and_escapes_the_rest() -> None:
    assert prose("Run `a|b_c` on x_y and `odd") == r"Run `a\|b_c` on x\_y and \`odd"


def test_sentences_get_their_lines() -> None:
    assert sentences("One thing. Two things! `code` too. GDPR Art. 33 stays.", "  ") == (
        "One thing.\n  Two things!\n  `code` too.\n  GDPR Art. 33 stays."
    )
