"""What an order says of the model engine in, its settings out; typer.BadParameter for what no model understands."""

import typer

from designgen.cli.order import Order
from designgen.cli.screen import say
from designgen.cli.sources import text_of
from designgen.engines.claude.prices import Prices
from designgen.engines.claude.settings import EFFORTS, Settings
from designgen.model.errors import InputUnreadable
from designgen.syntax.yaml import NotYaml, load


def settings(order: Order) -> Settings:
    """Return the settings of the engine that an order names."""
    if order.effort and order.effort not in EFFORTS:
        raise typer.BadParameter(f"there is no effort `{order.effort}`; there is {', '.join(EFFORTS)}", param_hint="--effort")
    if not order.max_cost > 0:
        raise typer.BadParameter("give an amount above 0", param_hint="--max-cost")
    if not order.minutes > 0:
        raise typer.BadParameter("give a number above 0", param_hint="--timeout")
    return Settings(
        model=order.model, effort=order.effort, max_cost=order.max_cost, minutes=order.minutes, prices=_prices(order.prices), tell=say
    )


def _prices(file: str | None) -> Prices | None:
    if file is None:
        return None
    try:
        told = load(text_of(file), file)
    except NotYaml as problem:
        raise InputUnreadable(
            f"`{file}` is no YAML: {problem}", advice="write it like the catalogue of models that comes with designgen"
        ) from None
    if not isinstance(told, dict):
        raise typer.BadParameter(f"`{file}` is no mapping", param_hint="--prices")
    return Prices(told)
