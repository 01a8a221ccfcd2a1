"""Keys of decisions become titles where people read; what no decision knows stays as it is."""

import pytest

from designgen.renderers.titles import titled
from package_builder import example


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("x10 (3): data.history becomes audit-log", "x10 (3): history becomes “Audit log of all changes”"),
        ("cache.nothing becomes http-cdn", "cache.nothing becomes http-cdn"),
        ("data.history becomes something-new", "history becomes “something-new”"),
        ("energy.annual_report is full", "energy.annual_report is full"),
    ],
)
def test_keys_become_titles(text: str, spoken: str) -> None:
    design = example("neighbourhoods").design
    assert design
    assert titled(design, text) == spoken


def test_the_first_page_and_the_risks_name_no_key_of_a_decision() -> None:
    built = example("neighbourhoods")
    pages = {one.path: one.content.decode() for one in built.merged.artifacts if one.path in ("README.md", "delivery/risks.md")}
    assert len(pages) == 2
    for path, text in pages.items():
        assert "becomes split-table" not in text, path
        assert "becomes “" in text, path
