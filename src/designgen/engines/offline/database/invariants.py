"""Rules of the domain in, constraints with names out; each rule says who enforces it, the application if nobody else can (DATA-068)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from designgen.engines.offline.database.deadlines import deadline
from designgen.engines.offline.database.ground import Ground
from designgen.engines.offline.database.states import frozen_states
from designgen.engines.offline.database.tables import alive_predicate
from designgen.model.design.database import CheckConstraint, Exclusion, Index, Invariant, KeyPart, Table
from designgen.model.domain import Invariant as Wish
from designgen.model.facts import EntityFacts
from designgen.syntax.identifiers import among, identifier, joined_name, literal

TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|('(?:[^']|'')*')|([A-Za-z_]\w*)|(<=|>=|<>|!=|==|[-+*/()<>=]))")
WORDS = ("and", "or", "not", "is", "null", "true", "false")
SUM = re.compile(r"\s*([a-z_]\w*)\s*=\s*([a-z_]\w*)((?:\s*[-+*]\s*[a-z_]\w*)+)\s*")
COUNTED = ("int", "bigint", "decimal", "money", "percent", "date")
"""What can stand beside a number in an expression."""
CIPHER = ("sealed", "key_id", "blind_index")
"""What the application encrypts: the database cannot compare it, so a rule about it stays with the application."""
OVERLAP = re.compile(r"no overlap of (\w+) per ([\w+]+)(?: when (\w+) in \(?([^)]*)\)?)?", re.IGNORECASE)


@dataclass(frozen=True)
class Enforced:
    """A table with the constraints that its entity's invariants added, and who enforces which."""

    table: Table
    invariants: tuple[Invariant, ...] = ()
    needs_gist: bool = False
    reasons: tuple[str, ...] = field(default=("DATA-068",))


def enforce(ground: Ground, facts: EntityFacts, table: Table) -> Enforced:
    """Return the table with a constraint for each invariant that a constraint can express."""
    result = Enforced(table=table)
    for name, wish in (*((str(number), wish) for number, wish in enumerate(facts.entity.invariants, 1)), *_asked_of_loads(ground, facts)):
        result = _one(ground, facts, result, (name, wish))
    return result


def _asked_of_loads(ground: Ground, facts: EntityFacts) -> Iterator[tuple[str, Wish]]:
    """Yield what a pipeline asks of every row it brings, where it is a rule of one row: it then holds for rows of any origin."""
    for pipe in ground.facts.requirements.pipelines:
        for number, text in enumerate(pipe.quality if pipe.sink in (facts.key, facts.entity.name) else (), 1):
            if translated(facts, text):
                yield f"{pipe.id}-{number}", Wish(text=text, check=text)


def _one(ground: Ground, facts: EntityFacts, so_far: Enforced, named: tuple[str, Wish]) -> Enforced:
    name, wish = named
    table, enforcer, gist = _constrained(ground, facts, so_far.table, wish)
    known = Invariant(
        key=f"invariant:{facts.key}.{name}",
        because=(*facts.because, "DATA-068"),
        entity=facts.key,
        text=wish.text or _worded(wish),
        enforced_by=enforcer,
    )
    return replace(so_far, table=table, invariants=(*so_far.invariants, known), needs_gist=so_far.needs_gist or gist)


def _constrained(ground: Ground, facts: EntityFacts, table: Table, wish: Wish) -> tuple[Table, str, bool]:
    exclusion = _exclusion(ground, facts, wish)
    if exclusion:
        return table.model_copy(update={"exclusions": (*table.exclusions, exclusion)}), exclusion.name, True
    check = _check(facts, wish)
    if check:
        return table.model_copy(update={"checks": (*table.checks, check)}), check.name, False
    single = _at_most_one(facts, wish)
    if single:
        return table.model_copy(update={"uniques": (*table.uniques, single)}), single.name, False
    if table.guard and (wish.immutable or "immutable" in wish.text) and frozen_states(facts):
        return table, f"trigger {joined_name(table.label, 'guard')}", False
    limit = deadline(facts, wish)
    return table, f"job {limit.job}" if limit else "application", False


