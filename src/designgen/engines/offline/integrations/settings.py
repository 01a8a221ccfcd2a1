"""What is known of a peer in, the figures of its adapter out, each with its rule and its reason (INT-020..039).

Times are in milliseconds here, because that is how adapters are configured; rates are per second.
"""

import math
from dataclasses import dataclass
from math import ceil, log, sqrt
from statistics import NormalDist

from designgen.engines.offline import retries
from designgen.knowledge.wording import percent
from designgen.model.design.integrations import Setting
from designgen.sizing import queueing

STEPS = ((1000, 50), (5000, 100), (30_000, 500))
"""Rounding of durations: below the first number to the second (ENG-006)."""
BUDGET_STEP = 50
LONG_STEP = 5000
CONNECT_MS = 2000.0
"""What connecting may take where the attempt leaves room: one lost packet is repeated after a second (INT-021)."""
JUDGED = 5
"""Calls that a breaker judges from at least (INT-027)."""
OPEN_S = 30
"""How long a breaker stays open at first (INT-028)."""


@dataclass(frozen=True)
class Peer:
    """Another system as its adapter sees it; `known` says which of its figures were given."""

    name: str
    p50: float
    p99: float
    sla: float
    budget: float
    rate: float
    instances: int
    limit: float | None = None
    fallback: bool = False
    repeatable: bool = True
    background: bool = False
    once: str = "the peer is not known to recognise a repeated request, so no request is sent twice; the caller may repeat what never left"
    known: frozenset[str] = frozenset()

    @property
    def shape(self) -> float:
        """Shape of the lognormal latency (DRV-08)."""
        return queueing.sigma(self.p50, self.p99)

    @property
    def mean(self) -> float:
        """Mean latency (DRV-08)."""
        return queueing.lognormal_mean(self.p50, self.shape)

    @property
    def own_rate(self) -> float:
        """Calls per second of one instance at the peak."""
        return self.rate / self.instances

    def within(self, limit: float) -> float:
        """Share of the answers that arrive within `limit`."""
        return NormalDist().cdf(log(limit / self.p50) / self.shape)

    def source(self, figure: str) -> str:
        """Whether a figure was given."""
        return "given" if figure in self.known else "assumed"


@dataclass(frozen=True)
class Attempts:
    """How long one attempt may take and how many there are."""

    timeout: float
    count: int
    base: float
    cap: float
    reason: str
    rule: str

    @property
    def worst(self) -> float:
        """The longest a call can take: every attempt at its timeout, every pause at its longest."""
        return worst(self.timeout, self.count, self.base, self.cap)


def worst(timeout: float, count: int, base: float, cap: float) -> float:
    """Return n x t plus the longest pauses between the attempts (INT-024)."""
    return count * timeout + sum(min(cap, math.ldexp(base, k)) for k in range(count - 1))


def rounded(milliseconds: float) -> float:
    """Round a duration up to the step of its size (ENG-006)."""
    step = next((step for limit, step in STEPS if milliseconds < limit), LONG_STEP)
    return float(ceil(milliseconds / step) * step)


def attempts(peer: Peer) -> Attempts:
    """Return timeout and attempts that fit the budget (INT-022, INT-024, INT-024b)."""
    base, cap = max(50.0, peer.p50), min(peer.budget / 2, 2000.0)
    p999 = queueing.lognormal_p999(peer.p50, peer.shape)
    timeout = rounded(p999)
    if timeout > peer.budget:
        capped = peer.budget // BUDGET_STEP * BUDGET_STEP
        share = percent(round(peer.within(capped), 3))
        lost = f"{share} of the answers arrive within the budget of {peer.budget:.0f} ms, p99.9 would be {p999:.0f} ms"
        return Attempts(capped, 1, base, cap, lost, "INT-022")
    fitting = max((n for n in (1, 2, 3) if worst(timeout, n, base, cap) <= peer.budget), default=1) if peer.repeatable else 1
    half = (peer.budget - base) / 2 // BUDGET_STEP * BUDGET_STEP
    if peer.repeatable and fitting == 1 and half >= peer.p99 and peer.within(half) >= 0.995:
        share = percent(round(1 - peer.within(half), 4))
        late = f"two attempts of {half:.0f} ms fit {peer.budget:.0f} ms, and {share} of good answers come later than that"
        return Attempts(half, 2, base, cap, late, "INT-024b")
    reason = f"p99.9 of the answers is {p999:.0f} ms from p50 {peer.p50:.0f} ms and p99 {peer.p99:.0f} ms ({peer.source('latency')})"
    return Attempts(timeout, fitting, base, cap, reason, "INT-022")


