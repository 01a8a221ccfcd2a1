"""Actors that work offline in, what their devices keep and how it comes back out (INT-085..093)."""

from math import ceil

from designgen.engines.offline.integrations.chapters import chapters
from designgen.knowledge.wording import counted, duration, figure, listed, size
from designgen.model.design.api import ApiOperation
from designgen.model.design.integrations import OfflineSync, Setting
from designgen.model.facts import EntityFacts, Facts
from designgen.model.quantities import DAY
from designgen.model.wishes import Actor

RETURN_S = 60.0
"""Devices spread their first push over this after an outage, so that they do not come back as one wave."""
BATCH = 50


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
    tenants = max(1.0, facts.number("tenancy.tenants_horizon"))
    written = [use for use in facts.uses if use.writes and actor.name in use.actors and use.operation.verb != "sync"]
    rate = sum(use.per_second / max(1, len(use.actors)) for use in written)
    commands = ceil(rate * away / max(1.0, devices))
    pushes = devices * ceil(max(1, commands) / BATCH) / RETURN_S
    keep_days = max(30, ceil(away / DAY))
    secrets = [f"`{one.name}` of {entity.entity.name}" for entity in entities for one in entity.attributes if one.pii]
    peak = facts.number("load.peak_rps_horizon")
    return {
        "actor": actor.name,
        "away": duration(away),
        "kept": listed([_kept(entity, tenants, away) for entity in entities]) or "the last answers",
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
        "key_hours": ceil(away / 3600) + 24,
        "longest": f"{duration(away)} promised; {counted(keep_days, 'day')} until the changes are forgotten and all is read anew",
        "longest_reason": "the session of the actor, the list of changes and the browser's storage all live longer than what is promised",
        "storm": f"{pushes:.3g} requests/s when {figure(devices)} devices return, spread at random over {RETURN_S:.0f} s",
        "storm_reason": f"{pushes / peak:.1%} of the horizon's peak of {figure(round(peak))} requests/s".replace("%", " %")
        if peak
        else "each device waits a random part of a minute",
    }


def _kept(entity: EntityFacts, tenants: float, away: float) -> str:
    population = entity.population
    keeps = bool(population.keep_s)
    rows = (
        population.rows_per_year / 365 * (away / DAY + 1)
        if keeps or entity.entity.states
        else population.rows_at_horizon or population.rows_now
    )
    rows /= tenants
    what = "open and of the last day" if keeps or entity.entity.states else "all"
    return (
        f"{entity.entity.name}: {what}, about {figure(max(1, round(rows)))} rows, {size(max(1, rows) * max(100.0, population.row_bytes))}"
    )


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
        found.append(
            Setting(
                name=f"{name}: amounts",
                value="computed by the server from the lines, never taken from a device",
                reason=f"{listed(money)}: two devices that add dishes both keep them",
                rule="INT-089",
            )
        )
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
