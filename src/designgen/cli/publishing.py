"""An order and its inputs in, a published package and what is told of it out; refused if the author has work to do first."""

from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from designgen.cli import mail, report
from designgen.cli.compiling import Compiled, compiled
from designgen.cli.desk import Desk
from designgen.cli.order import Inputs, Order
from designgen.model.artifact import Build
from designgen.model.errors import WorldError
from designgen.store.receipts import Receipt

DONE, WORK_TO_DO, OPEN_POINTS, CONFLICTS, BUDGET_ENDED = 0, 1, 5, 6, 8


AGAIN = "run the same command again to ask only what is missing"


class Ending(NamedTuple):
    """The exit code, the folder of the package if there is one, what a machine is told."""

    code: int
    folder: Path | None
    told: dict[str, object]


def published(order: Order, inputs: Inputs, root: Path, key: str, *, strict: bool) -> Ending:
    """Compile and publish under `root`; a build that would change nothing next time leaves a receipt under `key`."""
    with ExitStack() as stack:
        desk = Desk(root, stack)
        result = compiled(order, desk.previous, inputs, desk.memory)
        build, told = result.build, {**report.findings(result.build), **report.costs(result.account), **_mended(order, result)}
        if strict and build.findings:
            report.bill(result.account)
            raise WorldError("; ".join(build.findings), safe="nothing was published; answers that were given are kept", advice=AGAIN)
        if result.refused or (strict and result.weighty):
            report.refusal(build.diagnostics, result.texts)
            report.bill(result.account)
            return Ending(WORK_TO_DO, None, told)
        stands = desk.publish(build, result.account)
        code = _code(build)
        receipt = Receipt(build.folder, report.lines(build), told, bool(result.weighty))
        desk.remember(build, key, receipt if code == DONE else None)
    report.account(build, stands)
    report.bill(result.account)
    return Ending(code, stands.folder, {**told, "written": stands.written})


def _mended(order: Order, result: Compiled) -> dict[str, object]:
    """Say what is wrong with answers that people brought, on the screen and beside each answer; return it for machines."""
    if order.engine != "handoff" or order.replies is None:
        return {}
    mail.deliver_repairs(Path(order.replies), result.asked)
    return {"answers_to_mend": mail.drawn(result.asked, order.replies)}


def _code(build: Build) -> int:
    if build.merged.conflicts:
        return CONFLICTS
    if build.unpaid:
        return BUDGET_ENDED
    return OPEN_POINTS if build.findings else DONE
