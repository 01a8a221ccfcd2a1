"""The alert rules in Prometheus' own checker: they parse, and they fire when they should and only then."""

from pathlib import Path

import pytest

from designgen.model.design.whole import Design
from designgen.renderers.operations.rule_tests import rule_tests
from designgen.renderers.operations.rules import rules
from designgen.syntax.yaml import dump
from oracles.prometheus import found_promtool, run
from oracles.sections import EXAMPLES, designed, toolshed

pytestmark = pytest.mark.oracle
JOB = 'job="toolshed-app",http_route="/v1/tools",http_request_method="GET"'
COUNT = "http_server_request_duration_seconds_count"
PEERS = """
designgen: 1
project: {name: postbox, purpose: Sends letters., currency: EUR, country: IT}
actors: {clerk: {kind: human, auth: oidc, count: 300k}, shop: {kind: system, auth: hmac}}
requirements:
  - {id: FR-1, title: Send a letter, priority: must, actor: clerk, operations: [crud Letter 40/s, list Letter by status 30/s p95 1s]}
quality: {availability: {target: 99.5%}}
domain: {mail: {Letter: {fields: {text: text, sent_on: date opt}, states: {DRAFT: {send: SENT}, SENT: {}}}}}
integrations:
  - {id: printer, direction: both, protocol: https, webhooks: {events: [printed]}, sla: 99%}
"""
STRICT = toolshed() + "quality: {load: {avg: 0.001/s}, availability: {target: 99.99%, rpo: 0s, rto: 1m}}\n"


@pytest.fixture(scope="session")
def promtool(in_ci: bool) -> str:
    return found_promtool(in_ci)


def checked(design: Design, place: Path) -> Path:
    path = place / "alerts.rules.yaml"
    path.write_text(rules(design))
    return path


EXAMPLES_BY_NAME = {path.stem: path.read_text() for path in sorted(EXAMPLES.glob("*.yaml"))}


@pytest.mark.parametrize("text", [*EXAMPLES_BY_NAME.values(), PEERS, STRICT], ids=[*EXAMPLES_BY_NAME, "with peers", "strict and quiet"])
def test_rules_are_right(promtool: str, tmp_path: Path, text: str) -> None:
    outcome = run(promtool, "check", "rules", checked(designed(text)[1], tmp_path))
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.mark.parametrize("text", EXAMPLES_BY_NAME.values(), ids=EXAMPLES_BY_NAME)
def test_the_tests_that_the_package_carries_pass(promtool: str, tmp_path: Path, text: str) -> None:
    design = designed(text)[1]
    checked(design, tmp_path)
    (tmp_path / "alerts.test.yaml").write_text(rule_tests(design))
    outcome = run(promtool, "test", "rules", tmp_path / "alerts.test.yaml")
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def fires(promtool: str, place: Path, series: dict[str, str], alert: str, at: str) -> bool:
    """Whether an alert fires at a moment, given series in the notation of promtool."""
    rule_file = checked(designed(toolshed())[1], place)
    case = {
        "rule_files": [rule_file.name],
        "evaluation_interval": "1m",
        "tests": [
            {
                "interval": "1m",
                "input_series": [{"series": name, "values": values} for name, values in series.items()],
                "alert_rule_test": [{"eval_time": at, "alertname": alert, "exp_alerts": []}],
            }
        ],
    }
    (place / "test.yaml").write_text(dump(case))
    outcome = run(promtool, "test", "rules", place / "test.yaml")
    assert "got:" in outcome.stderr + outcome.stdout or outcome.returncode == 0, outcome.stdout + outcome.stderr
    return outcome.returncode != 0


@pytest.mark.parametrize(("bad", "expected"), [("0", False), ("0.02", False), ("6", True)])
def test_fast_burn_pages_on_an_outage_and_not_on_noise(promtool: str, tmp_path: Path, bad: str, *, expected: bool) -> None:
    """30 requests a minute; none, one in 1500 or one in five of them fails."""
    series = {
        f'{COUNT}{{{JOB},http_response_status_code="200"}}': "0+30x480",
        f'{COUNT}{{{JOB},http_response_status_code="500"}}': f"0+{bad}x480",
    }
    assert fires(promtool, tmp_path, series, "api-availability-burn-fast", "2h") is expected


def test_fast_burn_keeps_silent_in_a_quiet_hour(promtool: str, tmp_path: Path) -> None:
    """One request in ten minutes, one in ten of them fails: far too few for the hour to say anything."""
    series = {
        f'{COUNT}{{{JOB},http_response_status_code="200"}}': "0+0.1x120",
        f'{COUNT}{{{JOB},http_response_status_code="500"}}': "0+0.002x120",
    }
    assert not fires(promtool, tmp_path, series, "api-availability-burn-fast", "1h30m")


def test_a_job_that_stops_is_noticed(promtool: str, tmp_path: Path) -> None:
    design = designed(toolshed())[1]
    job = next(job for job in design.database.jobs if job.every_s == 86_400)
    series = {f'job_last_success_timestamp_seconds{{job="toolshed-worker",job_name="{job.name}"}}': "0x3000"}
    assert not fires(promtool, tmp_path, series, f"job-{job.name}", "24h")
    assert fires(promtool, tmp_path, series, f"job-{job.name}", "37h")


def test_no_metrics_at_all_is_noticed(promtool: str, tmp_path: Path) -> None:
    assert fires(promtool, tmp_path, {}, "monitoring-silent", "30m")


def test_an_idle_night_is_no_late_archive(promtool: str, tmp_path: Path) -> None:
    """Nothing was written since the last archived change, so its age means nothing."""
    idle = {
        'pg_stat_archiver_last_archive_age{job="toolshed-database"}': "0+60x600",
        'pg_stat_database_tup_inserted{job="toolshed-database"}': "5x600",
        'pg_stat_database_tup_updated{job="toolshed-database"}': "5x600",
    }
    assert not fires(promtool, tmp_path, idle, "wal-archive-late", "3h")
    assert fires(promtool, tmp_path, idle | {'pg_stat_database_tup_inserted{job="toolshed-database"}': "0+5x600"}, "wal-archive-late", "3h")
