"""The schema of any valid requirements file parses, runs on a real PostgreSQL 15, and its jobs run under their roles."""

import pytest
from psycopg import sql

from designgen.renderers.sql.schema import schema
from designgen.syntax.sql import syntax_errors
from generator import generate
from oracles.designs import drafted
from oracles.postgres import Cluster

pytestmark = pytest.mark.oracle


def test_any_schema_runs_and_so_do_its_jobs(postgres: Cluster, random_cases: int) -> None:
    for seed in range(random_cases // 5):
        question, section = drafted(generate(seed))
        script = schema(question.facts.requirements.project.name, section.database)
        assert syntax_errors(script) == (), f"seed {seed}"
        name = postgres.database(f"random{seed}")
        done = postgres.psql(script, name)
        assert done.returncode == 0, f"seed {seed}: {done.stderr}"
        with postgres.connect(name) as connection:
            for job in section.database.jobs:
                assert syntax_errors(job.statement) == (), f"seed {seed}: {job.key}"
                with connection.transaction():
                    connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(job.role)))
                    connection.execute(job.statement)
        with postgres.connect("postgres") as connection:
            connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
