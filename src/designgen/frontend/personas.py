"""Persona files in, `Persona`s out: Markdown with front matter, in the format of Claude Code subagents.

Read strictly, then leniently with a warning: of 1,109 such files in public collections 74 are no YAML and all of them are
recovered by their known keys. A file that cannot be used is left out by name and never blocks the others.
"""

import hashlib
import re

from designgen.frontend.ledger import Ledger
from designgen.frontend.words import similar
from designgen.knowledge import shipped
from designgen.model.diagnostic import Diagnostic, Note, Rule, Severity
from designgen.model.interview import Persona
from designgen.model.source import Source, Span
from designgen.syntax.nodes import Mapping, Node, Scalar, Sequence
from designgen.syntax.yaml import read

LENIENT = Rule(
    code="DG190",
    name="persona-front-matter",
    severity=Severity.WARN,
    message="the front matter of `{file}` is no YAML: {problem}; its known keys were read line by line",
    why="Other tools read the same file and stop here, or show an agent without a description.",
    help="{advice}",
)
NO_FRONT_MATTER = Rule(
    code="DG191",
    name="persona-without-front-matter",
    severity=Severity.WARN,
    message="`{file}` has no front matter and is left out",
    why="Without a name nobody can be asked, and without a declaration nobody knows what to ask.",
    help="begin the file with `---`, `name: ...`, `description: ...`, `---`",
)
NO_NAME = Rule(
    code="DG192",
    name="persona-without-name",
    severity=Severity.WARN,
    message="`{file}` names no persona and is left out",
    why="Answers, costs and decisions are recorded under the name.",
    help="add `name: ...` to the front matter",
)
SAME_NAME = Rule(
    code="DG193",
    name="duplicate-persona",
    severity=Severity.WARN,
    message="`{file}` names persona `{name}` a second time and is left out",
    why="Two personas of one name would answer for each other.",
    help="rename one of them",
)
NO_DESCRIPTION = Rule(
    code="DG194",
    name="persona-without-description",
    severity=Severity.WARN,
    message="persona `{name}` has no description",
    why="The description tells the reader of a package whose judgement a section is.",
    help="add `description: ...` to the front matter",
)
UNKNOWN_WORD = Rule(
    code="DG195",
    name="persona-declaration",
    severity=Severity.WARN,
    message="persona `{name}` declares `{text}`, which is no {what}; it is ignored",
    why="A persona reads only what it declares and owes only what it declares.",
    help="{advice}",
)
OWED_TWICE = Rule(
    code="DG196",
    name="section-already-owed",
    severity=Severity.WARN,
    message="section `{section}` is owed by `{first}` and by `{name}`; the first answers",
    why="Two answers to one question would contradict each other.",
    help="remove the section from one of them; a persona without sections reviews",
)
RULES = (LENIENT, NO_FRONT_MATTER, NO_NAME, SAME_NAME, NO_DESCRIPTION, UNKNOWN_WORD, OWED_TWICE)

SECTIONS = ("backend", "database", "flows", "integrations", "platform")
PARTS = (
    "project", "context", "actors", "requirements", "quality", "constraints", "domain", "integrations", "pipelines", "interfaces",
    "existing", "deployment", "decisions", "questions",
)  # fmt: skip
READS = PARTS + tuple(f"section:{section}" for section in SECTIONS)
KNOWN = (
    "name", "description", "model", "color", "tools", "sections", "reads", "disallowedTools", "permissionMode", "maxTurns", "skills",
    "mcpServers", "hooks", "memory", "background", "isolation", "effort", "initialPrompt", "emoji", "vibe", "author", "version", "category",
    "tags", "services",
)  # fmt: skip
FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
FIELD = re.compile(rf"^({'|'.join(KNOWN)}):(?:[ \t]+(.*))?$")


def read_personas(sources: tuple[Source, ...]) -> tuple[tuple[Persona, ...], tuple[Diagnostic, ...]]:
    """Return the personas that can be used, in the order of the files, and what is to be said about all of them."""
    personas: list[Persona] = []
    places: dict[str, Span | None] = {}
    diagnostics: list[Diagnostic] = []
    for source in sources:
        ledger = Ledger(source.name)
        persona = _persona(source, ledger)
        if persona and persona.name in places:
            note = Note(message="the name is used here first", span=places[persona.name])
            ledger.report(SAME_NAME, ledger.span("name"), notes=(note,), file=source.name, name=persona.name)
        elif persona:
            places[persona.name] = ledger.span("name")
            personas.append(_owing(persona, personas, ledger))
        diagnostics.extend(ledger.sorted())
    return tuple(personas), tuple(diagnostics)


def with_substitutes(personas: tuple[Persona, ...]) -> tuple[Persona, ...]:
    """Return personas that owe every section: where none of them owes one, the persona that comes with designgen does.

    A project that brings reviewers, or a specialist for one section, brings no more than that.
    """
    names = {persona.name for persona in personas}
    owed = {section for persona in personas for section in persona.sections}
    substitutes, _ = read_personas(shipped.personas())
    return (*personas, *(one for one in substitutes if not owed & set(one.sections) and one.name not in names))


