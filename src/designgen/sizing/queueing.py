"""Arrival rate and service time in, waiting out: the queueing formulas behind pools, instances and fan-outs.

Rates are per second, times in seconds.
"""

import math
from math import exp, inf, log, sqrt

NORMAL_95, NORMAL_99, NORMAL_999 = 1.6449, 2.3263, 3.0902
"""Quantiles of the standard normal distribution."""


def erlang_c(servers: int, load: float) -> float:
    """Return the probability that a request waits, for `load` erlangs on `servers` (CAP-005).

    Erlang B by its stable recursion, then Erlang's delay formula (A. K. Erlang, 1917).
    """
    if load >= servers:
        return 1.0
    blocked = 1.0
    for k in range(1, servers + 1):
        blocked = load * blocked / (k + load * blocked)
    use = load / servers
    return blocked / (1 - use * (1 - blocked))


def mean_wait(servers: int, rate: float, service: float) -> float:
    """Return the mean wait of M/M/c (CAP-005); infinite when the load does not fit."""
    spare = servers / service - rate
    return erlang_c(servers, rate * service) / spare if spare > 0 else inf


def p99_wait(servers: int, rate: float, service: float) -> float:
    """Return the wait that 1 % of the requests exceed: max(0, ln(100 C) / (c mu - lambda)) (CAP-005)."""
    spare = servers / service - rate
    return max(0.0, log(100 * erlang_c(servers, rate * service)) / spare) if spare > 0 else inf


def general_wait(servers: int, rate: float, service: float, arrival: float = 1.0, spread: float = 1.0) -> float:
    """Return the mean wait of G/G/c by Sakasegawa (1977); one server gives Kingman's formula (CAP-006).

    `arrival` and `spread` are the squared coefficients of variation of arrivals and of service times.
    """
    use = rate * service / servers
    if use >= 1:
        return inf
    return (arrival + spread) / 2 * math.pow(use, sqrt(2 * (servers + 1)) - 1) / (servers * (1 - use)) * service


def in_flight(rate: float, seconds: float) -> float:
    """Return how many are busy at once: Little's law L = lambda W (CAP-002)."""
    return rate * seconds


def places(rate: float, seconds: float) -> float:
    """Return the places a pool or bulkhead needs: the mean in flight plus three standard deviations (INT-030)."""
    busy = in_flight(rate, seconds)
    return busy + 3 * sqrt(busy)


def leg_quantile(legs: int, quantile: float = 0.95) -> float:
    """Return the quantile each of `legs` parallel calls has to keep for the whole to keep `quantile` (CAP-040)."""
    return math.pow(quantile, 1 / legs)


def sigma(p50: float, p99: float) -> float:
    """Return the shape of the lognormal latency through two percentiles: ln(p99 / p50) / 2.3263 (DRV-08)."""
    return log(p99 / p50) / NORMAL_99


def lognormal_mean(p50: float, shape: float) -> float:
    """Return the mean of a lognormal latency (DRV-08)."""
    return p50 * exp(shape**2 / 2)


def lognormal_p999(p50: float, shape: float) -> float:
    """Return the 99.9th percentile of a lognormal latency (DRV-08)."""
    return p50 * exp(NORMAL_999 * shape)
