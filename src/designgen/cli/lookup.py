"""Where `explain` looks: the catalogues of rules, diagnostics and topics, and the design of a package."""

from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from pydantic import ValidationError

from designgen.cast import RULES
from designgen.decisions.topics import topics
from designgen.knowledge.rulebook import rule_texts
from designgen.model.design.whole import Design
from designgen.model.diagnostic import Rule
from designgen.model.errors import InputUnreadable, WorldError
from designgen.store.packages import read_design, read_manifest

OUTPUT = Path("output")


@dataclass(frozen=True)
class Found:
    """A design, and what to call the place it came from."""

    design: Design
    where: str


def catalogued(name: str) -> list[str]:
    """Explain a rule id, a diagnostic code or name, or a topic key from the catalogues alone."""
    parts = [_diagnostic(rule) for rule in RULES if name.upper() == rule.code or name.lower() == rule.name]
    text = rule_texts().get(name.upper()) or rule_texts().get(name)
    if text:
        parts.append(f"rule {name.upper()}\n  {text.says}\n  {text.why}")
    for topic in topics():
        if topic.key == name.lower() or topic.rule == name.upper():
            options = "\n".join(f"    {option.id}: {option.title}" for option in topic.options)
            parts.append(f"topic {topic.key} ({topic.rule})\n  {topic.question}\n  options\n{options}")
    return parts


def nearest(name: str, known: tuple[str, ...]) -> list[str]:
    """Return up to three names that are written alike."""
    everything = {*known, *rule_texts(), *(rule.code for rule in RULES), *(rule.name for rule in RULES), *(topic.key for topic in topics())}
    folded = {one.lower(): one for one in sorted(everything)}
    return [folded[one] for one in get_close_matches(name.lower(), sorted(folded), n=3, cutoff=0.6)]


def design_of(file: str | None, package: Path | None) -> Found | None:
    """Return the design to look in: of a file, of a package, of the latest package in ./output; None if there is none."""
    if file is not None:
        return _compiled(file)
    folder = package or _latest()
    if folder is None:
        return None
    content = read_design(folder)
    try:
        return Found(Design.model_validate_json(content), str(folder))
    except ValidationError:
        raise WorldError(f"the design stored in `{folder}` was written by another version", advice="build the package again") from None


def _compiled(file: str) -> Found:
    from designgen.cli.compiling import compiled, nothing_before
    from designgen.cli.order import Order

    design = compiled(Order(file), nothing_before).build.design
    if design is None:
        raise InputUnreadable(f"`{file}` has mistakes", advice=f"`designgen check {file}` shows them")
    return Found(design, file)


def _latest() -> Path | None:
    """Return the newest package in ./output, of any project."""
    found = []
    for folder in sorted(OUTPUT.iterdir()) if OUTPUT.is_dir() else ():
        try:
            manifest = read_manifest(folder)
        except (WorldError, OSError):
            continue
        found.append((manifest.date, manifest.serial, folder))
    return max(found)[2] if found else None


def _diagnostic(rule: Rule) -> str:
    lines = [f"diagnostic {rule.code}, {rule.name}", f"  weight: {rule.severity.value}", f"  {rule.why}"]
    if rule.help:
        lines.append(f"  help: {rule.help}")
    return "\n".join([*lines, *(f"  rule {rule_id}: {_says(rule_id)}" for rule_id in rule.rulebook)])


def _says(rule_id: str) -> str:
    text = rule_texts().get(rule_id)
    return text.says if text else "a rule of the rulebook"
