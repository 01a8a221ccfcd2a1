"""Everything that conditions and texts of topics may ask for, in one place: figures, flags, tokens of ADR-G3, names of things.

Figures keep their key with dots as underscores (`load_peak_rps_horizon`); flags keep theirs; earlier choices are added by
`decide` as `choice_datastore_primary`. The rest is computed here; the test of the catalogues knows no other name.
"""

import re

from designgen.decisions.extraction import extraction_names
from designgen.decisions.preferences import asked_weights, priorities_of
from designgen.decisions.structure import names_of_structure
from designgen.decisions.things import some, words_of_things
from designgen.model.facts import Attribute, Facts
from designgen.model.requirements import Requirements
from designgen.sizing.naming import snake
from designgen.sizing.privacy import TAX_KINDS, is_sealed
from designgen.sizing.promises import staff_only

LONG = 5 * 365 * 86_400.0
SENSITIVE = frozenset({"special", "health", "child", "financial", "credential", "card"})
ROOTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("lo", "mid", "hv"), ("load.peak_rps_horizon",)),
    **dict.fromkeys(("T0", "T0T1", "target_three_nines", "hiav"), ("availability.target",)),
    **dict.fromkeys(("rto_below_4h", "rto_above_4h"), ("recovery.rto_s",)),
    **dict.fromkeys(("small", "big"), ("team.size",)),
    **dict.fromkeys(("mat0", "mat3"), ("team.ops",)),
    **dict.fromkeys(("tenants", "t50", "t1k"), ("tenancy.tenants_horizon",)),
    "rpo_below_24h": ("recovery.rpo_s",),
    "spike": ("load.peak_factor",),
    "cheap": ("budget.monthly",),
    "irreversible": ("irreversible",),
    "has_money": ("project.currency",),
    **dict.fromkeys(("gates_pass", "extract_ready"), ("team.devs", "team.ops")),
    **dict.fromkeys(("report_heavy", "fiscal_many", "fiscal_few", "enum_most"), ("volume",)),
    "reads_per_write": ("load.read_ratio",),
    "has_pii": ("privacy",),
    "pii_rank": ("pii.rank", "privacy"),
    "search_rows": ("volume",),
    **dict.fromkeys(("largest_rows", "kept_rows", "sensitive_rows"), ("volume",)),
    "several_writers": ("actors.humans",),
}
"""Which figures a token rests on, so that a decision can name the assumptions behind it; `volume` stands for all row counts."""


def names_of(facts: Facts) -> dict[str, object]:
    """Return all names with their values."""
    known: dict[str, object] = {plain(figure.key): figure.value for figure in facts.figures}
    known |= {flag.name: flag.holds for flag in facts.flags if flag.name.isidentifier()}
    known |= _team(facts)
    known |= _place(facts)
    known |= _load(facts)
    known |= _privacy(facts)
    known |= _people(facts)
    known |= _domain(facts)
    known |= names_of_structure(facts)
    known |= extraction_names(facts)
    known["asked"] = asked_weights(facts.requirements)[0]
    known |= words_of_things(facts)
    return known


def plain(key: str) -> str:
    """Return the name of a figure or topic as conditions write it."""
    return re.sub(r"[^A-Za-z0-9]", "_", key)


def _team(facts: Facts) -> dict[str, object]:
    constraints, ops = facts.requirements.constraints, facts.number("team.ops")
    size = facts.number("team.size")
    maturity = 0 if ops == 0 else 1 if ops == 1 else 2
    skills = tuple(sorted({snake(skill).replace("_", "") if skill else "" for skill in constraints.team.skills}))
    tech = constraints.tech
    target = facts.requirements.deployment.target or ""
    required = (*tech.require, *((tech.database,) if tech.database else ()), *((target,) if target else ()))
    return {
        "small": size <= 5,
        "big": size >= 15,
        "mat0": maturity <= 1,
        "mat3": maturity >= 3,
        "skills": skills,
        "required": tuple(product(word) for word in required),
        "forbidden": tuple(product(word) for word in tech.forbid),
        "k8s": target == "kubernetes" or "kubernetes" in skills,
        "rush": _months_left(facts.requirements) < 9,
        "cheap": facts.holds("budget_given") and facts.number("budget.monthly") < 1000,
        "tiny": facts.holds("budget_given") and facts.number("budget.monthly") < 100,
        "priorities": priorities_of(facts.requirements),
    }


