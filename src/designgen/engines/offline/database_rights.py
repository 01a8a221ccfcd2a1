"""Operations and jobs in, the rights of each database role out: what a deed needs, and nothing more.

A right follows from a deed, never from habit; the tests act out every deed under its role.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from designgen.engines.offline.database_coupling import moved_along
from designgen.engines.offline.database_erasure import personal, withdrawn
from designgen.engines.offline.database_ground import Ground
from designgen.engines.offline.database_platform import personal_tables
from designgen.knowledge.catalogue import load
from designgen.model.design.database import Job, Role, Table
from designgen.model.facts import EntityFacts, Use
from designgen.syntax.identifiers import listed

ADDS = ("create", "import", "sync", "batch", "upload")
CHANGES = ("update", "replace", "sync", "import")
LATER = ("import", "export", "send")
ALWAYS = ("version", "updated_at", "updated_by")


@dataclass
class Rights:
    """What one role may do with each table: whole-table privileges, and the columns it may change."""

    privileges: dict[str, set[str]] = field(default_factory=dict)
    columns: dict[str, set[str]] = field(default_factory=dict)

    def allow(self, table: str, *privileges: str) -> None:
        """Allow privileges on a table."""
        self.privileges.setdefault(table, set()).update(privileges)

    def change(self, table: str, names: Iterable[str]) -> None:
        """Allow to change some columns of a table; finding the row needs to read it."""
        self.allow(table, "SELECT")
        self.columns.setdefault(table, set()).update(names)

    def granted(self, tables: Sequence[Table]) -> Iterator[tuple[str, str]]:
        """Yield (privileges, table) in the order of the tables and of their columns."""
        for table in tables:
            held = self.privileges.get(table.name, set())
            words: list[str] = [word for word in ("SELECT", "INSERT") if word in held]
            names = [column.name for column in table.columns if column.name in self.columns.get(table.name, set())]
            words += [f"UPDATE ({listed(names)})"] if names else []
            words += ["DELETE"] if "DELETE" in held else []
            if words:
                yield ", ".join(words), table.name


def roles(ground: Ground, tables: Sequence[Table], jobs: Sequence[Job]) -> tuple[Role, ...]:
    """Return owner, application, worker, reader, and the clerk of erasures where there is something to erase."""
    found = [_owner(ground), _app(ground, tables), _worker(ground, tables, jobs), _reader(ground, tables)]
    if personal_tables(ground):
        found.append(_privacy(ground))
    return tuple(found)


def _owner(ground: Ground) -> Role:
    return Role(
        key=f"role:{ground.role('owner')}",
        because=("DATA-030", "LINT-D27"),
        may=("Owns every object; only migrations run under it.",),
        grants=(),
    )


def _app(ground: Ground, tables: Sequence[Table]) -> Role:
    rights = Rights()
    for facts in ground.facts.entities:
        for use in facts.uses:
            if not _is_for_the_worker(use):
                _deed(ground, rights, facts, use)
        _contained(ground, rights, facts)
    _catalogue_rights(rights, tables, "app")
    _beside(rights, tables)
    return Role(
        key=f"role:{ground.role('app')}",
        because=("DATA-076", "LINT-D27"),
        may=("Serves the API: reads and writes what its operations name, creates no object.", *_deletions(rights)),
        grants=tuple(rights.granted(tables)),
    )


def _deletions(rights: Rights) -> tuple[str, ...]:
    deleting = sorted(table for table, held in rights.privileges.items() if "DELETE" in held)
    if deleting:
        return (f"Deletes rows of {', '.join(deleting)} and of no other table.",)
    return ("Deletes no row: no operation removes one for good.",)


def _worker(ground: Ground, tables: Sequence[Table], jobs: Sequence[Job]) -> Role:
    rights = Rights()
    for facts in ground.facts.entities:
        for use in facts.uses:
            if _is_for_the_worker(use):
                _deed(ground, rights, facts, use)
        if f"job:erase-{facts.table.split('.')[1].replace('_', '-')}" in {job.key for job in jobs}:
            _erases(ground, rights, facts)
    for job in jobs:
        for number, table in enumerate(job.tables):
            rights.allow(table, "SELECT")
            if number == 0 and job.name.startswith("purge-"):
                rights.allow(table, "DELETE")
    _catalogue_rights(rights, tables, "worker")
    _beside(rights, tables)
    return Role(
        key=f"role:{ground.role('worker')}",
        because=("DATA-082", "SVC-007"),
        may=("Runs the jobs: each has the rights that its statement needs.",),
        grants=tuple(rights.granted(tables)),
    )


def _erases(ground: Ground, rights: Rights, facts: EntityFacts) -> None:
    rights.change(facts.table, [*(attribute.name for attribute in personal(facts)), "updated_by"])
    for other, _ in withdrawn(ground, facts):
        rights.change(other.table, ["deleted_at", "deleted_by", "updated_by"])


def _reader(ground: Ground, tables: Sequence[Table]) -> Role:
    """Return the role for people who look things up: entities and histories, without personal data (GDPR article 25)."""
    grants = []
    for table in tables:
        if table.kind in ("entity", "history", "join", "transition", "aggregate"):
            shown = [column.name for column in table.columns if not column.attribute.pii and column.name != "identity_subject"]
            hidden = len(shown) < len(table.columns)
            grants.append((f"SELECT ({listed(shown)})" if hidden else "SELECT", table.name))
    return Role(
        key=f"role:{ground.role('readonly')}",
        because=("DATA-079", "PRV-001"),
        may=("Looks up entities and their histories in support cases; personal columns are refused.",),
        grants=tuple(grants),
    )


def _privacy(ground: Ground) -> Role:
    return Role(
        key=f"role:{ground.role('privacy')}",
        because=("DATA-071", "DATA-084"),
        may=("Takes in requests of persons to be erased and puts a legal hold on them; sees no other table.",),
        grants=(("SELECT, INSERT, UPDATE (legal_hold)", "platform.erasure_ledger"),),
    )


def _is_for_the_worker(use: Use) -> bool:
    return use.operation.verb in LATER or bool(use.trigger)


def _deed(ground: Ground, rights: Rights, facts: EntityFacts, use: Use) -> None:
    """Allow what one operation does to the table of its entity, and to read what the entity refers to."""
    verb = use.operation.verb
    rights.allow(facts.table, "SELECT")
    for target in _referred(ground, facts):
        rights.allow(target, "SELECT")
    if verb in ADDS:
        rights.allow(facts.table, "INSERT")
    if verb in CHANGES:
        rights.change(facts.table, _changeable(facts))
    if verb == "transition":
        rights.change(facts.table, _moved(facts, use))
    if facts.soft_delete and verb in ("delete", "sync"):
        rights.change(facts.table, ["deleted_at", "deleted_by", *_present(facts, ALWAYS)])
    elif verb == "delete":
        rights.allow(facts.table, "DELETE")
    if verb in ADDS or verb == "transition":
        _moves_others(ground, rights, facts)


def _referred(ground: Ground, facts: EntityFacts) -> list[str]:
    targets = [known.target for known in facts.attributes if known.role == "reference" and known.target]
    return [ground.tables[target] for target in targets if target in ground.tables]


def _moves_others(ground: Ground, rights: Rights, facts: EntityFacts) -> None:
    for other in moved_along(ground, facts):
        rights.change(other.table, ["status", *_present(other, ALWAYS)])


def _changeable(facts: EntityFacts) -> list[str]:
    """Return the columns an update may write: data and references that are neither fixed at creation nor taken from the token."""
    free = [attribute.name for attribute in facts.attributes if attribute.role in ("data", "reference") and not attribute.write_once]
    return [name for name in free if not facts.attribute(name).owner] + _present(facts, (*ALWAYS, "identity_subject"))


def _moved(facts: EntityFacts, use: Use) -> list[str]:
    """Return the columns an event writes: the state, what it carries, what is set by it (such as `paid_at` or a number)."""
    carried = {
        name
        for state in facts.entity.states
        for move in state.transitions
        if move.event == use.operation.event
        for name in move.with_fields
    }
    carried |= set(use.operation.with_fields)
    written = [
        attribute.name for attribute in facts.attributes if attribute.source in carried or _set_later(attribute.role, attribute.nullable)
    ]
    return ["status", *written, *_present(facts, ALWAYS)]


def _set_later(role: str, nullable: bool) -> bool:
    return role == "data" and nullable


def _present(facts: EntityFacts, names: Iterable[str]) -> list[str]:
    known = {attribute.name for attribute in facts.attributes}
    return [name for name in names if name in known]


def _contained(ground: Ground, rights: Rights, facts: EntityFacts) -> None:
    """Let parts be written with their whole: who may create or change the whole may do so with its parts (aggregate boundary)."""
    parent = ground.parent(facts)
    if not parent:
        return
    whole = ground.facts.entity(parent)
    held = rights.privileges.get(whole.table, set())
    rights.allow(facts.table, *(word for word in ("SELECT", "INSERT") if word in held))
    if set(rights.columns.get(whole.table, ())) - {"status", *ALWAYS, "deleted_at", "deleted_by"}:
        rights.change(facts.table, _changeable(facts))
        rights.allow(facts.table, "INSERT", "DELETE")


def _catalogue_rights(rights: Rights, tables: Sequence[Table], role: str) -> None:
    rows: dict[str, dict[str, Any]] = load("platform_tables")
    for table in tables:
        granted = rows.get(table.label, {}).get(role, "") if table.schema_name == "platform" else ""
        head, _, rest = granted.partition("UPDATE (")
        columns, _, tail = rest.partition(")")
        words = [word.strip() for word in f"{head},{tail}".split(",") if word.strip()]
        if words:
            rights.allow(table.name, *words)
        if columns:
            rights.change(table.name, [name.strip() for name in columns.split(",")])


def _beside(rights: Rights, tables: Sequence[Table]) -> None:
    """Allow what triggers do under the caller's rights: look up permitted moves, write histories; and numbers, links of n to m."""
    for table in tables:
        written = bool(rights.columns.get(table.name)) or "INSERT" in rights.privileges.get(table.name, set())
        if not table.guard or not written:
            continue
        rights.allow(f"{table.name}_transition", "SELECT")
        moves = "status" in rights.columns.get(table.name, set()) or "INSERT" in rights.privileges.get(table.name, set())
        if table.guard.history and moves:
            rights.allow(table.guard.history, "INSERT")
    for table in tables:
        if table.kind == "join" and any("INSERT" in rights.privileges.get(key.target, set()) for key in table.foreign_keys[:1]):
            rights.allow(table.name, "SELECT", "INSERT", "DELETE")
        if table.label.endswith("_counter") and "INSERT" in rights.privileges.get(table.name.removesuffix("_counter"), set()):
            rights.allow(table.name, "INSERT")
            rights.change(table.name, ["last_number"])
