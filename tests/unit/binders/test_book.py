"""The package as a book: one reading order, nothing lost, an edition for each audience."""

import pytest

from designgen.binders.book import Book, book, edition
from designgen.binders.reading import Shelf
from designgen.model.artifact import Artifact
from designgen.syntax.markdown import links
from package_builder import example

EXAMPLES = ("toolshed", "tavola", "neighbourhoods")


def bound(name: str, *further: Artifact) -> Book:
    built = example(name)
    assert built.design
    return book(built.design, (*built.merged.artifacts, *further))


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_page_and_drawing_stands_once_and_has_its_row(name: str) -> None:
    whole = bound(name)
    paths = [chapter.path for chapter in whole.chapters]
    assert len(paths) == len(set(paths))
    wanted = {one.path for one in example(name).merged.artifacts if one.kind in ("markdown", "svg", "sql", "openapi")}
    assert wanted <= set(paths)
    assert "Further pages" not in [part.title for part in whole.parts]


def test_reading_order() -> None:
    whole = bound("tavola")
    assert [part.title for part in whole.parts][:4] == ["Overview", "Architecture", "Decisions", "API"]
    paths = [chapter.path for chapter in whole.chapters]
    assert paths[:4] == ["README.md", "architecture/README.md", "diagrams/context.svg", "diagrams/containers.svg"]
    assert paths[-1] == "personas.md"


def test_front_matter_gives_the_status_and_goes() -> None:
    record = next(chapter for chapter in bound("tavola").chapters if chapter.path.startswith("adr/0001"))
    assert (record.title, record.status) == ("API style: REST with OpenAPI", "proposed")
    assert record.content.startswith("# API style: REST with OpenAPI\n")


def test_a_page_of_the_humans_own_is_not_lost() -> None:
    own = Artifact.text("notes/summer.md", "markdown", "# Summer & sun\n\nWe close in August.\n")
    last = bound("toolshed", own).parts[-1]
    assert (last.title, [chapter.title for chapter in last.chapters]) == ("Further pages", ["Summer & sun"])


def test_editions_are_parts_of_the_book() -> None:
    whole = bound("tavola")
    executive, engineer = edition(whole, "executive"), edition(whole, "engineer")
    assert edition(whole, "all") is whole
    assert "delivery/plan.md" in [chapter.path for chapter in executive.chapters]
    assert not [chapter for chapter in executive.chapters if chapter.path.startswith(("runbooks/", "database/"))]
    assert {chapter.path for chapter in executive.chapters} | {chapter.path for chapter in engineer.chapters} == {
        chapter.path for chapter in whole.chapters
    }


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("audience", ["executive", "engineer"])
def test_an_edition_holds_every_drawing_that_its_pages_show(name: str, audience: str) -> None:
    held = edition(bound(name), audience).chapters
    shelf = Shelf({chapter.path: chapter for chapter in held}, frozenset())
    shown = {
        shelf.path(page, link.target) for page in held if page.kind == "markdown" for link in links(page.content) if ".svg" in link.target
    }
    assert shown <= set(shelf.printed)
