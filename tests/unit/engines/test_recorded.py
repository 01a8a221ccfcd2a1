"""Recorded answers are played again: the same section, and words where the recording does not fit."""

import pytest

from designgen.engines.handoff.engine import Handoff
from designgen.engines.handoff.letters import Letter
from designgen.engines.recorded.cassette import played, recorded
from designgen.engines.recorded.engine import Recorded
from designgen.engines.revision.prompt import prompt_for
from designgen.model.errors import EngineError, InputUnreadable
from revision_desk import answer, change
from revision_desk import remembering as desk

GOOD = answer(change("replace", "table:lending.tool", ["FR-1"], comment="A tool that a neighbour lends."))
WRONG = answer(change("replace", "table:lending.nail", ["FR-1"], comment="A nail."))


def cassette(text=GOOD):
    at = desk("toolshed", "database")
    given = Handoff({"database": Letter("a", text)}, lambda _: None).answer(at.asked, at)
    return given, recorded(at.asked.persona, given)


def test_a_recording_gives_the_same_section_again():
    given, content = cassette()
    at = desk("toolshed", "database")
    tape = played(content.encode(), "tape", "database")
    again = Recorded({"database": tape}).answer(at.asked, at)
    assert again.section == given.section
    assert (again.engine, again.findings) == ("recorded", ())
    assert tape.said.question == prompt_for(at.asked).digest


def test_recording_a_recording_gives_the_same_bytes():
    _, content = cassette()
    at = desk("toolshed", "database")
    again = Recorded({"database": played(content.encode(), "tape", "database")}).answer(at.asked, at)
    assert recorded(at.asked.persona, again) == content


def test_a_question_that_was_not_recorded_is_named():
    at = desk("toolshed", "database")
    with pytest.raises(EngineError, match="no answer of `system-integration-lead` about `database` was recorded"):
        Recorded({}).answer(at.asked, at)


def test_a_recording_of_another_question_says_so():
    tape = played(cassette()[1].encode(), "tape", "database")
    other = tape.model_copy(update={"said": tape.said.model_copy(update={"question": "0" * 64})})
    at = desk("toolshed", "database")
    given = Recorded({"database": other}).answer(at.asked, at)
    assert given.findings == (
        "the answer of `system-integration-lead` about `database` was recorded for another question; what holds was taken",
    )


def test_a_recording_that_ends_before_the_answer_is_mended_says_so():
    at = desk("toolshed", "database")
    given = Recorded({"database": played(cassette(WRONG)[1].encode(), "tape", "database")}).answer(at.asked, at)
    assert "ends after 1 reply" in given.findings[0]


def test_nothing_said_is_nothing_recorded():
    at = desk("toolshed", "database")
    given = Handoff({}, lambda _: None).answer(at.asked, at)
    assert recorded(at.asked.persona, given) is None


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b'{"format": "other", "section": "database"}'])
def test_what_is_no_recording_is_named(content):
    with pytest.raises(InputUnreadable, match="`tape` is no recording"):
        played(content, "tape", "database")


def test_a_recording_under_another_name_is_named():
    with pytest.raises(InputUnreadable, match="is a recording about `database`, not `flows`"):
        played(cassette()[1].encode(), "tape", "flows")
