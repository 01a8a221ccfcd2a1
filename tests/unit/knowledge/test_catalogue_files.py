"""The catalogues are sound: read with places and findings there is nothing to find, and the short way reads the same."""

from importlib.resources import files

import pytest

from designgen.syntax.yaml import load, trusted

ROOM = files("designgen.knowledge")
CATALOGUES = [entry for folder in (ROOM, ROOM / "topics", ROOM / "rules") for entry in folder.iterdir() if entry.name.endswith(".yaml")]


@pytest.mark.parametrize("entry", CATALOGUES, ids=lambda entry: entry.name)
def test_the_short_way_reads_the_same(entry):
    text = entry.read_text(encoding="utf-8")
    assert trusted(text) == load(text, entry.name)
