"""Nodes in, requirements models out: a walk along the shapes that reports every mistake and goes on.

Nothing raises: what cannot be understood is reported and left at its default, so that the rest is still read.
"""

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from designgen.frontend.brief import SHORT, Brief
from designgen.frontend.identities import Identities, check_name
from designgen.frontend.ledger import Ledger
from designgen.frontend.shapes import Amount, Choice, Either, Flag, Form, Many, Named, Shape, Slot, Table, Text, Thing, Whole, shape
from designgen.frontend.traps import cut_keys, watch_acceptance
from designgen.frontend.walk_rules import ADVICE, MALFORMED, MISSING_KEY, UNKNOWN_KEY, WHAT, WRONG_AMOUNT, WRONG_SHAPE, WRONG_WORD
from designgen.frontend.words import Word, nearest, similar
from designgen.frontend.written import amount, boxed, described, owner_of, piece
from designgen.model.domain import Field
from designgen.model.frozen import Frozen
from designgen.model.quantities import Count, Duration, Rate, Size
from designgen.syntax.nodes import Mapping, Node, Scalar, Sequence

BROKEN = object()
"""What a value is that was reported and cannot be used."""

WORDS = {"true": True, "yes": True, "false": False, "no": False}
JOINED = {"by", "sort", "returns", "via", "with", "per", "scope", "unique_with"}
"""Lists of names that may also be written `a+b`."""


