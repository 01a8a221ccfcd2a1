"""What can be wrong with the shape of a requirements file, as rules."""

from designgen.model.diagnostic import Rule, Severity

UNKNOWN_KEY = Rule(
    code="DG111",
    name="unknown-key",
    severity=Severity.ERROR,
    message="`{key}` is no key of {owner}",
    why="A misspelt key would be dropped in silence, and with it a retention or a limit.",
    help="{advice}",
    rulebook=("REQ-003",),
)
MISSING_KEY = Rule(
    code="DG113",
    name="missing-key",
    severity=Severity.ERROR,
    message="{owner} has no `{key}`",
    why="Without it nothing can be designed; everything that has a sound default may be left out.",
    help="{advice}",
    rulebook=("REQ-009",),
)
WRONG_SHAPE = Rule(
    code="DG114",
    name="wrong-shape",
    severity=Severity.ERROR,
    message="`{key}` is {found} where {due} is due",
    why="The vocabulary gives every key one shape, and short forms only where they are unmistakable.",
    help="{advice}",
    rulebook=("REQ-003",),
)
WRONG_WORD = Rule(
    code="DG115",
    name="unknown-word",
    severity=Severity.ERROR,
    message="`{text}` is no {what}",
    why="The design follows from the word, so only words with a known meaning can stand here.",
    help="{advice}",
    rulebook=("REQ-003",),
)
WRONG_AMOUNT = Rule(
    code="DG116",
    name="unreadable-quantity",
    severity=Severity.ERROR,
    message="`{text}` is not {what}",
    why="Every figure of the design is computed from the author's quantities; one without a readable unit cannot be.",
    help="{advice}",
    rulebook=("REQ-005",),
)
MALFORMED = Rule(
    code="DG117",
    name="malformed-value",
    severity=Severity.ERROR,
    message="`{text}` is not {what}",
    why="The value is used in file names, codes or dates, where only this form works everywhere.",
    help="{advice}",
    rulebook=("REQ-004",),
)
DUPLICATE_ID = Rule(
    code="DG118",
    name="duplicate-id",
    severity=Severity.ERROR,
    message="`{id}` names two {what}",
    why="Everything in the package refers to ids; one that means two things leads nowhere.",
    help="give one of them another id",
    rulebook=("REQ-004",),
)
CUT = Rule(
    code="DG119",
    name="cut-at-comma",
    severity=Severity.ERROR,
    message="`{text}` was cut in two at its comma",
    why="Inside braces a comma ends the value, so the second half became a key of its own.",
    help="{advice}",
    rulebook=("REQ-002",),
)
ACCEPTANCE_CUT = Rule(
    code="DG120",
    name="acceptance-cut",
    severity=Severity.ERROR,
    message="an acceptance criterion was cut at its commas, this part begins with `{word}`",
    why="Inside brackets a comma ends the element, so one Given, when, then became three criteria.",
    help='quote the whole sentence: `["Given ..., when ..., then ..."]`',
    rulebook=("REQ-002",),
)
EMPTY = Rule(
    code="DG121",
    name="empty-file",
    severity=Severity.ERROR,
    message="the file holds no requirements",
    why="A design needs a project with a name and a purpose, and one entity with one field.",
    help="begin with `project: {{name: ..., purpose: ...}}` and `domain: {{context: {{Entity: {{fields: {{name: string(80)}}}}}}}}`",
    rulebook=("REQ-009",),
)
NAME = Rule(
    code="DG122",
    name="unusable-name",
    severity=Severity.ERROR,
    message="`{text}` cannot name {what}",
    why="Names become tables, paths, scopes and file names; letters, digits and underscores of ASCII work in all of them.",
    help="{advice}",
    rulebook=("REQ-004",),
)
NAME_STYLE = Rule(
    code="DG123",
    name="unusual-name",
    severity=Severity.WARN,
    message="{what} `{text}` is not written in {style}",
    why="One style for each kind of name tells entities, fields and events apart at a glance.",
    help="write `{better}`",
    rulebook=("REQ-004",),
)
RULES = (
    UNKNOWN_KEY, MISSING_KEY, WRONG_SHAPE, WRONG_WORD, WRONG_AMOUNT, MALFORMED, DUPLICATE_ID, CUT, ACCEPTANCE_CUT, EMPTY, NAME, NAME_STYLE,
)  # fmt: skip

ADVICE = {
    "name": "write a name of letters, digits, spaces, `_` and `-`, at most 52 characters, such as `toolshed`",
    "purpose": "say in one sentence what the system is for",
    "country": "write a code of ISO 3166-1, such as `IT`",
    "currency": "write a code of ISO 4217, such as `EUR`",
    "as_of": "write a date such as `2027-04-01`",
    "deadline": "write a date such as `2027-04-01`",
    "project": "add `project: {name: ..., purpose: ...}`",
    "rule": "add `rule: LINT-R12`, the code or the rulebook id of the finding",
    "type": "add `type: string`, or another type",
    "to": "add `to: STATE`, the state that the event leads to",
}
WHAT = {
    "name": "a project name",
    "purpose": "a purpose",
    "country": "a country code",
    "currency": "a currency code",
    "as_of": "a date",
    "deadline": "a date",
}
