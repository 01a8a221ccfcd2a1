"""The platform persona: proportionate operation, duties that someone notices, plans that add up."""

import re

import pytest

from designgen.engines.offline.platform import section as platform
from designgen.engines.offline.platform.brief import brief_of
from designgen.engines.offline.platform.upkeep import client, erasure
from designgen.knowledge.catalogue import load
from designgen.model.interview import DatabaseSection, PlatformSection, Question
from designgen.sizing.effort import together, weekly_capacity
from oracles.sections import designed, platform_of, toolshed

CLINIC = """
designgen: 1
project: {name: clinic, purpose: Keeps findings., country: IT, currency: EUR}
actors:
  nurse: {kind: human, auth: oidc+mfa, count: 40, offline: 4h}
  meter: {kind: device, auth: x509, count: 200}
requirements:
  - {id: FR-1, title: Record a finding, priority: must, actor: nurse, operations: [crud Finding 2/s]}
  - {id: FR-2, title: Report, priority: could, actor: nurse, operations: [report Finding by ward p95 2s]}
  - {id: FR-3, title: Fax, priority: wont, actor: nurse, operations: [list Finding]}
quality: {availability: {target: 99.5%, rpo: 24h, rto: 24h}}
constraints: {team: {devs: 6, ops: 2}}
deployment: {target: kubernetes, location: on-prem}
domain: {care: {Finding: {fields: {ward: string(20), note: text pii:health}, volume: {keep: 2y}}}}
integrations:
  - {id: lab, direction: both, protocol: https, auth: mtls, webhooks: {events: [done]}, sla: 99%}
"""


@pytest.fixture(scope="module")
def shed() -> PlatformSection:
    return platform_of(toolshed())


@pytest.fixture(scope="module")
def clinic() -> PlatformSection:
    return platform_of(CLINIC)


def database_of(question: Question) -> DatabaseSection:
    return next(section for section in question.earlier if isinstance(section, DatabaseSection))


@pytest.mark.parametrize("text", [toolshed(), CLINIC])
def test_every_component_lives_in_exactly_one_zone(text: str) -> None:
    design = designed(text)[1]
    placed = [key for zone in design.zones for key in zone.components]
    assert sorted(placed) == sorted(component.key for component in design.architecture.components)


@pytest.mark.parametrize("text", [toolshed(), CLINIC])
def test_every_alert_opens_a_failure_mode(text: str) -> None:
    section = platform_of(text)
    places = {(book.key, mode.key) for book in section.operations.runbooks for mode in book.failures}
    assert all((alert.runbook, alert.anchor) in places for alert in section.operations.alerts)


@pytest.mark.parametrize("text", [toolshed(), CLINIC])
def test_every_job_has_an_alert_later_than_its_interval(text: str) -> None:
    alerts = {alert.key: alert for alert in platform_of(text).operations.alerts}
    for job in database_of(designed(text)[0]).database.jobs:
        limit = re.search(r"> ([0-9.]+) or", alerts[job.alert].expression)
        assert limit
        assert float(limit[1]) >= max(300, 1.5 * job.every_s)


@pytest.mark.parametrize("text", [toolshed(), CLINIC])
def test_every_change_can_be_undone_or_says_why_not(text: str) -> None:
    for book in platform_of(text).operations.runbooks:
        for command in (*book.routine, *(one for mode in book.failures for one in (*mode.triage, *mode.mitigation))):
            assert bool(command.undo) == command.changes, command.run
            assert "{" + "{" not in command.run
        for mode in book.failures:
            assert not any(one.changes for one in mode.triage)
            assert mode.mitigation
            assert len(mode.triage) <= 8


def test_toolshed_stays_small(shed: PlatformSection) -> None:
    assert 4 <= len(shed.operations.runbooks) <= 8
    assert len(shed.delivery.scenarios) <= 30
    assert len(shed.operations.alerts) <= 26
    assert {component.kind for component in shed.architecture.components} == {"observability", "backup", "secrets"}


def test_nobody_on_call_is_said_and_asked(shed: PlatformSection, clinic: PlatformSection) -> None:
    assert any("Nobody is on call" in concern for concern in shed.opinion.concerns)
    assert "question:who-answers-at-night" in {question.key for question in shed.opinion.questions}
    assert not any("Nobody is on call" in concern for concern in clinic.opinion.concerns)


