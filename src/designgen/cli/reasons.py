"""A Design in, words about any of its parts out: what it is, the requirements and rules behind it, the formula of a number."""

from collections.abc import Iterator
from dataclasses import dataclass

from designgen.knowledge.rulebook import rule_texts
from designgen.model.decision import Record
from designgen.model.design.database import Table
from designgen.model.design.item import Item
from designgen.model.design.whole import Design
from designgen.model.facts import Assumption, Figure
from designgen.model.wishes import Requirement

MOST = 12
DEPTH = 4


@dataclass(frozen=True)
class Part:
    """One thing with a name: its key, what is told of it, the reasons it gives."""

    key: str
    told: tuple[str, ...]
    because: tuple[str, ...] = ()


class Reasons:
    """Everything in a design that has a name."""

    def __init__(self, design: Design) -> None:
        self._parts = {part.key: part for part in _parts(design)}
        self._named: dict[str, list[str]] = {}
        for key in self._parts:
            for name in dict.fromkeys(_names(key)):
                self._named.setdefault(name.lower(), []).append(key)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that can be asked for."""
        return tuple(sorted(self._named))

    def explain(self, name: str) -> list[str]:
        """Return a paragraph for each part of that name, and one for what rests on it; empty if nothing knows it."""
        keys = self._named.get(name.lower(), [])
        paragraphs = ["\n".join(self._told(self._parts[key])) for key in keys[:MOST]]
        resting = self._resting({name.lower(), *(reason for key in keys for reason in _names(key))})
        if resting:
            shown = [*resting[:MOST], *(["…"] if len(resting) > MOST else [])]
            paragraphs.append("\n".join([f"what rests on {name} ({len(resting)})", *(f"  {key}" for key in shown)]))
        return paragraphs

    def _told(self, part: Part) -> list[str]:
        lines = [part.key.replace(":", " ", 1), *(f"  {line}" for line in part.told)]
        if part.because:
            lines.append("because")
            lines += self._reasons(part.because, 1, {part.key})
        return lines

    def _reasons(self, reasons: tuple[str, ...], depth: int, seen: set[str]) -> list[str]:
        """Follow reasons down to requirements, rules and given numbers; each is told once."""
        lines = []
        for reason in reasons:
            key = next(iter(self._named.get(reason.lower(), [])), reason)
            if key in seen:
                continue
            seen.add(key)
            indent = "  " * depth
            part = self._parts.get(key)
            if part is None:
                lines.append(f"{indent}{reason}: {_rule(reason)}")
                continue
            lines.append(f"{indent}{reason}: {part.told[0] if part.told else ''}".rstrip(": "))
            lines += [f"{indent}  {line}" for line in part.told[1:]] if key.startswith(("requirement:", "figure:")) else []
            if depth < DEPTH:
                lines += self._reasons(part.because, depth + 1, seen)
        return lines

    def _resting(self, names: set[str]) -> list[str]:
        wanted = {name.lower() for name in names}
        return [part.key for part in self._parts.values() if any(reason.lower() in wanted for reason in part.because)]


def _names(key: str) -> Iterator[str]:
    """Yield what people call a part: its key, its name, the last word of its name."""
    yield key
    name = key.split(":", 1)[1]
    yield name
    if not key.startswith(("figure:", "decision:", "assumption:")):
        yield name.rsplit(".", 1)[-1]


def _parts(design: Design) -> Iterator[Part]:
    facts = design.facts
    for record in (*design.records, *design.conventions):
        yield from _decided(record)
    for wish in facts.requirements.requirements:
        yield _wished(wish)
    yield from (_counted(figure) for figure in facts.figures)
    yield from (_assumed(assumption) for assumption in facts.assumptions)
    for entity in facts.entities:
        yield Part(f"entity:{entity.key}", (f"stored in {entity.table}",), entity.because)
    for item in design.items():
        yield Part(item.key, _scalars(item), item.because)
        if isinstance(item, Table):
            yield from _inside(item)


def _inside(table: Table) -> Iterator[Part]:
    """Yield what has a name inside a table but no key of its own."""
    for column in table.columns:
        attribute = column.attribute
        told = (f"{attribute.type}{', may be empty' if attribute.nullable else ''}", column.comment)
        yield Part(f"column:{table.name}.{column.name}", tuple(line for line in told if line), (*attribute.because, table.key))
    for check in table.checks:
        yield Part(f"check:{check.name}", (check.expression,), (*check.because, table.key))
    for key in table.foreign_keys:
        yield Part(f"reference:{key.name}", (f"{', '.join(key.columns)} refers to {key.target}",), (table.key,))


def _decided(record: Record) -> Iterator[Part]:
    decision = record.decision
    options = [f"{option.id} {option.score:.2f}{f', out: {option.veto}' if option.veto else ''}" for option in decision.options]
    told = (
        f"{decision.title}: {decision.chosen.title}, ahead by {decision.margin:.2f}",
        decision.question,
        f"options: {'; '.join(options)}",
        *(f"flips to {flip.winner} if {flip.change}" for flip in decision.flips),
        f"record: {record.path}" if decision.recorded else "row of adr/conventions.md",
    )
    yield Part(f"decision:{decision.topic}", told, (*decision.because, decision.rule))
    if decision.recorded:
        yield Part(f"record:{record.number}", (decision.title,), (decision.topic,))


def _wished(wish: Requirement) -> Part:
    operations = tuple(f"operation: {operation.text or operation.verb}" for operation in wish.operations)
    derived = (wish.derived_by,) if wish.derived_by else ()
    return Part(f"requirement:{wish.id}", (f"{wish.title} ({wish.priority})", *operations), derived)


def _counted(figure: Figure) -> Part:
    value = f"{figure.value:.6g} {figure.unit}".strip()
    told = (f"{value}, {figure.provenance}", *((f"formula: {figure.formula}",) if figure.formula else ()))
    return Part(f"figure:{figure.key}", told, (*figure.inputs, *figure.because, *((figure.rule,) if figure.rule else ())))


def _assumed(assumption: Assumption) -> Part:
    told = (assumption.statement, f"assumed: {assumption.value}", *assumption.sensitivity)
    return Part(f"assumption:{assumption.key}", told, (assumption.rule,))


def _scalars(item: Item) -> tuple[str, ...]:
    """Tell the plain fields of an item, one a line."""
    told = []
    for field in type(item).model_fields:
        value = getattr(item, field)
        if field in ("key", "because") or value in ("", None, (), False):
            continue
        if isinstance(value, tuple) and all(isinstance(member, str) for member in value):
            value = ", ".join(value)
        if isinstance(value, (str, int, float)):
            told.append(f"{field.replace('_', ' ')}: {value}")
    return tuple(told)


def _rule(reason: str) -> str:
    text = rule_texts().get(reason)
    return text.says if text else "given"
