"""Runbooks and threats name what this system has: tenants, credentials, amounts, shared limits, no words of another system."""

import re

import pytest

from designgen.knowledge import catalogue
from package_builder import example

NAMES = ("toolshed", "tavola", "neighbourhoods")


def commands(name: str) -> list[str]:
    design = example(name).design
    assert design
    modes = [mode for book in design.operations.runbooks for mode in book.failures]
    routine = [one.run for book in design.operations.runbooks for one in book.routine]
    return [*routine, *(one.run for mode in modes for one in (*mode.triage, *mode.mitigation))]


def modes(name: str) -> dict[str, str]:
    design = example(name).design
    assert design
    return {mode.name: mode.impact for book in design.operations.runbooks for mode in book.failures}


def test_a_statement_on_rows_of_tenants_says_first_for_which() -> None:
    design = example("tavola").design
    assert design
    hidden = [table.name for table in design.database.tables if table.tenant_column]
    looking = [run for run in commands("tavola") if run.startswith(('psql "$DB"', 'psql "$DB_ADMIN"'))]
    touching = [run for run in looking if re.search(rf"(?:from|update) (?:{'|'.join(map(re.escape, hidden))})\b", run)]
    assert len(touching) >= 5
    assert [run for run in touching if "set app.tenant_id = '$TENANT'" not in run] == []
    assert not any("app.tenant_id" in run for run in commands("toolshed"))


def test_credentials_of_others_are_pasted_and_never_drawn_at_random() -> None:
    design = example("tavola").design
    assert design
    peers = next(book for book in design.operations.runbooks if book.name == "peers")
    runs = [one.run for mode in peers.failures for one in mode.mitigation]
    assert any("$SECRET" in run for run in runs)
    assert not any("random_password" in run for run in runs)


def test_the_live_database_is_copied_before_it_is_replaced() -> None:
    for name in NAMES:
        design = example(name).design
        assert design
        mode = next(mode for book in design.operations.runbooks for mode in book.failures if mode.name == "lost-data")
        runs = [one.run for one in mode.mitigation]
        destroying = next(index for index, one in enumerate(mode.mitigation) if one.destroys)
        assert "backup" in runs[destroying - 1], name


@pytest.mark.parametrize("name", NAMES)
def test_no_text_speaks_of_another_system(name: str) -> None:
    said = " ".join(modes(name).values()).lower()
    for word in {"toolshed": ("venue", "guest", "order"), "neighbourhoods": ("venue", "guest", "stripe"), "tavola": ("member", "loan")}[
        name
    ]:
        assert not re.search(rf"\b{word}s?\b", said), word


def test_limits_of_fiscal_documents_come_from_their_row() -> None:
    limits = catalogue.load("providers")["fiscal"]
    design = example("tavola").design
    assert design
    unsent = next(alert for alert in design.operations.alerts if alert.name == "invoice-unsent")
    left = limits["transmit_days"] - limits["early_days"]
    assert unsent.expression.endswith(f"> {left * 86_400}")
    assert f"issued {left} days ago" in unsent.summary


def test_alerts_that_differ_in_their_job_only_share_a_row() -> None:
    text = next(one.content.decode() for one in example("tavola").merged.artifacts if one.path == "runbooks/README.md")
    rows = [line for line in text.splitlines() if "#a-job-did-not-run" in line]
    assert 2 <= len(rows) <= 5
    assert "$labels" not in text
