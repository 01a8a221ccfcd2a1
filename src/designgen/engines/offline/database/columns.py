"""Name, type and meaning in, a column that the server fills out: the one shape of what stands in histories, dated values, staging."""

from designgen.model.design.database import Column
from designgen.model.facts import Attribute


def server_column(name: str, kind: str, comment: str, *, nullable: bool = False, default: str | None = None) -> Column:
    """Return a column that no client writes."""
    attribute = Attribute(name=name, type=kind, role="system", nullable=nullable, default=default, server=True)
    return Column(name=name, attribute=attribute, comment=comment)


def key_column(name: str, kind: str, comment: str) -> Column:
    """Return a part of a primary key that no client writes."""
    return Column(name=name, attribute=Attribute(name=name, type=kind, role="key", server=True), comment=comment)


def identity_column(comment: str) -> Column:
    """Return the key of rows that nobody refers to: a number the database counts (DATA-032)."""
    return key_column("id", "bigint", comment).model_copy(update={"generated": "identity"})