def settings(peer: Peer) -> tuple[Setting, ...]:
    """Return the table of figures of one adapter."""
    return (*_times(peer), *_breaker(peer), *_room(peer))


def _row(name: str, value: str, because: tuple[str, str], configured: tuple[str, float | None] = ("", None)) -> Setting:
    """Return a figure with rule and reason, and where the configuration holds which value of it."""
    return Setting(name=name, value=value, rule=because[0], reason=because[1], path=configured[0], amount=configured[1])


def timeout(peer: Peer) -> float:
    """Return how long one attempt may take, in milliseconds."""
    return attempts(peer).timeout


def _times(peer: Peer) -> tuple[Setting, ...]:
    tries = attempts(peer)
    connect = min(CONNECT_MS, tries.timeout / 2)
    total = "what one try of the background work may hold a worker" if peer.background else "what the waiting operation can spare"
    return (
        _row(
            "connect timeout", f"{connect:.0f} ms", ("INT-021", _connect_reason(connect, tries.timeout)), ("timeouts.connect_ms", connect)
        ),
        _row("attempt timeout", f"{tries.timeout:.0f} ms", (tries.rule, tries.reason), ("timeouts.read_ms", tries.timeout)),
        _row("total per call", f"{peer.budget:.0f} ms", ("INT-023", total), ("timeouts.total_ms", peer.budget)),
        *(_later(peer, tries) if peer.background else _again(peer, tries)),
    )


def _connect_reason(connect: float, attempt: float) -> str:
    """Why connecting may take that long; it is a part of the attempt and leaves room for the answer."""
    if connect == CONNECT_MS:
        return "one lost SYN packet is repeated after 1 s (RFC 6298)"
    return f"half of the {attempt:.0f} ms of the attempt, so that the answer has the other half"


def _later(peer: Peer, tries: Attempts) -> tuple[Setting, ...]:
    """Background work is tried again over days, because nobody waits for it (INT-024, INT-057)."""
    reason = f"together {retries.survived()}: an outage of {peer.name} of that length costs delay only"
    return (
        _row(
            "attempts",
            f"{retries.tries()}, then it waits for a person",
            ("INT-024", f"each takes {tries.timeout:.0f} ms at most, and holds one worker"),
            ("retry.max_attempts", retries.tries()),
        ),
        _row("pauses", retries.told_waits(), ("INT-057", reason)),
    )


def _again(peer: Peer, tries: Attempts) -> tuple[Setting, ...]:
    whole = (
        f"{tries.count} x {tries.timeout:.0f} ms and pauses take {tries.worst:.0f} ms at most, within the budget of {peer.budget:.0f} ms"
    )
    if not peer.repeatable:
        whole = peer.once
    found = [_row("attempts", str(tries.count), ("INT-024", whole), ("retry.max_attempts", tries.count))]
    if tries.count > 1:
        pause = f"random between 0 and min({tries.cap:.0f} ms, {tries.base:.0f} ms x 2^k); a Retry-After header wins"
        found += [
            _row("backoff", pause, ("INT-025", f"starts at the median answer of {peer.p50:.0f} ms"), ("retry.base_ms", tries.base)),
            _row("longest pause", f"{tries.cap:.0f} ms", ("INT-025", "half of the total, 2 s at most"), ("retry.cap_ms", tries.cap)),
            _row(
                "retry budget",
                "10 % of the calls, at least 1/s",
                ("INT-026", "retries must not become the load"),
                ("retry.budget_ratio", 0.1),
            ),
        ]
    return tuple(found)


def breaks(peer: Peer) -> bool:
    """Whether calls come fast enough to be judged; background work that failed comes again, so its breaker always has calls (INT-027)."""
    return peer.background or peer.own_rate * OPEN_S >= JUDGED


def room(peer: Peer) -> int:
    """Return how many calls one instance may have under way: three deviations above the mean (INT-030)."""
    busy = peer.own_rate * peer.mean / 1000
    return max(2, ceil(busy + 3 * sqrt(busy)))


