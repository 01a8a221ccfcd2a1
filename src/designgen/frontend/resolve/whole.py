"""Requirements with names as written in, requirements with every name resolved out (LINT-R01)."""

from designgen.frontend.ledger import Ledger
from designgen.frontend.names import Names
from designgen.frontend.resolve.domain import Domain
from designgen.frontend.resolve.operations import Operations
from designgen.frontend.resolve.peers import Peers
from designgen.frontend.resolve_rules import MINIMUM
from designgen.model.requirements import Requirements


def resolve(written: Requirements, ledger: Ledger) -> Requirements:
    """Return the requirements with entities as `context.Entity`; names that mean nothing are reported and stay."""
    names = Names(written, ledger)
    names.reports |= {operation.entity for wish in written.requirements for operation in wish.operations if operation.verb == "report"}
    if written.mode == "greenfield" and not any(entity.fields for entity in written.entities):
        ledger.report(MINIMUM, ledger.span("domain") or ledger.span("project"))
    peers = Peers(names)
    return written.model_copy(
        update={
            "domain": Domain(names).resolve(written.domain),
            "actors": peers.actors(written.actors),
            "requirements": Operations(names, written).resolve(),
            "integrations": peers.integrations(written.integrations),
            "pipelines": peers.pipelines(written.pipelines),
            "interfaces": peers.interfaces(written.interfaces),
            "existing": peers.existing(written.existing),
            "constraints": peers.constraints(written.constraints),
        }
    )
