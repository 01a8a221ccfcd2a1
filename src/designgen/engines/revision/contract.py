"""What a persona owes and may change: the catalogue `revisions` in, one typed contract for each section out."""

from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from designgen.knowledge.catalogue import load
from designgen.model.design.item import Item
from designgen.model.frozen import Frozen
from designgen.model.interview import BackendSection, DatabaseSection, FlowsSection, IntegrationsSection, PlatformSection, SectionId

Action = Literal["add", "replace", "remove"]

SECTIONS: dict[SectionId, type[Frozen]] = {
    "backend": BackendSection,
    "database": DatabaseSection,
    "flows": FlowsSection,
    "integrations": IntegrationsSection,
    "platform": PlatformSection,
}


@dataclass(frozen=True)
class Kind:
    """One kind of part: where it stands, what may be done to it, which of its fields a persona writes."""

    word: str
    at: tuple[str, ...]
    type: type[Item]
    may: tuple[Action, ...]
    open: tuple[str, ...]
    grows: tuple[str, ...]
    shows: tuple[str, ...]
    tells: tuple[str, ...]
    seen: tuple[str, ...]
    text: dict[str, str]
    holds: dict[str, str]
    between: dict[str, tuple[float, float]]
    reasoned: bool
    inside: str
    meaning: str
    named: str
    meanings: dict[str, str]

    def annotation(self, field: str) -> Any:
        """Return the type of an open field, as the model of the design declares it."""
        return self.type.model_fields[field].annotation


@dataclass(frozen=True)
class Contract:
    """The kinds of parts of one section, by the word before the colon of their keys."""

    section: str
    kinds: dict[str, Kind]

    def kind(self, key: str) -> Kind | None:
        """Return the kind of the part with that key; None if the section has no such parts."""
        return self.kinds.get(key.partition(":")[0])


@cache
def contract(section: str) -> Contract:
    """Return the contract of a section; a review may change nothing."""
    owned = next((one for one in SECTIONS if one == section), None)
    rows = load("revisions")[owned] if owned else {}
    return Contract(section, {word: _kind(SECTIONS[owned], word, row) for word, row in rows.items()} if owned else {})


def members(annotation: Any) -> tuple[Any, ...]:
    """Return what a type is made of: the members of a tuple or of a union, else nothing."""
    return get_args(annotation) if get_origin(annotation) in (tuple, Union, UnionType) else ()


def _kind(section: type[Frozen], word: str, row: dict[str, Any]) -> Kind:
    at = tuple(row["at"].split("."))
    found, inside = _type_at(section, at)
    words = load("revision_words")[word]
    return Kind(
        word=word,
        at=at,
        type=found,
        may=tuple(row["may"]),
        open=tuple(row["open"]),
        grows=tuple(row.get("grows", ())),
        shows=tuple(row.get("shows", ())),
        tells=tuple(row["tells"]),
        seen=tuple(row.get("seen", row["tells"])),
        text=dict(row.get("text", {})),
        holds=dict(row.get("holds", {})),
        between={field: (limits[0], limits[1]) for field, limits in row.get("between", {}).items()},
        reasoned=row.get("reasoned", True),
        inside=inside,
        meaning=words["is"],
        named=words.get("named", ""),
        meanings=words["fields"],
    )


def _type_at(section: type[Frozen], at: tuple[str, ...]) -> tuple[type[Item], str]:
    """Follow the path through the types; return the type there, and the field path of the parts that hold it."""
    current: Any = section
    inside = ""
    for step, name in enumerate(at):
        if issubclass(current, Item):
            inside = ".".join(at[:step])
        annotation = current.model_fields[name].annotation
        current = (*members(annotation), annotation)[0]
    if not issubclass(current, Item):
        raise TypeError(f"{'.'.join(at)} holds no parts with keys")
    return current, inside
