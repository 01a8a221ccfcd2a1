"""A table or an index in, what its SQL names that is not there out: every bare word of a condition is a column of the table."""

import re
from collections.abc import Iterator

from designgen.engines.revision.placing import parts
from designgen.model.design.database import Index, Table
from designgen.model.design.item import Item
from designgen.model.interview import Section
from designgen.syntax.conditions import CALL, HARMLESS, QUOTED, TAKEN_FROM

WORD = re.compile(r"(?<![\w.:])[a-z_][a-z0-9_]*", re.IGNORECASE)
SIGNS = ("null", "true", "false", "like", "ilike", "similar", "to", "collate", "interval", "at", "time", "zone")
AS_TYPE = re.compile(r"\bas\s+[a-z][a-z ]*\)", re.IGNORECASE)
KEYWORDS = HARMLESS | frozenset((*SIGNS, "case", "when", "then", "else", "end"))
NAMED = re.compile(r"[a-z][a-z0-9_]{0,62}")


def column_faults(section: Section, part: Item) -> Iterator[str]:
    """Yield what keeps the SQL of a part from being true of its table."""
    if isinstance(part, Index):
        table = parts(section).get(f"table:{part.table}")
        if not NAMED.fullmatch(part.name):
            yield f"`{part.name}` is no name of an index; lower case letters, digits and `_`"
        if isinstance(table, Table):
            yield from _unknown(table, (*(one.expression for one in part.parts), part.where, *part.include))
        if not part.parts:
            yield "an index has at least one part"
    elif isinstance(part, Table):
        yield from _unknown(part, [check.expression for check in part.checks])
        yield from (f"`{check.name}` is no name of a constraint" for check in part.checks if not NAMED.fullmatch(check.name))


def _unknown(table: Table, conditions: tuple[str, ...] | list[str]) -> Iterator[str]:
    columns = {column.name for column in table.columns}
    for condition in conditions:
        bare = CALL.sub("(", AS_TYPE.sub(")", TAKEN_FROM.sub("(", QUOTED.sub("''", condition))))
        for word in WORD.findall(bare):
            if word not in columns and word.lower() not in KEYWORDS:
                yield f"`{word}` is no column of `{table.name}`"
