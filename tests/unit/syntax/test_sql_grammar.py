"""The door to the SQL grammars: every broken statement at its place, function bodies too."""

import pytest

from designgen.syntax.sql import SyntaxProblem, statements, syntax_errors, tables

BROKEN_BODY = """-- ü
CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$
BEGIN
    RETRUN 1;
END $$;
"""
TRIGGER = "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.a := OLD.a + 1; RETURN NEW; END $$;"


def test_two_mistakes_are_two_problems_at_their_places() -> None:
    found = syntax_errors("SELECT 'ü';\nCREAT TABLE x (a int);\nCREATE TABLE y (a int,);\n")
    assert [(problem.line, problem.column) for problem in found] == [(2, 1), (3, 23)]


@pytest.mark.parametrize("sql", ["CREATE TABLE x (a int", "SELECT 'open", "nonsense", "CREATE TABLE x (user text)"])
def test_what_the_server_refuses_is_refused_here(sql: str) -> None:
    assert syntax_errors(sql)


def test_bodies_of_functions_are_judged_as_well() -> None:
    assert syntax_errors(BROKEN_BODY) == (SyntaxProblem(4, 5, 'syntax error at or near "RETRUN"'),)


def test_a_trigger_function_is_no_mistake() -> None:
    assert syntax_errors(TRIGGER) == ()


def test_statements_know_where_they_begin() -> None:
    found = statements("-- first\nSELECT 1;\n\n-- ü\nDELETE FROM a.b;\n")
    assert [(known.text, known.kind, known.line) for known in found] == [
        ("SELECT 1", "select_stmt", 2),
        ("DELETE FROM a.b", "delete_stmt", 5),
    ]


def test_tables_are_named_with_their_schema() -> None:
    assert tables("DELETE FROM a.b USING c.d WHERE b.id = d.id") == ("a.b", "c.d")
    with pytest.raises(ValueError, match="syntax error"):
        tables("DELETE FORM a.b")


def test_other_dialects_are_read_by_the_generic_parser() -> None:
    assert syntax_errors("CREATE TABLE x (a int)", "mysql") == ()
    assert syntax_errors("CREATE TABLE (", "mysql")
