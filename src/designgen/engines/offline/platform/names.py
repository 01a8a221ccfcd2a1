"""The design in, every name that the texts of runbooks may use out: commands of the platform, tables, figures."""

from designgen.engines.offline.platform.brief import Brief
from designgen.engines.offline.platform.flow_names import flow_names
from designgen.engines.offline.platform.recovery import archive_seconds, check_interval, keeps_targets
from designgen.engines.offline.platform.stakes import some, stakes
from designgen.engines.offline.platform.upkeep import AS_TENANT, largest
from designgen.knowledge import templates
from designgen.knowledge.runtimes import commands
from designgen.knowledge.wording import counted, duration, figure, listed, size, upper_first
from designgen.model.design.database import Table
from designgen.model.design.operations import Alert, Objective

LISTED = "select id from {{ table }}{{ rest }} limit 25"
BACKUP_ALERTS = ("backup-late", "wal-archive-late", "restore-unproven")
ENGINES = {"postgresql": "PostgreSQL", "mysql": "MySQL", "sqlite": "SQLite"}


def gaps(brief: Brief, names: dict[str, object], alerts: tuple[Alert, ...], goals: tuple[Objective, ...]) -> dict[str, object]:
    """Return all values for the gaps of the failure-mode catalogue."""
    known = (
        names
        | stakes(brief)
        | {"alert_count": len(alerts)}
        | _tables(brief)
        | _figures(brief)
        | _alerts(brief, alerts, goals)
        | _people(brief)
        | _sentences(brief)
        | flow_names(brief)
    )
    return known | _platform(brief, known)


def _platform(brief: Brief, known: dict[str, object]) -> dict[str, object]:
    """The commands of the chosen runtime; what it lacks is done by infrastructure as code."""
    typed = commands(brief.runtime)
    if brief.database.engine == "sqlite":
        typed |= {"backup_list": 'ls -l "$BACKUPS"', "backup_now": 'sqlite3 "$DB_FILE" ".backup \'$BACKUPS/now.db\'"'}
    return {name: templates.phrase(text, **known) for name, text in typed.items() if name != "variables"}


def hot_table(brief: Brief) -> Table | None:
    """Return the table that most operations write: the one whose trouble is felt first."""
    tables = [table for table in brief.database.tables if table.kind == "entity"]
    return max(tables, key=lambda table: (len(table.writers), table.population.rows_at_horizon, table.name), default=None)


def _tables(brief: Brief) -> dict[str, object]:
    hot = hot_table(brief)
    columns = {column.name for column in hot.columns} if hot else set()
    changed = next((name for name in ("updated_at", "created_at") if name in columns), "id")
    outbox = next((table for table in brief.database.tables if table.label.startswith("outbox")), None)
    stamps = [column.name for column in outbox.columns if column.attribute.type == "instant"] if outbox else []
    done = next((name for name in stamps if name.startswith(("published", "sent", "delivered", "processed"))), "")
    return {
        "hot_table": hot.name if hot else "the database",
        "hot_changed": changed,
        **_explained(brief),
        "outbox_created": next(
            (name for name in stamps if name in ("created_at", "occurred_at", "recorded_at")), stamps[0] if stamps else ""
        ),
        "outbox_open": f"{done} is null" if done else "true",
        "append_note": "every change of state is kept, so that single rows can be repaired."
        if any(t.guard and t.guard.history for t in brief.database.tables)
        else "deletions go through the API only.",
        "hot_writers": some([f"`{one}`" for one in _users(brief, hot, "writers")]) or "changes",
        "lists_of_hot": some([f"`{one}`" for one in _users(brief, hot, "readers")]) or "All reads",
        "hot_tenant": AS_TENANT if hot and hot.tenant_column else "",
        "wal": size(brief.number("storage.wal_bytes_per_day")),
        "proof": duration(check_interval(brief)).removeprefix("1 "),
        "job_role": next((job.role for job in brief.database.jobs), "").removeprefix("role:"),
        "job_batch": figure(max((job.batch for job in brief.database.jobs), default=0)),
        "app_role": _role(brief, "app"),
    }


