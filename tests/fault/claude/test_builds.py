"""Whole builds with a failing service: exit code, words, what is on disk; the key shows nowhere, nothing paid is lost."""

import json
import os
import signal
from pathlib import Path

import pytest

from claude_at_work import CANARY
from designgen.cli.main import run
from designgen.knowledge import shipped
from fake_messages_api import EMPTY, FakeMessagesApi
from revision_desk import answer, change

SMALL = """designgen: 1
project: {name: toolshed, purpose: Neighbours lend tools.}
actors: {member: {kind: human, auth: oidc, count: 200}}
domain:
  lending:
    Tool: {fields: {name: string(80)}}
requirements:
  - {id: FR-1, title: See the tools, actor: member, operations: [list Tool]}
"""
FOLDER = Path("output/2026-11-20-toolshed")
ANSWERS = Path("output/.dgstate/answers")


@pytest.fixture(autouse=True)
def somewhere(one_day, service):
    Path("requirements.yaml").write_text(SMALL)


@pytest.fixture
def built(capsys, monkeypatch):
    """Build with Claude against a fake; returns exit code, standard output, standard error."""

    def done(api, *options):
        monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url)
        code = run(["build", "requirements.yaml", "--engine", "claude", "--documents", "none", *options])
        told = capsys.readouterr()
        assert "Traceback" not in told.out + told.err
        assert CANARY not in told.out + told.err
        for path in Path().rglob("*"):
            assert not path.is_file() or CANARY.encode() not in path.read_bytes(), path
        return code, told.out, told.err

    return done


def section_of(body):
    """Return which section a request is about."""
    task = body["messages"][0]["content"][0]["text"]
    return "review" if "you answer for no section" in task else task.rsplit("answer for the section `", 1)[1].split("`")[0]


def run_json():
    return json.loads((FOLDER / ".designgen/run.json").read_text())


def test_a_build_with_good_answers_ends_with_nothing_open(built):
    with FakeMessagesApi(answers=lambda body: {"text": answer(conclusions=[f"The {section_of(body)} of `Tool` is small."])}) as api:
        code, out, err = built(api)
    assert (code, out) == (0, f"{FOLDER}\n")
    assert len(api.messages) == 5
    assert "about" in err and "USD" in err and "from the cache" in err
    told = run_json()
    assert next(one["section"] for one in told["answers"]) == "backend"
    assert told["usd"] == pytest.approx(sum(one["usd"] for one in told["answers"]))
    personas = (FOLDER / "personas.md").read_text()
    assert "`claude-opus-5-5` revised the rulebook's draft" in personas
    assert "The backend of `Tool` is small." in personas
    assert not list(ANSWERS.iterdir())


def test_a_build_after_that_asks_nothing(built):
    with FakeMessagesApi() as api:
        built(api)
        assert built(api)[0] == 0
        assert built(api, "--date", "2026-11-22")[0] == 0
        assert len(api.messages) == 5
        assert built(api, "--model", "haiku", "--date", "2026-11-23")[0] == 0
        assert len(api.messages) == 10
        assert {body["model"] for body in api.messages[5:]} == {"claude-haiku-5-5"}


def test_personas_that_do_not_read_each_other_are_asked_side_by_side(built):
    with FakeMessagesApi(answers=lambda body: {"delay": 0.3}) as api:
        built(api)
    order = [section_of(body) for body in api.messages]
    assert order[0] == "backend" and order[4] == "platform"
    assert set(order[1:4]) == {"database", "flows", "integrations"}
    assert api.most_flying >= 2


def test_a_failing_section_keeps_its_draft_and_the_rest_is_revised(built):
    with FakeMessagesApi(answers=lambda body: {"status": 400, "message": "no"} if section_of(body) == "flows" else {}) as api:
        code, _, err = built(api)
    assert code == 5
    assert "open: claude failed, the rulebook's draft stands: the service rejected the request: no" in err
    personas = (FOLDER / "personas.md").read_text()
    assert personas.count("revised the rulebook's draft") == 4
    assert "claude failed, the rulebook's draft stands" in personas
    assert run_json()["open"]
    manifest = json.loads((FOLDER / ".designgen/manifest.json").read_text())
    assert {name: one["engine"] for name, one in manifest["sections"].items()}["flows"] == "offline"
    with FakeMessagesApi() as api:
        assert built(api)[0] == 0
        assert [section_of(body) for body in api.messages] == ["flows"], "another voice that says the same is nothing new to who reads it"


