"""An answer's text in, everything that is wrong with it out; or the section with all that is right, the rest dropped with findings.

What is right is told by comparison: a revised section may bring no finding of the checks that its draft does not have.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from designgen.engines.revision import texts
from designgen.engines.revision.application import Applied, apply
from designgen.engines.revision.contract import contract
from designgen.engines.revision.envelope import Change
from designgen.engines.revision.faults import Fault
from designgen.engines.revision.opinions import UNNAMED, Spoken, choices, revised, spoken
from designgen.engines.revision.parsing import LISTS, Parsed, parse, placed
from designgen.model.design.opinion import Finding, TopicChoice
from designgen.model.diagnostic import Diagnostic, Severity
from designgen.model.interview import Question, Section
from designgen.model.roles import Judge

GRAVE = frozenset({Severity.BLOCKER, Severity.ERROR})
WEIGHTY = GRAVE | {Severity.WARN}
MOST_JUDGEMENTS = 24


@dataclass
class Verdict:
    """One answer to one question, examined step by step; each step is made once."""

    question: Question
    judge: Judge
    text: str
    judgements: int = 0

    @cached_property
    def parsed(self) -> Parsed:
        """What could be read."""
        return parse(self.text)

    @property
    def readable(self) -> bool:
        """Whether the answer is one that says anything."""
        return self.parsed.readable

    @cached_property
    def draft(self) -> Section:
        """The rulebook's draft."""
        if self.question.draft is None:
            raise ValueError(f"the question about `{self.question.section}` carries no draft")
        return self.question.draft

    @cached_property
    def turned(self) -> tuple[tuple[TopicChoice, ...], tuple[Fault, ...]]:
        """The topics that this persona decides otherwise, as far as the design stays sound, and the faults of the others."""
        found, faults = choices(self.parsed.revision, self.question)
        if found and (new := self._new(self.draft, self.judge.redraft(found), GRAVE)):
            message = f"leads to a design that does not hold: {new[0].message}"
            return (), (*faults, Fault("/choices", message))
        return found, faults

    @cached_property
    def base(self) -> Section:
        """The draft under the decisions that hold now."""
        found, _ = self.turned
        return self.judge.redraft(found) if found else self.draft

    @cached_property
    def applied(self) -> Applied:
        """The draft with all changes that can be made."""
        return apply(self.base, self.parsed.revision, self.question)

    @cached_property
    def spoken(self) -> Spoken:
        """What is said beside the changes."""
        return spoken(self.base.opinion, self.parsed.revision, self.question)

    @cached_property
    def caused(self) -> tuple[Fault, ...]:
        """What the checks find because of the changes, each at the change it seems to come from."""
        new = self._new(self.base, self.applied.section, WEIGHTY) if self.applied.done else ()
        return tuple(Fault(self._place(found), f"{found.message}; the draft does not have this fault") for found in new)

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """Everything that is wrong with the answer, in the order in which it was found."""
        if not self.readable:
            return self.parsed.faults
        found = (*self.parsed.faults, *self.turned[1], *self.applied.faults, *self.spoken.faults, *self.caused)
        return tuple(dict.fromkeys(found))

    def section(self, voice: str) -> Section:
        """Return the section with everything that holds; what does not is dropped, and a finding says so."""
        kept = self._holding()
        changes = self.parsed.revision.changes
        applied = apply(self.base, self.parsed.revision, self.question, kept)
        opinion = self.spoken.opinion.model_copy(
            update={
                "voice": voice,
                "choices": self.turned[0],
                "revised": revised(changes[index] for index in applied.done),
                "dropped": self._dropped(set(applied.done)),
            }
        )
        return applied.section.model_copy(update={"opinion": opinion})

    def _holding(self) -> tuple[int, ...]:
        """Return the largest set of changes found that brings no new finding."""
        done = self.applied.done
        if not self.caused:
            return done
        blamed = {index for index in done if any(fault.within(placed(index)) for fault in self.caused)}
        innocent = tuple(index for index in done if index not in blamed)
        start = innocent if self._holds(innocent) else ()
        return self._widened(start, [index for index in done if index not in start])

    def _widened(self, kept: tuple[int, ...], rest: Sequence[int]) -> tuple[int, ...]:
        """Add as many of the rest as hold together with what is kept, halving what does not."""
        if not rest or self.judgements >= MOST_JUDGEMENTS:
            return kept
        if self._holds((*kept, *rest)):
            return (*kept, *rest)
        if len(rest) == 1:
            return kept
        middle = len(rest) // 2
        return self._widened(self._widened(kept, rest[:middle]), rest[middle:])

    def _holds(self, kept: tuple[int, ...]) -> bool:
        if not kept:
            return True
        return not self._new(self.base, apply(self.base, self.parsed.revision, self.question, kept).section, WEIGHTY)

    def _new(self, before: Section, after: Section, weights: frozenset[Severity]) -> tuple[Diagnostic, ...]:
        """Return what the checks find in a section that they do not find in another."""
        known = Counter(map(_identity, self._found(before, weights)))
        new = []
        for found in self._found(after, weights):
            if known[_identity(found)] > 0:
                known[_identity(found)] -= 1
            else:
                new.append(found)
        return tuple(new)

    def _found(self, section: Section, weights: frozenset[Severity]) -> list[Diagnostic]:
        self.judgements += 1
        return [found for found in self.judge(section) if found.severity in weights]

    def _place(self, found: Diagnostic) -> str:
        """Return the pointer of the change that a finding speaks of; of all changes if it names none."""
        for index in self.applied.done:
            key = self.parsed.revision.changes[index].key
            if found.subject and found.subject in (key, key.partition(":")[2]):
                return placed(index)
        for index in self.applied.done:
            if self.parsed.revision.changes[index].key.partition(":")[2] in found.message:
                return placed(index)
        return "/changes"

    def _dropped(self, done: set[int]) -> tuple[Finding, ...]:
        """Return one finding for each change that was not made, and one for all else that was left out."""
        found = []
        changes = self.parsed.revision.changes
        for index, change in enumerate(changes):
            why = [fault for fault in self.faults if fault.within(placed(index))]
            if index not in done and (change.key or why):
                found.append(self._finding(f"change-{index + 1}", self._proposal(change), why or list(self.caused)))
        told = [fault for fault in self.faults if not fault.pointer.startswith("/changes/") and fault not in self.caused]
        for number, fault in enumerate(told[:MOST_JUDGEMENTS]):
            found.append(self._finding(f"remark-{number + 1}", _named(fault.pointer), [fault]))
        return tuple(found)

    def _proposal(self, change: Change) -> str:
        if texts.key_fault(change.key) or contract(self.question.section).kind(change.key) is None:
            return f"to {change.action} a part that its section does not have" if change.key else "a change that cannot be read"
        return f"to {change.action} `{change.key}`"

    def _finding(self, name: str, what: str, why: Sequence[Fault]) -> Finding:
        reason = texts.mended(why[0].message if why else "it does not go together with the other changes").replace("|", "/")
        persona = self.question.persona.name
        return Finding(
            key=f"finding:{self.question.section}-dropped-{name}",
            because=(UNNAMED["finding"],),
            severity="warn",
            statement=f"`{persona}` proposed {what}; it was dropped: {_shown(reason)}",
            repair="put the wish into the requirements if it matters; the answer stands until its question changes",
        )


def _named(pointer: str) -> str:
    """Return in words which part of an answer a fault is about; a name that is none of ours is not repeated."""
    list_, number, *_ = (*pointer.split("/")[1:], "", "")
    if list_ not in LISTS:
        return "something that is no part of an answer"
    return f"{list_.removesuffix('s')} {int(number) + 1}" if number.isdigit() else list_


def _shown(reason: str) -> str:
    """Return the words of a fault as they may be printed; those that quote what must not be printed are left out."""
    words = texts.mended(reason)[:400]
    return "its text may not be printed" if texts.sentence_fault(words) else words


def _identity(found: Diagnostic) -> tuple[str, str]:
    return found.code, found.subject
