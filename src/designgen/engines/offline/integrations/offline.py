"""Actors that work offline in, what their devices keep and how it comes back out (INT-085..093)."""

from math import ceil

from designgen.engines.offline.integrations.chapters import chapters
from designgen.knowledge.catalogue import load
from designgen.knowledge.wording import counted, duration, figure, listed, size
from designgen.model.design.api import ApiOperation
from designgen.model.design.integrations import OfflineSync, Setting
from designgen.model.facts import EntityFacts, Facts
from designgen.model.quantities import DAY
from designgen.model.wishes import Actor

RETURN_S = 60.0
"""Devices spread their first push over this after an outage, so that they do not come back as one wave."""
ROW_BYTES = 100.0
"""What the smallest row takes in a store of a browser."""


def offline_syncs(facts: Facts, choices: dict[str, str], operations: tuple[ApiOperation, ...]) -> tuple[OfflineSync, ...]:
    """Return one design per actor that works without a connection; `operations` are those of the API."""
    push, pull = _named(operations, "post"), _named(operations, "get")
    writes = choices.get("sync.offline", "command-replay") != "read-cache"
    names = {"writes": writes and bool(push), "push": push, "pull": pull}
    return tuple(_sync(actor, facts, names) for actor in facts.requirements.actors if actor.offline)


def _named(operations: tuple[ApiOperation, ...], method: str) -> str:
    return listed([f"`{one.name}`" for one in operations if one.path.startswith("/sync") and one.method == method])


def _sync(actor: Actor, facts: Facts, api: dict[str, object]) -> OfflineSync:
    uses = [use for use in facts.uses if use.operation.verb == "sync" and actor.name in use.actors]
    held = tuple(dict.fromkeys(use.entity for use in uses))
    away = actor.offline.seconds if actor.offline else 0.0
    entities = [facts.entity(key) for key in held]
    names = _names(actor, facts, entities, away) | api
    found = chapters(names, "offline-chapters")
    conflicts = tuple(row for entity in entities for row in _conflicts(entity, actor))
    return OfflineSync(
        key=f"offline:{actor.name}",
        because=(*dict.fromkeys(reason for use in uses for reason in use.because), "sync.offline", "INT-085"),
        actor=actor.name,
        purpose=f"Lets {figure(_devices(actor))} devices of {actor.name} work for {duration(away)} without a connection.",
        entities=held,
        away_s=away,
        chapters=tuple(one.model_copy(update={"settings": conflicts}) if one.title == "Who wins" else one for one in found),
    )


def _devices(actor: Actor) -> float:
    return actor.concurrent.number if actor.concurrent else actor.count.number if actor.count else 1.0


def _names(actor: Actor, facts: Facts, entities: list[EntityFacts], away: float) -> dict[str, object]:
    devices = _devices(actor)
    tenants, batch = max(1.0, facts.number("tenancy.tenants_horizon")), int(load("api_sync")["commands_at_most"])
    written = [use for use in facts.uses if use.writes and actor.name in use.actors and use.operation.verb != "sync"]
    rate = sum(use.per_second / max(1, len(use.actors)) for use in written)
    commands = ceil(rate * away / max(1.0, devices))
    pushes = devices * ceil(max(1, commands) / batch) / RETURN_S
    keep_days = max(30, ceil(away / DAY))
    secrets = [f"`{one.name}` of {entity.entity.name}" for entity in entities for one in entity.attributes if one.pii]
    peak = facts.number("load.peak_rps_horizon")
    return {
        "actor": actor.name,
        "away": duration(away),
        "kept": listed([_kept(entity, facts, away) for entity in entities]) or "the last answers",
        "kept_reason": "of the own tenant only: a device never holds another one's rows"
        if tenants > 1
        else "what a screen can open without asking",
        "intent_reason": f"`{written[0].id}` is kept as what was meant, not as a copy of the row"
        if written
        else "what was meant is kept, not a copy of the row",
        "queue_reason": f"{rate:.2g} commands/s of all devices at the peak leave {figure(commands)} per device in {duration(away)}",
        "not_kept": "tokens beside the session cookie, payments, invoices"
        if not secrets
        else f"tokens beside the session cookie; {listed(secrets)} is encrypted with a key that cannot be read out",
        "lost_reason": f"worst case until then: {duration(away)} of rows of one tenant"
        if tenants > 1
        else f"worst case until then: the rows of {duration(away)}",
        "batch": batch,
        "key_hours": ceil(away / 3600) + 24,
        "longest": f"{duration(away)} promised; {counted(keep_days, 'day')} until the changes are forgotten and all is read anew",
        "longest_reason": "the session of the actor, the list of changes and the browser's storage all live longer than what is promised",
        "storm": f"{pushes:.3g} requests/s when {figure(devices)} devices return, spread at random over {RETURN_S:.0f} s",
        "storm_reason": f"{pushes / peak:.1%} of the horizon's peak of {figure(round(peak))} requests/s".replace("%", " %")
        if peak
        else "each device waits a random part of a minute",
    }


