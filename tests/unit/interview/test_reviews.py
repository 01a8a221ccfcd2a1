"""Personas that owe no section review the whole: asked last, by a model only, each under its own name, changing nothing."""

import json

import pytest

from designgen.cast import tools
from designgen.compiler import Options, Sources, compile
from designgen.engines.handoff.form import form
from designgen.engines.revision.conversation import Said, converse
from designgen.engines.revision.prompt import prompt_for
from designgen.interview.plan import ORDER, seats
from designgen.knowledge import shipped
from designgen.model.errors import EngineError
from designgen.model.interview import Answer
from designgen.model.source import Source
from designgen.store.publish import publish
from designgen.store.root import output_root
from package_builder import DATE, text_of
from revision_desk import answer, change

SMALL = """designgen: 1
project: {name: toolshed, purpose: Neighbours lend tools.}
actors: {member: {}}
domain:
  lending:
    Tool: {fields: {name: string(80)}}
requirements:
  - {id: FR-1, title: See the tools, actor: member, operations: [list Tool]}
"""
AUDITOR = Source(
    name="auditor.md", text="---\nname: security-auditor\ndescription: Looks for open doors.\nmodel: opus\n---\nAsk who may see what.\n"
)
FINDING = {
    "key": "finding:public-tools",
    "severity": "warn",
    "statement": "`listTools` shows every tool to every member.",
    "repair": "Say in FR-1 whose tools a member sees.",
    "requirements": ["FR-1"],
}
SAID = {
    "findings": [FINDING],
    "conclusions": ["Log who lists tools."],
    "questions": [{"key": "question:guests", "text": "May guests look?", "why": "w", "assumed": "No.", "changes": "c", "ask": "legal"}],
    "dissents": [{"topic": "api.style", "choice": "graphql", "reason": "Members look at few fields."}],
}


class Scripted:
    """An engine whose reviewers answer with a text; sections keep their drafts."""

    name = identity = "scripted"
    reviews = True

    def __init__(self, text=None, failing=()):
        self.text, self.failing, self.asked = text or answer(**SAID), failing, []

    def answer(self, question, judge):
        self.asked.append(question)
        if question.section in self.failing:
            raise EngineError("no answer")
        if not question.reviews:
            return Answer(section=question.draft, engine=self.name)
        return converse(question, judge, lambda prompt, exchanges: Said(self.text, "model-x"), self.name)

    def account(self):
        return ()


def compiled(engine=None, *people, previous=None):
    cast = tools()
    cast = type(cast)(**{**vars(cast), "engine": engine or cast.engine})
    sources = Sources(Source(name="requirements.yaml", text=SMALL), (*shipped.personas(), *(people or (AUDITOR,))))
    return compile(sources, lambda project: previous, cast, Options(date=DATE))


def without_personas(built):
    told = ("personas.md", "README.md", "traceability.md", "traceability.csv")
    return {one.path: one.content for one in built.merged.artifacts if one.path not in told}


@pytest.fixture(scope="module")
def reviewed():
    engine = Scripted()
    return engine, compiled(engine)


def test_offline_a_reviewer_is_listed_and_not_asked():
    built = compiled()
    assert [one.section.section for one in built.answers] == list(ORDER)
    assert built.findings == ()
    page = text_of(built, "personas.md").split("## security-auditor", 1)[1]
    assert "nobody was asked: the rulebook plays no reviewer" in page
    assert "engine offline" in text_of(built, "README.md")


def test_a_reviewer_reads_all_sections_after_they_are_answered(reviewed):
    engine, _ = reviewed
    assert [one.section for one in engine.asked] == [*ORDER, "review-security-auditor"]
    asked = engine.asked[-1]
    assert [one.section for one in asked.earlier] == list(ORDER)
    page = prompt_for(asked).whole
    for part in ("operation:listTools", "table:lending.tool", "component:app", "slo:", "threat:", "runbook:", "index:"):
        assert f'"key": "{part}' in page, part
    assert "<draft>" not in page
    assert "Ask who may see what." in page
    assert "`changes` and `choices` stay empty" in page
    assert form(asked)["properties"]["changes"]["description"] == "stays empty: a review changes nothing"


