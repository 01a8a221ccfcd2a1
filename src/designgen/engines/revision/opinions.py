"""What a persona says beside its changes: a draft's opinion and a revision in, the revised opinion and its faults out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from designgen.decisions.owners import OWNERS
from designgen.engines.revision import texts
from designgen.engines.revision.envelope import Asked, Change, Found, Revision, Turn
from designgen.engines.revision.faults import Fault
from designgen.engines.revision.placing import parts
from designgen.model.design.item import Item
from designgen.model.design.opinion import ClarifyingQuestion, Dissent, Finding, Opinion, Revised, TopicChoice
from designgen.model.frozen import Frozen
from designgen.model.interview import Question

MOST_SENTENCES = 5
MOST_SAID = 20
WITHDRAW = "withdraw: "
"""What stands before a sentence of the draft that is not true any more."""
UNNAMED = {"question": "CLQ-002", "finding": "XREF-01"}
"""The rule that a question or a finding is there for which names nothing of the system."""
NAMED = re.compile(r"[A-Za-z][\w.:@-]*\w")
T = TypeVar("T", bound=Frozen)
P = TypeVar("P", bound=Item)


def choices(revision: Revision, question: Question) -> tuple[tuple[TopicChoice, ...], tuple[Fault, ...]]:
    """Return the topics that their owner turns, and what is wrong with the other attempts."""
    found: dict[str, TopicChoice] = {}
    faults: list[Fault] = []
    for index, turn in enumerate(revision.choices):
        pointer = f"/choices/{index}"
        wrong = _refused(turn, question) or (f"`{turn.topic}` is chosen twice" if turn.topic in found else "")
        faults += [Fault(f"{pointer}/choice", wrong)] if wrong else []
        said, unfit = _said(turn, pointer, ("reason",), question)
        faults += unfit
        if not wrong and not unfit:
            standing = next(one for one in question.decisions if one.topic == turn.topic)
            found[turn.topic] = TopicChoice(
                topic=turn.topic, choice=turn.choice, instead=standing.choice, reason=said.reason, because=turn.requirements
            )
    return tuple(found.values()), tuple(faults)


@dataclass(frozen=True)
class Spoken:
    """An opinion after a revision, and what was left out of it."""

    opinion: Opinion
    faults: tuple[Fault, ...]


def spoken(draft: Opinion, revision: Revision, question: Question) -> Spoken:
    """Return the opinion of the draft with what the persona adds; only conclusions and concerns can be withdrawn."""
    faults: list[Fault] = []
    sentences = {
        name: _sentences(getattr(draft, name), getattr(revision, name), f"/{name}", faults) for name in ("conclusions", "concerns")
    }
    asked = list(_each(revision.questions, "/questions", ("text", "why", "assumed", "changes"), question, faults))
    found = list(_each(revision.findings, "/findings", ("statement", "repair"), question, faults))
    opinion = draft.model_copy(
        update={
            **sentences,
            "questions": _joined(draft.questions, [ClarifyingQuestion(**_reasoned(one, question)) for one in asked]),
            "findings": _joined(draft.findings, [Finding(**_reasoned(one, question)) for one in found]),
            "dissents": (*draft.dissents, *_dissents(revision, question, faults)),
        }
    )
    return Spoken(opinion, tuple(faults))


def revised(changes: Iterable[Change]) -> tuple[Revised, ...]:
    """Return the account of the changes that were made."""
    return tuple(Revised(action=one.action, key=one.key, reason=texts.mended(one.reason), because=one.requirements) for one in changes)


def _refused(turn: Turn, question: Question) -> str:
    """Return why a topic cannot be turned so; empty if it can."""
    name = texts.mended(turn.topic)[:60]
    standing = next((one for one in question.decisions if one.topic == turn.topic), None)
    if standing is None:
        return f"`{name}` is none of the topics"
    if OWNERS.get(standing.owner) != question.section:
        return f"`{name}` is owned by `{OWNERS.get(standing.owner, standing.owner)}`; write a dissent"
    if standing.status == "accepted":
        return f"`{name}` was decided by the author of the requirements and stands"
    option = next((one for one in standing.options if one.id == turn.choice), None)
    if option is None:
        return (
            f"`{texts.mended(turn.choice)[:40]}` is no option of `{name}`; the options are {', '.join(one.id for one in standing.options)}"
        )
    if option.veto:
        return f"`{option.id}` is ruled out: {option.veto}"
    return f"`{option.id}` is what stands already" if option.id == standing.choice else ""


def _sentences(draft: tuple[str, ...], said: Sequence[str], pointer: str, faults: list[Fault]) -> tuple[str, ...]:
    """Return the sentences of the draft that are not withdrawn, and the new ones."""
    kept = {texts.mended(text): text for text in draft}
    most = len(kept) + MOST_SENTENCES
    for index, text in enumerate(said):
        plain = texts.mended(text)
        taken = plain.removeprefix(WITHDRAW)
        wrong = texts.sentence_fault(plain) if plain else "is empty"
        if plain.startswith(WITHDRAW):
            wrong = "" if taken in kept else "withdraws no sentence of the draft; repeat one word for word"
            most -= kept.pop(taken, None) is not None
        elif len(kept) >= most and plain not in kept:
            wrong = f"is one too many; {MOST_SENTENCES} are the most"
        elif not wrong:
            kept.setdefault(plain, plain)
        if wrong:
            faults.append(Fault(f"{pointer}/{index}", wrong))
    return tuple(kept.values())


def _reasoned(one: Asked | Found, question: Question) -> dict[str, Any]:
    """Return the members of a question or finding with its reasons: its requirements, else what it names, else the rule for such."""
    word = one.key.partition(":")[0]
    written = one.model_dump(exclude={"requirements"})
    reasons = one.requirements or tuple(_named(" ".join(written.values()), question)) or (UNNAMED[word],)
    return {**written, "because": reasons}


def _named(text: str, question: Question) -> Iterator[str]:
    """Yield the requirements, topics and parts of the draft that a text names, each once."""
    known = {wish.id: wish.id for wish in question.facts.requirements.requirements} | {one.topic: one.topic for one in question.decisions}
    if question.draft is not None:
        known |= {part.name: key for key, part in parts(question.draft).items() if key.startswith("operation:")}
        known |= {key: key for key in parts(question.draft)}
    yield from dict.fromkeys(known[name] for name in NAMED.findall(text) if name in known)


def _each(said: Sequence[T], pointer: str, fields: tuple[str, ...], question: Question, faults: list[Fault]) -> Iterator[T]:
    """Yield what can be printed; keys are `word:name` with the word of the list."""
    word = pointer.strip("/").removesuffix("s")
    taken = {part.key for part in getattr(question.draft.opinion, pointer.strip("/"))} if question.draft else set()
    for index, one in enumerate(said):
        place = f"{pointer}/{index}"
        plain, wrong = _said(one, place, fields, question)
        key = str(getattr(one, "key", ""))
        if texts.key_fault(key) or not key.startswith(f"{word}:"):
            wrong.append(Fault(f"{place}/key", f"is no key of a {word}; write `{word}:name`"))
        elif key in taken:
            wrong.append(Fault(f"{place}/key", f"`{key}` stands in the draft and stays; give yours another name"))
        if index >= MOST_SAID:
            wrong.append(Fault(place, f"is one too many; {MOST_SAID} are the most"))
        faults += wrong
        if not wrong:
            yield plain


def _said(one: T, pointer: str, fields: tuple[str, ...], question: Question) -> tuple[T, list[Fault]]:
    """Return a part of what was said with mended texts, and the faults of its texts and requirement ids."""
    wishes = {wish.id for wish in question.facts.requirements.requirements}
    plain = {name: texts.mended(getattr(one, name)) for name in fields}
    wrong = [(name, texts.sentence_fault(text) if text else "is empty") for name, text in plain.items()]
    faults = [Fault(f"{pointer}/{name}", why) for name, why in wrong if why]
    faults += [
        Fault(f"{pointer}/requirements/{place}", f"`{texts.mended(name)[:40]}` is no requirement of this file")
        for place, name in enumerate(getattr(one, "requirements", ()))
        if name not in wishes
    ]
    return one.model_copy(update=plain), faults


def _dissents(revision: Revision, question: Question, faults: list[Fault]) -> Iterator[Dissent]:
    known = {one.topic: {option.id for option in one.options} for one in question.decisions}
    for index, one in enumerate(revision.dissents):
        place = f"/dissents/{index}"
        plain, wrong = _said(one, place, ("reason",), question)
        if index >= MOST_SAID:
            wrong.append(Fault(place, f"is one too many; {MOST_SAID} are the most"))
        if one.choice not in known.get(one.topic, set()):
            wrong.append(Fault(f"{place}/choice", "names no topic, or no option of its topic"))
        faults += wrong
        if not wrong:
            yield Dissent(topic=one.topic, choice=one.choice, reason=plain.reason)


def _joined(old: tuple[P, ...], new: Sequence[P]) -> tuple[P, ...]:
    """Return what the draft says and what is new; the rulebook's own words are not overwritten."""
    known = {one.key for one in old}
    return (*old, *(one for one in {one.key: one for one in new}.values() if one.key not in known))
