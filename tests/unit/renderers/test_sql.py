"""The schema script: order, escape, twice the same, nothing that squawk would warn of; the dictionary beside it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from designgen.model.design.architecture import Architecture
from designgen.model.design.database import Column, Database, ForeignKey, Table
from designgen.model.design.whole import Design
from designgen.model.facts import Attribute
from designgen.renderers.dictionary import render_dictionary
from designgen.renderers.sql.order import deferred_keys, in_order
from designgen.renderers.sql.schema import render_schema, schema
from designgen.renderers.sql.types import POSTGRESQL
from designgen.syntax.identifiers import comment, identifier, joined_name, literal
from designgen.syntax.sql import statements, syntax_errors
from oracles.designs import drafted, example

EXCLUDED = (
    "prefer-robust-stmts,require-lock-timeout,require-statement-timeout,require-concurrent-index-creation,require-concurrent-index-deletion"
)


def table(name: str, *refers: str) -> Table:
    schema_name, label = name.split(".")
    keys = tuple(ForeignKey(name=f"{label}_{number}_fkey", columns=("id",), target=target) for number, target in enumerate(refers))
    column = Column(name="id", attribute=Attribute(name="id", type="uuid"))
    return Table(key=f"table:{name}", schema_name=schema_name, label=label, comment="", columns=(column,), foreign_keys=keys)


def toolshed() -> Design:
    question, section = example("toolshed")
    return Design(title="toolshed", date="2026-11-20", facts=question.facts, architecture=Architecture(), database=section.database)


def test_what_is_referred_to_is_made_first() -> None:
    order = in_order([table("a.x", "b.y"), table("a.z"), table("b.y")])
    assert [known.name for known in order] == ["b.y", "a.x", "a.z"]
    assert deferred_keys(order) == ()


def test_a_circle_is_closed_at_the_end_and_looked_at_late() -> None:
    circle = (table("a.x", "a.y"), table("a.y", "a.x"))
    assert [(name, key.target) for name, key in deferred_keys(in_order(circle))] == [("a.x", "a.y")]
    script = schema("t", Database(schemas=("a",), tables=circle))
    assert "ALTER TABLE a.x ADD CONSTRAINT x_0_fkey FOREIGN KEY (id) REFERENCES a.y (id) ON DELETE RESTRICT DEFERRABLE" in script
    assert syntax_errors(script) == ()


def test_the_script_is_one_transaction_of_the_real_grammar() -> None:
    _, section = example("toolshed")
    script = schema("toolshed", section.database)
    assert syntax_errors(script) == ()
    found = statements(script)
    assert (found[0].text, found[-1].text) == ("BEGIN", "COMMIT")
    assert [known.text for known in found].count("BEGIN") == 1


def test_squawk_has_nothing_to_say(tmp_path: Path, in_ci: bool) -> None:
    _, section = example("toolshed")
    script = tmp_path / "schema.sql"
    script.write_text(schema("toolshed", section.database))
    squawk = Path(sys.executable).with_name("squawk")
    if not squawk.exists() and not in_ci:
        pytest.skip("squawk is missing: pip install squawk-cli==2.70.0")
    done = subprocess.run([squawk, str(script), "--reporter", "json", f"--exclude={EXCLUDED}"], capture_output=True, text=True, check=False)
    assert json.loads(done.stdout or "[]") == []


def test_words_of_the_author_cannot_leave_their_place() -> None:
    text = """
designgen: 1
project: {name: ohare, purpose: Say "it's; DROP TABLE x; --".}
requirements:
  - {id: FR-1, title: "Note '); DROP TABLE a.b; -- and | bars", operations: [crud Order]}
domain:
  a:
    Order: {fields: {table: string(20), user: "enum(ITS|SO)=ITS", end: date opt}}
"""
    question, section = drafted(text)
    script = schema("x\n; DROP SCHEMA a; \n", section.database)
    assert syntax_errors(script) == ()
    kinds = {statement.kind for statement in statements(script)}
    assert "drop_stmt" not in kinds
    assert '"table"' in script
    assert question.facts.entity("a.Order").table == "a.a_order"


def test_names_literals_and_comments_are_made_safe() -> None:
    assert [identifier(name) for name in ("name", "order", "Name", 'a"b')] == ["name", '"order"', '"Name"', '"a""b"']
    assert literal("it's\0") == "'it''s'"
    assert comment("a\nb\t--\x1b c") == "a b -- c"
    long = joined_name("a" * 40, "b" * 40, "idx")
    assert len(long) == 63
    assert long != joined_name("a" * 40, "b" * 41, "idx")


@pytest.mark.parametrize(
    ("attribute", "expected"),
    [
        ({"type": "string", "length": 80}, "text"),
        ({"type": "int", "low": 1, "high": 99}, "smallint"),
        ({"type": "int", "low": 0, "high": 100_000}, "integer"),
        ({"type": "int"}, "bigint"),
        ({"type": "money", "precision": 10, "scale": 2}, "numeric(10,2)"),
        ({"type": "range", "of": "date"}, "daterange"),
        ({"type": "set", "of": "enum", "values": ("A",)}, "text[]"),
        ({"type": "instant"}, "timestamptz"),
        ({"type": "something new"}, "text"),
    ],
)
def test_logical_types_become_types_of_postgresql(attribute: dict[str, object], expected: str) -> None:
    assert POSTGRESQL.type_of(Attribute.model_validate({"name": "a", **attribute})) == expected


def test_ids_get_no_default() -> None:
    script = schema("toolshed", example("toolshed")[1].database)
    assert "    id             uuid          NOT NULL,\n" in script
    assert "uuidv7" not in script


def test_artifacts_stand_where_the_package_expects_them() -> None:
    found = [*render_schema(toolshed()), *render_dictionary(toolshed())]
    assert [artifact.path for artifact in found] == ["database/schema.sql", "database/dictionary.md", "database/jobs.md"]
    assert {artifact.section for artifact in found} == {"database"}
    assert found == [*render_schema(toolshed()), *render_dictionary(toolshed())]


def test_the_dictionary_names_every_table_index_and_job() -> None:
    design = toolshed()
    dictionary, jobs = (artifact.content.decode() for artifact in render_dictionary(design))
    for known in design.database.tables:
        assert f"## {known.name}\n" in dictionary
        for index in known.indexes:
            assert f"`{index.name}`" in dictionary
    for job in design.database.jobs:
        assert f"### {job.name}\n" in jobs
        assert job.statement in jobs
    assert "TODO" not in dictionary + jobs
    assert "None" not in dictionary + jobs.replace("NULL", "")