def _exclusion(ground: Ground, facts: EntityFacts, wish: Wish) -> Exclusion | None:
    found = OVERLAP.search(wish.text)
    ranged = wish.no_overlap or (found[1] if found else "")
    if not ranged:
        return None
    per = wish.per or tuple((found[2] if found else "").split("+"))
    states = next(iter(wish.when.values()), ()) or tuple(re.findall(r"\w+", (found[4] if found else None) or ""))
    columns = [_column(facts, name) for name in per if name]
    period = _column(facts, ranged)
    if not period or None in columns or facts.attribute(period).type != "range":
        return None
    tenant = ground.tenant_column(facts.key)
    equal = tuple(dict.fromkeys([*([tenant] if tenant and tenant != "id" else []), *(name for name in columns if name)]))
    where = " AND ".join(filter(None, (among("status", states) if states else "", alive_predicate(facts))))
    label = facts.table.split(".")[1]
    return Exclusion(name=joined_name(label, period, "excl"), equal=equal, overlap=period, where=where, because=("DATA-118",))


def _check(facts: EntityFacts, wish: Wish) -> CheckConstraint | None:
    text = wish.check or (wish.text if SUM.fullmatch(wish.text) else "")
    expression = translated(facts, text) if text else ""
    if not expression or wish.per:
        return None
    condition = _only_when(facts, wish)
    label = facts.table.split(".")[1]
    used = [attribute.name for attribute in facts.attributes if re.search(rf"\b{re.escape(attribute.name)}\b", expression)]
    return CheckConstraint(name=joined_name(label, *used[:3], "rule_check"), expression=condition + expression, because=("DATA-068",))


def _only_when(facts: EntityFacts, wish: Wish) -> str:
    parts = []
    for name, values in wish.when.items():
        column = _column(facts, name)
        if column:
            parts.append(f"{identifier(column)} NOT IN ({', '.join(literal(value) for value in values)}) OR ")
    return "".join(parts)


def translated(facts: EntityFacts, text: str) -> str:
    """Return an author's expression over fields as one over columns; empty unless every word is a column, a number or an operator."""
    parts, place, counts = [], 0, bool(re.search(r"(?<![\w'])\d", text))
    while place < len(text.rstrip()):
        found = TOKEN.match(text, place)
        if not found:
            return ""
        place = found.end()
        number, quoted, word, sign = found.groups()
        column = _column(facts, word) if word else ""
        if (word and not column and word.lower() not in WORDS) or (column and counts and facts.attribute(column).type not in COUNTED):
            return ""
        parts.append(number or quoted or (identifier(column) if column else "") or (word.upper() if word else "") or _sign(sign))
    return " ".join(parts).replace("( ", "(").replace(" )", ")") if _compares(parts) else ""


def _sign(sign: str) -> str:
    return {"==": "=", "!=": "<>"}.get(sign, sign)


def _compares(parts: list[str]) -> bool:
    return any(part in ("=", "<", ">", "<=", ">=", "<>", "IS") for part in parts) and parts.count("(") == parts.count(")")


def _at_most_one(facts: EntityFacts, wish: Wish) -> Index | None:
    columns = [_column(facts, name) for name in wish.per]
    if wish.at_most != 1 or not columns or None in columns:
        return None
    label = facts.table.split(".")[1]
    conditions = [among(identifier(column), values) for name, values in wish.when.items() if (column := _column(facts, name))]
    names = [name for name in columns if name]
    where = " AND ".join([*conditions, *([alive_predicate(facts)] if facts.soft_delete else [])])
    return Index(
        key=f"index:{joined_name(label, *names, 'single_key')}",
        because=(*facts.because, "DATA-068"),
        table=facts.table,
        parts=tuple(KeyPart(expression=identifier(name)) for name in names),
        unique=True,
        where=where,
        serves=("constraint",),
    )


def _column(facts: EntityFacts, name: str | None) -> str | None:
    readable = (known for known in facts.attributes if known.type not in CIPHER)
    return next((known.name for known in readable if name and name in (known.name, known.source)), None)


def _worded(wish: Wish) -> str:
    when = "".join(f" while {name} is {' or '.join(values)}" for name, values in wish.when.items())
    per = f" per {' and '.join(wish.per)}" if wish.per else ""
    if wish.no_overlap:
        return f"no two rows overlap in {wish.no_overlap}{per}{when}"
    if wish.at_most is not None:
        return f"at most {wish.at_most}{per}{when}"
    return f"{wish.check}{when}" if wish.check else f"the row does not change{when}"
