"""Faults of the service and of the way to it: how often it is asked, how long is waited, what is paid, what is said."""

import pytest

from claude_at_work import CANARY, asked
from fake_messages_api import EMPTY, FakeMessagesApi
from revision_desk import answer, change

ALWAYS = 20
GOOD = {"text": EMPTY}


def scripted(step):
    return [dict(step) for _ in range(ALWAYS)]


BACKOFF = [2.0, 4.0, 8.0, 16.0]
TRANSIENT = {
    "F1 rate limited": {"status": 429, "message": "slow down"},
    "F2 overloaded": {"status": 529},
    "F2 overloaded in mid-stream": {"error_after": 1},
    "F3 500": {"status": 500},
    "F3 502": {"status": 502},
    "F3 503": {"status": 503},
    "F3 504": {"status": 504},
    "F3 408": {"status": 408},
    "F3 409": {"status": 409},
    "F3 api_error in mid-stream": {"error_after": 1, "type": "api_error"},
    "F4 dropped before an answer": {"drop": True},
    "F6 dropped in mid-stream": {"drop_after": 1},
    "F7 clean end without an end": {"eof_after": 1},
}


@pytest.mark.parametrize("name", TRANSIENT)
def test_what_may_pass_is_tried_five_times_with_growing_waits(name):
    done = asked(*scripted(TRANSIENT[name]))
    assert done.answer is None
    assert done.attempts == 5
    backed_off = [wait for wait in done.waits if wait]
    assert backed_off == BACKOFF or name.startswith("F1 ")
    assert done.words
    assert done.spent.ending == "failed"


@pytest.mark.parametrize("name", TRANSIENT)
def test_what_passes_is_forgotten_at_the_third_attempt(name):
    done = asked(TRANSIENT[name], TRANSIENT[name], GOOD)
    assert done.answer is not None
    assert done.attempts == 3
    assert not done.answer.findings
    assert done.spent.ending == "answered"


def test_a_rate_limit_is_waited_for_as_long_as_told():
    done = asked({"status": 429, "headers": {"retry-after": "7"}}, GOOD)
    assert done.attempts == 2
    assert done.clock.seconds >= 7
    assert done.clock.seconds < 15


@pytest.mark.parametrize("wait", ["3600", "Sat, 21 Nov 2026 10:00:00 GMT"])
def test_who_asks_to_wait_an_hour_is_not_waited_for(wait):
    done = asked({"status": 429, "headers": {"retry-after": wait}}, GOOD)
    assert done.attempts == 1
    assert done.waits == []
    assert "asks to wait" in done.words


def test_a_service_that_says_do_not_retry_is_believed():
    done = asked({"status": 503, "headers": {"x-should-retry": "false"}}, GOOD)
    assert (done.attempts, done.waits) == (1, [])


FINAL = {
    "F9 bad request": ({"status": 400, "message": "messages: too odd"}, "the service rejected the request: messages: too odd"),
    "F9 unprocessable": ({"status": 422, "type": "invalid_request_error"}, "rejected"),
    "F10 wrong key": ({"status": 401, "message": f"invalid x-api-key {CANARY}"}, "check ANTHROPIC_API_KEY"),
    "F10 no permission": ({"status": 403}, "refused the credentials"),
    "F10 bill": ({"status": 402}, "its bill"),
    "F10 spend limit": ({"status": 429, "code": "enforced_spend_limit_reached"}, "spend limit"),
    "F11 unknown model": ({"status": 404}, "knows no model `claude-sonnet-5-5`"),
    "F12 too large": ({"status": 413}, "is too large for"),
    "F12 context exceeded": ({"text": "", "stop": "model_context_window_exceeded"}, "is too large for"),
    "F13 redirect": ({"location": "http://127.0.0.1:1/x"}, "a redirect to `127.0.0.1:1` was refused"),
    "F15 refusal": ({"text": "", "stop": "refusal", "stop_details": {"type": "refusal", "category": "cyber"}}, "refused to answer (cyber)"),
    "F15 refusal with text": ({"text": "I will not", "stop": "refusal"}, "refused to answer"),
}


@pytest.mark.parametrize("name", FINAL)
def test_what_cannot_pass_is_asked_once_and_told(name):
    step, words = FINAL[name]
    done = asked(step, GOOD)
    assert done.answer is None
    assert (done.attempts, done.waits) == (1, [])
    assert words in done.words
    assert CANARY not in done.words


