"""The pictures that only some systems have, their places in the documents, and what charts say."""

import re

import pytest

from designgen.knowledge.wording import figure, size
from designgen.model.artifact import Build
from designgen.model.design.whole import Design
from designgen.renderers import charts, pictures
from designgen.renderers.drawing.kinds.dataflow import dataflow_view
from designgen.renderers.drawing.kinds.lineage import lineage_view
from designgen.renderers.drawing.kinds.modules import module_view
from designgen.renderers.drawing.kinds.peers import integration_view
from designgen.renderers.drawing.kinds.sequence import sequence_view
from designgen.renderers.drawing.kinds.weakness import dependency_view
from designgen.renderers.drawing.mermaid import sequence_diagram
from drawn_designs import toolshed
from package_builder import example, text_of


@pytest.fixture(scope="module")
def tavola() -> Build:
    return example("tavola")


@pytest.fixture(scope="module")
def design(tavola: Build) -> Design:
    assert tavola.design is not None
    return tavola.design


def test_modules_show_whom_they_use_and_where_their_tables_are(design: Design) -> None:
    view = module_view(design)
    assert view is not None
    lines = {(arrow.source, arrow.target): arrow.words for arrow in view.arrows}
    assert lines["m_ordering", "m_catalog"] == "uses"
    assert lines["m_billing", "c_database"] == "2 tables [schema billing]"
    assert module_view(toolshed()) is None


def test_personal_data_is_told_by_the_style_of_its_line(design: Design) -> None:
    view = dataflow_view(design)
    assert view is not None and all(frame.trust for frame in view.frames)
    styles = {(arrow.source, arrow.target): arrow.style for arrow in view.arrows}
    assert styles["c_app", "c_database"] == "solid"
    assert styles["c_worker", "c_sdi"] == "solid"
    assert styles["c_app", "c_stripe"] == "dashed"
    assert dataflow_view(toolshed()) is None


def test_the_integration_map_says_what_travels_which_way(design: Design) -> None:
    view = integration_view(design)
    assert view is not None
    assert {(arrow.source, arrow.target) for arrow in view.arrows} >= {("c_system", "c_sdi"), ("c_sdi", "c_system"), ("c_pos", "c_system")}
    words = next(arrow.words for arrow in view.arrows if (arrow.source, arrow.target) == ("c_system", "c_sdi"))
    assert words.startswith("Invoice, 0.025/s at the peak [HTTPS, mutual TLS")


def test_lineage_leads_from_the_source_to_what_is_filled(design: Design) -> None:
    view = lineage_view(design)
    assert view is not None
    assert [arrow.words for arrow in view.arrows][:2] == ["is read", "fills, at most 22.5 minutes old"]
    assert lineage_view(toolshed()) is None


def test_weak_parts_are_those_of_the_capacity_plan(design: Design, tavola: Build) -> None:
    view = dependency_view(design)
    assert view is not None
    weak = {card.id.removeprefix("c_") for card in view.cards if card.look == "weak"}
    table = text_of(tavola, "operations/capacity.md").split("## Single points of failure")[1].split("##")[0]
    assert weak == set(re.findall(r"`component:(\w+)`", table))


def test_blocks_of_a_sequence_stand_in_svg_and_in_mermaid(design: Design) -> None:
    flow = next(flow for flow in design.flows.flows if flow.name == "createOrder")
    sequence = sequence_view(flow, design.architecture)
    assert sequence is not None
    assert [(block.kind, block.title) for block in sequence.blocks] == [
        ("alt", "every check holds"),
        ("else", "a check or a guard of the rows fails"),
    ]
    text = sequence_diagram(sequence)
    assert re.findall(r"^    (alt|else|end)\b", text, re.M) == ["alt", "else", "end"]
    assert "every check holds" in pictures.flow(design, flow)[0].svg


