"""Documents of operation: they parse, they agree with the design, every sentence has its line, every link its target."""

import re
from collections.abc import Callable, Iterable

import pytest

from designgen.checks.links import check_links
from designgen.model.artifact import Artifact
from designgen.model.design.whole import Design
from designgen.renderers.delivery import render_delivery
from designgen.renderers.diagrams import render_diagrams
from designgen.renderers.integrations.pages import render_integrations
from designgen.renderers.operations.pages import render_operations
from designgen.renderers.runbooks import render_runbooks
from designgen.renderers.security.pages import render_security
from designgen.syntax.yaml import load
from oracles.sections import designed, toolshed

RENDERERS: tuple[Callable[[Design], Iterable[Artifact]], ...] = (
    render_operations, render_runbooks, render_security, render_delivery, render_integrations,
)  # fmt: skip
AWKWARD = toolshed().replace("Offer a tool", "'Offer | a <b>tool</b> [x](y) `q'")


def rendered(text: str) -> dict[str, str]:
    design = designed(text)[1]
    return {one.path: one.content.decode() for render in RENDERERS for one in render(design)}


@pytest.fixture(scope="module")
def shed() -> dict[str, str]:
    return rendered(toolshed())


def test_documents_of_the_smallest_example(shed: dict[str, str]) -> None:
    assert set(shed) == {
        "operations/slo.md", "operations/alerts.rules.yaml", "operations/capacity.md", "operations/recovery.md", "runbooks/README.md",
        "runbooks/app.md", "runbooks/database.md", "runbooks/jobs.md", "runbooks/identity.md", "runbooks/edge.md", "runbooks/recovery.md",
        "security/README.md", "delivery/plan.md", "delivery/tests.md", "delivery/risks.md", "integrations/README.md",
        "integrations/identity-provider/design.md", "integrations/identity-provider/config.schema.json", "operations/alerts.test.yaml",
    }  # fmt: skip


@pytest.mark.parametrize("text", [toolshed(), AWKWARD], ids=["plain", "awkward"])
def test_every_link_and_runbook_url_leads_somewhere(text: str) -> None:
    design = designed(text)[1]
    artifacts = tuple(one for render in (*RENDERERS, render_diagrams) for one in render(design))
    assert [problem.message for problem in check_links(design, artifacts)] == []


def test_author_text_stays_text() -> None:
    text = rendered(AWKWARD)["delivery/plan.md"]
    assert r"Offer \| a \<b\>tool\</b\> \[x\](y) \`q" in text


def test_tables_have_as_many_cells_as_their_heads(shed: dict[str, str]) -> None:
    for path, text in shed.items():
        if path.endswith(".md"):
            for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
                cells = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
                assert len(cells) == 1, (path, block)


def test_prose_has_one_sentence_per_line(shed: dict[str, str]) -> None:
    for path, text in shed.items():
        prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
        for line in prose.splitlines():
            if path.endswith(".md") and not line.startswith(("|", "#")):
                bare = re.sub(r"\*\*.*?\*\*", "", line)
                assert not re.search(r"[a-z]{3}[.!?] [A-Z][a-z]+ [a-z]", bare), (path, line)


def test_nothing_is_left_to_fill_in(shed: dict[str, str]) -> None:
    for path, text in shed.items():
        assert not re.search(r"TODO|FIXME|<FILL|\bNone\b|\{\{ (?!\$labels)|undefined", text), path


def test_rules_hold_every_alert_and_every_window_they_read(shed: dict[str, str]) -> None:
    design = designed(toolshed())[1]
    recorded, called = load(shed["operations/alerts.rules.yaml"], "rules")["groups"]
    assert [rule["alert"] for rule in called["rules"]] == [alert.name for alert in design.operations.alerts]
    series = {(rule["record"], rule["labels"]["slo"]) for rule in recorded["rules"]}
    for rule in called["rules"]:
        for name, slo in re.findall(r"(slo:sli_error:ratio_rate\w+)\{slo=\"([^\"]+)\"\}", rule["expr"]):
            assert (name, slo) in series


def test_figures_of_the_pages_are_those_of_the_design(shed: dict[str, str]) -> None:
    design = designed(toolshed())[1]
    minutes = f"{design.operations.recoveries[0].minutes:.0f}"
    assert f"**{minutes}**" in shed["operations/recovery.md"]
    assert f"the estimate to be back is {minutes} minutes" in shed["runbooks/recovery.md"]
    assert f"timed against {minutes} minutes" in shed["delivery/tests.md"]
    assert f"the {len(design.operations.alerts)} alerts" in shed["delivery/plan.md"]
    assert shed["security/README.md"].count(" | THR-") == len(design.security.threats)


def test_absences_are_stated_with_measure_and_threshold(shed: dict[str, str]) -> None:
    design = designed(toolshed())[1]
    assert "## Not now" in shed["operations/capacity.md"]
    for crossing in design.facts.crossings:
        assert crossing.statement.split(":")[0] in shed["operations/capacity.md"]


def test_no_peers_is_one_sentence(shed: dict[str, str]) -> None:
    lines = shed["integrations/README.md"].strip().splitlines()
    assert len(lines) == 3
    assert "provider that signs people in" in lines[2]


def test_changing_commands_carry_their_warning(shed: dict[str, str]) -> None:
    text = shed["runbooks/recovery.md"]
    assert "☠ ⚠" in text
    for number, line in enumerate(text.splitlines()):
        if "terraform -chdir=deploy/prod apply" in line and not line.startswith("# undo: "):
            above = next(one for one in reversed(text.splitlines()[:number]) if one.startswith("# "))
            assert "⚠" in above
