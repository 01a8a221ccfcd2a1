"""Sentences of one package that speak of the same thing say the same."""

import re

import pytest

from designgen.engines.offline.promises import watchers
from designgen.knowledge.wording import figure
from designgen.model.facts import Facts
from designgen.sizing.calls import report_rows
from designgen.sizing.repeats import Repeats
from package_builder import example, text_of

EXAMPLES = ("toolshed", "tavola", "neighbourhoods")


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_pool_that_may_be_open_is_that_of_all_instances_and_no_advice_passes_the_ceiling(name: str) -> None:
    design = example(name).design
    facts: Facts = design.facts
    opened, ceiling = facts.number("pool.open"), facts.number("pool.ceiling")
    assert opened == facts.number("pool.per_instance") * facts.number("app.instances")
    steps = {limit.key: limit for limit in design.architecture.bottlenecks}
    limit = steps["bottleneck:connections"]
    assert limit.utilisation == pytest.approx(facts.number("pool.busy") / min(opened, ceiling), rel=0.01)
    if opened >= ceiling:
        assert "Raise the pool" not in limit.next_step and f"{opened:g} connections may be open" in limit.next_step


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_no_cache_may_keep_is_never_said_to_be_old(name: str) -> None:
    operations = [operation for api in example(name).design.api for operation in api.operations]
    for operation in operations:
        if operation.kind == "list" and "may be up to" in operation.description:
            assert "max-age" in operation.cache, operation.name


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_decision_names_the_operations_on_entities_that_demand_a_key(name: str) -> None:
    design = example(name).design
    facts, repeats = design.facts, Repeats(design.facts.requirements, tuple(design.facts.uses))
    said = {use.id for use in facts.uses if repeats.keyed(use)}
    used = {use.id for use in facts.uses}
    demanded = {one.name for api in design.api for one in api.operations if one.idempotency_key and one.name in used}
    assert said == demanded
    (decision,) = [record.decision for record in (*design.records, *design.conventions) if record.decision.topic == "api.idempotency"]
    told = " ".join((*decision.addons, *decision.consequences, *decision.drawbacks))
    assert all(f"`{one}`" in told for one in demanded)


def test_keys_are_kept_for_the_requests_that_carry_one() -> None:
    assert example("toolshed").design.facts.figure("machinery.idempotency_key.rows_horizon").formula == "400 a day, kept 1 day"


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_count_of_operations_in_a_decision_says_which_are_counted(name: str) -> None:
    design = example(name).design
    for record in (*design.records, *design.conventions):
        text = record.decision.model_dump_json()
        assert all(found[1].startswith("on ") for found in re.finditer(r"\d+ operations (\S+ )", text)), record.decision.topic


def test_the_conflict_of_a_marked_row_names_what_holds_it() -> None:
    (error,) = [error for api in example("toolshed").design.api for error in api.errors if error.name == "CONFLICT"]
    assert error.meaning == "The tool is LENT through a loan, so it cannot be removed."


def test_a_promise_of_seconds_has_a_stream_and_an_unknown_watcher_a_question() -> None:
    design = example("tavola").design
    (stream,) = [one for api in design.api for one in api.operations if one.media == "text/event-stream"]
    assert stream.name == "subscribeOrders" and stream.requirements == ("FR-01",) and "API-103" in stream.because
    assert any(question.key == "question:watcher-fr-01" and "kitchen" in question.text for question in design.questions)
    assert watchers(("then the kitchen sees them within 3 s",)) == ("kitchen",) and not watchers(("then one order exists",))


def test_a_reference_that_only_the_peer_can_give_may_be_missing() -> None:
    payment = example("tavola").design.facts.entity("billing.Payment")
    (reference,) = [attribute for attribute in payment.attributes if attribute.name == "provider_ref"]
    assert reference.nullable and reference.unique and "SVC-037" in reference.because


@pytest.mark.parametrize("name", ("tavola", "neighbourhoods"))
def test_a_call_of_a_report_reads_the_same_rows_in_its_decision_and_in_what_is_not_needed_yet(name: str) -> None:
    design = example(name).design
    (decision,) = [record.decision for record in (*design.records, *design.conventions) if record.decision.topic == "data.read-scaling"]
    (crossing,) = [one for one in design.facts.crossings if one.key.startswith("aggregate")]
    assert f"reads {figure(float(round(crossing.measured)))} rows at the horizon" in decision.context
    (report,) = [use.id for use in design.facts.uses if use.operation.verb == "report"]
    assert round(report_rows(design, report)) in (round(crossing.measured), 0)


def test_the_decision_on_personal_data_names_what_the_schema_encrypts_and_what_stays_readable() -> None:
    design = example("neighbourhoods").design
    (decision,) = [record.decision for record in (*design.records, *design.conventions) if record.decision.topic == "data.pii"]
    told = " ".join(decision.consequences)
    assert decision.choice == "envelope"
    assert "The application encrypts `SurveyResponse.income_band`" in told
    assert "on an encrypted disk: `SurveyResponse.contact`" in told
    columns = {column.name: column for table in design.database.tables for column in table.columns if table.schema_name == "survey"}
    assert columns["income_band_enc"].attribute.type == "sealed" and columns["contact"].attribute.type == "email"
    assert "those of `SurveyResponse.income_band` in a dump too" in decision.confirmation


def test_a_list_that_is_searched_says_so_and_what_a_cache_keeps_is_asked_for_anew() -> None:
    design = example("toolshed").design
    known = {one.name: one for api in design.api for one in api.operations}
    assert "searched by `name` with `q`" in known["listTools"].description and "max-age=60" in known["listTools"].cache
    assert "looks for the row with `Cache-Control: no-cache`" in known["createTool"].description
    (decision,) = [record.decision for record in (*design.records, *design.conventions) if record.decision.topic == "search.engine"]
    assert "same moment" not in decision.model_dump_json()


def test_a_repeat_of_an_answer_needs_no_new_proof_against_robots() -> None:
    design = example("neighbourhoods").design
    (creating,) = [one for api in design.api for one in api.operations if one.name == "createSurveyResponse"]
    (error,) = [one for api in design.api for one in api.errors if one.name == "CHALLENGE_FAILED"]
    assert "A retry with the same `Idempotency-Key` carries the same proof and needs no new one." in creating.description
    assert "used before" not in error.meaning


def test_sentences_name_first_what_requirements_name_and_a_rare_rate_is_not_shown_as_none() -> None:
    built = example("neighbourhoods")
    (decision,) = [one.decision for one in built.design.records if one.decision.topic == "datastore.primary"]
    assert "SurveyResponse, EnergyDeclaration, AnnualReport and 2 others" in decision.context
    text = text_of(built, "api/openapi.yaml")
    assert "x-peak-per-second: 0.0\n" not in text and "x-peak-per-second: 0.000023" in text.replace("2.3e-05", "0.000023")


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_option_speaks_of_a_field_that_does_not_exist(name: str) -> None:
    design = example(name).design
    (decision,) = [record.decision for record in (*design.records, *design.conventions) if record.decision.topic == "data.pii"]
    assert "no field" not in decision.model_dump_json()
