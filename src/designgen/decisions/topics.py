"""The catalogue of topics as typed rows, read once; 8-axis effects become ten fits here (ADR-S1, ADR-G1)."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, cast

from designgen.knowledge.catalogue import load, names
from designgen.model.decision import AXES, Axis

WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
SYNTAX = frozenset({"and", "or", "not", "in", "is", "true", "false", "True", "False", "defined"})
GAP = re.compile(r"\{\{(.*?)\}\}")


@dataclass(frozen=True)
class Modifier:
    """A condition that moves fits, and the words for it."""

    condition: str
    says: str
    shifts: dict[Axis, float]


@dataclass(frozen=True)
class Veto:
    """A condition that takes an option out, and the words for it."""

    condition: str
    says: str


@dataclass(frozen=True)
class Companion:
    """An option that serves a part of the topic beside the main one, and the part."""

    option: str
    condition: str
    says: str


@dataclass(frozen=True)
class OptionRow:
    """One way to decide a topic, before it is scored."""

    id: str
    title: str
    fits: dict[Axis, float]
    modifiers: tuple[Modifier, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    addon: Veto | None = None
    tech: tuple[str, ...] = ()
    skill: str = ""
    pros: tuple[str, ...] = ()
    cons: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    confirmation: str = ""
    revisit: str = ""
    activates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Topic:
    """One question of the catalogue; `repeat` names the list whose members it is asked for."""

    key: str
    rule: str
    title: str
    question: str
    owner: str
    reversal: Literal[1, 2, 3]
    when: str
    focus: tuple[Axis, ...]
    options: tuple[OptionRow, ...]
    after: tuple[str, ...] = ()
    repeat: str = ""
    about: tuple[str, ...] = ()
    context: str = ""
    drivers: tuple[str, ...] = ()
    combine: tuple[Companion, ...] = ()
    confirmation: str = ""
    revisit: str = ""
    activates: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()


@cache
def topics() -> tuple[Topic, ...]:
    """Return all topics, each after those it builds on (`after:`), else in the order of the files."""
    waiting = {row["key"]: _topic(row) for name in names("topics") for row in load(name)}
    placed: dict[str, Topic] = {}
    while waiting:
        ready = next((topic for topic in waiting.values() if not set(topic.after) & set(waiting)), None)
        if ready is None:
            raise ValueError(f"topics wait for each other: {', '.join(sorted(waiting))}")
        placed[ready.key] = waiting.pop(ready.key)
    return tuple(placed.values())


def ten_fits(effects: list[float]) -> dict[Axis, float]:
    """Return the ten fits of eight effects in the order PE REL SEC MNT FLX CMP CST TTM (ADR-S1, ALN-06)."""
    performance, reliability, security, upkeep, flexibility, compatibility, cost, time = effects
    portable = (flexibility + compatibility) / 2
    return dict(
        zip(AXES, (performance, reliability, flexibility, security, upkeep, cost, upkeep, time, portable, reliability), strict=True)
    )


def _topic(row: dict[str, Any]) -> Topic:
    focus = tuple(cast(Axis, axis) for axis in row["focus"])
    options = tuple(_option(option, focus) for option in row["options"])
    conditions = [row["when"], *(condition for option in options for condition in _conditions(option))]
    return Topic(
        key=row["key"],
        rule=row["rule"],
        title=row["title"],
        question=row["question"],
        owner=row["owner"],
        reversal=row["r"],
        when=row["when"],
        focus=focus,
        options=options,
        after=tuple(row.get("after", ())),
        repeat=row.get("repeat", ""),
        about=tuple(row.get("about", ())),
        context=row.get("context", ""),
        drivers=tuple(row.get("drivers", ())),
        combine=tuple(Companion(entry["option"], str(entry["if"]), entry["says"]) for entry in row.get("combine", ())),
        confirmation=row["confirmation"],
        revisit=row["revisit"],
        activates=tuple(row.get("activates", ())),
        names=tuple(sorted({name for condition in conditions for name in words_of(condition)})),
        spoken=tuple(sorted({name for gap in GAP.findall(str(row)) for name in words_of(gap)})),
    )


def _conditions(option: OptionRow) -> tuple[str, ...]:
    asked = [modifier.condition for modifier in option.modifiers] + [veto.condition for veto in option.vetoes]
    return (*asked, option.addon.condition) if option.addon else tuple(asked)


def _option(row: dict[str, Any], focus: tuple[Axis, ...]) -> OptionRow:
    fits = ten_fits(row["effects"]) if "effects" in row else dict(zip(AXES, map(float, row["fits"]), strict=True))
    return OptionRow(
        id=row["id"],
        title=row["title"],
        fits=fits,
        modifiers=tuple(_modifier(entry, focus) for entry in row.get("modifiers", ())),
        vetoes=tuple(Veto(str(entry["if"]), entry["says"]) for entry in row.get("veto", ())),
        addon=Veto(str(row["addon"]["if"]), row["addon"]["says"]) if "addon" in row else None,
        tech=tuple(row.get("tech", ())),
        skill=row.get("skill", ""),
        pros=tuple(row["pros"]),
        cons=tuple(row["cons"]),
        means=tuple(row.get("means", ())),
        confirmation=row.get("confirmation", ""),
        revisit=row.get("revisit", ""),
        activates=tuple(row.get("activates", ())),
    )


def _modifier(entry: dict[str, Any], focus: tuple[Axis, ...]) -> Modifier:
    shifts: dict[Axis, float] = {axis: float(entry[axis]) for axis in AXES if axis in entry}
    if "focus" in entry:
        shifts |= dict.fromkeys(focus, float(entry["focus"]))
    return Modifier(str(entry["if"]), entry["says"], shifts)


@cache
def words_of(condition: str) -> tuple[str, ...]:
    """Return the names a condition asks for, quoted texts left out."""
    bare = re.sub(r"'[^']*'|\"[^\"]*\"", "", condition)
    return tuple(dict.fromkeys(word for word in WORD.findall(bare) if word not in SYNTAX))
