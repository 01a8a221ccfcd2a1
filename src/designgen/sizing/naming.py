"""Author's names in, names of tables, columns, operations and collections out (DATA-038, DATA-039, API-007, API-009).

One home for them, because the database and the API have to spell the same thing alike.
"""

import re

from designgen.knowledge.catalogue import load
from designgen.model.domain import Entity, Field
from designgen.model.wishes import Operation
from designgen.syntax.identifiers import PLAIN, RESERVED

WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+[0-9]*|[A-Z]+[0-9]*|[0-9]+")


def snake(name: str) -> str:
    """Return `OrderLine` as `order_line`; anything else than letters and digits parts words."""
    return name if PLAIN.fullmatch(name) else "_".join(word.lower() for word in WORD.findall(name)) or "x"


def plural(name: str) -> str:
    """Return the English plural of the last word of a name, keeping the case of what stays (API-007)."""
    lexicon = load("lexicon")
    words = WORD.findall(name)
    last = words[-1] if words else name
    head, lower = name.removesuffix(last), last.lower()
    if lower in lexicon["uncountable"]:
        return name
    irregular = lexicon["irregular"].get(lower)
    if irregular:
        return f"{head}{irregular.capitalize() if last[:1].isupper() else irregular}"
    if re.search(r"[^aeiou]y$", name):
        return name[:-1] + "ies"
    return name + ("es" if re.search(r"(?:s|x|z|ch|sh)$", name) else "s")


def plural_of(entity: Entity) -> str:
    """Return the plural an author gave, else the English one."""
    return entity.plural or plural(entity.name)


def table_of(entity: Entity) -> str:
    """Return `schema.table`: the author's table, else the name; a reserved word gets its context in front (DATA-039)."""
    if entity.table:
        return entity.table if "." in entity.table else f"{snake(entity.context)}.{entity.table}"
    schema, table = snake(entity.context), snake(entity.name)
    return f"{schema}.{schema}_{table}" if table in RESERVED else f"{schema}.{table}"


def column_of(field: Field) -> str:
    """Return the column of a field: `owner_id` for a reference, `deposit_amount` for money, else the name (DATA-038)."""
    name = snake(field.name)
    if field.type == "reference" and not name.endswith("_id"):
        return f"{name}_id"
    if field.type == "money" and name != "amount" and not name.endswith("_amount"):
        return f"{name}_amount"
    return name


PLURAL_VERBS = ("list", "search", "sync", "import", "export", "subscribe")


def operation_id(operation: Operation, entity: Entity) -> str:
    """Return the lowerCamel id of an operation: verb or event, then the entity, plural where many are meant (API-009)."""
    words = operation.event if operation.verb == "transition" and operation.event else operation.verb
    verb = "batch_create" if words == "batch" else words
    if operation.verb == "report":
        return lower_camel(f"report {operation.entity.rpartition('.')[2] or entity.name}")
    thing = plural_of(entity) if operation.verb in PLURAL_VERBS else entity.name
    qualifier = "own" if operation.own else ""
    through = f" through {operation.through.rpartition('.')[2]}" if operation.through else ""
    return lower_camel(f"{verb} {qualifier} {thing}{through}")


def lower_camel(text: str) -> str:
    """Return words as `lowerCamel`."""
    words = snake(text).split("_")
    return words[0] + "".join(word.capitalize() for word in words[1:])
