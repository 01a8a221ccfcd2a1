"""What a persona says beside its changes: a draft's opinion and a revision in, the revised opinion and its faults out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from designgen.decisions.owners import OWNERS
from designgen.engines.revision import texts
from designgen.engines.revision.envelope import Change, Revision, Turn
from designgen.engines.revision.faults import Fault
from designgen.model.design.item import Item
from designgen.model.design.opinion import ClarifyingQuestion, Dissent, Finding, Opinion, Revised, TopicChoice
from designgen.model.frozen import Frozen
from designgen.model.interview import Question

MOST_SENTENCES = 5
MOST_SAID = 12
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
    """Return the opinion of the draft with what the persona adds; findings and questions of the draft stay."""
    faults: list[Fault] = []
    sentences = {name: _sentences(getattr(revision, name), f"/{name}", faults) for name in ("conclusions", "concerns")}
    asked = list(_each(revision.questions, "/questions", ("text", "why", "assumed", "changes"), question, faults))
    found = list(_each(revision.findings, "/findings", ("statement", "repair"), question, faults))
    opinion = draft.model_copy(
        update={
            "conclusions": sentences["conclusions"] or draft.conclusions,
            "concerns": sentences["concerns"] or draft.concerns,
            "questions": _joined(draft.questions, [ClarifyingQuestion(**one.model_dump()) for one in asked]),
            "findings": _joined(
                draft.findings, [Finding(**one.model_dump(exclude={"requirements"}), because=one.requirements) for one in found]
            ),
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
        return f"`{name}` is owned by `{standing.owner}`; write a dissent"
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


def _sentences(said: Sequence[str], pointer: str, faults: list[Fault]) -> tuple[str, ...]:
    kept = []
    for index, text in enumerate(said):
        plain = texts.mended(text)
        wrong = texts.sentence_fault(plain) if plain else "is empty"
        if index >= MOST_SENTENCES:
            wrong = f"is one too many; {MOST_SENTENCES} are the most"
        if wrong:
            faults.append(Fault(f"{pointer}/{index}", wrong))
        else:
            kept.append(plain)
    return tuple(kept)


def _each(said: Sequence[T], pointer: str, fields: tuple[str, ...], question: Question, faults: list[Fault]) -> Iterator[T]:
    """Yield what can be printed; keys are `word:name` with the word of the list."""
    word = pointer.strip("/").removesuffix("s")
    for index, one in enumerate(said):
        place = f"{pointer}/{index}"
        plain, wrong = _said(one, place, fields, question)
        key = str(getattr(one, "key", ""))
        if texts.key_fault(key) or not key.startswith(f"{word}:"):
            wrong.append(Fault(f"{place}/key", f"is no key of a {word}; write `{word}:name`"))
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
    for index, one in enumerate(revision.dissents[:MOST_SAID]):
        place = f"/dissents/{index}"
        plain, wrong = _said(one, place, ("reason",), question)
        if one.choice not in known.get(one.topic, set()):
            wrong.append(Fault(f"{place}/choice", "names no topic, or no option of its topic"))
        faults += wrong
        if not wrong:
            yield Dissent(topic=one.topic, choice=one.choice, reason=plain.reason)


def _joined(old: tuple[P, ...], new: Sequence[P]) -> tuple[P, ...]:
    """Return what the draft says and what is new; the rulebook's own words are not overwritten."""
    known = {one.key for one in old}
    return (*old, *(one for one in {one.key: one for one in new}.values() if one.key not in known))
