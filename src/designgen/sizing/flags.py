"""Yes or no about the whole system, each with the fact behind it (SIG-10 to SIG-22)."""

from designgen.knowledge.catalogue import load
from designgen.model.facts import EntityFacts
from designgen.sizing.domain import Domain
from designgen.sizing.irreversible import Effect, charged_field, effect
from designgen.sizing.ledger import Ledger
from designgen.sizing.peers import latency
from designgen.sizing.privacy import guessed
from designgen.sizing.promises import staff_only
from designgen.sizing.shapes import owner_candidates


def _is_listed(facts: EntityFacts) -> bool:
    """Whether an operation looks for rows of an entity, so that a searchable field is searched."""
    return any(use.operation.verb in ("list", "search") for use in facts.uses)


def raise_flags(domain: Domain, shapes: tuple[EntityFacts, ...], ledger: Ledger) -> None:
    """Note the flags and the assumptions that come with them."""
    fields = [(facts, attribute) for facts in shapes for attribute in facts.attributes if attribute.source]
    for name, found in (
        ("has_money", [f"{facts.key}.{a.source}" for facts, a in fields if a.type == "money"]),
        ("has_states", [facts.key for facts in shapes if facts.entity.states]),
        ("has_pii", [f"{facts.key}.{a.source}" for facts, a in fields if a.pii]),
        ("has_search", [f"{facts.key}.{a.source}" for facts, a in fields if a.searchable and _is_listed(facts)]),
        ("has_files", [f"{f.key}.{field.name}" for f in shapes for field in f.entity.fields if field.type == "file"]),
        ("has_ranges", [f"{facts.key}.{a.source}" for facts, a in fields if a.type == "range"]),
        ("has_geo", [f"{facts.key}.{a.source}" for facts, a in fields if a.type in ("geo_point", "geo_polygon")]),
        ("has_gapless", [f"{f.key}.{field.name}" for f in shapes for field in f.entity.fields if field.type == "gapless"]),
        ("has_enums", [f"{facts.key}.{a.source}" for facts, a in fields if a.type == "enum"]),
        ("has_history", [facts.key for facts in shapes if facts.history]),
        ("has_soft_delete", [facts.key for facts in shapes if facts.soft_delete]),
        ("has_delete", [use.id for facts in shapes for use in facts.uses if use.operation.verb == "delete"]),
        ("has_retention", [facts.key for facts in shapes if facts.population.keep_s]),
        ("has_anonymous", [facts.key for facts in shapes if facts.entity.anonymous]),
        ("has_owner", [f"{facts.key}.{facts.owner}" for facts in shapes if facts.owner]),
        (
            "charges_money",
            [
                use.id
                for f in shapes
                for use in f.uses
                if domain.near_money(f.entity) and effect(use.operation, f.entity, domain) is Effect.SURE
            ],
        ),
        ("irreversible", [use.id for facts in shapes for use in facts.uses if use.irreversible]),
    ):
        ledger.flag(name, bool(found), ", ".join(dict.fromkeys(found)) or "none")
    ledger.flag(
        "staff_only",
        staff_only(domain.requirements),
        "all human actors are named as staff" if staff_only(domain.requirements) else "people from outside sign in",
    )
    _open_effects(domain, shapes, ledger)
    _privacy(domain, shapes, ledger)
    _owners(domain, shapes, ledger)
    _acceptance(domain, ledger)


def _open_effects(domain: Domain, shapes: tuple[EntityFacts, ...], ledger: Ledger) -> None:
    for facts in shapes:
        open_uses = [use for use in facts.uses if effect(use.operation, facts.entity, domain) is Effect.OPEN]
        found = charged_field(facts.entity, domain)
        if not open_uses or not found:
            continue
        holder, field = found
        names = {"use": open_uses[0].id, "entity": facts.entity.name, "field": f"`{field.name}` of {holder.name}"}
        ledger.flag(f"irreversible.open:{facts.key}", True, f"{facts.key} leads to {holder.key}.{field.name}")
        ledger.assume(
            f"irreversible.{facts.key}",
            "irreversible",
            shown="irreversible",
            value="",
            money=field.name,
            holder=holder.name,
            thing=facts.entity.name,
            **names,
        )


def _privacy(domain: Domain, shapes: tuple[EntityFacts, ...], ledger: Ledger) -> None:
    if ledger.silent:
        return
    found = [
        f"{facts.key}.{field.name} ({pii})"
        for facts in shapes
        for field in facts.entity.fields
        if not field.pii and (pii := guessed(field, facts.entity, domain))
    ]
    if found:
        ledger.assume("privacy", "privacy", shown=", ".join(found), value=", ".join(found))


def _owners(domain: Domain, shapes: tuple[EntityFacts, ...], ledger: Ledger) -> None:
    for facts in shapes:
        candidates = owner_candidates(facts.entity, domain)
        if len(candidates) > 1 and not facts.owner:
            target = " and ".join(
                sorted({domain.resolve(f.to).rpartition(".")[2] for f in domain.references(facts.entity) if f.name in candidates})
            )
            ledger.assume(
                f"owner.{facts.key}", "owner", shown="none", value=" and ".join(candidates), entity=facts.entity.name, target=target
            )


def _acceptance(domain: Domain, ledger: Ledger) -> None:
    silent = [wish.id for wish in domain.requirements.requirements if not wish.acceptance and not wish.derived_by]
    if silent:
        ledger.assume("acceptance", "acceptance", shown="generated", value=", ".join(silent))


def unknown_peer_figures(domain: Domain, ledger: Ledger) -> None:
    """Fill what nobody said about the systems of others: availability, and where we call them answers and rate limit (DEF-19).

    A timeout is given or follows from the answers in the adapter; it is never a default of its own.
    """
    for peer in domain.requirements.integrations:
        if peer.timeout:
            ledger.given(f"integration.{peer.id}.timeout_s", peer.timeout.seconds, "s")
        elif peer.direction != "in":
            slow = peer.latency.p99 or peer.latency.p95
            _peer_figure(ledger, peer.id, "p99_s", slow.seconds if slow else None, latency(peer)[1] / 1000)
        _peer_figure(ledger, peer.id, "sla", peer.sla.fraction if peer.sla else None)
        limit = peer.limit or peer.rate
        if limit or peer.direction != "in":
            _peer_figure(ledger, peer.id, "limit_rps", limit.per_second if limit else None)


def _peer_figure(ledger: Ledger, peer: str, part: str, given: float | None, assumed: float | None = None) -> None:
    key, row = f"integration.{peer}.{part}", f"integration.{part}"
    if given is not None:
        ledger.given(key, given, load("defaults")[row]["unit"])
    else:
        ledger.default(key, row, value=assumed, peer=peer)
