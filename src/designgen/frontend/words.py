"""One line of an author's text in, its words with their columns out; and the nearest of several names."""

from collections.abc import Iterable
from dataclasses import dataclass

from designgen.model.source import Span
from designgen.syntax.nodes import Scalar

OPENING, CLOSING = "([{", ")]}"


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of a text and where it begins in it."""

    text: str
    offset: int

    def cut(self, start: int, end: int | None = None) -> "Word":
        """Return a part of the word, still knowing its place."""
        return Word(self.text[start:end], self.offset + start)

    def split(self, separator: str) -> list["Word"]:
        """Return the parts between separators, empty ones included."""
        parts, offset = [], self.offset
        for part in self.text.split(separator):
            parts.append(Word(part, offset))
            offset += len(part) + len(separator)
        return parts


class Sentence:
    """The words of a short form, read from left to right."""

    def __init__(self, scalar: Scalar) -> None:
        self.scalar = scalar
        self.words = list(split(scalar.text))
        self.position = 0

    def peek(self) -> Word | None:
        """Return the next word without taking it."""
        return self.words[self.position] if self.position < len(self.words) else None

    def next(self) -> Word | None:
        """Take the next word, None at the end."""
        word = self.peek()
        self.position += word is not None
        return word

    def rest(self) -> str:
        """Return the text from the next word on."""
        word = self.peek()
        return self.scalar.text[word.offset :].strip() if word else ""

    def span(self, word: Word | None = None) -> Span:
        """Return the place of a word, of the whole text without one."""
        return self.scalar.part(word.offset, len(word.text)) if word else self.scalar.mark.span


def split(text: str) -> Iterable[Word]:
    """Split at white space that stands outside brackets and quotation marks."""
    start, depth, quote = -1, 0, ""
    for at, character in enumerate(text):
        if character.isspace() and not depth and not quote:
            if start >= 0:
                yield Word(text[start:at], start)
            start = -1
            continue
        start = at if start < 0 else start
        quote = (
            ("" if character == quote else quote) if quote else (character if character in "\"'" and text[at - 1 : at] in ("=", "") else "")
        )
        depth += (character in OPENING) - (character in CLOSING) if not quote else 0
        depth = max(depth, 0)
    if start >= 0:
        yield Word(text[start:], start)


def distance(left: str, right: str, limit: int) -> int:
    """Return the edit distance with swaps of neighbours (Damerau 1964), `limit + 1` where it is larger than the limit."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        above, before_above = row, before
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before_above[j - 2] + 1)
            row.append(cost)
        before = above
        if min(row) > limit:
            return limit + 1
    return row[-1]


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that is most like this one, empty if none is like it; case counts for nothing."""
    short, ranked = name.lower(), []
    for candidate in known:
        limit = 1 if len(short) < 4 else 2 if len(short) < 9 else 3
        steps = distance(short, candidate.lower(), limit)
        if steps <= limit and steps < len(short):
            ranked.append((steps, candidate[:1].lower() != short[:1], candidate))
        elif len(short) >= 4 and (candidate.lower().startswith(short) or (short.startswith(candidate.lower()) and len(candidate) >= 4)):
            ranked.append((limit + 1, False, candidate))
    return min(ranked)[2] if ranked else ""


def similar(what: str, name: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return the help for a name nobody knows: the nearest one, else all if they are few."""
    names = sorted(set(known))
    close = nearest(name, names)
    if close:
        return f"{articled(what)} with a similar name exists: `{close}`"
    if 0 < len(names) <= 12:
        return f"the {plural(what)} here are {', '.join(f'`{one}`' for one in names)}"
    return otherwise


def articled(noun: str) -> str:
    """Return one of our own nouns with its article."""
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def plural(noun: str) -> str:
    """Return the plural of one of our own nouns."""
    return noun[:-1] + "ies" if noun.endswith("y") and not noun.endswith("ey") else noun + ("es" if noun.endswith(("s", "x")) else "s")
