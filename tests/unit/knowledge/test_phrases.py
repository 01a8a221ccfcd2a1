"""Gaps of catalogue texts: bare ones are filled without the template engine, and every text reads as the engine would write it."""

import pytest
from jinja2 import UndefinedError

from designgen.knowledge.templates import _environment, phrase

VALUES = {"name": "{{ evil }}", "count": 3, "nothing": None, "share": 0.9995, "seconds": 90.0, "long_name_2": "x|y", "word": "day"}


@pytest.mark.parametrize(
    "text",
    [
        "plain { text }",
        "{{ name }}",
        "{{name}} and {{ count }}.",
        "{{ nothing }} {{ share|percent }}, {{ seconds | duration }}",
        "two\nlines {{ count }}",
        "ends {{ count }}\n",
        "{{ long_name_2 | md | upper_first }}!",
        "{{ count | string }} {{ count + 1 }}",
        "{% if count %}{{ name }}{% endif %}",
        "{{ name }} }} {",
        "{{ count }}{# a remark #}",
        "{{ count | counted('instance') }} of {{ name|capitalize }}",
        "{{ count | counted(word) }}",
        'rate{job="{{ name }}", code=~"5.."}[{{ count }}m]',
        "{window} {}",
        "{window}\n",
        "{{ name }}}",
        "{{{'a': count}.a }}",
    ],
)
def test_a_text_reads_as_the_engine_would_write_it(text):
    expected = _environment().from_string(text).render(VALUES) if "{" in text else text
    assert phrase(text, **VALUES) == expected


@pytest.mark.parametrize("text", ["{{ missing }}", "{{ name }} {{ missing | md }}"])
def test_a_missing_value_is_an_error(text):
    with pytest.raises(UndefinedError):
        phrase(text, **VALUES)