def _owing(persona: Persona, earlier: list[Persona], ledger: Ledger) -> Persona:
    """Take sections away that an earlier persona owes."""
    owners = {section: other.name for other in earlier for section in other.sections}
    for section in persona.sections:
        if section in owners:
            ledger.report(OWED_TWICE, ledger.span("sections"), section=section, first=owners[section], name=persona.name)
    return persona.model_copy(update={"sections": tuple(section for section in persona.sections if section not in owners)})


def _persona(source: Source, ledger: Ledger) -> Persona | None:
    text = source.text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    fences = list(FENCE.finditer(text))
    top = Span(file=source.name, line=1, column=1)
    if len(fences) < 2 or text[: fences[0].start()].strip():
        ledger.report(NO_FRONT_MATTER, top, file=source.name)
        return None
    before = "\n" * text.count("\n", 0, fences[0].end())
    front = before + text[fences[0].end() : fences[1].start()].rstrip("\n") + "\n"
    values = _values(source.name, front, ledger)
    name = _one(values, "name")
    if not name:
        ledger.report(NO_NAME, ledger.span("name") or top, file=source.name)
        return None
    description = _one(values, "description")
    if not description:
        ledger.report(NO_DESCRIPTION, ledger.span("description") or ledger.span("name"), name=name)
    return Persona.model_validate(
        {
            "name": name,
            "description": description,
            "model": _one(values, "model") or "inherit",
            "color": _one(values, "color"),
            "tools": values.get("tools", ()),
            "sections": _declared(values, "sections", "section", SECTIONS, ledger),
            "reads": _declared(values, "reads", "part", READS, ledger),
            "prompt": text[fences[1].end() :].strip(),
            "file": source.name,
            "digest": hashlib.sha256(source.text.encode("utf-8", "surrogatepass")).hexdigest(),
        }
    )


def _one(values: dict[str, tuple[str, ...]], key: str) -> str:
    return ", ".join(values.get(key, ())).strip()


def _declared(values: dict[str, tuple[str, ...]], key: str, what: str, words: tuple[str, ...], ledger: Ledger) -> tuple[str, ...]:
    for text in values.get(key, ()):
        if text not in words:
            advice = similar(what, text, words, f"the {what}s are {', '.join(f'`{word}`' for word in words)}")
            ledger.report(UNKNOWN_WORD, ledger.span(key), name=_one(values, "name"), text=text, what=what, advice=advice)
    return tuple(text for text in dict.fromkeys(values.get(key, ())) if text in words)


def _values(file: str, front: str, ledger: Ledger) -> dict[str, tuple[str, ...]]:
    """Return the values of the known keys, each as a tuple of texts; several where a list is written."""
    node, found = read(Source(name=file, text=front))
    errors = [diagnostic for diagnostic in found if diagnostic.severity is Severity.ERROR]
    if errors or not isinstance(node, Mapping):
        place = errors[0].span if errors else Span(file=file, line=1, column=1)
        problem = errors[0].message if errors else "it is no mapping"
        ledger.report(LENIENT, place, file=file, problem=problem, advice=errors[0].help if errors else "write `key: value` lines")
        return _lenient(file, front, ledger)
    for key, value in node.entries:
        ledger.place(key.text, value.mark.span)
    return {key.text: _texts(key.text, value) for key, value in node.entries if key.text in KNOWN}


def _texts(key: str, node: Node) -> tuple[str, ...]:
    if isinstance(node, Scalar):
        return () if node.absent else _listed(key, node.text)
    elements = node.elements if isinstance(node, Sequence) else ()
    return tuple(element.text for element in elements if isinstance(element, Scalar) and not element.absent)


def _listed(key: str, text: str) -> tuple[str, ...]:
    """Split the keys that hold lists at their commas, outside parentheses: `Read, Agent(a, b)`."""
    if key not in ("tools", "sections", "reads"):
        return (text.strip(),) if text.strip() else ()
    return tuple(part.strip() for part in re.split(r",(?![^(]*\))", text.strip().strip("[]")) if part.strip())


def _lenient(file: str, front: str, ledger: Ledger) -> dict[str, tuple[str, ...]]:
    """Read lines: a known key at the margin begins a value, every other line goes on with it."""
    lines: dict[str, list[str]] = {}
    key = ""
    for number, line in enumerate(front.split("\n"), 1):
        found = FIELD.match(line)
        if found and found[1] not in lines:
            key = found[1]
            lines[key] = [found[2] or ""]
            ledger.place(key, Span(file=file, line=number, column=1, length=len(line)))
        elif key:
            lines[key].append(line)
    return {key: _listed(key, _unquoted("\n".join(written).strip())) for key, written in lines.items()}


def _unquoted(text: str) -> str:
    inside = re.fullmatch(r"(['\"])(.*)\1", text, re.DOTALL)
    text = inside[2] if inside else re.sub(r"^[>|][+-]?\s*\n", "", text)
    return "\n".join(line.strip() for line in text.split("\n")).strip()