def test_slowness_pages_only_where_someone_is_on_call(shed: PlatformSection, clinic: PlatformSection) -> None:
    pages = [alert.name for alert in shed.operations.alerts if alert.severity == "page" and alert.name.startswith("latency")]
    assert not pages
    assert [alert for alert in clinic.operations.alerts if alert.severity == "page" and alert.name.startswith("latency")]


def test_commands_are_those_of_the_platform(shed: PlatformSection, clinic: PlatformSection) -> None:
    def typed(section: PlatformSection) -> str:
        return "\n".join(command.run for book in section.operations.runbooks for mode in book.failures for command in mode.mitigation)

    assert "kubectl -n clinic rollout undo deployment/clinic-app" in typed(clinic)
    assert "kubectl" not in typed(shed)
    assert 'terraform -chdir=deploy/prod apply -var app_image="$PREVIOUS"' in typed(shed)


def test_runbooks_name_tables_of_this_design(shed: PlatformSection) -> None:
    tables = {table.name for table in database_of(designed(toolshed())[0]).database.tables}
    text = "\n".join(
        command.run for book in shed.operations.runbooks for mode in book.failures for command in (*mode.triage, *mode.mitigation)
    )
    named = set(re.findall(r"\b(?:lending|people|platform)\.[a-z_]+", text))
    assert named
    assert named <= tables


def test_what_names_requirements_is_there_because_of_them(shed: PlatformSection, clinic: PlatformSection) -> None:
    for section in (shed, clinic):
        modes = [mode for book in section.operations.runbooks for mode in book.failures if "these stop:" in mode.impact]
        assert modes
        for mode in modes:
            named = set(re.findall(r"\((FR-\d+)\)", mode.impact))
            assert named and named <= set(mode.because), mode.key


def test_recovery_adds_up_and_is_compared_with_the_target(shed: PlatformSection) -> None:
    recovery = shed.operations.recoveries[0]
    assert recovery.minutes == pytest.approx(sum(step.minutes for step in recovery.steps))
    assert 36 < recovery.minutes < 0.7 * recovery.rto_s / 60


def test_weeks_follow_from_the_days(shed: PlatformSection) -> None:
    for phase in shed.delivery.phases:
        assert phase.weeks == pytest.approx(together(work.days for work in phase.work).p80 / weekly_capacity(4), abs=0.06)


def test_every_wanted_requirement_is_in_the_plan_once(clinic: PlatformSection, shed: PlatformSection) -> None:
    planned = [reason for phase in shed.delivery.phases for work in phase.work for reason in work.because]
    assert {"FR-1", "FR-2", "FR-3", "DEF-03:people.Member"} <= set(planned)
    operations = " ".join(work.title for phase in shed.delivery.phases for work in phase.work)
    for name in ("createTool", "listTools", "returnLoan", "updateMember"):
        assert operations.count(name) == 1
    assert "FR-3" not in {reason for phase in clinic.delivery.phases for work in phase.work for reason in work.because}


def test_what_may_wait_comes_after_the_opening(clinic: PlatformSection) -> None:
    order = [phase.name for phase in clinic.delivery.phases]
    assert order[0] == "walking-skeleton"
    assert order.index("opening") < order.index("could")
    assert len(set(order)) == len(order)


def test_scenarios_show_each_way_to_be_wrong(shed: PlatformSection) -> None:
    found = {scenario.name: scenario for scenario in shed.delivery.scenarios}
    assert "409 ILLEGAL_TRANSITION" in found["returnLoan-state"].then
    assert found["returnLoan-state"].given == "a Loan in CLOSED"
    assert "one row only" in found["createLoan-replay"].then
    assert "412" in found["updateTool-stale"].then
    assert "81 characters" in found["createTool-invalid"].given
    assert "getTool-stranger" not in found
    assert found["listTools-happy"].requirement == "FR-3"


def test_every_requirement_has_a_scenario(shed: PlatformSection) -> None:
    assert {scenario.requirement for scenario in shed.delivery.scenarios} == {"FR-1", "FR-2", "FR-3", "DEF-03:people.Member"}


