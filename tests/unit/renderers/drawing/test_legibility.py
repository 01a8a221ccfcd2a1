"""Every drawing can be read on paper: nothing overlaps, nothing leaves its box, nothing is too small or too pale."""

import pytest

from legibility import complaints
from package_builder import example
from random_drawings import drawings

EXAMPLES = ("toolshed", "tavola", "neighbourhoods")
SEEDS = [*range(50), *(pytest.param(seed, marks=pytest.mark.nightly) for seed in range(50, 200))]
PAGE = '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200" data-page="A4 portrait">{}</svg>'


def text(x: float, words: str, *, size: int = 11, fill: str = "#000000") -> str:
    return f'<text x="{x}" y="30" font-size="{size}" fill="{fill}">{words}</text>'


def box(x: float, wide: float = 40, fill: str = "#EEEEEE") -> str:
    return f'<g><rect x="{x}" y="10" width="{wide}" height="30" fill="{fill}"/></g>'


def said_of(inside: str) -> list[str]:
    return complaints(PAGE.format(f'<rect width="400" height="200" fill="#FFFFFF"/>{inside}'))


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_picture_of_the_examples_is_legible(name: str) -> None:
    found = {one.path: complaints(one.content.decode()) for one in example(name).merged.artifacts if one.kind == "svg"}
    assert found
    assert {path: said for path, said in found.items() if said} == {}


@pytest.mark.parametrize("seed", SEEDS)
def test_every_picture_of_a_random_design_is_legible(seed: int) -> None:
    for picture in drawings(seed):
        assert complaints(picture.svg) == [], picture.name


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        (text(10, "one") + text(12, "two"), "texts overlap"),
        (box(10) + text(12, "much too long"), "outside its box"),
        (box(10) + box(30), "boxes overlap"),
        (box(380), "a box leaves the page"),
        (text(10, "small", size=8), "8 px print at 6.0 pt"),
        (text(10, "pale", fill="#AAAAAA"), "contrast 2.3"),
        (text(380, "beyond"), "outside the page"),
    ],
)
def test_the_oracle_sees_what_is_wrong(inside: str, said: str) -> None:
    assert any(one.startswith(said) for one in said_of(inside))


def test_the_oracle_is_content_with_what_is_right() -> None:
    assert said_of(box(10, 90, "#1F4E8C") + text(14, "inside", fill="#FFFFFF") + box(110)) == []