def _kept(entity: EntityFacts, facts: Facts, away: float) -> str:
    """Say which rows of one tenant a device holds, with the rows that they contain; today or at the horizon, whichever is more."""
    passing = bool(entity.population.keep_s or entity.entity.states)
    rows = max(1, round(max(_rows(entity, facts, away, passing, horizon) for horizon in (False, True))))
    parts = [(part, rows * _per_row(part, entity)) for part in facts.entities if part.entity.part_of in (entity.key, entity.entity.name)]
    held = rows * _bytes(entity) + sum(count * _bytes(part) for part, count in parts)
    within = "".join(f" with {figure(round(count))} of {part.entity.name}" for part, count in parts)
    what = "open and of the last day" if passing else "all"
    return f"{entity.entity.name}: {what}, about {figure(rows)} rows{within}, {size(held)}"


def _rows(entity: EntityFacts, facts: Facts, away: float, passing: bool, horizon: bool) -> float:
    """Return the rows of one tenant: those of the time away and a day before it, or all."""
    population, wanted = entity.population, facts.requirements.constraints.tenancy
    count = wanted.count.number if wanted.count else 1.0
    tenants = max(1.0, facts.number("tenancy.tenants_horizon") if horizon else count if wanted.unit else 1.0)
    if not passing:
        return (population.rows_at_horizon if horizon else population.rows_now or population.rows_at_horizon) / tenants
    years = facts.number("load.horizon_years") if horizon else 0.0
    a_day = population.rows_per_year / 365 * pow(1 + facts.number("load.growth"), years)
    return float(a_day * (away / DAY + 1) / tenants)


def _per_row(part: EntityFacts, whole: EntityFacts) -> float:
    """Return how many rows of a part one row contains."""
    mine, theirs = part.population, whole.population
    if theirs.rows_per_year:
        return mine.rows_per_year / theirs.rows_per_year
    return mine.rows_at_horizon / max(1.0, theirs.rows_at_horizon)


def _bytes(entity: EntityFacts) -> float:
    """Return the bytes of one row on a device: as stored, or as large as the author said."""
    volume = entity.entity.volume
    said = float(volume.payload.bytes) if volume and volume.payload else 0.0
    return max(ROW_BYTES, entity.population.row_bytes, said)


def _conflicts(entity: EntityFacts, actor: Actor) -> list[Setting]:
    name, states = entity.entity.name, entity.entity.states
    found = []
    last = [state.name for state in states if not state.transitions]
    if states:
        moves = [f"{state.name} by {move.event}" for state in states for move in state.transitions]
        found.append(
            Setting(
                name=f"{name}: state",
                value="the server's table of moves decides; a move that is not possible any more is rejected and shown",
                reason=f"{listed(moves)}; {listed(last)} are final" if last else listed(moves),
                rule="INT-075",
            )
        )
    money = [f"`{one.name}`" for one in entity.attributes if one.type == "money"]
    if money and states:
        found.append(_amounts(entity, money))
    if any(field.scope for field in entity.entity.fields):
        found.append(
            Setting(
                name=f"{name}: number", value="given by the server", reason="a gapless number cannot be promised offline", rule="INT-089"
            )
        )
    if not states:
        value = f"read by {actor.name}; a change offline needs the version it saw, else both are shown"
        found.append(Setting(name=name, value=value, reason="few people write it, and prices are no place to merge", rule="INT-075"))
    return found


def _amounts(entity: EntityFacts, money: list[str]) -> Setting:
    """Who has the last word on amounts of a row that moves: the server, from what the row contains where it computes them (INT-089)."""
    fields = entity.entity.fields
    lines = listed([f"`{field.name}`" for field in fields if field.type in ("children", "list")])
    if not any(field.computed for field in fields):
        value = "as the command brings them, checked against the row as it is now"
    else:
        value = f"computed by the server{f' from {lines}' if lines else ''}, never taken from a device"
    reason = f"{listed(money)} of a command may rest on prices that changed while the device was away"
    return Setting(name=f"{entity.entity.name}: amounts", value=value, reason=reason, rule="INT-089")