def product(word: str) -> str:
    """Return a technology without version: `postgres>=16` as `postgresql`."""
    name = re.split(r"[<>=~ ]", word.strip().lower())[0]
    return {"postgres": "postgresql", "pg": "postgresql", "mariadb": "mysql", "k8s": "kubernetes", "mongo": "mongodb", "on-prem": "vm"}.get(
        name, name
    )


def _months_left(requirements: Requirements) -> float:
    """Return the months to the deadline; far away if there is none or nobody says from when."""
    if not requirements.constraints.deadline or not requirements.project.as_of:
        return 999
    (year, month, _), (from_year, from_month, _) = (
        map(int, text.split("-")) for text in (requirements.constraints.deadline, requirements.project.as_of)
    )
    return (year - from_year) * 12 + month - from_month


def _place(facts: Facts) -> dict[str, object]:
    deployment, tech = facts.requirements.deployment, facts.requirements.constraints.tech
    location = (deployment.location or tech.cloud or "").lower()
    onprem = deployment.target in ("on-prem", "edge") or location in ("on-prem", "onprem", "edge")
    multi = bool(deployment.next and deployment.next.location and deployment.next.location != deployment.location)
    return {
        "onprem": onprem,
        "cloud": not onprem and not multi,
        "multi": multi,
        "vm": deployment.target == "vm",
        "resid": bool(facts.requirements.constraints.residency),
        "many_regions": len(deployment.regions) > 1,
    }


def _load(facts: Facts) -> dict[str, object]:
    rate = facts.number("load.peak_rps_horizon")
    tenants, target = facts.number("tenancy.tenants_horizon"), facts.number("availability.target")
    rto = facts.number("recovery.rto_s")
    tier0 = target >= 0.9995 or facts.holds("charges_money")
    rows = [entity.population.rows_at_horizon for entity in facts.entities]
    fastest = min((use.p95_ms for use in facts.uses if use.operation.verb not in ("import", "export", "report")), default=0)
    return {
        "lo": rate < 100,
        "mid": 100 <= rate <= 1000,
        "hv": rate > 1000,
        "spike": facts.number("load.peak_factor") >= 8,
        "hiav": target >= 0.9995,
        "target_three_nines": target >= 0.999,
        "rto_below_4h": rto < 4 * 3600,
        "rto_above_4h": rto > 4 * 3600,
        "rpo_below_24h": facts.number("recovery.rpo_s") < 86_400,
        "T0": tier0,
        "T0T1": tier0 or target >= 0.999,
        "t50": tenants >= 50,
        "t1k": tenants >= 1000,
        "tenants": tenants,
        "iso": (facts.requirements.constraints.tenancy.isolation or "") in ("database", "silo", "separate", "contractual"),
        "largest_rows": max(rows, default=0),
        "fastest_p95_ms": fastest,
        "services": 1,
        "svc6": False,
        "svc20": False,
        "mesh": False,
        "region_loss_rto_1h": False,
        "many_attributes": False,
    }


def _privacy(facts: Facts) -> dict[str, object]:
    classes = {attribute.pii for entity in facts.entities for attribute in entity.attributes}
    given = tuple(snake(word).replace("_", "") for word in facts.requirements.constraints.compliance)
    return {
        "restr": bool(classes & {"special", "card", "health", "child"}),
        "sensitive_rows": max(
            (e.population.rows_at_horizon for e in facts.entities if any(a.pii in SENSITIVE for a in e.attributes)), default=0
        ),
        "kept_rows": max((e.population.rows_at_horizon for e in facts.entities if (e.population.keep_s or 0) >= LONG), default=0),
        "sensitive": bool(classes & SENSITIVE),
        "guarded_any": any(guarded(attribute) for entity in facts.entities for attribute in entity.attributes),
        "guarded_list": some([f"`{e.entity.name}.{a.source}`" for e in facts.entities for a in e.attributes if guarded(a)]) or "no field",
        "plain_list": some([f"`{e.entity.name}.{a.source}`" for e in facts.entities for a in e.attributes if a.pii and not guarded(a)]),
        "tax_identity": any(guarded(a) and a.type in TAX_KINDS for entity in facts.entities for a in entity.attributes),
        "compliance": bool(given),
        "audit": bool(given) or facts.holds("charges_money"),
        "gdpr": "gdpr" in given or facts.number("pii.rank") > 0,
    }


def guarded(attribute: Attribute) -> bool:
    """Whether a field is of a class or type whose values a dump must not show: those that the schema encrypts (DATA-081)."""
    return bool(attribute.source) and is_sealed(attribute)


