"""YAML text becomes nodes with places; every mistake is found, no text raises."""

import random

import pytest

from designgen.model.source import Source
from designgen.syntax.nodes import Mapping, Node, Scalar, Sequence
from designgen.syntax.yaml import NotYaml, load, read


def node(text: str) -> Node:
    found, diagnostics = read(Source(name="f.yaml", text=text))
    assert found is not None, diagnostics
    return found


def codes(text: str) -> list[str]:
    return [f"{one.code}@{one.span.line}:{one.span.column}" for one in read(Source(name="f.yaml", text=text))[1] if one.span]


def test_scalars_stay_text_and_know_their_place() -> None:
    found = node("a: 'x y'\nb: [1e3, NO]\n")
    assert isinstance(found, Mapping)
    first, second = found.get("a"), found.get("b")
    assert isinstance(first, Scalar)
    assert isinstance(second, Sequence)
    assert (first.text, first.quoted, first.mark.line, first.mark.column, first.mark.length) == ("x y", True, 1, 4, 5)
    assert [one.text for one in second.elements if isinstance(one, Scalar)] == ["1e3", "NO"]
    assert first.part(2, 1).column == 7, "the y stands in column 7, behind the quotation mark"


def test_parts_of_an_escaped_text_fall_back_on_the_whole() -> None:
    found = node('a: "x\\u0041y"\n')
    assert isinstance(found, Mapping)
    scalar = found.get("a")
    assert isinstance(scalar, Scalar)
    assert (scalar.text, scalar.part(1, 1).column, scalar.part(1, 1).length) == ("xAy", 4, 10)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2\nb: 3\nb: 4\n", ["DG103@2:1", "DG103@4:1"]),
        ("a: !!python/name:os.system x\n", ["DG104@1:4"]),
        ("a: &x {b: *x}\n", ["DG106@1:11"]),
        ("a: *x\n", ["DG106@1:4"]),
        ("a: &x {b: 1}\nc: {<<: *x}\n", ["DG105@2:5"]),
        ("a: 1\n---\nb: 2\n", ["DG107@2:1"]),
        ("? {a: 1}\n: 2\n", ["DG108@1:3"]),
        ("a: x\u202ey\n", ["DG109@1:5"]),
        ("a: yes\nb: 012\nc: 1_000\nd: 10:30\ne: 'no'\n", ["DG110@1:4", "DG110@2:4", "DG110@3:4", "DG110@4:4"]),
        ("a: {b: 1\n", ["DG101@2:1"]),
    ],
)
def test_each_mistake_is_named_where_it_is(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_aliases_are_copies_that_count() -> None:
    assert load("a: &x [1, 2]\nb: *x\n", "f") == {"a": [1, 2], "b": [1, 2]}
    bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))
    assert [code.partition("@")[0] for code in codes(bomb)] == ["DG102"]


def test_depth_and_size_are_limited_without_recursion() -> None:
    assert codes("[" * 200_000)[0].startswith("DG102@1:65")
    assert codes("a: " + "x" * 4_000_001)[0] == "DG102@1:1"
    assert codes("- " * 64 + "x\n") == []


def test_byte_order_mark_and_line_ends_of_windows_change_nothing() -> None:
    assert load("\ufeffa: 1\r\nb:\r\n  - x\r\n", "f") == {"a": 1, "b": ["x"]}


def test_plain_values_follow_yaml_1_2() -> None:
    text = "[no, on, 012, 0o14, 0x1F, 1e3, .5, -0, 1_0, 2026-11-20, ~, null, True, .inf, 19:30, '1', 123456789012345678901]"
    assert load(text, "f") == [
        "no",
        "on",
        "012",
        12,
        31,
        1000.0,
        0.5,
        0,
        "1_0",
        "2026-11-20",
        None,
        None,
        True,
        float("inf"),
        "19:30",
        "1",
        123456789012345678901.0,
    ]


def test_our_own_files_raise_with_the_place() -> None:
    with pytest.raises(NotYaml, match="line 2: key `a` stands twice") as caught:
        load("a: 1\na: 2\n", "f")
    assert caught.value.diagnostics[0].span.line == 2


def test_damaged_text_never_raises() -> None:
    good = "a: {b: [1, 'x', \"y\"], c: &k v}\nd: *k\ne: |\n  text\n# end\n"
    rng = random.Random(7)
    for _ in range(2000):
        text = list(good)
        for _ in range(rng.randint(1, 6)):
            text[rng.randrange(len(text))] = rng.choice("{}[]:,'\"&*!|>%@`-?\t\n\x00\ud800\u202e#xé ")
        read(Source(name="f.yaml", text="".join(text)))
