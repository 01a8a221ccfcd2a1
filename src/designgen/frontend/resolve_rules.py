"""What can be wrong with the names in a requirements file, as rules (LINT-R01)."""

from designgen.model.diagnostic import Rule, Severity

WHY = "A wish about something that does not exist cannot be designed, and a guess would be wrong in silence."

NO_ENTITY = Rule(
    code="DG112",
    name="operation-without-entity",
    severity=Severity.ERROR,
    message="operation `{operation}` names no entity",
    why=WHY,
    help="{advice}",
    rulebook=("LINT-R01", "REQ-008"),
)
AMBIGUOUS = Rule(
    code="DG130",
    name="ambiguous-entity",
    severity=Severity.ERROR,
    message="`{name}` names {number} entities",
    why="Two contexts may use one word for two things; the reader must not choose between them.",
    help="write one of {candidates}",
    rulebook=("LINT-R01",),
)
UNKNOWN_ENTITY = Rule(
    code="DG131",
    name="unknown-entity",
    severity=Severity.ERROR,
    message="{where} refers to `{name}`, which is no entity",
    why=WHY,
    help="{advice}",
    rulebook=("LINT-R01",),
)
UNKNOWN_FIELD = Rule(
    code="DG132",
    name="unknown-field",
    severity=Severity.ERROR,
    message="`{name}` is no field of `{entity}`",
    why=WHY,
    help="{advice}",
    rulebook=("LINT-R01",),
)
UNKNOWN_STATE = Rule(
    code="DG133",
    name="unknown-state",
    severity=Severity.ERROR,
    message="`{name}` is no state of `{entity}`",
    why=WHY,
    help="{advice}",
    rulebook=("LINT-R01",),
)
UNKNOWN_EVENT = Rule(
    code="DG134",
    name="unknown-event",
    severity=Severity.ERROR,
    message="`{name}` is no event of `{entity}`",
    why=WHY,
    help="{advice}",
    rulebook=("LINT-R01",),
)
UNKNOWN_NAME = Rule(
    code="DG135",
    name="unknown-name",
    severity=Severity.ERROR,
    message="{where} names {what} `{name}`, which does not exist",
    why=WHY,
    help="{advice}",
    rulebook=("LINT-R01",),
)
TWO_PARENTS = Rule(
    code="DG136",
    name="two-parents",
    severity=Severity.ERROR,
    message="`{child}` is part of `{first}` and of `{second}`",
    why="A part lives and dies with one whole; with two it has no owner and no path.",
    help="keep the parent that creates it, and refer to the other with `->{other}`",
    rulebook=("REQ-007",),
)
LONG_PATH = Rule(
    code="DG137",
    name="long-path",
    severity=Severity.ERROR,
    message="`{name}` goes over {hops} references",
    why="Paths end after two references: a longer one hides a join of four tables in one word.",
    help="refer to the far entity directly, or name a field at most two references away",
    rulebook=("REQ-008",),
)
TRIGGER = Rule(
    code="DG138",
    name="unreadable-trigger",
    severity=Severity.ERROR,
    message="`{text}` is no trigger",
    why="A trigger becomes a schedule or a subscription, so it has to say when or on what.",
    help="write `every 1d at 02:00`, `on Order.paid` or `2h before Reservation.starts_at`",
    rulebook=("REQ-008",),
)
MINIMUM = Rule(
    code="DG139",
    name="nothing-to-design",
    severity=Severity.ERROR,
    message="the domain has no entity with a field",
    why="Tables, API and sizes all grow from the entities; without one there is nothing to design.",
    help="add one: `domain: {{lending: {{Tool: {{fields: {{name: string(80)}}}}}}}}`",
    rulebook=("REQ-009",),
)
SAME_NAME = Rule(
    code="DG140",
    name="confusable-names",
    severity=Severity.ERROR,
    message="`{name}` and `{other}` become the same table or column",
    why="Names are folded to lower case with underscores in the database, where these two are one.",
    help="rename one of them",
    rulebook=("REQ-004",),
)
WRONG_TYPE = Rule(
    code="DG141",
    name="unfit-field",
    severity=Severity.ERROR,
    message="`{name}` is {found} where {due} is due",
    why="The rule or operation computes with the field, and its type allows no such computation.",
    help="{advice}",
    rulebook=("LINT-R01",),
)
NO_EVENT = Rule(
    code="DG142",
    name="transition-without-event",
    severity=Severity.ERROR,
    message="operation `{operation}` names no event",
    why="An entity may have several events; each one is an endpoint, a scope and a guard of its own.",
    help="write `transition {example}`, or `.*` for every event",
    rulebook=("LINT-R01", "REQ-008"),
)
LOOP = Rule(
    code="DG143",
    name="entity-inside-itself",
    severity=Severity.ERROR,
    message="`{name}` is its own `{what}`: {chain}",
    why="A chain that comes back to its beginning has no first row, no owner and no table to create first.",
    help="remove one link; for a tree of equal things write a field such as `parent: ->{name} opt`",
    rulebook=("REQ-007", "DATA-094"),
)
RULES = (
    NO_ENTITY, AMBIGUOUS, UNKNOWN_ENTITY, UNKNOWN_FIELD, UNKNOWN_STATE, UNKNOWN_EVENT, UNKNOWN_NAME, TWO_PARENTS, LONG_PATH, TRIGGER,
    MINIMUM, SAME_NAME, NO_EVENT, LOOP, WRONG_TYPE,
)  # fmt: skip
