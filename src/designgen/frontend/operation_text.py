"""The short form of an operation in (REQ-008, V1, V5), the values of its long form out.

`list Order by venue+status sort -placed_at 25/s`: verb, entity, then parts in any order, each remembered at its own column.
"""

import re
from typing import Any, get_args

from designgen.frontend.ledger import Ledger
from designgen.frontend.text_rules import UNFINISHED, UNKNOWN_PART, UNKNOWN_VERB
from designgen.frontend.walk_rules import WRONG_AMOUNT
from designgen.frontend.words import Sentence, Word, nearest, similar
from designgen.model.quantities import Duration, Quantity, Rate, Size
from designgen.model.wishes import SortKey, Verb
from designgen.syntax.nodes import Scalar

Values = dict[str, Any]
VERBS = get_args(Verb)
OTHER_VERBS = {
    "read": "get", "show": "get", "view": "get", "fetch": "get", "add": "create", "insert": "create", "new": "create",
    "edit": "update", "change": "update", "modify": "update", "patch": "update", "remove": "delete", "find": "search", "query": "list",
    "notify": "send", "trigger": "transition", "listen": "subscribe",
}  # fmt: skip
LISTS = {"by": "by", "sort": "sort", "returns": "returns", "via": "via", "with": "with_fields"}
NAMES = {"over": "over", "through": "through", "range": "range"}
AMOUNTS: dict[str, type[Quantity]] = {"p95": Duration, "stale": Duration, "size": Size}
EXAMPLES = {"p95": "400ms", "stale": "15m", "size": "5MB"}
NAME = r"[A-Za-z][A-Za-z0-9_-]*"
OBJECT = re.compile(rf"({NAME})(?:\.({NAME}|\*))?")
QUALIFIED = re.compile(rf"([a-z][a-z0-9_]*\.[A-Z][A-Za-z0-9_]*)(?:\.({NAME}|\*))?")
RATE = re.compile(r"[0-9.]+ ?[kKMB]?/[a-z]+")
EACH = "each"


def operation(scalar: Scalar, path: str, ledger: Ledger) -> Values | None:
    """Return the values of an operation's long form; None if its verb is unknown."""
    return OperationText(scalar, path, ledger).read()


def sort_key(scalar: Scalar, _path: str, _ledger: Ledger) -> Values | None:
    """Return field and direction of `-placed_at`."""
    return {"field": scalar.text.lstrip("-"), "descending": scalar.text.startswith("-")}


