"""What can be wrong with a short form, as rules."""

from designgen.model.diagnostic import Rule, Severity

UNKNOWN_TYPE = Rule(
    code="DG124",
    name="unknown-type",
    severity=Severity.ERROR,
    message="field `{field}` has no known type: `{text}`",
    why="The type decides the column, the check and the form in the API.",
    help="{advice}",
    rulebook=("REQ-007",),
)
UNKNOWN_MODIFIER = Rule(
    code="DG125",
    name="unknown-modifier",
    severity=Severity.ERROR,
    message="`{text}` is no modifier of a field",
    why="A modifier that is not understood would be dropped, and with it a constraint.",
    help="{advice}",
    rulebook=("REQ-006",),
)
TYPE_ARGUMENT = Rule(
    code="DG126",
    name="type-argument",
    severity=Severity.ERROR,
    message="`{text}` is not {what}",
    why="Length, precision and values go into checks of the database and of the API.",
    help="{advice}",
    rulebook=("REQ-007",),
)
UNKNOWN_VERB = Rule(
    code="DG127",
    name="unknown-verb",
    severity=Severity.ERROR,
    message="operation `{text}` begins with no known verb",
    why="The verb decides method, path, scope and index of the operation.",
    help="{advice}",
    rulebook=("REQ-008",),
)
UNKNOWN_PART = Rule(
    code="DG128",
    name="unknown-part",
    severity=Severity.ERROR,
    message="`{text}` has no meaning in {what}",
    why="A word that is not understood would be dropped, and with it a filter or a limit.",
    help="{advice}",
    rulebook=("REQ-008",),
)
UNFINISHED = Rule(
    code="DG129",
    name="unfinished-part",
    severity=Severity.ERROR,
    message="nothing stands behind `{text}`",
    why="The word announces a value that decides part of the design.",
    help="{advice}",
    rulebook=("REQ-008",),
)
RULES = (UNKNOWN_TYPE, UNKNOWN_MODIFIER, TYPE_ARGUMENT, UNKNOWN_VERB, UNKNOWN_PART, UNFINISHED)
