"""The swap test: with names and numbers masked, little of one system's prose may stand in the package of another."""

from collections import Counter
from collections.abc import Callable

from designgen.model.artifact import Build
from package_builder import example
from prose import cells, masked, names_of, prose

MOST = 0.12
"""Share of toolshed's prose sentences that may stand in tavola as well."""
MOST_CELLS = 0.75
"""The same for the cells of tables, where runbooks and threats speak of one database and one platform; lower it as it sinks."""


def repeated(one: str, other: str, said_by: Callable[[Build], list[tuple[str, str]]] = prose) -> tuple[list[tuple[str, str, str]], int]:
    """Return (path, sentence, masked) of what one package says and the other too, and how much it says in all."""
    first, second = example(one), example(other)
    assert first.design is not None
    assert second.design is not None
    names = names_of(first.design, second.design)
    there = {masked(sentence, names) for _, sentence in said_by(second)}
    said = said_by(first)
    return [(path, sentence, masked(sentence, names)) for path, sentence in said if masked(sentence, names) in there], len(said)


def report(found: list[tuple[str, str, str]], count: int) -> str:
    """Return the share and what repeats, most frequent first, by document."""
    lines = [f"{len(found)} of {count} sentences stand in both: {len(found) / count:.1%}"]
    lines += [f"  {path}: {number}" for path, number in Counter(path for path, _, _ in found).most_common()]
    lines += [f"{number} x {text}" for text, number in Counter(text for _, _, text in found).most_common()]
    return "\n".join(lines)


def test_little_of_toolshed_is_true_of_tavola() -> None:
    found, count = repeated("toolshed", "tavola")
    said = report(found, count)
    print(said)
    assert count > 50, "the extraction lost its prose"
    assert len(found) <= MOST * count, said


def test_the_tables_of_toolshed_speak_of_toolshed() -> None:
    found, count = repeated("toolshed", "tavola", cells)
    said = report(found, count).replace("sentences", "cells", 1)
    print(said)
    assert count > 300, "the extraction lost its tables"
    assert len(found) <= MOST_CELLS * count, said
