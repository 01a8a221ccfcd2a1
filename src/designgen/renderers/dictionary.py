"""The database of a design in, its dictionary and the page of duties, roles and connections out, as Markdown."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from designgen.knowledge.templates import render
from designgen.knowledge.wording import counted, duration, figure, listed, size
from designgen.model.artifact import Artifact
from designgen.model.design.database import Database, Index, Job, Table, View
from designgen.model.design.whole import Design
from designgen.model.quantities import DAY, YEAR
from designgen.renderers.pictures import figures
from designgen.renderers.pictures import tables as drawn_tables
from designgen.renderers.sql.types import DIALECTS
from designgen.syntax.identifiers import identifier
from designgen.syntax.markdown import prose, sentences

ABSENCES = ("partitioning", "read-replica", "sharding", "aggregate")


def render_dictionary(design: Design) -> Iterable[Artifact]:
    """Yield `database/dictionary.md` and `database/jobs.md`."""
    database = design.database
    if not database.tables:
        return
    page = render("database-dictionary.md.j2", prose=prose, **_dictionary(design))
    yield Artifact.text("database/dictionary.md", "markdown", page, section="database", title="Data dictionary")
    duties = render("database-jobs.md.j2", **_duties(design))
    yield Artifact.text("database/jobs.md", "markdown", duties, section="database", title="Database duties, roles, connections")


def _dictionary(design: Design) -> dict[str, Any]:
    database, facts = design.database, design.facts
    entities = sum(table.kind in ("entity", "aggregate") for table in database.tables)
    years = next((known.value for known in facts.figures if known.key == "load.horizon_years"), 3.0)
    return {
        "title": design.title,
        "pictures": figures(drawn_tables(design)),
        "version": database.version,
        "entities": entities,
        "others": len(database.tables) - entities,
        "schemas": len(database.schemas),
        "schema_names": list(database.schemas),
        "horizon": years * YEAR,
        "invariants": [
            {"text": rule.text, "entity": rule.entity, "kept_by": rule.enforced_by if " " in rule.enforced_by else f"`{rule.enforced_by}`"}
            for rule in database.invariants
        ],
        "absences": [known for known in facts.crossings if known.key.split(":")[-1].startswith(ABSENCES)],
        "tables": [_table(database, table) for table in database.tables],
        "views": [_view(view) for view in database.views],
    }


def _table(database: Database, table: Table) -> dict[str, Any]:
    types = DIALECTS[database.engine]
    return {
        "name": table.name,
        "comment": prose(table.comment),
        "rows": figure(table.population.rows_at_horizon) if table.population.rows_at_horizon else "few",
        "bytes": size(table.population.bytes_at_horizon) if table.population.bytes_at_horizon else "",
        "kept": _kept(table),
        "columns": [
            {
                "name": column.name,
                "type": types.type_of(column.attribute),
                "null": "yes" if column.attribute.nullable else "",
                "meaning": _meaning(column.comment),
                "personal": column.attribute.pii or "",
            }
            for column in (table.columns if table.kind != "transition" else ())
        ],
        "rules": list(_rules(table)) if table.kind != "transition" else [],
        "indexes": [_index(index) for index in table.indexes],
        "lines": list(_lines(database, table)),
    }


def _view(view: View) -> dict[str, Any]:
    return {
        "name": view.name,
        "comment": sentences(view.comment),
        "serves": listed([f"`{name}`" for name in view.serves]),
        "reads": listed(list(view.reads)),
        "statement": view.statement,
    }


def _kept(table: Table) -> str:
    if table.kind == "staging":
        return "until its file is loaded or held"
    if table.retention:
        years, rest = divmod(table.retention.keep_days, 365)
        kept = counted(table.retention.keep_days, "day") if rest or not years else counted(years, "year")
        span = f"{kept} after " if table.retention.keep_days else "until "
        ended = f", once {listed(list(table.retention.states), 'or')}; others stay" if table.retention.states else ""
        return f"{span}`{table.retention.measured_from}`{ended}"
    whole = next((key.target for key in table.foreign_keys if key.on_delete == "cascade"), "")
    if whole:
        return f"as long as {whole}"
    return "until erasure is asked for" if any(column.attribute.pii for column in table.columns) else "for good"


def _rules(table: Table) -> Iterator[dict[str, str]]:
    yield {"name": f"{table.label}_pkey", "says": f"primary key ({', '.join(table.primary_key)})"}
    for index in table.uniques:
        where = f" where {index.where}" if index.where else ""
        yield {"name": index.name, "says": f"unique ({', '.join(part.expression for part in index.parts)}){where}"}
    for check in table.checks:
        yield {"name": check.name, "says": _in_cell(check.expression)}
    for exclusion in table.exclusions:
        where = f" where {exclusion.where}" if exclusion.where else ""
        yield {"name": exclusion.name, "says": f"no overlap of {exclusion.overlap} for one {', '.join(exclusion.equal)}{where}"}
    for key in table.foreign_keys:
        target = f"{key.target} ({', '.join(key.target_columns)})"
        gone = "the id stays when that row is purged" if key.on_delete == "keep" else f"on delete {key.on_delete}"
        yield {"name": key.name, "says": f"({', '.join(key.columns)}) refers to {target}, {gone}"}
    if table.guard:
        moves = ", ".join(f"{move.source} {move.event} {move.target}" for move in table.guard.moves)
        yield {"name": f"{table.label}_guard", "says": moves or "no state is ever left"}
        if table.guard.frozen:
            free = f" but {', '.join(table.guard.free)}" if table.guard.free else ""
            yield {"name": f"{table.label}_immutable", "says": f"nothing{free} changes while {' or '.join(table.guard.frozen)}"}
    yield from ({"name": rule.name, "says": rule.says} for rule in table.triggers)


def _index(index: Index) -> dict[str, str]:
    keys = ", ".join(f"{part.expression}{' DESC' if part.descending else ''}" for part in index.parts)
    where = f" where {index.where}" if index.where else ""
    carried = f" with {', '.join(index.include)}" if index.include else ""
    method = f"{index.method} " if index.method != "btree" else ""
    return {
        "name": index.name,
        "parts": f"{method}({keys}){carried}{where}",
        "serves": listed([name.replace("job:", "job ") for name in index.serves]),
    }


def _lines(database: Database, table: Table) -> Iterator[tuple[str, str]]:
    """Yield (label, text) of what holds for the whole table."""
    remover = f"; job `{table.retention.job.split(':')[1]}` removes them" if table.retention else ""
    yield "rows stay", f"{_kept(table)}{remover}"
    if table.tenant_column:
        yield "row security", f"compares `{table.tenant_column}` with the tenant of the request"
    if table.append_only:
        yield "changed", "never"
    for words, found in (("written by", table.writers), ("read by", table.readers)):
        if found:
            yield words, listed([_named(name) for name in found])
    allowed = [role.name for role in database.roles if any(target == table.name for _, target in role.grants)]
    if allowed:
        yield "rights", listed([f"`{name}`" for name in allowed])


def _named(name: str) -> str:
    return f"job `{name.removeprefix('job:')}`" if name.startswith("job:") else f"`{name}`"


def _meaning(comment: str) -> str:
    """Return a column's comment without the ids behind it and the privacy class, which have their own places."""
    return re.sub(r"( pii=\w+)?( [A-Z]+-[\w:.-]+(, [A-Z]+-[\w:.-]+)*\.)?$", "", comment)