@pytest.mark.parametrize("name", ["toolshed", "tavola", "neighbourhoods"])
def test_every_picture_is_shown_in_a_document(name: str) -> None:
    artifacts = example(name).merged.artifacts
    documents = "".join(one.content.decode() for one in artifacts if one.kind == "markdown")
    drawn = {one.path for one in artifacts if one.kind == "svg"}
    assert {path for path in drawn if path not in documents} == set()


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("operations/capacity.md", ("chart-load", "chart-storage", "chart-latency")),
        ("operations/slo.md", ("chart-budget",)),
        ("delivery/risks.md", ("chart-risks",)),
        ("delivery/plan.md", ("roadmap", "chart-effort")),
        ("security/README.md", ("data-flow",)),
        ("integrations/README.md", ("integrations",)),
        ("integrations/pipelines.md", ("lineage",)),
        ("database/dictionary.md", ("er",)),
    ],
)
def test_pictures_stand_in_the_pages_they_belong_to(tavola: Build, page: str, names: tuple[str, ...]) -> None:
    for name in names:
        assert re.search(rf"!\[[^\]]{{15,}}\]\((\.\./)?diagrams/{name}\.svg\)", text_of(tavola, page)), name


def test_charts_say_the_figures_of_their_pages(design: Design) -> None:
    load, storage, budget = (found[0].alt for found in (charts.load(design), charts.storage(design), charts.budgets(design)))
    assert load.startswith("The peak grows from 180 requests a second to 352 in 3 years; application instances 80 % used at 601")
    stored, largest = size(design.facts.number("storage.bytes_horizon")), design.facts.entity("ordering.OrderLine").population
    assert (
        storage
        == f"At the horizon {stored} are stored; the largest table, ordering.order_line, holds {size(largest.bytes_at_horizon)} of it."
    )
    assert "the target of 99.9 % allows 43.2: the design misses it" in budget


def test_the_split_of_the_effort_is_that_of_the_plan(design: Design) -> None:
    (drawn,) = charts.effort(design)
    days = sum(phase.days for phase in design.delivery.phases)
    assert drawn.alt.startswith(f"{figure(days)} engineer-days in all")
    shown = [float(number) for number in re.findall(r">([\d.]+) \(\d+ %\)</text>", drawn.svg)]
    assert sum(shown) == days
    assert shown == sorted(shown, reverse=True)
    assert "Issue an electronic" in drawn.svg


def test_a_budget_that_is_passed_says_so_in_words(design: Design) -> None:
    assert "of 43.2 min, too much" in charts.budgets(design)[0].svg
    met = example("toolshed").design
    assert met is not None and "too much" not in charts.budgets(met)[0].svg


def test_latencies_are_compared_by_their_share_of_what_is_promised() -> None:
    one = example("neighbourhoods").design
    assert one is not None
    svg = charts.latency(one)[0].svg
    bars = {name: float(wide) for name, wide in re.findall(r"<title>(\w+): .*?<rect [^>]*?width=\"([\d.]+)\"", svg)}
    assert "38 ms of 15 minutes" in svg
    assert bars["createUpload"] == pytest.approx(bars["correctAnnualReport"] * 500 / 200, rel=0.01)


def test_a_far_limit_is_left_to_the_table() -> None:
    small = example("toolshed").design
    assert small is not None and charts.load(small) == ()


def test_a_given_decision_without_rivals_has_no_chart(design: Design) -> None:
    drawn = {record.number for record in design.records if charts.scores(record)}
    alone = {record.number for record in design.records if len([one for one in record.decision.options if not one.veto]) < 2}
    assert drawn and not drawn & alone and drawn | alone == {record.number for record in design.records}


def test_a_bare_design_has_no_charts() -> None:
    bare = toolshed()
    subjects = (charts.load, charts.storage, charts.latency, charts.budgets, charts.plan, charts.effort, charts.risks)
    assert [subject(bare) for subject in subjects] == [()] * len(subjects)
