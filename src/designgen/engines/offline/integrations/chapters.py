"""The names of a peer in, the chapters of its design and its contract tests out, as the catalogues write them."""

from typing import Any

from designgen.knowledge import catalogue, conditions, templates
from designgen.model.design.integrations import Chapter, ContractTest, Setting


def chapters(names: dict[str, object], book: str = "adapter-chapters") -> tuple[Chapter, ...]:
    """Return the chapters whose condition holds, with the rows whose condition holds."""
    return tuple(_chapter(row, names) for row in catalogue.load(book) if conditions.holds(row.get("when", "true"), names))


def contract_tests(names: dict[str, object]) -> tuple[ContractTest, ...]:
    """Return what the adapter is shown to do."""
    return tuple(
        ContractTest(
            name=row["name"], given=templates.phrase(row["given"], **names), then=templates.phrase(row["then"], **names), rule=row["rule"]
        )
        for row in catalogue.load("contract-tests")
        if conditions.holds(row["when"], names)
    )


def _chapter(row: dict[str, Any], names: dict[str, object]) -> Chapter:
    rows = tuple(_setting(one, names) for one in row["rows"] if conditions.holds(one.get("when", "true"), names))
    return Chapter(title=templates.phrase(row["title"], **names), says=templates.phrase(row["says"], **names), settings=rows)


def _setting(row: dict[str, Any], names: dict[str, object]) -> Setting:
    amount = names.get(row["amount"]) if "amount" in row else None
    return Setting(
        name=templates.phrase(row["name"], **names),
        value=templates.phrase(row["value"], **names),
        reason=templates.phrase(row["reason"], **names),
        rule=row["rule"],
        path=row.get("path", "") if amount not in (None, "") else "",
        amount=amount if isinstance(amount, int | float | str) else None,
    )
