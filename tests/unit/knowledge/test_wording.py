"""Names of standards as readers know them."""

import pytest

from designgen.knowledge.wording import spelled


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
