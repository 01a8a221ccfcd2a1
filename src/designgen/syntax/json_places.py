"""The text of a JSON value in, where each part of it stands out, by JSON pointer; for messages that show the author's own text."""

import re
from contextlib import suppress
from json import JSONDecoder

BLANK = re.compile(r"[ \t\r\n]*")
DECODER = JSONDecoder()


def places(text: str, start: int = 0) -> dict[str, tuple[int, int]]:
    """Return the begin and end of every part of the value at `start`; what comes after a mistake has no place."""
    walk = Walk(text)
    with suppress(ValueError, IndexError, RecursionError):
        walk.value(start, "")
    return walk.found


class Walk:
    """One way through a text; it notes where parts begin and end as it goes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: dict[str, tuple[int, int]] = {}

    def value(self, at: int, pointer: str) -> int:
        """Note the value at a place and all that is in it; return where it ends."""
        begin = self._past(at)
        self.found[pointer] = (begin, begin + 1)
        sign = self.text[begin]
        if sign == "{":
            end = self._object(begin + 1, pointer)
        elif sign == "[":
            end = self._array(begin + 1, pointer)
        else:
            _, end = DECODER.raw_decode(self.text, begin)
        self.found[pointer] = (begin, end)
        return end

    def _object(self, at: int, pointer: str) -> int:
        at = self._past(at)
        while self.text[at] != "}":
            name, at = DECODER.raw_decode(self.text, at)
            at = self._past(at) + 1
            at = self._next(self.value(at, f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"))
        return at + 1

    def _array(self, at: int, pointer: str) -> int:
        at, index = self._past(at), 0
        while self.text[at] != "]":
            at = self._next(self.value(at, f"{pointer}/{index}"))
            index += 1
        return at + 1

    def _next(self, at: int) -> int:
        at = self._past(at)
        return self._past(at + 1) if self.text[at] == "," else at

    def _past(self, at: int) -> int:
        found = BLANK.match(self.text, at)
        return found.end() if found else at
