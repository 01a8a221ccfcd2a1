"""The integration engineer's draft: flows, what commits together, policies, events, questions."""

import pytest

from designgen.engines.offline.flows_effects import effects
from designgen.engines.offline.flows_events import past_tense
from designgen.model.design.flows import Flow
from designgen.model.interview import FlowsSection
from generator import generate
from oracles.interfaces import design, example, example_text, sections

TIDY = example_text("toolshed").replace("transition Loan.return]", "transition Loan.return, transition Tool.lend, transition Tool.return]")


def flow(section: FlowsSection, name: str) -> Flow:
    return next(one for one in section.flows.flows if one.name == name)


def toolshed() -> FlowsSection:
    return sections(example_text("toolshed"))[1]


def test_equal_names_and_a_reference_imply_an_effect() -> None:
    found = {(effect.event, effect.fires, effect.before, effect.after) for effect in effects(example("toolshed").facts)}
    assert found == {("", "lend", "FREE", "LENT"), ("return", "return", "LENT", "FREE")}


def test_no_effect_where_a_requirement_fires_the_event_itself() -> None:
    assert effects(design(TIDY).facts) == ()


def test_draws_sign_in_creations_events_and_the_job() -> None:
    names = [one.name for one in toolshed().flows.flows]
    assert names[0] == "sign-in" and names[-1] == "retention"
    assert {"createLoan", "returnLoan", "createTool"} <= set(names)
    assert "listTools" not in names


def test_a_flow_says_what_commits_together_and_what_a_failure_leaves() -> None:
    create = flow(toolshed(), "createLoan")
    assert "the state of its tool" in create.transaction
    assert "TOOL_NOT_FREE" in create.on_failure
    texts = [step.text for step in create.steps]
    assert texts.index("lock the tool row, check FREE") < texts.index("insert into lending.loan as OPEN")


def test_lifelines_are_components() -> None:
    keys = {component.key for component in example("toolshed").architecture.components}
    for one in toolshed().flows.flows:
        for step in one.steps:
            assert {step.source, step.target} <= keys, one.key


def test_policies_cover_every_code_once() -> None:
    codes = [code for policy in toolshed().flows.policies for code in policy.codes]
    assert sorted(codes) == sorted(error.name for error in example("toolshed").api[0].errors)
    waiting = next(policy for policy in toolshed().flows.policies if policy.name == "wait")
    assert waiting.attempts == 3 and "OVERLOADED" in waiting.codes


def test_nobody_reacts_so_nothing_is_published() -> None:
    assert toolshed().flows.events == ()
    assert any("no broker is needed" in conclusion for conclusion in toolshed().opinion.conclusions)


def test_an_integration_that_carries_an_entity_reads_its_events() -> None:
    text = example_text("toolshed") + "integrations:\n  - {id: insurer, direction: out, protocol: https, format: json, data: [Loan]}\n"
    events = {event.name: event for event in sections(text)[1].flows.events}
    assert events["lending.loan.returned.v1"].consumers == ("insurer",)
    assert "email" not in events["lending.loan.returned.v1"].payload


def test_questions_are_ranked_bounded_and_about_this_system() -> None:
    asked = toolshed().opinion.questions
    assert 4 <= len(asked) <= 10
    assert [question.value for question in asked] == sorted((question.value for question in asked), reverse=True)
    assert all(question.value >= 3 and question.because and question.assumed and question.changes for question in asked)
    text = " ".join(question.text for question in asked)
    for word in ("deposit", "due_on", "lend"):
        assert word in text


def test_nothing_is_asked_that_the_file_answers() -> None:
    explicit = sections(TIDY)[1].opinion.questions
    assert not any(question.key == "question:effect-loan-tool" for question in explicit)
    timed = example_text("toolshed").replace(
        "requirements:\n", "requirements:\n  - {id: FR-9, title: Remind, trigger: 1d before Loan.due_on, operations: [send Loan]}\n"
    )
    assert not any(question.key == "question:overdue-loan" for question in sections(timed)[1].opinion.questions)


@pytest.mark.parametrize(
    ("verb", "fact"),
    [("return", "returned"), ("lend", "lent"), ("pay", "paid"), ("close", "closed"), ("apply", "applied"), ("cancel", "cancelled")],
)
def test_events_are_named_as_facts(verb: str, fact: str) -> None:
    assert past_tense(verb) == fact


@pytest.mark.parametrize("seed", range(25))
def test_random_requirements_give_flows_between_known_components(seed: int) -> None:
    first, second = sections(generate(seed))
    keys = {component.key for component in first.architecture.components}
    for one in second.flows.flows:
        assert one.steps and one.transaction and one.on_failure
        for step in one.steps:
            assert {step.source, step.target} <= keys, (one.key, step)