def _people(facts: Facts) -> dict[str, object]:
    requirements = facts.requirements
    actors = requirements.actors
    humans = [actor for actor in actors if actor.kind == "human"]
    clients = {client for actor in humans for client in actor.clients} or {"web"}
    audiences = {interface.audience for interface in requirements.interfaces}
    signs_in = [actor for actor in humans if actor.signs_in]
    staff = staff_only(facts.requirements.model_copy(update={"actors": tuple(signs_in)}))
    writers = {name for use in facts.uses if use.writes for name in use.actors}
    return {
        "web": clients <= {"web", "pwa"},
        "browser": bool(clients & {"web", "pwa"}),
        "native": bool(clients & {"ios", "android", "mobile"}),
        "mclient": len(clients) >= 3 or "partners" in audiences,
        "partners": bool(audiences & {"partners", "public"}),
        "public_audience": "public" in audiences,
        "signs_in": bool(signs_in),
        "machines": any(actor.kind != "human" for actor in actors),
        "devices": any(actor.kind == "device" for actor in actors),
        "actors_devices": sum(actor.count.number for actor in actors if actor.kind == "device" and actor.count),
        "anonymous_users": any(actor.auth in ("anonymous", "none") for actor in humans),
        "external_consumers": bool(signs_in) and not staff,
        "workforce_only": staff,
        "sso": any(actor.auth in ("saml",) or actor.idp for actor in actors),
        "mfa": any(actor.auth == "oidc+mfa" for actor in actors),
        "offl": facts.number("offline.seconds") > 0,
        "signers_count": sum(facts.number(f"actors.{actor.name}.count") for actor in signs_in),
        "roles": len(signs_in),
        "roles_above_12": len(signs_in) > 12,
        "several_writers": len(writers) > 1 or facts.number("actors.humans") > 1,
        "sharing": any(use.operation.through for use in facts.uses),
    }


def _domain(facts: Facts) -> dict[str, object]:
    requirements = facts.requirements
    verbs = {use.operation.verb for use in facts.uses}
    peers = requirements.integrations
    hooks = [peer for peer in peers if peer.webhooks]
    texts = " ".join(rule.text for entity in requirements.entities for rule in entity.invariants).lower()
    uses = [use for use in facts.uses if not use.writes]
    by_key = sum(use.operation.verb in ("get", "create", "update", "delete", "replace") for use in facts.uses)
    return {
        "has_reports": "report" in verbs,
        "has_imports": "import" in verbs,
        "has_push": facts.number("push.seconds") > 0,
        "has_unique": any(attribute.unique for entity in facts.entities for attribute in entity.attributes)
        or any(e.uniques for e in facts.entities),
        "has_hooks": bool(hooks),
        "future_times": any(attribute.type == "range" and attribute.of == "instant" for e in facts.entities for attribute in e.attributes),
        "unsigned_hooks": any(not (peer.webhooks and peer.webhooks.signature) and peer.auth not in ("hmac", "mtls") for peer in hooks),
        "mint": len(peers) >= 10,
        "files_peers": sum(peer.protocol in ("sftp", "ftps", "as2") for peer in peers) >= 3,
        "atomic_rules": "no overlap" in texts
        or "at most" in texts
        or any(e.no_overlap or e.at_most for x in requirements.entities for e in x.invariants),
        "multi_row_rules": "at most" in texts,
        "single_aggregate_share": by_key / len(facts.uses) if facts.uses else 0,
        "search_fields": sum(attribute.searchable for entity in facts.entities for attribute in entity.attributes),
        "search_rows": max((e.population.rows_at_horizon for e in facts.entities if any(a.searchable for a in e.attributes)), default=0),
        "public_catalogue": any(use.stale_s >= 300 and use.operation.verb == "list" for use in uses)
        and "anonymous" in {a.auth for a in requirements.actors},
        "legal_keep": any((e.population.keep_s or 0) >= LONG for e in facts.entities),
        "pii_in_kept": any((e.population.keep_s or 0) >= LONG and any(a.pii for a in e.attributes) for e in facts.entities),
        "legacy": bool(requirements.existing.systems),
        "streams": any(pipeline.kind == "stream" for pipeline in requirements.pipelines),
        "backfills": any(pipeline.backfill for pipeline in requirements.pipelines),
        "pipeline_rows": max((pipeline.rows.number for pipeline in requirements.pipelines if pipeline.rows), default=0),
        "gapless": facts.holds("has_gapless"),
    }
