"""The answer of the database lead: facts and decisions in, tables, indexes, rights and duties out.

The parts are made in the order in which they need each other; every part says what it is there for.
"""

from collections.abc import Iterator, Sequence

from designgen.engines.offline.database.apart import apart_tables
from designgen.engines.offline.database.coupling import couplings, one_at_a_time
from designgen.engines.offline.database.dated import dated_jobs, dated_tables
from designgen.engines.offline.database.disclosure import disclosure_rules, with_smallest_group
from designgen.engines.offline.database.ground import Ground, ground
from designgen.engines.offline.database.imports import import_jobs, load_routines, staging_tables, with_lineage
from designgen.engines.offline.database.indexes import with_indexes
from designgen.engines.offline.database.invariants import enforce
from designgen.engines.offline.database.jobs import jobs, with_retention
from designgen.engines.offline.database.links import link_tables
from designgen.engines.offline.database.numbers import counter_tables
from designgen.engines.offline.database.opinion import opinion
from designgen.engines.offline.database.periods import period_keys, period_rules
from designgen.engines.offline.database.platform import platform_tables
from designgen.engines.offline.database.rights import roles
from designgen.engines.offline.database.schedule import by_their_jobs, scheduled_jobs
from designgen.engines.offline.database.sessions import sessions
from designgen.engines.offline.database.states import with_states
from designgen.engines.offline.database.tables import entity_table, without_idle_keys
from designgen.engines.offline.database.traffic import with_traffic
from designgen.engines.offline.database.triggers import derived_rules, with_triggers
from designgen.engines.offline.database.views import refresh_jobs, refresh_routines, views
from designgen.model.design.database import Database, Invariant, Table
from designgen.model.facts import EntityFacts
from designgen.model.interview import DatabaseSection, Question


def draft(question: Question) -> DatabaseSection:
    """Return the database section of a question from the rulebook alone."""
    known = ground(question)
    database = design(known)
    return DatabaseSection(database=database, opinion=opinion(known, database))


def design(known: Ground) -> Database:
    """Return the database: entity tables first, in the order of the requirements, then the tables of the machinery."""
    tables, invariants, needs_gist = _entity_tables(known)
    kept = with_retention(known, (*tables, *staging_tables(known, tables), *platform_tables(known)))
    by_table = {facts.table: facts for facts in known.facts.entities}
    indexed = tuple(with_indexes(known, by_table.get(table.name), table) for table in kept)
    shown = views(known)
    duties = (*jobs(known, indexed), *import_jobs(known), *dated_jobs(known), *refresh_jobs(known, shown), *scheduled_jobs(known))
    return Database(
        version=_version(known),
        schemas=_schemas(indexed),
        extensions=tuple(_extensions(indexed, needs_gist)),
        tables=by_their_jobs(known, with_traffic(known, indexed, duties)),
        views=shown,
        routines=(*load_routines(known, indexed), *refresh_routines(shown)),
        invariants=invariants,
        roles=roles(known, indexed, duties, shown),
        sessions=sessions(known),
        jobs=duties,
    )


def _entity_tables(known: Ground) -> tuple[tuple[Table, ...], tuple[Invariant, ...], bool]:
    tables: list[Table] = []
    invariants: list[Invariant] = []
    gist = False
    for facts in known.facts.entities:
        main, *others = with_states(known, facts, entity_table(known, facts))
        guarded = with_smallest_group(known, facts, _once_only(known, facts, with_lineage(known, facts, main)))
        enforced = enforce(known, facts, guarded)
        tables += [enforced.table, *others, *apart_tables(known, facts), *dated_tables(known, facts), *link_tables(known, facts)]
        tables += counter_tables(facts, known.tenant_reference(facts.key))
        invariants += enforced.invariants
        gist = gist or enforced.needs_gist
    kept = with_triggers(known, without_idle_keys(tables))
    derived = (*_derived_invariants(known), *period_rules(known), *disclosure_rules(known), *derived_rules(known, kept))
    return kept, (*invariants, *derived), gist


def _once_only(known: Ground, facts: EntityFacts, table: Table) -> Table:
    """Return the table with the keys that nobody wrote: one open guest on a host, one row for a thing and a period."""
    single = [one_at_a_time(known, pair) for pair in couplings(known) if pair.guest.key == facts.key]
    found = (*(index for index in single if index), *period_keys(known, facts))
    return table.model_copy(update={"uniques": (*table.uniques, *found)})


def _derived_invariants(known: Ground) -> Iterator[Invariant]:
    for pair in couplings(known):
        index = one_at_a_time(known, pair)
        if index:
            yield Invariant(
                key=f"invariant:{pair.guest.key}.one-open-per-{pair.host.entity.name}",
                because=index.because,
                entity=pair.guest.key,
                text=f"one {pair.host.entity.name} has at most one open {pair.guest.entity.name}, because `{pair.begins}` starts from"
                f" {pair.host.first_state} only",
                enforced_by=index.name,
            )


def _schemas(tables: Sequence[Table]) -> tuple[str, ...]:
    contexts = list(dict.fromkeys(table.schema_name for table in tables if table.schema_name != "platform"))
    return (*contexts, "platform")


def _extensions(tables: Sequence[Table], needs_gist: bool) -> Iterator[tuple[str, str]]:
    searched = [
        f"{table.name}.{index.parts[0].expression}" for table in tables for index in table.indexes if "trgm" in index.operator_class
    ]
    if searched:
        yield "pg_trgm", f"searches for parts of words in {', '.join(searched)} (DATA-125)"
    periods = [index.table for table in tables for index in table.indexes if index.method == "gist" and len(index.parts) > 1]
    if needs_gist or periods or any(table.kind == "temporal" for table in tables):
        yield "btree_gist", "compares ids and periods in one index: forbids and finds overlaps (DATA-118)"
    places = [table.name for table in tables for column in table.columns if column.attribute.type in ("geo_point", "geo_polygon")]
    if places:
        yield "postgis", f"keeps places of {', '.join(dict.fromkeys(places))} (DATA-022)"


def _version(known: Ground) -> str:
    asked = known.facts.requirements.constraints.tech.database or ""
    digits = "".join(sign for sign in asked.split("=")[-1] if sign.isdigit())
    return max(digits, "15", key=int) if digits else "15"
