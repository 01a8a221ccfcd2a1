"""Actors, personal columns and the flows over boundaries in; sign-in rules, duties towards people, threats out."""

import re

from designgen.engines.offline.platform.brief import PII_RANK, RESTRICTED, SENSITIVE, Brief
from designgen.engines.offline.platform.exposure import threat_names
from designgen.engines.offline.platform.flow_names import flow_names
from designgen.engines.offline.platform.reasons import behind
from designgen.engines.offline.platform.stakes import some, stakes
from designgen.knowledge import catalogue, conditions, templates
from designgen.knowledge.wording import article, duration, listed, upper_first
from designgen.model.design.database import Table
from designgen.model.design.security import AccessSession, DataClass, Security, Threat
from designgen.model.wishes import Actor
from designgen.sizing.naming import plural


def security(brief: Brief, names: dict[str, object]) -> Security:
    """Return the security chapter."""
    limits = stakes(brief)
    names = names | flow_names(brief) | limits | threat_names(brief)
    return Security(
        sessions=tuple(_session(brief, actor, limits) for actor in brief.facts.requirements.actors),
        data=tuple(_data(brief, table) for table in brief.personal_tables),
        threats=tuple(_threat(brief, row, names) for row in _rows(names)),
    )


def _rows(names: dict[str, object]) -> list[dict[str, str]]:
    return [row for row in catalogue.load("threats")["threats"] if conditions.holds(row.get("when", "true"), names)]


def _threat(brief: Brief, row: dict[str, str], names: dict[str, object]) -> Threat:
    filled = {name: templates.phrase(row[name], **names) for name in ("element", "scenario", "control", "test")}
    because = (row["rule"], *behind(brief, row))
    return Threat(key=f"threat:{row['key']}", because=because, category=row["category"], **filled)


def access_class(brief: Brief, actor: Actor) -> str:
    """Return which row of the lifetimes an actor gets (SEC-004): the more sensitive the data, the shorter."""
    if actor.kind != "human":
        return "machine"
    if brief.is_open(actor):
        return "open"
    if actor.auth == "anonymous":
        return "guest"
    if actor.auth == "oidc+mfa" or brief.classes & RESTRICTED:
        return "admin"
    return "normal" if brief.classes & SENSITIVE else "low"


def _session(brief: Brief, actor: Actor, limits: dict[str, object]) -> AccessSession:
    row = catalogue.load("threats")["sessions"][access_class(brief, actor)]
    calls = some([f"`{one.name}`" for one in brief.operations if actor.name in one.actors]) or "nothing"
    limits = limits | {"calls": calls, "person": article(actor.name)}
    kept = brief.choice("identity.session", "server-session")
    method = row["method"].get(actor.auth or "default", row["method"]["default"])
    store = next((table.name for table in brief.database.tables if table.label.endswith("session")), "")
    ending = row["revocation"]
    if row["browser"] and kept == "server-session":
        ending = (
            f"Deleting the row in {store} ends it with the next request."
            if store
            else "Deleting the session on the server ends it with the next request."
        )
    reason = (
        f"The data it reaches is {listed(sorted(brief.classes, key=PII_RANK.index))}." if brief.classes else "It reaches no personal data."
    )
    return AccessSession(
        key=f"login:{actor.name}",
        because=tuple(row["rules"]) if access_class(brief, actor) == "open" else ("SEC-004", "identity.session", *row["rules"]),
        actor=actor.name,
        method=templates.phrase(method, **limits),
        lifetime=f"{row['lifetime']}. {reason}" if row["browser"] else templates.phrase(row["lifetime"], **limits),
        revocation=ending,
    )


def _data(brief: Brief, table: Table) -> DataClass:
    columns = tuple(column for column in table.columns if column.attribute.pii)
    entity = next((one for one in brief.facts.entities if one.key == table.entity), None)
    titles = {one.id: one.title for one in brief.facts.requirements.requirements}
    reached = _reached(brief, table)
    reasons = tuple(dict.fromkeys(reason for one in reached for reason in (entity_reasons(brief, one)) if reason in titles))
    return DataClass(
        key=f"personal:{table.name}",
        because=("PRV-001", *reasons),
        table=table.name,
        columns=tuple(column.name for column in columns),
        classes=tuple(sorted({str(column.attribute.pii) for column in columns}, key=PII_RANK.index)),
        purpose=f"Needed for {listed([f'{titles[one]} ({one})' for one in reasons])}."
        if reasons
        else "No requirement says what it is needed for: ask, or leave it out.",
        access=_access(brief, table),
        keep=_keep(brief, table, entity.entity.keep.seconds if entity and entity.entity.keep else None),
        erasure=erasure_path(brief, table),
    )


