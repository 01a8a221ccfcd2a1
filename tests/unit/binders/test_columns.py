"""Widths of columns: what is said decides, words break only where they starve other columns, and between their parts first."""

from designgen.binders.blocks import Table, Text, words
from designgen.binders.columns import broken, columns


def table(*rows: tuple[str, ...]) -> Table:
    cells = [tuple((Text(cell),) for cell in row) for row in rows]
    return Table(cells[0], tuple(cells[1:]), ("left",) * len(rows[0]))


def test_the_columns_fill_the_line_and_those_with_more_to_say_are_wider() -> None:
    found = columns(table(("key", "why"), ("a", "because " * 30)))
    assert abs(sum(column.share for column in found) - 1) < 0.001
    assert found[1].share > 3 * found[0].share


def test_no_word_is_broken_while_there_is_room() -> None:
    found = columns(table(("operation", "rule"), ("createMenuItemWithPrices", "text " * 60)))
    assert found[0].letters >= len("createMenuItemWithPrices")


def test_long_words_break_between_their_parts_before_they_break_inside() -> None:
    row = (
        "createReservation",
        "/reservations/{id}",
        "booking.reservation.write",
        "IDEMPOTENCY_KEY_REQUIRED",
        "waiter manager guest",
        "42 ms",
    )
    told = table(("operation", "call", "scope", "errors", "who", "p95"), *[row] * 3)
    cells = [words(broken((Text(cell),), column.letters)).split("\u200b") for cell, column in zip(row, columns(told), strict=True)]
    assert [cell for cell in cells if len(cell) > 1]
    assert all(part.endswith((".", "/", "_")) or part.isalnum() or part == cell[-1] for cell in cells for part in cell)
    assert not {"Reserva", "reservat"} & {part for cell in cells for part in cell}


def test_a_head_is_bold_and_gets_the_room_for_it() -> None:
    found = columns(table(("m" * 12, "x"), *[("a", "text " * 80)] * 4))
    assert found[0].letters > 12
