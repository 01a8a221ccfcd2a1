"""Invariants that set a time limit in; what each watches, the job that finds rows in time and its index, out (DATA-068).

No constraint can keep such a rule, and none should: a row that is late must still be allowed to move on. So the application acts,
and a job lists what nobody has acted on, early enough to act.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from designgen.engines.offline.database.ground import Ground
from designgen.engines.offline.database.tables import alive_predicate
from designgen.knowledge.catalogue import load
from designgen.knowledge.templates import phrase
from designgen.knowledge.wording import duration, past_tense
from designgen.model.design.database import Index, Job, KeyPart
from designgen.model.domain import Invariant as Wish
from designgen.model.facts import Attribute, EntityFacts
from designgen.syntax.identifiers import among, identifier, joined_name, literal, qualified

LIMIT = re.compile(r"\b(\w+) (?:(?:no|not) later than|within) (\d+) (hour|day|week)s? (?:after|of|from) (\w+)", re.IGNORECASE)
DAY = 86_400
SECONDS = {"hour": 3600, "day": DAY, "week": 7 * DAY}


class Deadline(NamedTuple):
    """An event that has to happen within a time after the moment in a column; `waiting` are the states before it."""

    facts: EntityFacts
    event: str
    since: Attribute
    limit_s: int
    waiting: tuple[str, ...]

    @property
    def job(self) -> str:
        """The name of the job that finds rows in time."""
        return f"check-{self.facts.table.split('.')[1].replace('_', '-')}-{self.event.replace('_', '-')}"

    @property
    def asks_after_s(self) -> int:
        """The age at which a row is listed: the limit less its lead, in whole days where the column holds a day."""
        lead = self.limit_s * load("jobs")["parameters"]["deadline_lead"]
        unit = DAY if self.since.type == "date" else 3600
        return int(self.limit_s - max(1, round(lead / unit)) * unit)


def deadlines(ground: Ground) -> tuple[Deadline, ...]:
    """Return the time limits of all entities."""
    return tuple(
        found for facts in ground.facts.entities for wish in facts.entity.invariants if (found := deadline(facts, wish)) is not None
    )


def deadline(facts: EntityFacts, wish: Wish) -> Deadline | None:
    """Return the time limit that an invariant sets: an event of the entity, a span, a date or instant of the row."""
    found = LIMIT.search(wish.text)
    if not found:
        return None
    done, number, unit, name = found.groups()
    events = dict.fromkeys(move.event for state in facts.entity.states for move in state.transitions)
    event = next((event for event in events if done.lower() in (event, past_tense(event))), "")
    since = next((known for known in facts.attributes if name in (known.name, known.source)), None)
    if not event or since is None or since.type not in ("date", "instant") or (since.type == "date" and unit.lower() == "hour"):
        return None
    waiting = states_before(facts, event)
    return Deadline(facts, event, since, int(number) * SECONDS[unit.lower()], waiting) if waiting else None


def states_before(facts: EntityFacts, event: str) -> tuple[str, ...]:
    """Return the states that a row can be in before the event and from which the event can still come."""
    moves = {state.name: state.transitions for state in facts.entity.states}
    seen = _reached(facts.first_state or "", {name: [move.to for move in found if move.event != event] for name, found in moves.items()})
    onward = {name: [move.to for move in found] for name, found in moves.items()}
    fires = {name for name, found in moves.items() if any(move.event == event for move in found)}
    return tuple(name for name in moves if name in seen and _reached(name, onward) & fires)


def _reached(start: str, moves: dict[str, list[str]]) -> set[str]:
    seen, waiting = {start}, [start]
    while waiting:
        for target in moves.get(waiting.pop(), ()):
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return seen


def deadline_indexes(ground: Ground, table: str) -> Iterator[Index]:
    """Yield the index of the few rows that still wait, by the moment that counts (DATA-119)."""
    for found in deadlines(ground):
        if found.facts.table == table:
            label = table.split(".")[1]
            yield Index(
                key=f"index:{joined_name(label, found.since.name, found.event, 'idx')}",
                because=(*found.facts.because, "DATA-068", "DATA-119"),
                table=table,
                parts=(KeyPart(expression=identifier(found.since.name)),),
                where=_waits(found, ""),
                serves=(f"job:{found.job}",),
            )


def deadline_jobs(ground: Ground) -> Iterator[Job]:
    """Yield the job of each time limit, once a day, or four times within a shorter lead of an instant."""
    for found in deadlines(ground):
        lead = found.limit_s - found.asks_after_s
        yield Job(
            key=f"job:{found.job}",
            because=(*found.facts.because, "DATA-068"),
            does=f"Lists rows of {found.facts.table} not yet {past_tense(found.event).replace('_', ' ')} {duration(found.asks_after_s)}"
            f" after {found.since.name}, {duration(lead)} before the limit; a run that lists a row has failed.",
            role=ground.role("worker"),
            every_s=DAY if found.since.type == "date" else min(DAY, max(900, lead // 4)),
            statement=phrase(
                load("statements")["late"],
                table=qualified(found.facts.table),
                column=identifier(found.since.name),
                waiting=_waits(found, "late."),
                reached=_reached_by(ground, found),
            ).strip(),
            tables=(found.facts.table,),
            batch=0,
            alert=f"alert:job-{found.job}",
        )


def _waits(found: Deadline, row: str) -> str:
    alive = alive_predicate(found.facts)
    return among(f"{row}status", found.waiting) + (f" AND {row}{alive}" if alive else "")


def _reached_by(ground: Ground, found: Deadline) -> str:
    """Return the last moment whose rows are due to be listed; days are those of the place, not of UTC."""
    if found.since.type == "date":
        zone = literal(ground.facts.requirements.project.timezone or "UTC")
        return f"(now() AT TIME ZONE {zone})::date - {found.asks_after_s // DAY}"
    return f"now() - interval '{found.asks_after_s} seconds'"
