"""Each rule of the schema checks finds what it names, and finds nothing in the example."""

from collections.abc import Callable

import pytest

from designgen.checks import schema_columns, schema_duties, schema_indexes, schema_keys, sql
from designgen.model.artifact import Artifact
from designgen.model.design.architecture import Architecture
from designgen.model.design.database import (
    CheckConstraint,
    Column,
    Database,
    ForeignKey,
    Index,
    Invariant,
    Job,
    KeyPart,
    Retention,
    Role,
    Table,
)
from designgen.model.design.whole import Design
from designgen.model.diagnostic import Diagnostic
from designgen.model.facts import Attribute
from designgen.renderers.sql.schema import render_schema
from oracles.designs import example

CHECKS = (
    sql.check_sql, sql.check_scripts, schema_keys.check_schema_keys, schema_columns.check_schema_columns,
    schema_indexes.check_schema_indexes, schema_duties.check_schema_duties,
)  # fmt: skip
RULES = sql.RULES + schema_keys.RULES + schema_columns.RULES + schema_indexes.RULES + schema_duties.RULES


def design(database: Database) -> Design:
    question, _ = example("toolshed")
    return Design(title="t", date="2026-11-20", facts=question.facts, architecture=Architecture(), database=database)


def found(database: Database, *artifacts: Artifact) -> list[Diagnostic]:
    return [problem for check in CHECKS for problem in check(design(database), artifacts)]


def column(name: str, type: str = "string", **more: object) -> Column:
    said = f"pii={more['pii']}" if "pii" in more and not more.pop("hushed", False) else ""
    return Column(name=name, attribute=Attribute.model_validate({"name": name, "type": type, **more}), comment=said)


def table(*columns: Column, **more: object) -> Table:
    known = {"key": "table:lab.thing", "schema_name": "lab", "label": "thing", "comment": "", "writers": ("createThing",)}
    return Table.model_validate({**known, "columns": (column("id", "uuid"), *columns), **more})


def index(name: str, *names: str, **more: object) -> Index:
    parts = tuple(KeyPart(expression=part) for part in names)
    return Index.model_validate({"key": f"index:{name}", "table": "lab.thing", "parts": parts, **more})


def refers(name: str, target: str, **more: object) -> ForeignKey:
    return ForeignKey.model_validate({"name": f"{name}_fkey", "columns": (name,), "target": target, **more})


JOB = Job(key="job:sweep", does="Sweeps.", role="t_worker", every_s=60, statement="DELETE FORM lab.thing", tables=("lab.thing",))
UNKEPT = Invariant(key="invariant:x", entity="lab.X", text="y", enforced_by="none")
WORKER = Role(key="role:t_worker", may=(), grants=(("DELETE", "lab.thing"),))
BROKEN: list[tuple[str, Callable[[], Table | Database]]] = [
    ("DG311", lambda: table(checks=(CheckConstraint(name="c", expression="id >"),))),
    ("DG311", lambda: Database(tables=(table(),), jobs=(JOB,), roles=(WORKER,))),
    ("DG370", lambda: table(primary_key=())),
    ("DG371", lambda: table(column("other_id", "uuid"), foreign_keys=(refers("other_id", "lab.none"),), indexes=(index("i", "other_id"),))),
    ("DG371", lambda: table(column("n", "int"), foreign_keys=(refers("n", "lab.thing"),), indexes=(index("i", "n"),))),
    ("DG372", lambda: table(column("other_id", "uuid"), foreign_keys=(refers("other_id", "lab.thing"),))),
    ("DG374", lambda: table(column("unit_price", "float"))),
    ("DG375", lambda: table(column("sent_at", "local_datetime"))),
    ("DG376", lambda: table(column("name", pii="identity", hushed=True))),
    ("DG377", lambda: table(column("illness", pii="health"))),
    ("DG378", lambda: table(column("is_new", "bool", nullable=True))),
    ("DG379", lambda: table(column("kind", "enum", values=("A", "B")))),
    ("DG381", lambda: table(column("order"))),
    ("DG381", lambda: table(column("Mixed"))),
    ("DG381", lambda: table(column("x" * 64))),
    ("DG382", lambda: table(indexes=(index("a", "name"), index("b", "name", "id")))),
    ("DG383", lambda: table(indexes=tuple(index(f"i{n}", f"c{n}") for n in range(9)))),
    ("DG384", lambda: table(column("is_new", "bool"), indexes=(index("i", "is_new"),))),
    ("DG386", lambda: table(column("deleted_at", "instant", nullable=True), uniques=(index("u", "name", unique=True),))),
    ("DG387", lambda: table(kind="platform")),
    ("DG388", lambda: table(retention=Retention(keep_days=3, measured_from="created_at", job="job:none", rule="DATA-082"))),
    ("DG389", lambda: Database(tables=(table(),), jobs=(JOB.model_copy(update={"statement": "SELECT 1"}),))),
    ("DG390", lambda: Database(tables=(table(),), invariants=(UNKEPT,))),
    ("DG392", lambda: table(writers=())),
]  # fmt: skip


