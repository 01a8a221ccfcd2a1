"""What the platform section says of one thing agrees with what it says of it elsewhere, and with what the system has."""

from functools import cache

import pytest

from designgen.engines.offline.platform.capacity import RESERVED
from designgen.model.design.whole import Design
from designgen.sizing.recovery import allowed_minutes
from package_builder import example

NAMES = ("toolshed", "tavola", "neighbourhoods")


@cache
def designed(name: str) -> Design:
    design = example(name).design
    assert design
    return design


def mode(name: str, key: str) -> str:
    found = next(one for book in designed(name).operations.runbooks for one in book.failures if one.name == key)
    return " ".join((found.detection, found.impact, found.decide, found.verify, found.escalate, found.prevent))


@pytest.mark.parametrize("name", NAMES)
def test_the_minutes_of_a_restore_are_measured_against_one_figure(name: str) -> None:
    design = designed(name)
    rto = next(one.value for one in design.facts.figures if one.key == "recovery.rto_s")
    left = f"of the {round(allowed_minutes(rto))} that the target of "
    assert left in mode(name, "rebuild")
    assert any(left in text for one in design.interviews for text in one.opinion.conclusions if "database is back" in text)


@pytest.mark.parametrize("name", NAMES)
def test_connections_of_a_release_are_permitted_where_they_are_told(name: str) -> None:
    design = designed(name)
    permitted = next(line.value for line in design.operations.capacity if line.name == "pools-releasing")
    most = int(permitted) - RESERVED
    assert f"{most} while a release runs" in mode(name, "database-connections")
    alert = next(one for one in design.operations.alerts if one.name == "database-connections")
    assert f"{most} while a release runs" in alert.summary
