"""A request in, its final outcome out: sent again while that can help, as often and as late as the service and the limits allow."""

from dataclasses import dataclass, field

from designgen.engines.claude.clock import Clock
from designgen.engines.claude.gate import Gate
from designgen.engines.claude.outcome import CLOSING, PATIENT, Outcome, Request
from designgen.engines.claude.prices import Model
from designgen.engines.claude.purse import Purse
from designgen.engines.claude.service import Service
from designgen.engines.claude.settings import Settings
from designgen.model.errors import BudgetSpent, EngineError
from designgen.model.spending import Usage

ATTEMPTS = {"foreign": 2}
MOST_ATTEMPTS = 5
LONGEST_BACKOFF_S, LONGEST_WAIT_S = 30.0, 120.0
UNSEEN = 4000
"""Tokens that a service adds to a prompt on its own, such as the form of the answer, at most."""


@dataclass
class Meter:
    """What one section has used so far."""

    requests: int = 0
    usage: Usage = field(default_factory=Usage)
    usd: float = 0.0


@dataclass(frozen=True)
class Patience:
    """How requests of one build are made: within its money, its time, its share of the service."""

    service: Service
    gate: Gate
    purse: Purse
    clock: Clock
    settings: Settings
    deadline: float

    def outcome(self, request: Request, model: Model, meter: Meter) -> Outcome:
        """Return how a request ended at last; BudgetSpent before one that may cost or take too much."""
        for attempt in range(1, MOST_ATTEMPTS + 1):
            found = self._sent(request, model, meter)
            if found.kind in CLOSING:
                self.gate.close(found.detail)
            if found.kind not in PATIENT or found.hopeless or attempt >= ATTEMPTS.get(found.kind, MOST_ATTEMPTS):
                return found
            wait = self._wait(found, attempt)
            if wait > LONGEST_WAIT_S:
                return Outcome(found.kind, detail=f"the service asks to wait {wait:.0f} s, longer than {LONGEST_WAIT_S:.0f} s")
            if found.kind == "limited":
                self.gate.throttled(wait)
            if self.clock.now() + wait > self.deadline:
                raise BudgetSpent(self._late())
            self.clock.sleep(wait)
        raise AssertionError(attempt)

    def _sent(self, request: Request, model: Model, meter: Meter) -> Outcome:
        """Send once, if everything allows it, and pay."""
        if meter.requests >= self.settings.max_requests:
            raise BudgetSpent(f"a section may take {self.settings.max_requests} requests, and they are used up")
        prompt = request.bytes + UNSEEN
        ceiling = model.ceiling(prompt, request.max_tokens)
        with self.gate.passed(request.model):
            if self.gate.closed:
                raise EngineError(self.gate.closed)
            if self.clock.now() > self.deadline:
                raise BudgetSpent(self._late())
            if not self.purse.take(ceiling):
                left, limit = self.purse.left, self.purse.limit
                raise BudgetSpent(f"the next request may cost {ceiling:.2f} USD, and {left:.2f} of {limit:.2f} USD are left")
            cost = ceiling
            try:
                meter.requests += 1
                found = self.service.send(request, lambda: self.gate.begun(request.model))
                usage = used(found, prompt, request.max_tokens)
                cost = min(ceiling, model.cost(usage))
                meter.usage += usage
            finally:
                self.purse.settle(ceiling, cost)
                meter.usd += cost
        return found

    def _wait(self, found: Outcome, attempt: int) -> float:
        if found.wait is not None:
            return found.wait
        return min(LONGEST_BACKOFF_S, 2.0**attempt) * self.clock.chance()

    def _late(self) -> str:
        return f"the build may take {self.settings.minutes:g} minutes, and they are over"


def used(found: Outcome, prompt: int, output: int) -> Usage:
    """Return the tokens to be charged: what was told, nothing where nothing was begun, else the most it can have been."""
    if found.usage is not None:
        return found.usage
    if not found.billed:
        return Usage()
    return Usage(written=prompt, output=output if found.kind == "answered" else min(output, -(-found.received // 3)))
