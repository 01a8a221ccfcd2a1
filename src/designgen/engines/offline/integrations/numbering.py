"""Integrations with many senders in; what tells their events apart, and the question about it, out (INT-060).

Forty tills that count from one would each send an event 17; recognised by that number alone, 39 sales would be lost as repeats.
"""

from collections.abc import Iterator

from designgen.engines.offline.settlements import senders
from designgen.knowledge.wording import figure
from designgen.model.design.integrations import Adapter
from designgen.model.design.opinion import ClarifyingQuestion
from designgen.model.facts import Facts


def apart(facts: Facts, peer: str) -> dict[str, object]:
    """Return the names for texts about the key of an event: which part of it names the sender, where there are many."""
    count = senders(facts, peer)
    told = f"; the id is the sender's name, a slash and its own number, because each of {figure(count)} may count for itself"
    return {"many_senders": count > 1, "sender_key": told if count > 1 else "", "senders_text": figure(count)}


def numbering(adapters: tuple[Adapter, ...], facts: Facts) -> Iterator[ClarifyingQuestion]:
    """Ask of each integration with many senders whether their numbers are told apart by themselves."""
    for adapter in adapters:
        count = senders(facts, adapter.name)
        if adapter.receives and count > 1:
            yield ClarifyingQuestion(
                key=f"question:{adapter.name}-numbering",
                because=("INT-060", "DATA-108", adapter.key),
                text=f"Does each of the {figure(count)} senders of {adapter.title} count its events by itself, or do all share one count?",
                why="Two events of one number are taken for one event, and the second is answered without effect.",
                assumed="Each counts by itself, so the sender's name stands before the number in `external_event_id`.",
                changes="With one count for all the number alone is the key, and an event that another sender repeats is recognised too.",
                ask="third party",
                value=3.0,
                provisional=(adapter.key, "table:platform.webhook_event"),
            )
