"""Peers, webhooks, offline actors and pipelines in; their service level objectives out (REL-003)."""

from designgen.engines.offline.platform.brief import Brief
from designgen.knowledge import catalogue
from designgen.knowledge.templates import phrase
from designgen.knowledge.wording import duration, millis
from designgen.model.design.api import ApiOperation
from designgen.model.design.integrations import Adapter
from designgen.model.design.operations import Objective
from designgen.sizing.availability import downtime_minutes
from designgen.sizing.naming import snake

SIGN_IN = "identity-provider"


def flow_objectives(brief: Brief, service: str, worker: str) -> tuple[Objective, ...]:
    """Return what is promised of data that enters, leaves or comes back."""
    found = [_peer(brief, adapter, service) for adapter in brief.adapters if adapter.settings and adapter.name != SIGN_IN]
    found += _webhooks(brief, service, worker)
    found += _offline(brief, service)
    found += [_work(one, worker) for one in brief.operations if one.p95_ms and is_work(one)]
    return (*found, *(_pipeline(brief, index, worker) for index in range(len(brief.pipelines))))


def is_work(operation: ApiOperation) -> bool:
    """Whether an operation only begins work whose end is promised: it answers 202 with the operation to ask for."""
    return operation.status == 202 and operation.response == "Operation"


def _work(one: ApiOperation, worker: str) -> Objective:
    """What is promised of work is when it ends; the answer that it began says nothing of that (REL-005)."""
    row = _row("work", worker=worker, operation=one.name, within=millis(one.p95_ms), bound=boundary(one.p95_ms))
    return _made(
        f"work-{snake(one.name).replace('_', '-')}", row, ("REL-005", one.key, *one.requirements), max(one.per_second, 1e-9)
    ).model_copy(update={"operations": (one.name,)})


def boundary(threshold_ms: float) -> str:
    """Return the bucket label in both spellings of whole seconds."""
    seconds = f"{threshold_ms / 1000:g}"
    return seconds if "." in seconds else f"{seconds}|{seconds}.0"


def _row(key: str, **values: object) -> dict[str, str | float]:
    row = dict(catalogue.load("objectives")["flows"][key])
    return {name: phrase(text, **values) if isinstance(text, str) else text for name, text in row.items()}


def _made(name: str, row: dict[str, str | float], because: tuple[str, ...], per_second: float) -> Objective:
    target = float(row["target"])
    return Objective(
        key=f"slo:{name}",
        because=("REL-003", *because),
        title=str(row["title"]),
        indicator=str(row["indicator"]),
        target=target,
        error_query=str(row["query"]),
        minutes_per_month=round(downtime_minutes(target), 1) if per_second == 0 else 0,
        per_second=per_second,
    )


def _peer(brief: Brief, adapter: Adapter, service: str) -> Objective:
    """Success of the calls: no stricter than what the peer promises, no stricter than our own target."""
    wanted = next((one for one in brief.facts.requirements.integrations if one.id == adapter.name), None)
    promised = wanted.sla.fraction if wanted and wanted.sla else 0.995
    target = min(promised, brief.number("availability.target", 0.999))
    row = _row("peer", service=service, peer=adapter.name) | {"target": target}
    return _made(f"peer-{adapter.name}", row, (adapter.key,), max(adapter.per_second, 1e-6))


def _webhooks(brief: Brief, service: str, worker: str) -> list[Objective]:
    rate = brief.number("ingress.rate")
    if not rate:
        return []
    sources = tuple(one.key for one in brief.adapters if one.receives)
    return [
        _made("webhook-accepted", _row("webhook_accepted", service=service), sources, rate),
        _made("webhook-processed", _row("webhook_processed", worker=worker), sources, rate),
    ]


def _offline(brief: Brief, service: str) -> list[Objective]:
    found = []
    for one in brief.offline:
        writes = sum(
            operation.per_second
            for operation in brief.operations
            if one.actor in operation.actors and operation.method == "post" and operation.path.startswith("/sync")
        )
        row = _row("sync", service=service, actor=one.actor, away=duration(one.away_s))
        found.append(_made(f"sync-{one.actor.replace('_', '-')}", row, (one.key, *one.because[:1]), max(writes, 1e-6)))
    return found


def _pipeline(brief: Brief, index: int, worker: str) -> Objective:
    one = brief.pipelines[index]
    row = _row("pipeline", worker=worker, pipeline=one.name, fresh=duration(one.fresh_s), fresh_s=f"{one.fresh_s:.0f}")
    return _made(f"pipeline-{one.name}", row, (one.key, *one.because), 0)