def test_threats_are_chosen_by_what_exists(shed: PlatformSection, clinic: PlatformSection) -> None:
    small, large = ({threat.name for threat in section.security.threats} for section in (shed, clinic))
    assert {"other-row", "stolen-cookie", "insider-reader", "skipped-step", "lost-update"} <= small
    assert not small & {"webhook-forgery", "lost-device", "tenant-mix", "uploaded-file", "peer-answer"}
    assert {"webhook-forgery", "lost-device", "peer-answer"} <= large


def test_sessions_are_shorter_for_health_data(shed: PlatformSection, clinic: PlatformSection) -> None:
    member = shed.security.sessions[0]
    nurse, meter = clinic.security.sessions
    assert member.lifetime.startswith("14 days without use, 30 days at most")
    assert nurse.lifetime.startswith("15 minutes without use, 12 hours")
    assert meter.method == "certificate per device"


def test_personal_tables_say_who_how_long_and_how_they_end(shed: PlatformSection) -> None:
    row = next(one for one in shed.security.data if one.table == "people.member")
    assert row.columns == ("name", "email")
    assert row.classes == ("contact", "identity")
    assert "erase-member" in row.erasure
    assert "readonly" not in row.access
    assert row.keep


def test_erasure_empties_personal_columns_only() -> None:
    table = database_of(designed(toolshed())[0]).database.table("people.member")
    statement = erasure(table)
    assert statement.startswith("update people.member set ")
    assert "email = 'erased-' || id || '@invalid.example'" in statement
    assert "created_at" not in statement
    assert "concat('erased-', id, '@invalid.example')" in erasure(table, "mysql")


def test_statements_survive_the_shell() -> None:
    brief = brief_of(designed(toolshed())[0])
    assert client(brief, "select \"a`b\" from t where x = '$1' -- note\n and y = '$ID';") == (
        'psql "$DB" -c "select \\"a\\`b\\" from t where x = \'\\$1\' and y = \'$ID\'"'
    )


def test_risks_come_highest_first_and_name_their_reason(shed: PlatformSection) -> None:
    scores = [risk.score for risk in shed.delivery.risks]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) <= 10
    assert all(risk.because and risk.trigger and risk.response for risk in shed.delivery.risks)


def test_a_missed_target_is_found_with_its_cheapest_repair() -> None:
    text = toolshed() + "quality: {availability: {target: 99.99%}}\n"
    section = platform_of(text)
    finding = next(one for one in section.opinion.findings if one.key == "finding:availability-not-reached")
    assert finding.severity == "error"
    assert "target: 99" in finding.repair
    assert "risk:availability" in {risk.key for risk in section.delivery.risks}


def test_same_question_same_answer() -> None:
    question = designed(toolshed())[0]
    assert platform.draft(question) == platform.draft(question)


def test_an_empty_question_is_answered() -> None:
    question = designed(toolshed())[0].model_copy(update={"earlier": (), "decisions": ()})
    section = platform.draft(question)
    assert not section.operations.runbooks
    assert section.delivery.phases


QUIET = "quality: {load: {avg: 0.001/s}, availability: {target: 99.99%, rpo: 0s, rto: 1m}}\n"


@pytest.mark.parametrize("text", [toolshed(), CLINIC, toolshed() + QUIET], ids=["toolshed", "clinic", "quiet"])
def test_runbooks_speak_of_alerts_that_exist(text: str) -> None:
    section = platform_of(text)
    alerts = {alert.name for alert in section.operations.alerts}
    catalogue = {row["key"] for row in load("objectives")["alerts"]}
    for book in section.operations.runbooks:
        for mode in book.failures:
            words = " ".join((mode.detection, mode.impact, mode.verify, mode.decide))
            for name in re.findall(r"`([a-z0-9-]+)`", words):
                assert name in alerts or (name not in catalogue and "-burn-" not in name), (mode.key, name)


def test_too_little_traffic_leaves_the_probe() -> None:
    alerts = {alert.name for alert in platform_of(toolshed() + QUIET).operations.alerts}
    assert not any(name.startswith("api-availability") for name in alerts)
    assert "probe-failing" in alerts