def test_the_rest_is_asked_again_only_if_what_it_reads_changed(built):
    with FakeMessagesApi(answers=lambda body: {"status": 400} if section_of(body) == "flows" else {}) as api:
        assert built(api)[0] == 5
    with FakeMessagesApi(answers=lambda body: {"text": answer(concerns=["`Tool` has no owner."])}) as api:
        assert built(api)[0] == 0
        assert [section_of(body) for body in api.messages] == ["flows", "platform"]


def test_strict_publishes_nothing_when_the_engine_failed_and_keeps_what_was_paid(built):
    with FakeMessagesApi(answers=lambda body: {"status": 400, "message": "no"} if section_of(body) == "platform" else {}) as api:
        code, out, _ = built(api, "--strict", "--json")
    assert code == 3
    assert json.loads(out)["exit"] == 3
    assert "the service rejected the request" in json.loads(out)["error"]["message"]
    assert not FOLDER.exists()
    assert len(list(ANSWERS.iterdir())) == 4
    with FakeMessagesApi() as api:
        assert built(api)[0] == 0
        assert [section_of(body) for body in api.messages] == ["platform"]
    assert not list(ANSWERS.iterdir())


def test_a_wrong_key_stops_the_asking_at_once(built):
    with FakeMessagesApi(answers=lambda body: {"status": 401, "message": f"invalid x-api-key: {CANARY}"}) as api:
        code, _, err = built(api)
        assert len(api.messages) == 1
    assert code == 5
    assert "refused the credentials" in err
    assert FOLDER.is_dir()


def test_without_credentials_the_package_appears_with_drafts(built, monkeypatch):
    monkeypatch.delenv("ANTHROPIC_API_KEY")
    with FakeMessagesApi() as api:
        code, _, err = built(api)
        assert api.log == []
    assert code == 5
    assert "no credentials were found" in err
    assert FOLDER.is_dir()


def test_a_budget_that_ends_ends_with_eight(built):
    dear = {"input_tokens": 0, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0, "output_tokens": 24000}
    with FakeMessagesApi(answers=lambda body: {"text": EMPTY, "usage": dear}) as api:
        code, _, err = built(api, "--max-cost", "1")
    assert code == 8
    assert "of 1.00 USD are left" in err
    assert run_json()["usd"] <= 1
    assert FOLDER.is_dir()


def test_three_failures_in_a_row_end_the_asking(built):
    with FakeMessagesApi(answers=lambda body: {"status": 400}) as api:
        code, _, err = built(api)
        assert 3 <= len(api.messages) <= 4
    assert code == 5
    assert "3 sections failed one after the other" in err


def test_an_interrupted_build_resumes_with_what_is_missing(built, monkeypatch):
    def answers(body):
        if section_of(body) == "platform":
            os.kill(os.getpid(), signal.SIGINT)
            return {"delay": 0.2}
        return {}

    with FakeMessagesApi(answers=answers) as api:
        assert built(api)[0] == 130
    assert not FOLDER.exists()
    assert len(list(ANSWERS.iterdir())) == 4
    with FakeMessagesApi() as api:
        assert built(api)[0] == 0
        assert [section_of(body) for body in api.messages] == ["platform"]


def test_damaged_kept_answers_are_asked_again(built):
    with FakeMessagesApi(answers=lambda body: {"status": 400} if section_of(body) == "platform" else {}) as api:
        assert built(api, "--strict")[0] == 3
    damages = (b"", b"flows\n{}", b"nonsense\n{}", b"\xff\xfe")
    for path, damage in zip(sorted(ANSWERS.iterdir()), damages, strict=True):
        path.write_bytes(damage)
    with FakeMessagesApi() as api:
        assert built(api)[0] == 0
        assert len(api.messages) == 5


