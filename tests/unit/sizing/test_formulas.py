"""The golden vectors of the rulebook (G.2), recomputed."""

import re

import pytest

from designgen.model.constraints import Constraints, MoneyRules
from designgen.model.domain import Field
from designgen.sizing import capacity, storage
from designgen.sizing.capacity import Traffic
from designgen.sizing.fields import attributes_of
from designgen.sizing.storage import BIGINT, DATE, INSTANT, INTEGER, SMALLINT, UUID, varying

YEAR_ROWS = 10_000 * 365


def test_a_row_of_eight_columns_takes_92_bytes_and_a_million_of_them_the_measured_heap():  # GOLD-01
    columns = [UUID, UUID, INSTANT, INTEGER, SMALLINT, varying(9), varying(6)]
    assert storage.row_bytes(columns) == 92
    assert storage.rows_per_page(92) == 88
    assert storage.heap_bytes(92, 1_000_000) == 93_093_888


@pytest.mark.parametrize(("key", "ordered", "megabytes"), [(UUID, True, 31.43), (BIGINT, True, 22.50), (UUID, False, 40.56)])
def test_index_sizes_lie_within_two_percent_of_the_measured_ones(key, ordered, megabytes):  # GOLD-02
    assert storage.index_bytes_per_row([key], ordered) == pytest.approx(megabytes, rel=0.02)


@pytest.mark.parametrize(
    ("per_year", "keep", "rows"),
    [(YEAR_ROWS, 2, 11_501_145), (4 * YEAR_ROWS, 2, 46_004_578), (6000 * 365, 10, 9_354_264), (1500 * 365, 1, 958_429)],
)
def test_rows_of_a_restaurant_after_three_years(per_year, keep, rows):  # GOLD-03
    assert round(storage.rows_at(0, per_year, 0.25, 3, keep)) == rows


def test_orders_of_a_restaurant_take_4_8_gigabytes():  # GOLD-04
    order = [UUID, UUID, SMALLINT, varying(5), varying(7), INSTANT, DATE, varying(12), varying(6), varying(6), varying(6)]
    row = storage.heap_bytes_per_row(storage.row_bytes([*order, INTEGER, INSTANT, INSTANT]))
    keys = [[UUID], [UUID, UUID], [UUID, varying(7), INSTANT, UUID], [UUID, DATE]]
    index = sum(storage.index_bytes_per_row(each) for each in keys)
    assert storage.total_bytes([(11_501_145, row + index)]) / 1e9 == pytest.approx(4.8, abs=0.05)
    assert storage.partition_purge(4 * YEAR_ROWS, 0.25, 3, 2) == pytest.approx(1.5e6, rel=0.02)


def test_years_until_a_hundred_million_order_lines():  # GOLD-05
    assert storage.years_until_rows(100e6, 0, 4 * YEAR_ROWS, 0.25) == pytest.approx(4.16, abs=0.005)
    assert storage.years_until_rows(100e6, 0, 4 * YEAR_ROWS, 0.25, keep_years=2) == pytest.approx(6.48, abs=0.005)
    assert storage.years_until_rows(100e6, 0, 1e6, 0, keep_years=2) is None


def test_pool_and_processors_of_a_restaurant():  # GOLD-07
    peak = 180 * 1.25**3
    traffic = Traffic(reads=peak * 0.82, writes=peak * 0.18)
    pool = capacity.connection_pool(traffic, instances=2, cores=2)
    assert (round(pool.busy, 2), pool.total, pool.ceiling, pool.per_instance) == (1.91, 10, 10, 5)
    assert round(capacity.database_vcpu_used(traffic), 2) == 0.96
    assert capacity.database_vcpu(traffic) == 2


@pytest.mark.parametrize(("target", "minutes"), [(0.999, 43.8), (0.9995, 21.9), (0.995, 219.2)])
def test_minutes_of_absence(target, minutes):  # GOLD-08
    assert round(capacity.downtime_minutes(target), 1) == pytest.approx(minutes, abs=0.051)


def test_three_needed_parts_multiply_and_a_fallback_masks():  # GOLD-14
    assert capacity.serial_availability(1, [0.999] * 3) == pytest.approx(0.9970, abs=5e-5)
    assert capacity.with_fallback(0.99, 0.8) == pytest.approx(0.998)


def test_the_latency_budget_counts_joins_and_peers():  # CALC-10
    assert capacity.estimated_p95_ms(4, 3, [200]) == 20 + 5 + 2.5 * 4 * 2 + 200


def test_growth_never_reaches_a_threshold_without_growth():
    assert storage.years_until(50, 3, 0) is None
    assert storage.years_until(50, 60, 0.2) == 0


def test_a_child_of_ten_digits_and_two_places_is_kept_as_given():  # GOLD-13
    (amount,) = attributes_of(Field(name="total", type="money"), Constraints(money=MoneyRules(type="decimal(10,2)")))
    assert (amount.name, amount.precision, amount.scale) == ("total_amount", 10, 2)
    pattern = rf"-?(0|[1-9][0-9]{{0,{amount.precision - amount.scale - 1}}})\.[0-9]{{{amount.scale}}}"
    assert re.fullmatch(pattern, "99999999.99")
    assert not re.fullmatch(pattern, "100000000.00")
    assert not re.fullmatch(pattern, "1.5")
