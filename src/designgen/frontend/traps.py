"""Mistakes that YAML's braces and brackets lead into, recognised by what they leave behind and called by name."""

from designgen.frontend.ledger import Ledger
from designgen.frontend.walk_rules import ACCEPTANCE_CUT, CUT
from designgen.syntax.nodes import Mapping, Node, Scalar, Sequence


def cut_keys(node: Mapping, ledger: Ledger) -> list[tuple[Scalar, Node]]:
    """Return the entries without pairs such as `kwh: decimal(12` and `3)`, which are reported as the one value they were."""
    kept: list[tuple[Scalar, Node]] = []
    for key, inner in node.entries:
        before = kept[-1][1] if kept else None
        rest = key.text.endswith(")") and "(" not in key.text and isinstance(inner, Scalar) and inner.absent
        if rest and isinstance(before, Scalar) and before.text.count("(") > before.text.count(")"):
            separator = "|" if before.text.startswith("enum(") else "."
            advice = f"write `{before.text}{separator}{key.text}`, or quote the whole type"
            ledger.report(CUT, before.mark.span, text=f"{before.text},{key.text}", advice=advice)
            kept[-1] = (kept[-1][0], Scalar(before.mark, "text", False, 0))
            continue
        kept.append((key, inner))
    return kept


def watch_acceptance(node: Node, ledger: Ledger) -> None:
    """Report a list of criteria in which one sentence was cut into several at its commas."""
    if not isinstance(node, Sequence):
        return
    for element in node.elements:
        word = element.text.partition(" ")[0] if isinstance(element, Scalar) else ""
        if isinstance(element, Scalar) and not element.quoted and word.lower() in ("when", "then", "and"):
            ledger.report(ACCEPTANCE_CUT, element.mark.span, word=word)
            return
