"""The page that somebody signs: blockers first, what was asked and decided, three risks, lines that accept when they are pasted."""

import re

import pytest

from designgen.binders.blocks import Contents, Heading, words
from designgen.binders.book import book
from designgen.binders.pages import pages
from designgen.cli.main import app
from designgen.model.diagnostic import Rule, Severity
from designgen.renderers.summary import render_summary
from designgen.renderers.verdict import accepting, gravest, hindrances, verdict
from package_builder import ROOT, artifact, build, example, text_of

EXAMPLES = ("toolshed", "tavola", "neighbourhoods")


def page(name: str) -> str:
    """The verdict, up to the next section."""
    text = text_of(example(name), "README.md")
    return text[text.index("## Verdict") : text.index("\n## Findings")]


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_verdict_leads_the_readme(name: str) -> None:
    text = text_of(example(name), "README.md")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE)[:2] == ["Verdict", "Findings"]
    assert [row[0] for row in verdict(example(name).design)][:2] == ["asked", "decided"]
    assert "| accepted by | role | date | signature |" in page(name)


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_is_in_the_way_comes_first_and_risks_are_the_gravest_three(name: str) -> None:
    design = example(name).design
    for finding in hindrances(design).first:
        assert page(name).index(f"**{finding.severity.value}**") < page(name).index("| asked |")
    risks = gravest(design)
    assert len(risks) == min(3, len(design.delivery.risks))
    assert min(risk.score for risk in risks) >= max((risk.score for risk in design.delivery.risks if risk not in risks), default=0)


def test_of_many_errors_those_with_the_largest_risk_stand_first_and_the_others_are_counted() -> None:
    design = example("toolshed").design
    names = ("a-small", "b-none", "c-large", "d-none", "e-none")
    model = design.delivery.risks[0]
    rule = Rule(code="DG999", name="n", severity=Severity.ERROR, message="{what}", why="w", help="h")
    findings = tuple(rule.at(None, what=name, subject=f"finding:{name}") for name in names)
    risks = tuple(
        model.model_copy(update={"key": f"risk:{name}", "likelihood": score, "impact": score})
        for name, score in (("a-small", 2), ("c-large", 5))
    )
    delivery = design.delivery.model_copy(update={"risks": risks})
    found = hindrances(design.model_copy(update={"findings": findings, "delivery": delivery}))
    assert [one.message for one in found.first] == ["c-large", "a-small", "b-none"]
    assert found.more == 2


def test_the_lines_accept_every_decision_when_they_are_pasted() -> None:
    source = (ROOT / "examples" / "toolshed.yaml").read_text(encoding="utf-8")
    lines = accepting(example("toolshed").design).lines
    assert len(lines) == len(example("toolshed").design.records)
    assert all(line in text_of(example("toolshed"), "README.md") for line in lines)
    pasted = "\n".join(["decisions:", *(f"  {line}" for line in lines)])
    after = build(f"{source.rstrip()}\n{pasted}\n")
    assert after.design is not None
    assert {record.decision.status for record in after.design.records} == {"accepted"}
    assert "Decisions awaiting you" not in text_of(after, "README.md")
    before = {record.decision.topic: record.decision.choice for record in example("toolshed").design.records}
    assert (
        before.items()
        <= {record.decision.topic: record.decision.choice for record in after.design.records + after.design.conventions}.items()
    )


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_closest_call_is_to_be_read_before_lines_are_copied(name: str) -> None:
    contested = [record for record in example(name).design.records if record.decision.status == "proposed" and record.decision.rivals]
    least = min(contested, key=lambda record: record.decision.margin)
    said = next(line for line in page(name).splitlines() if line.startswith("The closest call is "))
    assert least.decision.rivals[0].title.lower() in said.lower()
    assert f"by {least.decision.margin:.2f}: read record {least.number} " in said


def test_the_command_to_copy_is_one_that_exists() -> None:
    command = accepting(example("tavola").design).command
    assert command == "designgen build tavola.yaml"
    assert "build" in {one.name for one in app.registered_commands}


def test_a_strange_file_name_is_one_argument_of_the_command() -> None:
    text = (ROOT / "examples" / "toolshed.yaml").read_text(encoding="utf-8")
    assert accepting(build(text, "my sh'ed; rm.yaml").design).command == "designgen build './my sh'\\''ed; rm.yaml'"


def test_the_printed_verdict_stands_before_the_contents() -> None:
    built = example("tavola")
    blocks = pages(book(built.design, built.merged.artifacts))
    titles = [words(block.pieces) for block in blocks[: blocks.index(Contents())] if isinstance(block, Heading)]
    assert titles == ["Overview", "Verdict", "What may go wrong", "Decisions awaiting you", "Signature"]
    assert artifact(built, "README.md").kind == "markdown"


def test_a_bar_in_code_stands_as_written_in_a_list_and_escaped_in_a_table() -> None:
    design = example("toolshed").design
    found = Rule(code="DG999", name="n", severity=Severity.ERROR, message="no kind", why="w", help="add `kind: enum(A|B)`").at(None)
    text = next(
        page.content.decode() for page in render_summary(design.model_copy(update={"findings": (found,)})) if page.path == "README.md"
    )
    assert "  Add `kind: enum(A|B)`" in text
    assert "| Add `kind: enum(A\\|B)` |" in text
