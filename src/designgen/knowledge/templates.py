"""Text with gaps: phrases of catalogue rows and whole documents of `templates/`.

Only our own texts are templates; what an author or a model wrote goes in as a value and is escaped where it is printed.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template

from designgen.knowledge import wording
from designgen.knowledge.shipped import template
from designgen.syntax.markdown import anchor, escape, prose, sentences

GAP = re.compile(r"\{\{ *([a-z][a-z_0-9]*)((?: *\| *[a-z_]+)*) *\}\}")
"""A gap that a value fills as it is, or through filters without arguments; it needs no template engine."""
BLANKS = re.compile(r"\n{3,}")
"""Blank lines that loops and conditions of a template leave behind."""


def phrase(text: str, **values: object) -> str:
    """Fill the gaps of a catalogue text; jinja2.UndefinedError if a value is missing."""
    if "{" not in text:
        return text
    gaps = _gaps(text)
    if not gaps or not all(gap.name in values for gap in gaps):
        return _phrase(text).render(values)
    return "".join(gap.filled(values) for gap in gaps) + text[gaps[-1].end :]


def render(name: str, **values: object) -> str:
    """Fill a shipped template such as `runbook.md.j2`; jinja2.UndefinedError if a value is missing."""
    return BLANKS.sub("\n\n", _environment().get_template(name).render(values))


def render_html(name: str, **values: object) -> str:
    """Fill a shipped template of HTML; every value is escaped unless the template says `safe` of HTML that we wrote."""
    return _page_environment().get_template(name).render(values)


class Gap(NamedTuple):
    """A bare gap: the text before it, the name of the value, what the value goes through, where the gap ends."""

    before: str
    name: str
    filters: tuple[Callable[[object], object], ...]
    end: int

    def filled(self, values: Mapping[str, object]) -> str:
        """Return the text and the value."""
        value = values[self.name]
        for each in self.filters:
            value = each(value)
        return self.before + str(value)


@cache
def _gaps(text: str) -> tuple[Gap, ...]:
    """Return the gaps of a text if all are bare, else none; the template engine then reads the text."""
    known, gaps, end = _filters(), [], 0
    for found in GAP.finditer(text):
        names = [name.strip() for name in found[2].split("|")[1:]]
        if not all(name in known for name in names):
            return ()
        gaps.append(Gap(text[end : found.start()], found[1], tuple(known[name] for name in names), found.end()))
        end = found.end()
    left = GAP.sub("", text)
    return () if "{" in left or "}" in left or text.endswith("\n") else tuple(gaps)


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


@cache
def _page_environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(template), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=True
    )
    environment.filters |= {"figure": wording.figure, "counted": wording.counted, "listed": wording.listed}
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
