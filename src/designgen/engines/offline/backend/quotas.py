"""Operations and actors in, quotas out: how often one caller may ask, by kind of caller and of work (API-075, API-094)."""

from collections.abc import Iterable
from math import ceil

from designgen.engines.offline.backend.guests import SESSION, is_guest, is_open
from designgen.engines.offline.backend.reading import Brief
from designgen.knowledge.catalogue import load
from designgen.knowledge.wording import figure
from designgen.model.design.api import ApiOperation, RatePolicy
from designgen.model.wishes import Actor

AT_ONCE = 0.2
LEAST, WINDOW = 60, 60


def rate_policies(brief: Brief, operations: tuple[ApiOperation, ...]) -> tuple[RatePolicy, ...]:
    """Return one quota for each kind of caller, then those of work that costs more or invites misuse."""
    names = tuple(dict.fromkeys(name for operation in operations for name in operation.actors))
    return (*(_of_actor(brief, brief.actor(name), operations) for name in names), *_of_work(brief, operations))


def requests_a_minute(brief: Brief, actor: Actor, operations: Iterable[ApiOperation]) -> int:
    """Return the quota of one caller in a minute: three times its share of the peak, at least 60 (API-075)."""
    rate = sum(_share(operation, brief) for operation in operations if actor.name in operation.actors)
    return max(LEAST, ceil(3 * WINDOW * rate / _concurrent(actor)))


def _of_actor(brief: Brief, actor: Actor, operations: tuple[ApiOperation, ...]) -> RatePolicy:
    rate = sum(_share(operation, brief) for operation in operations if actor.name in operation.actors)
    quota = requests_a_minute(brief, actor, operations)
    at_once = figure(_concurrent(actor))
    floor = f", below the least quota of {LEAST}" if quota == LEAST else ""
    return RatePolicy(
        name=actor.name,
        quota=quota,
        window_s=WINDOW,
        counts=_caller(brief, actor),
        reason=f"3 times {figure(float(f'{rate:.3g}'))} requests a second at the peak, shared by {at_once} callers at once{floor}",
    )


def _of_work(brief: Brief, operations: tuple[ApiOperation, ...]) -> list[RatePolicy]:
    row = load("api_guests")
    exports = tuple(operation.name for operation in operations if operation.kind == "export")
    sent = tuple(o.name for o in operations if o.kind == "create" and o.public and any(is_open(brief, name) for name in o.actors))
    found = []
    if any(operation.name == SESSION for operation in operations):
        reason = "codes are short enough to be guessed by the million"
        found.append(RatePolicy(name="entry", quota=row["sessions_a_minute"], counts="address", covers=(SESSION,), reason=reason))
    if sent:
        reason = "nobody signs in, so one household must not speak for many"
        found.append(
            RatePolicy(
                name="submission", quota=row["submissions_an_hour"], window_s=3600, counts="address and device", covers=sent, reason=reason
            )
        )
    if exports:
        reason = "each one reads whole tables"
        found.append(_hourly("export", row["exports_an_hour"], "account", exports, reason))
    return found


def _hourly(name: str, quota: int, counts: str, covers: tuple[str, ...], reason: str) -> RatePolicy:
    return RatePolicy(name=name, quota=quota, window_s=3600, counts=counts, covers=covers, reason=reason)


def _share(operation: ApiOperation, brief: Brief) -> float:
    """Return the calls a second of one kind of caller: the rate divided by the heads of those who share it."""
    heads = [_concurrent(brief.actor(name)) for name in operation.actors]
    return operation.per_second if len(heads) <= 1 else operation.per_second * max(heads) / sum(heads)


def _concurrent(actor: Actor) -> float:
    """Return how many of an actor work at once; unknown is one in five."""
    if actor.concurrent:
        return max(1.0, actor.concurrent.number)
    return max(1.0, AT_ONCE * actor.count.number) if actor.count else 1.0


def _caller(brief: Brief, actor: Actor) -> str:
    if is_guest(brief, actor.name):
        return "guest token"
    if is_open(brief, actor.name):
        return "address"
    return {"human": "account", "system": "client", "device": "device"}[actor.kind]
