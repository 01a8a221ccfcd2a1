"""Conditions that people and models write: what stands in a schema safely, and what is told instead."""

import pytest

from designgen.syntax.conditions import condition_fault

SOUND = (
    "low <= high",
    "extract(epoch from due_at) > 0",
    "trim(both ' ' from name) <> ''",
    "cast(opened_at as date) <= due_on",
    "(lower(during) AT TIME ZONE 'UTC')::date = day",
    "NOT isempty(during)",
    "kind = 'select from table'",
)
UNSOUND = (
    ("total > (select 1 from loan)", "holds `select`"),
    ("extract(day from (select due_on)) > 1", "holds `select`"),
    ("low from loan", "holds `from`"),
    ("pg_sleep(5) IS NULL", "calls `pg_sleep`"),
    ("low > 0) OR (1 = 1", "parentheses unevenly"),
    ("low > 0; drop table loan", "holds `;`"),
)


@pytest.mark.parametrize("text", SOUND)
def test_a_condition_over_one_row_has_no_fault(text: str) -> None:
    assert condition_fault(text) == ""


@pytest.mark.parametrize(("text", "told"), UNSOUND)
def test_what_reads_other_rows_or_ends_early_is_told(text: str, told: str) -> None:
    assert told in condition_fault(text)
