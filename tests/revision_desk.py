"""A question with its draft and a real judge, for tests of what models answer; texts of answers are made from parts."""

import json
from functools import cache

from designgen import compiler
from designgen.cast import tools
from designgen.compiler import understood
from designgen.frontend.personas import read_personas
from designgen.frontend.requirements import read_requirements
from designgen.interview.ask import Desk
from designgen.interview.edition import edition
from designgen.interview.link import link
from designgen.interview.plan import ORDER, seats
from designgen.interview.sitting import Interview
from designgen.knowledge import shipped
from designgen.model.interview import Answer
from designgen.model.source import Source
from package_builder import ROOT


@cache
def desk(name: str, section: str) -> Desk:
    """Return the desk at which the persona of a section sits, all earlier sections being drafts."""
    text = (ROOT / "examples" / f"{name}.yaml").read_text(encoding="utf-8")
    reading = read_requirements(Source(name=f"{name}.yaml", text=text))
    facts, decisions = understood(reading.requirements)
    cast = tools()
    interview = Interview(facts, decisions, seats(read_personas(shipped.personas())[0])[0], cast.drafts)
    volume = edition("2026-11-20", None, reading.places, ())

    def examine(answers):
        settled = interview.settled({answer.section.section: answer for answer in answers})
        design = link(facts, settled, interview.seats, answers, volume)
        return compiler.checked(cast.checks + cast.inspections, design, compiler.rendered(cast, design))

    answers = {}
    for earlier in ORDER[: ORDER.index(section)]:
        answers[earlier] = Answer(section=interview.drafted(interview.question(earlier, answers)).draft, engine="offline")
    return Desk(interview, cast.engine, answers, interview.drafted(interview.question(section, answers)), examine)


class Remembering:
    """A judge that judges each section once, for tests that put the same question often."""

    def __init__(self, judge: Desk) -> None:
        self.judge, self.known, self.asked = judge, {}, judge.asked

    def __call__(self, section):
        key = section.canonical()
        if key not in self.known:
            self.known[key] = self.judge(section)
        return self.known[key]

    def redraft(self, choices):
        return self.judge.redraft(choices)


@cache
def remembering(name: str, section: str) -> Remembering:
    """Return the desk of a section with a judge that remembers."""
    return Remembering(desk(name, section))


def change(action, key, requirements=("FR-1",), reason="It serves `Loan`.", /, *, into=None, **fields):
    """Return one change of an answer; texts stand as they are, all else as JSON."""
    entries = [{"name": name, "value": value if isinstance(value, str) else json.dumps(value)} for name, value in fields.items()]
    return {"action": action, "key": key, "into": into, "fields": entries, "reason": reason, "requirements": list(requirements)}


def answer(*changes, **said) -> str:
    """Return the text of an answer with these changes."""
    empty = {name: [] for name in ("choices", "conclusions", "concerns", "questions", "dissents", "findings")}
    return json.dumps({"changes": list(changes), **empty, **said})
