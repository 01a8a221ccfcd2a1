"""A finished database in, what its designer says about it out: conclusions with figures, worries, questions, findings."""

from collections.abc import Iterator

from designgen.engines.offline.database.coupling import couplings, one_at_a_time
from designgen.engines.offline.database.dated import Dated, dated_name, dated_values
from designgen.engines.offline.database.disclosure import unchecked
from designgen.engines.offline.database.erasure import open_business, personal, withdrawn
from designgen.engines.offline.database.ground import Ground
from designgen.engines.offline.database.periods import period_questions
from designgen.engines.offline.database.platform import personal_tables
from designgen.knowledge.catalogue import load
from designgen.knowledge.wording import counted, duration, figure, listed, size
from designgen.model.design.database import Database, Table
from designgen.model.design.opinion import ClarifyingQuestion, Finding, Opinion
from designgen.model.facts import EntityFacts

MANY_VALUES = 20


def opinion(ground: Ground, database: Database) -> Opinion:
    """Return the opinion of the database lead."""
    return Opinion(
        conclusions=tuple(_conclusions(ground, database)),
        concerns=tuple(_concerns(ground, database)),
        questions=tuple(_questions(ground)),
        findings=tuple(_findings(ground, database)),
    )


def _conclusions(ground: Ground, database: Database) -> Iterator[str]:
    entities = [table for table in database.tables if table.kind in ("entity", "aggregate")]
    schemas = [name for name in database.schemas if name != "platform"]
    years = ground.figure("load.horizon_years", 3)
    held = ground.figure("storage.bytes_horizon", sum(table.population.bytes_at_horizon for table in database.tables))
    yield (
        f"{counted(len(entities), 'entity table')} in {counted(len(schemas), 'schema')} ({listed(schemas)}) hold the domain,"
        f" {size(held)} in {counted(years, 'year')}."
    )
    largest = max(database.tables, key=lambda table: table.population.bytes_at_horizon, default=None)
    if largest and largest.population.rows_at_horizon:
        told = largest.population
        held_by_it = f"{figure(told.rows_at_horizon)} rows, {size(told.bytes_at_horizon)} with its indexes"
        yield f"{largest.name} becomes the largest table: {held_by_it}."
    guarded = [table for table in database.tables if table.guard]
    if guarded:
        moves = sum(len(table.guard.moves) for table in guarded if table.guard)
        names = listed([table.name for table in guarded])
        yield f"The database itself refuses every change of state but {counted(moves, 'permitted move')} of {names}."


def _concerns(ground: Ground, database: Database) -> Iterator[str]:
    for pair in couplings(ground):
        yield (
            f"{pair.host.table}.status and the open rows of {pair.guest.table} tell one fact twice: both change in one transaction,"
            f" and job {_check_name(pair.host)} compares them every night."
        )
    people = [facts for facts in ground.facts.entities if facts.table in personal_tables(ground) and _signs_in(facts)]
    if people:
        tables = sum(any(column.name == "created_by" for column in table.columns) for table in database.tables)
        yield (
            f"created_by and updated_by of {counted(tables, 'table')} keep the subject of an erased {people[0].entity.name};"
            " it names nobody once the account at the identity provider is deleted too."
        )
    yield from _about_the_law(ground)
    yield from _about_publication(database)
    yield from unchecked(ground)
    searched = [index for table in database.tables for index in table.indexes if index.method == "gin"]
    for index in searched:
        yield f"{index.name} cannot help a search of fewer than 3 letters; such a search reads all rows of {index.table}."


def _about_the_law(ground: Ground) -> Iterator[str]:
    for facts in ground.facts.entities:
        names = [known.source for known in facts.attributes if known.pii and known.role == "data"]
        if names and ground.is_kept_by_law(facts):
            told = listed(list(dict.fromkeys(names)))
            yield f"{facts.table} keeps {told} as long as the law keeps the document; an erasure passes it over (GDPR article 17(3)(b))."
        for attribute in facts.attributes:
            if ground.outlives(facts, attribute):
                target = ground.tables[attribute.target or ""]
                yield f"{facts.table}.{attribute.name} stays when its row of {target} is purged earlier: it then names a row nobody has."


