"""What the platform section says of one thing agrees with what it says of it elsewhere, and with what the system has."""

import re
from functools import cache

import pytest

from designgen.engines.offline.platform.capacity import RESERVED
from designgen.knowledge import catalogue
from designgen.model.design.whole import Design
from designgen.sizing.recovery import allowed_minutes
from package_builder import example, text_of

NAMES = ("toolshed", "tavola", "neighbourhoods")


@cache
def designed(name: str) -> Design:
    design = example(name).design
    assert design
    return design


def mode(name: str, key: str) -> str:
    found = next(one for book in designed(name).operations.runbooks for one in book.failures if one.name == key)
    return " ".join((found.detection, found.impact, found.decide, found.verify, found.escalate, found.prevent))


@pytest.mark.parametrize("name", NAMES)
def test_the_minutes_of_a_restore_are_measured_against_one_figure(name: str) -> None:
    design = designed(name)
    rto = next(one.value for one in design.facts.figures if one.key == "recovery.rto_s")
    left = f"of the {round(allowed_minutes(rto))} that the target of "
    assert left in mode(name, "rebuild")
    assert any(left in text for one in design.interviews for text in one.opinion.conclusions if "database is back" in text)


@pytest.mark.parametrize("name", NAMES)
def test_connections_of_a_release_are_permitted_where_they_are_told(name: str) -> None:
    design = designed(name)
    permitted = next(line.value for line in design.operations.capacity if line.name == "pools-releasing")
    most = int(permitted) - RESERVED
    assert f"{most} while a release runs" in mode(name, "database-connections")
    alert = next(one for one in design.operations.alerts if one.name == "database-connections")
    assert f"{most} while a release runs" in alert.summary


def test_who_calls_without_a_token_has_no_session_and_no_right_to_lose() -> None:
    design = designed("neighbourhoods")
    citizen = next(one for one in design.security.sessions if one.actor == "citizen")
    assert citizen.method.startswith("none") and citizen.lifetime.startswith("none")
    threats = {one.name: one for one in design.security.threats}
    assert "itizen" not in threats["function-without-right"].scenario + threats["function-without-right"].test
    identity = next(book for book in design.operations.runbooks if book.name == "identity")
    assert "analysts" in identity.purpose and "citizens" not in identity.purpose
    skeleton = next(phase for phase in design.delivery.phases if phase.name == "walking-skeleton")
    assert any("Sign-in of analysts at" in work.title for work in skeleton.work)
    given = {one.operation: one.given for one in design.delivery.scenarios if one.name.endswith("-happy")}
    assert given["listNeighbourhoods"] == "a signed-in analyst or a citizen without sign-in"
    guest = next(one for one in designed("tavola").security.sessions if one.actor == "guest")
    assert "signed link" in guest.method


def test_the_threat_of_foreign_rows_names_who_may_call() -> None:
    threat = next(one for one in designed("neighbourhoods").security.threats if one.name == "other-row")
    assert threat.scenario.startswith("A utility asks for an operation ")


@pytest.mark.parametrize("name", NAMES)
def test_a_late_archive_calls_while_the_objective_still_holds(name: str) -> None:
    design = designed(name)
    lost = next(one.value for one in design.facts.figures if one.key == "recovery.rpo_s")
    alert = next(one for one in design.operations.alerts if one.name == "wal-archive-late")
    limit = re.search(r"archive_age\{[^}]*\}\) > (\d+)", alert.expression)
    assert limit and int(limit[1]) == lost / 2


def test_the_copy_of_a_database_is_told_as_its_archive_works() -> None:
    arrows = {one.name: one for one in designed("neighbourhoods").architecture.connections}
    assert arrows["backup-database"].purpose == "takes the changes of every minute, and a snapshot every night"
    assert "every night" not in arrows["backup-storage"].purpose


def test_what_a_body_must_not_set_is_a_column_of_its_row() -> None:
    threat = next(one for one in designed("neighbourhoods").security.threats if one.name == "mass-assignment")
    assert "`SurveyResponse.received_on`" in threat.scenario and "received_at" not in threat.scenario
    assert "income_band" not in threat.scenario


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("key", ["database-locks", "database-slow-query", "job-overrun"])
def test_slowness_is_noticed_by_the_class_of_the_operations_it_touches(name: str, key: str) -> None:
    design = designed(name)
    alerts = {one.name: one for one in design.operations.alerts}
    goals = {one.key: one for one in design.operations.objectives}
    found = next(one for book in design.operations.runbooks for one in book.failures if one.name == key)
    named = re.search(r"Alert `(latency[^`]+)`", found.detection)
    assert named
    members = goals[alerts[named[1]].objective].operations
    said = " ".join((found.impact, *(one.shows for one in found.triage)))
    assert any(f"`{one}`" in said for one in members)


