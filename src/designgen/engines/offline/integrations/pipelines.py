"""Pipelines and the entities they fill in, their designs out: source, staging, checks, quarantine, backfill, freshness (A11)."""

from collections.abc import Iterator

from designgen.engines.offline.integrations.bulk import loading, summing
from designgen.engines.offline.integrations.chapters import chapters
from designgen.knowledge import catalogue
from designgen.knowledge.wording import duration, listed, percent
from designgen.model.design.integrations import Pipeline, Setting
from designgen.model.design.opinion import ClarifyingQuestion
from designgen.model.facts import EntityFacts, Facts, Use
from designgen.model.peers import Pipeline as Wish
from designgen.model.quantities import DAY, Duration
from designgen.syntax.slug import slug

LATE_TIMES = 1.5
"""A pipeline is late after this multiple of its interval (SVC-080)."""
WEEK = 7 * DAY


def pipelines(facts: Facts) -> tuple[Pipeline, ...]:
    """Return the design of each pipeline that the requirements name."""
    return tuple(_pipeline(wish, facts) for wish in facts.requirements.pipelines)


def _pipeline(wish: Wish, facts: Facts) -> Pipeline:
    target, source = _entity(wish.sink, facts), _entity(wish.source, facts)
    asked = _asked(wish, facts)
    every = Duration.of(wish.every.split(" ")[0]).seconds if wish.every else DAY
    names = loading(wish, facts, target, every) if target else summing(wish, source, asked, every)
    fresh = min((use.stale_s for use in asked if use.stale_s), default=0.0) if not target else 0.0
    names |= _shared(wish, every, fresh) | _unkept(wish, facts)
    found = chapters(names, "pipeline-chapters")
    checks = _checks(wish, target, source)
    return Pipeline(
        key=f"pipeline:{slug(wish.id)}",
        because=(*dict.fromkeys(reason for use in asked for reason in use.because), "SVC-080", "SVC-081", "SVC-082"),
        title=wish.id,
        purpose=str(names["purpose"]),
        source=wish.source,
        sink=target.key if target else wish.sink,
        every_s=every,
        fresh_s=every * LATE_TIMES,
        chapters=tuple(one.model_copy(update={"settings": checks}) if one.title.startswith("What is checked") else one for one in found),
    )


def questions(facts: Facts) -> Iterator[ClarifyingQuestion]:
    """Ask where the result of a pipeline is kept when it fills no entity and the reports of its name need nothing stored (DATA-101)."""
    for wish in facts.requirements.pipelines:
        readers = _unserved(wish, facts)
        if not readers:
            continue
        names, sink = listed([f"`{use.id}`" for use in readers]), wish.sink
        yield ClarifyingQuestion(
            key=f"question:{slug(wish.id)}-kept",
            because=(*dict.fromkeys(reason for use in readers for reason in use.because), "DATA-101", "SVC-080"),
            text=f"Pipeline {wish.id} fills {sink}, which no entity of the domain holds: who reads a kept {sink} that {names} cannot give?",
            why=f"{names} reads few enough rows of {wish.source} to compute {sink} at each call, which is never older than the rows.",
            assumed=f"{sink} has no table; {names} reads {wish.source}, and nobody waits for a run of {wish.id}.",
            changes=f"An entity {sink} gets a table that {wish.id} fills; without a reader {wish.id} can leave the requirements.",
            ask="product owner",
            value=4.0,
            provisional=(f"pipeline:{slug(wish.id)}",),
        )


def _unserved(wish: Wish, facts: Facts) -> list[Use]:
    """Return the reports that compute at each call what a pipeline without a table would keep for them."""
    if _entity(wish.sink, facts) or facts.holds("aggregate"):
        return []
    return [use for use in _asked(wish, facts) if use.operation.verb == "report"]


def _unkept(wish: Wish, facts: Facts) -> dict[str, object]:
    names = listed([f"`{use.id}`" for use in _unserved(wish, facts)])
    if not names:
        return {}
    return {
        "publish_says": f"{names} reads {wish.source} at each call; {wish.sink} has no table until the open question says who needs one.",
        "fresh_reason": f"counts for a kept {wish.sink} only; what {names} reads at each call is never older than its rows",
    }


def _entity(name: str, facts: Facts) -> EntityFacts | None:
    return next((one for one in facts.entities if name in (one.key, one.entity.name)), None)


def _asked(wish: Wish, facts: Facts) -> tuple[Use, ...]:
    """The operations that the pipeline serves: imports into its sink, reports of its name."""
    sink = wish.sink.rsplit(".", 1)[-1]
    return tuple(
        use for use in facts.uses if use.operation.entity.rsplit(".", 1)[-1] == sink and use.operation.verb in ("import", "report")
    )


def _shared(wish: Wish, every: float, fresh: float) -> dict[str, object]:
    limit = every * LATE_TIMES
    asked = f"the report promises {duration(fresh)}, and {duration(limit)} fit into it" if fresh else ""
    if fresh and fresh < limit:
        asked = (
            f"above the {duration(fresh)} that the report promises: a run every {duration(fresh / LATE_TIMES)} keeps it, "
            f"or a promise of {duration(limit)}"
        )
    return {
        "pipeline": wish.id,
        "fresh": f"at most {duration(limit)} old; older is a ticket",
        "smallest": int(catalogue.load("constants")["smallest_group"]),
        "fresh_reason": asked or f"{LATE_TIMES:g} x the interval of {duration(every)}: one missed run is noticed, a slow one is not",
    }


def _checks(wish: Wish, target: EntityFacts | None, source: EntityFacts | None) -> tuple[Setting, ...]:
    found = [_check(rule, "the row is refused", "written in the requirements") for rule in wish.quality]
    if target:
        return (*found, *_row_checks(wish, target))
    if source:
        money = [one.name for one in source.attributes if one.type == "money"]
        sums = [f"sum of `{name}` by day in {source.table} and in {wish.sink}" for name in money[-1:]]
        found += [_check("control sum", "no difference", text) for text in sums]
        judged = "four weeks back; a day that is still running grows with each run, so it is not judged"
        found.append(_check("rows of a finished day", "half to twice the same weekday's median, else a ticket", judged))
    return tuple(found)


def _row_checks(wish: Wish, target: EntityFacts) -> list[Setting]:
    """What every row from outside has to keep: its references, the table's own rules, and the share that may be refused."""
    asked = " ".join(wish.quality)
    known = [one for one in target.attributes if one.target and one.name.removesuffix("_id") not in asked]
    found = [_check(f"`{one.name}` exists", "the row is refused", f"refers to {one.target}") for one in known]
    kept = "holds between all rows that stay, so it is checked before the merge; the row that a new version replaces does not count"
    found += [_check(one.text, "the row is refused", kept) for one in target.entity.invariants if one.text]
    limit = percent(float(catalogue.load("constants")["reject_share"]))
    return [*found, _check("share of refused rows", f"above {limit} nothing is published", "a sender's mistake in a column hits every row")]


def _check(name: str, value: str, reason: str) -> Setting:
    return Setting(name=name, value=value, reason=reason, rule="SVC-081")
