"""A question in, the JSON Schema of its answer out: the form of all answers, with the names that this question allows."""

from typing import Any

from designgen.decisions.owners import OWNERS
from designgen.engines.revision.contract import contract
from designgen.engines.revision.envelope import schema
from designgen.model.interview import Question

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def form(question: Question) -> dict[str, Any]:
    """Return the form of an answer to this question: ids of requirements, topics and options are closed lists."""
    whole = schema()
    lists = whole["properties"]
    _close(lists, question)
    kinds = ", ".join(contract(question.section).kinds)
    lists["changes"]["description"] = (
        f"parts of the section {question.section} that are to be different; their kinds are {kinds}"
        if kinds
        else "stays empty: a review changes nothing"
    )
    return {
        "$schema": DIALECT,
        "title": f"Answer of {question.persona.name} for {'a review' if question.reviews else f'the section {question.section}'}",
        **whole,
    }


def _close(lists: dict[str, Any], question: Question) -> None:
    """Write closed lists where there are any; an empty one would allow nothing, so it is left open."""
    wishes = [wish.id for wish in question.facts.requirements.requirements]
    for name in ("changes", "choices", "findings"):
        _only(lists[name]["items"]["properties"]["requirements"]["items"], wishes)
    owned = [one for one in question.decisions if OWNERS.get(one.owner) == question.section and one.status != "accepted"]
    free = [one for one in question.decisions if one not in owned]
    for name, decisions in (("choices", owned), ("dissents", free)):
        inner = lists[name]["items"]["properties"]
        _only(inner["topic"], [one.topic for one in decisions])
        open_options = {option.id for one in decisions for option in one.options if not option.veto or name == "dissents"}
        _only(inner["choice"], sorted(open_options))


def _only(node: dict[str, Any], names: list[str]) -> None:
    if names:
        node["enum"] = names
