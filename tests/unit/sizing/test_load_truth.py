"""Rates that fit each other: files and rows, rows that are created and what happens to them, the whole and its largest part."""

from pathlib import Path

import pytest

from designgen.frontend.requirements import read_requirements
from designgen.model.domain import Entity, State, Transition
from designgen.model.facts import Facts
from designgen.model.source import Source
from designgen.sizing.facts import size
from designgen.sizing.spread import passes

EXAMPLE = (Path(__file__).parents[3] / "examples" / "neighbourhoods.yaml").read_text(encoding="utf-8")


def sized(text: str = EXAMPLE) -> Facts:
    """Return the facts of a requirements text."""
    reading = read_requirements(Source(name="requirements.yaml", text=text))
    assert reading.requirements, reading.diagnostics
    return size(reading.requirements)


def rate(facts: Facts, name: str) -> float:
    """Return the peak rate of an operation."""
    return next(use.per_second for use in facts.uses if use.id == name)


def test_a_call_of_an_import_is_a_file_of_one_sender_and_its_rows_are_counted_apart() -> None:
    facts = sized()
    a_year = 12 * 12 * facts.number("load.peak_factor") / (365 * 86_400)
    assert rate(facts, "importEnergyDeclarations") == pytest.approx(a_year, rel=0.02)
    assert facts.number("machinery.import_batch.rows_horizon") == pytest.approx(12 * 34.8, rel=0.01)
    assert facts.number("imports.energy.EnergyDeclaration.rows_per_file") == pytest.approx(35_000 / 12, rel=1e-4)
    assert facts.number("load.rows_written_per_s") == pytest.approx(facts.number("load.write_rps") + 1000, rel=1e-4)
    assert sized(EXAMPLE.replace("count: 12}", "count: 24}")).number("machinery.import_batch.rows_horizon") == pytest.approx(835, rel=0.01)


def test_rows_of_files_are_part_of_the_log_of_a_day() -> None:
    more = EXAMPLE.replace("volume: {rate: 400k/y", "volume: {rate: 4000M/y")
    assert sized(more).number("storage.wal_bytes_per_day") > 100 * sized().number("storage.wal_bytes_per_day")


def test_a_row_is_published_no_more_often_than_rows_are_created_unless_its_states_form_a_circle() -> None:
    facts = sized()
    created = rate(facts, "createAnnualReport")
    assert rate(facts, "publishAnnualReport") == rate(facts, "correctAnnualReport") == created
    circle = sized(EXAMPLE.replace("CORRECTED: {}}", "CORRECTED: {redraft: DRAFT}}"))
    assert rate(circle, "publishAnnualReport") > created


def test_an_event_is_counted_as_often_as_one_row_can_pass_it() -> None:
    def entity(**leads: dict[str, str]) -> Entity:
        states = tuple(
            State(name=name, transitions=tuple(Transition(event=event, to=to) for event, to in ways.items()))
            for name, ways in leads.items()
        )
        return Entity(name="Paper", states=states)

    straight = entity(A={"go": "B", "stop": "C"}, B={"go": "C"}, C={})
    assert (passes(straight, "go"), passes(straight, "stop")) == (2, 1)
    assert passes(entity(A={"go": "B"}, B={"back": "A"}), "go") == 0


def test_the_writes_of_the_peak_are_at_least_those_of_the_busiest_operation() -> None:
    facts = sized()
    growth = (1 + facts.number("load.growth")) ** facts.number("load.horizon_years")
    assert facts.number("load.write_rps") == pytest.approx(8 * growth, rel=1e-4)
    assert "createSurveyResponse alone" in facts.figure("load.write_rps").formula
    assert sized(EXAMPLE.replace("create SurveyResponse 8/s", "create SurveyResponse 1/s")).number("load.write_rps") == pytest.approx(
        3 * growth, rel=1e-4
    )


def test_a_searchable_field_that_no_operation_lists_asks_for_no_search() -> None:
    listed = EXAMPLE.replace("source: string(40)}", "source: string(40) searchable}")
    assert not sized(listed).holds("has_search")
    assert sized(listed.replace("[import EnergyDeclaration", "[list EnergyDeclaration by building, import EnergyDeclaration")).holds(
        "has_search"
    )
