"""From each requirement to what fulfils it, and back: `traceability.md` for people, `traceability.csv` for tools."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator

from designgen.knowledge.templates import render
from designgen.knowledge.wording import counted
from designgen.model.artifact import Artifact
from designgen.model.design.whole import Coverage, Design

KINDS = {"api": "API", "slo": "objective"}
MANY = {"policy": "policies", "recovery": "recoveries"}
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "|", "%")


def render_traceability(design: Design) -> Iterator[Artifact]:
    """Render both forms of the trace."""
    wanted = {requirement.id: requirement for requirement in design.facts.requirements.requirements}
    numbers = {record.decision.topic: f"[{record.number}]({record.path})" for record in design.records}
    rows = [_row(wanted[row.requirement].title, row, numbers) for row in design.coverage]
    text = render("traceability.md.j2", rows=rows, ruled=_ruled(design, set(wanted)))
    yield Artifact.text("traceability.md", "markdown", text, title="Traceability")
    yield Artifact.text("traceability.csv", "csv", _csv(design), title="Traceability, every pair")


def _row(title: str, row: Coverage, numbers: dict[str, str]) -> dict[str, object]:
    named = [numbers[topic] for topic in row.decisions if topic in numbers]
    smaller = len(row.decisions) - len(named)
    decisions = ", ".join(named) + (f"{' and ' if named else ''}{smaller} [conventions](adr/conventions.md)" if smaller else "")
    runbooks = ", ".join(f"[{name}](runbooks/{name}.md)" for name in row.runbooks)
    counts: dict[str, int] = defaultdict(int)
    for key in row.other:
        counts[key.split(":", 1)[0]] += 1
    more = ", ".join(counted(count, KINDS.get(kind, kind), MANY.get(kind, "")) for kind, count in sorted(counts.items()))
    return {"id": row.requirement, "title": title, "coverage": row, "decisions": decisions, "runbooks": runbooks, "more": more}


def _ruled(design: Design, wanted: set[str]) -> list[dict[str, object]]:
    """Items of weight that no requirement asked for, with the rules that brought them in."""
    reasons: dict[str, list[str]] = defaultdict(list)
    for link in design.links:
        reasons[link.item].append(link.reason)
    shown = ("table:", "job:", "component:", "adapter:")
    return [
        {"item": f"{key.split(':', 1)[0]} {key.split(':', 1)[1]}", "reasons": why}
        for key, why in reasons.items()
        if key.startswith(shown) and not wanted.intersection(why)
    ]


def _csv(design: Design) -> str:
    """Write every (part, reason) pair, quoted whole, with spreadsheet formulas defused (S11)."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(("part", "reason"))
    for link in design.links:
        writer.writerow(_harmless(cell) for cell in (link.item, link.reason))
    return out.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.lstrip().startswith(FORMULA_STARTS) else cell
