"""The short forms as regular expressions for editors, put together from the tokens that the readers of the short forms use."""

from typing import get_args

from designgen.frontend.field_text import AGGREGATE, BOUND, ENTITY, FLAGS, NAME, PLAIN
from designgen.frontend.operation_text import AMOUNTS, LISTS, NAMES, VERBS
from designgen.frontend.operation_text import NAME as DASHED
from designgen.model.domain import Pii
from designgen.model.quantities import Count, Duration, Rate, Size

PATH = rf"{NAME}(?:\.{NAME}){{0,3}}"
PATHS = rf"{PATH}(?:\+{PATH})*"
VALUE = r"[A-Za-z0-9_][A-Za-z0-9_.+-]*"
SIMPLE = "|".join(
    kind for kind in PLAIN if kind not in ("enum", "decimal", "file", "gapless", "int", "money", "percent", "list", "set", "range")
)


def one_of(*parts: str) -> str:
    """Return a group that matches any of the parts."""
    return f"(?:{'|'.join(parts)})"


def plain(grammar: str) -> str:
    """Return a grammar whose groups do not capture, so that it can be a part of another one."""
    return grammar.replace("(?:", "(").replace("(", "(?:")


ENUM = rf"enum(?:\( ?(?:{VALUE} ?(?:\| ?{VALUE} ?)*\|?)?\))?"
DECIMAL = r"decimal(?:\([0-9]{1,2}(?:[.,] ?[0-9]{1,2})?\))?"
FILE_PART = one_of(plain(Size.grammar), r"[a-z0-9][a-z0-9+.-]*(?:/[a-z0-9+.-]+)?")
FILE = rf"file(?:\({FILE_PART}(?:\|{FILE_PART})*\))?"
BOUNDS = one_of(rf"{BOUND}\.\.(?:{BOUND})?", rf"\.\.{BOUND}")
MEMBER = one_of(rf"(?:{SIMPLE})(?:\([0-9]{{1,9}}\))?", rf"(?:int|money|percent)(?:\({BOUNDS}\))?", ENUM, DECIMAL, FILE)
TYPE = one_of(MEMBER, rf"(?:list|set|range)(?:\({one_of(MEMBER, ENTITY)}\))?", rf"gapless(?:\({PATHS}\))?")
DEFAULT = one_of(AGGREGATE.pattern, r"\"[^\"]*\"", r"'[^']*'", r"[^\s\"']+")
MODIFIER = one_of(
    *FLAGS,
    rf"={DEFAULT}",
    rf"unique\({PATHS}\)",
    rf"zone\({PATHS}\)",
    f"pii:{one_of(*get_args(Pii))}",
    f"was:{NAME}",
    f"at {NAME}",
    BOUNDS,
)
HEAD = one_of(f"<?->{ENTITY}", r"\[" + one_of(TYPE, ENTITY) + r"\]", f"{TYPE}(?:={DEFAULT})?")
FIELD = rf"\s*{HEAD}(?:\s+{MODIFIER})*\s*"

SORTS = rf"-?{DASHED}(?:\.{DASHED}){{0,3}}(?:\+-?{DASHED}(?:\.{DASHED}){{0,3}})*"
JOINED = rf"{DASHED}(?:\.{DASHED}){{0,3}}(?:\+{DASHED}(?:\.{DASHED}){{0,3}})*"
RATE = plain(Rate.grammar)
PART = one_of(
    *(rf"{word}\s+{SORTS if word == 'sort' else JOINED}" for word in LISTS),
    *(rf"{word}\s+\S+" for word in NAMES),
    *(rf"{word}\s+{one_of(plain(quantity.grammar))}" for word, quantity in AMOUNTS.items()),
    "own",
    RATE,
)
OPERATION = rf"\s*{one_of(*VERBS)}\s+{DASHED}(?:\.(?:{DASHED}|\*)){{0,2}}(?:\s+{PART})*\s*"
SORT = rf"-?{PATH}"
SOURCE = rf"\s*{ENTITY}(?:\s+by\s+{PATHS})?\s*"
VOLUME = one_of(plain(Count.grammar), RATE, rf"{plain(Count.grammar)} per {ENTITY}")
TRIGGER = one_of(
    rf"every {one_of(plain(Duration.grammar))}(?: at [0-9]{{2}}:[0-9]{{2}})?",
    r"on [A-Za-z][\w-]*\.[\w.-]+",
    rf"{one_of(plain(Duration.grammar))} (?:before|after) {ENTITY}\.{NAME}",
)
