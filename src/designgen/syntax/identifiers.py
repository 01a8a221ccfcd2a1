"""Names and texts in, safe SQL identifiers, literals and comments out (DATA-038..040).

Whatever an author called a field, and whatever a text holds, it cannot leave the place it is put in.
"""

import re
from hashlib import sha256

LONGEST = 63
PLAIN = re.compile(r"[a-z_][a-z0-9_]*")
RESERVED_WORDS = """
    all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast char
    character check coalesce collate collation column concurrently constraint create cross current_catalog current_date
    current_role current_schema current_time current_timestamp current_user dec decimal default deferrable desc distinct do
    else end except exists extract false fetch float for foreign freeze from full grant greatest group grouping having ilike
    in initially inner inout int integer intersect interval into is isnull join lateral leading least left like limit
    localtime localtimestamp natural nchar not notnull null nullif numeric offset on only or order
    outer overlaps placing primary real references returning right row select session_user
    setof similar smallint some substring symmetric system_user table tablesample then time timestamp to trailing
    true union unique user using values varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement
    xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable
"""
RESERVED = frozenset(RESERVED_WORDS.split())


def identifier(name: str) -> str:
    """Return a column, table or schema name as SQL may read it: bare where possible, else in double quotes."""
    if PLAIN.fullmatch(name) and name not in RESERVED:
        return name
    return '"' + name.replace('"', '""') + '"'


def qualified(name: str) -> str:
    """Return `schema.table` with each part safe."""
    return ".".join(identifier(part) for part in name.split("."))


def listed(names: tuple[str, ...] | list[str]) -> str:
    """Return column names as SQL lists them."""
    return ", ".join(identifier(name) for name in names)


def joined_name(*parts: str) -> str:
    """Return the name of a constraint or index; one longer than 63 bytes is cut and ends in six digits of its hash (DATA-040)."""
    name = "_".join(part for part in parts if part)
    if len(name.encode()) <= LONGEST:
        return name
    digest = sha256(name.encode()).hexdigest()[:6]
    kept = name.encode()[: LONGEST - 7].decode(errors="ignore").rstrip("_")
    return f"{kept}_{digest}"


def literal(text: str) -> str:
    """Return text as an SQL string literal; NUL, which PostgreSQL text cannot hold, is dropped."""
    return "'" + text.replace("\0", "").replace("'", "''") + "'"


def among(column: str, values: tuple[str, ...] | list[str]) -> str:
    """Return the condition that a column, already safe, holds one of some texts."""
    if len(values) == 1:
        return f"{column} = {literal(values[0])}"
    return f"{column} IN ({', '.join(literal(value) for value in values)})"


def comment(text: str) -> str:
    """Return text that stays on its own comment line: no line breaks, no control characters."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
