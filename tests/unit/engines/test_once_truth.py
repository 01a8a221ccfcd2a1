"""An entity with one row for a thing and a period: what its interface answers, and how its rows grow and stay."""

import pytest

from designgen.model.design.api import ApiOperation
from designgen.model.design.whole import Design
from oracles.designs import EXAMPLES, drafted
from package_builder import example

TEXT = (EXAMPLES / "neighbourhoods.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def design() -> Design:
    return example("neighbourhoods").design


def operation(design: Design, name: str) -> ApiOperation:
    return next(one for api in design.api for one in api.operations if one.name == name)


def test_a_second_report_of_a_year_is_refused_by_the_interface_as_by_the_index(design: Design) -> None:
    (index,) = [one for one in design.database.table("energy.annual_report").uniques if one.name.startswith("annual_report_neighbourhood")]
    assert index.unique
    creating = operation(design, "createAnnualReport")
    assert "DUPLICATE" in creating.errors
    assert (
        "One annual report that is DRAFT exists for a `neighbourhood` and `year`; a second one answers 409 DUPLICATE."
        in creating.description
    )
    assert "answers 409 DUPLICATE and stores nothing" in creating.description and "first looks for the row" not in creating.description


def test_an_event_that_leads_where_another_row_may_be_is_refused_too(design: Design) -> None:
    publishing, correcting = operation(design, "publishAnnualReport"), operation(design, "correctAnnualReport")
    assert "DUPLICATE" in publishing.errors and "that is PUBLISHED exists" in publishing.description
    assert "DUPLICATE" not in correcting.errors


def test_reports_of_a_counted_stock_do_not_grow_and_those_in_force_stay(design: Design) -> None:
    facts = design.facts
    assert facts.number("load.growth") > 0
    assert facts.entity("energy.AnnualReport").population.rows_at_horizon == 14_000 * facts.number("load.horizon_years")
    said = {one.key: one.statement for one in facts.assumptions}["assumption:keep.energy.AnnualReport"]
    assert said == "AnnualReport rows that are CORRECTED are deleted 2 years after they were created; all others are in force and stay."


def test_what_ends_by_itself_is_still_counted_as_deleted() -> None:
    text = TEXT.replace("PUBLISHED: {correct: CORRECTED}, CORRECTED: {}", "PUBLISHED: {archive: ARCHIVED}, ARCHIVED: {}")
    facts = drafted(text)[0].facts
    assert facts.entity("energy.AnnualReport").population.rows_at_horizon == 28_000
    free = drafted(text.replace("year: int(1990..2100)", "place: int(1990..2100)").replace("by neighbourhood+year", "by neighbourhood"))[
        0
    ].facts
    assert free.entity("energy.AnnualReport").population.rows_at_horizon > 28_000
