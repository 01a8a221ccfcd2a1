"""Faults of what an answer says, over HTTP: each goes back with its place, and what comes again is dropped with a finding."""

import ssl
import subprocess

import pytest

from claude_at_work import FakeClock, asked, engine_for
from designgen.model.errors import EngineError
from fake_messages_api import EMPTY, FakeMessagesApi
from revision_desk import answer, change, desk

FOUND = {"key": "finding:x", "severity": "warn", "statement": "It is open.", "repair": "Close it.", "requirements": []}


def tool(**fields):
    return change("replace", "table:lending.tool", ["FR-1"], **fields)


def listing(**fields):
    return change("replace", "operation:listTools", ["FR-1"], **fields)


def index(**fields):
    return change("add", "index:tool_x_idx", ["FR-1"], table="lending.tool", **fields)


NAME = [{"expression": "name"}]
PIN = {"topic": "data.deletion", "choice": "hard-delete", "reason": "Members expect it gone.", "requirements": ["FR-1"]}
CONTENT = {
    "F18 unknown member": ("database", answer(status="accepted"), "/status: is no part of an answer"),
    "F18 unknown field": ("database", answer(tool(colour="red")), "/changes/0/fields/0/name: there is no field `colour`"),
    "F18 wrong type": (
        "database",
        answer(change("replace", "job:purge-loan", ["FR-2"], batch="many")),
        "/changes/0/fields/0/value: is no JSON",
    ),
    "F18 missing member": ("database", answer({"action": "replace"}), "/changes/0/key: is missing"),
    "F18 too long": ("database", answer(tool(comment="word " * 400)), "1200 are the most"),
    "F18 too many": ("database", answer(concerns=[f"`Tool` has worry {number}." for number in range(9)]), "/concerns/5: is one too many"),
    "F19 unknown requirement": (
        "database",
        answer(change("replace", "table:lending.tool", ["FR-9"], comment="x")),
        "`FR-9` is no requirement",
    ),
    "F19 unknown part": (
        "database",
        answer(change("replace", "table:lending.nail", ["FR-1"], comment="x")),
        "there is no `table:lending.nail`",
    ),
    "F19 dangling reference": (
        "backend",
        answer(change("replace", "connection:app-database", ["FR-1"], target="component:nowhere")),
        "/changes/0: ",
    ),
    "F19 nothing serves it any more": (
        "database",
        answer(change("remove", "index:loan_tool_id_idx", ["FR-2"])),
        "the draft does not have this",
    ),
    "F20 no SQL": ("database", answer(index(parts=NAME, where="name = = 1")), "/changes/0/fields/2/value: "),
    "F20 two statements": (
        "database",
        answer(index(parts=NAME, where="1 = 1); DROP TABLE lending.tool; --")),
        "/changes/0/fields/2/value: ",
    ),
    "F20 no column": ("database", answer(index(parts=[{"expression": "nail"}])), "`nail` is no column of `lending.tool`"),
    "F21 reference to elsewhere": ("backend", answer(listing(description="See https://evil.example/openapi.yaml#/x.")), "holds an address"),
    "F21 reference to a file": (
        "backend",
        answer(listing(description="As ../../openapi.yaml#/paths says.")),
        "holds a path of a file system",
    ),
    "F21 no schema of ours": ("backend", answer(listing(response="Elsewhere")), "`response` is computed from the requirements"),
    "F22 pinned": ("backend", answer(choices=[PIN]), "was decided by the author of the requirements and stands"),
    "F23 markup": ("database", answer(tool(comment="<script>alert(1)</script>")), "holds markup"),
    "F23 link": ("database", answer(findings=[{**FOUND, "repair": "[Go](https://evil.example)."}]), "/findings/0/repair: holds "),
    "F23 data": ("database", answer(conclusions=["data:text/html;base64,PHNjcmlwdD4="]), "/conclusions/0: holds an address"),
    "F23 path": ("database", answer(tool(comment="Read /etc/passwd first.")), "holds a path of a file system"),
    "F23 template": ("database", answer(tool(comment="{{ config }}")), "holds the marks of a template"),
    "F23 key that leads out": ("database", answer(change("replace", "table:../../x", ["FR-1"], comment="x")), "is no key"),
    "F23 record": ("database", answer(change("replace", "record:0001", ["FR-1"], status="accepted")), "no parts of that kind"),
}


@pytest.mark.parametrize("name", CONTENT)
def test_what_is_wrong_goes_back_with_its_place_and_a_right_answer_counts(name):
    section, text, words = CONTENT[name]
    done = asked({"text": text}, {"text": EMPTY}, section=section, pinned="data.deletion")
    assert (done.attempts, done.waits, done.spent.ending) == (2, [], "answered")
    turns = done.api.messages[1]["messages"]
    assert turns[1]["content"][0]["text"] == text
    assert words in turns[2]["content"][0]["text"]
    assert done.answer.section.opinion.dropped == ()


@pytest.mark.parametrize("name", CONTENT)
def test_what_comes_again_is_dropped_with_a_finding_and_costs_nothing_else(name):
    section, text, _ = CONTENT[name]
    done = asked({"text": text}, {"text": text}, {"text": EMPTY}, section=section, pinned="data.deletion")
    assert done.attempts == 2, "F24: the same faults again end it"
    assert done.answer.findings == ()
    draft, given = desk("toolshed", section).asked.draft, done.answer.section
    assert given.model_copy(update={"opinion": draft.opinion}) == draft
    assert given.opinion.dropped
    assert not given.opinion.choices
    printed = given.opinion.model_dump_json()
    assert not [word for word in ("<script", "evil.example", "passwd", "{{", "base64") if word in printed]


def test_f18_a_repair_names_twenty_faults_and_counts_the_rest():
    wrong = answer(*(change("replace", f"flow:no{number}", ["FR-1"], title="x") for number in range(50)))
    done = asked({"text": wrong}, {"text": EMPTY})
    complaint = done.api.messages[1]["messages"][2]["content"][0]["text"]
    assert complaint.count("/changes/") == 20
    assert "30 more of the same kinds" in complaint
    assert len(complaint) < 4096


@pytest.fixture(scope="module")
def stranger(tmp_path_factory, in_ci):
    """Return a certificate that nobody signed."""
    folder = tmp_path_factory.mktemp("stranger")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(folder / "key"), "-out", str(folder / "certificate")]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except FileNotFoundError:
        if in_ci:
            raise
        pytest.skip("install openssl")
    return folder


def test_f4_a_certificate_that_nobody_trusts_is_final_and_nothing_is_sent(stranger, monkeypatch):
    at, clock = desk("toolshed", "flows"), FakeClock()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(stranger / "certificate", stranger / "key")
    with FakeMessagesApi() as api:
        api.socket = context.wrap_socket(api.socket, server_side=True)
        engine = engine_for(api, clock)
        monkeypatch.setenv("ANTHROPIC_BASE_URL", api.url.replace("http:", "https:"))
        with pytest.raises(EngineError, match="the certificate of the service is not trusted by this machine"):
            engine.answer(at.asked, at)
        assert (api.log, api.received) == ([], 0)
    assert clock.slept == []
    assert engine._gate.closed
    (spent,) = engine.account()
    assert (spent.requests, spent.usd) == (1, 0)
