"""What the design needs beside its entities, in; the tables of the machinery whose trigger holds, out (B.8)."""

from collections.abc import Mapping, Sequence
from typing import Any

from designgen.engines.offline.database.ground import Ground
from designgen.engines.offline.retries import tries, waits_s
from designgen.engines.offline.settlements import senders
from designgen.knowledge.catalogue import load
from designgen.knowledge.conditions import holds
from designgen.knowledge.templates import phrase
from designgen.model.design.database import CheckConstraint, Column, ForeignKey, Index, KeyPart, Retention, Table
from designgen.model.facts import Attribute, Population
from designgen.sizing.domain import Domain
from designgen.sizing.machinery import AUDITED, audited_uses, is_sensitive, spans
from designgen.syntax.identifiers import among, identifier, joined_name

WRITES_FOR_OTHERS = ("send", "call", "export", "import", "batch")


def platform_tables(ground: Ground) -> tuple[Table, ...]:
    """Return the platform tables of this design, in the order of the catalogue."""
    needs = triggers(ground)
    known = figures(ground)
    rows: dict[str, dict[str, Any]] = load("platform_tables")
    return tuple(_table(ground, name, row, known) for name, row in rows.items() if holds(row["when"], needs))


def triggers(ground: Ground) -> Mapping[str, object]:
    """Return which triggers hold; an earlier answer of the backend architect weighs more than a prediction."""
    wishes = ground.facts.requirements
    keyed = any(operation.idempotency_key for operation in ground.operations)
    slow = any(operation.asynchronous for operation in ground.operations)
    verbs = {use.operation.verb for use in ground.facts.uses}
    published = ground.choice("messaging.publication").startswith("outbox") or any(way.kind == "events" for way in wishes.interfaces)
    hooks = any(peer.webhooks or (peer.protocol == "webhook" and peer.direction != "out") for peer in wishes.integrations)
    offline = any(actor.offline for actor in wishes.actors)
    return {
        "idempotency_keys": keyed if ground.api else ground.choice("api.idempotency") == "key-store",
        "outbox": published,
        "inbox": published and ground.figure("events.fanout", 0) > 0,
        "webhooks_in": hooks,
        "webhooks_out": any(peer.protocol == "webhook" and peer.direction == "out" for peer in wishes.integrations),
        "queue": ground.choice("messaging.broker") == "postgres-queue" or slow or bool(verbs & set(WRITES_FOR_OTHERS)),
        "slow_operations": slow if ground.api else bool(verbs & {"import", "export"}),
        "sync_log": offline and "sync" in verbs,
        "imports": "import" in verbs,
        "audit": _is_audited(ground),
        "erasure": bool(personal_tables(ground)),
        "server_sessions": ground.choice("identity.session") == "server-session",
    }


def personal_tables(ground: Ground) -> tuple[str, ...]:
    """Return the tables with personal data of known persons that an erasure overwrites.

    Anonymous answers cannot be found again; documents that the law keeps are left as they were issued (DATA-083).
    """
    return tuple(
        facts.table
        for facts in ground.facts.entities
        if not facts.entity.anonymous and not ground.is_kept_by_law(facts)
        if any(attribute.pii and attribute.role == "data" for attribute in facts.attributes)
    )


def _is_audited(ground: Ground) -> bool:
    """Whether a log of who did what is kept; one that no operation would write is not (DATA-072)."""
    law = any(name in AUDITED for name in ground.facts.requirements.constraints.compliance)
    asked = law or ground.choice("data.history") == "audit-log" or any(map(is_sensitive, ground.facts.entities))
    return asked and bool(audited_uses(ground.facts.entities, Domain(ground.facts.requirements)))


def figures(ground: Ground) -> dict[str, object]:
    """Return the figures that fill the texts of the catalogue: hours, days, tables."""
    known = spans(ground.figure("offline.seconds", 0), ground.figure("webhooks.keep_days", 30))
    return {
        **{name: load("jobs")["parameters"][name] for name in ("countable", "lease_s", "renew_s")},
        **known,
        "idempotency_hours": ground.api[0].idempotency_hours if ground.api else known["idempotency_hours"],
        "personal_tables": ",".join(personal_tables(ground)),
        "tries": tries(),
        "waits": ", ".join(map(str, waits_s())),
        "many_senders": any(senders(ground.facts, peer.id) > 1 for peer in ground.facts.requirements.integrations if peer.webhooks),
    }


def _table(ground: Ground, name: str, row: dict[str, Any], figures: dict[str, object]) -> Table:
    because = tuple(dict.fromkeys((*_reasons(ground, row), *row["rules"])))
    columns = tuple(_column(key, column, figures, because) for key, column in row["columns"].items())
    tenant = ground.tenant_name if row.get("tenant") else ""
    erased = [table.split(".")[1].replace("_", "-") for table in personal_tables(ground)]
    return Table(
        key=f"table:platform.{name}",
        because=because,
        schema_name="platform",
        label=name,
        comment=f"{row['holds']}. {', '.join(because)}.",
        kind="platform",
        columns=(*columns[:1], _tenant(tenant, because), *columns[1:]) if tenant else columns,
        primary_key=tuple(row["key"]),
        tenant_column=tenant,
        uniques=tuple(_unique(name, keys, because) for keys in row.get("unique", [])),
        checks=tuple(
            check for key, column in zip(row["columns"], columns, strict=True) for check in _check(name, column, row["columns"][key])
        ),
        foreign_keys=tuple(_reference(name, key, column) for key, column in row["columns"].items() if "to" in column),
        indexes=tuple(_index(name, _of_tenant(ground, index, tenant), because, erased) for index in row.get("indexes", [])),
        append_only=bool(row.get("append_only")),
        retention=_retention(name, row, figures),
        population=_population(ground, name),
    )