class OperationText:
    """Reads one short form."""

    def __init__(self, scalar: Scalar, path: str, ledger: Ledger) -> None:
        self.sentence = Sentence(scalar)
        self.path = path
        self.ledger = ledger
        self.values: Values = {"text": scalar.text}

    def read(self) -> Values | None:
        """Return the values found; parts that were reported are left out."""
        verb = self.sentence.next()
        if verb is None or verb.text not in VERBS:
            self._unknown_verb(verb)
            return None
        self.values["verb"] = verb.text
        if not self._object(verb):
            return None
        while (word := self.sentence.next()) is not None:
            self._part(word)
        return self.values

    def _unknown_verb(self, verb: Word | None) -> None:
        text = verb.text if verb else ""
        close = OTHER_VERBS.get(text.lower()) or nearest(text, VERBS)
        advice = f"write `{close}`" if close else f"the verbs are {', '.join(f'`{one}`' for one in VERBS)}"
        self.ledger.report(UNKNOWN_VERB, self.sentence.span(verb), text=self.sentence.scalar.text, advice=advice)

    def _object(self, verb: Word) -> bool:
        """Read the entity, and the event or field behind its dot; return whether there is one."""
        word = self.sentence.next()
        found = word and (QUALIFIED.fullmatch(word.text) or OBJECT.fullmatch(word.text))
        if word is None or not found:
            advice = f"write `{verb.text} Entity`, such as `{verb.text} Order`"
            self.ledger.report(UNFINISHED, self.sentence.span(word or verb), text=verb.text, advice=advice)
            return False
        self.values["entity"] = found[1]
        self.ledger.place(f"{self.path}.entity", self.sentence.span(word.cut(0, found.end(1))))
        if found[2]:
            self.values["event"] = found[2]
            self.ledger.place(f"{self.path}.event", self.sentence.span(word.cut(found.start(2))))
        return True

    def _part(self, word: Word) -> None:
        text = word.text
        if text in LISTS or text in NAMES or text in AMOUNTS:
            self._keyword(word)
        elif text == "own":
            self.values["own"] = True
        elif text in ("avg", "peak"):
            self._rate(word, self.sentence.next())
        elif RATE.fullmatch(text):
            self._rate(None, word)
        else:
            self._unknown(word)

    def _keyword(self, word: Word) -> None:
        value = self.sentence.next()
        if value is None or value.text in LISTS | NAMES.keys() | AMOUNTS.keys():
            self.sentence.position -= value is not None
            advice = {"by": "write fields, such as `by venue+status`", "sort": "write a field, such as `sort -placed_at`"}.get(
                word.text, ""
            )
            self.ledger.report(UNFINISHED, self.sentence.span(word), text=word.text, advice=advice)
        elif word.text in AMOUNTS:
            self._amount(word.text, AMOUNTS[word.text], value)
        elif word.text in NAMES:
            self.values[NAMES[word.text]] = value.text
            self.ledger.place(f"{self.path}.{NAMES[word.text]}", self.sentence.span(value))
        else:
            self._list(LISTS[word.text], value)

    def _list(self, name: str, value: Word) -> None:
        found: list[Any] = []
        for part in value.split("+"):
            inner = part.cut(1) if name == "sort" and part.text.startswith("-") else part
            if not re.fullmatch(rf"{NAME}(?:\.{NAME}){{0,3}}", inner.text):
                advice = "join the names with `+`, without spaces and commas"
                self.ledger.report(UNKNOWN_PART, self.sentence.span(part), text=part.text or value.text, what=f"`{name}`", advice=advice)
                continue
            self.ledger.place(f"{self.path}.{name}.{len(found)}", self.sentence.span(inner))
            found.append(SortKey(field=inner.text, descending=inner is not part) if name == "sort" else inner.text)
        self.values[name] = tuple(found)

    def _amount(self, name: str, quantity: type[Quantity], value: Word) -> None:
        try:
            self.values[name] = quantity.of(value.text)
            self.ledger.place(f"{self.path}.{name}", self.sentence.span(value))
        except ValueError:
            what = (quantity.__doc__ or "").partition(":")[0].lower()
            self.ledger.report(
                WRONG_AMOUNT, self.sentence.span(value), text=value.text, what=what, advice=f"write `{name} {EXAMPLES[name]}`"
            )

    def _rate(self, kind: Word | None, word: Word | None) -> None:
        if word is None:
            self.ledger.report(
                UNFINISHED, self.sentence.span(kind), text=kind.text if kind else "", advice="write a rate, such as `peak 15/s`"
            )
            return
        after = self.sentence.peek()
        each = after is not None and after.text == EACH
        if each:
            self.sentence.next()
        text = " ".join(filter(None, (kind.text if kind else "", word.text, EACH if each else "")))
        try:
            self.values["rate"] = Rate.of(text)
            self.ledger.place(f"{self.path}.rate", self.sentence.span(word))
        except ValueError:
            self.ledger.report(
                WRONG_AMOUNT,
                self.sentence.span(word),
                text=word.text,
                what="a rate",
                advice="write a number and a unit of time, such as `15/s` or `400k/y`",
            )

    def _unknown(self, word: Word) -> None:
        known = [*LISTS, *NAMES, *AMOUNTS, "own", "avg", "peak"]
        if re.fullmatch(r"[0-9.]+[kKMB]?", word.text):
            advice = f"write a rate with its unit, such as `{word.text}/s`"
        else:
            advice = similar(
                "part", word.text, known, f"behind the entity stand {', '.join(f'`{one}`' for one in known)} or a rate such as `15/s`"
            )
        self.ledger.report(UNKNOWN_PART, self.sentence.span(word), text=word.text, what="an operation", advice=advice)


def sentence_of(values: Values) -> str:
    """Return the short form of an operation that was written long."""
    event = f".{values['event']}" if values.get("event") else ""
    parts = [f"{values['verb']} {values.get('entity', '')}{event}".strip()]
    for word, name in (
        ("by", "by"),
        ("range", "range"),
        ("sort", "sort"),
        ("over", "over"),
        ("through", "through"),
        ("returns", "returns"),
        ("with", "with_fields"),
    ):
        found = values.get(name)
        if found:
            parts.append(f"{word} {found if isinstance(found, str) else '+'.join(map(_piece, found))}")
    parts += ["own"] if values.get("own") else []
    parts += [str(values["rate"])] if values.get("rate") else []
    parts += [f"{word} {values[word]}" for word in AMOUNTS if values.get(word)]
    parts += [f"via {'+'.join(values['via'])}"] if values.get("via") else []
    return " ".join(parts)


def _piece(part: str | SortKey) -> str:
    return part if isinstance(part, str) else f"{'-' if part.descending else ''}{part.field}"
