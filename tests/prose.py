"""The prose of a package: its sentences, and what remains of them when names and numbers are masked."""

import re
from collections.abc import Iterator

from designgen.model.artifact import Build
from designgen.model.design.whole import Design
from designgen.model.requirements import Requirements
from designgen.sizing.naming import plural, snake

FENCE = re.compile(r"^ *(```|~~~)")
UNSPOKEN = re.compile(r"^ *(#|\||<|\[[^\]]+\]:|$)")
ENUMERATOR = re.compile(r"^ *(?:[*+-]|\d+\.) +")
SENTENCE_END = re.compile(r"(?<=[.!?])(?<!Art\.) +(?=[A-Z`\[])")
OPINED = re.compile(r"^ *\* (?:Good|Bad|Neutral), because ")
"""A pro or a con of an option, in the form of MADR."""
MASKS = (
    (re.compile(r"\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"`[^`]*`"), "_"),
    (re.compile(r"“[^”]*”|\"[^\"]*\""), "_"),
    (re.compile(r"\\"), ""),
    (re.compile(r"\b[A-Z]{2,}(?:-[A-Za-z]*\d+[a-z]?)+\b(?::\S+)?"), "_"),
    (re.compile(r"\b\w+(?:[._]\w+)+\b"), "_"),
    (re.compile(r"\b[a-z]+[A-Z]\w*\b"), "_"),
    (re.compile(r"[-+−]?\b\d[\d .,:/×-]*\d|\d"), "_"),
)


def sentences(text: str, *, record: bool = False) -> Iterator[str]:
    """Yield the prose sentences of a Markdown document: no headings, tables, code, front matter, pros and cons of options."""
    if text.startswith("---\n"):
        text = text.split("\n---\n", 1)[1]
    if record:
        text = re.sub(r"\n## Pros and Cons of the Options\n.*?(?=\n## |\Z)", "\n", text, flags=re.DOTALL)
    inside = False
    for line in text.splitlines():
        if FENCE.match(line):
            inside = not inside
        elif not inside and not UNSPOKEN.match(line) and not (record and OPINED.match(line)):
            spoken = ENUMERATOR.sub("", line).strip().strip("*")
            yield from (part for part in SENTENCE_END.split(spoken) if re.search(r"[.!?][*)]*$", part) and len(part.split()) > 1)


def prose(built: Build) -> list[tuple[str, str]]:
    """Return (path, sentence) for every prose sentence of a package."""
    found = []
    for artifact in built.merged.artifacts:
        if artifact.kind == "markdown":
            record = re.match(r"adr/\d{4}-", artifact.path) is not None
            found += [(artifact.path, sentence) for sentence in sentences(artifact.content.decode(), record=record)]
    return found


CELL_WORDS = 5
"""A cell of fewer words is a label, a name or a number."""


def cells(built: Build) -> list[tuple[str, str]]:
    """Return (path, cell) for every table cell that says something, headings and rules of tables left out."""
    found = []
    for artifact in built.merged.artifacts:
        if artifact.kind == "markdown":
            lines = [line for line in artifact.content.decode().splitlines() if line.startswith("|")]
            heads = {index - 1 for index, line in enumerate(lines) if line.startswith("|--")}
            bodies = [line for index, line in enumerate(lines) if index not in heads and not line.startswith("|--")]
            parts = [part.strip() for line in bodies for part in re.split(r"(?<!\\)\|", line)[1:-1]]
            found += [(artifact.path, part) for part in parts if len(part.split()) >= CELL_WORDS]
    return found


def masked(sentence: str, names: re.Pattern[str]) -> str:
    """Return what a sentence says when names, ids, numbers and code are gone."""
    for pattern, replacement in MASKS:
        sentence = pattern.sub(replacement, sentence)
    return re.sub(r"_(?: _)+", "_", " ".join(names.sub("_", sentence).split()))


def names_of(*designs: Design) -> re.Pattern[str]:
    """Return a pattern that finds everything the authors named: projects, contexts, entities, fields, events, states, actors, peers."""
    said = {name for design in designs for name in _named(design.facts.requirements)}
    said |= {plural(name) for name in said if name.isidentifier()}
    ordered = sorted((re.escape(name) for name in said if len(name) > 1), key=lambda name: (-len(name), name))
    return re.compile(r"(?<!\w)(?:" + "|".join(ordered) + r")(?!\w)", re.IGNORECASE)


def _named(wanted: Requirements) -> Iterator[str]:
    yield from (wanted.project.name, *(actor.name for actor in wanted.actors))
    yield from (*(peer.id for peer in wanted.integrations), *(pipeline.id for pipeline in wanted.pipelines))
    for entity in wanted.entities:
        yield from (entity.context, entity.name, snake(entity.name).replace("_", " "), *(field.name for field in entity.fields))
        yield from (state.name for state in entity.states)
        yield from (transition.event for state in entity.states for transition in state.transitions)