def _about_publication(database: Database) -> Iterator[str]:
    for view in database.views:
        if "DATA-086" in view.because:
            yield f"{view.name} leaves small groups out; a total published beside it would give them away by subtraction."


def _signs_in(facts: EntityFacts) -> bool:
    return any(attribute.name == "identity_subject" for attribute in facts.attributes)


def _check_name(host: EntityFacts) -> str:
    return f"check-{host.table.split('.')[1].replace('_', '-')}-status"


def _questions(ground: Ground) -> Iterator[ClarifyingQuestion]:
    for pair in couplings(ground):
        index = one_at_a_time(ground, pair)
        if index:
            yield _one_open(pair.guest, pair.host, pair.begins, index.key)
    for facts in ground.facts.entities:
        if facts.table in personal_tables(ground) and open_business(ground, facts):
            yield _erasure(ground, facts)
    yield from (_dated(dated) for dated in dated_values(ground))
    yield from period_questions(ground)
    for facts in ground.facts.entities:
        if facts.soft_delete:
            yield _undo(facts)
        if _signs_in(facts) and facts.table in personal_tables(ground) and not facts.population.keep_s:
            yield _idle(facts)


def _one_open(guest: EntityFacts, host: EntityFacts, begins: str, index: str) -> ClarifyingQuestion:
    name, thing = guest.entity.name, host.entity.name
    provisional = (index, f"invariant:{guest.key}.one-open-per-{thing}")
    return ClarifyingQuestion(
        key=f"question:one-open-{name.lower()}-per-{thing.lower()}",
        because=(*guest.because, "DATA-068", "CORE-08"),
        text=f"May one {thing} have two open {name} rows at the same time?",
        why=f"`{begins}` of {thing} starts from {host.first_state} only, so a second open {name} could not have taken it.",
        assumed=f"No: a unique index refuses the second open {name} of a {thing}.",
        changes=f"With yes, {index.split(':')[1]} is dropped and {thing} needs a count instead of a state.",
        value=float(3 * len(provisional)),
        provisional=provisional,
    )


def _erasure(ground: Ground, facts: EntityFacts) -> ClarifyingQuestion:
    waits = list(dict.fromkeys(row[0].entity.name for row in open_business(ground, facts)))
    ends = _settled(ground, open_business(ground, facts)[0][0])
    taken = [other.entity.name for other, _ in withdrawn(ground, facts)]
    along = [need for other, _ in withdrawn(ground, facts) for need in other.because]
    overwritten = listed([known.name for known in personal(facts)])
    thing, label = facts.entity.name, facts.table.split(".")[1].replace("_", "-")
    provisional = (f"job:erase-{label}", "table:platform.erasure_ledger")
    left = f"goes on without {overwritten}" if waits[0] == thing else f"keeps an erased {thing}"
    withdraws = f" Their {listed(taken)} rows are marked deleted with them." if taken else ""
    return ClarifyingQuestion(
        key=f"question:erase-{label}-with-open-{waits[0].lower()}",
        because=tuple(dict.fromkeys((*facts.because, *along, "DATA-071", "DATA-083", "CORE-08"))),
        text=_held_back(ground, facts, waits),
        why=f"Erasure overwrites {overwritten}; whoever waits for the {waits[0]} to end would not know whom to ask.",
        assumed=f"No: the request waits in the erasure ledger until the {waits[0]} is {listed(ends, last='or')}.{withdraws}",
        changes=f"With yes, job erase-{label} loses its condition and the {waits[0]} {left}.",
        ask="legal",
        value=float(3 * len(provisional) + 2),
        provisional=provisional,
    )


def _settled(ground: Ground, facts: EntityFacts) -> list[str]:
    """Return the states in which a row holds no erasure back: those that the job does not wait in."""
    waits = ground.unsettled_states(facts)
    return [state.name for state in facts.entity.states if state.name not in waits]


def _held_back(ground: Ground, facts: EntityFacts, waits: list[str]) -> str:
    """Return the question in the words of a person, of a record about one, or of a record with states of its own."""
    thing = facts.entity.name
    if facts.entity.states:
        return f"May the personal data of one {thing} be erased while it is {listed(list(ground.unsettled_states(facts)), last='or')}?"
    if _signs_in(facts):
        return f"May a {thing} with an open {listed(waits, last='or')} be erased?"
    return f"May the personal data of one {thing} be erased while its {listed(waits, last='or')} is open?"


