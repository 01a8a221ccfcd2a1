"""Texts that a model wrote in, the same texts safe to print out; markup, links, directions and disguises are refused.

The parts of a draft are our own words and may hold code spans; what a model adds goes the same ways into Markdown, SQL
comments and diagrams, so it may hold no more than that. Cosmetic faults are mended, all others are told.
"""

import re
import unicodedata

from designgen.syntax.conditions import condition_fault

LONGEST = 1200
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]")
INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
TYPOGRAPHIC = str.maketrans({"\u2028": " ", "\u2029": " ", "\u00a0": " "})
LEADING = re.compile(r"^(?:[#>*+|=-]+\s+)+")
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_ .:@/+-]{0,119}")
KEY = re.compile(r"[a-z]+:[A-Za-z0-9_][A-Za-z0-9_.:@-]{0,119}")
ROOTS = "bin|boot|dev|etc|home|lib|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr|var|users|windows"
"""Where file systems begin; paths of the API, such as `/v1/loans`, are words like any other."""
MARKUP, ADDRESS = "holds markup; write plain words", "holds an address; name the system instead"
REFUSED = (
    (re.compile(r"<[A-Za-z/!?]|&#|&[a-z]+;", re.IGNORECASE), MARKUP),
    (re.compile(r"\]\s*[(\[]|!\["), "holds a link or an image; write plain words"),
    (re.compile(r"\b(?:[a-z][a-z0-9+.-]*://|(?:data|javascript|vbscript|file|mailto):\S)|\bwww\.", re.IGNORECASE), ADDRESS),
    (re.compile(r"\{\{|\{%|\$\{|<%"), "holds the marks of a template"),
    (re.compile(rf"\.\./|\\\\|(?:^|[\s`'\"(=:])(?:~/|/(?:{ROOTS})(?:/|\b)|[A-Za-z]:\\)", re.IGNORECASE), "holds a path of a file system"),
    (re.compile(r"^[^`]*(?:`[^`]*`[^`]*)*\|"), "holds a bar, which breaks tables; write `or`, or put it into backticks"),
    (re.compile(r"--(?:\s|$)|/\*|\*/"), "holds the marks of a comment"),
)


def mended(text: str) -> str:
    """Mend what changes no meaning: composed characters, one line, no invisible signs, no list or heading mark in front."""
    plain = INVISIBLE.sub("", unicodedata.normalize("NFC", text).translate(TYPOGRAPHIC))
    return LEADING.sub("", " ".join(plain.split()))


def mended_lines(text: str) -> str:
    """Mend a text of several lines line by line; empty lines go."""
    return "\n".join(line for line in map(mended, text.splitlines()) if line)


def sentence_fault(text: str) -> str:
    """Return what keeps a mended text from being printed; empty if nothing does."""
    if CONTROL.search(text):
        return "holds characters that steer a screen"
    if len(text) > LONGEST:
        return f"has {len(text)} characters; {LONGEST} are the most"
    if text.count("`") % 2:
        return "opens a code span and does not close it"
    return next((why for pattern, why in REFUSED if pattern.search(text)), "")


def name_fault(text: str) -> str:
    """Return what keeps a text from being a name of something; empty is a name of nothing and passes."""
    return "" if not text or (NAME.fullmatch(text) and ".." not in text) else "is no name of a part, a column or a rule"


def key_fault(text: str) -> str:
    """Return what keeps a text from being the key of a part."""
    return "" if KEY.fullmatch(text) and ".." not in text else "is no key; keys are `kind:name`, letters, digits, `_ . : @ -`"


def expression_fault(text: str) -> str:
    """Return what keeps a text from being a condition over the columns of one row; empty passes."""
    if CONTROL.search(text) or len(text) > LONGEST:
        return "is no condition"
    return condition_fault(text) if text else ""
