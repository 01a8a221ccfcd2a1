"""Answers are recalled when their question is the same, asked again when anything in it changed, and never show in the bytes."""

import pytest

from designgen.cast import tools
from designgen.compiler import Options, Sources, compile
from designgen.interview.ask import ask, unheard
from designgen.interview.plan import ORDER
from designgen.interview.sitting import Interview
from designgen.knowledge import shipped
from designgen.model.errors import EngineError
from designgen.model.interview import Answer
from designgen.model.source import Source
from designgen.store.publish import publish
from designgen.store.root import output_root

SMALL = """designgen: 1
project: {name: toolshed, purpose: Neighbours lend tools.}
actors: {member: {}}
domain:
  lending:
    Tool: {fields: {name: string(80)}}
requirements:
  - {id: FR-1, title: See the tools, actor: member, operations: [list Tool]}
"""
DAY = "2026-11-20"


class Failing:
    """An engine that cannot answer about one section."""

    name = identity = "failing"
    reviews = False

    def __init__(self, silent):
        self.silent = silent

    def answer(self, question, _judge):
        if question.section == self.silent:
            raise EngineError("no answer")
        return Answer(section=question.draft, engine=self.name)


def built(root, text=SMALL, *, date=DAY, personas=None, cast=None):
    """Build and publish `text` under `root`; return the build and the published folder."""
    sources = Sources(Source(name="requirements.yaml", text=text), personas or shipped.personas())
    with output_root(root) as place:
        known = []

        def previous(project):
            known.append(place.latest(project))
            return known[-1]

        build = compile(sources, previous, cast or tools(), Options(date=date))
        return build, publish(place, build, known[-1], {})


def recalled(build):
    return {answer.section.section for answer in build.answers if answer.recalled}


def test_the_first_build_asks_and_the_second_recalls_everything(tmp_path):
    first, _ = built(tmp_path)
    second, published = built(tmp_path)
    assert recalled(first) == set()
    assert recalled(second) == set(ORDER)
    assert not published.written
    assert [answer.section for answer in first.answers] == [answer.section for answer in second.answers]


def test_a_new_day_asks_nothing_and_writes_the_same_sections(tmp_path):
    first, _ = built(tmp_path)
    second, published = built(tmp_path, date="2026-11-21")
    assert published.written
    assert recalled(second) == set(ORDER)
    assert [answer.key for answer in first.answers] == [answer.key for answer in second.answers]


def test_layout_of_the_file_is_no_other_question(tmp_path):
    built(tmp_path)
    again, published = built(tmp_path, f"# a remark\n{SMALL}\n\n")
    assert recalled(again) == set(ORDER)
    assert not published.written


def test_another_wish_is_another_question(tmp_path):
    built(tmp_path)
    assert recalled(built(tmp_path, SMALL.replace("list Tool", "list Tool, get Tool"))[0]) == set()


def test_a_persona_that_speaks_otherwise_is_asked_again_and_those_who_read_her_only_if_her_answer_changed(tmp_path):
    built(tmp_path)
    changed = tuple(
        one.model_copy(update={"text": f"{one.text}\nBe brief.\n"}) if "integration-engineer" in one.name else one
        for one in shipped.personas()
    )
    build, _ = built(tmp_path, personas=changed)
    assert set(ORDER) - recalled(build) == {"flows"}


def test_a_failed_engine_is_asked_again(tmp_path):
    cast = tools()
    failing = type(cast)(**{**vars(cast), "engine": Failing("flows")})
    first, _ = built(tmp_path, cast=failing)
    assert first.findings == ("failing failed, the rulebook's draft stands: no answer",)
    second, _ = built(tmp_path, cast=failing)
    assert recalled(second) == set(ORDER) - {"flows"}
    assert second.findings
    mended, _ = built(tmp_path, cast=type(cast)(**{**vars(cast), "engine": Failing("")}))
    assert "flows" not in recalled(mended)
    assert not mended.findings


def test_another_engine_is_another_question(tmp_path):
    built(tmp_path)
    cast = tools()
    assert recalled(built(tmp_path, cast=type(cast)(**{**vars(cast), "engine": Failing("")}))[0]) == set()


@pytest.mark.parametrize("damage", ["changed", "garbage", "missing", "link"])
def test_a_damaged_answer_is_asked_again_with_a_note_and_mended(tmp_path, damage):
    whole = built(tmp_path)[1].folder / ".designgen/sections/flows.json"
    content = whole.read_bytes()
    whole.unlink()
    if damage == "changed":
        whole.write_bytes(content.replace(b'"section":"flows"', b'"section": "flows"'))
    elif damage == "garbage":
        whole.write_bytes(b"{")
    elif damage == "link":
        (tmp_path / "elsewhere").write_bytes(content)
        whole.symlink_to(tmp_path / "elsewhere")
    build, published = built(tmp_path)
    assert recalled(build) == set(ORDER) - {"flows"}
    assert any("`.designgen/sections/flows.json`" in notice and "asked again" in notice for notice in published.notices)
    assert (published.folder / ".designgen/sections/flows.json").read_bytes() == content
    assert not (published.folder / ".designgen/sections/flows.json").is_symlink()


def test_an_answer_to_another_section_is_not_taken():
    asked = tools()
    wrong = []

    def recall(key):
        wrong.append(key)
        return wrong_section[0] if wrong_section else None

    wrong_section = []
    interview = interview_of(SMALL, asked, recall)
    first = ask(interview, asked.engine, lambda answers: (), unheard)
    wrong_section.append(first[4].section)
    again = ask(interview, asked.engine, lambda answers: (), unheard)
    assert [answer.section.section for answer in again] == list(ORDER)
    assert [answer.recalled for answer in again] == [False, False, False, False, True]


def interview_of(text, cast, recall):
    from designgen.compiler import understood
    from designgen.frontend.personas import read_personas
    from designgen.frontend.requirements import read_requirements
    from designgen.interview.plan import seats

    reading = read_requirements(Source(name="requirements.yaml", text=text))
    facts, decisions = understood(reading.requirements)
    return Interview(facts, decisions, seats(read_personas(shipped.personas())[0])[0], cast.drafts, recall)
