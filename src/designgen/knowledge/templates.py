"""Text with gaps: phrases of catalogue rows and whole documents of `templates/`.

Only our own texts are templates; what an author or a model wrote goes in as a value and is escaped where it is printed.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template

from designgen.knowledge import wording
from designgen.knowledge.compiled import Beside
from designgen.knowledge.shipped import shipped, template
from designgen.syntax.markdown import anchor, escape, prose, sentences

GAP = re.compile(r"\{\{ *([A-Za-z][A-Za-z_0-9]*)((?: *\| *[a-z_]+(?:\('[^'\\{}|]*'\))?)*) *\}\}")
"""A gap that a value fills as it is, or through filters with a word at the most; it needs no template engine."""
FILTER = re.compile(r"([a-z_]+)(?:\('([^']*)'\))?")
ENGINE = re.compile(r"\{[{%#\0]|\n\Z")
"""What only the template engine reads, in a text whose bare gaps are taken out: its own signs, and a last newline that it drops."""
BLANKS = re.compile(r"\n{3,}")
"""Blank lines that loops and conditions of a template leave behind."""


def phrase(text: str, **values: object) -> str:
    """Fill the gaps of a catalogue text; jinja2.UndefinedError if a value is missing."""
    if "{" not in text:
        return text
    gaps, rest = _gaps(text)
    if rest is None or not all(gap.name in values for gap in gaps):
        return _phrase(text).render(values)
    return "".join([gap.filled(values) for gap in gaps]) + rest


def render(name: str, **values: object) -> str:
    """Fill a shipped template such as `runbook.md.j2`; jinja2.UndefinedError if a value is missing."""
    return BLANKS.sub("\n\n", _environment().get_template(name).render(values))


def render_html(name: str, **values: object) -> str:
    """Fill a shipped template of HTML; every value is escaped unless the template says `safe` of HTML that we wrote."""
    return _page_environment().get_template(name).render(values)


class Gap(NamedTuple):
    """A bare gap: the text before it, the name of the value, what the value goes through with which words."""

    before: str
    name: str
    filters: tuple[tuple[Callable[..., object], tuple[str, ...]], ...]

    def filled(self, values: Mapping[str, object]) -> str:
        """Return the text and the value."""
        value = values[self.name]
        for each, words in self.filters:
            value = each(value, *words)
        return self.before + str(value)


@cache
def _gaps(text: str) -> tuple[tuple[Gap, ...], str | None]:
    """Return the gaps of a text and what follows the last, if all are bare; else no rest: the template engine then reads the text."""
    known, gaps, end = _filters(), [], 0
    if ENGINE.search(GAP.sub("\0", text)):
        return (), None
    for found in GAP.finditer(text):
        filters = FILTER.findall(found[2])
        if not all(name in known for name, _ in filters):
            return (), None
        passed = tuple((known[name], (word,) if word else ()) for name, word in filters)
        gaps.append(Gap(text[end : found.start()], found[1], passed))
        end = found.end()
    return tuple(gaps), text[end:]


@cache
def _phrase(text: str) -> Template:
    return _environment().from_string(text)


@cache
def _environment() -> Environment:
    environment = _engine("text", autoescape=False)
    environment.filters |= _filters()
    return environment


@cache
def _page_environment() -> Environment:
    environment = _engine("page", autoescape=True)
    environment.filters |= {"figure": wording.figure, "counted": wording.counted, "listed": wording.listed}
    return environment


def _engine(kind: str, *, autoescape: bool) -> Environment:
    return Environment(
        loader=FunctionLoader(template),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=autoescape,
        optimized=False,
        bytecode_cache=Beside(shipped("templates"), kind),
    )


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
        "capitalize": str.capitalize,
    }
