"""A design in, what attackers would go for out: names for the texts of threats."""

from designgen.engines.offline.platform.brief import Brief
from designgen.engines.offline.platform.flow_names import device
from designgen.engines.offline.platform.stakes import some
from designgen.knowledge import catalogue
from designgen.knowledge.wording import article, counted, listed, upper_first
from designgen.model.design.api import ApiOperation, ObjectSchema
from designgen.model.design.database import Table
from designgen.model.facts import Attribute


def threat_names(brief: Brief) -> dict[str, object]:
    """Return the names that threats use: what a forged call would do, who may send rows, what is published."""
    hooks = [one for one in brief.facts.requirements.integrations if one.webhooks]
    events = listed([f"`{one.webhooks.events[0]}`" for one in hooks if one.webhooks and one.webhooks.events], "or")
    tenancy = brief.facts.requirements.constraints.tenancy
    unit = tenancy.unit.rpartition(".")[2].lower() if tenancy and tenancy.unit else "tenant"
    imports = [one for one in brief.operations if one.kind == "import"]
    return {
        "forged": events or "an event",
        "hook_control": "; ".join(f"{one.id}: {_proof(one.auth, bool(one.webhooks and one.webhooks.signature))}" for one in hooks)
        + ". The body is checked as bytes before it is parsed.",
        "hook_test": f"Contract tests `changed-body` and `rotated-secret` of {listed([one.id for one in hooks])}: 401, nothing stored.",
        "tenants_text": counted(round(brief.number("tenancy.tenants_horizon")), unit),
        "tenant_scenario": f"A request, a job, a pipeline or a device loses its {unit} and reads or writes the rows of another.",
        "tenant_test": f"Without a {unit} every table shows 0 rows; ids of two {unit}s exchanged answer 404; a job for one touches one.",
        "device_scenario": device(brief),
        "device_control": f"Rows of one {unit} for a short time, personal fields encrypted, and a session that ends on the server.",
        "import_element": listed([f"`{one.name}`" for one in imports])
        + f" by {listed(sorted({name for one in imports for name in one.actors}))}",
        **_published(brief),
        **_rights(brief),
        **_changes(brief),
        **_surface(brief),
    }


def _noun(one: ApiOperation) -> str:
    return one.entity.rsplit(".", 1)[-1]


def _rows(found: list[ApiOperation]) -> str:
    """The kinds of rows that operations touch, with their articles: `an Order or an Invoice`."""
    return some([article(name) for name in dict.fromkeys(_thing(one) for one in found if _thing(one))], "or") or "a row"


def _thing(one: ApiOperation) -> str:
    """What an operation is about: its entity, else what stands before the id in its path."""
    named, found, _ = one.path.partition("/{")
    return _noun(one) or (named.rpartition("/")[2].removesuffix("s") if found else "")


def closed(brief: Brief) -> list[ApiOperation]:
    """Return what only others than the actor with fewest operations may call; who has no token has no right to lose."""
    least = _least(brief)
    known = brief.facts.requirements.actors
    free = {actor.name for actor in known if brief.is_open(actor)} | {least}
    return [one for one in brief.operations if one.actors and one.scope and not free & set(one.actors)]


def _least(brief: Brief) -> str:
    actors = [actor for actor in brief.facts.requirements.actors if not brief.is_open(actor)]
    counts = {actor.name: sum(actor.name in one.actors for one in brief.operations) for actor in actors}
    return min(counts, key=lambda name: (counts[name], name), default="caller")


def _rights(brief: Brief) -> dict[str, object]:
    """Who may not do what: the actor with fewest operations against what only others may call."""
    least, forbidden = _least(brief), closed(brief)
    most = sorted({name for one in forbidden for name in one.actors})
    owned = [one for one in brief.operations if "404" in one.object_rule]
    signers = [actor.name for actor in brief.facts.requirements.actors if actor.kind == "human" and actor.signs_in]
    tenant = any("in the token" in one.object_rule for one in owned)
    return {
        "least": upper_first(article(least)),
        "least_article": article(least),
        "most": listed([article(name) for name in most], "or") or "nobody",
        "forbidden_some": some([f"`{one.name}`" for one in forbidden]),
        "operation_count": len(brief.operations),
        "owned_callers": listed([article(name) for name in dict.fromkeys(name for one in owned for name in one.actors)], "or"),
        "owned_some": some([f"`{one.name}`" for one in owned]),
        "owned_count": len(owned),
        "owned_rows": _rows(owned),
        "owner_word": _owner(brief) if tenant else "owner",
        "signer": listed(signers, "or") or "caller",
        "signer_article": listed([article(name) for name in signers], "or") or "a caller",
    }


