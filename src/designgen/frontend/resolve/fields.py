"""What the long form of a field can say that its short form cannot: a field in, what does not fit together reported."""

import re

from designgen.frontend.field_text import BOUND, PLAIN
from designgen.frontend.ledger import Ledger
from designgen.frontend.resolve_rules import LOOP, WRONG_TYPE
from designgen.frontend.text_rules import TYPE_ARGUMENT
from designgen.frontend.walk_rules import MISSING_KEY
from designgen.frontend.words import articled, similar
from designgen.model.domain import Field


def check_field(field: Field, path: str, ledger: Ledger) -> None:
    """Report a member type, a bound, a default or a missing target that the type does not allow."""
    if field.of and field.of not in PLAIN:
        advice = similar("type", field.of, PLAIN, "write a type such as `date` or `string`")
        ledger.report(TYPE_ARGUMENT, ledger.span(f"{path}.of"), text=field.of, what=f"a member type of {field.type}", advice=advice)
    for name, bound in (("min", field.min), ("max", field.max)):
        if bound is not None and not re.fullmatch(BOUND, bound):
            advice = "write a number, such as `0`"
            ledger.report(TYPE_ARGUMENT, ledger.span(f"{path}.{name}"), text=bound, what="a bound", advice=advice)
    if field.default and field.values and field.default not in field.values:
        advice = similar("value", field.default, field.values)
        found = "no value of the enum"
        ledger.report(WRONG_TYPE, ledger.span(path), name=field.default, found=found, due="one of them", advice=advice)
    if field.type in ("reference", "children", "many_to_many") and not field.to:
        advice = "add `to: Entity`, the entity it refers to"
        ledger.report(MISSING_KEY, ledger.span(path), owner=f"{articled('field')} of type `{field.type}`", key="to", advice=advice)


def check_loops(leads: dict[str, str | None], what: str, ledger: Ledger) -> None:
    """Report entities that come back to themselves along `part_of` or `extends`, each loop once."""
    reported: set[str] = set()
    for start, first in leads.items():
        seen, key = [start], first
        while key and key not in seen:
            seen.append(key)
            key = leads.get(key)
        if key == start and start not in reported:
            reported |= set(seen)
            chain = " → ".join(f"`{name.rpartition('.')[2]}`" for name in (*seen, start))
            ledger.report(LOOP, ledger.span(f"domain.{start}.{what}"), name=start.rpartition(".")[2], what=what, chain=chain)
