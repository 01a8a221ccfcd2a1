"""The catalogue of topics is whole: every row has its parts, and every name it asks for is known."""

import re

import pytest

from designgen.decisions.decide import decide
from designgen.decisions.names import names_of
from designgen.decisions.peers import peer_names
from designgen.decisions.topics import Topic, topics, words_of
from designgen.frontend.requirements import read_requirements
from designgen.knowledge.catalogue import load, names
from designgen.knowledge.templates import phrase
from designgen.model.decision import AXES
from designgen.model.source import Source
from designgen.sizing.facts import size

WITH_PEER = """
designgen: 1
project: {name: shop, purpose: Sell things.}
actors: {guest: {kind: human, auth: oidc, count: 10}}
requirements: [{id: FR-1, title: Order, actor: guest, operations: [crud Order]}]
integrations: [{id: bank, direction: both, protocol: https, data: [Order], webhooks: {events: [paid], signature: hmac}}]
domain: {sales: {Order: {fields: {total: money, note: string searchable}, states: {NEW: {pay: PAID}, PAID: {}}}}}
"""
REQUIREMENTS = read_requirements(Source(name="shop.yaml", text=WITH_PEER)).requirements
FACTS = size(REQUIREMENTS)
KNOWN = names_of(FACTS) | peer_names(REQUIREMENTS.integrations[0], FACTS)
TOPICS = {topic.key: topic for topic in topics()}
PERSONAS = {
    "backend-system-architect", "system-integration-lead", "integration-engineer", "integration-architect", "system-integration-architect",
}  # fmt: skip
KEYS = {
    "key",
    "rule",
    "title",
    "question",
    "owner",
    "r",
    "when",
    "focus",
    "about",
    "context",
    "drivers",
    "options",
    "confirmation",
    "revisit",
}
KEYS |= {"activates", "after", "repeat", "combine"}
OPTION_KEYS = {
    "id",
    "title",
    "tech",
    "skill",
    "effects",
    "fits",
    "modifiers",
    "veto",
    "addon",
    "pros",
    "cons",
    "means",
    "confirmation",
    "revisit",
}
OPTION_KEYS |= {"activates"}
EXPECTED = [
    "datastore.primary",
    "datastore.identifiers",
    "data.money",
    "data.time",
    "data.deletion",
    "data.concurrency",
    "data.history",
    "data.pii",
    "data.migrations",
    "tenancy.isolation",
    "api.style",
    "api.idempotency",
    "api.authentication",
    "api.conventions",
    "architecture.decomposition",
    "search.engine",
    "messaging.broker",
    "edge.entry",
    "availability.topology",
    "backup.strategy",
    "platform.runtime",
    "platform.secrets",
    "platform.observability",
    "platform.release",
    "platform.infrastructure-as-code",
    "identity.provider",
    "identity.session",
    "identity.authorization",
    "sync.offline",
    "webhook.ingestion",
    "files.storage",
    "pipelines.kind",
    "cache.read",
    "realtime.channel",
    "integration.style",
    "integration.platform",
    "integration.data-sync",
    "integration.duplicates",
    "integration.connectivity",
    "resilience.place",
    "contract.testing",
    "fiscal.channel",
    "legacy.path",
    "devices.ingestion",
    "messaging.publication",
    "consistency.cross-aggregate",
    "data.enumerations",
    "data.read-scaling",
    "data.read-model",
]


def rows() -> list[dict]:
    return [row for name in names("topics") for row in load(name)]


def texts(row: object) -> list[str]:
    """All sentences of a row, however deep."""
    if isinstance(row, str):
        return [row]
    children = row.values() if isinstance(row, dict) else row if isinstance(row, list) else ()
    return [text for child in children for text in texts(child)]


def test_the_agreed_topics_are_there_once():
    keys = [row["key"] for row in rows()]
    assert sorted(keys) == sorted(EXPECTED)
    assert len(set(keys)) == len(keys)


def test_each_topic_follows_those_it_builds_on():
    order = list(TOPICS)
    for topic in topics():
        assert all(order.index(earlier) < order.index(topic.key) for earlier in topic.after), topic.key
        chosen = {word.removeprefix("choice_") for name in topic.names for word in [name] if word.startswith("choice_")}
        assert chosen <= {earlier.replace(".", "_").replace("-", "_") for earlier in topic.after}, topic.key


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["key"])
def test_rows_have_known_parts_only(row):
    assert set(row) <= KEYS
    assert row["owner"] in PERSONAS
    for option in row["options"]:
        assert set(option) <= OPTION_KEYS, option["id"]
        for modifier in option.get("modifiers", ()):
            assert set(modifier) <= {"if", "says", "focus", *AXES}, modifier
            assert set(modifier) & {"focus", *AXES}, modifier
        for veto in (*option.get("veto", ()), *([option["addon"]] if "addon" in option else ())):
            assert set(veto) == {"if", "says"}, veto


@pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic.key)
def test_options_are_whole(topic: Topic):
    assert len(topic.options) >= 3
    assert len({option.id for option in topic.options}) == len(topic.options)
    assert topic.reversal in (1, 2, 3)
    assert set(topic.focus) <= set(AXES)
    for option in topic.options:
        assert tuple(option.fits) == AXES
        assert all(-3 <= fit <= 2 for fit in option.fits.values())
        assert option.pros
        assert option.cons
    assert topic.confirmation
    assert {part.option for part in topic.combine} <= {option.id for option in topic.options}


@pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic.key)
def test_conditions_ask_for_known_names_only(topic: Topic):
    choices = {f"choice_{key.replace('.', '_').replace('-', '_')}" for key in TOPICS}
    asked = set(topic.names) | {word for part in topic.combine for word in words_of(part.condition)}
    assert asked - set(KNOWN) - choices == set()


@pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic.key)
def test_every_text_can_be_filled_and_is_a_sentence(topic: Topic):
    known = {**KNOWN, "push_seconds": 3.0, "offline_seconds": 3600.0}
    sentences = [topic.context, topic.confirmation, topic.revisit]
    sentences += [text for option in topic.options for text in (*option.pros, *option.cons, *option.means)]
    for text in sentences:
        filled = " ".join(phrase(text, **known).split())
        assert filled.endswith("."), filled
        assert all(len(sentence.split()) <= 30 for sentence in re.split(r"[.:;] ", filled)), filled
    says = [modifier.says for option in topic.options for modifier in option.modifiers]
    says += [veto.says for option in topic.options for veto in option.vetoes]
    for text in says:
        assert not phrase(text, **known).endswith("."), text
    assert phrase(topic.question, **known).endswith("?")


@pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic.key)
def test_looking_again_has_a_number(topic: Topic):
    known = {**KNOWN, "push_seconds": 3.0}
    for text in (topic.revisit, *(option.revisit for option in topic.options if option.revisit)):
        assert re.search(r"\d|first|second|third", phrase(text, **known)), text


def test_no_text_hedges():
    for row in rows():
        for text in texts(row):
            assert not re.search(r"\b(TODO|should be fine|probably|maybe|might)\b", text), text


def test_every_decision_of_a_system_is_whole():
    for decision in decide(FACTS):
        assert decision.consequences, decision.topic
        assert decision.drawbacks, decision.topic
        assert decision.context, decision.topic
        assert decision.options[0].veto == "" or all(option.veto for option in decision.options)
