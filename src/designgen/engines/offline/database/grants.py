"""Deeds in, the privileges they need by table and column out, collected for one role."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from designgen.model.design.database import Table
from designgen.syntax.identifiers import listed


@dataclass
class Rights:
    """What one role may do with each table: whole-table privileges, and the columns it may change."""

    privileges: dict[str, set[str]] = field(default_factory=dict)
    columns: dict[str, set[str]] = field(default_factory=dict)

    def allow(self, table: str, *privileges: str) -> None:
        """Allow privileges on a table."""
        self.privileges.setdefault(table, set()).update(privileges)

    def change(self, table: str, names: Iterable[str]) -> None:
        """Allow to change some columns of a table; finding the row needs to read it."""
        self.allow(table, "SELECT")
        self.columns.setdefault(table, set()).update(names)

    def granted(self, tables: Sequence[Table]) -> Iterator[tuple[str, str]]:
        """Yield (privileges, table) in the order of the tables and of their columns."""
        for table in tables:
            held = self.privileges.get(table.name, set())
            words: list[str] = [word for word in ("SELECT", "INSERT") if word in held]
            names = [column.name for column in table.columns if column.name in self.columns.get(table.name, set())]
            words += [f"UPDATE ({listed(names)})"] if names else []
            words += ["DELETE"] if "DELETE" in held else []
            if words:
                yield ", ".join(words), table.name
