"""Removing a requirement removes or changes what only it asked for, and nothing that does not name it among its reasons.

A part is an item of any chapter or a decision; it is compared without the parts inside it, which are compared themselves.
Figures may move: numbers with their units are masked before texts are compared. What a persona concludes or worries about
is a summary of the whole and no part.
"""

from functools import cache

import pytest
import yaml

from designgen.model.design.whole import Design
from package_builder import ROOT
from removal import design_of, differences, without

EXAMPLES = ("toolshed", "tavola", "neighbourhoods")


def text_of(example: str) -> str:
    return (ROOT / "examples" / f"{example}.yaml").read_text(encoding="utf-8")


@cache
def whole(example: str) -> Design:
    return design_of(yaml.safe_dump(yaml.safe_load(text_of(example)), sort_keys=False, allow_unicode=True, width=1000))


def wishes() -> list[tuple[str, str]]:
    return [(example, one["id"]) for example in EXAMPLES for one in yaml.safe_load(text_of(example))["requirements"]]


@pytest.mark.parametrize(("example", "wish"), wishes())
def test_moves_only_what_names_it(example: str, wish: str) -> None:
    found = list(differences(whole(example), design_of(without(text_of(example), wish)), wish))
    assert not found, f"{len(found)} parts:\n" + "\n".join(found)
