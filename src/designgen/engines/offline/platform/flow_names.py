"""Peers, pipelines and offline actors of a design in; their names and statements for the gaps of runbooks and threats out."""

from designgen.engines.offline.platform.brief import Brief
from designgen.engines.offline.platform.upkeep import AS_TENANT
from designgen.knowledge.templates import phrase
from designgen.knowledge.wording import article, duration, listed, upper_first
from designgen.model.design.database import Table
from designgen.model.design.integrations import Adapter
from designgen.sizing.naming import plural

SUMS = (
    "select date_trunc('day', {{ stamp }}) as day, status, count(*), sum({{ amount }}) from {{ table }} "
    "where {{ stamp }} > now() - interval '3 days' group by 1, 2 order by 1, 2"
)
REFUSED = "select id, {{ number }}status, updated_at from {{ table }} where status = 'REJECTED' order by updated_at limit 20"
OPEN = "select id, {{ number }}status, {{ issued }} from {{ table }} where status in ('ISSUED', 'SENT') order by {{ issued }} limit 20"
HISTORY = "select occurred_at, event, actor_id from {{ table }} order by occurred_at desc limit 20"


def flow_names(brief: Brief) -> dict[str, object]:
    """Return every name about what enters, leaves and comes back."""
    called = [adapter for adapter in brief.adapters if adapter.name != "identity-provider"]
    pipes = [one.name for one in brief.pipelines]
    return {
        "senders": listed([one.name for one in called if one.receives]) or "others",
        "money_names": listed([one.name for one in called if one.money]),
        "money_check": _money(brief),
        "dead_impact": _given_up(brief, [one.name for one in called if one.receives]),
        **_peers(brief),
        **_loads(brief),
        "pipeline_names": listed(pipes) or "no pipeline",
        "pipeline_impact": " ".join(
            f"What {one.name} makes for {one.sink} is older than {duration(one.fresh_s)}." for one in brief.pipelines
        ),
        "offline_actors": listed([plural(one.actor) for one in brief.offline]) or "nobody",
        "offline_rows": listed(_held(brief)) or "no rows",
        "device_impact": device(brief),
        **_fiscal(brief),
        **_history(brief),
    }


def _given_up(brief: Brief, senders: list[str]) -> str:
    """What has not happened when rows of the queues are dead."""
    waits = [one.name for one in brief.adapters if "platform.job" in one.when_down]
    parts = [f"calls to {listed(waits)} were not made"] if waits else []
    parts += [f"deliveries of {listed(senders)} have no effect"] if senders else []
    parts += [f"rows of {one.sink} were not loaded" for one in brief.pipelines if _table(brief, one.sink)]
    return f"What the rows were to do has not happened: {listed(parts) or 'work that was promised'}."


def _peers(brief: Brief) -> dict[str, object]:
    """Who waits for which system of others, and which rows it touches."""
    peers = [one for one in brief.adapters if one.name != "identity-provider"]
    called = [one for one in peers if one.settings]
    rows = sorted({_noun(key) for one in peers for key in one.data})
    money = next((one for one in peers if one.money), None)
    waiting = [_waiting(one) for one in called if one.callers]
    quiet = [f"rows for {one.name} stay in platform.job" for one in called if not one.callers]
    return {
        "called_names": listed([one.name for one in called]) or "nobody",
        "called_any": listed([one.name for one in called], "or") or "nobody",
        "peer_rows": listed(rows) or "rows",
        "waiting_calls": f"{upper_first('; '.join([*waiting, *quiet]))}." if called else "Nothing waits.",
        "credential_impact": " ".join(_refused(one) for one in called) or "No call is made.",
        "money_impact": _charged(brief, money),
    }


def _waiting(one: Adapter) -> str:
    names = listed([f"`{name}`" for name in one.callers])
    if len(one.callers) == 1:
        return f"{names} waits for {one.name} as long as it asks, then answers 504"
    return f"{names} wait for {one.name} as long as they ask, then answer 504"


def _refused(one: Adapter) -> str:
    fails = (
        f"{listed([f'`{name}`' for name in one.callers])} {'fail' if len(one.callers) > 1 else 'fails'}"
        if one.callers
        else "rows wait in platform.job"
    )
    return f"{one.name}: {fails} until the credential is replaced."


def _charged(brief: Brief, money: Adapter | None) -> str:
    if money is None:
        return "Amounts of two systems differ."
    tenancy = brief.facts.requirements.constraints.tenancy
    unit = (tenancy.unit or "").rpartition(".")[2] if tenancy else ""
    targets = [one.target for entity in brief.facts.entities if entity.key in money.data for one in entity.attributes if one.target]
    paid = next((target for target in targets if _noun(target) != unit), None)
    kept = next((_noun(key) for key in money.data), "row")
    settled = _noun(paid) if paid else kept
    there = f"{money.name} may hold money for {article(settled)} that nobody settled"
    return f"{there}, or {article(kept)} is settled here without money at {money.name}."


