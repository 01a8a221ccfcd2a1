"""Operations and jobs in, the rights of each database role out: what a deed needs, and nothing more.

A right follows from a deed, never from habit; the tests act out every deed under its role.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from designgen.engines.offline.database.apart import apart_name
from designgen.engines.offline.database.coupling import moved_along
from designgen.engines.offline.database.erasure import personal, withdrawn
from designgen.engines.offline.database.grants import Rights
from designgen.engines.offline.database.ground import Ground
from designgen.engines.offline.database.imports import LINEAGE
from designgen.engines.offline.database.platform import personal_tables
from designgen.engines.offline.database.triggers import NOTED
from designgen.knowledge.catalogue import load
from designgen.model.design.database import Job, Role, Table, View
from designgen.model.facts import EntityFacts, Use
from designgen.syntax.identifiers import listed

ADDS = ("create", "import", "sync", "batch", "upload")
CHANGES = ("update", "replace", "sync", "import")
LATER = ("import", "export", "send")
ALWAYS = ("version", "updated_at", "updated_by")


def roles(ground: Ground, tables: Sequence[Table], jobs: Sequence[Job], shown: Sequence[View] = ()) -> tuple[Role, ...]:
    """Return owner, application, worker, reader, and the clerk of erasures where there is something to erase."""
    found = [_owner(ground), _app(ground, tables), _worker(ground, tables, jobs), _reader(ground, tables)]
    if personal_tables(ground):
        found.append(_privacy(ground))
    return tuple(_looking(role, ground, shown) for role in found)


def _looking(role: Role, ground: Ground, shown: Sequence[View]) -> Role:
    """Let application and reader look at the views."""
    if role.name not in (ground.role("app"), ground.role("readonly")):
        return role
    return role.model_copy(update={"grants": (*role.grants, *(("SELECT", view.name) for view in shown))})


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
        if facts.key in ground.apart and "INSERT" in rights.privileges.get(facts.table, set()):
            rights.allow(apart_name(facts), "INSERT")
    _started_at_peers(ground, rights)
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
    _told_by_peers(ground, rights)
    for job in jobs:
        _duty(ground, rights, job)
    _catalogue_rights(rights, tables, "worker")
    _beside(rights, tables)
    return Role(
        key=f"role:{ground.role('worker')}",
        because=("DATA-082", "SVC-007"),
        may=("Runs the jobs: each has the rights that its statement needs.",),
        grants=tuple(rights.granted(tables)),
    )


def _duty(ground: Ground, rights: Rights, job: Job) -> None:
    """Allow what the statement of one job does: read all its tables, and delete, fill or change by its kind."""
    for table in job.tables:
        rights.allow(table, "SELECT")
        if table.endswith("_staging"):
            rights.allow(table, "INSERT", "DELETE")
    kind, first = job.name.partition("-")[0], job.tables[:1]
    for table in first if kind == "purge" else ():
        rights.allow(table, "DELETE")
    for table in first if kind == "load" else ():
        rights.change(table, [LINEAGE])
    for table in first if kind == "apply" else ():
        facts = next(known for known in ground.facts.entities if known.table == table)
        rights.change(table, [job.tables[1].removeprefix(f"{table}_"), *_present(facts, ALWAYS)])
        rights.allow(job.tables[1], "INSERT")


def _erases(ground: Ground, rights: Rights, facts: EntityFacts) -> None:
    rights.change(facts.table, [*(attribute.name for attribute in personal(facts)), "updated_by"])
    for other, _ in withdrawn(ground, facts):
        rights.change(other.table, ["deleted_at", "deleted_by", "updated_by"])


def _reader(ground: Ground, tables: Sequence[Table]) -> Role:
    """Return the role for people who look things up: entities and histories, without personal data (GDPR article 25)."""
    grants = []
    for table in tables:
        if table.kind in ("entity", "history", "join", "transition", "aggregate", "temporal"):
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
        rights.change(facts.table, _changeable(ground, facts))
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


def _changeable(ground: Ground, facts: EntityFacts) -> list[str]:
    """Return the columns an update may write: data and references that are not fixed at creation, nor the token's or the tenant's."""
    free = [attribute.name for attribute in facts.attributes if attribute.role in ("data", "reference") and not attribute.write_once]
    free = [name for name in free if name != ground.tenant_column(facts.key)]
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


def _told_by_peers(ground: Ground, rights: Rights) -> None:
    """Let the worker do what webhooks ask for: write the entities that a peer tells of, move them, set what an event brings."""
    for facts in ground.facts.entities:
        peers = [peer for peer in ground.facts.requirements.integrations if peer.direction != "out" and _is_about(peer.data, facts)]
        if peers and facts.entity.states:
            moved = [known.name for known in facts.attributes if _set_later(known.role, known.nullable)]
            rights.change(facts.table, ["status", *moved, *_present(facts, ALWAYS)])
            for target in _referred(ground, facts):
                rights.allow(target, "SELECT")
        created = any(use.operation.verb in ADDS for use in facts.uses)
        if any(peer.direction == "in" for peer in peers) or (peers and not created):
            rights.allow(facts.table, "SELECT", "INSERT")
        _contained(ground, rights, facts)


def _started_at_peers(ground: Ground, rights: Rights) -> None:
    """Let the application note what it asked a peer to do, where no operation of its own creates that row."""
    for facts in ground.facts.entities:
        asked = [peer for peer in ground.facts.requirements.integrations if peer.direction != "in" and _is_about(peer.data, facts)]
        if asked and not any(use.operation.verb in ADDS for use in facts.uses):
            rights.allow(facts.table, "SELECT", "INSERT")


def _is_about(names: Sequence[str], facts: EntityFacts) -> bool:
    return facts.key in names or facts.entity.name in names


def _contained(ground: Ground, rights: Rights, facts: EntityFacts) -> None:
    """Let parts be written with their whole: who may create or change the whole may do so with its parts (aggregate boundary)."""
    parent = ground.parent(facts)
    if not parent:
        return
    whole = ground.facts.entity(parent)
    held = rights.privileges.get(whole.table, set())
    rights.allow(facts.table, *(word for word in ("SELECT", "INSERT") if word in held))
    if set(rights.columns.get(whole.table, ())) - {"status", *ALWAYS, "deleted_at", "deleted_by"}:
        rights.change(facts.table, _changeable(ground, facts))
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
    _notes(rights, tables)
    for table in tables:
        if table.kind == "join" and any("INSERT" in rights.privileges.get(key.target, set()) for key in table.foreign_keys[:1]):
            rights.allow(table.name, "SELECT", "INSERT", "DELETE")
        if table.label.endswith("_counter") and "INSERT" in rights.privileges.get(table.name.removesuffix("_counter"), set()):
            rights.allow(table.name, "INSERT")
            rights.change(table.name, ["last_number"])


def _notes(rights: Rights, tables: Sequence[Table]) -> None:
    """Allow the log of changes to whoever writes a table that devices follow."""
    for table in tables:
        noted = any(rule.calls.startswith(NOTED) for rule in table.triggers)
        if noted and (rights.columns.get(table.name) or "INSERT" in rights.privileges.get(table.name, set())):
            rights.allow("platform.sync_change", "INSERT")
