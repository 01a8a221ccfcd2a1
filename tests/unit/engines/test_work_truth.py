"""What the package says of long work and of connections, told once: leases, time limits, whole files, releases."""

import re

from designgen.knowledge.catalogue import load
from designgen.model.design.whole import Design
from oracles.designs import example as drafted
from package_builder import example


def neighbourhoods() -> Design:
    return example("neighbourhoods").design


def test_a_lease_is_renewed_and_no_statement_of_the_worker_ends_before_the_longest_promise() -> None:
    design = neighbourhoods()
    longest = max(one.p95_ms / 1000 for api in design.api for one in api.operations if one.asynchronous)
    (worker,) = [one for one in design.database.sessions if one.role.endswith("_worker")]
    assert longest == 900 and worker.statement_timeout_s >= longest
    (taking,) = [one for one in design.database.jobs if one.name == "take-jobs"]
    assert "for 5 minutes, which the worker renews every 60 seconds while it works" in taking.does
    assert "locked_until = now() + interval '5 minutes'" in taking.statement
    known = load("jobs")["parameters"]
    assert known["renew_s"] * 3 <= known["lease_s"]


def test_nobody_waits_longer_where_nothing_long_was_promised() -> None:
    sessions = {one.role.rpartition("_")[2]: one.statement_timeout_s for one in drafted("toolshed")[1].database.sessions}
    assert sessions["worker"] == 300


def test_a_file_is_stored_whole_wherever_its_load_is_told() -> None:
    design = neighbourhoods()
    (flow,) = [one for one in design.flows.flows if one.operation == "importEnergyDeclarations"]
    (cancel,) = [one for api in design.api for one in api.operations if one.name == "cancelOperation"]
    (pipeline,) = design.integrations.pipelines
    assert "nobody sees half a file" in flow.transaction and "leaves no row" in flow.on_failure
    assert "leaves none" in cancel.description and "remain" not in cancel.description
    assert any("in one transaction" in chapter.says for chapter in pipeline.chapters)


def test_the_database_permits_what_worker_and_a_third_instance_open_during_a_release() -> None:
    design = example("toolshed").design
    (line,) = [one for one in design.operations.capacity if one.key == "capacity:pools-releasing"]
    app, worker, reader = design.database.sessions
    assert int(line.value) == app.pool_per_instance * (app.instances + 1) + worker.pool_per_instance * 2 + reader.pool_per_instance + 3
    assert re.search(r"toolshed_app 5 × 3 .* a release starts one instance before it stops another", line.formula)
