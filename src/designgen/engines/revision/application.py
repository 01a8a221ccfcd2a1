"""A draft and a revision in, the revised section and the faults of single changes out; a faulty change changes nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from designgen.engines.revision import texts
from designgen.engines.revision.columns import column_faults
from designgen.engines.revision.contract import Contract, Kind, contract
from designgen.engines.revision.envelope import Change, Revision
from designgen.engines.revision.faults import Fault
from designgen.engines.revision.following import carried_out, followed
from designgen.engines.revision.holding import together
from designgen.engines.revision.parsing import placed
from designgen.engines.revision.placing import added, holders, parts, replaced
from designgen.engines.revision.reading import values
from designgen.knowledge.wording import listed
from designgen.model.design.item import Item
from designgen.model.interview import Question, Section

MOST = 200


@dataclass(frozen=True)
class Applied:
    """A section after some changes, which of them took effect, and what was wrong with the others."""

    section: Section
    done: tuple[int, ...]
    faults: tuple[Fault, ...]


class Unfit(Exception):
    """A change cannot be made; carries its faults."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__()
        self.faults = faults


def apply(draft: Section, revision: Revision, question: Question, only: Iterable[int] | None = None) -> Applied:
    """Make the changes of a revision one after the other, all of them or `only` those of these places."""
    owed = contract(question.section)
    wanted = range(len(revision.changes)) if only is None else sorted(only)
    wishes = {wish.id for wish in question.facts.requirements.requirements}
    section, done, faults = draft, [], list(_too_many(revision))
    for index in wanted:
        if index >= MOST:
            break
        change = revision.changes[index]
        try:
            section = _made(section, owed, change, placed(index), wishes)
        except Unfit as unfit:
            faults += unfit.faults
        else:
            done.append(index)
    return Applied(followed(section), tuple(done), tuple(faults))


def _too_many(revision: Revision) -> Iterator[Fault]:
    if len(revision.changes) > MOST:
        yield Fault("/changes", f"has {len(revision.changes)} entries; {MOST} are the most")


def _made(section: Section, owed: Contract, change: Change, pointer: str, wishes: set[str]) -> Section:
    """Return the section with one change made; Unfit if it cannot be."""
    if not change.key:
        raise Unfit()
    kind = _kind(owed, change, pointer)
    known_parts = parts(section)
    known = known_parts.get(change.key)
    _require_reasons(change, pointer, wishes)
    if change.action == "add" and known:
        raise Unfit(Fault(f"{pointer}/key", f"`{change.key}` exists already; replace it"))
    if change.action != "add" and not known:
        raise Unfit(Fault(f"{pointer}/key", f"there is no `{change.key}` in the draft{_near(change.key, known_parts)}"))
    if change.action == "remove":
        return replaced(section, change.key, None)
    part = _part(kind, change, known, pointer)
    before = set(column_faults(section, known)) if known else set()
    unknown = [Fault(f"{pointer}/fields", words) for words in column_faults(section, part) if words not in before]
    if unknown:
        raise Unfit(*unknown)
    if known:
        return replaced(section, change.key, part)
    return added(section, kind, part, _holder(section, kind, change, part, pointer))


def _near(key: str, known: Iterable[str]) -> str:
    """Return words about the parts with the most similar keys, if there are any."""
    close = get_close_matches(key, sorted(known), n=2, cutoff=0.75)
    return f"; it has {listed([f'`{one}`' for one in close])}" if close else ""


def _kind(owed: Contract, change: Change, pointer: str) -> Kind:
    wrong = texts.key_fault(change.key)
    if wrong:
        raise Unfit(Fault(f"{pointer}/key", f"`{texts.mended(change.key)[:60]}` {wrong}"))
    kind = owed.kind(change.key)
    if kind is None:
        has = f"this section has no parts of that kind; it has {', '.join(owed.kinds)}" if owed.kinds else "a review changes nothing"
        raise Unfit(Fault(f"{pointer}/key", has))
    if change.action not in kind.may:
        raise Unfit(Fault(f"{pointer}/action", f"parts of kind `{kind.word}` follow from the requirements; you may {', '.join(kind.may)}"))
    return kind


def _require_reasons(change: Change, pointer: str, wishes: set[str]) -> None:
    reason = texts.mended(change.reason)
    wrong = texts.sentence_fault(reason) if reason else "is empty; say why in one sentence"
    faults = [Fault(f"{pointer}/reason", wrong)] if wrong else []
    faults += [
        Fault(f"{pointer}/requirements/{place}", f"`{texts.mended(name)[:40]}` is no requirement of this file")
        for place, name in enumerate(change.requirements)
        if name not in wishes
    ]
    if wishes and change.action == "add" and not change.requirements:
        faults.append(Fault(f"{pointer}/requirements", "is empty; name the requirement that asks for it, else it is not added"))
    if faults:
        raise Unfit(*faults)


def _part(kind: Kind, change: Change, known: Item | None, pointer: str) -> Item:
    found, faults = values(kind, change, pointer)
    if not faults and not found:
        faults = [Fault(f"{pointer}/fields", "is empty; name what is to be different")]
    if faults:
        raise Unfit(*faults)
    because = tuple(dict.fromkeys((*(known.because if known else ()), *change.requirements)))
    if known:
        grown = {name: _grown(getattr(known, name), value) if name in kind.grows else value for name, value in found.items()}
        return carried_out(known, known.model_copy(update={**together(kind, known, grown), "because": because}))
    try:
        return kind.type(key=change.key, because=because, **found)
    except ValidationError as problem:
        missing = [str(error["loc"][0]) for error in problem.errors(include_url=False) if error["type"] == "missing"]
        raise Unfit(Fault(f"{pointer}/fields", f"lacks {', '.join(missing)}; an added part is whole")) from None


def _with_reasons(old: Any, new: Any) -> Any:
    """Return an entry in the place of another with the reasons of both; those of the rulebook were not shown to whoever wrote it."""
    given = getattr(old, "because", ())
    return new.model_copy(update={"because": tuple(dict.fromkeys((*given, *new.because)))}) if given else new


def _grown(old: tuple[Any, ...], new: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the old entries, those of the same name replaced, and the new ones; texts are their own names."""
    by_name = {_name(entry): entry for entry in new}
    kept = tuple(_with_reasons(entry, by_name.pop(_name(entry), entry)) for entry in old)
    return (*kept, *by_name.values())


def _name(entry: Any) -> str:
    return entry if isinstance(entry, str) else str(getattr(entry, "name", None) or getattr(entry, "title", ""))


def _holder(section: Section, kind: Kind, change: Change, part: Item, pointer: str) -> str | None:
    """Return the key of the part that takes the new one; None if the section does."""
    candidates = [holder.key for holder in holders(section, kind)]
    if not candidates:
        return None
    named = change.into or (f"table:{table}" if (table := getattr(part, "table", "")) else None)
    if named is None and len(candidates) == 1:
        return candidates[0]
    if named not in candidates:
        raise Unfit(Fault(f"{pointer}/into", f"names none of {', '.join(candidates[:12])}"))
    return named