def test_guessing_counts_what_the_application_sees_of_a_foreign_provider() -> None:
    design = designed("neighbourhoods")
    alert = next(one for one in design.operations.alerts if one.name == "sign-in-guessing")
    assert "come back from the provider" in alert.summary
    threat = next(one for one in design.security.threats if one.name == "guessed-password")
    assert "counts only rejected callbacks" in threat.control


def test_the_promise_of_work_is_measured_at_its_end() -> None:
    design = designed("neighbourhoods")
    goals = {one.name: one for one in design.operations.objectives}
    work = goals["work-import-energy-declarations"]
    assert "operation_duration_seconds_bucket" in work.error_query and 'le=~"900|900.0"' in work.error_query
    assert not any("importEnergyDeclarations" in one.operations for one in goals.values() if one.threshold_ms is not None)
    assert "`operation_duration_seconds_bucket`" in text_of(example("neighbourhoods"), "operations/slo.md")


def test_the_freshness_of_a_busy_job_is_that_of_its_alert() -> None:
    operations = designed("neighbourhoods").operations
    alert = next(one for one in operations.alerts if one.name == "job-take-jobs")
    goal = next(one for one in operations.objectives if one.name == "job-freshness")
    assert "for 5 minutes" in alert.summary and "5 minutes where those are less" in goal.indicator


def test_a_creation_that_nothing_reads_is_seen_by_its_answer_and_its_row() -> None:
    then = {one.name: one.then for one in designed("neighbourhoods").delivery.scenarios}
    assert then["createSurveyResponse-happy"].endswith("; survey.survey_response has one row more")
    assert then["createUpload-happy"].startswith("201 with UploadTicket: `")
    assert "reading it back" in then["createBuilding-happy"]


def test_a_report_that_withholds_small_groups_is_tested_with_one() -> None:
    found = next(one for one in designed("neighbourhoods").delivery.scenarios if one.name == "reportIntensity-happy")
    least = catalogue.load("constants")["smallest_group"]
    assert f"a group of {least} buildings and one of {least - 1}" in found.given
    assert found.then.endswith("the smaller group is left out")
    plain = next(one for one in designed("tavola").delivery.scenarios if one.name == "reportDailyTakings-happy")
    assert "group" not in plain.given


@pytest.mark.parametrize("name", NAMES)
def test_what_a_requirement_refers_to_is_built_no_later(name: str) -> None:
    design = designed(name)
    phase_of = {
        operation: index
        for index, phase in enumerate(design.delivery.phases)
        for work in phase.work
        for operation in re.findall(r"\w+", work.title)
    }
    made = [one for api in design.api for one in api.operations if one.kind in ("create", "import") and one.entity]
    creates = {one.entity: phase_of[one.name] for one in made}
    late = [
        (entity.key, attribute.target)
        for entity in design.facts.entities
        for attribute in entity.attributes
        for home in (entity.entity.part_of or entity.key,)
        if home in creates and attribute.target in creates and not attribute.nullable and creates[attribute.target] > creates[home]
    ]
    assert len(creates) > 2 and late == []


def test_the_skeleton_meets_the_worker_and_a_load_has_its_job() -> None:
    skeleton, must = designed("neighbourhoods").delivery.phases[:2]
    assert any(work.title == "Job take-jobs with its alert" for work in skeleton.work)
    assert "worker runs take-jobs" in skeleton.shows
    assert any("load-energy-declaration" in work.title for work in must.work)


@pytest.mark.parametrize("name", NAMES)
def test_each_risk_has_its_own_sign_and_a_weight_of_its_own(name: str) -> None:
    risks = designed(name).delivery.risks
    assert len({one.trigger for one in risks}) == len(risks)
    assert len({(one.likelihood, one.impact) for one in risks}) > 3
    assert not any("that phase" in one.trigger for one in risks)


def test_a_choice_won_by_little_is_likelier_to_turn() -> None:
    design = designed("neighbourhoods")
    margins = {one.decision.topic.replace(".", "-"): one.decision.margin for one in design.records}
    weighed = sorted((margins[one.name], one.likelihood) for one in design.delivery.risks if one.name in margins)
    assert len(weighed) > 2
    assert [likely for _, likely in weighed] == sorted((likely for _, likely in weighed), reverse=True)


@pytest.mark.parametrize("name", NAMES)
def test_the_probe_that_notices_a_lost_region_stands_outside(name: str) -> None:
    watching = next(one for one in designed(name).architecture.components if one.kind == "observability")
    place = watching.does.partition("its probe stands ")[2].rstrip(".")
    assert "region" in place
    assert place in mode(name, "rebuild") and place in mode(name, "monitoring-blind")


def test_a_guest_is_tested_with_its_token_and_not_as_signed_in() -> None:
    given = {one.name: one.given for one in designed("tavola").delivery.scenarios}
    assert given["createOrder-happy"] == "a guest with its token or a signed-in waiter"