CLOSING = ("F10 wrong key", "F10 no permission", "F10 bill", "F10 spend limit", "F11 unknown model", "F13 redirect")


@pytest.mark.parametrize("name", FINAL)
def test_after_a_refusal_of_us_nobody_else_is_asked(name):
    done = asked(FINAL[name][0], GOOD)
    assert bool(done.engine._gate.closed) == (name in CLOSING)


@pytest.mark.parametrize(
    "step",
    [
        {"html": "<html>Sign in to the network</html>"},
        {"garbage": "no json"},
        {"garbage": '{"type": "message_start"}'},
        {"garbage": "[]"},
    ],
    ids=["html", "no json", "no message", "a list"],
)
def test_f8_what_is_no_answer_of_the_service_is_tried_twice(step):
    done = asked(*scripted(step))
    assert done.attempts <= 2 or done.attempts == 5
    assert done.answer is None
    assert "something between you and the service" in done.words or "before it was complete" in done.words


def test_f4_a_service_that_is_not_there(monkeypatch):
    import claude_at_work

    real = claude_at_work.engine_for

    def elsewhere(api, clock, **settings):
        engine = real(api, clock, **settings)
        monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://127.0.0.1:9")
        return engine

    monkeypatch.setattr(claude_at_work, "engine_for", elsewhere)
    done = claude_at_work.asked()
    assert done.attempts == 0
    assert done.clock.seconds == 30
    assert done.spent.usd == 0
    assert "connection failed" in done.words


def test_f5_a_stalled_stream_is_given_up(monkeypatch):
    from designgen.engines.claude import service

    monkeypatch.setattr(service, "IDLE_S", 0.5)
    done = asked({"stall_after": 1, "stall": 1.5}, GOOD)
    assert done.attempts == 2
    assert done.answer is not None


def test_f14_a_truncated_answer_is_asked_for_once_more_with_twice_the_room():
    done = asked({"text": EMPTY[:40], "stop": "max_tokens"}, GOOD)
    assert done.answer is not None
    assert [body["max_tokens"] for body in done.api.messages] == [24000, 48000]
    again = asked({"text": "{", "stop": "max_tokens"}, {"text": "{", "stop": "max_tokens"}, GOOD)
    assert again.attempts == 2
    assert "did not end within 48000 tokens" in again.words


CONTENT = {
    "F16 pause_turn": {"text": "", "stop": "pause_turn"},
    "F16 empty": {"text": ""},
    "F17 no JSON": {"text": "Here you are: {"},
    "F17 twice": {"text": '{"changes": [], "changes": []}'},
    "F17 NaN": {"text": '{"changes": [{"action": NaN}]}'},
    "F17 a list": {"text": "[]"},
}


@pytest.mark.parametrize("name", CONTENT)
def test_an_unreadable_answer_goes_back_until_it_repeats_itself(name):
    done = asked(*scripted(CONTENT[name]))
    assert done.answer is None
    assert done.attempts == 2, "F24: the same faults again end it"
    assert done.words.startswith("its answer ")
    assert done.waits == []


@pytest.mark.parametrize("name", CONTENT)
def test_an_answer_mended_at_the_second_attempt_counts(name):
    done = asked(CONTENT[name], {"text": '"no"'}, GOOD)
    assert done.attempts == 3
    assert done.answer is not None
    first, second, third = done.api.messages
    assert second["messages"][:1] == first["messages"]
    assert [turn["role"] for turn in third["messages"]] == ["user", "assistant", "user", "assistant", "user"]
    assert "in your last answer, by place" in third["messages"][-1]["content"][0]["text"]


def test_a_repair_prompt_carries_the_answer_and_its_located_faults():
    wrong = answer(change("replace", "flow:nowhere", ["FR-1"], title="x"))
    done = asked({"text": wrong}, GOOD)
    turns = done.api.messages[1]["messages"]
    assert turns[1]["content"][0]["text"] == wrong
    assert "/changes/0/key: there is no `flow:nowhere` in the draft" in turns[2]["content"][0]["text"]


def test_what_still_fails_after_two_repairs_is_dropped_with_a_finding():
    texts = [answer(change("replace", f"flow:no{number}", ["FR-1"], title="x")) for number in range(4)]
    done = asked(*({"text": text} for text in texts))
    assert done.attempts == 3
    (dropped,) = done.answer.section.opinion.dropped
    assert "`integration-engineer` proposed to replace `flow:no2`" in dropped.statement
    assert not done.answer.findings