class Walker:
    """Reads nodes by shape; one walker reads one file."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.identities = Identities(ledger)

    def thing(self, model: type[Frozen], node: Node, path: str, given: dict[str, Any] | None = None) -> Any:
        """Return a model of a mapping or of a short form, BROKEN if nothing can be made of it."""
        given = given or {}
        brief = SHORT.get(model)
        if isinstance(node, Scalar) and node.absent:
            node = Mapping(node.mark, ())
        if brief and not isinstance(node, Mapping):
            return self._brief(model, brief, node, path, given)
        if not isinstance(node, Mapping):
            keys = ", ".join(f"`{key}`" for key in shape(model).slots)
            return self._shape(node, path, "a mapping", f"the keys of {owner_of(model, path)} are {keys}")
        return self.build(model, {**self._entries(model, node, path), **given}, node, path)

    def build(self, model: type[Frozen], values: dict[str, Any], node: Node, path: str) -> Any:
        """Return the model of these values; what its constraints refuse is reported at its place."""
        needed = [slot for slot in shape(model).slots.values() if slot.needed and slot.name not in values]
        for slot in needed:
            if isinstance(node, Mapping) and not self._tried(node, slot):
                owner = owner_of(model, path)
                self.ledger.report(MISSING_KEY, self.ledger.span(path) or node.mark.span, owner=owner, key=slot.key, advice=_advice(slot))
        if needed:
            return BROKEN
        try:
            return model(**values)
        except ValidationError as problem:
            names = {str(error["loc"][0]) for error in problem.errors() if error["loc"]}
            for name in sorted(names):
                text = values.get(name, "")
                advice, what = ADVICE.get(name, ""), WHAT.get(name, f"a value of `{name}`")
                self.ledger.report(MALFORMED, self.ledger.span(f"{path}.{name}"), text=text, what=what, advice=advice)
            rest = {name: value for name, value in values.items() if name not in names}
            return self.build(model, rest, Sequence(node.mark, ()), path) if names and rest else BROKEN

    def value(self, form: Form, node: Node, path: str) -> Any:
        """Return the value of a node read by a form, BROKEN if it has none."""
        readers: dict[type, Callable[[Any, Node, str], Any]] = {
            Text: self._text, Whole: self._whole, Flag: self._flag, Choice: self._choice, Amount: self._amount,
            Many: self._many, Named: self._named, Table: self._table, Either: self._either,
        }  # fmt: skip
        if isinstance(form, Thing):
            return self.thing(form.model, node, path)
        return readers[type(form)](form, node, path)

    def _brief(self, model: type[Frozen], brief: Brief, node: Node, path: str, given: dict[str, Any]) -> Any:
        scalar = boxed(node) if model is Field else node if isinstance(node, Scalar) else None
        if scalar is None:
            return self._shape(node, path, "a mapping or its short form")
        values = brief(scalar, path, self.ledger)
        return BROKEN if values is None else self.build(model, {**values, **given}, node, path)

    def _entries(self, model: type[Frozen], node: Mapping, path: str) -> dict[str, Any]:
        known = shape(model)
        values: dict[str, Any] = {}
        for key, inner in cut_keys(node, self.ledger):
            slot = known.slot(key.text)
            if slot is None:
                self._unknown(model, known, key, path)
                continue
            inside = f"{path}.{slot.name}" if path else slot.name
            self.ledger.place(inside, inner.mark.span if isinstance(inner, Scalar) and not inner.absent else key.mark.span)
            if isinstance(inner, Scalar) and inner.absent:
                continue
            found = self._slot(model, slot, inner, inside)
            if isinstance(found, dict) and model is Field:
                values.update({name: one for name, one in found.items() if name not in values or name == "type"})
            elif found is not BROKEN:
                values[slot.name] = found
        return values

    def _slot(self, model: type[Frozen], slot: Slot, node: Node, path: str) -> Any:
        if model is Field and slot.name in ("type", "unique", "values"):
            return self._field_slot(slot, node, path)
        if slot.key in JOINED and isinstance(slot.form, Many) and isinstance(node, Scalar):
            parts = tuple(piece(node, word) for word in Word(node.text, 0).split("+"))
            node = Sequence(node.mark, parts)
        if slot.name == "acceptance":
            watch_acceptance(node, self.ledger)
        return self.value(slot.form, node, path)

    def _field_slot(self, slot: Slot, node: Node, path: str) -> Any:
        """Read the keys of a field whose long form may hold a piece of the short one."""
        if slot.name == "type" and isinstance(slot.form, Choice) and (scalar := boxed(node)):
            if scalar.text in slot.form.words:
                return {"type": scalar.text}
            return SHORT[Field](scalar, path.rpartition(".")[0], self.ledger) or BROKEN
        if slot.name == "unique" and not (isinstance(node, Scalar) and node.text.lower() in WORDS):
            names = self._slot(Frozen, Slot("by", "unique_with", Many(Text()), False, ""), node, path)
            return BROKEN if names is BROKEN else {"unique_with": names}
        if slot.name == "values" and isinstance(node, Scalar):
            return tuple(word.text for word in Word(node.text, 0).split("|"))
        return self.value(slot.form, node, path)

    def _unknown(self, model: type[Frozen], known: Shape, key: Scalar, path: str) -> None:
        if key.text.startswith("x-"):
            return
        names = [*known.slots, *known.others]
        otherwise = f"the keys of {owner_of(model, path)} are {', '.join(f'`{name}`' for name in known.slots)}"
        close = nearest(key.text, names)
        advice = f"a key with a similar name exists: `{close}`" if close else f"{otherwise}; keys of your own begin with `x-`"
        self.ledger.report(UNKNOWN_KEY, key.mark.span, key=key.text, owner=owner_of(model, path), advice=advice)

    def _tried(self, node: Mapping, slot: Slot) -> bool:
        return any(key.text == slot.key and not (isinstance(value, Scalar) and value.absent) for key, value in node.entries)

    def _shape(self, node: Node, path: str, due: str, advice: str = "") -> Any:
        found = {Scalar: "a single value", Mapping: "a mapping", Sequence: "a list"}[type(node)]
        key = next((part for part in reversed(path.split(".")) if not part.isdigit()), "") or "the file"
        self.ledger.report(WRONG_SHAPE, node.mark.span, key=key, found=found, due=due, advice=advice)
        return BROKEN

    def _text(self, _form: Text, node: Node, path: str) -> Any:
        return node.text if isinstance(node, Scalar) else self._shape(node, path, "a text", "quote the text if it holds `: `, `[` or `{`")

    def _whole(self, _form: Whole, node: Node, path: str) -> Any:
        if not isinstance(node, Scalar):
            return self._shape(node, path, "a whole number", "write digits only, such as `5`")
        if node.text.lstrip("-").isascii() and node.text.lstrip("-").isdigit() and len(node.text) < 16:
            return int(node.text)
        self.ledger.report(WRONG_AMOUNT, node.mark.span, text=node.text, what="a whole number", advice="write digits only, such as `5`")
        return BROKEN

    def _flag(self, _form: Flag, node: Node, path: str) -> Any:
        if isinstance(node, Scalar) and node.text.lower() in WORDS:
            return WORDS[node.text.lower()]
        if not isinstance(node, Scalar):
            return self._shape(node, path, "a truth value", "write `true` or `false`")
        self.ledger.report(WRONG_WORD, node.mark.span, text=node.text, what="truth value", advice="write `true` or `false`")
        return BROKEN

    def _choice(self, form: Choice, node: Node, path: str) -> Any:
        if not isinstance(node, Scalar):
            return self._shape(node, path, "one word", f"the words here are {', '.join(f'`{word}`' for word in form.words)}")
        if node.text in form.words:
            return node.text
        what = path.rpartition(".")[2].replace("_", " ")
        advice = similar("word", node.text, form.words, f"the words here are {', '.join(f'`{word}`' for word in form.words)}")
        self.ledger.report(WRONG_WORD, node.mark.span, text=node.text, what=what, advice=advice)
        return BROKEN

    def _amount(self, form: Amount, node: Node, path: str) -> Any:
        if not isinstance(node, Scalar):
            return self._shape(node, path, "a quantity", f"write it as `{form.quantity.example}`")
        found = amount(form.quantity, node.text)
        if found is not None:
            return found
        self.ledger.report(WRONG_AMOUNT, node.mark.span, text=node.text, what=described(form.quantity), advice=self._how(form, node.text))
        return BROKEN

    def _how(self, form: Amount, text: str) -> str:
        """Return how the quantity is written; a count in bytes or a size in billions is named."""
        other = next(
            (name for name, kind in (("count", Count), ("size", Size), ("rate", Rate), ("duration", Duration)) if amount(kind, text)), ""
        )
        return f"write it as `{form.quantity.example}`" + (f"; `{text}` reads as a {other}" if other else "")

    def _many(self, form: Many, node: Node, path: str) -> Any:
        elements = node.elements if isinstance(node, Sequence) else (node,)
        found = []
        for number, element in enumerate(elements):
            inside = f"{path}.{number}"
            self.ledger.place(inside, element.mark.span)
            found.append(self.value(form.of, element, inside))
        return tuple(one for one in found if one is not BROKEN)

    def _table(self, form: Table, node: Node, path: str) -> Any:
        if not isinstance(node, Mapping):
            return self._shape(node, path, "a mapping of names to values", "write each name as a key: `name: value`")
        found = {}
        for key, inner in node.entries:
            self.ledger.place(f"{path}.{key.text}", key.mark.span)
            found[key.text] = self.value(form.of, inner, f"{path}.{key.text}")
        return {name: one for name, one in found.items() if one is not BROKEN}

    def _either(self, form: Either, node: Node, path: str) -> Any:
        simple = next(one for one in form.forms if isinstance(one, Text | Whole))
        other = next(one for one in form.forms if one is not simple)
        return self.value(simple if isinstance(node, Scalar) else other, node, path)

    def _named(self, form: Named, node: Node, path: str) -> Any:
        keyed = form.keyed
        if isinstance(node, Mapping):
            found = [self._entry(form, key, inner, path) for key, inner in cut_keys(node, self.ledger) if not key.text.startswith("x-")]
        elif isinstance(node, Sequence) and keyed.listed:
            names = self.identities.of(form.model, node, path)
            found = [self._element(form, element, name, path) for element, name in zip(node.elements, names, strict=True)]
        elif keyed.listed and form.model in SHORT:
            return self._named(form, Sequence(node.mark, (node,)), path)
        else:
            due = "a mapping of names" + (" or a list" if keyed.listed else "")
            return self._shape(node, path, due, "write each name as a key: `name: {...}`")
        return tuple(one for one in found if one is not BROKEN)

    def _entry(self, form: Named, key: Scalar, node: Node, path: str) -> Any:
        keyed, name = form.keyed, key.text
        inside = f"{path}.{name}"
        self.ledger.place(inside, key.mark.span)
        if not check_name(form.model, key, self.ledger):
            return BROKEN
        given = {keyed.key: name}
        if keyed.inner and not (isinstance(node, Mapping) and keyed.listed):
            return self._inner(form, node, inside, given)
        found = self.thing(form.model, node, inside, given)
        return self._stand_in(form.model, given) if found is BROKEN else found

    def _inner(self, form: Named, node: Node, path: str, given: dict[str, Any]) -> Any:
        slot = next(slot for slot in shape(form.model).slots.values() if slot.name == form.keyed.inner)
        absent = isinstance(node, Scalar) and node.absent
        values = () if absent else self.value(slot.form, node, path)
        return self.build(form.model, {**given, **({} if values is BROKEN else {slot.name: values})}, Sequence(node.mark, ()), path)

    def _element(self, form: Named, node: Node, name: str, path: str) -> Any:
        inside = f"{path}.{name}"
        mark = next((inner for key, inner in node.entries if key.text == "id"), node).mark if isinstance(node, Mapping) else node.mark
        self.ledger.place(inside, mark.span)
        found = self.thing(form.model, node, inside, {form.keyed.key: name})
        return self._stand_in(form.model, {form.keyed.key: name}) if found is BROKEN else found

    def _stand_in(self, model: type[Frozen], given: dict[str, Any]) -> Any:
        """Return what keeps a name known whose value was not understood, so that one mistake is reported once."""
        return (
            Field(**given, type="text")
            if model is Field
            else BROKEN
            if any(slot.needed for slot in shape(model).slots.values())
            else model(**given)
        )


def _advice(slot: Slot) -> str:
    return ADVICE.get(slot.name, f"add `{slot.key}: ...`")
