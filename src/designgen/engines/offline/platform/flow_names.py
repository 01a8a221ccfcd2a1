"""Peers, pipelines and offline actors of a design in; their names and statements for the gaps of runbooks and threats out."""

from designgen.engines.offline.platform.brief import Brief
from designgen.knowledge import catalogue
from designgen.knowledge.templates import phrase
from designgen.knowledge.wording import duration, listed
from designgen.model.design.database import Table

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
        "dead_impact": "What the rows were to do has not happened: deliveries of others without effect, work that was promised.",
        "pipeline_names": listed(pipes) or "no pipeline",
        "pipeline_impact": " ".join(
            f"What {one.name} makes for {one.sink} is older than {duration(one.fresh_s)}." for one in brief.pipelines
        ),
        "offline_actors": listed([f"{one.actor}s" for one in brief.offline]) or "nobody",
        "device_impact": _device(brief),
        **_fiscal(brief),
        **_history(brief),
    }


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
        return {"fiscal_name": "", "fiscal_check": "select 1", "fiscal_open": "select 1"}
    names = {column.name for column in table.columns}
    number = "".join(f"{name}, " for name in ("series", "number") if name in names)
    issued = next((column.name for column in table.columns if column.attribute.type == "date"), "created_at")
    return {
        "fiscal_name": adapter.name,
        "fiscal_check": phrase(REFUSED, table=table.name, number=number),
        "fiscal_open": phrase(OPEN, table=table.name, number=number, issued=issued),
    }


def _history(brief: Brief) -> dict[str, object]:
    """The statement that shows the newest moves of what devices change, empty without a history."""
    held = [key for one in brief.offline for key in one.entities]
    tables = [table.guard.history for table in brief.database.tables if table.entity in held and table.guard and table.guard.history]
    statement = phrase(HISTORY, table=tables[0]) if tables else ""
    return {"history": bool(tables), "history_command": statement}


def _device(brief: Brief) -> str:
    held = [key.rsplit(".", 1)[-1] for one in brief.offline for key in one.entities]
    away = max((one.away_s for one in brief.offline), default=0.0)
    read = f"Its finder may read the {listed(held) or 'rows'} of one tenant of the last {duration(max(away, 1.0))}"
    return f"{read}; what was not handed in is lost with it."


def threat_names(brief: Brief) -> dict[str, object]:
    """Return the names that threats use: what a forged call would do, who may send rows, what is published."""
    called = [one.name for one in brief.adapters if one.settings and one.name != "identity-provider"]
    hooks = [one for one in brief.facts.requirements.integrations if one.webhooks]
    events = listed([f"`{one.webhooks.events[0]}`" for one in hooks if one.webhooks and one.webhooks.events], "or")
    tenancy = brief.facts.requirements.constraints.tenancy
    unit = tenancy.unit.lower() if tenancy and tenancy.unit else "tenant"
    imports = [one for one in brief.operations if one.kind == "import"]
    return {
        "called_names": listed(called) or "others",
        "forged": events or "an event",
        "hook_control": "; ".join(f"{one.id}: {_proof(one.auth, bool(one.webhooks and one.webhooks.signature))}" for one in hooks)
        + ". The body is checked as bytes before it is parsed.",
        "hook_test": f"Contract tests `changed-body` and `rotated-secret` of {listed([one.id for one in hooks])}: 401, nothing stored.",
        "tenants_text": f"{brief.number('tenancy.tenants_horizon'):.0f} {unit}s",
        "tenant_scenario": f"A request, a job, a pipeline or a device loses its {unit} and reads or writes the rows of another.",
        "tenant_test": f"Without a {unit} every table shows 0 rows; ids of two {unit}s exchanged answer 404; a job for one touches one.",
        "device_scenario": _device(brief),
        "device_control": f"Rows of one {unit} for a short time, personal fields encrypted, and a session that ends on the server.",
        "import_element": listed([f"`{one.name}`" for one in imports])
        + f" by {listed(sorted({name for one in imports for name in one.actors}))}",
        **_published(brief),
    }


def _proof(auth: str | None, signature: bool) -> str:
    if auth == "mtls":
        return "client certificate, its authority pinned"
    return "signature over time and raw body" if signature or auth == "hmac" else "no proof yet, so its payload is a hint only"


def _published(brief: Brief) -> dict[str, object]:
    shown = [one.entity.name for one in brief.facts.entities if any(state.name == "PUBLISHED" for state in one.entity.states)]
    asked = [one.entity.name for one in brief.facts.entities if one.entity.anonymous]
    smallest = int(catalogue.load("constants")["smallest_group"])
    kept = f"{listed(asked)} keep no account, no address and no time of day. " if asked else ""
    return {
        "published_element": f"Figures of {listed([*shown, *asked])}",
        "published_control": f"{kept}Fewer than {smallest} rows behind a figure withhold it and its complement (assumed).",
    }
