"""The package of the smallest example: what a good architect would hand over for 24 lines."""

import re

from designgen.model.diagnostic import Severity
from package_builder import artifact, build, example, text_of


def test_publishes_every_document() -> None:
    paths = {one.path for one in example("toolshed").merged.artifacts}
    assert {
        "README.md", "personas.md", "traceability.md", "traceability.csv", "architecture/README.md", "api/openapi.yaml", "api/README.md",
        "api/errors.md", "database/schema.sql", "database/dictionary.md", "operations/slo.md", "operations/alerts.rules.yaml",
        "operations/capacity.md", "operations/recovery.md", "runbooks/README.md", "security/README.md", "delivery/plan.md",
        "diagrams/context.svg", "diagrams/context.mmd", "diagrams/context.dot", "diagrams/deployment.svg", "diagrams/er.svg",
    } <= paths  # fmt: skip


def test_stays_proportionate() -> None:
    paths = [one.path for one in example("toolshed").merged.artifacts]
    assert len([path for path in paths if re.match(r"adr/\d{4}-", path)]) <= 8
    assert 6 <= len([path for path in paths if re.match(r"runbooks/(?!README)", path)]) <= 8


def test_has_the_tables_the_issue_names() -> None:
    design = example("toolshed").design
    assert design is not None
    entity = {table.name for table in design.database.tables if table.kind == "entity"}
    history = {table.name for table in design.database.tables if table.kind == "history"}
    assert entity == {"lending.tool", "lending.loan", "people.member"}
    assert history == {"lending.tool_status_history", "lending.loan_status_history"}
    trigrams = [index for table in design.database.tables for index in table.indexes if index.method == "gin"]
    assert len(trigrams) == 1


def test_has_twelve_operations() -> None:
    design = example("toolshed").design
    assert design is not None
    names = sorted(operation.name for api in design.api for operation in api.operations)
    tools = ["createTool", "deleteTool", "getTool", "listTools", "updateTool"]
    loans = ["createLoan", "getLoan", "returnLoan"]
    members = ["createMember", "getMember", "listMembers", "updateMember"]
    assert names == sorted([*tools, *loans, *members])


def test_asks_the_two_questions_an_architect_would_ask() -> None:
    design = example("toolshed").design
    assert design is not None
    asked = " ".join(question.text for question in design.questions)
    assert re.search(r"deposit", asked)
    assert re.search(r"eras\w+", asked)


def test_finds_that_nobody_lends_a_tool() -> None:
    found = [problem for problem in example("toolshed").diagnostics if "LINT-R12" in problem.because]
    assert any("lend" in problem.message for problem in found)


def test_own_design_has_no_error() -> None:
    heavy = [problem for problem in example("toolshed").diagnostics if problem.severity in (Severity.ERROR, Severity.BLOCKER)]
    assert not heavy, [problem.message for problem in heavy]


def test_no_section_is_hollow() -> None:
    design = example("toolshed").design
    assert design is not None
    for interview in design.interviews:
        assert interview.opinion.conclusions, interview.section
    for chapter in (design.api, design.zones, design.database.tables, design.flows.flows, design.integrations.adapters):
        assert chapter
    assert design.operations.objectives
    assert design.operations.alerts
    assert design.security.sessions
    assert design.delivery.phases


def test_every_requirement_is_covered_both_ways() -> None:
    design = example("toolshed").design
    assert design is not None
    assert all(row.state == "covered" for row in design.coverage)
    for row in design.coverage:
        assert row.operations
        assert row.tables
        assert row.decisions
        assert row.runbooks


def test_assumptions_say_what_they_could_flip() -> None:
    design = example("toolshed").design
    assert design is not None
    assert all(assumption.sensitivity for assumption in design.facts.assumptions)


def test_same_input_gives_the_same_bytes() -> None:
    again = build(text_of_example("toolshed"), "examples/toolshed.yaml")
    assert [(one.path, one.content) for one in again.merged.artifacts] == [
        (one.path, one.content) for one in example("toolshed").merged.artifacts
    ]


def test_readme_names_this_system_only() -> None:
    readme = text_of(example("toolshed"), "README.md")
    assert "toolshed" in readme
    assert "{{" not in readme
    assert "None" not in re.sub(r"\bNone[.:]", "", readme)


def test_artifacts_are_clean_text() -> None:
    for one in example("toolshed").merged.artifacts:
        text = artifact(example("toolshed"), one.path).content.decode()
        assert text.endswith("\n"), one.path
        assert "\r" not in text
        assert not re.search(r"[ \t]+$", text, re.MULTILINE), one.path
        assert not re.search(r"\bnan\b|\binf\b|Undefined", text), one.path


def text_of_example(name: str) -> str:
    from package_builder import ROOT

    return (ROOT / "examples" / f"{name}.yaml").read_text(encoding="utf-8")