def _role(brief: Brief, ending: str) -> str:
    return next((role.name for role in brief.database.roles if role.name.endswith(ending)), ending)


def _users(brief: Brief, table: Table | None, side: str) -> list[str]:
    """Names of the operations that write or read a table, the busiest first."""
    asked = {name.rsplit(":", 1)[-1] for name in getattr(table, side)} if table else set[str]()
    found = [one for one in brief.operations if asked & {one.name, *one.serves}]
    return [one.name for one in sorted(found, key=lambda one: (-one.per_second, one.name))]


def _explained(brief: Brief) -> dict[str, object]:
    """A statement of the busiest list, as its access path asks for it."""
    paths = [
        (path.per_second, path.operation, path, entity)
        for entity in brief.facts.entities
        for path in entity.paths
        if path.equality or path.sort
    ]
    if not paths:
        hot = hot_table(brief)
        statement = templates.phrase(LISTED, table=hot.name, rest="") if hot else "select 1"
        return {"explain": statement, "explained": hot.name if hot else "", "explained_rows": "all rows", "explain_tenant": ""}
    _, _, path, entity = max(paths, key=lambda one: (one[0], one[1]))
    table = next((one for one in brief.database.tables if one.name == entity.table), None)
    values = {attribute.name: attribute for attribute in entity.attributes}
    where = [f"{name} = '{values[name].values[0]}'" for name in path.equality if name in values and values[name].values]
    order = [f"{key.field}{' desc' if key.descending else ''}" for key in path.sort]
    rest = f" where {' and '.join(where)}" if where else ""
    rest += f" order by {', '.join(order)}" if order else ""
    return {
        "explain": templates.phrase(LISTED, table=entity.table, rest=rest),
        "explained": path.operation,
        "explained_rows": counted(round(entity.population.rows_at_horizon), "row"),
        "explain_tenant": AS_TENANT if table and table.tenant_column else "",
    }


def _figures(brief: Brief) -> dict[str, object]:
    busiest = max(brief.operations, key=lambda one: (one.per_second, one.name), default=None)
    api = brief.apis[0] if brief.apis else None
    stored = brief.number("storage.bytes_horizon")
    estimate, allowed = keeps_targets(brief)
    return {
        "busiest": f"`{busiest.method.upper()} {api.base if api else ''}{busiest.path}`" if busiest else "the first page",
        "rate_limit": api.rate_limit if api else 60,
        "page_max": api.page_max if api else 100,
        "body_kb": api.body_kb if api else 256,
        "stored": size(stored),
        "peak_text": figure(brief.number("load.peak_rps_horizon") or brief.number("load.peak_rps")),
        "rpo": duration(brief.number("recovery.rpo_s") or 3600),
        "rto": duration(brief.number("recovery.rto_s") or 14_400),
        "archive": duration(archive_seconds(brief)),
        "estimate": figure(round(estimate)),
        "allowed": figure(round(allowed)),
    }


def _alerts(brief: Brief, alerts: tuple[Alert, ...], goals: tuple[Objective, ...]) -> dict[str, object]:
    """Names of alerts that this design has; the outside probe stands in for a rule that its traffic does not permit."""
    held = [alert.name for alert in alerts]

    def first(*starts: str) -> str:
        return next((name for start in starts for name in held if name.startswith(start)), "probe-failing")

    return {
        "burn_alert": first("api-availability-burn-fast", "api-availability-burn"),
        "slow_alert": first("api-availability-burn-slow", "api-availability-burn"),
        **_slow(brief, alerts, goals),
        "sync_alerts": listed([f"`{name}`" for name in held if name.startswith("sync-") and "burn" in name], "or") or "`sync-stuck`",
        "refused_alert": "Alert `webhook-accepted-burn-slow`."
        if "webhook-accepted-burn-slow" in held
        else "`webhook_received_total` with `error` grows; too few deliveries come for a burn rate.",
        "backup_alerts": listed([f"`{name}`" for name in held if name in BACKUP_ALERTS], "or"),
    }


