"""A requirements file in, its `Reading` out: resolved requirements, places, diagnostics.

The order is: secrets, text, nodes, shapes, names, defaults, lints. Later steps run as far as earlier mistakes allow, so that one run
shows everything.
"""

from designgen.frontend.completion import complete, tidy
from designgen.frontend.ledger import Ledger
from designgen.frontend.lints.every import lint
from designgen.frontend.resolve.whole import resolve
from designgen.frontend.secrets import find_secrets
from designgen.frontend.walk import Walker
from designgen.frontend.walk_rules import EMPTY
from designgen.model.inputs import Reading
from designgen.model.requirements import Project, Requirements
from designgen.model.source import Source, Span
from designgen.syntax.nodes import Mapping, Node
from designgen.syntax.yaml import read


def read_requirements(source: Source) -> Reading:
    """Read one requirements file; nothing the author wrote raises."""
    ledger = Ledger(source.name)
    secrets = tuple(find_secrets(source))
    if secrets:
        return Reading(requirements=None, places=ledger.places, diagnostics=secrets)
    node, found = read(source)
    for diagnostic in found:
        ledger.add(diagnostic)
    if not isinstance(node, Mapping):
        if not ledger.broken:
            ledger.report(EMPTY, node.mark.span if node else Span(file=source.name, line=1, column=1))
        return Reading(requirements=None, places=ledger.places, diagnostics=ledger.sorted())
    written = _walk(node, ledger)
    resolved = resolve(tidy(written), ledger)
    whole = complete(resolved)
    lint(whole, ledger)
    return Reading(requirements=None if ledger.broken else whole, places=ledger.places, diagnostics=ledger.sorted())


def _walk(node: Node, ledger: Ledger) -> Requirements:
    walker = Walker(ledger)
    found = walker.thing(Requirements, node, "")
    if isinstance(found, Requirements):
        return found
    stand_in = walker.thing(Requirements, node, "", {"project": Project(name="unnamed", purpose="-")})
    return stand_in if isinstance(stand_in, Requirements) else Requirements(project=Project(name="unnamed", purpose="-"))
