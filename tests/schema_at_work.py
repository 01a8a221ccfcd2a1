"""A schema loaded into a database of its own, in; a place to insert rows and act under roles without a trace, out."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from designgen.model.design.database import Database, Table
from designgen.model.interview import Question
from designgen.renderers.sql.schema import schema
from oracles.postgres import Cluster
from oracles.rows import Rows

ID_OF_NOBODY = "00000000-0000-4000-8000-00000000dead"


@dataclass
class Live:
    """A database with its schema loaded, the model it was made from, and the question that the model answers."""

    question: Question
    database: Database
    rows: Rows
    connection: psycopg.Connection

    @contextmanager
    def undone(self, role: str = "") -> Iterator[psycopg.Connection]:
        """Do something under a role and leave no trace; the tenant is the one of the sample rows."""
        with self.connection.transaction(force_rollback=True):
            tenants = [table for table in self.database.tables if table.tenant_column == "id"]
            if tenants:
                self.connection.execute("SELECT set_config('app.tenant_id', %s, true)", [self.rows.valid(tenants[0])["id"]])
            if role:
                self.connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(role)))
            yield self.connection

    def insert(self, table: Table, row: dict[str, Any]) -> None:
        """Insert a row."""
        names = [name for name, value in row.items() if value is not None]
        statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            sql.Identifier(*table.name.split(".")),
            sql.SQL(", ").join(map(sql.Identifier, names)),
            sql.SQL(", ").join([sql.Placeholder()] * len(names)),
        )
        self.connection.execute(statement, [row[name] for name in names])

    def fill(self, last: Table | None = None) -> None:
        """Insert one row in each table that guards do not fill, up to and without `last`."""
        for table in self.rows.order:
            if last and table.name == last.name:
                return
            if table.kind not in ("transition", "history"):
                self.insert(table, self.rows.valid(table))


@contextmanager
def live(cluster: Cluster, question: Question, database: Database) -> Iterator[Live]:
    """Load a schema into a database of its own."""
    name = cluster.database()
    cluster.run(schema(question.facts.requirements.project.name, database), name)
    with cluster.connect(name) as connection:
        yield Live(question, database, Rows(database), connection)
