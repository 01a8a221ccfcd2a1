"""Money: what is set aside covers what can come, the bill is what was used, and the limit is never passed."""

import random
import threading

import pytest

from claude_at_work import FakeClock, asked
from designgen.engines.claude.gate import Gate
from designgen.engines.claude.outcome import Outcome, Request
from designgen.engines.claude.patience import Meter, Patience
from designgen.engines.claude.prices import Prices
from designgen.engines.claude.purse import Purse
from designgen.engines.claude.settings import Settings
from designgen.model.errors import EngineError
from designgen.model.spending import Usage
from fake_messages_api import EMPTY
from revision_desk import answer, change

MODELS = ("claude-opus-5-5", "claude-haiku-5-5", "claude-fable-5-1", "claude-sonnet-4-6")


class RandomService:
    """Ends requests in any way, with any usage that a request of that size can have."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.true_cost = 0.0
        self.lock = threading.Lock()

    def send(self, request, begun):
        begun()
        with self.lock:
            kind = self.random.choice(
                ["answered"] * 4 + ["limited", "overloaded", "transient", "foreign", "truncated", "refused", "rejected"]
            )
            tokens = self.random.randint(0, request.bytes)
            read = self.random.randint(0, tokens)
            written = self.random.randint(0, tokens - read)
            usage = Usage(input=tokens - read - written, written=written, read=read, output=self.random.randint(0, request.max_tokens))
            billed = kind not in ("limited", "overloaded", "rejected")
            told = self.random.random() < 0.7
            if billed:
                self.true_cost += Prices().model(request.model).cost(usage if told else Usage())
        return Outcome(kind, usage=usage if billed and told else None, billed=billed, received=self.random.randint(0, 100_000))


def stream(seed):
    """Spend what there is in one to four threads; return the purse and what was really used."""
    chooser = random.Random(seed)
    limit = chooser.choice([0.01, 0.3, 1.0, 5.0])
    service, clock, settings = RandomService(seed), FakeClock(), Settings(max_requests=50, max_cost=limit)
    purse = Purse(limit)
    patience = Patience(service, Gate(clock), purse, clock, settings, 1e9)

    def work():
        for _ in range(chooser.randint(1, 6)):
            id = chooser.choice(MODELS)
            request = Request(id, ("x" * chooser.randint(1, 150_000),), ("y" * chooser.randint(1, 150_000),), chooser.choice([1000, 24000]))
            try:
                patience.outcome(request, Prices().model(id), Meter())
            except EngineError:
                return

    threads = [threading.Thread(target=work) for _ in range(chooser.randint(1, 4))]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=20)
        assert not one.is_alive()
    return purse, service.true_cost


def test_no_random_stream_of_usage_passes_the_limit():
    for seed in range(1000):
        purse, true_cost = stream(seed)
        assert purse.spent <= purse.limit + 1e-9, seed
        assert true_cost <= purse.limit + 1e-9, seed
        assert purse.left >= 0


def test_the_bill_is_what_the_service_told():
    usage = {"input_tokens": 11, "cache_creation_input_tokens": 1000, "cache_read_input_tokens": 2000, "output_tokens": 300}
    done = asked({"text": EMPTY, "usage": usage})
    assert done.spent.usage == Usage(input=11, written=1000, read=2000, output=300)
    assert done.spent.usd == pytest.approx((11 * 2 + 1000 * 2.5 + 2000 * 0.1 + 300 * 10) / 1e6)
    assert (done.spent.model, done.spent.persona, done.spent.section) == ("claude-sonnet-5-5", "integration-engineer", "flows")


def test_a_broken_stream_is_charged_by_what_arrived():
    usage = {"input_tokens": 900, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0, "output_tokens": 0}
    done = asked({"text": "x" * 640, "usage": usage, "drop_after": 3}, {"text": EMPTY, "usage": {**usage, "output_tokens": 5}})
    assert done.spent.usage.input == 1800
    assert done.spent.usage.output == 192 // 3 + 5


@pytest.mark.parametrize("status", [400, 401, 429, 500, 529])
def test_a_refused_request_costs_nothing(status):
    done = asked(*({"status": status} for _ in range(9)))
    assert done.spent.usd == 0


def test_a_repair_that_would_cost_too_much_keeps_the_first_answer():
    wrong = answer(change("replace", "flow:nowhere", ["FR-1"], title="x"), conclusions=["`Loan` is drawn."])
    dear = {"input_tokens": 0, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0, "output_tokens": 20000}
    done = asked({"text": wrong, "usage": dear}, max_cost=0.5)
    assert done.attempts == 1
    assert done.answer.unpaid
    assert done.answer.section.opinion.conclusions[-1] == "`Loan` is drawn."
    assert done.spent.usd <= 0.5


def test_long_prompts_are_dearer_where_the_catalogue_says_so():
    haiku = Prices().model("claude-haiku-5-5")
    assert haiku.cost(Usage(input=100_000, output=0)) == pytest.approx(0.01)
    assert haiku.cost(Usage(input=100_001, output=0)) == pytest.approx(0.0500005)


def test_a_user_replaces_prices_by_id():
    own = Prices(
        {
            "as_of": "2027-01-01",
            "models": {"claude-house": {"input": 1, "output": 2, "write": 1, "read": 1, "max_tokens": 8000}},
            "names": {"house": "claude-house"},
        }
    )
    assert own.named("house") == "claude-house"
    assert own.model("claude-house").cost(Usage(output=1_000_000)) == 2
    assert own.model("claude-opus-5-5") is not None
    assert own.as_of == "2027-01-01"


def test_a_purse_waits_for_requests_in_flight_before_it_says_no():
    purse = Purse(1.0)
    assert purse.take(0.9)
    said = []
    waiting = threading.Thread(target=lambda: said.append(purse.take(0.8)))
    waiting.start()
    purse.settle(0.9, 0.1)
    waiting.join(timeout=5)
    assert said == [True]
    assert purse.left == pytest.approx(0.1)
