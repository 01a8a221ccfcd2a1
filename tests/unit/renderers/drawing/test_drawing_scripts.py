"""Text of every script and of every intent: measured, directed, and inert in SVG, Mermaid and DOT."""

import re
from xml.etree import ElementTree

import pytest

from designgen.renderers.drawing.album import Picture, pictures_of, talks_of
from designgen.renderers.drawing.charts.bars import Bar, Bars, draw_bars
from designgen.renderers.drawing.fonts import STACK, advances
from designgen.renderers.drawing.kinds.cards import Arrow, Card, Graph
from designgen.renderers.drawing.kinds.sequence import Lifeline, Message, Sequence, activities_of
from designgen.renderers.drawing.layout.engines import positions
from designgen.renderers.drawing.layout.sketch import Enclosure
from designgen.renderers.drawing.svg import Caption, Face, line
from designgen.renderers.drawing.text import clip, leftward, plain, width, wrap
from legibility import complaints

SVG = "{http://www.w3.org/2000/svg}"
MARKUP = '<script>alert(1)</script><b>&amp;</b> "]; end\nsubgraph x'
HOSTILE = {
    "markup": MARKUP,
    "template": "{{ config.items() }} {% raw %} ${7*7}",
    "bidi": "pay \u202eevil\u202c \u2066hidden\u2069 \u200f",
    "long": "x" * 10_000,
    "words": "very long words " * 700,
    "control": "a\x00b\x07c\x1bd\x7fe\u2028f",
    "dot": 'n1 -> n2 [label="x"]; } digraph { \\N \\G <b>bold</b> &lt;',
    "mermaid": 'end\n  click A href "javascript:alert(1)"; %% comment `code` #quot;',
}
ALLOWED = {"svg", "g", "title", "desc", "defs", "rect", "path", "circle", "text", "use", "image"}


def drawn(text: str) -> tuple[Picture, ...]:
    safe = plain(text)
    cards = (Card("a", safe, safe, frame="f", tip=safe), Card("b", safe, safe, look="outside"))
    view = Graph("hostile", safe, safe, cards, (Arrow("e", "a", "b", safe, safe),), (Enclosure("f", safe),))
    messages = (Message("p0", "p1", safe, "sync", f"loop: {safe}"), Message("p1", "p0", safe, "reply"))
    lifelines = (Lifeline("p0", safe), Lifeline("p1", safe))
    told = Sequence("talk", safe, safe, lifelines, messages, activities_of(messages), (("When it fails", safe),))
    return (*pictures_of(view), *talks_of(told))


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_text_is_inert_in_every_form(name: str) -> None:
    for picture in drawn(HOSTILE[name]):
        root = ElementTree.fromstring(picture.svg)
        assert {element.tag.removeprefix(SVG) for element in root.iter()} <= ALLOWED
        assert not any(key.lower().startswith("on") for element in root.iter() for key in element.attrib)
        assert complaints(picture.svg) == []
        for text in (picture.svg, picture.dot, picture.mermaid):
            assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\u200e\u200f\u2028]", text)
        assert positions(picture.dot)["name"] == picture.name
        body = picture.mermaid.split("---\n", 2)[2]
        assert "<script" not in body and "`" not in body and not re.search(r"^\s*(click|subgraph x)", body, re.M)


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_names_stay_inside_a_chart(name: str) -> None:
    safe = plain(HOSTILE[name])
    drawing = draw_bars(Caption("chart", safe, safe), Bars((Bar(safe, 3, 4), Bar("b", 1)), lambda value: f"{value:g}", "value", "limit"))
    assert complaints(drawing) == []


def test_dot_keeps_no_statement_of_the_author() -> None:
    dot = drawn(HOSTILE["dot"])[0].dot
    assert {thing["name"] for thing in positions(dot)["objects"]} == {"cluster_f", "a", "b"}


@pytest.mark.parametrize(("text", "size"), [("日本語", 3.0), ("ＡＢ", 2.0), ("안녕", 2.0), ("e\u0301", None), ("\u200d", 0.0)])
def test_scripts_that_the_font_lacks_have_the_width_that_unicode_gives_them(text: str, size: float | None) -> None:
    assert width(text, 1) == pytest.approx(width("e", 1) if size is None else size)


def test_the_fallback_fonts_are_named_after_the_one_that_is_measured() -> None:
    names = STACK.split(", ")
    assert names[0] == "Open Sans" and names[-1] == "sans-serif"
    assert any("CJK" in name for name in names) and any("Arabic" in name for name in names) and any("Hebrew" in name for name in names)
    assert f'font-family="{STACK}"' in drawn("x")[0].svg


def test_advances_are_those_of_the_font() -> None:
    assert advances(False)["a"] == pytest.approx(0.556, abs=0.001)
    assert advances(True)["W"] > advances(False)["W"] > advances(False)["i"]


def test_text_from_the_right_is_anchored_in_its_middle() -> None:
    text = "שלום"
    written = ElementTree.fromstring(line(text, 100, 20, Face(11, "#000000")))
    assert (written.get("direction"), written.get("text-anchor")) == ("rtl", "middle")
    assert float(written.get("x", 0)) == pytest.approx(100 + width(text, 11) / 2, abs=0.01)
    assert leftward("1. خدمة") and not leftward("order خدمة") and not leftward("123")


def test_wide_scripts_break_between_signs_and_marks_stay_with_their_sign() -> None:
    assert all(width(one, 11) <= 60 for one in wrap("注文管理システムの支払い", 11, 60))
    assert "".join(wrap("注文管理システムの支払い", 11, 60)) == "注文管理システムの支払い"
    assert all(not one.startswith("\u0301") for one in wrap("e\u0301" * 40, 11, 33))


def test_long_text_is_cut_in_no_time() -> None:
    assert width(clip("x" * 100_000, 11, 90), 11) <= 90
    assert len(wrap("x" * 100_000, 11, 90, most=3)) == 3
