"""Secrets in requirements: each kind is found, its value is never repeated, and words of the vocabulary are left alone."""

from pathlib import Path

import pytest

from designgen.frontend.requirements import read_requirements
from designgen.frontend.secrets import KINDS, entropy, kinds_in, random_looking
from designgen.model.source import Source

LOT = "q7Zr2Xw9Lk4Tb8Nc1Vd6Ms3Hy5Pf0Jg"
SAMPLES = [
    ("a private key", "-----BEGIN RSA " + "PRIVATE KEY-----"),
    ("a private key", "-----BEGIN " + "PRIVATE KEY-----"),
    ("a key of Anthropic", "sk-" + "ant-api03-" + LOT),
    ("a key of OpenAI", "sk-" + LOT + "Gj4"),
    ("an access key of AWS", "AKIA" + "Q7ZR2XW9LK4TB8NC"),
    ("a token of GitHub", "ghp" + "_" + LOT),
    ("a token of GitHub", "github" + "_pat_" + LOT),
    ("a token of GitLab", "glpat" + "-" + LOT[:20]),
    ("a token of Slack", "xoxb" + "-1234567890-" + LOT),
    ("a key of Google", "AIza" + LOT + "abcd"),
    ("a live key of Stripe", "sk" + "_live_" + LOT),
    ("a live key of Stripe", "whsec" + "_" + LOT),
    ("a signed token (JWT)", "eyJ" + "hbGciOiJIUzI1NiJ9.eyJ" + "zdWIiOiIxMjM0In0." + LOT),
    ("a password within an address", "postgres://clerk:" + "letmein9@db.example/books"),
    ("a value that looks like a password or key", "password: " + LOT),
    ("a value that looks like a password or key", 'api_key = "' + LOT + '"'),
    ("a value that looks like a password or key", "client secret: " + LOT),
]
HARMLESS = [
    "token: string(40) unique",
    "password: secret",
    "secret: hash(32)",
    "passphrase: text opt pii:credential",
    "provider_ref: string(255) unique",
    "webhooks: {signature: stripe-v1, events: [payment_intent.succeeded]}",
    "see https://example.org/path:with@sign",
    "the token: authentication-by-certificate",
    "secret: stored_in_the_secret_manager",
    "id: 018f3c5e-7b1a-7c3e-9d5b-1a2b3c4d5e6f",
    "sk-learn and xoxo are words, AKIA is one too",
    "api_key: ${STRIPE_API_KEY}",
    "postgres://${USER}:${PASSWORD}@db/books",
]


@pytest.mark.parametrize(("kind", "text"), SAMPLES)
def test_each_kind_is_found_with_its_line_and_without_its_value(kind, text):
    source = Source(
        name="r.yaml", text=f"project: {{name: shop, purpose: Sell.}}\nnote: {text}\ndomain: {{a: {{B: {{fields: {{c: sting}}}}}}}}\n"
    )
    reading = read_requirements(source)
    assert reading.requirements is None
    assert [found.message for found in reading.diagnostics] == [f"line 2 holds {kind}"]
    assert text not in reading.model_dump_json()


@pytest.mark.parametrize("text", HARMLESS)
def test_words_of_the_vocabulary_are_no_secrets(text):
    assert list(kinds_in(text)) == []


def test_twelve_patterns_stand_watch():
    assert len(KINDS) + 1 == 12
    assert {kind for kind, _ in SAMPLES} == {kind for kind, _ in KINDS} | {"a value that looks like a password or key"}


def test_the_examples_hold_none():
    for path in sorted((Path(__file__).parents[3] / "examples").glob("*.yaml")):
        assert list(kinds_in(path.read_text(encoding="utf-8"))) == [], path.name


def test_a_secret_far_out_on_a_long_line_is_found():
    text = "x" * 9_900 + " AKIA" + "Q7ZR2XW9LK4TB8NC " + "y" * 9_900
    assert [found.code for found in read_requirements(Source(name="r.yaml", text=f"a: {text}")).diagnostics] == ["DG184"]


def test_chance_is_measured_in_bits():
    assert entropy("abababab") == 1
    assert random_looking(LOT)
    assert not random_looking("aaaaaaaaaaaaaaa1")
    assert not random_looking("Ab1")
