"""`README.md` of the package: the verdict to sign, findings, what to read, what awaits a person, what was assumed."""

from collections.abc import Iterator
from functools import partial

from designgen.knowledge.templates import render
from designgen.knowledge.wording import duration, figure, listed, percent, size
from designgen.model.artifact import Artifact
from designgen.model.design.whole import Design
from designgen.model.diagnostic import Diagnostic, by_weight
from designgen.model.facts import Figure
from designgen.model.source import Span
from designgen.renderers.titles import titled
from designgen.renderers.verdict import accepting, gravest, hindrances, source_name, verdict

ASKED = 10
"""Questions written out on page one (CLQ-002); the others are named."""
COSTS = ("hours", "weeks", "months")
UNITS = {"1/s": "per second", "min per month": "minutes a month", "rows per month": "rows a month"}
FIGURES = (
    ("load.peak_rps", "requests at the peak, today"),
    ("load.peak_rps_horizon", "requests at the peak, at the horizon"),
    ("load.write_rps", "of these, writes"),
    ("availability.target", "availability target"),
    ("availability.downtime_minutes", "allowed downtime a month"),
    ("recovery.rpo_s", "data that may be lost in a disaster"),
    ("recovery.rto_s", "time to be back after a disaster"),
    ("storage.bytes_horizon", "database at the horizon"),
    ("pool.total", "database connections needed"),
    ("app.instances", "application"),
    ("team.size", "team"),
)
READING = (
    ("everyone", "architecture/README.md", "Architecture", "modules, components, who calls whom, what limits first"),
    ("developers", "api/README.md", "API", "endpoints, rights and errors; the contract is api/openapi.yaml"),
    ("developers", "database/dictionary.md", "Data dictionary", "tables, columns, what each index serves; database/schema.sql runs"),
    ("architects", "adr/conventions.md", "Conventions", "decisions too small for a record"),
    ("operators", "operations/slo.md", "Objectives", "what is promised, how it is measured, who is called"),
    ("operators", "runbooks/README.md", "Runbooks", "what to do when an alert fires"),
    ("operators", "operations/capacity.md", "Capacity", "every figure with its formula, and what is left out"),
    ("security", "security/README.md", "Security", "sign-in, rights, personal data, threats"),
    ("management", "delivery/plan.md", "Delivery plan", "phases, effort, what is shown at the end of each"),
    ("reviewers", "traceability.md", "Traceability", "each requirement and what fulfils it"),
    ("reviewers", "personas.md", "Personas", "who was asked and what each concluded"),
)


def render_summary(design: Design) -> Iterator[Artifact]:
    """Render the package's `README.md`."""
    facts = design.facts
    paths = {span: path for path, span in sorted(design.places.items(), reverse=True)}
    text = render(
        "package.md.j2",
        design=design,
        project=facts.requirements.project,
        source=source_name(design),
        engines=listed(sorted({interview.engine for interview in design.interviews if interview.engine})),
        verdict=verdict(design),
        hindrances=hindrances(design),
        risks=gravest(design),
        accepting=accepting(design),
        findings=[_finding(problem, paths) for problem in by_weight(design.findings)],
        reading=[{"who": who, "path": path, "title": title, "says": says} for who, path, title, says in READING],
        figures=[_figure_row(design, key, name) for key, name in FIGURES],
        awaiting=[_awaiting(design, index) for index, record in enumerate(design.records) if record.decision.status == "proposed"],
        questions=design.questions[:ASKED],
        further=design.questions[ASKED:],
        assumptions=facts.assumptions,
        titled=partial(titled, design),
        crossings=[_left_out(crossing.statement) for crossing in facts.crossings],
    )
    yield Artifact.text("README.md", "markdown", text, title=design.title)


def _finding(problem: Diagnostic, paths: dict[Span, str]) -> dict[str, object]:
    """Name the place by its path in the requirements: a line would move with the order of the keys."""
    place = f"`{paths[problem.span]}`" if problem.span in paths else problem.subject.partition(":")[2] or "design"
    return {"severity": problem.severity, "message": problem.message, "help": problem.help, "place": place}


def _figure_row(design: Design, key: str, name: str) -> dict[str, str]:
    known = design.facts.figure(key)
    source = f"{known.provenance}: {known.formula}" if known.provenance == "derived" else known.provenance
    return {"name": name, "value": shown(known), "how": f"{source} ({known.rule})" if known.rule else source}


def shown(known: Figure) -> str:
    """Write a figure with its unit as a reader wants it."""
    return measured(known.value, known.unit)


def measured(value: float, unit: str) -> str:
    """Write a value in the unit of facts as a reader wants it: spans, sizes and shares in their own words."""
    if unit == "s":
        return duration(value)
    if unit == "B" or unit.startswith("B "):
        return f"{size(value)}{unit[1:]}"
    if unit == "share":
        return percent(value)
    word = UNITS.get(unit, unit)
    return f"{figure(value)} {word.removesuffix('s') if value == 1 else word}".strip()


def _awaiting(design: Design, index: int) -> dict[str, str]:
    record = design.records[index]
    decision = record.decision
    margin = f"{decision.margin:.2f}, a close call" if decision.close_call else f"{decision.margin:.2f}"
    return {
        "number": record.number,
        "path": record.path,
        "title": decision.title,
        "chosen": decision.chosen.title,
        "margin": margin,
        "cost": COSTS[decision.reversal - 1],
    }


def _left_out(statement: str) -> str:
    """Name what is left out: `No read replica: the database …` is a `read replica`."""
    return statement.partition(":")[0].removeprefix("No ")
