"""Tables and jobs in, the SQL that keeps them in order by hand out: overdue rows, erasure, proof of a restore."""

from designgen.engines.offline.platform.brief import Brief
from designgen.knowledge.templates import phrase
from designgen.knowledge.wording import counted
from designgen.model.design.database import Column, Job, Table
from designgen.model.design.operations import Command

OVERDUE = "select count(*) from ({{ search }}) as due"
COUNTED = "select '{{ table }}' as part, count(*) from {{ table }}"
NEWEST = "select * from {{ table }} order by {{ column }} desc limit 20"
ORDER = "insert into {{ table }} ({{ columns }}) values ({{ values }})"
EMPTY = "update {{ table }} set {{ parts }} where id = '$ID'"
TEXT = ("string", "text", "email", "phone", "url", "slug")
FIRST_JOBS = 4
AS_TENANT = """-c "set app.tenant_id = '$TENANT'" """
"""Said before a statement where row security hides the rows of every other tenant (DATA-076)."""
SHELL = str.maketrans({"\\": "\\\\", '"': '\\"', "$": "\\$", "`": "\\`"})


def client(brief: Brief, statement: str, login: str = "DB", table: str = "") -> str:
    """Return the shell command that runs a statement in the database's own client.

    `login` names the variable to connect with; a statement on a `table` with row security says first for which tenant.
    """
    hidden = {one.name for one in brief.database.tables if one.tenant_column}
    first = AS_TENANT if table in hidden else ""
    sql = " ".join(line.split("--")[0] for line in statement.splitlines())
    sql = " ".join(sql.split()).rstrip(";").translate(SHELL).replace("\\$ID", "$ID")
    match brief.database.engine:
        case "mysql":
            return f'mysql --defaults-group-suffix="_${login}" -e "{sql}"'
        case "sqlite":
            return f'sqlite3 "$DB_FILE" "{sql}"'
        case _:
            return f'psql "${login}" {first}-c "{sql}"'


def backlog_commands(brief: Brief) -> list[Command]:
    """Return one count for each purge of the rows it would remove now: its own search, so that both mean the same rows."""
    found = []
    for job in largest(brief):
        search = job.statement.partition("IN (")[2].rpartition(")")[0] if job.name.startswith("purge-") else ""
        if search:
            shows = f"0 is good; {job.batch} is a whole batch or more that {job.name} left"
            found.append(Command(run=client(brief, phrase(OVERDUE, search=search.strip()), "DB_JOBS"), shows=shows))
    return found


def statement_commands(brief: Brief) -> list[Command]:
    """Return the statements of these purges, to be run by hand under the role of the job; other jobs do more than their SQL."""
    return [_by_hand(brief, job) for job in largest(brief)]


def largest(brief: Brief) -> list[Job]:
    """Return the purges of the tables with most rows, four at most: a runbook is read in a hurry (OPS-003).

    The statements of the others stand in `database/jobs.md`.
    """
    rows = {table.name: table.population.rows_at_horizon for table in brief.database.tables}
    purges = [job for job in brief.database.jobs if job.statement and job.name.startswith("purge-")]
    return sorted(purges, key=lambda job: (-max((rows.get(name, 0) for name in job.tables), default=0), job.name))[:FIRST_JOBS]


def _by_hand(brief: Brief, job: Job) -> Command:
    return Command(
        run=client(brief, job.statement, "DB_JOBS"),
        shows=f"{job.name}: at most {job.batch} rows a run; repeat until it reports 0",
        changes=True,
        undo="none: the rows were due; the recovery runbook brings them back",
    )


def restore_check(brief: Brief) -> list[Command]:
    """Return the counts that a restored copy has to match."""
    tables = [table for table in brief.database.tables if table.kind == "entity"]
    if not tables:
        return []
    statement = " union all ".join(phrase(COUNTED, table=table.name) for table in tables)
    return [
        Command(
            run=client(brief, statement, table=next((table.name for table in tables if table.tenant_column), "")),
            shows=f"run on the live and on the restored database: the same {counted(len(tables), 'count')} up to the changes since",
        )
    ]


def history_command(brief: Brief) -> list[Command]:
    """Return the newest changes of state, where a history is kept."""
    kept = {table.guard.history for table in brief.database.tables if table.guard and table.guard.history}
    found = []
    for table in brief.database.tables:
        stamp = next((column.name for column in table.columns if column.attribute.type == "instant"), "")
        if table.name in kept and stamp:
            statement = phrase(NEWEST, table=table.name, column=stamp)
            found.append(
                Command(run=client(brief, statement, table=table.name), shows=f"who moved which row of {table.label}, newest first")
            )
    return found


def erasure_commands(brief: Brief) -> tuple[Command, ...]:
    """Return how a person is erased on request: an order in the ledger where a job carries it out, else the statement itself."""
    ledger = next((table for table in brief.database.tables if table.label == "erasure_ledger"), None)
    found = []
    for table in brief.personal_tables:
        job = next((one for one in brief.database.jobs if one.name.startswith("erase-") and one.tables[:1] == (table.name,)), None)
        if ledger and job:
            found.append(_ordered(brief, ledger, table, job))
        elif table.kind == "entity":
            found.append(_emptying(brief, table))
    return tuple(found)


def _ordered(brief: Brief, ledger: Table, table: Table, job: Job) -> Command:
    values = {"id": "gen_random_uuid()", "table_name": f"'{table.name}'", "row_id": "'$ID'", "requested_through": "'operations'"}
    columns = [column.name for column in ledger.columns if column.name in values]
    statement = phrase(ORDER, table=ledger.name, columns=", ".join(columns), values=", ".join(values[name] for name in columns))
    return Command(
        run=client(brief, statement, "DB_PRIVACY"),
        shows=f"INSERT 0 1: {job.name} erases the person from the row of {table.name} at its next run, unless open business holds it back",
        changes=True,
        undo="none: erasure is meant to last; a restore repeats it from the exported ledger",
    )


def _emptying(brief: Brief, table: Table) -> Command:
    return Command(
        run=client(brief, erasure(table, brief.database.engine), "DB_ADMIN", table.name),
        shows=f"one row: that of {table.name} stays for what refers to it, the person is gone; note the id in the register of erasures",
        changes=True,
        undo="none: erasure is meant to last; a restore repeats it from the register",
    )


def erasure(table: Table, engine: str = "postgresql") -> str:
    """Return the statement that empties the personal columns of one row."""
    parts = [
        f"{column.name} = {_emptied(column, engine)}"
        for column in table.columns
        if column.attribute.pii or column.name == "identity_subject"
    ]
    return phrase(EMPTY, table=table.name, parts=", ".join(parts))


def _emptied(column: Column, engine: str) -> str:
    attribute = column.attribute
    if attribute.nullable:
        return "null"
    if attribute.type == "email" or attribute.unique:
        parts = ["'erased-'", "id", "'@invalid.example'"] if attribute.type == "email" else ["'erased-'", "id"]
        return f"concat({', '.join(parts)})" if engine == "mysql" else " || ".join(parts)
    if attribute.type in TEXT:
        return "'erased'"
    return "default"
