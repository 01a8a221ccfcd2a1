"""Columns in, a diagnostic for each whose type, name or rule invites mistakes out (LINT-D02, -03, -11, -15, -16, -18, -20)."""

import re
from collections.abc import Iterator

from designgen.model.artifact import Artifact
from designgen.model.design.database import Column, Table
from designgen.model.design.whole import Design
from designgen.model.diagnostic import Diagnostic, Rule, Severity
from designgen.model.facts import EntityFacts
from designgen.syntax.identifiers import LONGEST, PLAIN, RESERVED

MONEY = re.compile(r"(^|_)(price|amount|total|cost|fee|vat|iva|balance)($|_)")
SECRET = ("special", "health", "credential", "card")
MONEY_KIND = Rule(
    code="DG374",
    name="money-as-float",
    severity=Severity.ERROR,
    message="`{table}.{column}` holds money as {type}",
    why="Binary fractions lose cents; sums of many rows no longer agree with the receipts.",
    help="make it `money` or a decimal with a fixed scale",
    rulebook=("LINT-D02", "DATA-050"),
)
NAIVE_TIME = Rule(
    code="DG375",
    name="instant-without-zone",
    severity=Severity.ERROR,
    message="`{table}.{column}` is an instant without a zone",
    why="The same text means two instants a year wherever clocks change.",
    help="make it `instant`",
    rulebook=("LINT-D03", "DATA-014"),
)
UNMARKED = Rule(
    code="DG376",
    name="personal-column-unmarked",
    severity=Severity.ERROR,
    message="`{table}.{column}` holds {pii} data and its comment does not say so",
    why="Exports, masks and erasures find personal data by the mark in the comment.",
    rulebook=("LINT-D11", "DATA-079"),
)
PLAIN_SECRET = Rule(
    code="DG377",
    name="sensitive-column-in-clear",
    severity=Severity.WARN,
    message="`{table}.{column}` holds {pii} data in clear text",
    why="Encryption of disks does not stop whoever may read the table; the application has to encrypt such values.",
    help="keep `{column}` encrypted by the application, with the key outside the database",
    rulebook=("LINT-D11", "DATA-081"),
)
MAYBE = Rule(
    code="DG378",
    name="flag-with-three-values",
    severity=Severity.WARN,
    message="`{table}.{column}` is yes, no or unknown",
    why="Every condition on it has a third case that is easily forgotten.",
    help="give `{column}` a default, or make it an enumeration that names the third value",
    rulebook=("LINT-D15", "DATA-012"),
)
OPEN_SET = Rule(
    code="DG379",
    name="enumeration-without-check",
    severity=Severity.ERROR,
    message="`{table}.{column}` has fixed values and no constraint keeps them",
    why="One program with an old list is enough to store a value that nobody else knows.",
    rulebook=("LINT-D16", "DATA-061"),
)
UNVERSIONED = Rule(
    code="DG380",
    name="changing-table-without-version",
    severity=Severity.WARN,
    message="`{table}` changes and has no version",
    why="Two people who save the same row overwrite each other without noticing.",
    rulebook=("LINT-D18", "DATA-041"),
)
AWKWARD = Rule(
    code="DG381",
    name="awkward-identifier",
    severity=Severity.WARN,
    message="`{name}` has to be quoted in every statement: {problem}",
    why="A name that works in one tool and fails in the next costs an afternoon each time.",
    help="choose another name with `table:` or rename the field",
    rulebook=("LINT-D20", "DATA-039"),
)
RULES = (MONEY_KIND, NAIVE_TIME, UNMARKED, PLAIN_SECRET, MAYBE, OPEN_SET, UNVERSIONED, AWKWARD)


def check_schema_columns(design: Design, _artifacts: tuple[Artifact, ...] = ()) -> Iterator[Diagnostic]:
    """Report columns and names that invite mistakes, where their field was written."""
    entities = {facts.key: facts for facts in design.facts.entities}
    for table in design.database.tables:
        facts = entities.get(table.entity)
        yield from _table(design, table, facts)
        for column in table.columns:
            found = [*_types(table, column), *_privacy(table, column), *_sets(table, column), *_names(table, column.name)]
            place = f"domain.{table.entity}.fields.{column.attribute.source}" if facts else ""
            yield from (problem.model_copy(update={"span": problem.span or design.places.get(place)}) for problem in found)


def _table(design: Design, table: Table, facts: EntityFacts | None) -> Iterator[Diagnostic]:
    names = {column.name for column in table.columns}
    if facts and "version" not in names and any(use.operation.verb in ("update", "replace", "transition") for use in facts.uses):
        yield UNVERSIONED.at(design.places.get(f"domain.{facts.key}"), table=table.name, subject=table.key)
    for name in (table.schema_name, table.label):
        yield from _names(table, name)


def _types(table: Table, column: Column) -> Iterator[Diagnostic]:
    kind = column.attribute.type
    if kind in ("float", "real", "double") and MONEY.search(column.name):
        yield MONEY_KIND.at(None, table=table.name, column=column.name, type=kind, subject=table.key)
    zoned = f"{column.name}_tz" in [other.name for other in table.columns]
    if kind in ("local_datetime", "timestamp") and column.name.endswith("_at") and not zoned:
        yield NAIVE_TIME.at(None, table=table.name, column=column.name, subject=table.key)
    if kind == "bool" and column.attribute.nullable:
        yield MAYBE.at(None, table=table.name, column=column.name, subject=table.key)


def _privacy(table: Table, column: Column) -> Iterator[Diagnostic]:
    pii = column.attribute.pii
    if pii and f"pii={pii}" not in column.comment:
        yield UNMARKED.at(None, table=table.name, column=column.name, pii=pii, subject=table.key)
    if pii in SECRET and not column.name.endswith(("_enc", "_bidx", "_kid", "_ref")) and column.attribute.type != "hash":
        yield PLAIN_SECRET.at(None, table=table.name, column=column.name, pii=pii, subject=table.key)


def _sets(table: Table, column: Column) -> Iterator[Diagnostic]:
    kept = any(re.search(rf"\b{re.escape(column.name)}\b", check.expression) for check in table.checks)
    if column.attribute.values and not kept:
        yield OPEN_SET.at(None, table=table.name, column=column.name, subject=table.key)


def _names(table: Table, name: str) -> Iterator[Diagnostic]:
    problem = ""
    if name in RESERVED:
        problem = "SQL keeps the word for itself"
    elif not PLAIN.fullmatch(name):
        problem = "it holds other signs than small letters, digits and underscores"
    elif len(name.encode()) > LONGEST:
        problem = f"it is longer than {LONGEST} bytes"
    if problem:
        yield AWKWARD.at(None, name=name, problem=problem, subject=table.key)
