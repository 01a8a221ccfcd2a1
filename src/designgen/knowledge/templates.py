"""Text with gaps: phrases of catalogue rows and whole documents of `templates/`.

Only our own texts are templates; what an author or a model wrote goes in as a value and is escaped where it is printed.
"""

import re
from functools import cache
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template

from designgen.knowledge import wording
from designgen.knowledge.shipped import template
from designgen.syntax.markdown import anchor, escape, prose, sentences

BLANKS = re.compile(r"\n{3,}")
"""Blank lines that loops and conditions of a template leave behind."""


def phrase(text: str, **values: object) -> str:
    """Fill the gaps of a catalogue text; jinja2.UndefinedError if a value is missing."""
    return _phrase(text).render(values) if "{" in text else text


def render(name: str, **values: object) -> str:
    """Fill a shipped template such as `runbook.md.j2`; jinja2.UndefinedError if a value is missing."""
    return BLANKS.sub("\n\n", _environment().get_template(name).render(values))


@cache
def _phrase(text: str) -> Template:
    return _environment().from_string(text)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(template), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False
    )
    environment.filters |= _filters()
    return environment


def _filters() -> dict[str, Any]:
    return {
        "md": escape,
        "prose": prose,
        "sentences": sentences,
        "anchor": anchor,
        "figure": wording.figure,
        "duration": wording.duration,
        "bytes": wording.size,
        "percent": wording.percent,
        "counted": wording.counted,
        "listed": wording.listed,
        "lower_first": wording.lower_first,
        "upper_first": wording.upper_first,
    }
