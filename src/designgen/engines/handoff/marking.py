"""An answer with faults in, diagnostics out: what is wrong, where in the file, with the text that stands there, and a way out."""

from collections.abc import Iterator

from designgen.engines.handoff.letters import Consultation, repair_name
from designgen.engines.revision.faults import Fault
from designgen.engines.revision.parsing import json_part
from designgen.model.diagnostic import Diagnostic, Rule, Severity
from designgen.model.source import Span
from designgen.syntax.json_places import places

UNREADABLE = Rule(
    code="DG211",
    name="answer-unreadable",
    severity=Severity.ERROR,
    message="the answer of `{persona}` {fault}",
    why="An answer is one JSON object, alone or in one fenced block; of anything else nothing can be taken, so the draft stands.",
    help="give `{repair}` to the model that answered, or mend the file",
)
FAULT = Rule(
    code="DG212",
    name="answer-fault",
    severity=Severity.WARN,
    message="`{place}` of the answer of `{persona}`: {fault}",
    why="A change that names nothing, says nothing printable or makes the design worse by the checks is left out; the others count.",
    help="give `{repair}` to the model that answered, mend the file, or leave it: the rest of the answer was taken",
)
OUTDATED = Rule(
    code="DG213",
    name="answer-outdated",
    severity=Severity.WARN,
    message="`{persona}` answered an earlier question",
    why="The requirements, the decisions or the program changed since, so the answer was judged against a new draft.",
    help="to ask anew, delete the answer and run `designgen ask` again",
)
AHEAD = Rule(
    code="DG214",
    name="answer-ahead",
    severity=Severity.INFO,
    message="`{persona}` answered before the draft was as it is now",
    why="A persona asked early builds on drafts of earlier sections; its changes were made to the draft of now.",
    help="to let it build on what stands now, delete its answer and run `designgen ask` again",
)
RULES = (UNREADABLE, FAULT, OUTDATED, AHEAD)


def marked(asked: Consultation, file: str) -> Iterator[Diagnostic]:
    """Yield what is to be said about one answer; `file` is its name on disk."""
    if asked.letter is None:
        return
    repair = repair_name(asked.section)
    text = asked.letter.text
    if not asked.readable:
        span = _span(file, text, asked.broken, 1)
        yield UNREADABLE.at(span, fault=asked.faults[0].message, subject=asked.section, persona=asked.persona, repair=repair)
        return
    known = places(text, json_part(text).start)
    for fault in asked.faults:
        span = _span(file, text, *_stretch(fault, known))
        yield FAULT.at(span, fault=fault.message, place=fault.pointer or "/", subject=asked.section, persona=asked.persona, repair=repair)
    if asked.outdated:
        yield OUTDATED.at(None, subject=asked.section, persona=asked.persona)
    if asked.ahead:
        yield AHEAD.at(None, subject=asked.section, persona=asked.persona)


def _stretch(fault: Fault, known: dict[str, tuple[int, int]]) -> tuple[int, int]:
    """Return where a fault stands and how long that is; what is missing stands where it would be."""
    pointer = fault.pointer
    while pointer and pointer not in known:
        pointer = pointer.rpartition("/")[0]
    begin, end = known.get(pointer, (0, 1))
    return begin, end - begin


def _span(file: str, text: str, begin: int, length: int) -> Span:
    """Return a run of characters on one line."""
    plain = text[begin : begin + length].split("\n", 1)[0].rstrip()
    line = text.count("\n", 0, begin) + 1
    return Span(file=file, line=line, column=begin - text.rfind("\n", 0, begin), length=max(1, len(plain)))
