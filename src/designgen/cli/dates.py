"""The date of a package: what the command was told, else SOURCE_DATE_EPOCH, else today; the only clock of the compiler."""

import os
import re
from datetime import UTC, date, datetime

import typer

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def build_date(given: str | None) -> str:
    """Return the date as YYYY-MM-DD; typer.BadParameter if what was given is none."""
    if given is not None:
        return _checked(given)
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now().astimezone().date().isoformat()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        raise typer.BadParameter(f"SOURCE_DATE_EPOCH is `{epoch}`, not a number of seconds") from None


def _checked(given: str) -> str:
    try:
        if DAY.fullmatch(given):
            return date.fromisoformat(given).isoformat()
    except ValueError:
        pass
    raise typer.BadParameter(f"`{given}` is not a date such as 2026-11-20", param_hint="--date")
