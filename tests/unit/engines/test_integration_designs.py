"""Adapters, pipelines and offline work of the two larger examples: what their figures and rules come to."""

import json
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from designgen.model.design.integrations import Adapter, Chapter
from designgen.model.design.whole import Design
from designgen.renderers.integrations.config import config_schema, example
from designgen.sizing.latency import Leg, budgets, composed_p95, naive_p95, veto
from oracles.sections import EXAMPLES, designed

ENVIRONMENTS = ("dev", "staging", "prod")


def design_of(name: str) -> Design:
    return designed((EXAMPLES / f"{name}.yaml").read_text())[1]


def adapter(name: str) -> Adapter:
    return next(one for one in design_of("tavola").integrations.adapters if one.name == name)


def rows(chapters: tuple[Chapter, ...]) -> dict[str, str]:
    return {one.name: f"{one.value}; {one.reason}" for chapter in chapters for one in chapter.settings}


def schema_of(one: Adapter) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(config_schema(one, "tavola", ENVIRONMENTS))
    Draft202012Validator.check_schema(found)
    return found


@pytest.mark.parametrize("name", ["stripe", "sdi", "pos", "identity-provider"])
def test_a_configuration_with_the_figures_of_the_design_fits_its_schema(name: str) -> None:
    assert not list(Draft202012Validator(schema_of(adapter(name))).iter_errors(example(adapter(name), "prod")))


def test_an_inline_secret_a_stranger_and_a_missing_timeout_do_not_fit() -> None:
    judge = Draft202012Validator(schema_of(adapter("stripe")))
    good = example(adapter("stripe"), "prod")
    for wrong in (
        good | {"auth": {"secret_ref": "sk_live_1234"}},
        good | {"timeout": 3},
        good | {"environment": "laptop"},
        {key: value for key, value in good.items() if key != "timeouts"},
        good | {"mode": "maybe"},
    ):
        assert list(judge.iter_errors(wrong)), wrong


def test_every_figure_says_why_and_by_which_rule() -> None:
    for name in ("tavola", "neighbourhoods"):
        found = design_of(name).integrations
        for part in (*found.adapters, *found.pipelines, *found.offline):
            for one in (*getattr(part, "settings", ()), *(row for chapter in part.chapters for row in chapter.settings)):
                assert re.fullmatch(r"[A-Z]+-[0-9]+b?", one.rule), one
                assert one.value, (part.key, one)
                assert len(one.reason) > 10, (part.key, one)


def test_who_is_never_called_has_no_figures_of_calls() -> None:
    assert adapter("pos").settings == ()
    assert "workers" in rows(adapter("pos").chapters)


def test_nobody_waits_for_the_tax_authority() -> None:
    found = {one.name: one.value for one in adapter("sdi").settings}
    assert adapter("sdi").style.startswith("async command")
    assert found["attempt timeout"] == "9500 ms"
    assert found["attempts"].startswith("10")


def test_fiscal_rules_are_those_of_the_format() -> None:
    found = rows(adapter("sdi").chapters)
    assert "5 MB" in found["file"]
    assert "60.5 million names; 300 a day last 21 years" in found["file name"]
    assert found["last day to send"].startswith("12 days after `issued_on`; ticket after 9 days")
    assert "within 5 days under the same number and date" in found["refused (NS)"]
    assert "REJECTED" in found["refused (NS)"]


def test_payments_are_compared_every_night_and_keys_are_stored_first() -> None:
    found = rows(adapter("stripe").chapters)
    assert found["allowed difference"].startswith("0;")
    assert "before the first try" in found["key"]
    assert "`amount`" in found["what"]


def test_who_waits_for_the_payment_provider_is_found() -> None:
    """One operation is likely by its rate; a refund is settled by the same provider, so its caller waits as well."""
    assert adapter("stripe").callers == ("payOrder", "refundOrder")
    assert "4 times a second" in adapter("stripe").style


def test_deliveries_of_tills_are_caught_up_within_half_an_hour() -> None:
    """30 000 a day: 4 h leave 5000, and 5000 / 1800 s + 0.347/s = 3.1/s of 50 ms each fit one worker."""
    assert rows(adapter("pos").chapters)["workers"].startswith("1; 4 h at 0.35/s leave 5 000 events; gone within 30 min at 3.1/s")


