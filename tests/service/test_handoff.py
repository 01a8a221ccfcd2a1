"""Questions go out as pages, answers come back as files, recordings are played: each command as a person meets it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from designgen.cli.main import run
from designgen.knowledge import shipped
from fake_messages_api import FakeMessagesApi
from scripted_answerer import answer_to, in_markdown

SMALL = """designgen: 1
project: {name: toolshed, purpose: Neighbours lend tools., currency: EUR}
actors: {member: {count: 200}}
requirements:
  - {id: FR-1, title: Offer a tool, actor: member, operations: [create Tool, list Tool sort name]}
domain:
  lending:
    Tool: {fields: {name: string(80)}}
"""
CANARY = "sk-ant-canary-0123456789abcdef"
SECTIONS = ("1-backend", "2-database", "3-flows", "4-integrations", "5-platform")


@pytest.fixture(autouse=True)
def somewhere(one_day, monkeypatch):
    """Each test has a key that must appear nowhere."""
    monkeypatch.setenv("ANTHROPIC_API_KEY", CANARY)
    Path("r.yaml").write_text(SMALL)


def ended(capsys, *arguments):
    code = run(arguments)
    told = capsys.readouterr()
    assert "Traceback" not in told.out + told.err
    return code, told.out, told.err


def page(stem):
    return Path(f"q/{stem}.prompt.md").read_text()


def reply(stem, markdown=False, **said):
    text = {**answer_to(page(stem), int(stem in ("1-backend", "2-database"))), **said}
    Path(f"q/{stem}.answer.{'md' if markdown else 'json'}").write_text(in_markdown(text) if markdown else json.dumps(text))


def build(capsys, *more):
    return ended(capsys, "build", "r.yaml", "--engine", "handoff", "--replies", "q", "--documents", "none", *more)


def held(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(Path(folder).rglob("*")) if path.is_file()}


def test_persona_by_persona_until_all_have_answered_and_then_from_the_recording(capsys):
    assert ended(capsys, "ask", "r.yaml", "-o", "q")[0] == 0
    assert {f"{stem}.{kind}" for stem in SECTIONS for kind in ("prompt.md", "schema.json")} | {"README.md"} == set(held("q"))
    first = {stem: page(stem) for stem in SECTIONS}

    reply("1-backend", markdown=True)
    told = json.loads(Path("q/1-backend.answer.md").read_text().split("```json\n")[1].split("\n```")[0])
    changed = told["changes"][0]["fields"][0]["value"]
    code, out, err = build(capsys)
    assert (code, out) == (5, "output/2026-11-20-toolshed\n")
    assert err.count("has not answered") == 4
    people = Path("output/2026-11-20-toolshed/personas.md").read_text()
    assert "`2-database.answer.json` is missing; the rulebook's draft stands" in people
    assert "| handoff" in people

    assert ended(capsys, "ask", "r.yaml", "-o", "q")[0] == 0
    assert page("1-backend") == first["1-backend"]
    assert "parts were put into plainer words." in page("2-database").split("<topics>")[0]
    assert "parts were put into plainer words." not in first["2-database"]
    for stem in ("4-integrations", "2-database", "3-flows"):
        reply(stem)
    ended(capsys, "ask", "r.yaml", "-o", "q")
    reply("5-platform", markdown=True)
    code, _, err = build(capsys, "--record", "tape")
    assert code == 0, err
    assert changed in b"".join(held("output/2026-11-20-toolshed").values()).decode(errors="replace")
    assert "| handoff" in Path("output/2026-11-20-toolshed/personas.md").read_text()
    assert build(capsys)[2].endswith("up to date: nothing was written\n")

    code, _, err = ended(capsys, "build", "r.yaml", "--engine", "recorded", "--replies", "tape", "-o", "again", "--documents", "none")
    assert code == 0, err
    ours, again = held("output/2026-11-20-toolshed"), held("again/2026-11-20-toolshed")
    differ = {path for path in ours if ours[path] != again.get(path) and not path.startswith((".designgen", "SHA256SUMS"))}
    assert set(ours) == set(again)
    assert differ <= {"README.md", "personas.md"}
    everything = {**held("q"), **held("tape"), **held("output")}
    assert not [path for path, content in everything.items() if CANARY.encode() in content or str(Path.cwd()).encode() in content]


def test_a_broken_answer_is_shown_with_its_place_and_a_page_says_how_to_mend_it(capsys):
    ended(capsys, "ask", "r.yaml", "-o", "q")
    Path("q/2-database.answer.json").write_text('{"changes": [{"action": "replace"}],\n "concerns": ["See <b>this</b>."]}')
    Path("q/3-flows.answer.txt").write_text("I agree with everything.")
    Path("q/4-integrations.answer.json").write_bytes(b'{"changes": []}\xff')
    code, out, err = build(capsys, "--json")
    assert code == 5
    assert "--> q/2-database.answer.json:2:15\n" in err
    assert ' 2 |  "concerns": ["See <b>this</b>."]}'.strip() in err
    assert "help: give `3-flows.repair.md` to the model that answered, or mend the file" in err
    assert "is not UTF-8 text: byte 0xff in line 1" in err
    marks = json.loads(out)["answers_to_mend"]
    assert {(one["code"], one["file"]) for one in marks} == {
        ("DG212", "q/2-database.answer.json"),
        ("DG211", "q/3-flows.answer.txt"),
        ("DG211", "q/4-integrations.answer.json"),
    }
    assert "/concerns/0: holds markup" in Path("q/2-database.repair.md").read_text()
    assert "answered, " in Path("q/README.md").read_text() or ended(capsys, "ask", "r.yaml", "-o", "q")[0] == 5
    for path in ("2-database.answer.json", "4-integrations.answer.json"):
        Path(f"q/{path}").unlink()
    Path("q/3-flows.answer.txt").write_text(json.dumps(answer_to(page("3-flows"))))
    assert build(capsys)[0] == 5
    assert not list(Path("q").glob("*.repair.md"))


def test_a_reviewer_gets_a_page_of_its_own_and_its_answer_joins_the_findings(capsys):
    Path("personas").mkdir()
    for one in shipped.personas():
        (Path("personas") / Path(one.name).name).write_text(one.text)
    Path("personas/wild.md").write_text("---\nname: API Tester\ndescription: Tries: everything.\n---\nUse the context manager.\n")
    assert ended(capsys, "ask", "r.yaml", "-o", "q")[0] == 0
    review = "6-review-api-tester"
    assert "You are `API Tester` and review the whole design" in page(review)
    assert "| API Tester | [6-review-api-tester.prompt.md]" in Path("q/README.md").read_text()
    assert "API Tester has not answered, `6-review-api-tester.answer.json` is missing; nothing was reviewed" in build(capsys)[2]
    found = {"key": "finding:x", "severity": "warn", "statement": "`createTool` has no limit.", "repair": "Write one.", "requirements": []}
    wrong = {"action": "remove", "key": "table:lending.tool", "into": None, "fields": [], "reason": "It goes.", "requirements": []}
    empty = {name: [] for name in ("choices", "conclusions", "concerns", "questions", "dissents")}
    Path(f"q/{review}.answer.md").write_text(in_markdown({**empty, "changes": [wrong], "findings": [found]}))
    code, _, err = build(capsys, "--record", "tape")
    assert code == 5
    assert "`/changes/0/key` of the answer of `API Tester`: a review changes nothing" in err
    assert Path(f"q/{review}.repair.md").is_file()
    told = Path("output/2026-11-20-toolshed/README.md").read_text()
    assert "`API Tester` remarks: `createTool` has no limit" in told
    assert set(held("tape")) == {f"{review}.cassette.json"}
    ended(capsys, "build", "r.yaml", "--engine", "recorded", "--replies", "tape", "-o", "again", "--documents", "none")
    assert "`API Tester` remarks: `createTool` has no limit" in Path("again/2026-11-20-toolshed/README.md").read_text()


def test_an_answer_to_an_earlier_question_is_said_to_be_one(capsys):
    ended(capsys, "ask", "r.yaml", "-o", "q")
    reply("2-database")
    Path("r.yaml").write_text(SMALL.replace("Neighbours lend tools.", "Neighbours lend and borrow tools."))
    code, _, err = build(capsys)
    assert code == 5
    assert "`2-database.answer.json` answers an earlier question" in err
    Path("q/2-database.answer.json").unlink()
    before = page("2-database")
    ended(capsys, "ask", "r.yaml", "-o", "q")
    assert page("2-database") != before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--engine", "handoff"], "reads answers from a folder"),
        (["--engine", "recorded"], "reads answers from a folder"),
        (["--engine", "handoff", "--replies", "nowhere"], "`nowhere` does not exist"),
        (["--engine", "recorded", "--replies", "r.yaml"], "`r.yaml` is no folder"),
        (["--replies", "."], "reads no answers"),
        (["--record", "tape"], "has nothing to record"),
        (["--engine", "prophet"], "there is no engine `prophet`"),
    ],
)
def test_wrong_usage_is_told_before_anything_is_written(capsys, arguments, words):
    code, _, err = ended(capsys, "build", "r.yaml", *arguments)
    assert code == 2
    assert words in err
    assert not Path("output").exists()


def test_mistakes_in_the_requirements_are_drawn_and_no_page_is_written(capsys):
    Path("r.yaml").write_text(SMALL.replace("string(80)", "strng(80)"))
    code, _, err = ended(capsys, "ask", "r.yaml", "-o", "q")
    assert code == 1
    assert "--> r.yaml:8:" in err
    assert not Path("q").exists()


def test_links_in_the_folder_are_neither_followed_nor_overwritten(capsys):
    Path("secret").write_text(CANARY)
    Path("q").mkdir()
    for name in ("1-backend.answer.json", "2-database.prompt.md"):
        Path(f"q/{name}").symlink_to(Path("secret").resolve())
    assert ended(capsys, "ask", "r.yaml", "-o", "q")[0] == 0
    assert Path("secret").read_text() == CANARY
    assert CANARY not in page("1-backend")
    assert not Path("q/2-database.prompt.md").is_symlink()


def test_pages_are_the_same_bytes_on_every_run():
    outputs = []
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-m", "designgen", "ask", "r.yaml", "-o", "q"]
        Path(seed).mkdir()
        Path(f"{seed}/r.yaml").write_text(SMALL)
        assert subprocess.run(command, env=environment, cwd=seed, capture_output=True, check=False).returncode == 0
        outputs.append(held(f"{seed}/q"))
    assert outputs[0] == outputs[1]


def test_what_claude_says_is_recorded_without_key_or_host(capsys, monkeypatch):
    def said(body):
        page = body["system"][0]["text"] + body["messages"][0]["content"][0]["text"]
        most = 1 if "section `database`" in page else 0
        return {"text": json.dumps(answer_to(page, most))}

    with FakeMessagesApi(answers=said) as service:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", service.url)
        code, _, err = ended(capsys, "build", "r.yaml", "--engine", "claude", "--record", "tape", "--documents", "none")
        assert code == 0, err
        host = service.url.removeprefix("http://")
    tapes = held("tape")
    assert len(tapes) == 5
    assert not [name for name, content in tapes.items() if CANARY.encode() in content or host.encode() in content or b"header" in content]
    monkeypatch.delenv("ANTHROPIC_API_KEY")
    code, _, err = ended(capsys, "build", "r.yaml", "--engine", "recorded", "--replies", "tape", "-o", "again", "--documents", "none")
    assert code == 0, err
    ours, again = held("output/2026-11-20-toolshed"), held("again/2026-11-20-toolshed")
    assert ours["database/schema.sql"] == again["database/schema.sql"]
    assert ours["api/openapi.yaml"] == again["api/openapi.yaml"]


def test_a_section_that_was_not_recorded_is_named(capsys):
    Path("tape").mkdir()
    code, _, err = ended(capsys, "build", "r.yaml", "--engine", "recorded", "--replies", "tape")
    assert code == 5
    assert "no answer of `integration-engineer` about `flows` was recorded" in err