def _loads(brief: Brief) -> dict[str, object]:
    """What pipelines make, who reads it, and what keeps it right."""
    reports = [one.name for one in brief.operations if one.kind == "report"]
    loads = [one for one in brief.pipelines if _table(brief, one.sink)]
    sums = [one for one in brief.pipelines if one not in loads]
    again = [f"{one.name} loads the same batch again without doubling a row" for one in loads]
    again += [f"{one.name} replaces each period of {one.sink} whole" for one in sums]
    checks = [setting.name for one in loads for chapter in one.chapters for setting in chapter.settings if setting.rule == "SVC-081"]
    published = [entity.entity.name for entity in brief.facts.entities if any(state.name == "PUBLISHED" for state in entity.entity.states)]
    readers = sorted({reader for event in brief.flows.events for reader in event.consumers})
    return {
        "report_names": listed([f"`{name}`" for name in reports]) or "the figures",
        "pipeline_again": "; ".join(again) or "a rerun changes nothing twice",
        "pipeline_prevent": f"The next run makes up for a missed one: {'; '.join(again)}.",
        "import_prevent": f"Before a row is loaded: {'; '.join(checks[:3])}."
        if checks
        else "A file that breaks its contract stops before its first row.",
        "waiting_publication": f"whoever publishes {article(published[0])} has to wait for it"
        if published
        else "whatever needs them waits",
        "event_readers": listed(readers) or "whoever reacts to them",
    }


def _held(brief: Brief) -> list[str]:
    return [_noun(key) for one in brief.offline for key in one.entities]


def _noun(key: str) -> str:
    return key.rsplit(".", 1)[-1]


def _table(brief: Brief, entity: str) -> Table | None:
    return next((one for one in brief.database.tables if one.entity == entity and one.kind == "entity"), None)


def _money(brief: Brief) -> str:
    table = next((_table(brief, key) for adapter in brief.adapters if adapter.money for key in adapter.data), None)
    if not table:
        return "select 1"
    amount = next((column.name for column in table.columns if column.attribute.type == "money"), "1")
    return phrase(SUMS, table=table.name, amount=amount, stamp="created_at")


def _fiscal(brief: Brief) -> dict[str, object]:
    adapter = next((one for one in brief.adapters if one.fiscal), None)
    table = next((_table(brief, key) for key in adapter.data), None) if adapter else None
    if not adapter or not table:
        return {
            "fiscal_name": "",
            "fiscal_thing": "",
            "fiscal_article": "",
            "fiscal_sender": "",
            "fiscal_check": "select 1",
            "fiscal_open": "select 1",
        }
    names = {column.name for column in table.columns}
    number = "".join(f"{name}, " for name in ("series", "number") if name in names)
    issued = next((column.name for column in table.columns if column.attribute.type == "date"), "created_at")
    return {
        "fiscal_name": adapter.name,
        "fiscal_thing": _noun(table.entity),
        "fiscal_article": upper_first(article(_noun(table.entity))),
        "fiscal_sender": _sender(brief, table.entity),
        "fiscal_check": phrase(REFUSED, table=table.name, number=number),
        "fiscal_open": phrase(OPEN, table=table.name, number=number, issued=issued),
    }


def _sender(brief: Brief, entity: str) -> str:
    """Who may send a document of an entity: the people of its events."""
    people = {actor.name for actor in brief.facts.requirements.actors if actor.kind == "human"}
    acting = [name for one in brief.operations if one.entity == entity and one.kind == "event" for name in one.actors if name in people]
    return f"the {listed(list(dict.fromkeys(acting)), 'or')}" if acting else "whoever issued it"


def _history(brief: Brief) -> dict[str, object]:
    """The statement that shows the newest moves of what devices change, empty without a history."""
    held = [key for one in brief.offline for key in one.entities]
    tables = [table.guard.history for table in brief.database.tables if table.entity in held and table.guard and table.guard.history]
    statement = phrase(HISTORY, table=tables[0]) if tables else ""
    hidden = {one.name for one in brief.database.tables if one.tenant_column}
    return {"history": bool(tables), "history_command": statement, "history_tenant": AS_TENANT if set(tables[:1]) & hidden else ""}


def device(brief: Brief) -> str:
    """Return what the finder of a lost device can read, and what is lost with it."""
    held = _held(brief)
    away = max((one.away_s for one in brief.offline), default=0.0)
    read = f"Its finder may read the {listed(held) or 'rows'} of one tenant of the last {duration(max(away, 1.0))}"
    return f"{read}; what was not handed in is lost with it."
