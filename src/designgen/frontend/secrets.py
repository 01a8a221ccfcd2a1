"""The text of a requirements file in, each line that holds a password or key out, by kind and never by value.

Runs before anything else and alone: a file with a secret is not read, so that no later message can quote it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from math import log2

from designgen.model.diagnostic import Diagnostic, Rule, Severity
from designgen.model.source import Source

SECRET = Rule(
    code="DG184",
    name="secret-in-requirements",
    severity=Severity.ERROR,
    message="line {line} holds {kind}",
    why="Requirements are mailed, committed and handed to models; a secret in them is a secret no more, and has to be replaced.",
    help="remove it, replace it where it is valid, and name the place where it is kept instead",
    rulebook=("ADR-O14",),
)
RULES = (SECRET,)
LONGEST = 4000
ENTROPY, SHORTEST = 3.5, 16

KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("a private key", re.compile(r"-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----")),
    ("a key of Anthropic", re.compile(r"\bsk-ant-[A-Za-z0-9_-]{16}")),
    ("a key of OpenAI", re.compile(r"\bsk-(?:proj-)?[A-Za-z0-9]{32}")),
    ("an access key of AWS", re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b")),
    ("a token of GitHub", re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{30}|github_pat_[A-Za-z0-9_]{30})")),
    ("a token of GitLab", re.compile(r"\bglpat-[A-Za-z0-9_-]{20}")),
    ("a token of Slack", re.compile(r"\bxox[abeprs]-[A-Za-z0-9-]{10}")),
    ("a key of Google", re.compile(r"\bAIza[A-Za-z0-9_-]{35}")),
    ("a live key of Stripe", re.compile(r"\b(?:[sr]k_live_|whsec_)[A-Za-z0-9+/]{16}")),
    ("a signed token (JWT)", re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8}")),
    ("a password within an address", re.compile(r"\b[a-z][a-z0-9+.-]{1,20}://[^\s/:@{}$<>]{1,80}:[^\s/@{}$<>]{3,200}@")),
)
NAMED = re.compile(
    r"(?i)(?:password|passwd|passphrase|secret|token|api[_-]?key|private[_-]?key)"
    r"['\"]?\s{0,4}[:=]\s{0,4}['\"]?([^\s'\",{}\[\]()]{16,200})"
)


def find_secrets(source: Source) -> Iterator[Diagnostic]:
    """Yield one diagnostic for each kind of secret on each line; a very long line is looked at in pieces that overlap."""
    for number, line in enumerate(source.text.splitlines(), 1):
        kinds = dict.fromkeys(kind for piece in _pieces(line) for kind in kinds_in(piece))
        yield from (SECRET.at(None, line=number, kind=kind) for kind in kinds)


def _pieces(line: str) -> Iterator[str]:
    step = LONGEST - 400
    return (line[start : start + LONGEST] for start in range(0, max(1, len(line)), step))


def kinds_in(text: str) -> Iterator[str]:
    """Yield the kinds of secret in a text; after a telling key only what looks drawn by lot counts."""
    yield from (kind for kind, pattern in KINDS if pattern.search(text))
    if any(random_looking(found[1]) for found in NAMED.finditer(text)):
        yield "a value that looks like a password or key"


def random_looking(value: str) -> bool:
    """Whether letters and digits are mixed as no word is: at least 16 characters of 3.5 bits each (Shannon)."""
    mixed = bool(re.search(r"[0-9]", value)) and bool(re.search(r"[A-Za-z]", value))
    return len(value) >= SHORTEST and mixed and entropy(value) >= ENTROPY


def entropy(value: str) -> float:
    """Return the bits per character of a text by the frequency of its characters."""
    counts = Counter(value)
    return -sum(count / len(value) * log2(count / len(value)) for count in counts.values())