def _owner(brief: Brief) -> str:
    tenancy = brief.facts.requirements.constraints.tenancy
    return (tenancy.unit or "tenant").rpartition(".")[2].lower() if tenancy else "owner"


def _changes(brief: Brief) -> dict[str, object]:
    """What a caller changes, and what it must not set."""
    matched = [one for one in brief.operations if one.if_match == "required"]
    replayed = [one for one in brief.operations if one.idempotency_key]
    events = [one for one in brief.operations if one.kind == "event"]
    guarded = [table for table in brief.database.tables if table.guard and table.kind == "entity"]
    return {
        "matched_some": some([f"`{one.name}`" for one in matched]),
        "matched_rows": _rows(matched),
        "replayed_some": some([f"`{one.name}`" for one in replayed]),
        "guarded_some": some([table.name for table in guarded]),
        **_proof_of(guarded, events),
        "unsettable": some([f"`{name}`" for name in _unsettable(brief)]),
    }


def _proof_of(guarded: list[Table], events: list[ApiOperation]) -> dict[str, object]:
    """The moves that leave a row in a history, and where."""
    fired = {one.entity for one in events}
    kept = [table for table in guarded if table.guard and table.guard.history]
    proven = [table for table in kept if table.entity in fired] or kept
    entities = {table.entity for table in proven}
    return {
        "histories": some([table.guard.history for table in proven if table.guard]),
        "proven_tables": some([table.name for table in proven]),
        "proven_names": some([f"`{one.name}`" for one in events if one.entity in entities]) or "a change of state",
        "movers": _movers([one for one in events if one.entity in entities]),
    }


def _unsettable(brief: Brief) -> list[str]:
    """What a row holds and no body of its entity carries: amounts first, then states and references."""
    schemas = {schema.name: schema for api in brief.apis for schema in api.schemas}
    found: dict[str, int] = {}
    for entity in dict.fromkeys(one.entity for one in brief.operations if one.entity and one.kind in ("create", "update", "replace")):
        mine = [one for one in brief.operations if one.entity == entity]
        sent = {each.name for one in mine if one.request in schemas for each in schemas[one.request].properties}
        for name, attribute in _stored(brief, entity, [schemas[one.response] for one in mine if one.response in schemas]):
            weight = ("money", "enum").index(attribute.type) if attribute.type in ("money", "enum") else 2
            if sent and name not in sent:
                found.setdefault(f"{entity.rsplit('.', 1)[-1]}.{name}", weight)
    return sorted(found, key=lambda name: found[name]) or ["status", "version"]


def _stored(brief: Brief, entity: str, answers: list[ObjectSchema]) -> list[tuple[str, Attribute]]:
    """What answers show of a row; where they show a receipt only, the columns themselves."""
    shown = [(each.name, each.attribute) for one in answers if one.name.startswith(entity.rsplit(".", 1)[-1]) for each in one.properties]
    if shown:
        return [(name, one) for name, one in shown if one.role in ("data", "status", "reference")]
    tables = [one for one in brief.database.tables if one.entity == entity and one.kind == "entity"]
    return [(column.name, column.attribute) for table in tables for column in table.columns if column.attribute.role == "system"]


def _movers(events: list[ApiOperation]) -> str:
    people = list(dict.fromkeys(name for one in events for name in one.actors))
    return upper_first(listed([article(name) for name in people], "or")) or "Someone"


def _surface(brief: Brief) -> dict[str, object]:
    """What is open to everyone, what may be cached for everyone, which credentials exist."""
    peers = [one.name for one in brief.adapters if one.settings and one.name != "identity-provider"]
    api = brief.apis[0] if brief.apis else None
    roles = counted(len(brief.database.roles), "database role")
    return {
        "page_max": api.page_max if api else 100,
        "rate_limit": api.rate_limit if api else 60,
        "body_kb": api.body_kb if api else 256,
        "public_routes": listed([f"`{one.path}`" for one in brief.operations if one.public]) or "the sign-in",
        "export_rows": _read(brief),
        "shared_names": some([f"`{one.name}`" for one in brief.operations if one.cache.startswith("public")]),
        "credentials": f"those of {roles}{f', and of {listed(peers)}' if peers else ''}",
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


def _read(brief: Brief) -> str:
    """The tables that reports, exports and searches read, with their rows."""
    asked = {one.name for one in brief.operations if one.kind in ("report", "export", "search")}
    tables = [entity for entity in brief.facts.entities if asked & {use.id for use in entity.uses}]
    return listed([f"{one.table} ({counted(round(one.population.rows_at_horizon), 'row')})" for one in tables]) or "its table"
