"""What reading can find beyond mistakes: the lints LINT-R02 to R20, a requirements file in, findings in the ledger out.

Contradictions stop a build and are always looked for; opinions wait until the file is free of mistakes, so that none follows
from a name that was misspelt.
"""

from designgen.frontend.ledger import Ledger
from designgen.frontend.lints.domain import lint_domain
from designgen.frontend.lints.figures import contradictions, lint_figures
from designgen.frontend.lints.peers import conflicts, lint_peers
from designgen.frontend.lints.states import dead_ends, lint_events
from designgen.frontend.lints.volumes import lint_volumes, priorities
from designgen.frontend.lints.wishes import lint_wishes
from designgen.model.diagnostic import Diagnostic
from designgen.model.requirements import Requirements


def lint(requirements: Requirements, ledger: Ledger) -> None:
    """Report contradictions; if the file has no input error, also everything a reviewer would remark."""
    contradictions(requirements, ledger)
    conflicts(requirements, ledger)
    priorities(requirements, ledger)
    dead_ends(requirements, ledger)
    if ledger.broken:
        return
    before = len(ledger.diagnostics)
    for find in (lint_wishes, lint_figures, lint_volumes, lint_domain, lint_events, lint_peers):
        find(requirements, ledger)
    ledger.diagnostics[before:] = [found for found in ledger.diagnostics[before:] if not waived(requirements, found)]


def waived(requirements: Requirements, found: Diagnostic) -> bool:
    """Whether the author accepts a finding, named by its code or by a rulebook id (CORE-06)."""
    names = {found.code, *found.because}
    return any(waiver.rule in names for waiver in requirements.waive)