def _breaker(peer: Peer) -> tuple[Setting, ...]:
    rate = peer.own_rate
    if not breaks(peer):
        late = f"{rate:.2g} calls/s per instance: {JUDGED} calls take {JUDGED / rate:.0f} s, longer than the {OPEN_S} s it would stay open"
        return (_row("breaker", "none", ("INT-027", late)),)
    calls, many = JUDGED, 20
    detect = f"{rate:.2g} calls/s per instance are too few for a time window"
    if rate >= 2:
        window = min(60, max(10, ceil(50 / rate)))
        calls, many = max(10, int(0.4 * rate * window)), ceil(rate * window)
        detect = f"{window} s at {rate:.3g} calls/s per instance; it opens after about {calls / rate:.1f} s"
    failing = min(0.8, max(5 * (1 - peer.sla), 0.3 if peer.fallback else 0.5))
    slow = rounded(peer.p99)
    return (
        _row("breaker window", f"last {many} calls", ("INT-027", detect), ("breaker.window_calls", many)),
        _row(
            "breaker judges from", f"{calls} calls on", ("INT-027", "fewer calls say nothing about a share"), ("breaker.min_calls", calls)
        ),
        _row(
            "breaker opens at",
            f"{percent(failing)} failed",
            ("INT-028", f"promised failures are {percent(1 - peer.sla)} ({peer.source('sla')})"),
            ("breaker.failure_rate", round(failing, 3)),
        ),
        _row(
            "slow answer",
            f"{slow:.0f} ms, counted as failed",
            ("INT-028", "a peer that is slow fills the bulkhead like one that is down"),
            ("breaker.slow_ms", slow),
        ),
        *_pauses(),
        _probes(peer),
    )


def _pauses() -> tuple[Setting, ...]:
    """How long a breaker stays open at first and at most (INT-028)."""
    return (
        _row(
            "breaker stays open",
            f"{OPEN_S} s, doubled by each probe that fails",
            ("INT-028", "a short outage costs one pause, a long one few probes"),
            ("breaker.open_s", OPEN_S),
        ),
        _row(
            "breaker opens for",
            f"{10 * OPEN_S} s at most",
            ("INT-028", f"a peer that is back is found within {10 * OPEN_S} s"),
            ("breaker.open_max_s", 10 * OPEN_S),
        ),
    )


def _probes(peer: Peer) -> Setting:
    """Calls that a half-open breaker lets through: one second's worth, ten at most (INT-028)."""
    count = min(10, max(1, ceil(peer.own_rate)))
    return _row(
        "breaker probes",
        f"{count} when half open, and all must succeed",
        ("INT-028", f"one second of the {peer.own_rate:.2g} calls/s of an instance, 10 at most"),
        ("breaker.half_open_calls", count),
    )


def _room(peer: Peer) -> tuple[Setting, ...]:
    busy = peer.own_rate * peer.mean / 1000
    size = room(peer)
    worst_case = ceil(peer.own_rate * attempts(peer).timeout / 1000)
    many = f"{peer.own_rate:.2g} calls/s x {peer.mean:.0f} ms keep {busy:.2g} busy; three deviations of room on top, at least 2"
    many += f"; if every call timed out it would want {worst_case}"
    wait = min(250.0, peer.budget / 10)
    found = [
        _row("bulkhead", f"{size} at once per instance, no queue", ("INT-030", many), ("bulkhead.max_concurrent", size)),
        _row(
            "connections",
            f"{size} kept open, a new one within {wait:.0f} ms, each at most 5 min old",
            ("INT-036", "as many as the bulkhead lets through; a moved address is picked up within 5 min"),
        ),
    ]
    if peer.limit:
        found.append(_limiter(peer, peer.limit))
    return tuple(found)


def _limiter(peer: Peer, limit: float) -> Setting:
    allowed, use = 0.8 * limit, peer.rate / limit
    shared = peer.background or (peer.instances > 1 and (use > 0.5 or allowed / peer.instances < 1.3 * peer.own_rate))
    value = f"{allowed:.3g}/s for all instances together" if shared else f"{allowed / peer.instances:.3g}/s per instance"
    return _row(
        "rate limiter",
        value,
        ("INT-031", f"80 % of the limit of {limit:.3g}/s ({peer.source('limit')}); our peak uses {percent(round(use, 4))} of it"),
        ("limiter.rate_per_s", float(f"{allowed if shared else allowed / peer.instances:.3g}")),
    )