def test_a_turned_topic_is_recorded_with_both_choices_and_later_topics_follow(built):
    def answers(body):
        if section_of(body) != "platform":
            return {}
        turned = {"topic": "platform.release", "choice": "blue-green", "reason": "Members lend at all hours.", "requirements": ["FR-1"]}
        return {"text": answer(choices=[turned])}

    with FakeMessagesApi(answers=answers) as api:
        code, _, err = built(api)
    assert code == 0, err
    personas = (FOLDER / "personas.md").read_text()
    assert "| platform.release | rolling | blue-green | Members lend at all hours. | FR-1 |" in personas
    texts = "".join(path.read_text() for path in (FOLDER / "adr").iterdir())
    assert "system-integration-architect chose it" in texts


def test_what_was_dropped_stands_in_the_findings_and_strict_refuses_it(built):
    def answers(body):
        wrong = answer(change("replace", "table:lending.nail", ["FR-1"], comment="x"))
        return {"text": wrong} if section_of(body) == "database" else {}

    with FakeMessagesApi(answers=answers) as api:
        code, _, err = built(api, "--strict")
        assert code == 1
        assert "proposed to replace `table:lending.nail`" in err
        assert built(api)[0] == 0
    (line,) = [one for one in (FOLDER / "README.md").read_text().splitlines() if "proposed to replace `table:lending.nail`" in one]
    assert "the answer stands until its question changes" in line
    with FakeMessagesApi() as api:
        assert built(api, "--date", "2026-11-22")[0] == 0
        assert api.messages == [], "as the finding says"
    assert "nail" not in "".join(path.read_text() for path in (FOLDER / "delivery").glob("*.md"))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--effort", "enormous"), "there is no effort"),
        (("--max-cost", "0"), "above 0"),
        (("--timeout", "-1"), "above 0"),
        (("--prices", "nowhere.yaml"), "does not exist"),
        (("--engine", "gpt"), "there is no engine `gpt`"),
    ],
)
def test_options_that_make_no_sense_are_told(built, options, words):
    with FakeMessagesApi() as api:
        code, _, err = built(api, *options)
        assert api.log == []
    assert code == 2
    assert words in err


def reviewed(built, answers):
    """Build with a reviewer among the personas; return exit code, standard error, the sections that were asked."""
    Path("personas").mkdir(exist_ok=True)
    for one in shipped.personas():
        (Path("personas") / Path(one.name).name).write_text(one.text)
    Path("personas/auditor.md").write_text("---\nname: Security Auditor\ndescription: Looks for open doors.\nmodel: haiku\n---\nLook.\n")
    with FakeMessagesApi(answers=answers) as api:
        code, _, err = built(api)
    return code, err, api.messages


def test_a_reviewer_is_asked_last_by_its_own_model_and_recalled(built):
    found = {"key": "finding:doors", "severity": "warn", "statement": "`listTools` is open.", "repair": "Name who may.", "requirements": []}
    code, err, asked = reviewed(built, lambda body: {"text": answer(findings=[found])} if section_of(body) == "review" else {})
    assert code == 0, err
    assert [section_of(body) for body in asked][5:] == ["review"]
    assert asked[5]["model"] == "claude-haiku-5-5"
    assert "`Security Auditor` remarks: `listTools` is open" in (FOLDER / "README.md").read_text()
    assert "`claude-haiku-5-5` read them and changed nothing" in (FOLDER / "personas.md").read_text()
    assert [one["section"] for one in run_json()["answers"]][-1] == "review-security-auditor"
    assert (FOLDER / ".designgen/sections/review-security-auditor.json").is_file()
    with FakeMessagesApi() as api:
        assert built(api, "--date", "2026-11-22")[0] == 0
        assert api.messages == []


def test_a_failing_reviewer_costs_nothing_but_its_review(built):
    code, err, _ = reviewed(built, lambda body: {"status": 400, "message": "no"} if section_of(body) == "review" else {})
    assert code == 5
    assert "open: claude failed, `Security Auditor` reviewed nothing: the service rejected the request: no" in err
    code, _, asked = reviewed(built, lambda body: {})
    assert (code, [section_of(body) for body in asked]) == (0, ["review"])


def test_a_review_that_was_paid_for_is_not_lost_with_a_build_that_fails(built):
    def answers(body):
        if section_of(body) == "review":
            os.kill(os.getpid(), signal.SIGINT)
            return {"delay": 0.2}
        return {}

    assert reviewed(built, answers)[0] == 130
    assert [section_of(body) for body in reviewed(built, lambda body: {})[2]] == ["review"]
