"""Words as readers know them: names of standards, beginnings of sentences."""

import pytest

from designgen.knowledge.wording import spelled, upper_first


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("https", "HTTPS"),
        ("oidc", "OpenID Connect"),
        ("grpc", "gRPC"),
        ("mtls", "mutual TLS"),
        ("webhook", "webhook"),
        ("OwnTalk", "OwnTalk"),
    ],
)
def test_a_protocol_is_spelled_as_its_standard_spells_it(written: str, shown: str) -> None:
    assert spelled(written) == shown


def test_a_sentence_begins_with_a_capital_but_not_at_the_cost_of_a_name() -> None:
    kept = ("payOrder answers 502", "job:purge-loan counts from the start", "created_at is the start", "Loans end")
    assert [upper_first(text) for text in kept] == list(kept)
    assert [upper_first(text) for text in ("loans end", "every day", "a: b", "")] == ["Loans end", "Every day", "A: b", ""]
