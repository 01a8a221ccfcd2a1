"""A model of the requirements in, the shape it is written in out: keys, what stands behind each, which are needed.

Walk and JSON Schema read the same shapes, so that an editor and the loader accept the same files.
"""

from dataclasses import dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from designgen.model.frozen import Frozen, Keyed
from designgen.model.quantities import Quantity


@dataclass(frozen=True)
class Text:
    """A text on its own."""


@dataclass(frozen=True)
class Whole:
    """A whole number."""


@dataclass(frozen=True)
class Flag:
    """True or false."""


@dataclass(frozen=True)
class Choice:
    """One of several words."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class Amount:
    """A quantity with its unit."""

    quantity: type[Quantity]


@dataclass(frozen=True)
class Thing:
    """A mapping, or the short form of one."""

    model: type[Frozen]


@dataclass(frozen=True)
class Many:
    """A list; a single value counts as a list of one."""

    of: "Form"


@dataclass(frozen=True)
class Named:
    """Things by name: a mapping, where `keyed.listed` also a list."""

    model: type[Frozen]
    keyed: Keyed


@dataclass(frozen=True)
class Table:
    """Free keys, one form of value."""

    of: "Form"


@dataclass(frozen=True)
class Either:
    """The first form that fits the kind of node."""

    forms: "tuple[Form, ...]"


Form = Text | Whole | Flag | Choice | Amount | Thing | Many | Named | Table | Either


@dataclass(frozen=True)
class Slot:
    """One key of a model: how it is written, which attribute it fills, what stands behind it."""

    key: str
    name: str
    form: Form
    needed: bool
    description: str


@dataclass(frozen=True)
class Shape:
    """The keys of a model; `others` are further spellings of the same keys."""

    slots: dict[str, Slot]
    others: dict[str, str]

    def slot(self, key: str) -> Slot | None:
        """Return the slot a key stands for, None if it stands for none."""
        return self.slots.get(self.others.get(key, key))


HIDDEN = {
    "Entity": ("name", "context"),
    "Requirement": ("derived_by",),
    "BoundedContext": ("name",),
    "Field": ("name",),
    "State": ("name",),
    "Transition": ("event",),
    "Actor": ("name",),
}
SPELLINGS = {
    "Integration": {"intermediary": "via"},
    "Entity": {"retention": "keep"},
    "Volume": {"retention": "keep"},
    "Requirement": {"actors": "actor", "goals": "goal"},
    "Field": {"optional": "opt", "entity": "to"},
    "Pipeline": {"contract": "schema"},
    "Operation": {"with_fields": "with"},
    "Deployment": {"cloud": "location"},
}


@cache
def shape(model: type[Frozen]) -> Shape:
    """Return the shape of a model; attributes that the reader fills itself have no key."""
    hidden = HIDDEN.get(model.__name__, ())
    slots = {}
    for name, field in model.model_fields.items():
        if name not in hidden:
            key = field.alias or name
            form = form_of(field.annotation, tuple(field.metadata))
            slots[key] = Slot(key, name, form, field.is_required(), field.description or "")
    return Shape(slots, SPELLINGS.get(model.__name__, {}))


def form_of(annotation: Any, metadata: tuple[Any, ...] = ()) -> Form:
    """Return the form of an annotation of `model.requirements`; TypeError for one that has none."""
    keyed = next((mark for mark in metadata if isinstance(mark, Keyed)), None)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return form_of(arguments[0], arguments[1:])
    if origin in (Union, UnionType):
        forms = tuple(form_of(argument) for argument in arguments if argument is not NoneType)
        return forms[0] if len(forms) == 1 else Either(forms)
    if origin is Literal:
        return Choice(tuple(str(word) for word in arguments))
    if origin is tuple:
        return Named(arguments[0], keyed) if keyed else Many(form_of(arguments[0]))
    if origin is dict:
        return Table(form_of(arguments[1]))
    return _single(annotation)


def _single(annotation: Any) -> Form:
    simple: dict[Any, Form] = {str: Text(), int: Whole(), bool: Flag()}
    if annotation in simple:
        return simple[annotation]
    if isinstance(annotation, type) and issubclass(annotation, Quantity):
        return Amount(annotation)
    if isinstance(annotation, type) and issubclass(annotation, Frozen):
        return Thing(annotation)
    raise TypeError(f"no shape for {annotation}")
