"""Every part of a JSON text is found at its place."""

import json

from hypothesis import given
from hypothesis import strategies as st

from designgen.syntax.json_places import places

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


def inside(value, pointer=""):
    yield pointer, value
    named = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in named:
        yield from inside(part, f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}")


@given(VALUES, st.sampled_from([None, 1]), st.booleans())
def test_each_part_reads_as_itself_where_it_is_said_to_stand(value, indent, ascii_only):
    text = f"see: {json.dumps(value, indent=indent, ensure_ascii=ascii_only)}"
    found = places(text, 5)
    assert set(found) == {pointer for pointer, _ in inside(value)}
    for pointer, part in inside(value):
        begin, end = found[pointer]
        assert json.loads(text[begin:end]) == part


def test_what_comes_before_a_mistake_has_its_place():
    text = '{"a": [1, {"b": 2}], "c": oh}'
    found = places(text)
    assert text[slice(*found["/a/1/b"])] == "2"
    assert found["/c"][0] == text.index("oh")
    assert places("") == {"": (0, 1)}
    assert places("[" * 5000) != {}
