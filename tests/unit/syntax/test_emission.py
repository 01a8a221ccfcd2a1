"""What we write as YAML reads back the same, in 1.2 and in 1.1 tools."""

import random

import pytest
import yaml

from designgen.syntax.yaml import dump, load

TRICKY = (
    "no", "Yes", "on", "y", "N", "~", "null", "true", "1", "-1", "012", "0x1F", "1e3", "1_000", "19:30", "2026-11-20", ".5",
    ".inf", "=", "<<", "", " x", "x ", "a: b", "a #b", "#", "- a", "-", "?", "? a", "*a", "&a", "!a", "%a", "@a", "`a", "|", ">",
    "[a", "{a", "]", "}", ",", "a,b", "'a'", '"a"', "it's", "a\tb", "\\", "é", "😀", "\u2028", "\x85", "a\u0007", "---", "...",
    "a:", ":", "key: value", "x" * 300, "a\nb", "a\nb\n", "a\n\n\nb\n\n", "\n", "\na", "a\n b", " a\nb", "a \nb", "a\r\nb",
    "-\n-", "a\n#b\n", "…", "\ufeff", "null\n",
)  # fmt: skip


@pytest.mark.parametrize("text", TRICKY)
def test_text_stays_text(text: str) -> None:
    for value in (text, [text], {"k": text}, {text: 1}, {"a": {"b": [text, {"c": text}]}}):
        written = dump(value)
        assert yaml.safe_load(written) == value, written
        if "\r" not in text and "\x85" not in text and "\x07" not in text:
            assert load(written, "f") == value, written


def test_layout_is_block_style_in_the_order_given() -> None:
    value = {"b": 1, "a": ["x", {"k": None, "l": [True, 1.5]}, []], "text": "one\ntwo\n", "e": {}}
    expected = "b: 1\na:\n  - x\n  - k: null\n    l:\n      - true\n      - 1.5\n  - []\ntext: |\n  one\n  two\ne: {}\n"
    assert dump(value) == expected


def test_repeated_values_are_written_out() -> None:
    shared = ["x"]
    assert dump({"a": shared, "b": shared}) == "a:\n  - x\nb:\n  - x\n"


def test_numbers_keep_their_type() -> None:
    assert yaml.safe_load(dump([1, 1.0, 1e30, -0.5, 1e-7])) == [1, 1.0, 1e30, -0.5, 1e-7]


def test_other_objects_are_refused() -> None:
    with pytest.raises(TypeError, match="set cannot be written"):
        dump({"a": {1, 2}})


def test_random_values_come_back() -> None:
    rng = random.Random(3)

    def value(depth: int) -> object:
        kind = rng.randrange(6 if depth else 4)
        if kind == 4:
            return [value(depth - 1) for _ in range(rng.randrange(4))]
        if kind == 5:
            return {rng.choice(TRICKY) + str(n): value(depth - 1) for n in range(rng.randrange(4))}
        return rng.choice((rng.choice(TRICKY), rng.randrange(-999, 999), rng.random() < 0.5, None)) if kind else rng.choice(TRICKY)

    for _ in range(1500):
        made = value(4)
        assert yaml.safe_load(dump(made)) == made
