"""An entity in, its logical shape out: attributes in column order, unique combinations, owner, life cycle (B.2 to B.6).

The one origin of table columns and of API properties; nothing is invented, everything says its rule.
"""

from designgen.knowledge.catalogue import load
from designgen.model.domain import Entity, Field
from designgen.model.facts import Attribute, EntityFacts, Use
from designgen.sizing.domain import Domain
from designgen.sizing.fields import attributes_of
from designgen.sizing.naming import snake, table_of
from designgen.sizing.privacy import pii_of
from designgen.sizing.signs import Signs

CHANGING = ("update", "replace", "transition", "delete", "sync", "crud", "upload", "import")


def shape(entity: Entity, domain: Domain, uses: tuple[Use, ...]) -> EntityFacts:
    """Return the shape of an entity that is used in these ways; paths and population are still empty."""
    owner = owner_of(entity, domain)
    created_by_owner = _owner_creates(entity, domain, uses)
    soft = soft_delete(entity, domain, uses)
    signs = Signs(domain)
    own = tuple(
        signs.bounded(attribute, field, entity).model_copy(
            update={
                "pii": pii_of(field, entity, domain),
                "owner": attribute.name == owner and created_by_owner,
                **(_until_answered(attribute) if answered_by_peer(field, entity, domain) else {}),
            }
        )
        for field in entity.fields
        for attribute in attributes_of(_resolved(field, domain), domain.requirements.constraints)
    )
    columns = (_key(entity), *_added_references(entity, domain, own), *own, *_status(entity), *_system(entity, domain, uses, soft))
    return EntityFacts(
        key=entity.key,
        entity=entity,
        table=table_of(entity),
        attributes=_once(columns),
        uniques=uniques(entity, own),
        uses=uses,
        owner=owner,
        soft_delete=soft,
        history=keeps_history(entity, domain),
        because=tuple(wish.id for wish in domain.requirements.requirements if any(wish.id in use.because for use in uses)),
    )


def answered_by_peer(field: Field, entity: Entity, domain: Domain) -> bool:
    """Return whether only a peer's answer can fill a field: its reference, in a row that is stored before the peer is asked (SVC-037)."""
    words, known = snake(field.name).split("_"), load("lexicon")["peer_references"]
    outward = [peer for peer in domain.requirements.integrations if peer.direction != "in"]
    peers = [peer.id for peer in outward if entity.key in map(domain.resolve, peer.data)]
    whose = {*known["whose"], *(word for peer in peers for word in snake(peer).split("_"))}
    return bool(peers and entity.states and field.type == "string" and words[0] in whose and words[-1] in known["what"] and len(words) > 1)


def _until_answered(attribute: Attribute) -> dict[str, object]:
    return {"nullable": True, "because": (*attribute.because, "SVC-037")}


def owner_of(entity: Entity, domain: Domain) -> str | None:
    """Return the attribute that names the owning actor's row: the one reference to an actor's entity, else the one called owner."""
    found = owner_candidates(entity, domain)
    if len(found) == 1:
        return f"{found[0].removesuffix('_id')}_id"
    named = [name for name in found if name in load("lexicon")["owner_words"]]
    return f"{named[0]}_id" if len(named) == 1 else None


def owner_candidates(entity: Entity, domain: Domain) -> tuple[str, ...]:
    """Return the names of the fields that lead to an actor's entity."""
    actors = domain.actor_entities
    return tuple(snake(field.name) for field in domain.references(entity) if domain.resolve(field.to) in actors)


def _owner_creates(entity: Entity, domain: Domain, uses: tuple[Use, ...]) -> bool:
    targets = {domain.resolve(field.to) for field in domain.references(entity)}
    actors = {actor.name for key, actor in domain.actor_entities.items() if key in targets}
    creators = {name for use in uses if use.operation.verb in ("create", "upload", "sync") for name in use.actors}
    return bool(creators) and creators <= actors


def soft_delete(entity: Entity, domain: Domain, uses: tuple[Use, ...]) -> bool:
    """Return whether deletion only marks the row: someone deletes it, and others refer to it or work offline (DATA-070).

    What nobody deletes needs no mark, offline or not: a command that is replayed cancels an order, it does not delete one.
    """
    deleted = any(use.operation.verb == "delete" for use in uses)
    synced = any(use.operation.verb == "sync" for use in uses)
    return deleted and (bool(domain.referrers[entity.key] or entity.keep) or synced)


def keeps_history(entity: Entity, domain: Domain) -> bool:
    """Return whether each change of state is kept: states together with money or an accountability scenario (DATA-066)."""
    if not entity.states or entity.history is not None:
        return bool(entity.states and entity.history)
    words = load("lexicon")["accountability"]
    asked = any(word in scenario.attr for scenario in domain.requirements.quality.scenarios for word in words)
    return asked or domain.near_money(entity) or any(field.type == "gapless" for field in entity.fields)


