"""Names and ids of things: which may be used, and the ids of those that have none (REQ-004)."""

import re

from designgen.frontend.ledger import Ledger
from designgen.frontend.walk_rules import DUPLICATE_ID, MISSING_KEY, NAME, NAME_STYLE
from designgen.model.diagnostic import Note
from designgen.model.frozen import Frozen
from designgen.model.source import Span
from designgen.syntax.nodes import Mapping, Node, Scalar, Sequence

PREFIXES = {"Requirement": "FR-", "Goal": "G", "Scenario": "QA-", "GivenDecision": "D-", "OpenQuestion": "Q"}
KINDS = {"GivenDecision": "decision", "OpenQuestion": "question", "BoundedContext": "context", "Crew": "team"}
IDENTITY = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,51}")
LEADING = re.compile(r"([A-Za-z]{1,4}-?[0-9]{1,4}):\s+(.*)", re.DOTALL)
NAMES = {
    "BoundedContext": (r"[A-Za-z][A-Za-z0-9_]{0,51}", r"[a-z][a-z0-9_]*", "snake_case"),
    "Entity": (r"[A-Za-z][A-Za-z0-9_]{0,51}", r"[A-Z][A-Za-z0-9]*", "PascalCase"),
    "Field": (r"[A-Za-z][A-Za-z0-9_]{0,51}", r"[a-z][a-z0-9_]*", "snake_case"),
    "State": (r"[A-Za-z][A-Za-z0-9_]{0,51}", r".*", ""),
    "Transition": (r"[A-Za-z][A-Za-z0-9_]{0,51}", r"[a-z][a-z0-9_]*", "snake_case"),
    "Actor": (r"[A-Za-z][A-Za-z0-9_-]{0,51}", r"[a-z][a-z0-9_-]*", "kebab-case or snake_case"),
}


def kind_of(model: type[Frozen]) -> str:
    """Return the word an author uses for a thing of this model."""
    return KINDS.get(model.__name__, model.__name__.lower())


def leading_id(text: str) -> tuple[str, str]:
    """Split `G1: every guest ...` into id and text; the id is empty if the text has none."""
    found = LEADING.fullmatch(text)
    return (found[1], found[2]) if found else ("", text)


def check_name(model: type[Frozen], key: Scalar, ledger: Ledger) -> bool:
    """Report a name that cannot be used or is unusual; return whether it can be used."""
    name, kind = key.text, kind_of(model)
    usable, usual, style = NAMES.get(model.__name__, (IDENTITY.pattern, r".*", ""))
    if not re.fullmatch(usable, name):
        advice = "begin with a letter and use at most 52 letters, digits and underscores of ASCII"
        ledger.report(NAME, key.mark.span, text=name, what=f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}", advice=advice)
        return False
    if not re.fullmatch(usual, name):
        better = pascal(name) if style == "PascalCase" else snake(name)
        ledger.report(NAME_STYLE, key.mark.span, what=kind, text=name, style=style, better=better)
    return True


def snake(name: str) -> str:
    """Return a name in snake_case: `OrderLine` is `order_line`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name.replace("-", "_")).lower()


def pascal(name: str) -> str:
    """Return a name in PascalCase: `order_line` is `OrderLine`."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[_-]+", name))


class Identities:
    """Gives ids to elements of a list, in order; written ids stay and are never given twice."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def of(self, model: type[Frozen], node: Sequence, path: str) -> list[str]:
        """Return one id for each element; double and unusable ones are reported."""
        written = [self._written(model, element) for element in node.elements]
        self._doubles(model, node, written)
        prefix = PREFIXES.get(model.__name__, "")
        free = (f"{prefix}{number}" for number in range(1, 2 * len(written) + 2) if f"{prefix}{number}" not in written)
        given: list[str] = []
        for element, name in zip(node.elements, written, strict=True):
            if not name and not prefix:
                owner = f"{'an' if kind_of(model)[0] in 'aeiou' else 'a'} {kind_of(model)}"
                self.ledger.report(MISSING_KEY, element.mark.span, owner=owner, key="id", advice="add `id: ...`; other parts refer to it")
            given.append(name or (next(free) if prefix else f"{path.rpartition('.')[2]}-{len(given) + 1}"))
        return given

    def _written(self, model: type[Frozen], element: Node) -> str:
        if isinstance(element, Scalar):
            return leading_id(element.text)[0] if model.__name__ in ("Goal", "OpenQuestion") else ""
        found = element.get("id") if isinstance(element, Mapping) else None
        if not isinstance(found, Scalar) or found.absent:
            return ""
        if not IDENTITY.fullmatch(found.text):
            advice = "begin with a letter and use at most 52 letters, digits, `-` and `_` of ASCII"
            self.ledger.report(NAME, found.mark.span, text=found.text, what=f"a {kind_of(model)}", advice=advice)
            return ""
        return found.text

    def _doubles(self, model: type[Frozen], node: Sequence, written: list[str]) -> None:
        first: dict[str, Node] = {}
        for element, name in zip(node.elements, written, strict=True):
            if name and name.lower() in first:
                note = Note(message="it is used here first", span=_id_mark(first[name.lower()]))
                self.ledger.report(DUPLICATE_ID, _id_mark(element), notes=(note,), id=name, what=f"{kind_of(model)}s".replace("ys", "ies"))
            elif name:
                first[name.lower()] = element


def _id_mark(element: Node) -> Span:
    found = element.get("id") if isinstance(element, Mapping) else None
    return (found or element).mark.span
