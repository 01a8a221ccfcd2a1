"""Commands of the runbooks as a shell reads them: they parse, and what reaches psql is SQL in PostgreSQL's own grammar."""

import shutil
import subprocess
from collections.abc import Iterator

import pytest

from designgen.model.design.operations import Command
from designgen.renderers.sql.schema import schema
from designgen.syntax.sql import syntax_errors
from oracles.postgres import Cluster
from oracles.sections import EXAMPLES, designed, toolshed

CLOUDS = {
    "no cloud yet": "",
    "aws": "deployment: {target: managed-containers, location: aws}\n",
    "kubernetes": "deployment: {target: kubernetes, location: gcp}\n",
    "machines": "deployment: {target: vm, location: on-prem}\n",
}
SHOW = 'psql() { printf "%s\\n" "${@: -1}"; }\nDB=one DB_ADMIN=two DB_JOBS=three DB_PRIVACY=four ROOT_PID=1 INDEX=i SUBJECT=s'
ID = "ID=00000000-0000-4000-8000-000000000001"


def commands(more: str, text: str = "") -> Iterator[Command]:
    for book in designed((text or toolshed()) + more)[1].operations.runbooks:
        yield from book.routine
        for mode in book.failures:
            yield from (*mode.triage, *mode.mitigation)


@pytest.fixture(scope="module")
def bash() -> str:
    found = shutil.which("bash")
    assert found, "bash is part of every machine that reads a runbook"
    return found


@pytest.mark.parametrize("more", CLOUDS.values(), ids=CLOUDS)
def test_the_shell_can_read_every_command(bash: str, more: str) -> None:
    for one in commands(more):
        outcome = subprocess.run([bash, "-n", "-c", one.run], capture_output=True, text=True, check=False)
        assert outcome.returncode == 0, (one.run, outcome.stderr)


def test_what_reaches_psql_is_sql(bash: str) -> None:
    statements = [one.run for one in commands("") if one.run.startswith("psql ")]
    assert len(statements) > 20
    for run in statements:
        said = subprocess.run([bash, "-c", f"{SHOW} {ID}\n{run}"], capture_output=True, text=True, check=True).stdout
        assert not syntax_errors(said), said


NEEDS_MORE = ("pg_stat_statements", "$ROOT_PID", "$INDEX", "$SUBJECT", "pg_terminate_backend")
"""Extensions, processes and names that an empty database does not have."""


@pytest.mark.oracle
@pytest.mark.parametrize("name", ["toolshed", "tavola", "neighbourhoods"])
def test_statements_run_under_the_role_of_their_connection(bash: str, postgres: Cluster, name: str) -> None:
    text = (EXAMPLES / f"{name}.yaml").read_text()
    roles = {"$DB": "readonly", "$DB_ADMIN": "owner", "$DB_JOBS": "worker", "$DB_PRIVACY": "privacy"}
    database = postgres.database()
    postgres.run(schema(name, designed(text)[1].database), database)
    postgres.run(f"GRANT pg_monitor TO {name}_readonly", database)
    ran = 0
    for one in commands("", text):
        if one.run.startswith("psql ") and not any(word in one.run for word in NEEDS_MORE):
            login = one.run.split('"')[1]
            statement = subprocess.run([bash, "-c", f"{SHOW} {ID}\n{one.run}"], capture_output=True, text=True, check=True).stdout
            postgres.run(f"SET ROLE {name}_{roles[login]};\n{statement};", database)
            ran += 1
    assert ran > 15
