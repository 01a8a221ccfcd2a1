"""An engine that talks to the fake service on a clock of its own, for tests of faults: what it did, waited and spent."""

import threading

from designgen.engines.claude.engine import Claude
from designgen.engines.claude.settings import Settings
from designgen.model.errors import EngineError
from fake_messages_api import FakeMessagesApi
from revision_desk import remembering as desk

CANARY = "sk-ant-zq7canary7qz-000111222333"


class FakeClock:
    """Seconds that pass only while someone waits; chance is always the highest."""

    def __init__(self):
        self.cancelled = threading.Event()
        self.seconds = 0.0
        self.slept = []
        self._lock = threading.Lock()

    def now(self):
        return self.seconds

    def sleep(self, seconds):
        with self._lock:
            self.slept.append(round(seconds, 3))
            self.seconds += seconds

    def chance(self):
        return 1.0


class AtWork:
    """One question asked once: its answer or its failure, the requests, the waits, the bill."""

    def __init__(self, api, engine, clock, result):
        self.api, self.engine, self.clock = api, engine, clock
        self.answer = None if isinstance(result, EngineError) else result
        self.failure = result if isinstance(result, EngineError) else None
        (self.spent,) = engine.account()

    @property
    def attempts(self):
        return len(self.api.messages)

    @property
    def waits(self):
        return self.clock.slept

    @property
    def words(self):
        return str(self.failure or "")


def asked(*steps, section="flows", answers=None, models=None, pinned="", **settings) -> AtWork:
    """Ask one persona with this script, one topic being pinned; the environment must name no other service."""
    at, clock = desk("toolshed", section), FakeClock()
    decisions = tuple(one.model_copy(update={"status": "accepted"}) if one.topic == pinned else one for one in at.asked.decisions)
    with FakeMessagesApi(*steps, answers=answers, models=models) as api:
        engine = engine_for(api, clock, **settings)
        try:
            result = engine.answer(at.asked.model_copy(update={"decisions": decisions}), at)
        except EngineError as failure:
            result = failure
    return AtWork(api, engine, clock, result)


def engine_for(api, clock, **settings) -> Claude:
    import os

    os.environ["ANTHROPIC_BASE_URL"] = api.url
    return Claude(Settings(**settings), clock)
