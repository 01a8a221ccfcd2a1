"""Bytes and rows: what a table and its indexes take, how many rows there will be, when a threshold is crossed (B.10)."""

from collections.abc import Sequence
from math import ceil, exp, floor, log
from typing import NamedTuple

from designgen.sizing.constants import constants


class Column(NamedTuple):
    """Width in bytes and alignment of a column; alignment 0 marks a value of varying length."""

    width: float
    align: int


UUID, BIGINT, INSTANT = Column(16, 1), Column(8, 8), Column(8, 8)
INTEGER, SMALLINT, DATE, BOOL = Column(4, 4), Column(2, 2), Column(4, 4), Column(1, 1)


def varying(payload: float) -> Column:
    """Return a column whose values have `payload` bytes on average."""
    return Column(payload, 0)


def aligned(size: float, step: int = 8) -> int:
    """Return a size rounded up to a multiple of `step`."""
    return ceil(size / step) * step


def data_width(columns: Sequence[Column]) -> float:
    """Return the bytes of a row's values with padding, in the order of DATA-043."""
    fixed = sorted((column for column in columns if column.align), key=lambda column: (column != UUID, -column.align))
    width: float = 0
    for column in fixed:
        width = aligned(width, column.align) + column.width
    for column in columns:
        if not column.align:
            width = width + column.width + 1 if column.width <= 126 else aligned(width, 4) + column.width + 4
    return width


def row_bytes(columns: Sequence[Column], nullable: bool = True) -> int:
    """Return the bytes of one heap row with pointer and header (CALC-01; PostgreSQL manual, storage page layout)."""
    header = aligned(23 + (ceil(len(columns) / 8) if nullable else 0))
    return 4 + header + aligned(data_width(columns))


def rows_per_page(row: int) -> int:
    """Return how many rows a heap page holds, at least one because larger values move out of line (CALC-01, CALC-05)."""
    return max(1, floor(constants()["heap_usable"] / row))


def heap_bytes(row: int, rows: float) -> int:
    """Return the bytes of a heap of `rows` rows (CALC-01)."""
    return ceil(rows / rows_per_page(row)) * int(constants()["heap_page"])


def heap_bytes_per_row(row: int) -> float:
    """Return the share of a heap page that one row takes (CALC-01)."""
    return float(constants()["heap_page"]) / rows_per_page(row)


def index_bytes_per_row(keys: Sequence[Column], ordered: bool = True) -> float:
    """Return the bytes of one B-tree entry with its share of the pages (CALC-02; PostgreSQL manual, B-tree implementation).

    `ordered` tells whether keys arrive in order (fill 0.90) or at random (fill 0.70, DATA-128).
    """
    limits = constants()
    width: float = 0
    for key in keys:
        width = aligned(width, key.align) + key.width if key.align else width + key.width + 1
    entry = 4 + aligned(8 + width)
    fill = limits["fill_ordered"] if ordered else limits["fill_random"]
    per_leaf = max(1, floor(limits["leaf_usable"] * fill / entry))
    return float(limits["heap_page"] * limits["upper_levels"] / per_leaf)


def rows_at(rows_now: float, rows_per_year: float, growth: float, years: float, keep_years: float | None = None) -> float:
    """Return the rows at the horizon, the oldest deleted after `keep_years` (CALC-03)."""
    dropped = max(0.0, years - keep_years) if keep_years is not None else 0.0
    if growth == 0:
        return rows_now + rows_per_year * (years - dropped)
    return rows_now + rows_per_year * (exp(years * log(1 + growth)) - exp(dropped * log(1 + growth))) / log(1 + growth)


def years_until_rows(
    threshold: float, rows_now: float, rows_per_year: float, growth: float, keep_years: float | None = None
) -> float | None:
    """Return the years until a table has `threshold` rows; None if it never has (CALC-09)."""
    if rows_now >= threshold:
        return 0.0
    if rows_per_year <= 0:
        return None
    if growth == 0:
        if keep_years is not None and rows_now + rows_per_year * keep_years < threshold:
            return None
        return (threshold - rows_now) / rows_per_year
    rate = log(1 + growth)
    years = log(1 + (threshold - rows_now) * rate / rows_per_year) / rate
    if keep_years is None or years <= keep_years:
        return years
    steady = log(threshold * rate / (rows_per_year * (1 - (1 + growth) ** -keep_years))) / rate
    return max(years, steady)


def years_until(threshold: float, measured: float, growth: float) -> float | None:
    """Return the years until a compounding measure reaches `threshold`; None if it never does (CALC-09)."""
    if measured >= threshold:
        return 0.0
    if measured <= 0 or growth <= 0:
        return None
    return log(threshold / measured) / log(1 + growth)


def partition_purge(rows_per_year: float, growth: float, years: float, keep_years: float | None) -> float:
    """Return the rows a month that retention deletes at the horizon (DATA-141)."""
    if keep_years is None or years <= keep_years:
        return 0.0
    return rows_per_year * float((1 + growth) ** (years - keep_years)) / 12


def total_bytes(parts: Sequence[tuple[float, float]]) -> float:
    """Return the bytes of all tables from (rows, bytes per row with indexes), bloat included (CALC-06)."""
    return float(sum(rows * size for rows, size in parts) * constants()["bloat"])


def wal_bytes_per_day(writes_per_day: float, bytes_per_write: float) -> float:
    """Return the write-ahead log of a day (CALC-06)."""
    return float(writes_per_day * bytes_per_write * constants()["wal_factor"])


def backup_bytes(size: float, wal_per_day: float) -> float:
    """Return the room that full copies and the log of the recovery window take (CALC-06)."""
    limits = constants()
    return float(size * limits["backup_share"] * limits["fulls_kept"] + wal_per_day * limits["pitr_days"])