def _slow(brief: Brief, alerts: tuple[Alert, ...], goals: tuple[Objective, ...]) -> dict[str, object]:
    """Where slowness of some operations shows: the alert of a class that holds them, else the panel of their class."""
    members = {goal.key: goal.operations for goal in goals if goal.threshold_ms is not None}
    known = {alert.name: members[alert.objective] for alert in reversed(alerts) if alert.objective in members}

    def shown(operations: list[str]) -> str:
        held = next((name for one in operations for name in reversed(known) if one in known[name]), "")
        return f"Alert `{held}`" if held else "The latency panel of these operations above its threshold"

    hot = hot_table(brief)
    busy = sorted(brief.operations, key=lambda one: (-one.per_second, one.name))
    return {
        "slow_alerts": f"Alert {some([f'`{name}`' for name in reversed(known)], 'or')}, or a" if known else "A",
        "slow_write": shown(_users(brief, hot, "writers")),
        "slow_explained": shown([str(_explained(brief)["explained"])]),
        "slow_busy": shown([one.name for one in busy]),
    }


def _people(brief: Brief) -> dict[str, object]:
    duty = "The developer on duty" if brief.unwatched else "The on-call engineer"
    peers = [adapter.name for adapter in brief.adapters if adapter.name != "identity-provider"]
    identity = next((adapter.when_down for adapter in brief.adapters if adapter.name == "identity-provider"), "New sign-ins fail.")
    return {
        "first": duty,
        "second": "the technical lead" if brief.unwatched else "the platform team",
        "peer_names": listed(peers),
        "peer_impact": " ".join(adapter.when_down for adapter in brief.adapters if adapter.name in peers),
        "identity_impact": identity,
        "engine_title": ENGINES[brief.database.engine],
    }


def _sentences(brief: Brief) -> dict[str, object]:
    spread = brief.choice("availability.topology", "single-zone")
    automatic = "Wait five minutes for the automatic failover; if it does not come, call the provider."
    alone = "There is no second database to fail over to: wait for the provider to restart it, or rebuild by the recovery runbook."
    public = [f"`{operation.path}`" for operation in brief.operations if operation.public]
    classes = ", ".join(sorted(brief.classes))
    return {
        "job_impact": _late(brief),
        "instance_text": "the one instance"
        if brief.number("app.instances", 1) <= 1
        else f"each of the {brief.number('app.instances'):.0f} instances",
        "owner_of_first": upper_first(str(stakes(brief)["owner_of"])),
        "failover": alone if spread == "single-zone" else automatic,
        "topology_note": "One zone was chosen, so this outage is accepted; see the decision availability.topology."
        if spread == "single-zone"
        else f"The database runs {spread.replace('-', ' ')}, so one zone may fail.",
        "public_routes": listed(public) or "the sign-in and the health checks",
        "classes_text": f"{classes} data" if classes else "everything stored",
    }


def _late(brief: Brief) -> str:
    """What people notice when jobs stop: rows kept too long, persons not erased, work not done."""
    jobs = brief.database.jobs
    purged = largest(brief)
    kept = f"rows of {some([name for job in purged for name in job.tables[:1]])} stay longer than promised" if purged else ""
    erased = [job.tables[0] for job in jobs if job.name.startswith("erase-") and job.tables]
    forgotten = f"requests to erase a person from {some(erased)} miss their 30 days" if erased else ""
    working = [job.name for job in jobs if not job.name.startswith(("purge-", "erase-"))]
    idle = f"the work of {some(working)} is not done" if working else ""
    parts = [part for part in (idle, forgotten, kept) if part]
    return f"{upper_first('; '.join(parts) or 'housekeeping piles up')}."
