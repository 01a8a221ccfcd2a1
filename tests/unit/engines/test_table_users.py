"""Who writes and who reads each table, in the examples and where a rule adds or drops a table."""

import pytest

from designgen.engines.offline.database.users import GROUPS
from designgen.knowledge.catalogue import load
from designgen.model.design.database import Database
from oracles.designs import drafted, example

CLINIC = """
designgen: 1
project: {{name: clinic, purpose: Notes of patients.}}
actors: {{nurse: {{kind: human, auth: oidc, count: 20}}}}
requirements:
  - {{id: FR-1, title: Keep the notes, actor: nurse, operations: [crud Note, create Answer]}}
domain:
  ward:
    Note: {{root: true, fields: {{text: string(80){health}}}}}
    Answer: {{root: true, anonymous: true, fields: {{text: string(80), mood: string(20) pii:health}}}}
"""


@pytest.fixture(scope="module")
def neighbourhoods() -> Database:
    return example("neighbourhoods")[1].database


@pytest.fixture(scope="module")
def tavola() -> Database:
    return example("tavola")[1].database


def test_what_is_kept_apart_is_written_by_whoever_takes_in_the_answer(neighbourhoods: Database) -> None:
    assert "createSurveyResponse" in neighbourhoods.table("survey.survey_response_contact").writers


def test_a_slow_operation_is_written_by_its_starter_its_job_and_its_end_and_read_by_who_asks(neighbourhoods: Database) -> None:
    table = neighbourhoods.table("platform.operation")
    wanted = {"importEnergyDeclarations", "cancelOperation", "job:take-jobs", "job:load-energy-declaration", "job:purge-operation"}
    assert set(table.writers) == wanted
    assert table.readers == ("getOperation",)
    assert "importEnergyDeclarations" in neighbourhoods.table("platform.job").writers
    assert "importEnergyDeclarations" in neighbourhoods.table("platform.import_batch").writers
    assert neighbourhoods.table("platform.import_reject").readers == ("getOperation",)


def test_events_changes_and_deliveries_have_the_writers_that_let_them_happen(tavola: Database) -> None:
    assert {"placeOrder", "transmitInvoice"} & set(tavola.table("platform.outbox_event").writers)
    assert {"createOrder", "pushCommands"} <= set(tavola.table("platform.sync_change").writers)
    assert tavola.table("platform.sync_change").readers == ("pullChanges",)
    assert "receiveStripeEvent" in tavola.table("platform.webhook_event").writers
    assert "updateMenuItem" in tavola.table("platform.audit_log").writers


def test_an_audit_log_that_nobody_would_write_is_not_built(neighbourhoods: Database) -> None:
    assert "audit_log" not in {table.label for table in neighbourhoods.tables}
    assert "audit_log" not in {table.label for table in drafted(CLINIC.format(health=""))[1].database.tables}
    (log,) = [table for table in drafted(CLINIC.format(health=" pii:health"))[1].database.tables if table.label == "audit_log"]
    assert set(log.writers) == {"createNote", "updateNote", "deleteNote", "job:purge-audit-log"}


def test_every_group_that_the_catalogue_names_is_known() -> None:
    named = {group for row in load("platform_tables").values() for way in ("written_by", "read_by") for group in row.get(way, ())}
    assert named == set(GROUPS)
