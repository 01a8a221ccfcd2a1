"""Relations of many to many in, the tables they need beside the entities out (DATA-046)."""

from collections.abc import Iterator

from designgen.engines.offline.database.ground import Ground
from designgen.model.design.database import Column, ForeignKey, Index, KeyPart, Table
from designgen.model.facts import Attribute, EntityFacts, Population
from designgen.syntax.identifiers import identifier, joined_name


def link_tables(ground: Ground, facts: EntityFacts) -> Iterator[Table]:
    """Yield a table for each relation of many to many: the pair is the key, the reverse index leads back."""
    for attribute in facts.attributes:
        if attribute.type == "many_to_many" and attribute.target in ground.tables:
            yield _link(ground, facts, attribute)


def _link(ground: Ground, facts: EntityFacts, attribute: Attribute) -> Table:
    schema, label = facts.table.split(".")
    target = ground.facts.entity(attribute.target or "")
    name = joined_name(label, attribute.name)
    mine, theirs = f"{label}_id", f"{target.table.split('.')[1]}_id"
    theirs = f"{attribute.name}_id" if theirs == mine else theirs
    because = (*(attribute.because or facts.because), "DATA-046")
    reasons = ", ".join((*facts.because, "DATA-046"))
    columns = [(mine, f"The {facts.entity.name}."), (theirs, f"The {target.entity.name}.")]
    tenant = ground.tenant_reference(facts.key)
    stored = [Column(name=tenant, attribute=_reference(tenant), comment=f"Tenant of the pair. {reasons}, DATA-075.")] if tenant else []
    stored += [Column(name=key, attribute=_reference(key), comment=f"{said} {', '.join(because)}.") for key, said in columns]
    shared = ground.tenant_reference(target.key) if tenant else ""
    keys = [
        _foreign(name, mine, facts.table, (tenant, tenant)).model_copy(update={"on_delete": "cascade"}),
        _foreign(name, theirs, target.table, (tenant if shared else "", shared)),
    ]
    reverse = tuple(KeyPart(expression=identifier(key)) for key in (theirs, mine))
    return Table(
        key=f"table:{schema}.{name}",
        because=(*facts.because, "DATA-046"),
        schema_name=schema,
        label=name,
        comment=f"Which {target.entity.name} belongs to which {facts.entity.name} ({attribute.name}). {reasons}.",
        kind="join",
        columns=(*stored, _created()),
        primary_key=(mine, theirs),
        foreign_keys=tuple(keys),
        tenant_column=tenant,
        indexes=(
            Index(
                key=f"index:{joined_name(name, theirs, mine, 'idx')}",
                because=because,
                table=f"{schema}.{name}",
                parts=reverse,
                serves=("foreign key",),
            ),
        ),
        population=Population(rows_now=facts.population.rows_now, rows_at_horizon=facts.population.rows_at_horizon),
    )


def _reference(name: str) -> Attribute:
    return Attribute(name=name, type="uuid", role="reference", server=True, write_once=True, bytes=16)


def _created() -> Column:
    attribute = Attribute(name="created_at", type="instant", role="system", default="now", server=True, bytes=8)
    return Column(name="created_at", attribute=attribute, comment="When the two were joined, UTC. DATA-041.")


def _foreign(label: str, column: str, target: str, tenants: tuple[str, str]) -> ForeignKey:
    """Return a reference; with tenants on both sides the tenant is part of it (DATA-075)."""
    mine, theirs = tenants
    return ForeignKey(
        name=joined_name(label, column, "fkey"),
        columns=(mine, column) if mine else (column,),
        target=target,
        target_columns=(theirs, "id") if mine else ("id",),
        because=("DATA-046",),
    )