def uniques(entity: Entity, attributes: tuple[Attribute, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the unique combinations of attributes: `unique(f)`, `unique: [f+g]`, gapless numbers within their scope."""
    columns = {attribute.source: attribute.name for attribute in reversed(attributes)}
    wanted = [(*field.unique_with, field.name) for field in entity.fields if field.unique_with]
    wanted += [(*field.scope, field.name) for field in entity.fields if field.type == "gapless"]
    wanted += [tuple(part.strip() for part in combination.split("+")) for combination in entity.unique]
    known = (tuple(columns[name] for name in names) for names in wanted if all(name in columns for name in names))
    return tuple(dict.fromkeys(known))


def _resolved(field: Field, domain: Domain) -> Field:
    target = domain.resolve(field.to)
    return field.model_copy(update={"to": target}) if target and target != field.to else field


def _key(entity: Entity) -> Attribute:
    version, rules = ("v4", ("DATA-034", "DATA-128")) if entity.anonymous else ("v7", ("DATA-031", "DATA-001"))
    return Attribute(name="id", type="uuid", role="key", default=f"uuid{version}", server=True, write_once=True, bytes=16, because=rules)


def _added_references(entity: Entity, domain: Domain, own: tuple[Attribute, ...]) -> tuple[Attribute, ...]:
    """Return the references nobody wrote: a child's parent, and the tenant of what belongs to one (DATA-044, DATA-075)."""
    wanted = [(domain.parent(entity), "DATA-044")]
    if entity.key in domain.tenant_owned:
        wanted.insert(0, (domain.tenant_unit, "DATA-075"))
    present = {domain.resolve(attribute.target) for attribute in own if attribute.role == "reference"}
    return tuple(
        Attribute(
            name=f"{snake(target.rpartition('.')[2])}_id",
            type="uuid",
            role="reference",
            target=target,
            server=True,
            write_once=True,
            bytes=16,
            because=(rule,),
        )
        for target, rule in dict(wanted).items()
        if target and target not in present
    )


def _status(entity: Entity) -> tuple[Attribute, ...]:
    if not entity.states:
        return ()
    names = tuple(state.name for state in entity.states)
    size = sum(map(len, names)) / len(names)
    return (
        Attribute(
            name="status",
            type="enum",
            role="status",
            values=names,
            default=names[0],
            server=True,
            bytes=size,
            because=("DATA-064", "DATA-065"),
        ),
    )


def _system(entity: Entity, domain: Domain, uses: tuple[Use, ...], soft: bool) -> tuple[Attribute, ...]:
    if entity.anonymous:
        return (_added("received_on", "date", 4, ("DATA-034", "DATA-085"), default="today"),)
    found = []
    if entity.key in domain.actor_entities:
        found.append(
            Attribute(
                name="identity_subject",
                type="string",
                role="system",
                length=255,
                unique=True,
                nullable=True,
                server=True,
                bytes=36,
                because=("API-085",),
            )
        )
    if not append_only(entity, uses):
        found += [
            _added("version", "int", 4, ("DATA-041", "DATA-042"), default="1"),
            _added("created_at", "instant", 8, ("DATA-041",), default="now"),
        ]
        found += [_added("updated_at", "instant", 8, ("DATA-041",), default="now")]
        found += [_added(name, "string", 18, ("DATA-041",), nullable=True) for name in ("created_by", "updated_by")]
    else:
        found += [
            _added("created_at", "instant", 8, ("DATA-041",), default="now"),
            _added("created_by", "string", 18, ("DATA-041",), nullable=True),
        ]
    if soft:
        found += [
            _added("deleted_at", "instant", 4, ("DATA-070",), nullable=True),
            _added("deleted_by", "string", 18, ("DATA-070",), nullable=True),
        ]
    return tuple(found)


def append_only(entity: Entity, uses: tuple[Use, ...]) -> bool:
    """Return whether rows are written once: they are created, and no state, operation or parent changes them (DATA-041)."""
    if entity.states or entity.part_of or not any(use.writes for use in uses):
        return False
    return not any(use.operation.verb in CHANGING for use in uses)


def _added(name: str, type_: str, size: float, because: tuple[str, ...], **more: object) -> Attribute:
    values: dict[str, object] = {"name": name, "type": type_, "role": "system", "server": True, "bytes": size, "because": because, **more}
    if type_ == "string":
        values["length"] = 255
    if name == "version":
        values |= {"low": 1, "high": 2**31 - 1}
    return Attribute.model_validate(values)


def _once(attributes: tuple[Attribute, ...]) -> tuple[Attribute, ...]:
    """Return the attributes without a second one of the same name; the author's field comes first."""
    found: dict[str, Attribute] = {}
    for attribute in attributes:
        found.setdefault(attribute.name, attribute)
    return tuple(found.values())