def test_a_failure_while_mending_keeps_what_was_right():
    wrong = answer(change("replace", "flow:nowhere", ["FR-1"], title="x"), conclusions=["`Loan` is drawn."])
    done = asked({"text": wrong}, {"status": 400})
    assert done.answer.section.opinion.conclusions[-1] == "`Loan` is drawn."
    assert "was asked to mend its answer and failed" in done.answer.findings[0]
    assert done.spent.ending == "cut short"


def test_f26_a_section_takes_six_requests_at_most():
    steps = [{"text": "["}, {"status": 529}, {"status": 529}, {"text": "[1]"}, {"status": 529}, {"status": 529}, GOOD]
    done = asked(*steps)
    assert done.attempts == 6
    assert "6 requests" in done.words


def test_f26_a_build_takes_its_minutes_at_most():
    done = asked(*scripted({"status": 529}), minutes=0.2)
    assert done.words == "the build may take 0.2 minutes, and they are over"
    assert done.clock.seconds <= 12
    assert done.spent.ending == "budget ended"


def test_f25_a_request_that_may_cost_too_much_is_not_sent():
    done = asked(GOOD, max_cost=0.01)
    assert (done.attempts, done.spent.usd, done.spent.ending) == (0, 0, "budget ended")
    assert "may cost" in done.words
    assert "0.01 of 0.01 USD are left" in done.words


def test_no_credentials_are_told_before_anything_is_sent(monkeypatch):
    monkeypatch.delenv("ANTHROPIC_API_KEY")
    done = asked(GOOD)
    assert done.api.log == []
    assert "ANTHROPIC_API_KEY" in done.words
    assert "profile" in done.words


def test_a_token_of_a_profile_or_gateway_is_enough(monkeypatch):
    monkeypatch.delenv("ANTHROPIC_API_KEY")
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", "token-of-a-gateway")
    done = asked(GOOD)
    assert done.answer is not None
    assert done.api.log[0]["headers"]["Authorization"] == "Bearer token-of-a-gateway"


def test_the_target_of_a_redirect_receives_nothing():
    with FakeMessagesApi() as target:
        done = asked({"location": f"{target.url}/v1/messages"}, GOOD)
        assert target.received == 0
        assert target.log == []
    assert done.attempts == 1


def test_a_model_without_structured_outputs_is_asked_in_words():
    done = asked(
        {"text": f"```json\n{EMPTY}\n```"},
        models={"claude-sonnet-5-5": {"structured": False, "adaptive": False, "efforts": ()}},
        effort="max",
    )
    assert done.answer is not None
    assert "output_config" not in done.api.messages[0]
    assert "thinking" not in done.api.messages[0]


def test_a_service_that_does_not_tell_abilities_is_asked_all_the_same():
    done = asked(GOOD, models={"claude-sonnet-5-5": None})
    assert done.answer is not None
    assert done.api.log[0]["path"] == "/v1/models/claude-sonnet-5-5"


def test_a_model_without_a_price_is_not_asked():
    done = asked(GOOD, model="claude-unheard-9")
    assert done.api.messages == []
    assert "no price for the model `claude-unheard-9`" in done.words


@pytest.mark.parametrize(
    ("wanted", "id"),
    [
        ("opus", "claude-opus-5-5"),
        ("haiku", "claude-haiku-5-5"),
        ("inherit", "claude-opus-5-5"),
        ("Claude Sonnet 4.5 (copilot)", "claude-sonnet-5-5"),
        ("claude-opus-4-6", "claude-opus-4-6"),
        ("claude-opus-4-5-20251101", "claude-opus-4-5-20251101"),
        ("gpt", "claude-opus-5-5"),
    ],
)
def test_the_model_of_a_front_matter_is_found(wanted, id):
    from designgen.engines.claude.prices import Prices

    assert Prices().named(wanted) == id
    assert Prices().model(id) is not None


def test_the_key_stands_in_no_log_and_no_prompt(caplog):
    caplog.set_level("DEBUG")
    done = asked({"status": 401, "message": f"invalid x-api-key: {CANARY}"}, GOOD)
    asked({"status": 503, "message": CANARY}, GOOD)
    assert CANARY not in caplog.text
    assert CANARY not in done.words
    assert not any(CANARY in str(body) for body in done.api.messages)
