"""The short form of a field in (REQ-006, REQ-007, V16), the values of its long form out.

`string(20) unique(venue) pii:identity`: a type, then modifiers in any order, each reported at its own column.
"""

import re
from typing import Any, get_args

from designgen.frontend.ledger import Ledger
from designgen.frontend.text_rules import TYPE_ARGUMENT, UNFINISHED, UNKNOWN_MODIFIER, UNKNOWN_TYPE
from designgen.frontend.words import Sentence, Word, nearest, similar
from designgen.model.domain import Kind, Pii
from designgen.model.quantities import Size
from designgen.syntax.nodes import Scalar

Values = dict[str, Any]
NAME = r"[A-Za-z][A-Za-z0-9_]*"
ENTITY = rf"(?:{NAME}\.)?{NAME}"
FLAGS = {
    "opt": "opt",
    "unique": "unique",
    "immutable": "immutable",
    "computed": "computed",
    "snapshot": "snapshot",
    "searchable": "searchable",
}
PLAIN = tuple(kind for kind in get_args(Kind) if kind not in ("reference", "children", "many_to_many"))
OTHER_TYPES = {
    "str": "string", "varchar": "string", "char": "string", "integer": "int", "bigint": "int", "smallint": "int", "boolean": "bool",
    "timestamp": "instant", "timestamptz": "instant", "datetime": "instant", "numeric": "decimal", "float": "decimal", "double": "decimal",
    "jsonb": "json", "guid": "uuid", "blob": "file", "bytea": "file", "uri": "url", "password": "secret", "interval": "duration",
}  # fmt: skip
AGGREGATE = re.compile(rf"(?:sum|min|max|avg)\({NAME}(?:\.{NAME})?\)|count(?:\((?:{NAME})?\))?")
BOUND = r"-?[0-9]+(?:\.[0-9]+)?"


def field(scalar: Scalar, path: str, ledger: Ledger) -> Values | None:
    """Return the values of a field's long form; None if even its type is unknown."""
    return FieldText(scalar, path, ledger).read()