def _reached(brief: Brief, table: Table) -> tuple[str, ...]:
    """The entity of the table and the entities that refer to it: their requirements are why the person is known."""
    around = tuple(one.key for one in brief.facts.entities if any(attribute.target == table.entity for attribute in one.attributes))
    return tuple(dict.fromkeys((table.entity, *around)))


def entity_reasons(brief: Brief, key: str) -> tuple[str, ...]:
    """Return the requirements that need an entity."""
    return next((one.because for one in brief.facts.entities if one.key == key), ())


def _access(brief: Brief, table: Table) -> str:
    schemas = {schema.name: schema for api in brief.apis for schema in api.schemas}
    hidden = {column.name for column in table.columns if column.attribute.pii}
    sources = {column.attribute.source or column.name for column in table.columns if column.attribute.pii}
    reading = [
        one
        for one in brief.operations
        if one.entity == table.entity and one.response in schemas and sources & {each.name for each in schemas[one.response].properties}
    ]
    roles = [
        role.name for role in brief.database.roles if any(target == table.name and _reads(rights, hidden) for rights, target in role.grants)
    ]
    people = list(dict.fromkeys(name for one in reading for name in one.actors))
    through = (
        f"{upper_first(listed([_called(brief, name) for name in people]))} through {some([one.name for one in reading])}"
        if reading
        else "Nobody through the API"
    )
    return f"{through}; in the database {'the role' if len(roles) == 1 else 'the roles'} {listed(roles)}." if roles else f"{through}."


def _called(brief: Brief, name: str) -> str:
    """People in the plural, machines as they are called."""
    human = any(actor.name == name and actor.kind == "human" for actor in brief.facts.requirements.actors)
    return plural(name) if human else name


def _reads(rights: str, columns: set[str]) -> bool:
    """Whether privileges such as `SELECT (id, name), UPDATE (name)` show one of these columns."""
    found = re.search(r"SELECT(?: \(([^)]*)\))?", rights)
    if not found:
        return False
    return found[1] is None or bool(columns & set(found[1].replace('"', "").split(", ")))


def _keep(brief: Brief, table: Table, keep: float | None) -> str:
    if table.retention:
        kept, job = duration(table.retention.keep_days * 86_400), table.retention.job.removeprefix("job:")
        ended = f" and once {listed(list(table.retention.states), 'or')}" if table.retention.states else ""
        return f"{kept} after {table.retention.measured_from}{ended}, removed by {job}."
    if keep:
        return f"{duration(keep)}, as the requirements say."
    people = {actor.entity.rsplit(".", 1)[-1] if actor.entity else actor.name.lower() for actor in brief.facts.requirements.actors}
    label = table.entity.rsplit(".", 1)[-1].lower()
    if label in {name.lower() for name in people}:
        return "As long as the account exists; 24 months without a sign-in count as an end (assumed, PRV-004)."
    return "24 months after the last change (assumed, PRV-004)."


def erasure_path(brief: Brief, table: Table) -> str:
    """Return how personal data leaves a table: by a job, by an operation, or by hand with the statement of the runbook."""
    jobs = [job.name for job in brief.database.jobs if job.name.startswith(("erase", "anonymise")) and table.name in job.tables]
    deletes = [one.name for one in brief.operations if one.entity == table.entity and one.kind == "delete"]
    if jobs:
        return f"Job {listed(jobs)} overwrites the columns on request; the row stays for what refers to it."
    if table.kind == "history" or table.append_only:
        return (
            f"With its rows: {table.retention.job.removeprefix('job:')} removes them." if table.retention else "With the row it belongs to."
        )
    if table.kind != "entity":
        return f"Job {table.retention.job.removeprefix('job:')} removes the rows." if table.retention else "With the person it belongs to."
    by_hand = "on request the database runbook overwrites the columns, and the register of erasures repeats it after a restore"
    return f"By {listed(deletes)}; {by_hand}." if deletes else f"{by_hand[0].upper()}{by_hand[1:]}."