def _in_cell(expression: str) -> str:
    """Keep an expression on one line of a table cell; a bar would end the cell."""
    return " ".join(expression.split()).replace("|", "\\|").replace("`", "'")


def _duties(design: Design) -> dict[str, Any]:
    database = design.database
    app = next((session for session in database.sessions if session.role.endswith("_app")), None)
    return {
        "title": design.title,
        "jobs": [_job(job) for job in database.jobs],
        "ledger": any(table.label == "erasure_ledger" for table in database.tables),
        "roles": database.roles,
        "owner": next((role.name for role in database.roles if role.name.endswith("_owner")), "the owner"),
        "sessions": [
            {
                "role": session.role,
                "connections": session.pool_per_instance * session.instances,
                "statement": session.statement_timeout_s,
                "lock": session.lock_timeout_s,
                "idle": session.idle_timeout_s,
            }
            for session in database.sessions
        ],
        "app_ms": {
            "statement": int(app.statement_timeout_s * 1000) if app else 0,
            "lock": int(app.lock_timeout_s * 1000) if app else 0,
            "idle": int(app.idle_timeout_s * 1000) if app else 0,
        },
        "histories": any(table.kind == "history" for table in database.tables),
        "tenants": any(table.tenant_column for table in database.tables),
        "crossing": list(_crossing(database)),
    }


def _job(job: Job) -> dict[str, Any]:
    return {
        "name": job.name,
        "every": "day" if job.every_s == DAY else duration(job.every_s),
        "at": job.at,
        "role": job.role,
        "alert": job.alert.split(":")[-1],
        "does": prose(job.does),
        "because": ", ".join(dict.fromkeys(job.because)),
        "statement": job.statement,
    }


def _crossing(database: Database) -> Iterator[dict[str, str]]:
    for table in database.tables:
        for key in table.foreign_keys:
            if key.target.split(".")[0] != table.schema_name:
                source = f"{table.name} ({', '.join(identifier(name) for name in key.columns)})"
                yield {"source": source, "target": key.target}
