"""Requirements, operations, jobs and adapters in; phases with their effort and weeks out (DEL-004..007)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from designgen.engines.offline.platform.brief import Brief, nearest
from designgen.engines.offline.platform.precedence import ranked
from designgen.engines.offline.platform.stakes import some
from designgen.knowledge import catalogue, conditions, templates
from designgen.knowledge.wording import article, counted, listed, lower_first, upper_first
from designgen.model.design.database import Job
from designgen.model.design.delivery import Phase, Work
from designgen.model.wishes import Requirement
from designgen.sizing.effort import together, weekly_capacity

ORDER = {"must": 0, "should": 1, "could": 2}
GOALS = {
    "must": "Everything without which {project} cannot open.",
    "should": "What {project} is expected to do on its first day.",
    "could": "What may come after the opening.",
}


@dataclass(frozen=True)
class Counts:
    """What other parts of the section came to, for the titles of work."""

    alerts: int
    runbooks: int
    latency: str


def phases(brief: Brief, names: dict[str, object], counts: Counts) -> tuple[Phase, ...]:
    """Return the phases: a walking skeleton, the features by priority, hardening and opening."""
    words = names | {
        "alerts": counts.alerts,
        "runbooks": counts.runbooks,
        "observability": brief.choice("platform.observability", "saas"),
        "provider": brief.choice("identity.provider", "saas"),
        "peak_text": f"{brief.number('load.peak_rps_horizon') or brief.number('load.peak_rps'):.3g}",
    }
    wishes = ranked(brief)
    thin = next((one for one in wishes if _stored(brief, one)), next((one for one in wishes if _serving(brief, one)), None))
    found = [_skeleton(brief, words, thin)]
    built = set(_serving(brief, thin)[:1]) if thin else set[str]()
    for priority in ORDER:
        found += _features(brief, [one for one in wishes if one.priority == priority], priority, built)
    late = [index for index, phase in enumerate(found) if phase.key.startswith("phase:could")]
    found.insert(late[0] if late else len(found), _opening(brief, words, counts))
    return tuple(_with_weeks(brief, phase) for phase in found)


def _with_weeks(brief: Brief, phase: Phase) -> Phase:
    weeks = together(work.days for work in phase.work).p80 / weekly_capacity(max(1.0, brief.number("team.devs", 4)))
    return phase.model_copy(update={"weeks": round(weeks, 1)})


def _through(brief: Brief) -> str:
    """The parts that a first request passes, as they are called here."""
    kinds = ("proxy", "gateway", "app", "database", "broker", "worker")
    return listed([lower_first(one.title) for one in brief.of_kind(*kinds)]) or "every part"


def _behind(brief: Brief, jobs: Sequence[Job]) -> Iterator[str]:
    """Yield the requirements that need a job: its own, and those of the operations that leave work to it."""
    wishes = {wish.id for wish in brief.facts.requirements.requirements}
    yield from (need for job in jobs for need in job.because if need in wishes)
    if jobs:
        yield from (need for one in brief.operations if one.asynchronous for need in one.requirements)


def _works(rows: Iterable[dict[str, Any]], words: dict[str, object]) -> tuple[Work, ...]:
    return tuple(
        Work(title=templates.phrase(row["title"], **words), days=row["days"], because=(row["because"],))
        for row in rows
        if conditions.holds(row.get("when", "true"), words)
    )


def _skeleton(brief: Brief, words: dict[str, object], thin: Requirement | None) -> Phase:
    work = list(_works(catalogue.load("effort")["platform"], words))
    first = _serving(brief, thin)[:1] if thin else ()
    work += [_feature(brief, thin, first)] if thin and first else []
    worked = _worked(brief)[:1] if brief.of_kind("worker") else []
    work += _job_work(worked)
    shown = _shown(brief, first[0]) if first else "The empty service runs in production."
    shown += f" The worker runs {worked[0].name}, whose alert is silent." if worked else ""
    return Phase(
        key="phase:walking-skeleton",
        because=("DEL-004", *dict.fromkeys((*((thin.id,) if thin else ()), *_behind(brief, worked)))),
        title="Walking skeleton",
        goal=f"One thin journey through {_through(brief)}, deployed by the pipeline and watched.",
        work=tuple(work),
        shows=shown,
        exit_criteria=(
            "A change reaches production through the pipeline within 15 minutes.",
            "`probe-failing` fires when the service is stopped, and its runbook anchor opens.",
            f"Metrics of {words['service']} carry the names that the rules use.",
        ),
    )


def _shown(brief: Brief, name: str) -> str:
    """The first operation in production, by whoever calls it."""
    operation = next(one for one in brief.operations if one.name == name)
    known = {actor.name: actor for actor in brief.facts.requirements.actors}
    callers = [known[name] for name in operation.actors if name in known]
    who = upper_first(listed([article(actor.name) for actor in callers], "or")) or "A caller"
    signs = any(actor.signs_in for actor in callers) or not operation.public
    table = next((one.name for one in brief.database.tables if one.entity == operation.entity and one.kind == "entity"), "the table")
    return f"{who} {'signs in and ' if signs else ''}calls `{name}` in production, and the row stands in {table}."


def _features(brief: Brief, wishes: list[Requirement], priority: str, built: set[str]) -> list[Phase]:
    """Return one phase per six weeks of work, in the order written (DEL-004).

    Where a phase ends depends on all work of its priority, so each is there for all requirements of that priority, and for
    those that use the same entities: what one of them creates is read back by another.
    """
    work = [piece for wish in wishes for piece in _pieces(brief, wish, built)]
    first = min((one.priority for one in brief.facts.requirements.requirements if one.priority in ORDER), key=ORDER.__getitem__, default="")
    work += [piece for piece in _flows(brief) if _phase_of(brief, piece, first) == priority]
    if priority == first:
        work = _job_work(_worked(brief)[1 if brief.of_kind("worker") else 0 :]) + work + _peers(brief) + _job_work(_kept(brief))
    capacity = weekly_capacity(max(1.0, brief.number("team.devs", 4))) * float(catalogue.load("effort")["longest_phase_weeks"])
    groups: list[list[Work]] = []
    for piece in work:
        if not groups or together(one.days for one in (*groups[-1], piece)).p80 > capacity:
            groups.append([])
        groups[-1].append(piece)
    asked = {wish.id: None for wish in wishes}
    touched = {one.entity for one in brief.operations if asked.keys() & set(one.requirements)}
    touched |= {one.target for entity in brief.facts.entities if entity.key in touched for one in entity.attributes if one.target}
    shared = {need: None for entity in brief.facts.entities if entity.key in touched for need in entity.because}
    shared |= {need: None for one in brief.operations if one.entity in touched for need in one.requirements}
    parts = [_feature_phase(brief, group, priority, (index, len(groups))) for index, group in enumerate(groups, start=1)]
    return [phase.model_copy(update={"because": tuple(dict.fromkeys((*phase.because, *asked, *shared)))}) for phase in parts]


def _feature_phase(brief: Brief, group: list[Work], priority: str, place: tuple[int, int]) -> Phase:
    index, of = place
    reasons = tuple(dict.fromkeys(reason for work in group for reason in work.because if not reason.startswith(("DEL-", "ASM-", "DATA-"))))
    titles = {one.id: one.title or one.id for one in brief.facts.requirements.requirements}
    named = [titles[reason] for reason in reasons if reason in titles]
    part = f" {index}" if of > 1 else ""
    return Phase(
        key=f"phase:{priority}-{index}" if index > 1 else f"phase:{priority}",
        because=("DEL-002", *reasons),
        title=f"{priority.capitalize()} have{part}: {_called(named)}",
        goal=GOALS[priority].format(project=brief.facts.requirements.project.name)
        if named
        else "What the requirements of this priority stand on.",
        work=tuple(group),
        shows=f"{listed(named)}." if named else f"{group[0].title}, shown against a fake and against the real thing.",
        exit_criteria=(*_exits(brief, named, reasons),),
    )


def _exits(brief: Brief, named: list[str], reasons: tuple[str, ...]) -> Iterator[str]:
    """When a phase is done: its scenarios and promises, or its parts under failure."""
    mine = [one for one in brief.operations if set(one.requirements) & set(reasons) and one.p95_ms]
    strict = min((one.p95_ms for one in mine), default=0.0)
    if named:
        asked = [reason for reason in reasons if ":" not in reason or reason.startswith("DEF-")]
        yield f"Every test scenario of {listed(asked) or 'these requirements'} passes without a hand."
    if strict:
        quick = [f"`{one.name}`" for one in mine if one.p95_ms == strict]
        yield f"At the design peak no operation misses its p95, {strict:g} ms for {some(quick)}."
    if any(reason.startswith("adapter:") for reason in reasons):
        peers = [reason.partition(":")[2] for reason in reasons if reason.startswith("adapter:")]
        yield f"{upper_first(listed(peers))} switched off in turn: everything else works."
    if not named:
        yield "Each is killed in the middle of its work, and nothing is lost or done twice."


def _called(named: list[str]) -> str:
    """A phase by its requirements; one without any holds what they stand on."""
    return named[0] if len(named) == 1 else counted(len(named), "requirement") if named else "adapters and jobs"


def _pieces(brief: Brief, wish: Requirement, built: set[str]) -> list[Work]:
    new = tuple(name for name in _serving(brief, wish) if name not in built)
    built.update(new)
    return [_feature(brief, wish, new)] if new else []


def _serving(brief: Brief, wish: Requirement | None) -> tuple[str, ...]:
    """Names of the operations that a requirement is the nearest home of, creations first: nothing can be shown before."""
    homes = nearest(brief)
    found = [one for one in brief.operations if wish and homes.get(one.name) == wish.id]
    return tuple(one.name for one in sorted(found, key=lambda one: (one.kind != "create", not one.entity)))


def _stored(brief: Brief, wish: Requirement) -> bool:
    """Whether the first operation of a requirement stores a row of its own, so that it passes every part."""
    first = _serving(brief, wish)[:1]
    return any(one.name in first and one.kind == "create" and one.entity for one in brief.operations)


def _feature(brief: Brief, wish: Requirement, names: tuple[str, ...]) -> Work:
    costs = catalogue.load("effort")
    people = {actor.name for actor in brief.facts.requirements.actors if actor.kind == "human"}
    days, entities = 0.0, set[str]()
    for operation in brief.operations:
        if operation.name in names:
            days += costs["operation"][operation.kind] + (costs["screen"][operation.kind] if people & set(operation.actors) else 0)
            entities |= {operation.entity} if operation.kind == "create" and operation.entity else set()
    days += costs["entity"] * len(entities)
    return Work(title=f"{wish.title or wish.id}: {listed(list(names))}", days=days, because=(wish.id, "DEL-006"))


def _peers(brief: Brief) -> list[Work]:
    costs, found = catalogue.load("effort"), []
    webhooks = {peer.id for peer in brief.facts.requirements.integrations if peer.webhooks}
    for adapter in brief.adapters:
        if adapter.name == "identity-provider":
            continue
        family = next((name for name in costs["integration"] if adapter.protocol.startswith(name)), "other")
        days = costs["integration"][family] + (costs["webhook_extra"] if adapter.name in webhooks else 0)
        days *= costs["unknown_factor"] if len(adapter.unknowns) >= 3 else 1
        found.append(Work(title=f"Adapter to {adapter.title} with contract tests", days=days, because=(adapter.key, "ASM-12")))
    return found


def _phase_of(brief: Brief, piece: Work, first: str) -> str:
    """The priority of the requirement that a pipeline or an offline client serves; the first where none does."""
    wanted = {one.id: one.priority for one in brief.facts.requirements.requirements if one.priority in ORDER}
    part = next((one for one in (*brief.pipelines, *brief.offline) if one.key in piece.because), None)
    served = [wanted[reason] for reason in part.because if reason in wanted] if part else []
    return min(served, key=ORDER.__getitem__, default=first)


def _flows(brief: Brief) -> list[Work]:
    """Pipelines and working offline: what no operation of the API shows."""
    costs = catalogue.load("effort")
    found = [
        Work(title=f"Pipeline {one.name}: contract, checks, rerun, alert", days=costs["pipeline"], because=(one.key, "INT-144"))
        for one in brief.pipelines
    ]
    return found + [
        Work(
            title=f"Client of {one.actor} without a connection: store, commands, conflicts of {_last(one.entities)}",
            days=costs["offline"],
            because=(one.key, "INT-086"),
        )
        for one in brief.offline
    ]


def _last(keys: tuple[str, ...]) -> str:
    return listed([key.rsplit(".", 1)[-1] for key in keys])


def _kept(brief: Brief) -> list[Job]:
    """The jobs that remove rows; the opening needs them, no requirement does."""
    return [job for job in brief.database.jobs if job.name.startswith(("purge-", "erase-"))]


def _worked(brief: Brief) -> list[Job]:
    """The jobs that requirements need, first the one that takes what requests leave behind."""
    found = [job for job in brief.database.jobs if job not in _kept(brief)]
    return sorted(found, key=lambda job: job.name != "take-jobs")


def _job_work(jobs: list[Job]) -> list[Work]:
    each = float(catalogue.load("effort")["job"])
    purging = all(job.name.startswith(("purge-", "erase-")) for job in jobs)
    named = f"{'Jobs' if len(jobs) > 1 else 'Job'} {listed([job.name for job in jobs])}"
    done = f"{counted(len(jobs), 'job')} that purge and erase" if purging else named
    title = f"{done} with {'their alerts' if len(jobs) > 1 else 'its alert'}"
    return [Work(title=title, days=each * len(jobs), because=("DATA-082", "DEL-006"))] if jobs else []


def _opening(brief: Brief, words: dict[str, object], counts: Counts) -> Phase:
    must_fix = "No threat of the security page is without its control."
    return Phase(
        key="phase:opening",
        because=("DEL-004", "DEL-034"),
        title="Hardening and opening",
        goal=f"{brief.facts.requirements.project.name} can be opened, and brought back.",
        work=_works(catalogue.load("effort")["hardening"], words),
        shows="A recovery rehearsal with the clock running, then the opening.",
        exit_criteria=(
            "A backup was restored and compared, and the measured time is within the estimate of operations/recovery.md.",
            f"The objectives held for 14 days in staging; {counts.latency} stayed within budget.",
            must_fix,
            f"Each of the {counts.runbooks} runbooks was used once by someone who did not write it.",
        ),
    )