def test_a_review_stands_under_its_name_and_changes_nothing(reviewed):
    _, built = reviewed
    (found,) = [one for one in built.diagnostics if one.code == "DG215"]
    assert found.message == "`security-auditor` remarks: `listTools` shows every tool to every member."
    assert (found.severity.value, found.help, found.because) == ("warn", FINDING["repair"], ("FR-1",))
    assert "`security-auditor` remarks:" in text_of(built, "README.md")
    assert "question:guests" in {one.key for one in built.design.questions}
    page = text_of(built, "personas.md").split("## security-auditor", 1)[1]
    assert "scripted: `model-x` read them and changed nothing" in page
    for words in (
        "* warn: `listTools` shows",
        "Recommends:\n\n* Log who lists",
        "* May guests look?",
        "* api.style: graphql, because Members",
    ):
        assert words in page
    assert without_personas(built) == without_personas(compiled(Scripted(answer())))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"changes": [change("replace", "table:lending.tool", ["FR-1"], comment="x")]}, "a review changes nothing"),
        ({"changes": [change("remove", "component:app", ["FR-1"])]}, "a review changes nothing"),
        ({"choices": [{"topic": "api.style", "choice": "graphql", "reason": "R.", "requirements": []}]}, "write a dissent"),
        ({"findings": [{**FINDING, "statement": "See <b>this</b>."}]}, "its text may not be printed|holds markup"),
    ],
)
def test_what_a_review_may_not_say_is_dropped_and_told(said, words):
    told = json.loads(answer(**SAID)) | said
    built = compiled(Scripted(json.dumps(told)))
    dropped = [one.message for one in built.diagnostics if "dropped" in one.subject]
    assert len(dropped) == 1
    assert dropped[0].startswith("`security-auditor` proposed ")
    assert any(one in dropped[0] for one in words.split("|"))
    assert built.design.database == compiled().design.database
    assert built.answers[-1].section.opinion.conclusions == ("Log who lists tools.",)


def test_a_failing_reviewer_costs_nothing():
    built = compiled(Scripted(failing=("review-security-auditor",)))
    assert built.findings == ("scripted failed, `security-auditor` reviewed nothing: no answer",)
    page = text_of(built, "personas.md").split("## security-auditor", 1)[1]
    assert "| all sections | nobody, persona file" in page
    assert "reviewed nothing: no answer" in page
    assert without_personas(built) == without_personas(compiled(Scripted(answer())))


def test_a_review_is_recalled_until_the_design_or_the_reviewer_changes(tmp_path):
    def published(*people):
        engine = Scripted()
        with output_root(tmp_path) as place:
            known = place.latest("toolshed")
            built = compiled(engine, *people, previous=known)
            publish(place, built, known, {})
        return [one.section for one in engine.asked], built

    assert published()[0] == [*ORDER, "review-security-auditor"]
    asked, again = published()
    assert asked == []
    assert again.answers[-1].section.opinion.findings[0].key == "finding:public-tools"
    stricter = Source(name="auditor.md", text=AUDITOR.text + "Be strict.\n")
    tester = Source(name="tester.md", text="---\nname: Tester\ndescription: Breaks things.\n---\nBreak it.\n")
    assert published(stricter, tester)[0] == ["review-security-auditor", "review-tester"]


def test_reviewers_with_names_alike_have_reviews_of_their_own():
    from designgen.frontend.personas import read_personas

    names = ("API Tester", "api-tester", "検査官", "")
    people = [Source(name=f"{number}.md", text=f"---\nname: {name!r}\ndescription: d\n---\n") for number, name in enumerate(names)]
    found, _ = read_personas((*shipped.personas(), *people))
    chairs, problems = seats(found)
    assert not problems
    assert list(chairs)[len(ORDER) :] == ["review-api-tester", "review-api-tester-2", "review-x"]


def test_nobody_reads_what_a_reviewer_said():
    other = Source(name="other.md", text="---\nname: other\ndescription: d\n---\nRead.\n")
    engine = Scripted()
    compiled(engine, AUDITOR, other)
    assert all(one.section in ORDER for asked in engine.asked for one in asked.earlier)
    assert engine.asked[-1].section == "review-other"
