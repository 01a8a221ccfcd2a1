"""The swap test: with names and numbers masked, little of one system's prose may stand in the package of another."""

from collections import Counter

from package_builder import example
from prose import masked, names_of, prose

MOST = 0.15
"""Share of toolshed's prose sentences that may stand in tavola as well."""


def repeated(one: str, other: str) -> tuple[list[tuple[str, str, str]], int]:
    """Return (path, sentence, masked) of the sentences of one package that stand in the other too, and how many it has in all."""
    first, second = example(one), example(other)
    assert first.design is not None
    assert second.design is not None
    names = names_of(first.design, second.design)
    there = {masked(sentence, names) for _, sentence in prose(second)}
    said = prose(first)
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