@pytest.mark.parametrize(("code", "broken"), BROKEN, ids=[f"{code}-{number}" for number, (code, _) in enumerate(BROKEN)])
def test_a_rule_finds_what_it_names(code: str, broken: Callable[[], Table | Database]) -> None:
    made = broken()
    problems = found(made if isinstance(made, Database) else Database(tables=(made,)))
    assert [problem.code for problem in problems] == [code], [problem.message for problem in problems]


@pytest.mark.parametrize(("rule", "codes"), [("restrict", ["DG371"]), ("keep", [])])
def test_only_a_reference_the_database_holds_needs_a_unique_key_at_its_other_end(rule: str, codes: list[str]) -> None:
    key = refers("other_id", "lab.thing", columns=("firm_id", "other_id"), target_columns=("firm_id", "id"), on_delete=rule)
    both = table(column("firm_id", "uuid"), column("other_id", "uuid"), foreign_keys=(key,), indexes=(index("i", "firm_id", "other_id"),))
    assert [problem.code for problem in found(Database(tables=(both,)))] == codes


def test_cascades_across_contexts_are_found() -> None:
    other = table(key="table:shop.order_row", schema_name="shop", label="order_row").model_copy(
        update={
            "columns": (column("id", "uuid"), column("thing_id", "uuid")),
            "foreign_keys": (refers("thing_id", "lab.thing", on_delete="cascade"),),
        }
    )
    whole = other.model_copy(update={"indexes": (index("i", "thing_id"),)})
    assert [problem.code for problem in found(Database(tables=(table(), whole)))] == ["DG373"]


def test_tenants_are_kept_apart_in_references() -> None:
    parent = table(column("firm_id", "uuid"), tenant_column="firm_id")
    child = parent.model_copy(
        update={
            "key": "table:lab.part", "label": "part", "columns": (*parent.columns, column("thing_id", "uuid")),
            "foreign_keys": (refers("thing_id", "lab.thing"),), "indexes": (index("i", "thing_id"),),
        }
    )  # fmt: skip
    assert [problem.code for problem in found(Database(tables=(parent, child)))] == ["DG391"]


def test_a_changing_table_without_version_and_a_list_without_index_are_found() -> None:
    whole = example("toolshed")[1].database
    tool = whole.table("lending.tool")
    bare = tool.model_copy(
        update={"indexes": (), "foreign_keys": (), "columns": tuple(known for known in tool.columns if known.name != "version")}
    )
    replaced = whole.model_copy(update={"tables": tuple(bare if known.name == tool.name else known for known in whole.tables)})
    assert {problem.code for problem in found(replaced)} == {"DG380", "DG385"}


def test_a_hand_edited_script_is_judged_at_its_line() -> None:
    edited = Artifact.text("database/schema.sql", "sql", "BEGIN;\nCREATE TABEL x (a int);\nCOMMIT;")
    problem = found(Database(), edited)[0]
    assert problem.code == "DG310"
    assert problem.span
    assert (problem.span.file, problem.span.line, problem.span.column) == ("database/schema.sql", 2, 8)


def test_the_example_has_nothing_to_mend() -> None:
    database = example("toolshed")[1].database
    assert found(database, *render_schema(design(database))) == []


def test_codes_and_names_are_used_once() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)