def _tenant(name: str, because: tuple[str, ...]) -> Column:
    attribute = Attribute(name=name, type="uuid", role="system", server=True, write_once=True, bytes=16)
    return Column(name=name, attribute=attribute, comment=f"Tenant of the row; row security compares it. {', '.join(because)}, DATA-075.")


def _of_tenant(ground: Ground, index: dict[str, Any], tenant: str) -> dict[str, Any]:
    """Return an index of the catalogue with the tenant in front and the operations it serves by name."""
    if index["serves"] == "imports":
        found = [facts for facts in ground.facts.entities if any(use.operation.verb == "import" for use in facts.uses)]
        return {**index, "serves": [f"job:load-{facts.table.split('.')[1].replace('_', '-')}" for facts in found]}
    if index["serves"] != "sync":
        return index
    serves = [use.id for facts in ground.facts.entities for use in facts.uses if use.operation.verb == "sync"]
    return {**index, "columns": [*([tenant] if tenant else []), *index["columns"]], "serves": serves}


def _population(ground: Ground, name: str) -> Population:
    return next((one.population for one in ground.facts.machinery if one.name == name), Population())


def _reasons(ground: Ground, row: dict[str, Any]) -> tuple[str, ...]:
    """Return the requirements behind a platform table: those of the operations it serves, or of the personal data."""
    chosen = {
        "keyed_operations": [known for known in ground.operations if known.idempotency_key],
        "slow_operations": [known for known in ground.operations if known.asynchronous],
    }
    if row["when"] == "erasure":
        return tuple(
            dict.fromkeys(reason for facts in ground.facts.entities if facts.table in personal_tables(ground) for reason in facts.because)
        )
    verbs = {"sync_log": ("sync",), "imports": ("import",), "queue": WRITES_FOR_OTHERS}.get(row["when"], ())
    moved = [facts for facts in ground.facts.entities if any(use.operation.verb in verbs for use in facts.uses)]
    served = [reason for facts in moved for reason in facts.because]
    served += [reason for operation in chosen.get(row.get("serves", ""), []) for reason in operation.requirements]
    known = {wish.id for wish in ground.facts.requirements.requirements}
    return tuple(dict.fromkeys(reason for reason in served if reason in known))


def _column(name: str, row: dict[str, Any], figures: dict[str, object], because: tuple[str, ...]) -> Column:
    values = row.get("values", ())
    listed = phrase(values, **figures).split(",") if isinstance(values, str) else list(values)
    attribute = Attribute(
        name=name,
        type=row["type"],
        role="system",
        length=row.get("length"),
        low=row.get("low"),
        high=row.get("high"),
        values=tuple(listed),
        of=row.get("of"),
        nullable=bool(row.get("opt")),
        default=_default(row.get("default"), figures),
        server=True,
    )
    said = f"{phrase(row['says'], **figures)} {', '.join(because)}."
    return Column(name=name, attribute=attribute, generated="identity" if row.get("identity") else "", comment=said)


def _default(written: object, figures: dict[str, object]) -> str | None:
    if written is None:
        return None
    return str(written).lower() if isinstance(written, bool) else phrase(str(written), **figures)


def _check(table: str, column: Column, row: dict[str, Any]) -> tuple[CheckConstraint, ...]:
    attribute, name = column.attribute, identifier(column.name)
    found = [row["check"]] if "check" in row else []
    if attribute.values:
        found.append(among(name, attribute.values))
    if attribute.type == "hash":
        found.append(f"octet_length({name}) = {attribute.length}")
    elif attribute.length and attribute.type in ("string", "text", "url"):
        found.append(f"char_length({name}) <= {attribute.length}")
    if attribute.low is not None and attribute.high is not None:
        found.append(f"{name} BETWEEN {attribute.low} AND {attribute.high}")
    return (CheckConstraint(name=joined_name(table, column.name, "check"), expression=" AND ".join(found)),) if found else ()


def _unique(table: str, names: list[str], because: tuple[str, ...]) -> Index:
    parts = tuple(KeyPart(expression=identifier(name)) for name in names)
    key = f"index:{joined_name(table, *names, 'key')}"
    return Index(key=key, because=because, table=f"platform.{table}", parts=parts, unique=True, serves=("constraint",))


def _reference(table: str, name: str, row: dict[str, Any]) -> ForeignKey:
    key = joined_name(table, name, "fkey")
    return ForeignKey(
        name=key, columns=(name,), target=row["to"], on_delete="cascade" if row.get("cascade") else "restrict", because=("DATA-047",)
    )


def _index(table: str, row: dict[str, Any], because: tuple[str, ...], erased: Sequence[str]) -> Index:
    duties = {"purge": (f"job:purge-{table.replace('_', '-')}",), "erasure": tuple(f"job:erase-{name}" for name in erased)}
    return Index(
        key=f"index:{joined_name(table, *row['columns'], 'idx')}",
        because=because,
        table=f"platform.{table}",
        parts=tuple(KeyPart(expression=identifier(name)) for name in row["columns"]),
        where=row.get("where", ""),
        serves=tuple(row["serves"]) if isinstance(row["serves"], list) else duties.get(row["serves"], (row["serves"],)),
    )


def _retention(table: str, row: dict[str, Any], figures: dict[str, object]) -> Retention | None:
    purge = row.get("purge")
    if not purge:
        return None
    days = int(phrase(str(purge["keep_days"]), **figures))
    return Retention(keep_days=days, measured_from=purge["from"], job=f"job:purge-{table.replace('_', '-')}", rule=row["rules"][0])
