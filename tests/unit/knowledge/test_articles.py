"""Articles follow the sound of the word, long times their unit."""

import pytest

from designgen.knowledge.wording import article, millis


@pytest.mark.parametrize(
    "said",
    [
        "an Invoice",
        "an analyst",
        "a utility",
        "a user",
        "an upload",
        "a unit",
        "an Order",
        "a Loan",
        "a one-off",
        "an `Order`",
        "a EUR amount",
    ],
)
def test_articles(said: str) -> None:
    assert article(said.split(" ", 1)[1]) == said


@pytest.mark.parametrize(("amount", "told"), [(200, "200 ms"), (9999, "9999 ms"), (10_000, "10 seconds"), (900_000, "15 minutes")])
def test_nobody_reads_a_quarter_of_an_hour_in_milliseconds(amount: float, told: str) -> None:
    assert millis(amount) == told