def _undo(facts: EntityFacts) -> ClarifyingQuestion:
    days = load("jobs")["parameters"]["undo_days"]
    label = facts.table.split(".")[1]
    return ClarifyingQuestion(
        key=f"question:restore-deleted-{label.replace('_', '-')}",
        because=(*facts.because, "DATA-070", "CORE-08"),
        text=f"For how long may a deleted {facts.entity.name} be brought back?",
        why=f"Deletion only marks the row of {facts.table}; a job removes it for good later.",
        assumed=f"{counted(days, 'day')}: job purge-{label.replace('_', '-')} removes it then, unless something still refers to it.",
        changes="Another span changes one figure of that job.",
        value=3.0,
        provisional=(f"job:purge-{label.replace('_', '-')}",),
    )


def _dated(dated: Dated) -> ClarifyingQuestion:
    table = dated_name(dated)
    words = (dated.attribute.source or dated.attribute.name).replace("_", " ")
    return ClarifyingQuestion(
        key=f"question:who-enters-{words.replace(' ', '-')}",
        because=(*dated.scenarios, *dated.facts.because, "DATA-073", "CORE-08"),
        text=f"Who enters a {words} that holds from a later day, and on which screen?",
        why=f"{table} takes it in advance and a job makes it current; no operation of the requirements writes it.",
        assumed=f"An operator, under the worker's role, one row for each {dated.facts.entity.name}.",
        changes=f"With an operation such as `create` of a dated {words}, people enter it themselves.",
        value=4.0,
        provisional=(f"table:{table}",),
    )


def _idle(facts: EntityFacts) -> ClarifyingQuestion:
    thing, label = facts.entity.name, facts.table.split(".")[1].replace("_", "-")
    return ClarifyingQuestion(
        key=f"question:idle-{label}",
        because=(*facts.because, "DATA-082", "CORE-08"),
        text=f"How long is a {thing} kept who no longer signs in?",
        why=f"Personal data may stay only as long as they are needed (GDPR article 5), and {facts.table} has no end.",
        assumed=f"Until the {thing} asks to be erased.",
        changes="A span becomes a job that writes idle rows into the erasure ledger.",
        ask="legal",
        value=4.0,
        provisional=(f"table:{facts.table}",),
    )


def _findings(ground: Ground, database: Database) -> Iterator[Finding]:
    chosen = ground.choice("datastore.primary")
    if chosen not in ("", database.engine):
        yield Finding(
            key="finding:schema-in-another-dialect",
            because=("datastore.primary", "ADR-01"),
            severity="error",
            statement=f"The decision is {chosen}, and the schema is written for PostgreSQL {database.version}.",
            repair="decide for postgresql, or translate types, guards and row security by hand",
        )
    for table in database.tables:
        yield from _long_lists(table)
    for rule in database.invariants:
        if rule.enforced_by == "application":
            yield Finding(
                key=f"finding:unenforced-{rule.name}",
                because=rule.because,
                severity="info",
                statement=f"No constraint can express “{rule.text}” of {rule.entity}; the application and its tests keep it.",
                repair="write it as `check:`, `at_most: 1` or `no_overlap:` if one of these forms says the same",
            )
    if personal_tables(ground):
        copied = next(job.every_s for job in database.jobs if job.name == "export-erasure-ledger")
        yield Finding(
            key="finding:erasures-since-last-copy",
            because=("DATA-084", "PRV-012"),
            severity="info",
            statement=f"A restore takes the erasure ledger back; erasures of the last {duration(copied)} are repeated from the tickets.",
            repair="keep the tickets of erasures outside the database for as long as backups live",
        )


def _long_lists(table: Table) -> Iterator[Finding]:
    for column in table.columns:
        if column.attribute.type == "enum" and len(column.attribute.values) > MANY_VALUES and table.entity:
            yield Finding(
                key=f"finding:long-list-{table.name}.{column.name}",
                because=(*table.because, "DATA-062"),
                statement=f"{table.name}.{column.name} has {len(column.attribute.values)} fixed values; each new one is a migration.",
                repair=f"make an entity of {column.name} if its values change more often than the program",
            )