@pytest.mark.parametrize(("name", "least"), [("stripe", 20), ("sdi", 20), ("pos", 8)])
def test_contract_tests_are_many_and_named_once(name: str, least: int) -> None:
    names = [one.name for one in adapter(name).tests]
    assert len(names) == len(set(names)) >= least


def test_rows_from_outside_are_recognised_by_what_may_not_overlap() -> None:
    found = rows(design_of("neighbourhoods").integrations.pipelines[0].chapters)
    assert found["again"].startswith("merged by `building_id`, `carrier` and `period`")
    assert "3.9 % of the 15 minutes promised" in found["duration"]
    assert "register_id exists" in found
    assert "smallest group" in found


def test_devices_keep_one_tenant_and_spread_their_return() -> None:
    found = rows(design_of("tavola").integrations.offline[0].chapters)
    assert "never holds another one's rows" in found["rows kept"]
    assert found["longest away"].startswith("4 hours promised")
    assert "250 devices return" in found["all devices at once"]


def test_a_hard_dependency_offers_one_nine_more() -> None:
    assert veto(0.999, 0.9995).needed == pytest.approx(0.9999)
    assert veto(0.999, 0.9995).masking == pytest.approx(0.8)
    assert veto(0.999, 0.9999).masking == 0


def test_parts_of_a_call_add_up_below_the_sum_of_their_percentiles() -> None:
    legs = (Leg("database", 8, 50), Leg("peer", 200, 1500), Leg("processor", 4, 4))
    assert composed_p95(legs) == pytest.approx(816, abs=12)
    assert composed_p95(legs) < naive_p95(legs)
    assert sum(budgets(legs, 900).values()) == pytest.approx(900 * 0.85)
    assert composed_p95(legs[2:]) == 4


def test_texts_of_a_payment_name_states_it_has_and_how_amounts_are_converted() -> None:
    payment = next(one for one in design_of("tavola").facts.entities if one.key == "billing.Payment")
    assert "UNKNOWN" not in [state.name for state in payment.entity.states]
    said = adapter("stripe").model_dump_json() + "".join(one.model_dump_json() for one in design_of("tavola").operations.runbooks)
    assert "state UNKNOWN" not in said
    found = rows(adapter("stripe").chapters)
    assert "`amount` x 100 is the integer that stripe gets" in found["amounts"]
    assert "decimal with 2 places" in found["amounts"]
    assert "minor units" not in found["allowed difference"]


def test_a_device_holds_the_lines_of_its_orders_and_what_the_author_said_of_their_size() -> None:
    """10 000 orders a day of 40 venues: 250 a day and those of 4 hours are 292, each of 400 B with 4 lines."""
    facts = design_of("tavola").facts
    line = facts.entity("ordering.OrderLine").population.row_bytes
    found = rows(design_of("tavola").integrations.offline[0].chapters)
    assert "Order: open and of the last day, about 292 rows with 1 168 of OrderLine" in found["rows kept"].replace("\u00a0", " ")
    assert f"{(292 * 400 + 1168 * line) / 1000:.0f} kB" in found["rows kept"]


def test_working_offline_promises_only_answers_and_operations_of_the_api() -> None:
    design = design_of("tavola")
    push = next(one for api in design.api for one in api.operations if one.name == "pushCommands")
    errors = {one.key.removeprefix("error:").partition("@")[0]: one.status for api in design.api for one in api.errors}
    found = rows(design.integrations.offline[0].chapters)
    answered = re.findall(r"answer (\d{3}) `(\w+)`", found["old versions of the client"])
    assert answered
    assert answered == [(str(errors[code]), code) for _, code in answered if code in push.errors]
    assert "426" not in design.integrations.model_dump_json() + "".join(one.model_dump_json() for one in design.operations.runbooks)
    assert "100 commands" in found["push"]
    assert "add dishes" not in found["Order: amounts"]


def test_a_backfill_loads_the_rows_that_the_table_will_hold() -> None:
    design = design_of("neighbourhoods")
    held = design.facts.entity("energy.EnergyDeclaration").population.rows_at_horizon
    found = rows(design.integrations.pipelines[0].chapters)["backfill"]
    loads = re.match(r"(\d+) loads of 35 000 rows, the newest first", found.replace("\u00a0", " "))
    assert loads
    assert (int(loads[1]) - 1) * 35_000 < held <= int(loads[1]) * 35_000