class FieldText:
    """Reads one short form."""

    def __init__(self, scalar: Scalar, path: str, ledger: Ledger) -> None:
        self.sentence = Sentence(scalar)
        self.path = path
        self.ledger = ledger
        self.values: Values = {}

    def read(self) -> Values | None:
        """Return the values found; parts that were reported are left out."""
        word = self.sentence.next()
        if word is None or not self._type(word):
            return None
        while (word := self.sentence.next()) is not None:
            self._modifier(word)
        return self.values

    def _report_type(self, word: Word, advice: str) -> bool:
        name = self.path.rpartition(".")[2]
        self.ledger.report(UNKNOWN_TYPE, self.sentence.span(word), field=name, text=word.text, advice=advice)
        return False

    def _type(self, word: Word) -> bool:
        self.ledger.place(f"{self.path}.type", self.sentence.span(word))
        for arrow, kind in (("<->", "many_to_many"), ("->", "reference")):
            if word.text.startswith(arrow):
                return self._target(word.cut(len(arrow)), kind, word)
        if word.text.startswith("["):
            return self._bracket(word)
        found = re.fullmatch(rf"({NAME})(?:\((.*)\))?(?:=(.*))?", word.text, re.DOTALL)
        if not found:
            return self._report_type(word, "write a type such as `string(80)`, `money` or `->Entity`")
        name = found[1]
        if name not in PLAIN:
            return self._report_type(word, self._similar_type(name))
        self.values["type"] = name
        if found[3] is not None:
            self._default(word.cut(found.start(3)))
        if found[2] is not None:
            self._arguments(name, word.cut(found.start(2), found.end(2)))
        return True

    def _similar_type(self, name: str) -> str:
        if name.lower() in OTHER_TYPES:
            return f"write `{OTHER_TYPES[name.lower()]}`"
        if name[:1].isupper():
            return f"write `->{name}` to refer to another entity, `[{name}]` if it is a part of this one"
        return similar("type", name, PLAIN, "write a type such as `string(80)`, `money`, `date` or `->Entity`")

    def _target(self, word: Word, kind: str, whole: Word) -> bool:
        if not re.fullmatch(ENTITY, word.text):
            return self._report_type(whole, "write the name of an entity behind the arrow, such as `->Venue` or `->ordering.Order`")
        self.values |= {"type": kind, "to": word.text}
        self.ledger.place(f"{self.path}.to", self.sentence.span(word))
        return True

    def _bracket(self, word: Word) -> bool:
        inner = word.cut(1, len(word.text) - 1)
        if not word.text.endswith("]") or not inner.text:
            return self._report_type(word, "write `[Child]` for parts, `[enum(A|B)]` or `[string(n)]` for a set of values")
        if inner.text[0].isupper() or ("." in inner.text and "(" not in inner.text):
            return self._target(inner, "children", word)
        return self._members("set", inner)

    def _members(self, kind: str, word: Word) -> bool:
        """Read the member type of `list(..)`, `set(..)`, `range(..)` and `[..]`."""
        self.values["type"] = kind
        found = re.fullmatch(rf"({NAME})(?:\((.*)\))?", word.text)
        name = found[1] if found else ""
        if found and name[0].isupper():
            self.values["to"] = word.text
            self.ledger.place(f"{self.path}.to", self.sentence.span(word))
            return True
        if not found or name not in PLAIN:
            self._argument(word, f"a member type of {kind}", self._similar_type(name or word.text))
            return True
        self.values["of"] = name
        if found[2] is not None:
            self._arguments(name, word.cut(found.start(2), found.end(2)))
        return True

    def _argument(self, word: Word, what: str, advice: str) -> None:
        self.ledger.report(TYPE_ARGUMENT, self.sentence.span(word), text=word.text, what=what, advice=advice)

    def _arguments(self, name: str, word: Word) -> None:
        """Read what stands in the parentheses of a type."""
        if name in ("list", "set", "range"):
            self._members(name, word)
        elif name == "enum":
            self._enum(word)
        elif name == "decimal":
            self._decimal(word)
        elif name == "file":
            self._file(word)
        elif name == "gapless":
            self.values["scope"] = tuple(self._paths(word))
        elif name in ("int", "money", "percent"):
            self._bounds(word, required=True)
        elif word.text.isdigit() and int(word.text[:9]) > 0 and len(word.text) < 10:
            self.values["length"] = int(word.text)
        else:
            self._argument(word, "a length", "write a whole number, such as `string(80)`")

    def _enum(self, word: Word) -> None:
        values = []
        for part in word.split("|"):
            text = part.text.strip()
            if text and not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.+-]*", text):
                self._argument(
                    part, "an enum value", "separate the values with `|` and write them in letters, digits, `_`, `.`, `+` and `-`"
                )
            elif text and text in values:
                self._argument(part, "a new enum value", "remove one of the two")
            elif text:
                values.append(text)
        self.values["values"] = tuple(values)

    def _decimal(self, word: Word) -> None:
        found = re.fullmatch(r"([0-9]{1,4})(?:[.,] ?([0-9]{1,4}))?", word.text.strip())
        if not found or not 0 < int(found[1]) <= 65 or int(found[2] or 0) > min(int(found[1]), 30):
            self._argument(word, "a precision and scale", "write all digits and those behind the point, such as `decimal(12.3)`")
            return
        self.values |= {"precision": int(found[1]), "scale": int(found[2] or 0)}

    def _file(self, word: Word) -> None:
        accept = []
        for part in word.split("|"):
            if re.fullmatch(Size.grammar, part.text):
                self.values["size"] = Size.of(part.text)
            elif re.fullmatch(r"[a-z0-9][a-z0-9+.-]*(?:/[a-z0-9+.-]+)?", part.text):
                accept.append(part.text)
            else:
                self._argument(part, "a size or file type", "write such as `file(20MB|pdf|jpg)`")
        self.values["accept"] = tuple(accept)

    def _paths(self, word: Word) -> list[str]:
        parts = word.split("+")
        for number, part in enumerate(parts):
            where = self.path + (".scope" if self.values.get("type") == "gapless" else ".unique_with")
            self.ledger.place(f"{where}.{number}", self.sentence.span(part))
            if not re.fullmatch(rf"{NAME}(?:\.{NAME}){{0,2}}", part.text):
                self._argument(part, "a field name", "write names of fields, joined with `+`")
                return []
        return [part.text for part in parts]

    def _bounds(self, word: Word, *, required: bool = False) -> bool:
        found = re.fullmatch(rf"({BOUND})?\.\.({BOUND})?", word.text)
        if found and (found[1] or found[2]):
            self.values |= {key: value for key, value in (("min", found[1]), ("max", found[2])) if value}
            if found[1] and found[2] and float(found[1]) > float(found[2]):
                self._argument(word, "a range that begins before it ends", f"write `{found[2]}..{found[1]}`")
            return True
        if required:
            self._argument(word, "a range", "write both ends, such as `0..999`")
        return False

    def _default(self, word: Word) -> None:
        text = word.text.strip("\"'")
        if AGGREGATE.fullmatch(word.text):
            self.values["aggregate"] = word.text
        elif text:
            self.values["default"] = text
        else:
            self.ledger.report(UNFINISHED, self.sentence.span(word), text="=", advice="write the value right behind it, such as `=true`")

    def _modifier(self, word: Word) -> None:
        """Read one modifier, or report it."""
        text = word.text
        call = re.fullmatch(r"(unique|zone)\((.+)\)", text)
        if text in FLAGS:
            self.values[FLAGS[text]] = True
        elif text.startswith("="):
            self._default(word.cut(1))
        elif call and call[1] == "unique":
            self.values["unique_with"] = tuple(self._paths(word.cut(call.start(2), call.end(2))))
        elif call:
            self.values["zone"] = call[2]
            self.ledger.place(f"{self.path}.zone", self.sentence.span(word.cut(call.start(2), call.end(2))))
        elif ":" in text and text.partition(":")[0] in ("pii", "was"):
            self._tagged(word)
        elif text == "at" and self.values.get("type") == "gapless":
            self._at(word)
        elif not (".." in text and self._bounds(word)):
            self._unknown(word)

    def _tagged(self, word: Word) -> None:
        key, _, value = word.text.partition(":")
        part = word.cut(len(key) + 1)
        if key == "was" and re.fullmatch(NAME, value):
            self.values["was"] = value
        elif key == "pii" and value in get_args(Pii):
            self.values["pii"] = value
        else:
            classes = get_args(Pii) if key == "pii" else ()
            advice = similar("privacy class", value, classes, f"the privacy classes are {', '.join(f'`{one}`' for one in classes)}")
            self._argument(part, "a privacy class" if key == "pii" else "an earlier name", advice)

    def _at(self, word: Word) -> None:
        event = self.sentence.next()
        if event is None:
            self.ledger.report(UNFINISHED, self.sentence.span(word), text="at", advice="write the event that gives the number")
            return
        self.values["at"] = event.text
        self.ledger.place(f"{self.path}.at", self.sentence.span(event))

    def _unknown(self, word: Word) -> None:
        known = [*FLAGS, "pii:", "zone()", "unique()"]
        close = nearest(word.text, known)
        if word.text in ("?", "optional", "nullable", "null"):
            advice = "write `opt`"
        elif word.text in ("required", "mandatory"):
            advice = "remove it: a field is required unless it is `opt`"
        else:
            advice = (
                f"a modifier with a similar name exists: `{close}`"
                if close
                else f"the modifiers are {', '.join(f'`{one}`' for one in known)}, `=default` and `min..max`"
            )
        self.ledger.report(UNKNOWN_MODIFIER, self.sentence.span(word), text=word.text, advice=advice)
