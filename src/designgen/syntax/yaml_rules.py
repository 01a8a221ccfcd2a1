"""What can be wrong with a YAML text, as rules; apart from the reader because the words outweigh the code."""

import re

from designgen.model.diagnostic import Diagnostic, Note, Rule, Severity
from designgen.model.source import Span

SYNTAX = Rule(
    code="DG101",
    name="yaml-syntax",
    severity=Severity.ERROR,
    message="{problem}",
    why="The file has to be YAML before anything in it can be understood; reading stops at the first place that is not.",
    help="{advice}",
    rulebook=("REQ-002",),
)
LARGE = Rule(
    code="DG102",
    name="large-input",
    severity=Severity.ERROR,
    message="the file is larger than {what}",
    why="Files above 4 MB, 64 levels or 500,000 nodes, copies by alias included, are not read: they are accidents or attacks.",
    help="split generated parts off; a requirements file is written by people",
)
DUPLICATE = Rule(
    code="DG103",
    name="duplicate-key",
    severity=Severity.ERROR,
    message="key `{key}` stands twice in one mapping",
    why="YAML readers silently keep one of two equal keys, and which one differs from reader to reader.",
    help="rename or remove one of them; the first one is in line {line}",
)
TAG = Rule(
    code="DG104",
    name="yaml-tag",
    severity=Severity.ERROR,
    message="tag `{tag}` has no meaning here",
    why="Types come from the vocabulary, never from tags; in other readers tags can run code.",
    help="remove the tag; quote the text if it must stay text",
)
MERGE = Rule(
    code="DG105",
    name="merge-key",
    severity=Severity.ERROR,
    message="merge keys (`<<`) are not read",
    why="A merged key hides where a value was written, so that no mistake in it could be shown in its place.",
    help="write the keys out, or use an anchor for one whole value",
)
UNKNOWN_ALIAS = Rule(
    code="DG106",
    name="alias-without-anchor",
    severity=Severity.ERROR,
    message="alias `*{name}` refers to nothing that is complete before it",
    why="An alias copies a value that was written before; it can refer neither forward nor to a part of itself.",
    help="write `&{name}` at the value that is meant, above this line",
)
DOCUMENTS = Rule(
    code="DG107",
    name="several-documents",
    severity=Severity.ERROR,
    message="a second document begins here",
    why="One file is one set of requirements; what follows `---` would be dropped in silence.",
    help="move the second document into a file of its own",
)
KEY = Rule(
    code="DG108",
    name="compound-key",
    severity=Severity.ERROR,
    message="this key is not plain text",
    why="Keys name things; a list, a mapping or an alias names nothing.",
    help="write the name as text; quote it if it contains `[` or `{{`",
)
CHARACTER = Rule(
    code="DG109",
    name="hidden-character",
    severity=Severity.ERROR,
    message="character {code} cannot be seen",
    why="Control and direction characters make a text read differently from how it looks.",
    help="remove it, or type the line again",
)
AMBIGUOUS = Rule(
    code="DG110",
    name="ambiguous-word",
    severity=Severity.WARN,
    message="`{text}` is read as text here and as something else by YAML 1.1 tools",
    why="YAML 1.1 reads `no` as false, `19:30` as 1170 and `012` as 10; editors and scripts beside this file may do so.",
    help='write `"{text}"` so that every tool agrees',
    rulebook=("REQ-001",),
)
RULES = (SYNTAX, LARGE, DUPLICATE, TAG, MERGE, UNKNOWN_ALIAS, DOCUMENTS, KEY, CHARACTER, AMBIGUOUS)

WORDS = (
    ("mapping values are not allowed", "a second `: ` stands in one value", 'quote the value: `key: "text: with a colon"`'),
    ("cannot start any token", "a value begins with a character that YAML keeps for itself", "quote the value"),
    (
        "did not find expected ',' or '}'",
        "the braces are not closed, or a value goes on after its end",
        "quote the value, or close the braces",
    ),
    (
        "did not find expected ',' or ']'",
        "the brackets are not closed, or a value goes on after its end",
        "quote the value, or close the brackets",
    ),
    ("did not find expected key", "the indentation fits no open mapping", "line the key up with the keys above it"),
    ("did not find expected '-' indicator", "the indentation fits no open list", "line the element up with the `-` above it"),
    ("could not find expected ':'", "a key has no `: ` after it", "write `key: value`"),
    ("found unexpected end of stream", "a quoted text is not closed", "close the quotation mark"),
    ("block sequence entries are not allowed", "a list begins in a place where a value is due", "begin the list on a line of its own"),
    ("while scanning a block scalar", "a value begins with `>` or `|` and goes on", "quote the value"),
    ("did not find expected comment or line break", "a value begins with `>` or `|` and goes on", 'quote the value: `measure: ">= 99%"`'),
)
TRAPS = (
    (re.compile(r"[:,]\s*(>=?|<->)"), "a value begins with `>`", 'quote the value: `measure: ">= 99%"`'),
    (
        re.compile(r"(\[[^\[\]]*\])\s+(opt|unique|immutable|computed|=|pii:)"),
        "a modifier stands after `]`, where the list has ended",
        'quote the whole type: `lines: "[OrderLine] opt"`',
    ),
    (re.compile(r"^\s*(\t)"), "a tab indents this line", "indent with spaces"),
    (re.compile(r":\s+([@`%])"), "a value begins with a character that YAML keeps for itself", "quote the value"),
)


def syntax_error(problem: str, span: Span, began: Span, text: str) -> Diagnostic:
    """Return the diagnostic of a text that is no YAML, with the trap named if it is a known one.

    `began` is where the construct starts that could not be finished.
    """
    lines = text.split("\n")
    for number in (span.line, span.line - 1):
        line = lines[number - 1] if 0 < number <= len(lines) else ""
        for pattern, words, advice in TRAPS:
            found = pattern.search(line)
            if found:
                place = Span(file=span.file, line=number, column=found.start(1) + 1, length=len(found[1]))
                return SYNTAX.at(place, problem=words, advice=advice)
    words, advice = next(((words, advice) for key, words, advice in WORDS if key in problem), (f"this is not YAML: {problem}", ""))
    notes = (Note(message="what is not closed begins here", span=began),) if began.line < span.line else ()
    return SYNTAX.at(span, notes=notes, problem=words, advice=advice)
